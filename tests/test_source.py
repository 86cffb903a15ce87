"""YAML text into words with places: what is read, what is refused, and where each of it stands."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iop_cli.diagnostic import Span
from iop_cli.document import Document
from iop_cli.finding import Problem, Where, at, path_text, read_path
from iop_cli.source import MOST_DEPTH, MOST_KEY, MOST_NODES, MOST_TEXT, parse
from iop_cli.words import say


def read(text: str) -> Document:
    document, problems = parse(text.encode(), "a.yaml")
    assert document is not None
    assert problems == []
    return document


def told(text: str | bytes) -> list[tuple[str, int, int, str]]:
    """Each finding as code, line, column and words."""
    raw = text.encode() if isinstance(text, str) else text
    _document, problems = parse(raw, "a.yaml")
    return [_told(p) for p in problems]


def _told(problem: Problem) -> tuple[str, int, int, str]:
    code, finding = problem
    assert finding.span is not None
    says = say(finding.says, **finding.values)
    return code, finding.span.line, finding.span.column, says


def shown(document: Document, *where: str | int, key: bool = False) -> str:
    """The very letters that a place points at."""
    span = document.span(where, key)
    lines = document.text.replace("\r\n", "\n").split("\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    inner = lines[span.line : span.end_line - 1]
    first, last = lines[span.line - 1][span.column - 1 :], lines[span.end_line - 1]
    return "\n".join([first, *inner, last[: span.end_column - 1]])


def test_every_scalar_stays_the_text_that_was_written() -> None:
    text = "a: NO\nb: 007\nc: 12:30\nd: 1e3\ne: 2018-01-01\nf: 1_000\ng: 0x1f\nh: .5\n"

    values = list(read(text).data.values())

    assert values == ["NO", "007", "12:30", "1e3", "2018-01-01", "1_000", "0x1f", ".5"]


NESTED = """\
parties:
  borås: {role: public, name: 'Borås ''Stad'''}
  föreningen:
    name: "Å \\"ä\\" ö"
    text: |
      en rad
      två rader
    plain: över
      två rader
    list: [ett, "två", tre]
"""


@pytest.mark.parametrize(
    ("where", "letters"),
    [
        (("parties", "borås"), "borås"),
        (("parties", "borås", "role"), "public"),
        (("parties", "borås", "name"), "'Borås ''Stad'''"),
        (("parties", "föreningen", "name"), '"Å \\"ä\\" ö"'),
        (("parties", "föreningen", "text"), "|"),
        (("parties", "föreningen", "plain"), "över\n      två rader"),
        (("parties", "föreningen", "list"), "list"),
        (("parties", "föreningen", "list", 1), '"två"'),
        (("parties", "föreningen", "list", 2), "tre"),
    ],
)
def test_a_value_is_shown_where_it_stands(where: Where, letters: str) -> None:
    assert shown(read(NESTED), *where) == letters


def test_a_key_is_shown_where_it_stands() -> None:
    document = read(NESTED)

    assert shown(document, "parties", "föreningen", "plain", key=True) == "plain"
    assert shown(document, "parties", "borås", "role", key=True) == "role"


@pytest.mark.parametrize(
    ("where", "letters"),
    [
        (("parties", "borås", "org_number"), "borås"),
        (("parties", "ingen", "name"), "parties"),
        (("parties", "föreningen", "list", 7), "list"),
        (("parties", "borås", "role", "x"), "role"),
        (("nothing",), "parties"),
        ((), "parties"),
    ],
)
def test_what_is_absent_is_shown_at_what_would_hold_it(where: Where, letters: str) -> None:
    assert shown(read(NESTED), *where) == letters


def test_a_letter_in_two_code_points_counts_as_two_and_is_found_by_its_usual_form() -> None:
    document = read("a\u030a: 1\nb: {o\u0308: 2, c: 3}\n")

    assert document.data == {"å": "1", "b": {"ö": "2", "c": "3"}}
    assert document.span(("å",)) == Span(1, 5, 1, 6)
    assert document.span(("b", "c")) == Span(2, 15, 2, 16)


def test_a_letter_outside_the_first_plane_counts_as_one() -> None:
    assert read("a: {𝄞: x, b: c}\n").span(("a", "b")) == Span(1, 14, 1, 15)


def test_line_ends_of_windows_and_a_byte_order_mark_shift_nothing() -> None:
    document, problems = parse(b"\xef\xbb\xbfa: b\r\nc:\r\n  - d\r\n  - e\r\n", "a.yaml")

    assert document is not None
    assert problems == []
    assert document.span(("a",), key=True) == Span(1, 1, 1, 2)
    assert document.span(("c", 1)) == Span(4, 5, 4, 6)
    assert document.line(4) == "  - e"


def test_a_list_item_that_is_a_mapping_is_shown_by_its_first_key() -> None:
    document = read("notice:\n  - cause: breach\n    by: any\n")

    assert shown(document, "notice", 0) == "cause"
    assert shown(document, "notice", 0, "by") == "any"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("a: b\na: c\n", ("IOP102", 2, 1, "a stands twice in the same mapping; only one can hold")),
        ("é: b\ne\u0301: c\n", ("IOP102", 2, 1, "é stands twice in the same mapping; only one can hold")),
        ("a: {b: 1, c: 2, b: 3}\n", ("IOP102", 1, 17, "b stands twice in the same mapping; only one can hold")),
    ],
)  # fmt: skip
def test_a_key_that_stands_twice_keeps_its_first_value(
    text: str, finding: tuple[str, int, int, str]
) -> None:
    document, problems = parse(text.encode(), "a.yaml")

    assert document is not None
    assert [_told(p) for p in problems] == [finding]
    assert [says for _span, says in problems[0][1].related] == ["it stands here first"]
    assert "3" not in str(document.data)
    assert "c" not in document.data.values()


@pytest.mark.parametrize(
    ("text", "where", "whole"),
    [
        ("a: {amount: 1,3 mkr}\n", ("a", "amount"), "1,3 mkr"),
        ("a: {amount: 1,3 mkr, per: year}\n", ("a", "amount"), "1,3 mkr"),
        ("a: {per: year, amount: 6 500,50 kr}\n", ("a", "amount"), "6 500,50 kr"),
        ("a: {task: hämta, lämna, vänta, by: b}\n", ("a", "task"), "hämta, lämna, vänta"),
        ("a: {task: gå, gå, gå}\n", ("a", "task"), "gå, gå, gå"),
        ("a:\n  - {t: en, två}\n", ("a", 0, "t"), "en, två"),
    ],
)
def test_a_comma_inside_braces_is_one_finding_that_names_the_whole(
    text: str, where: Where, whole: str
) -> None:
    document, problems = parse(text.encode(), "a.yaml")

    assert document is not None
    ((code, _line, _column, says),) = [_told(p) for p in problems]
    assert code == "IOP105"
    assert says == f'a comma cuts {whole} in two inside {{ }}; put it in quotes: "{whole}"'
    assert at(document.data, where) == whole


def test_two_amounts_cut_alike_are_two_commas_and_no_double_key() -> None:
    found = told("rates: {låg: 6 500,50 kr, hög: 10 000,50 kr}\n")

    assert [code for code, *_rest in found] == ["IOP105", "IOP105"]
    assert "6 500,50 kr" in found[0][3]
    assert "10 000,50 kr" in found[1][3]


def test_a_comma_in_block_style_or_quotes_cuts_nothing() -> None:
    document = read("a: 1,3 mkr\nb: {c: '1,3 mkr', d: \"x, y\"}\n")

    assert document.data == {"a": "1,3 mkr", "b": {"c": "1,3 mkr", "d": "x, y"}}


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("a:\n", ("IOP105", 1, 1, "a has no value; write one, or leave the key out")),
        ("a: ~\n", ("IOP105", 1, 1, "a has no value; write one, or leave the key out")),
        ("a: null\n", ("IOP105", 1, 1, "a has no value; write one, or leave the key out")),
        ("a: ''\n", ("IOP105", 1, 1, "a has no value; write one, or leave the key out")),
        ("b: {c: x, a: }\n", ("IOP105", 1, 11, "a has no value; write one, or leave the key out")),
        ("a: []\n", ("IOP105", 1, 1, "a holds nothing but []; write a value, or leave the key out")),
        ("a: {}\n", ("IOP105", 1, 1, "a holds nothing but {}; write a value, or leave the key out")),
        ("a:\n  -\n  - b\n", ("IOP105", 2, 4, "a list item with nothing in it")),
        ("", ("IOP105", 1, 1, "the file is empty; it must be a mapping of keys and values")),
        ("# bara en rad\n", ("IOP105", 1, 1, "the file is empty; it must be a mapping of keys and values")),
        ("{}\n", ("IOP105", 1, 1, "the file is empty; it must be a mapping of keys and values")),
        ("- a\n", ("IOP112", 1, 1, "the file holds a list; it must be a mapping of keys and values")),
        ("text\n", ("IOP112", 1, 1, "the file holds only text; it must be a mapping of keys and values")),
        ("a: b\n\tc: d\n", ("IOP101", 2, 1, "a tab stands here; YAML is indented with spaces")),
        ("a: b: c\n", ("IOP101", 1, 5, "a colon that cannot stand here; put the value in quotes, or mend the indentation")),
        ("a: 'b\n", ("IOP101", 1, 4, "a quote that is opened and never closed")),
        ("a: [b\n", ("IOP101", 1, 4, "a bracket that is never closed, a missing comma, or a colon that needs quotes")),
        ("a:\n  b: c\n d: e\n", ("IOP101", 3, 2, "the indentation does not fit: a key was expected here")),
        ("a: @b\n", ("IOP101", 1, 4, "this character cannot begin a value; put the value in quotes")),
        ('a: "\\q"\n', ("IOP101", 1, 5, "a backslash inside double quotes that means nothing; use single quotes")),
        ('a: "\\ud800"\n', ("IOP101", 1, 7, "an escape (\\u…) that names no character")),
        ('a: "x\\0y"\n', ("IOP104", 1, 4, "the invisible character U+0000 (control character) stands here")),
        ('å: "\\u202e"\n', ("IOP104", 1, 4, "the invisible character U+202E (right-to-left override) stands here")),
        ("a: b\0c\n", ("IOP104", 1, 5, "the invisible character U+0000 (control character) stands here")),
        ("<<<<<<< HEAD\na: b\n", ("IOP101", 1, 1, "git left conflict marks here; choose one of the two versions and delete the marks")),
        ("a: &x b\n", ("IOP103", 1, 4, "&x names a place for reuse (an anchor); leave it out")),
        ("a: *x\n", ("IOP103", 1, 4, "*x refers to another place (an alias); write the value out")),
        ("a: !!str b\n", ("IOP103", 1, 4, "!!str is a YAML tag; leave it out")),
        ("a: !!python/name:os.system b\n", ("IOP103", 1, 4, "!!python/name:os.system is a YAML tag; leave it out")),
        ("<<: {a: b}\n", ("IOP103", 1, 1, "the merge key << is not read; write the keys out")),
        ("? [a]\n: b\n", ("IOP103", 1, 3, "a key must be a word, not a list or mapping")),
        ("a: b\n...\n# c\n%TAG x\n", ("IOP103", 4, 1, "a % directive stands here; leave it out")),
        ("%YAML 1.2\n---\na: b\n", ("IOP103", 1, 1, "a % directive stands here; leave it out")),
        ("a: b\n---\nc: d\n", ("IOP103", 2, 1, "a second document begins here (---); a file holds one")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_finding_at_its_place(
    text: str, finding: tuple[str, int, int, str]
) -> None:
    assert told(text) == [finding]


def test_a_line_break_written_as_an_escape_is_text() -> None:
    assert read('a: "x\\ny"\n').data == {"a": "x\ny"}


def deep(levels: int) -> str:
    return "".join("  " * i + "a:\n" for i in range(levels - 1)) + "  " * (levels - 1) + "a: b\n"


CAPS = [
    (deep(MOST_DEPTH), deep(MOST_DEPTH + 1), "more than 50 levels inside each other"),
    ("a: " + "[" * 49 + "b" + "]" * 49, "a: " + "[" * 50 + "b" + "]" * 50, "more than 50 levels inside each other"),
    ("k" * MOST_KEY + ": b\n", "k" * (MOST_KEY + 1) + ": b\n", "a key of more than 200 characters"),
    ("a: |\n  " + "x" * (MOST_TEXT - 1) + "\n", "a: |\n  " + "x" * MOST_TEXT + "\n", "a text of more than 100 000 characters"),
    ("a: [" + "b," * (MOST_NODES - 3) + "]", "a: [" + "b," * (MOST_NODES - 2) + "]", "more than 100 000 values in one file"),
    ("a: b\n#" + "x" * (1_048_576 - 6), "a: b\n#" + "x" * (1_048_576 - 5), "the file is larger than 1 MB, the most that is read"),
]  # fmt: skip


@pytest.mark.parametrize(("within", "beyond", "says"), CAPS, ids=[c[2] for c in CAPS])
def test_every_cap_is_read_up_to_and_refused_above(within: str, beyond: str, says: str) -> None:
    read(within)

    ((code, _line, _column, words),) = told(beyond)

    assert (code, words) == ("IOP100", says)


@pytest.mark.parametrize("character", ["\r", "\x85", "\u2028", "\u2029"])
def test_what_only_yaml_takes_for_a_line_break_shifts_no_place(character: str) -> None:
    document, problems = parse(f"a: b{character}c\nd: e\n".encode(), "a.yaml")

    assert document is not None
    assert [code for code, _f in problems] == ["IOP104"]
    assert document.span(("d",)) == Span(2, 4, 2, 5)


def test_after_five_hundred_faults_the_rest_are_named_as_not_shown() -> None:
    found = told("".join(f"k{i}:\n" for i in range(600)))

    assert len(found) == 501
    assert found[-1][::3] == ("IOP100", "more than 500 faults in this file; the rest are not shown")


@pytest.mark.parametrize("text", ["[" * 100_000, "{" * 100_000, "- " * 100_000, "? " * 50_000])
def test_hostile_nesting_is_a_finding_and_no_crash(text: str) -> None:
    assert told(text)[-1][0] in ("IOP100", "IOP101", "IOP103")


def spans(document: Document, data: Any, where: Where = ()) -> Iterator[Span]:
    yield document.span(where)
    yield document.span(where, key=True)
    inner = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for part, value in inner:
        yield from spans(document, value, (*where, part))


YAML_LIKE = st.text(st.sampled_from("ab åe\u0301𝄞:-,{}[]'\"\\|>&*!%#?~\n\r\t 0"), max_size=60)


@settings(max_examples=400)
@given(st.one_of(YAML_LIKE, st.text(max_size=60)))
@example("a: {b: c, d\n}")
@example("a: |\r\n  b\r\n\r\n")
@example("? |\n  a\n: b")
@example("\ufeff\ufeffa: b")
@example("a: b\rc: d\n")
def test_any_text_is_read_without_raising_and_every_span_lies_inside_it(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")

    document, problems = parse(raw, "a.yaml")

    lines = text.split("\n")
    places = [f.span for _c, f in problems if f.span]
    places += [s for _c, f in problems for s, _says in f.related if isinstance(s, Span)]
    places += list(spans(document, document.data)) if document else []
    assert document is not None or problems
    for span in places:
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert span.column <= len(lines[span.line - 1]) + 1


PARTS = st.one_of(st.integers(0, 99), st.text("abcåäö_-0", min_size=1, max_size=5))


@given(st.text("abcö", min_size=1, max_size=4), st.lists(PARTS, max_size=5))
def test_a_place_survives_being_written_and_read(first: str, rest: list[str | int]) -> None:
    where: Where = (first, *rest)

    assert read_path(path_text(where)) == where


def test_a_place_reads_as_people_write_it() -> None:
    where: Where = ("budgets", "fh_2018", "lines", "volontärer", "amount")

    assert path_text(where) == "budgets.fh_2018.lines.volontärer.amount"
    assert path_text(("notice", 0)) == "notice[0]"
    assert read_path("notice[0].by") == ("notice", 0, "by")
