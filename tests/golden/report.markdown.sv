## Anmärkningar

| Allvarlighetsgrad | Plats | Kod | Anmärkning | Åtgärd |
|---|---|---|---|---|
| fel | agreements/::error::a,b%.yaml:3:7 | IOP112 wrong-value | ::error::\\x1b\[31mred\\x1b\[0m⏎\# \#\[group\]a ::add-mask::b \<U+202E\>gpj.exe \`x\` \| \<b\> `@`all \[a\](http\://b) | 100 %: write it, plainly, at www\.example.org or ask me`@`example.org |
| upplysning | agreements/borås.yaml:60:10 | IOP204 name-varies | skrivs 東京 på ett ställe | ange när vilket belopp gäller |
| fel | agreements/åre-fjällhus.yaml:88:12 | IOP401 printed-total-differs | the total says 995 tkr; the lines add up to 991 tkr | correct the total, or the line that was misread |

## Godtagna anmärkningar

| Allvarlighetsgrad | Plats | Kod | Anmärkning | Godtagande |
|---|---|---|---|---|
| varning | agreements/borås.yaml:52:9 | IOP411 amounts-without-condition | två belopp, 10 000 kr och 8 000 kr, utan villkor | Godtaget av utvecklingsledare den 2026-11-22: beloppet väljs per kurs i loggen |
| fel | agreements/stor fil.yaml:1:1 | IOP100 unreadable-file | the file is 1 048 577 bytes; at most 1 048 576 are read | Godtaget av registrator den 2026-01-02 till och med 2027-01-02: in⏎the archive |

2 fel och 1 upplysning; 2 godtagna. 5 filer och 4 överenskommelser har granskats.
