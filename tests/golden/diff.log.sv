2026-06-01, Anna Berg, 0123456789: Annan ordning
  ingen ändring i sak

2026-05-01, Anna Berg, 0123456789: Kortare namn
  agreements/boras.yaml, tidigare agreements/boras-alskade-barn.yaml

Överenskommelsen
  väsentlig  samma som filens namn: nu boras i stället för boras-alskade-barn

Logg
  väsentlig  avtalets id: nu boras i stället för boras-alskade-barn

2026-04-01, Anna Berg, 0123456789: Hemgården går med

Parter
  väsentlig  Hemgården blir part (idéburen part)

Logg
  väsentlig  k12: Studiecirkel Älskade Barn den 2020-11-21 på Norrbyhuset med 12
             deltagare till beloppet låg har förts in i loggen

2026-03-01, Anna Berg, 0123456789: Högre bidrag

Pengar
  väsentlig  beloppet hög i betalningen bidrag från Borås Stad ökar med 2 000 kr
             (+20,0 %), från 10 000 kr till 12 000 kr

Klausuler
  väsentlig  klausulen om självständighet har fått ny lydelse: … fritt och
             oberoende och blir aldrig {+någonsin +}en del av
             [-kommunen-]{+staden+}.

2026-02-01, Anna Berg, 0123456789: Kortare uppsägningstid

Uppsägning
  väsentlig  uppsägningstiden vid avtalsbrott minskar från 6 månader till 3
             månader

2026-01-15, Anna Berg, 0123456789: Överenskommelsen som den skrevs under

Överenskommelsen
  väsentlig  ett nytt avtal: ”Föräldraskapsstödcirkel Älskade Barn”,
             undertecknat, mellan Borås Stad och Studieförbundet Sjuhärad,
             2018-01-01 – 2020-12-31
