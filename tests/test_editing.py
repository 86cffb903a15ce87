"""A part put into a file: what stood there stands there still, byte for byte."""

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.diagnostic import IopError
from iop_cli.editing import block, put_back, with_key
from iop_cli.letters import INVISIBLE
from iop_cli.source import parse

SEAL = {"sha256": "0" * 64, "date": "2026-11-22"}
WRITTEN = 'seal:\n  sha256: "' + "0" * 64 + '"\n  date: 2026-11-22\n'
ORDER = ("title", "signatures", "seal", "added")
FILE = """\
title: Prov  # en titel
signatures:
  - {party: a}  # sista raden
  # om underskrifterna

# om det tillagda
added:
  - by: b
"""
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: text.strip() and not text.isspace()
)
WORDS = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(st.from_regex(r"[a-zåäö0-9_]{1,8}", fullmatch=True), inner, min_size=1),
    ),
    max_leaves=8,
)


def put(text: str, **how: object) -> str:
    return with_key(text.encode(), (), "seal", SEAL, ORDER).decode()


def test_a_key_stands_below_the_one_that_comes_before_it() -> None:
    made = put(FILE)

    head, tail = FILE.split("\n# om det tillagda", 1)
    assert made == f"{head}{WRITTEN}\n# om det tillagda{tail}"


def test_without_a_key_before_it_it_stands_last() -> None:
    assert put("added:\n  - by: b\n") == "added:\n  - by: b\n" + WRITTEN


def test_a_missing_last_line_end_stays_missing() -> None:
    made = put("title: a\nsignatures: b")

    assert made == "title: a\nsignatures: b\n" + WRITTEN.rstrip("\n")


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    raw = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()

    made = with_key(raw, (), "seal", SEAL, ORDER)

    added = WRITTEN.replace("\n", "\r\n").encode()
    assert made.replace(added, b"") == raw
    assert made.count(b"\r\n") == made.count(b"\n")


def test_a_key_stands_last_in_the_mapping_that_it_is_put_into() -> None:
    text = "amendments:\n    a1:\n        from: 2020\n\n# om resten\ntitle: a\n"

    made = with_key(text.encode(), ("amendments",), "a2", {"from": "2021"}).decode()

    assert made == (
        "amendments:\n    a1:\n        from: 2020\n    a2:\n      from: 2021\n\n"
        "# om resten\ntitle: a\n"
    )


def test_a_clause_that_ends_with_a_heading_is_not_cut() -> None:
    text = "title: |\n  rad\n  # rubrik\nadded: b\n"

    assert put(text) == f"title: |\n  rad\n  # rubrik\n{WRITTEN}added: b\n"


@pytest.mark.parametrize(
    "text", ["{title: a, added: b}\n", "title: a\nadded: {b: c}\n"], ids=["whole", "inner"]
)
def test_inside_braces_nothing_is_put_and_the_way_out_is_told(text: str) -> None:
    where = () if text.startswith("{") else ("added",)

    with pytest.raises(IopError) as caught:
        with_key(text.encode(), where, "seal", "x", ORDER)

    place = "seal" if not where else "added.seal"
    assert caught.value.message == (
        f"{place} cannot be written without changing what stands around it"
    )
    assert caught.value.help == "write it into the file yourself: seal: x"


def test_what_stands_there_already_is_never_overwritten() -> None:
    with pytest.raises(IopError):
        with_key(b"title: a\n", (), "title", "b")


def test_a_file_that_cannot_be_read_is_let_be() -> None:
    with pytest.raises(IopError) as caught:
        with_key(b"title: a\ntitle: b\n", (), "seal", "x")

    assert caught.value.message == "the file cannot be read whole; nothing was written"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("6 500 kr", "6 500 kr"),
        ("1,3 mkr", "1,3 mkr"),
        ("+125 000 kr", "+125 000 kr"),
        ("2020-01-01", "2020-01-01"),
        ("none", "none"),
        ("yes", "yes"),
        ("null", '"null"'),
        ("20:30", '"20:30"'),
        ("007", '"007"'),
        ("- a", '"- a"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a\u200bb", '"a\\U0000200Bb"'),
        ('"', '"\\""'),
        (" a", '" a"'),
        ("1e5", '"1e5"'),
    ],
)
def test_a_value_is_quoted_where_it_could_be_read_as_something_else(
    text: str, written: str
) -> None:
    assert block("key", text) == f"key: {written}\n"


def test_a_text_of_several_lines_stands_as_lines() -> None:
    assert block("key", "en\n\n  två\n") == "key: |\n  en\n\n    två\n"
    assert block("key", "en\ntvå") == "key: |-\n  en\n  två\n"


@given(value=WORDS)
def test_what_is_written_is_read_as_it_was(value: object) -> None:
    written = block("key", value)

    document, problems = parse(written.encode(), "")

    assert document is not None
    assert document.data["key"] == value
    assert not [code for code, _f in problems if code not in ("IOP104", "IOP105")]
    assert not INVISIBLE.search(written.replace("\n", ""))


SIGNED = "# topp\ntitle: Prov  # om titeln\n\n# om avgiften\nfee:\n  low: 6500 kr\n  high: 1 kr\nlast: x\n"


@pytest.mark.parametrize(
    "now",
    [
        SIGNED.replace("6500", "7000"),
        SIGNED.replace("# om avgiften\nfee:\n  low: 6500 kr\n  high: 1 kr\n", ""),
        SIGNED.replace("last:", "# om det nya\nnew:\n  - a\nlast:"),
        SIGNED.replace("last: x\n", ""),
        SIGNED.replace("last: x\n", "last: y"),
    ],
    ids=["changed", "taken away", "added", "last taken away", "last without its end"],
)
def test_a_part_is_put_back_as_it_stood(now: str) -> None:
    keys = ["title", "fee", "new", "last"]
    changed = [k for k in keys if _words(now).get(k) != _words(SIGNED).get(k)]

    made = put_back(now.encode(), SIGNED.encode(), changed).decode()

    assert made.rstrip("\n") == SIGNED.rstrip("\n")


def _words(text: str) -> dict[str, object]:
    document = parse(text.encode(), "")[0]
    assert document is not None
    return document.data


def test_line_ends_that_git_has_converted_are_those_of_the_file() -> None:
    now = SIGNED.replace("6500", "7000").replace("\n", "\r\n").encode()

    made = put_back(now, SIGNED.encode(), ["fee"])

    assert made == SIGNED.replace("\n", "\r\n").encode()


def test_remarks_elsewhere_stay() -> None:
    now = SIGNED.replace("6500", "7000").replace("# topp", "# ny kommentar")

    made = put_back(now.encode(), SIGNED.encode(), ["fee"]).decode()

    assert made == SIGNED.replace("# topp", "# ny kommentar")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "agreements").glob("*e*[!g].yaml")), ids=lambda p: p.stem
)
def test_any_part_of_a_shipped_agreement_is_put_back_byte_for_byte(path: object) -> None:
    raw = (ROOT / "agreements" / getattr(path, "name", "")).read_bytes()
    document = parse(raw, "")[0]
    assert document is not None
    for key in list(document.data)[1:]:
        without = put_back(raw, _less(raw, key), [key])

        assert put_back(without, raw, [key]) == raw


def _less(raw: bytes, key: str) -> bytes:
    """A text that says everything but what stands at one key."""
    held = _words(raw.decode())
    return "".join(block(k, v) for k, v in held.items() if k != key).encode()
