"""The addendum: one amendment as its parties sign it."""

from datetime import date

from conftest import ROOT
from partners import BORAS, MINIMAL, of, rendered, unknown_told

from iop_cli.documents import addendum

AMENDMENTS = """\
amendments:
  a1:
    from: 2019-01-01
    changes: {copies: "3"}
  a2:
    from: 2027-01-01
    decision: fofn
    text: Parterna har enats efter samråd.
    changes:
      notice[0].length: 3 months
      parties.nya: {role: nonprofit, name: Nya föreningen, legal_form: association}
      clauses.notice: |
        Uppsägningstiden är tre månader.
      payments.kursbidrag.rates.hög: "+2 000 kr"
decisions:
  fofn: {body: Fritids- och folkhälsonämnden, decided: 2026-10-01, case_number: FOFN 2026-7, effect: amend}
"""
BORÅS = (ROOT / "agreements" / f"{BORAS}.yaml").read_text("utf-8")
AMENDED = BORÅS.replace("\nadded:", f"\n{AMENDMENTS}added:", 1)


def test_the_addendum_says_what_its_amendment_changes_and_who_signs() -> None:
    text = rendered("addendum", of(AMENDED, "sv", id=BORAS), addendum)

    assert "a2" in text and "FOFN 2026-7" in text
    assert "1 januari 2027" in text
    assert "Borås Stad, Studieförbundet Sjuhärad och Nya föreningen" in text
    assert "3 månader" in text and "12 000 kr" in text
    assert "Uppsägningstiden är tre månader." in text
    assert "Parterna har enats efter samråd." in text
    assert text.count("\n### ") == 4  # the new wording, and a block for each party
    assert not unknown_told(text)


def test_it_is_about_the_one_that_comes_next_and_then_about_the_last() -> None:
    days = {date(2018, 5, 1): "a1", date(2019, 1, 1): "a2", date(2030, 1, 1): "a2"}
    for day, id in days.items():
        text = rendered("addendum", of(AMENDED, "en", day, id=BORAS), addendum)

        assert f"| Addendum | [{id}]" in text


def test_an_agreement_without_amendments_has_none() -> None:
    subject = of(MINIMAL)

    assert not addendum.applies(subject)
    assert "The file holds no amendment." in rendered("addendum", subject, addendum)
    assert addendum.applies(of(AMENDED, id=BORAS))
