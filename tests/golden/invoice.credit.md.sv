# Kreditfaktura FA-2026-0018

## Avsändare

- **Föreningen Öppna Ängen**
- Åkervägen 3
- 123 45 Exempelköping
- Organisationsnummer 802499-1237

## Mottagare

- **Exempelköpings kommun**
- Kultur- och fritidsnämnden
- Box 1
- 123 00 Exempelköping
- Organisationsnummer 212000-9994

## Kreditfaktura

- Fakturanummer: FA-2026-0018
- Fakturadatum: 1 oktober 2026
- Krediterar: FA-2026-0017 från 1 oktober 2026
- Orsak: Kursen hölls inte
- Er referens: ZZ123456
- Avtal: KS 2026/0123
- Partnerskap: Öppna ängen
- Period: 1 januari 2026 – 31 december 2026

## Det som krediteras

| Avser | Antal | Pris, kr | Belopp, kr |
| --- | ---: | ---: | ---: |
| Studiecirkel, Norrbyhuset, 2026-03-14 | 1 | 6 500,00 | 6 500,00 |

- **Att kreditera: 6 500,00 kr**

Detta är ett bidrag utanför momsen: det är inte underlag för moms, och ingen moms tas ut.

En kreditfaktura ska inte betalas.

## Så räknades beloppet

- Studiecirkel, Norrbyhuset, 2026-03-14: 6 500,00 kr
  - rates.låg: 6500 kr (agreements/oppna-angen.yaml, rad 52)
  - 14 deltagare, minst 10 (agreements/oppna-angen.log.yaml, rad 4)
