<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vad som har ändrats</title>
<style>
body { font: 1rem/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } caption { text-align: left; font-weight: bold }
th, td { border-bottom: 1px solid; padding: .25rem .75rem; text-align: left }
td.sum { text-align: right; white-space: nowrap }
.material { font-weight: bold } del { color: #a00000 } ins { color: #005a00 }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #f0f0f0 } del { color: #ff9d9d } ins { color: #8fe08f }
}
</style>
</head>
<body>
<main>
<h1>Vad som har ändrats</h1>
<p>HEAD~5 → HEAD: 1 överenskommelse ändrad (väsentliga: 8, mindre: 4).</p>
<section>
<h2>Föräldraskapsstödcirkel Älskade Barn (boras)</h2>
<p>agreements/boras.yaml, tidigare agreements/boras-alskade-barn.yaml</p>
<h3>Överenskommelsen</h3>
<ul>
<li><span class="material">väsentlig</span>: samma som filens namn: nu boras i stället för boras-alskade-barn</li>
</ul>
<h3>Parter</h3>
<ul>
<li><span class="material">väsentlig</span>: Hemgården blir part (idéburen part)</li>
</ul>
<h3>Uppsägning</h3>
<ul>
<li><span class="material">väsentlig</span>: uppsägningstiden vid avtalsbrott minskar från 6 månader till 3 månader</li>
</ul>
<h3>Pengar</h3>
<ul>
<li><span class="material">väsentlig</span>: beloppet hög i betalningen bidrag från Borås Stad ökar med 2 000 kr (+20,0 %), från 10 000 kr till 12 000 kr</li>
</ul>
<h3>Klausuler</h3>
<ul>
<li><span class="material">väsentlig</span>: klausulen om självständighet har fått ny lydelse: Studieförbundet förblir fritt och oberoende och blir aldrig <ins>någonsin </ins>en del av <del>kommunen</del><ins>staden</ins>.</li>
</ul>
<h3>Logg</h3>
<ul>
<li><span class="material">väsentlig</span>: avtalets id: nu boras i stället för boras-alskade-barn</li>
<li><span class="material">väsentlig</span>: k12: Studiecirkel Älskade Barn den 2020-11-21 på Norrbyhuset med 12 deltagare till beloppet låg har förts in i loggen</li>
</ul>
<h3>Anmärkningar</h3>
<ul>
<li><span class="material">väsentlig</span>: nytt: fel IOP411 rate-without-condition: beloppen är 6 500 kr och 12 000 kr, och inget säger när vilket gäller</li>
<li><span class="minor">mindre</span>: nytt: varning IOP120 acceptance-unused: IOP411 med det här fingeravtrycket finns inte vid payments.kursbidrag.rates</li>
<li><span class="minor">mindre</span>: nytt: varning IOP803 signature-incomplete: ingen skriver under för Hemgården</li>
<li><span class="minor">mindre</span>: nytt: varning IOP802 copies-differ-from-parties: antal original: 2, antal mottagare: 3; någon blir utan</li>
<li><span class="minor">mindre</span>: nytt: varning IOP420 one-sided: inget sägs om vad Hemgården gör eller bidrar med</li>
</ul>
<table>
<caption>Pengar per kalenderår</caption>
<thead><tr><th scope="col">År</th><th scope="col">Betalare</th><th scope="col">Före</th><th scope="col">Efter</th><th scope="col">Skillnad</th></tr></thead>
<tbody>
<tr><th scope="row">2018</th><td>Borås Stad</td><td class="sum">upp till 40 000 kr</td><td class="sum">upp till 48 000 kr</td><td class="sum">+8 000 kr</td></tr>
<tr><th scope="row">2019</th><td>Borås Stad</td><td class="sum">upp till 40 000 kr</td><td class="sum">upp till 48 000 kr</td><td class="sum">+8 000 kr</td></tr>
<tr><th scope="row">2020</th><td>Borås Stad</td><td class="sum">upp till 40 000 kr</td><td class="sum">upp till 48 000 kr</td><td class="sum">+8 000 kr</td></tr>
<tr><th scope="row">Hela avtalstiden</th><td></td><td class="sum">upp till 120 000 kr</td><td class="sum">upp till 144 000 kr</td><td class="sum">+24 000 kr</td></tr>
</tbody>
</table>
</section>
</main>
</body>
</html>
