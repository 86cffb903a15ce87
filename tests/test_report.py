"""Reports as the reader and the reading programs meet them: whole outputs, and laws for any input.

A whole output is compared with `golden/report.<format>.<language>`; UPDATE_GOLDEN=1 writes it anew.
"""

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as some

from iop_cli import words
from iop_cli.diagnostic import NOWHERE, Accepted, Diagnostic, Related, Severity, Span
from iop_cli.report import Format, Head, Look, RuleWords, Tally, render, safe
from iop_cli.report.excerpt import cells, window
from iop_cli.report.safe import HIDDEN, in_json, safe_line

GOLDEN = Path(__file__).parent / "golden"
SARIF_SCHEMA = Path(__file__).parents[2] / "shared" / "schemas" / "sarif-schema-2.1.0.json"
HEAD = Head("iop 0.1.0", "2026-11-22", None, strict=False, files=5, agreements=4)
BARE = Look(color=False, width=80, plain=False)
PLAIN = Look(color=False, width=80, plain=True)
NARROW = Look(color=False, width=40, plain=False)

TOTAL = Diagnostic(
    code="IOP401",
    name="printed-total-differs",
    severity=Severity.ERROR,
    message="the total says 995 tkr; the lines add up to 991 tkr",
    help="correct the total, or the line that was misread",
    file="agreements/åre-fjällhus.yaml",
    span=Span(88, 12, 88, 19),
    where="budgets.fh_2018.total",
    agreement="åre-fjällhus",
    excerpt="    total: 995 tkr",
    fingerprint="3f9a2c1e",
    related=(Related("agreements/åre-fjällhus.yaml", Span(80, 5, 80, 10), "the lines stand here"),),
)
RATES = Diagnostic(
    code="IOP411",
    name="amounts-without-condition",
    severity=Severity.WARNING,
    message="två belopp, 10 000 kr och 8 000 kr, utan villkor",
    help="ange när vilket belopp gäller",
    file="agreements/borås.yaml",
    span=Span(52, 9, 53, 4),
    where="payments['kurs bidrag'].rates",
    agreement="borås",
    excerpt=unicodedata.normalize("NFD", "  rates: {hög: 10 000 kr, låg: 8 000 kr}"),
    fingerprint="00aa11bb",
    accepted=Accepted("beloppet väljs per kurs i loggen", "utvecklingsledare", "2026-11-22"),
)
NAME = replace(
    RATES,
    code="IOP204",
    name="name-varies",
    severity=Severity.INFO,
    message="skrivs 東京 på ett ställe",
    span=Span(60, 10, 60, 12),
    excerpt="  name: å東京 och förskolan",
    fingerprint="12345678",
    accepted=None,
)
HOSTILE = Diagnostic(
    code="IOP112",
    name="wrong-value",
    severity=Severity.ERROR,
    message="::error::\x1b[31mred\x1b[0m\r\n##[group]a ::add-mask::b \u202egpj.exe `x` | <b> @all [a](http://b)",
    help="100 %: write it, plainly, at www.example.org or ask me@example.org",
    file="agreements/::error::a,b%.yaml",
    span=Span(3, 7, 3, 9),
    where="a.b\x00",
    excerpt="\ta: \x1b\u200bxy\u2028##[error]z" + " and so on" * 30,
    fingerprint="87654321",
)
UNREADABLE = Diagnostic(
    code="IOP100",
    name="unreadable-file",
    severity=Severity.ERROR,
    message="the file is 1 048 577 bytes; at most 1 048 576 are read",
    help="divide it, or raise the limit",
    file="agreements/stor fil.yaml",
    span=NOWHERE,
    accepted=Accepted("in\nthe archive", "registrator", "2026-01-02", until="2027-01-02"),
)
FOUND = sorted((TOTAL, RATES, NAME, HOSTILE, UNREADABLE), key=lambda finding: finding.order)
RULES = [
    RuleWords(
        code,
        f"name-{code}",
        Severity.WARNING,
        f"what {code} finds",
        f"# {code}\n\nWhy, and what to do.",
    )
    for code in ("IOP112", "IOP204", "IOP401", "IOP411")
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


def speak(language: str) -> None:
    words.use(language)
    if language == "sv" and words._("Way out") == "Way out":
        pytest.skip("the Swedish catalogue is not compiled, or lacks the words of the reports")


def report(
    format: Format, found: list[Diagnostic] | None = None, look: Look = BARE, head: Head = HEAD
) -> str:
    return "".join(render(FOUND if found is None else found, format, head, RULES, look))


def compare(name: str, output: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(output.encode())
    assert output == path.read_bytes().decode()


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("format", Format)
def test_a_report_is_what_its_golden_file_holds(format: Format, language: str) -> None:
    speak(language)

    compare(f"report.{format}.{language}", report(format))


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(("name", "look"), [("plain", PLAIN), ("narrow", NARROW)])
def test_text_for_a_screen_reader_and_for_forty_columns_is_what_its_golden_file_holds(
    name: str, look: Look, language: str
) -> None:
    speak(language)

    compare(f"report.{name}.{language}", report(Format.TEXT, look=look))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_run_without_findings_is_what_its_golden_file_holds(language: str) -> None:
    speak(language)

    compare(
        f"report.nothing.{language}",
        "".join(f"{format}\n{report(format, [])}" for format in Format),
    )


def test_text_tells_place_rule_line_caret_second_place_way_out_and_entry() -> None:
    lines = report(Format.TEXT, [TOTAL], replace(BARE, width=0)).splitlines()

    assert lines == [
        "error: agreements/åre-fjällhus.yaml:88:12: IOP401 printed-total-differs: "
        "the total says 995 tkr; the lines add up to 991 tkr",
        "  88 |     total: 995 tkr",
        "     |            ^^^^^^^",
        "  See also: agreements/åre-fjällhus.yaml:80:5: the lines stand here",
        "  Way out: correct the total, or the line that was misread",
        '  To accept: - {rule: IOP401, where: budgets.fh_2018.total, finding: "3f9a2c1e"}',
        "",
        "1 error. Looked at 5 files and 4 agreements.",
    ]


def test_an_accepted_finding_says_who_when_and_why_instead_of_how_to_accept_it() -> None:
    output = report(Format.TEXT, [RATES])

    assert output.startswith("accepted warning: agreements/borås.yaml:52:9: IOP411")
    assert "Accepted by utvecklingsledare on 2026-11-22: beloppet väljs per kurs i loggen" in output
    assert "To accept" not in output
    assert output.endswith(
        "Nothing to remark on; 1 accepted. Looked at 5 files and 4 agreements.\n"
    )


@pytest.mark.parametrize("code", ["IOP101", "IOP122", "IOP906", "IOP908"])
def test_what_can_never_be_accepted_is_not_offered_for_acceptance(code: str) -> None:
    assert "To accept" not in report(Format.TEXT, [replace(TOTAL, code=code)])


def test_the_place_of_an_entry_is_quoted_where_yaml_would_read_it_otherwise() -> None:
    finding = replace(NAME, where="payments['kurs bidrag'].rates")

    output = report(Format.TEXT, [finding], replace(BARE, width=0))

    assert "where: 'payments[''kurs bidrag''].rates', finding" in output


def test_a_closing_line_under_strict_says_that_warnings_fail_the_run() -> None:
    warning = replace(RATES, accepted=None)
    strictly = replace(HEAD, strict=True, files=1, agreements=1)

    lenient = report(Format.TEXT, [warning])
    strict = report(Format.TEXT, [warning], replace(BARE, width=0), strictly)

    assert lenient.endswith("1 warning. Looked at 5 files and 4 agreements.\n")
    assert strict.endswith("1 file and 1 agreement. With --strict, warnings fail the run.\n")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("before", "room"), [("åäö ", 4), ("東京 ", 5), ("a\tb", 3), ("\x1b", 4)])
def test_the_caret_stands_below_the_span_whatever_stands_before_it(
    before: str, room: int, form: Literal["NFC", "NFD"]
) -> None:
    before = unicodedata.normalize(form, before)
    span = Span(1, len(before) + 1, 1, len(before) + 4)

    shown = window(before + "xyz rest", span, 80)

    assert (shown.before, shown.under, shown.marked) == (room, 3, "xyz")


def test_a_long_line_is_cut_around_its_span_to_the_width() -> None:
    line = "a" * 5000 + " här " + "b" * 90_000

    shown = window(line, Span(1, 5002, 1, 5005), 30)

    assert cells(shown.text) <= 30
    assert shown.text.startswith("…a") and shown.text.endswith("b…")
    assert shown.text[shown.before : shown.before + shown.under] == "här"


def test_a_cut_never_parts_a_letter_from_its_mark() -> None:
    line = "a\u030a" * 60 + "xyz" + "a\u030a" * 60

    for column in range(100, 140):
        shown = window(line, Span(1, column, 1, column + 1), 30).text

        assert not shown.startswith("…\u030a") and shown[-2] == "\u030a", shown


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    shown = window("  rates: {a,\n", Span(1, 10, 3, 2), 80)

    assert (shown.marked, shown.before) == ("{a,", 9)


def test_forty_columns_are_kept_but_for_words_that_are_longer() -> None:
    for line in report(Format.TEXT, [TOTAL, RATES, NAME], NARROW).splitlines():
        assert cells(line) <= 40 or len(line.split()) <= 2, line


def test_a_number_is_never_parted_and_a_key_stays_with_its_value() -> None:
    for width in range(20, 80):
        output = report(Format.TEXT, [TOTAL, UNREADABLE], replace(BARE, width=width))

        assert "1 048 577" in output and 'finding: "3f9a2c1e"' in output, width


def test_colour_adds_nothing_but_colour() -> None:
    colored = report(Format.TEXT, look=replace(BARE, color=True))

    assert "\x1b[1;31merror\x1b[0m: agreements/åre" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == report(Format.TEXT)


def test_text_for_a_screen_reader_holds_neither_box_nor_caret() -> None:
    output = report(Format.TEXT, [TOTAL], PLAIN)

    assert output.startswith(
        "Place: agreements/åre-fjällhus.yaml, line 88, column 12\nFault: error, IOP401"
    )
    assert "Text: total: 995 tkr\nPoints at: 995 tkr\n" in output
    assert not {"^", "|", "…"} & set(output)


def test_hidden_characters_are_shown_and_commands_broken() -> None:
    assert safe("a\x1b[0m\x9b\u202e\ufeff\U000e0041\ud800\xad") == (
        "a\\x1b[0m\\x9b<U+202E><U+FEFF><U+E0041><U+D800><U+00AD>"
    )
    assert safe("one\r\ntwo\nthree\tfour") == "one⏎two⏎three four"
    assert safe("##[error] ##VSO[task] #[x] ###[y]") == "# #[error] # #VSO[task] #[x] ## #[y]"
    assert safe_line("::a :::b c::d") == ": :a : : :b c::d"
    assert safe("å ä ö 東京 – “1 760,5”") == "å ä ö 東京 – “1 760,5”"


def test_marks_piled_on_one_letter_are_shown_one_by_one() -> None:
    assert safe("a" + "\u0301" * 6) == "a" + "\u0301" * 4 + "<U+0301>" * 2


def test_a_value_is_cut_at_two_thousand_characters() -> None:
    assert safe("a" * 2000) == "a" * 2000
    assert safe("a" * 2001) == "a" * 1999 + "…"
    assert len(safe("\x00" * 9999)) == 2000


def test_json_has_the_keys_of_the_published_format() -> None:
    data = json.loads(report(Format.JSON))

    assert set(data) == {"tool", "format", "today", "profile", "findings", "ok", "summary"}
    assert (data["tool"], data["format"], data["ok"]) == ("iop 0.1.0", 1, False)
    assert [finding["code"] for finding in data["findings"]] == [finding.code for finding in FOUND]
    keys = "code name severity message help agreement where file line column end_line end_column"
    assert " ".join(data["findings"][0]) == f"{keys} accepted related fingerprint"
    assert data["summary"] == {
        "files": 5, "agreements": 4, "errors": 2, "warnings": 0, "infos": 1, "accepted": 2,
    }  # fmt: skip


def test_names_of_files_and_places_come_whole_through_json() -> None:
    finding = replace(HOSTILE, file="a\u202eb\x1b\U000e0041##[x]\udc80.yaml")

    output = report(Format.JSON, [finding])

    assert json.loads(output)["findings"][0]["file"] == finding.file
    assert r"a\u202eb\u001b\udb40\udc41#\u0023[x]\udc80.yaml" in output


def test_json_lines_are_the_findings_and_then_the_summary() -> None:
    *findings, last = map(json.loads, report(Format.JSONL).splitlines())

    assert findings == json.loads(report(Format.JSON))["findings"]
    assert last == {"summary": json.loads(report(Format.JSON))["summary"]}


def test_github_properties_are_escaped_and_the_message_holds_the_way_out() -> None:
    line = report(Format.GITHUB, [replace(TOTAL, file="a:b,c%.yaml", related=())])

    assert line == (
        "::error file=a%3Ab%2Cc%25.yaml,line=88,col=12,endLine=88,endColumn=19,"
        "title=IOP401 printed-total-differs::the total says 995 tkr; the lines add up to 991 tkr"
        "%0AWay out: correct the total, or the line that was misread\n"
    )


def test_github_gets_no_columns_for_several_lines_and_a_notice_for_what_is_accepted() -> None:
    line = report(Format.GITHUB, [RATES])

    assert line.startswith("::notice file=agreements/borås.yaml,line=52,endLine=53,title=IOP411")
    assert "%0AAccepted by utvecklingsledare on 2026-11-22: beloppet" in line


def test_gitlab_fingerprints_differ_even_for_equal_findings() -> None:
    issues = json.loads(report(Format.GITLAB, [TOTAL, TOTAL, replace(TOTAL, file="b.yaml")]))

    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert issues[0]["severity"] == "major"
    assert issues[0]["location"] == {"path": TOTAL.file, "lines": {"begin": 88}}


def test_sarif_keeps_level_fingerprint_suppression_and_second_place() -> None:
    run = json.loads(report(Format.SARIF, [TOTAL, RATES]))["runs"][0]
    total, rates = run["results"]

    assert (total["ruleId"], total["ruleIndex"], total["level"]) == ("IOP401", 2, "error")
    assert total["partialFingerprints"] == {"iop/v1": "3f9a2c1e"}
    place = total["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "agreements/%C3%A5re-fj%C3%A4llhus.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["region"] == {"startLine": 88, "startColumn": 12, "endLine": 88, "endColumn": 19}
    assert total["relatedLocations"][0]["message"]["text"] == "the lines stand here"
    assert "suppressions" not in total
    assert rates["suppressions"] == [
        {"kind": "inSource", "justification": "beloppet väljs per kurs i loggen"}
    ]


@pytest.mark.parametrize("found", [FOUND, []])
def test_sarif_follows_its_published_schema(found: list[Diagnostic]) -> None:
    if not SARIF_SCHEMA.exists():
        pytest.skip("the published SARIF schema is not beside the project")
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))

    jsonschema.Draft7Validator(schema).validate(json.loads(report(Format.SARIF, found)))


def test_junit_has_a_suite_for_each_file_and_fails_what_fails_the_run() -> None:
    found = [TOTAL, RATES, NAME, replace(NAME, severity=Severity.WARNING)]

    suites = ElementTree.fromstring(report(Format.JUNIT, found)).findall("testsuite")
    strict = ElementTree.fromstring(report(Format.JUNIT, found, head=replace(HEAD, strict=True)))

    assert [suite.get("name") for suite in suites] == [TOTAL.file, RATES.file]
    assert [suite.get("failures") for suite in suites] == ["1", "0"]
    outcomes = [[outcome.tag for outcome in case] for suite in suites for case in suite]
    assert outcomes == [["failure"], ["skipped", "system-out"], ["system-out"], ["system-out"]]
    assert [suite.get("failures") for suite in strict.findall("testsuite")] == ["1", "1"]


def test_junit_of_a_clean_run_is_one_case_that_passes() -> None:
    (suite,) = ElementTree.fromstring(report(Format.JUNIT, []))
    (case,) = suite

    assert (suite.get("tests"), suite.get("failures"), list(case)) == ("1", "0", [])


def test_reviewdog_columns_count_bytes() -> None:
    (diagnostic,) = json.loads(report(Format.RDJSON, [NAME]))["diagnostics"]

    assert diagnostic["location"]["range"] == {
        "start": {"line": 60, "column": 11},
        "end": {"line": 60, "column": 17},
    }
    assert (diagnostic["severity"], diagnostic["code"]) == ("INFO", {"value": "IOP204"})


def test_markdown_lets_no_value_become_markup() -> None:
    output = report(Format.MARKDOWN, [HOSTILE])

    assert r"\`x\` \| \<b\> `@`all \[a\](http\://b)" in output
    assert r"at www\.example.org or ask me`@`example.org" in output
    assert len(output.splitlines()) == 7


def test_findings_leave_as_they_come() -> None:
    asked: list[int] = []

    def endless() -> Iterator[Diagnostic]:
        for number in range(10**9):
            asked.append(number)
            yield replace(TOTAL, file=f"{number:09}.yaml")

    for format in Format:
        asked.clear()
        pieces = render(endless(), format, HEAD, RULES, BARE)

        assert any("000000002" in next(pieces) for _ in range(40)), format
        assert len(asked) <= 5, format


def test_the_tally_counts_what_is_not_accepted_apart_from_what_is() -> None:
    tally = Tally()

    assert list(tally.through(FOUND)) == FOUND
    assert tally == Tally(errors=2, warnings=0, infos=1, accepted=2)
    assert not tally.ok(strict=False)
    assert Tally(warnings=1).ok(strict=False) and not Tally(warnings=1).ok(strict=True)


TEXTS = some.text(some.characters(), max_size=40) | some.sampled_from(
    [
        "::error::x",
        "a ::error::x",
        "\n::debug::",
        "##[error]",
        "a\r##vso[task]",
        "\x1b]0;x\x07",
        "|`<b>@x",
    ]
)
LINES = some.integers(1, 10**6)
SPANS = some.builds(Span, LINES, LINES, LINES, LINES)
ANY = some.builds(
    Diagnostic,
    code=some.sampled_from(["IOP112", "IOP401", "IOP906", "IOP999"]),
    name=some.just("some-name"),
    severity=some.sampled_from(Severity),
    message=TEXTS,
    help=TEXTS,
    file=TEXTS,
    span=SPANS,
    where=TEXTS,
    agreement=some.none() | TEXTS,
    excerpt=TEXTS,
    fingerprint=some.text("0123456789abcdef", max_size=8),
    accepted=some.none() | some.builds(Accepted, TEXTS, TEXTS, TEXTS, some.none() | TEXTS),
    related=some.tuples() | some.tuples(some.builds(Related, TEXTS, SPANS, TEXTS)),
)
SEVERAL = some.lists(ANY, max_size=4).map(lambda found: sorted(found, key=lambda one: one.order))
LOOKS = some.builds(Look, some.just(value=False), some.integers(0, 100), some.booleans())


@given(SEVERAL, LOOKS, some.sampled_from(Format))
def test_no_report_prints_what_is_hidden_or_obeyed(
    found: list[Diagnostic], look: Look, format: Format
) -> None:
    output = report(format, found, look)

    output.encode("utf-8")
    assert not HIDDEN.search(output.replace("\n", ""))
    assert not re.search(r"##(?:\[|vso)", output, re.IGNORECASE)
    begun = r"::(?:error|warning|notice) file=" if format is Format.GITHUB else r"(?!\s*::)"
    assert all(re.match(begun, line) for line in output.splitlines())


@given(SEVERAL)
def test_no_finding_is_dropped_or_merged(found: list[Diagnostic]) -> None:
    count = len(found)

    assert len(report(Format.CONCISE, found).splitlines()) == count
    assert len(report(Format.GITHUB, found).splitlines()) == count
    assert len(report(Format.JSONL, found).splitlines()) == count + 1
    assert len(json.loads(report(Format.JSON, found))["findings"]) == count
    assert len(json.loads(report(Format.GITLAB, found))) == count
    assert len(json.loads(report(Format.RDJSON, found))["diagnostics"]) == count
    assert len(json.loads(report(Format.SARIF, found))["runs"][0]["results"]) == count
    assert len(ElementTree.fromstring(report(Format.JUNIT, found)).findall(".//testcase")) == max(
        count, 1
    )
    assert report(Format.MARKDOWN, found).count("\n| ") >= count


@given(some.text(some.characters()))
def test_json_escapes_give_back_the_text(text: str) -> None:
    shown = in_json(text)

    assert not HIDDEN.search(shown)
    assert json.loads(shown).encode("utf-16", "surrogatepass") == text.encode(
        "utf-16", "surrogatepass"
    )


@given(some.text(max_size=80), some.integers(1, 90), some.integers(0, 40), some.integers(12, 60))
def test_a_cut_line_never_passes_its_room(text: str, column: int, length: int, room: int) -> None:
    shown = window(text, Span(1, column, 1, column + length), room)

    assert cells(shown.text) <= room
    assert shown.before <= room
    assert not HIDDEN.search(shown.text)
