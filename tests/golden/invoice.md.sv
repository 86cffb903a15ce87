# Faktura FA-2026-0017

## Avsändare

- **Föreningen Öppna Ängen**
- Åkervägen 3
- 123 45 Exempelköping
- Organisationsnummer 802499-1237
- Momsregistreringsnummer SE802499123701
- Godkänd för F-skatt

## Mottagare

- **Exempelköpings kommun**
- Kultur- och fritidsnämnden
- Box 1
- 123 00 Exempelköping
- Organisationsnummer 212000-9994

## Faktura

- Fakturanummer: FA-2026-0017
- Fakturadatum: 1 oktober 2026
- Förfallodag: 31 oktober 2026
- Er referens: ZZ123456
- Avtal: KS 2026/0123
- Partnerskap: Öppna ängen
- Period: 1 januari 2026 – 31 december 2026

## Det som faktureras

| Avser | Antal | Pris, kr | Momssats | Belopp, kr |
| --- | ---: | ---: | ---: | ---: |
| Utbildning av handledare (14 mars 2026) | 3 | 4 115,2233 | 25 % | 12 345,67 |
| Öppen förskola (14 mars 2026) | 1 | 6 500,00 | momsfritt | 6 500,00 |

- Summa före moms: 18 845,67 kr
- Moms 25 %: 3 086,42 kr
- **Att betala: 21 932,09 kr**

## Moms per momssats

| Momssats | Före moms, kr | Moms, kr |
| --- | ---: | ---: |
| 25 % | 12 345,67 | 3 086,42 |
| momsfritt | 6 500,00 | 0,00 |

Undantaget från moms: ingen moms tas ut. 10 kap. 29 § mervärdesskattelagen

## Så betalar ni

- Att betala: 21 932,09 kr
- Förfallodag: 31 oktober 2026
- Bankgiro: 9999-9997
- Plusgiro: 4-2
- IBAN: SE3550000000054910000003
- OCR-nummer: 2026001707

Vid försenad betalning tas dröjsmålsränta ut enligt räntelagen.

## Så räknades beloppet

- Utbildning av handledare: 12 345,67 kr
  - rates.låg: 6500 kr (agreements/oppna-angen.yaml, rad 52)
  - 14 deltagare, minst 10 (agreements/oppna-angen.log.yaml, rad 4)
- Öppen förskola: 6 500,00 kr
  - rates.låg: 6500 kr (agreements/oppna-angen.yaml, rad 52)
  - 14 deltagare, minst 10 (agreements/oppna-angen.log.yaml, rad 4)

## Antaganden

- Hela månader räknas som tolftedelar.
