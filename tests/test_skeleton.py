"""A new agreement's text: valid at once, inventing nothing, right also when all is uncommented."""

import re
from itertools import product

import pytest
from conftest import check
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.letters import INVISIBLE
from iop_cli.skeleton import Answers, PartyAnswer, party_ids, quoted, skeleton
from iop_cli.source import parse

PLACES = (None, "2027-01-01"), (None, "2029-12-31", "none"), (None, "212000-1355"), ("sv", "en")
QUESTIONS = (("initiative", "Kom idén från föreningen?"), ("no_market", "Ingen\nannan: # alls?"))
ONE_LINE = st.text(min_size=1, max_size=60).filter(
    lambda text: (
        text.strip() and not INVISIBLE.search(text) and not re.search(r"[\n\r\t\x85]", text)
    )
)


def answers(**changes: object) -> Answers:
    known: dict[str, object] = {
        "id": "laxhjalp",
        "title": "Läxhjälp på biblioteket",
        "public": PartyAnswer("Exempelköpings kommun"),
        "nonprofit": PartyAnswer("Föreningen Exempel"),
    }
    return Answers(**{**known, **changes})  # type: ignore[arg-type]  # the test's own changes


def uncommented(text: str) -> str:
    """The text with every example as a key; what explains has one blank after its sign."""
    return re.sub(r"^#(?! \S)", "", text, flags=re.MULTILINE)


def errors(text: str) -> list[str]:
    return [f"{d.code} {d.where}: {d.message}" for d in check(text).found if d.severity == "error"]


@pytest.mark.parametrize(("start", "end", "number", "language"), list(product(*PLACES)))
@pytest.mark.parametrize("profile", [None, "forum-2010"])
def test_a_new_agreement_has_no_error(
    start: str | None, end: str | None, number: str | None, language: str, profile: str | None
) -> None:
    text = skeleton(
        answers(
            start=start,
            end=end,
            language=language,
            public=PartyAnswer("Exempelköpings kommun", number),
            profile=profile,
            questions=QUESTIONS if profile else (),
        ),
        "../schema/agreement.schema.json",
    )

    assert errors(text) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_example_can_be_uncommented_as_it_stands(language: str) -> None:
    text = uncommented(skeleton(answers(language=language, profile="forum-2010"), None))

    found = errors(text)

    assert {f.split(":")[0].split()[0] for f in found} == {"IOP201"}, found
    assert len(found) == 2, "only the two numbers that are to be filled in"


def test_only_what_was_answered_stands_as_keys() -> None:
    document, problems = parse(skeleton(answers(start="2027-01-01"), None).encode(), "a.yaml")

    assert problems == []
    assert document is not None
    assert document.data == {
        "format": "1",
        "id": "laxhjalp",
        "title": "Läxhjälp på biblioteket",
        "status": "draft",
        "language": "sv",
        "parties": {
            "exempelköpings_kommun": {"role": "public", "name": "Exempelköpings kommun"},
            "föreningen_exempel": {"role": "nonprofit", "name": "Föreningen Exempel"},
        },
        "term": {"start": "2027-01-01"},
    }


@pytest.mark.parametrize("language", ["sv", "en"])
def test_rates_a_gate_acceptances_and_the_log_are_shown_how(language: str) -> None:
    text = skeleton(answers(language=language), None)

    for example in ("#    rates:\n", "#    gate:\n", "#accepted_findings:\n", "laxhjalp.log.yaml"):
        assert example in text
    log = "\n".join(line.removeprefix("# ") for line in text.splitlines()[-3:])
    made = check(uncommented(text), log).found
    assert [d for d in made if "log" in d.file and d.severity == "error"] == []
    assert log.startswith("agreement: laxhjalp\nentries:\n- {id: a1, activity: ")


def test_everything_stands_in_block_style() -> None:
    text = uncommented(skeleton(answers(profile="forum-2010", questions=QUESTIONS), None))

    assert not re.search(r"^[^#]*[\[{]", text, re.MULTILINE)


def test_a_guideline_puts_its_questions_above_open_answers() -> None:
    text = skeleton(answers(profile="forum-2010", questions=QUESTIONS), None)

    assert (
        "criteria:\n  profile: forum-2010\n#  answers:\n    # Kom idén från föreningen?\n" in text
    )
    assert "    # Ingen annan: # alls?\n#    no_market:\n#      grade: met  #" in text


def test_the_modeline_stands_first_where_there_is_a_schema() -> None:
    with_schema = skeleton(answers(), "../../schema/agreement.schema.json")
    without = skeleton(answers(), None)

    assert with_schema.startswith(
        "# yaml-language-server: $schema=../../schema/agreement.schema.json\n# "
    )
    assert "yaml-language-server" not in without


def test_the_comments_are_in_the_language_of_the_agreement() -> None:
    assert "\n# The ways out before the end.\n#notice:" in skeleton(answers(language="en"), None)
    assert "\n# Vägarna ut före avtalstidens slut.\n#notice:" in skeleton(answers(), None)


@pytest.mark.parametrize(
    ("public", "nonprofit", "ids"),
    [
        ("Borås Stad", "Studieförbundet Sjuhärad", ("borås_stad", "studieförbundet_sjuhärad")),
        ("Orust", "ORUST", ("orust", "orust_2")),
        ("***", "!", ("public", "nonprofit")),
        ("A" * 90, "Föreningen " * 9, ("a" * 40, "föreningen_föreningen_föreningen")),
    ],
)
def test_the_parties_are_known_by_their_names(
    public: str, nonprofit: str, ids: tuple[str, str]
) -> None:
    assert party_ids(public, nonprofit) == ids


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Läxhjälp", "Läxhjälp"),
        ("Läxhjälp: på biblioteket", "'Läxhjälp: på biblioteket'"),
        ("Läxhjälp #2", "'Läxhjälp #2'"),
        ("'Ö'", "'''Ö'''"),
        ("- en", "'- en'"),
        ("null", "'null'"),
        ("2018", "'2018'"),
        ("slut:", "'slut:'"),
        ("a\nb", '"a\\U0000000ab"'),
    ],
)
def test_a_text_is_quoted_only_where_it_must_be(text: str, written: str) -> None:
    assert quoted(text) == written


@given(title=ONE_LINE, public=ONE_LINE, nonprofit=ONE_LINE)
def test_odd_names_come_back_as_they_were_given(title: str, public: str, nonprofit: str) -> None:
    known = answers(title=title, public=PartyAnswer(public), nonprofit=PartyAnswer(nonprofit))

    document, problems = parse(skeleton(known, None).encode(), "a.yaml")

    assert [(code, finding.says) for code, finding in problems] == []
    assert document is not None
    assert document.data["title"] == title
    assert [p["name"] for p in document.data["parties"].values()] == [public, nonprofit]
    assert len(document.data["parties"]) == 2
