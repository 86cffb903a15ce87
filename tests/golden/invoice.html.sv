<!DOCTYPE html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light">
<title>Faktura FA-2026-0017</title>
<style>
:root { --ink: #1b1b1f; --soft: #55555e; --rule: #c9c9d1; --wash: #f3f3f6; --mark: #9a1b1b; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: #fff; color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 54rem; margin: 0 auto; padding: 0 2rem; }
header { padding-top: 2.5rem; }
main { padding-bottom: 3rem; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; font-weight: 650; }
h1 span { font-weight: 400; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.15rem; line-height: 1.3; font-weight: 650; }
p { margin: .5rem 0; max-width: 42rem; }
.draft { margin: 0 0 1.5rem; padding: .6rem 1rem; border: 2px solid var(--mark); color: var(--mark); max-width: none; }
.draft strong { margin-right: .75rem; letter-spacing: .08em; }
.parties { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 2.5rem; }
.parties h2 { margin: 1.75rem 0 .25rem; font-size: .9rem; font-weight: 400; color: var(--soft); }
.parties p { margin: 0; }
.parties .name { font-weight: 650; }
dl { margin: 0; display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem 2.5rem; }
dl > div { border-top: 1px solid var(--rule); padding-top: .4rem; }
dt { font-size: .9rem; color: var(--soft); }
dd { margin: 0; }
.facts { margin-top: 2rem; }
table { width: 100%; border-collapse: collapse; margin-top: 2.25rem; font-variant-numeric: tabular-nums lining-nums; }
caption { text-align: left; margin-bottom: .75rem; font-size: 1.15rem; line-height: 1.3; font-weight: 650; }
th, td { padding: .5rem 0 .5rem 1.25rem; text-align: right; vertical-align: top; font-weight: 400; }
th:first-child { padding-left: 0; text-align: left; }
thead th { font-size: .9rem; color: var(--soft); border-bottom: 2px solid var(--ink); vertical-align: bottom; }
thead th + th { white-space: nowrap; }
tbody th, tbody td { border-bottom: 1px solid var(--rule); }
tbody td { white-space: nowrap; }
th small { display: block; font-size: .9rem; color: var(--soft); }
.sums { display: block; margin: 1rem 0 0 auto; width: 24rem; max-width: 100%; font-variant-numeric: tabular-nums lining-nums; }
.sums > div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; border: 0; padding: .2rem 0; }
.sums dt { font-size: 1rem; color: inherit; }
.sums dt { overflow-wrap: normal; }
.sums dd { white-space: nowrap; margin-left: auto; }
.sums .total { margin-top: .3rem; border-top: 2px solid var(--ink); padding-top: .5rem; font-size: 1.3rem; font-weight: 650; }
.sums .total dt { font-size: 1.3rem; }
.pay { margin-top: 2.25rem; padding: 1.1rem 1.4rem 1.25rem; background: var(--wash); display: flow-root; }
.pay h2 { margin-top: 0; }
.pay dd { font-weight: 650; }
.pay p { margin: 1rem 0 0; }
.pay figure { margin: 1rem 0 0; }
.pay figcaption { font-size: .9rem; color: var(--soft); max-width: 20rem; }
.pay svg { display: block; width: 9rem; height: 9rem; margin-bottom: .5rem; }
ol, ul { margin: 0; padding-left: 1.4rem; }
ol > li { margin-bottom: .75rem; }
li ul { list-style: none; padding-left: 0; }
.place { color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) {
  header, main { padding-left: 1.1rem; padding-right: 1.1rem; }
  header { padding-top: 1.5rem; }
  h1 { font-size: 1.6rem; }
  h1 span { display: block; }
  .parties, dl { grid-template-columns: minmax(0, 1fr); }
  .parties h2 { margin-top: 1.25rem; }
  .pay { margin-left: -1.1rem; margin-right: -1.1rem; padding: 1.1rem; }
}
@media screen and (max-width: 40rem) {
  table, tbody, tr, th, td, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  tbody tr { border-bottom: 1px solid var(--rule); padding: .6rem 0; }
  tbody tr:first-child { border-top: 2px solid var(--ink); }
  tbody th { border: 0; padding: 0 0 .25rem; font-weight: 650; }
  tbody th small { font-weight: 400; }
  tbody td { border: 0; padding: .1rem 0; display: flex; justify-content: space-between; gap: 1rem; }
  tbody td::before { content: attr(data-label); color: var(--soft); white-space: normal; text-align: left; }
}
@page { size: A4; margin: 16mm 18mm 18mm; }
@media print {
  html { font-size: 10pt; }
  header, main { max-width: none; padding: 0; }
  .parties, .facts, .pay dl { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .pay { background: none; border: 1px solid var(--rule); }
  thead { display: table-header-group; }
  tr, dl > div, li, .whole, .pay, .sums, .parties > section { break-inside: avoid; }
  h2, caption { break-after: avoid; }
  .sums { break-before: avoid; }
  p { orphans: 3; widows: 3; }
}
</style>
</head>
<body>
<header>
<h1>Faktura <span>FA-2026-0017</span></h1>
</header>
<main>
<div class="parties">
<section>
<h2>Avsändare</h2>
<p class="name">Föreningen Öppna Ängen</p>
<p>Åkervägen 3</p>
<p>123 45 Exempelköping</p>
<p>Organisationsnummer 802499-1237</p>
<p>Momsregistreringsnummer SE802499123701</p>
<p>Godkänd för F-skatt</p>
</section>
<section>
<h2>Mottagare</h2>
<p class="name">Exempelköpings kommun</p>
<p>Kultur- och fritidsnämnden</p>
<p>Box 1</p>
<p>123 00 Exempelköping</p>
<p>Organisationsnummer 212000-9994</p>
</section>
</div>
<dl class="facts">
<div><dt>Fakturanummer</dt><dd>FA-2026-0017</dd></div>
<div><dt>Fakturadatum</dt><dd>1 oktober 2026</dd></div>
<div><dt>Förfallodag</dt><dd>31 oktober 2026</dd></div>
<div><dt>Er referens</dt><dd>ZZ123456</dd></div>
<div><dt>Avtal</dt><dd>KS 2026/0123</dd></div>
<div><dt>Partnerskap</dt><dd>Öppna ängen</dd></div>
<div><dt>Period</dt><dd>1 januari 2026 – 31 december 2026</dd></div>
</dl>
<table role="table">
<caption>Det som faktureras</caption>
<thead role="rowgroup">
<tr role="row">
<th scope="col" role="columnheader">Avser</th>
<th scope="col" role="columnheader">Antal</th>
<th scope="col" role="columnheader">Pris, kr</th>
<th scope="col" role="columnheader">Momssats</th>
<th scope="col" role="columnheader">Belopp, kr</th>
</tr>
</thead>
<tbody role="rowgroup">
<tr role="row">
<th scope="row" role="rowheader">Utbildning av handledare<small>14 mars 2026</small></th>
<td role="cell" data-label="Antal">3</td>
<td role="cell" data-label="Pris, kr">4 115,2233</td>
<td role="cell" data-label="Momssats">25 %</td>
<td role="cell" data-label="Belopp, kr">12 345,67</td>
</tr>
<tr role="row">
<th scope="row" role="rowheader">Öppen förskola<small>14 mars 2026</small></th>
<td role="cell" data-label="Antal">1</td>
<td role="cell" data-label="Pris, kr">6 500,00</td>
<td role="cell" data-label="Momssats">momsfritt</td>
<td role="cell" data-label="Belopp, kr">6 500,00</td>
</tr>
</tbody>
</table>
<dl class="sums">
<div><dt>Summa före moms</dt><dd>18 845,67 kr</dd></div>
<div><dt>Moms 25 %</dt><dd>3 086,42 kr</dd></div>
<div class="total"><dt>Att betala</dt><dd>21 932,09 kr</dd></div>
</dl>
<table role="table" class="whole">
<caption>Moms per momssats</caption>
<thead role="rowgroup">
<tr role="row">
<th scope="col" role="columnheader">Momssats</th>
<th scope="col" role="columnheader">Före moms, kr</th>
<th scope="col" role="columnheader">Moms, kr</th>
</tr>
</thead>
<tbody role="rowgroup">
<tr role="row">
<th scope="row" role="rowheader">25 %</th>
<td role="cell" data-label="Före moms, kr">12 345,67</td>
<td role="cell" data-label="Moms, kr">3 086,42</td>
</tr>
<tr role="row">
<th scope="row" role="rowheader">momsfritt</th>
<td role="cell" data-label="Före moms, kr">6 500,00</td>
<td role="cell" data-label="Moms, kr">0,00</td>
</tr>
</tbody>
</table>
<p>Undantaget från moms: ingen moms tas ut. 10 kap. 29 § mervärdesskattelagen</p>
<section class="pay" aria-labelledby="pay">
<h2 id="pay">Så betalar ni</h2>
<dl>
<div><dt>Att betala</dt><dd>21 932,09 kr</dd></div>
<div><dt>Förfallodag</dt><dd>31 oktober 2026</dd></div>
<div><dt>Bankgiro</dt><dd>9999-9997</dd></div>
<div><dt>Plusgiro</dt><dd>4-2</dd></div>
<div><dt>IBAN</dt><dd>SE3550000000054910000003</dd></div>
<div><dt>OCR-nummer</dt><dd>2026001707</dd></div>
</dl>
<p>Vid försenad betalning tas dröjsmålsränta ut enligt räntelagen.</p>
</section>
<section aria-labelledby="reasons">
<h2 id="reasons">Så räknades beloppet</h2>
<ol>
<li>Utbildning av handledare: 12 345,67 kr
<ul>
<li>rates.låg: 6500 kr <span class="place">(agreements/oppna-angen.yaml, rad 52)</span></li>
<li>14 deltagare, minst 10 <span class="place">(agreements/oppna-angen.log.yaml, rad 4)</span></li>
</ul>
</li>
<li>Öppen förskola: 6 500,00 kr
<ul>
<li>rates.låg: 6500 kr <span class="place">(agreements/oppna-angen.yaml, rad 52)</span></li>
<li>14 deltagare, minst 10 <span class="place">(agreements/oppna-angen.log.yaml, rad 4)</span></li>
</ul>
</li>
</ol>
</section>
<section aria-labelledby="assumptions">
<h2 id="assumptions">Antaganden</h2>
<ul>
<li>Hela månader räknas som tolftedelar.</li>
</ul>
</section>
</main>
</body>
</html>
