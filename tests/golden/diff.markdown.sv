## Föräldraskapsstödcirkel Älskade Barn (boras)

agreements/boras.yaml, tidigare agreements/boras-alskade-barn.yaml

### Överenskommelsen

- **väsentlig**: samma som filens namn: nu boras i stället för boras-alskade-barn

### Parter

- **väsentlig**: Hemgården blir part (idéburen part)

### Uppsägning

- **väsentlig**: uppsägningstiden vid avtalsbrott minskar från 6 månader till 3 månader

### Pengar

- **väsentlig**: beloppet hög i betalningen bidrag från Borås Stad ökar med 2 000 kr (+20,0 %), från 10 000 kr till 12 000 kr

### Klausuler

- **väsentlig**: klausulen om självständighet har fått ny lydelse: … fritt och oberoende och blir aldrig \{+någonsin +\}en del av \[-kommunen-\]\{+staden+\}.

### Logg

- **väsentlig**: avtalets id: nu boras i stället för boras-alskade-barn
- **väsentlig**: k12: Studiecirkel Älskade Barn den 2020-11-21 på Norrbyhuset med 12 deltagare till beloppet låg har förts in i loggen

### Anmärkningar

- **väsentlig**: nytt: fel IOP411 rate-without-condition: beloppen är 6 500 kr och 12 000 kr, och inget säger när vilket gäller
- mindre: nytt: varning IOP120 acceptance-unused: IOP411 med det här fingeravtrycket finns inte vid payments.kursbidrag.rates
- mindre: nytt: varning IOP803 signature-incomplete: ingen skriver under för Hemgården
- mindre: nytt: varning IOP802 copies-differ-from-parties: antal original: 2, antal mottagare: 3; någon blir utan
- mindre: nytt: varning IOP420 one-sided: inget sägs om vad Hemgården gör eller bidrar med

### Pengar per kalenderår

| År | Betalare | Före | Efter | Skillnad |
|---|---|--:|--:|--:|
| 2018 | Borås Stad | upp till 40 000 kr | upp till 48 000 kr | +8 000 kr |
| 2019 | Borås Stad | upp till 40 000 kr | upp till 48 000 kr | +8 000 kr |
| 2020 | Borås Stad | upp till 40 000 kr | upp till 48 000 kr | +8 000 kr |
| Hela avtalstiden |  | upp till 120 000 kr | upp till 144 000 kr | +24 000 kr |

HEAD\~5 → HEAD: 1 överenskommelse ändrad (väsentliga: 8, mindre: 4).
