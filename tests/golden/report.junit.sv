<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="iop">
<testsuite name="agreements/::error::a,b%.yaml" tests="1" failures="1" errors="0" skipped="0">
<testcase classname="agreements/::error::a,b%.yaml" name="IOP112 wrong-value (3:7)"><failure message="::error::\x1b[31mred\x1b[0m⏎# #[group]a ::add-mask::b &lt;U+202E&gt;gpj.exe `x` | &lt;b&gt; @all [a](http://b)" type="IOP112">fel: ::error::\x1b[31mred\x1b[0m⏎# #[group]a ::add-mask::b &lt;U+202E&gt;gpj.exe `x` | &lt;b&gt; @all [a](http://b)
Åtgärd: 100 %: write it, plainly, at www.example.org or ask me@example.org</failure></testcase>
</testsuite>
<testsuite name="agreements/borås.yaml" tests="2" failures="0" errors="0" skipped="1">
<testcase classname="agreements/borås.yaml" name="IOP411 amounts-without-condition (52:9)"><skipped message="Godtaget av utvecklingsledare den 2026-11-22: beloppet väljs per kurs i loggen"/><system-out>godtagen varning: två belopp, 10 000 kr och 8 000 kr, utan villkor
Godtaget av utvecklingsledare den 2026-11-22: beloppet väljs per kurs i loggen
Åtgärd: ange när vilket belopp gäller</system-out></testcase>
<testcase classname="agreements/borås.yaml" name="IOP204 name-varies (60:10)"><system-out>upplysning: skrivs 東京 på ett ställe
Åtgärd: ange när vilket belopp gäller</system-out></testcase>
</testsuite>
<testsuite name="agreements/stor fil.yaml" tests="1" failures="0" errors="0" skipped="1">
<testcase classname="agreements/stor fil.yaml" name="IOP100 unreadable-file (1:1)"><skipped message="Godtaget av registrator den 2026-01-02 till och med 2027-01-02: in⏎the archive"/><system-out>godtaget fel: the file is 1 048 577 bytes; at most 1 048 576 are read
Godtaget av registrator den 2026-01-02 till och med 2027-01-02: in⏎the archive
Åtgärd: divide it, or raise the limit</system-out></testcase>
</testsuite>
<testsuite name="agreements/åre-fjällhus.yaml" tests="1" failures="1" errors="0" skipped="0">
<testcase classname="agreements/åre-fjällhus.yaml" name="IOP401 printed-total-differs (88:12)"><failure message="the total says 995 tkr; the lines add up to 991 tkr" type="IOP401">fel: the total says 995 tkr; the lines add up to 991 tkr
Se även: agreements/åre-fjällhus.yaml:80:5: the lines stand here
Åtgärd: correct the total, or the line that was misread</failure></testcase>
</testsuite>
</testsuites>
