# Faktura: Öppna ängen

**UTKAST.** Detta är ett utkast. Det har inget nummer och ska inte betalas.

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

## Faktura

- Betalningstid: 30 dagar
- Er referens: ZZ123456
- Avtal: KS 2026/0123
- Partnerskap: Öppna ängen
- Period: 1 januari 2026 – 31 december 2026

## Det som faktureras

| Avser | Antal | Pris, kr | Belopp, kr |
| --- | ---: | ---: | ---: |
| Studiecirkel, Norrbyhuset, 2026-03-14 | 1 | 6 500,00 | 6 500,00 |

- **Att betala: 6 500,00 kr**

Detta är ett bidrag utanför momsen: det är inte underlag för moms, och ingen moms tas ut.

## Så betalar ni

- Att betala: 6 500,00 kr
- Bankgiro: 9999-9997

Vid försenad betalning tas dröjsmålsränta ut enligt räntelagen.

## Så räknades beloppet

- Studiecirkel, Norrbyhuset, 2026-03-14: 6 500,00 kr
  - rates.låg: 6500 kr (agreements/oppna-angen.yaml, rad 52)
  - 14 deltagare, minst 10 (agreements/oppna-angen.log.yaml, rad 4)
