fel: agreements/::error::a,b%.yaml:3:7: IOP112 wrong-value: :
  :error::\x1b[31mred\x1b[0m⏎# #[group]a : :add-mask::b <U+202E>gpj.exe `x` |
  <b> @all [a](http://b)
   3 |  a: \x1b<U+200B>xy<U+2028># #[error]z and so on and so on and so on and…
     |                 ^^
  Åtgärd: 100 %: write it, plainly, at www.example.org or ask me@example.org

godtagen varning: agreements/borås.yaml:52:9: IOP411 amounts-without-condition:
  två belopp, 10 000 kr och 8 000 kr, utan villkor
  52 |   rates: {hög: 10 000 kr, låg: 8 000 kr}
     |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  Åtgärd: ange när vilket belopp gäller
  Godtaget av utvecklingsledare den 2026-11-22: beloppet väljs per kurs i loggen

upplysning: agreements/borås.yaml:60:10: IOP204 name-varies: skrivs 東京 på ett
  ställe
  60 |   name: å東京 och förskolan
     |          ^^^^
  Åtgärd: ange när vilket belopp gäller
  För att godta: - {rule: IOP204, where: 'payments[''kurs bidrag''].rates',
    finding: "12345678"}

godtaget fel: agreements/stor fil.yaml:1:1: IOP100 unreadable-file: the file is
  1 048 577 bytes; at most 1 048 576 are read
  Åtgärd: divide it, or raise the limit
  Godtaget av registrator den 2026-01-02 till och med 2027-01-02: in⏎the archive

fel: agreements/åre-fjällhus.yaml:88:12: IOP401 printed-total-differs: the total
  says 995 tkr; the lines add up to 991 tkr
  88 |     total: 995 tkr
     |            ^^^^^^^
  Se även: agreements/åre-fjällhus.yaml:80:5: the lines stand here
  Åtgärd: correct the total, or the line that was misread
  För att godta: - {rule: IOP401, where: budgets.fh_2018.total,
    finding: "3f9a2c1e"}

2 fel och 1 upplysning; 2 godtagna. 5 filer och 4 överenskommelser har
granskats.
