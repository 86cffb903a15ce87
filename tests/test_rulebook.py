"""The rules' pages: found by code or name, explained, with examples cut from their case files."""

import json

import pytest

from iop_cli import words
from iop_cli.diagnostic import IopError, Severity
from iop_cli.project import shipped_cases
from iop_cli.report import Look
from iop_cli.report.safe import HIDDEN
from iop_cli.rulebook import Example, example, family, find_rule, page, roll_page
from iop_cli.rules import roll
from iop_cli.rules.rule import Rule

LOOK = Look(width=80)
RULE = Rule(
    "IOP999", "made-up", Severity.WARNING, "log", None,
    "It finds a thing.\n\nIt matters.\n\nIt matters twice.\n\nMend it.",
)  # fmt: skip


def cut(text: str, word: str = "expect") -> str | None:
    """The example that is cut from one case file."""
    found = example("IOP999", {"IOP999.yaml": text.encode()}, word)
    return found.text if found else None


def said(code: str, form: str = "text", look: Look = LOOK) -> str:
    """The page of a shipped rule."""
    rule = find_rule(code, roll())
    return "".join(page(rule, shipped_cases(rule.code), form, look))


@pytest.mark.parametrize("asked", ["IOP301", "iop301", " end-before-start ", "End-Before-Start"])
def test_a_rule_is_found_by_code_or_name_however_it_is_written(asked: str) -> None:
    assert find_rule(asked, roll()).code == "IOP301"


@pytest.mark.parametrize(
    ("asked", "meant"), [("IOP-301", "IOP301"), ("end-befor-start", "end-before-start")]
)
def test_a_slip_in_a_code_or_name_is_answered_with_what_was_meant(asked: str, meant: str) -> None:
    with pytest.raises(IopError) as stopped:
        find_rule(asked, roll())

    assert stopped.value.message == f"there is no rule {asked}; did you mean {meant}?"
    assert stopped.value.help == "iop rule lists all rules"


def test_what_resembles_no_rule_is_not_guessed_at() -> None:
    with pytest.raises(IopError) as stopped:
        find_rule("§\x1b§", roll())

    assert stopped.value.message == "there is no rule §\\x1b§"


def test_the_line_stands_under_its_keys_with_its_siblings() -> None:
    text = """\
# today: 2026-11-22
format: 1
id: iop999
term:
  start: 2024-01-01
  end: 2023-12-31                     # expect: IOP999
follows:
  title: Annat
"""

    found = example("IOP999", {"IOP999.yaml": text.encode()}, "expect")

    wanted = "term:\n  start: 2024-01-01\n  end: 2023-12-31"
    assert found == Example("IOP999.yaml", 6, wanted, 3)


def test_what_is_left_out_is_marked_and_every_line_keeps_its_keys() -> None:
    lines = "".join(f"      rad{n}:\n        amount: {n} tkr\n" for n in range(1, 9))
    text = (
        f"budgets:\n  b:\n    year: 2024\n    lines:\n{lines}    total: 9 tkr  # expect: IOP999\n"
    )

    shown = (cut(text) or "").splitlines()

    assert shown[:4] == ["budgets:", "  b:", "    # …", "    lines:"]
    assert "      # …" in shown
    assert shown[-3:] == ["      rad8:", "        amount: 8 tkr", "    total: 9 tkr"]
    assert len(shown) <= 16


def test_a_list_item_stands_under_its_key_also_when_it_is_not_indented() -> None:
    text = "notice:\n- cause: breach\n  kind: notice  # expect: IOP999\n- cause: other\n  kind: leave\n"

    assert cut(text) == "notice:\n- cause: breach\n  kind: notice"


def test_what_stands_under_a_marked_key_comes_with_it() -> None:
    text = "title: Namn\nparties:  # expect: IOP999\n  a: {role: public}\n  b: {role: public}\nterm: {}\n"

    shown = cut(text) or ""

    assert "parties:\n  a: {role: public}\n  b: {role: public}" in shown


def test_words_beside_a_mark_stay_and_the_mark_goes() -> None:
    assert cut("a: 1  # så står det expect: IOP998 IOP999\n") == "a: 1  # så står det"
    assert cut("a: 1  # expect: IOP999, IOP999 i texten\n") == "a: 1  # i texten"


def test_the_right_example_shows_nothing_that_is_wrong() -> None:
    text = "p:\n  a: 1  # right: IOP999\n  b: 2  # expect: IOP999\n  c: 3\n"

    assert cut(text, "right") == "p:\n  a: 1\n  # …\n  c: 3"


def test_without_a_mark_there_is_no_example() -> None:
    assert cut("a: 1\n", "right") is None
    assert "right" not in "".join(page(RULE, {}, "text", LOOK)).casefold()
    assert json.loads("".join(page(RULE, {}, "json", LOOK)))["wrong"] is None


def test_a_case_that_is_not_utf_8_or_holds_hidden_characters_is_shown_safely() -> None:
    broken = "namn: Exempelköping  # expect: IOP999\n".encode("latin-1")

    found = example("IOP999", {"a.yaml": broken}, "expect")

    assert found is not None
    assert found.text == "namn: Exempelk�ping"
    assert cut("a: x\u202ey\x1b[2J  # expect: IOP999\n") == "a: x<U+202E>y\\x1b[2J"


def test_the_page_says_what_why_and_the_way_out() -> None:
    case = "a:\n  b: 1  # expect: IOP999\n  c: 2  # right: IOP999\n"

    shown = "".join(page(RULE, {"IOP999.yaml": case.encode()}, "text", LOOK)).splitlines()

    assert shown == [
        "IOP999 made-up",
        "warning, judges the log",
        "",
        "It finds a thing.",
        "",
        "Why",
        "It matters.",
        "",
        "It matters twice.",
        "",
        "The way out",
        "Mend it.",
        "",
        "Wrong (from IOP999.yaml, line 2)",
        "    a:",
        "  >   b: 1",
        "      c: 2",
        "",
        "Right (from IOP999.yaml, line 3)",
        "    a:",
        "      # …",
        "  >   c: 2",
    ]


def test_markdown_fences_are_longer_than_any_in_the_case() -> None:
    case = "a: '````'  # expect: IOP999\n"

    shown = "".join(page(RULE, {"IOP999.yaml": case.encode()}, "markdown", LOOK))

    assert shown.startswith(
        "# IOP999 made-up\n\nwarning, judges the log\n\nIt finds a thing.\n\n## Why\n"
    )
    assert "\n`````yaml\na: '````'\n`````\n" in shown


def test_a_page_as_data_has_the_published_keys() -> None:
    held = json.loads(said("IOP301", "json"))

    assert list(held) == [
        "code",
        "name",
        "severity",
        "on",
        "what",
        "why",
        "way_out",
        "wrong",
        "right",
    ]
    assert (held["code"], held["name"], held["severity"]) == ("IOP301", "end-before-start", "error")
    assert held["wrong"] == {
        "file": "IOP301.yaml",
        "line": 16,
        "text": "term:\n  start: 2024-01-01\n  end: 2023-12-31",
        "at": 3,
    }


def test_all_rules_as_data_are_an_array_in_the_order_of_their_codes() -> None:
    held = json.loads("".join(roll_page(list(roll().values()), "json", LOOK)))

    assert [rule["code"] for rule in held] == sorted(roll())
    assert set(held[0]) == {"code", "name", "severity", "on", "what", "why", "way_out"}


@pytest.mark.parametrize("plain", [True, False])
def test_all_rules_stand_under_their_families(plain: bool) -> None:
    shown = "".join(roll_page(list(roll().values()), "text", Look(width=80, plain=plain)))

    assert shown.startswith("IOP1xx: The file\n")
    assert "\n\nIOP4xx: How much\n" in shown
    wanted = "IOP301 end-before-start, error: " if plain else "  IOP301  end-before-start (error)\n"
    assert wanted in shown
    assert not [x for x in shown.splitlines() if len(x) > 80]


def test_the_rules_are_listed_within_a_narrow_width() -> None:
    for language in words.LANGUAGES:
        words.use(language)
        shown = "".join(roll_page(list(roll().values()), "text", Look(width=40)))
        assert [x for x in shown.splitlines() if len(x) > 40] == []


@pytest.mark.parametrize("asked", ["IOP4", "iop4xx", "4xx", "4", " IOP4XX "])
def test_a_family_is_asked_for_by_how_its_codes_begin(asked: str) -> None:
    assert [r.code for r in family(asked, roll())] == [c for c in roll() if c[3] == "4"]


@pytest.mark.parametrize("asked", ["IOP401", "IOP4x0", "end-before-start", "IOP", "IOP0", "xx", ""])
def test_what_begins_no_codes_is_no_family(asked: str) -> None:
    assert family(asked, roll()) == []


def test_all_rules_as_markdown_are_lists_by_family() -> None:
    shown = "".join(roll_page(list(roll().values()), "markdown", LOOK))

    assert shown.startswith("## IOP1xx: The file\n\n- **IOP100 unreadable-file** (error): ")


def test_codes_and_headings_are_bold_only_in_colour() -> None:
    assert "\x1b[1mWhy\x1b[0m" in said("IOP301", look=Look(color=True))
    assert "\x1b" not in said("IOP301")


def test_swedish_readers_meet_swedish_words() -> None:
    words.use("sv")

    shown = said("IOP301")

    assert "fel, bedömer överenskommelsen" in shown
    assert "\nVarför\n" in shown
    assert "\nÅtgärd\n" in shown
    assert "Fel (ur IOP301.yaml, rad 16)" in shown


@pytest.mark.parametrize("code", sorted(roll()))
def test_every_rule_has_a_page_with_a_wrong_example_in_both_languages(code: str) -> None:
    for language in words.LANGUAGES:
        words.use(language)
        shown = said(code, look=Look(width=40))
        assert not HIDDEN.search(shown.replace("\n", ""))
        assert not [x for x in shown.splitlines() if len(x) > 40 and len(x.split()) > 2]
        assert "expect:" not in shown
    wrong = json.loads(said(code, "json"))["wrong"]
    assert wrong is not None
    assert 1 <= wrong["at"] <= len(wrong["text"].splitlines()) <= 20
