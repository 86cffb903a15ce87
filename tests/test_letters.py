"""Bytes into text: what is refused, what is remarked on, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.diagnostic import Span
from iop_cli.finding import MOST_BYTES, Problem
from iop_cli.letters import MOST_FINDINGS, decoded
from iop_cli.words import say


def said(problem: Problem) -> str:
    return say(problem[1].says, **problem[1].values)


def place(problem: Problem) -> tuple[int, int] | None:
    span = problem[1].span
    return (span.line, span.column) if span else None


def test_utf8_is_read_with_every_letter() -> None:
    text, problems = decoded("namn: Söråkers Folkets Hus — 𝄞\n".encode())

    assert text == "namn: Söråkers Folkets Hus — 𝄞\n"
    assert problems == []


def test_a_byte_order_mark_is_no_letter() -> None:
    text, problems = decoded(b"\xef\xbb\xbfformat: 1\r\n")

    assert text == "format: 1\r\n"
    assert problems == []


@pytest.mark.parametrize(
    ("raw", "coding"),
    [
        ("format: 1".encode("utf-16"), "UTF-16"),
        (b"\xfe\xff\0f", "UTF-16"),
        ("format: 1".encode("utf-32"), "UTF-32"),
        (b"\0\0\xfe\xff\0\0\0f", "UTF-32"),
    ],
)
def test_another_coding_is_named_and_refused(raw: bytes, coding: str) -> None:
    text, problems = decoded(raw)

    assert text is None
    assert [c for c, _f in problems] == ["IOP100"]
    assert said(problems[0]) == f"the file is {coding}; save it as UTF-8"


def test_a_byte_that_is_not_utf8_is_shown_where_it_stands() -> None:
    text, problems = decoded("titel: å\nnamn: Bor".encode() + b"\xe5s\n")

    assert text is None
    assert [c for c, _f in problems] == ["IOP100"]
    assert said(problems[0]) == "the byte 0xe5 is not UTF-8; save the file as UTF-8"
    assert problems[0][1].span == Span(2, 10, 2, 11)


def test_a_byte_order_mark_shifts_no_place() -> None:
    _text, problems = decoded(b"\xef\xbb\xbfnamn: \xe5\n")

    assert said(problems[0]) == "the byte 0xe5 is not UTF-8; save the file as UTF-8"
    assert problems[0][1].span == Span(1, 7, 1, 8)


@pytest.mark.parametrize(("size", "codes"), [(MOST_BYTES, []), (MOST_BYTES + 1, ["IOP100"])])
def test_a_file_may_be_one_megabyte_and_not_a_byte_more(size: int, codes: list[str]) -> None:
    text, problems = decoded(b"a" * size)

    assert [c for c, _f in problems] == codes
    assert (text is None) == bool(codes)
    assert all("1 MB" in said(p) for p in problems)


@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\u200b", "U+200B (zero width space)"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u00ad", "U+00AD (soft hyphen)"),
        ("\u2028", "U+2028 (line separator)"),
        ("\x07", "U+0007 (control character)"),
        ("\x85", "U+0085 (control character)"),
        ("\r", "U+000D (control character)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
    ],
)
def test_a_character_that_cannot_be_seen_is_named_where_it_stands(
    character: str, named: str
) -> None:
    _text, problems = decoded(f"a: b\nå ä{character}ö: c\n".encode())

    assert [(c, place((c, f))) for c, f in problems] == [("IOP104", (2, 4))]
    assert said(problems[0]) == f"the invisible character {named} stands here"


def test_a_line_with_many_hidden_characters_is_one_finding() -> None:
    _text, problems = decoded("a\u200b\u200b\u200b\nb\u200b\n".encode())

    assert [place(p) for p in problems] == [(1, 2), (2, 2)]


@pytest.mark.parametrize("text", ["a: b\r\nc: d\r\n", "a:\tb", "né́: ç", "\u00a0", "👩 é"])
def test_what_people_write_is_not_hidden(text: str) -> None:
    assert decoded(text.encode()) == (text, [])


def test_hidden_characters_are_shown_up_to_a_limit() -> None:
    _text, problems = decoded("\u200b\n".encode() * (MOST_FINDINGS + 5))

    assert len(problems) == MOST_FINDINGS


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> branch"])
def test_conflict_marks_of_git_are_one_finding_at_the_first(mark: str) -> None:
    _text, problems = decoded(f"a: b\n{mark}\na: c\n>>>>>>> branch\n".encode())

    assert [c for c, _f in problems] == ["IOP101"]
    assert "git left conflict marks" in said(problems[0])
    assert problems[0][1].span == Span(2, 1, 2, 8)


@pytest.mark.parametrize("text", ["a: <<<<<<< b\n", "======= rubrik\n", "========\n", "<<<<<<<\n"])
def test_what_only_resembles_a_conflict_mark_is_left_alone(text: str) -> None:
    assert decoded(text.encode()) == (text, [])


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_reason_within_them(raw: bytes) -> None:
    text, problems = decoded(raw)

    assert text is not None or problems
    lines = raw.decode("utf-8-sig", "replace").split("\n")
    for _code, finding in problems:
        assert finding.span is not None
        assert 1 <= finding.span.line <= len(lines)
        assert finding.span.column <= len(lines[finding.span.line - 1]) + 1
