Plats: agreements/::error::a,b%.yaml, rad 3, kolumn 7
Anmärkning: fel, IOP112 wrong-value: : :error::\x1b[31mred\x1b[0m⏎# #[group]a :
  :add-mask::b <U+202E>gpj.exe `x` | <b> @all [a](http://b)
Text: a: \x1b<U+200B>xy<U+2028># #[error]z and so on and so on and so on and so
  on …
Avser: xy
Åtgärd: 100 %: write it, plainly, at www.example.org or ask me@example.org

Plats: agreements/borås.yaml, rad 52, kolumn 9
Anmärkning: godtagen varning, IOP411 amounts-without-condition: två belopp,
  10 000 kr och 8 000 kr, utan villkor
Text: rates: {hög: 10 000 kr, låg: 8 000 kr}
Avser: {hög: 10 000 kr, låg: 8 000 kr}
Åtgärd: ange när vilket belopp gäller
Godtaget av utvecklingsledare den 2026-11-22: beloppet väljs per kurs i loggen

Plats: agreements/borås.yaml, rad 60, kolumn 10
Anmärkning: upplysning, IOP204 name-varies: skrivs 東京 på ett ställe
Text: name: å東京 och förskolan
Avser: 東京
Åtgärd: ange när vilket belopp gäller
För att godta: - {rule: IOP204, where: 'payments[''kurs bidrag''].rates',
  finding: "12345678"}

Plats: agreements/stor fil.yaml, rad 1, kolumn 1
Anmärkning: godtaget fel, IOP100 unreadable-file: the file is 1 048 577 bytes;
  at most 1 048 576 are read
Åtgärd: divide it, or raise the limit
Godtaget av registrator den 2026-01-02 till och med 2027-01-02: in⏎the archive

Plats: agreements/åre-fjällhus.yaml, rad 88, kolumn 12
Anmärkning: fel, IOP401 printed-total-differs: the total says 995 tkr; the lines
  add up to 991 tkr
Text: total: 995 tkr
Avser: 995 tkr
Se även: agreements/åre-fjällhus.yaml, rad 80, kolumn 5: the lines stand here
Åtgärd: correct the total, or the line that was misread
För att godta: - {rule: IOP401, where: budgets.fh_2018.total,
  finding: "3f9a2c1e"}

2 fel och 1 upplysning; 2 godtagna. 5 filer och 4 överenskommelser har
granskats.
