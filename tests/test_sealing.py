"""The seal: what it is a hash of, what it does not see, and that it finds every other change."""

import json
import re

import pytest
from conftest import check
from sealed import TEXT, agreement, document, opened, places, with_other

from iop_cli.difference import changes
from iop_cli.finding import Where, path_text
from iop_cli.model.agreement import Amendment
from iop_cli.sealing import amendment_hash, broken, is_term, terms_hash

HASH = "843e90e3a1b11ad706ff470cafb9fc06f2ea88a6cb93cb473bf79244a50aca8c"
AMENDMENT = {"from": "2020-01-01", "decision": "ks2", "changes": {"term.end": "2021-12-31"}}


def sealed(text: str = TEXT, hash: str | None = None) -> str:
    found = hash or terms_hash(agreement(text))
    return f'{text}seal: {{sha256: "{found}", date: 2018-01-02, by: sekreterare}}\n'


def test_the_hash_of_the_first_form_is_for_ever() -> None:
    # whoever changes this makes every seal that was ever set invalid: give the form a new number
    assert terms_hash(agreement(TEXT)) == HASH


def test_the_hash_of_an_amendment_is_for_ever() -> None:
    assert (
        amendment_hash(Amendment.model_validate(AMENDMENT))
        == "e7a31dd0c19878a6bbe8a589e39cee59b866c53aa7900348d993e750dccbca27"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("247 700 kr", "247700 kr"),
        ("420 tkr", "420 000 kr"),
        ("420 tkr", "0,42 mkr"),
        ("6 months", "6 month"),
        ("2018-01-01", "20180101"),
        ("2 h", "120 min"),
        ("3 * 140 000 kr = 420 000 kr", "3*140000 kr=420000 kr"),
        ("to: [föreningen]", "to: föreningen"),
        ("Sex månader.", "{text: Sex månader.}"),
        ("    De vill fortsätta.", "    De vill\n    fortsätta."),
        ("Föreningen Exempel", "'Föreningen Exempel'"),
        ("Öppna", "O\u0308ppna"),
        ("# om filen\n", ""),
        ("# titeln", "# en annan kommentar"),
        ("status: signed", "status: terminated"),
        ("  ks: {", "  ks2: {body: KS, decided: 2019-12-01, effect: amend}\n  ks: {"),
        ("signatures:", "not_public: [parties.kommunen.name]\nsignatures:"),
        (
            "signatures:",
            "accepted_findings:\n  - {rule: IOP411, where: title, because: a}\nsignatures:",
        ),
        ("signatures:", "amendments:\n  a1: {from: 2019, changes: {title: B}}\nsignatures:"),
        ("signatures:", "okänd: nyckel\nsignatures:"),
    ],
)  # fmt: skip
def test_spelling_order_and_what_stands_apart_make_no_difference(before: str, after: str) -> None:
    text = TEXT.replace(before, after)
    assert text != TEXT

    assert terms_hash(agreement(text)) == terms_hash(agreement(TEXT))


def test_line_ends_and_order_make_no_difference() -> None:
    words = document(TEXT).data
    turned = json.dumps(dict(reversed(words.items())), ensure_ascii=False)

    for text in (turned, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT):
        assert terms_hash(agreement(text)) == terms_hash(agreement(TEXT))


@pytest.mark.parametrize("where", places(), ids=path_text)
def test_another_value_anywhere_is_seen_as_the_diff_sees_it(where: Where) -> None:
    text = with_other(where)

    found = [
        c for c in changes(opened(TEXT), opened(text)) if is_term(c.where, document(text).data)
    ]

    assert found
    assert terms_hash(agreement(text)) != terms_hash(agreement(TEXT))


def test_the_order_of_the_years_that_an_index_compares_is_seen() -> None:
    text = TEXT.replace("[2 years before, 1 year before]", "[1 year before, 2 years before]")

    assert terms_hash(agreement(text)) != terms_hash(agreement(TEXT))


def test_none_and_unknown_are_not_the_same() -> None:
    text = TEXT.replace("repayment: none\n", "")

    assert terms_hash(agreement(text)) != terms_hash(agreement(TEXT))


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"payments.bidrag.amount": "6 500 kr"}, True),
        ({"payments.bidrag.amount": "+6500 kr"}, False),
        ({"payments.bidrag.amount": "6501 kr"}, False),
    ],
)
def test_an_amount_in_an_amendment_is_known_by_its_unit(
    changes: dict[str, str], is_same: bool
) -> None:
    held = {**AMENDMENT, "changes": {"payments.bidrag.amount": "6500 kr"}}
    one, other = (Amendment.model_validate(a) for a in (held, {**held, "changes": changes}))

    assert (amendment_hash(one) == amendment_hash(other)) is is_same


def test_the_seal_of_an_amendment_is_no_part_of_what_it_seals() -> None:
    one = Amendment.model_validate(AMENDMENT)
    other = Amendment.model_validate({**AMENDMENT, "seal": {"sha256": amendment_hash(one)}})

    assert amendment_hash(one) == amendment_hash(other)


def test_a_whole_seal_says_nothing() -> None:
    text = sealed()

    assert not list(broken(agreement(text)))
    assert not [found for found in check(text).found if found.code == "IOP814"]


def test_a_broken_seal_is_an_error_where_it_stands() -> None:
    text = sealed().replace("6 months", "3 months")

    (found,) = [found for found in check(text).found if found.code == "IOP814"]

    assert found.where == "seal.sha256"
    assert found.severity == "error"
    assert re.fullmatch(
        r"the terms are no longer as they were sealed \([0-9a-f]{8}, now [0-9a-f]{8}\)",
        found.message,
    )
    assert found.excerpt.startswith("seal: {sha256:")


def test_a_sealed_text_does_not_become_a_draft_again() -> None:
    text = sealed().replace("status: signed", "status: draft")

    (found,) = [found for found in check(text).found if found.code == "IOP814"]

    assert (found.where, found.message) == (
        "status", "the text is sealed, and its status is draft",
    )  # fmt: skip


def test_a_sealed_amendment_that_was_changed_is_found_by_its_id() -> None:
    now = amendment_hash(Amendment.model_validate(AMENDMENT))
    words = json.dumps({**AMENDMENT, "seal": {"sha256": now}})
    text = f"{TEXT}amendments:\n  a1: {words}\n"

    assert not list(broken(agreement(text)))
    changed = text.replace('"2021-12-31"', '"2022-12-31"')
    assert [(id, sealed) for id, sealed, _now in broken(agreement(changed))] == [("a1", now)]
    (found,) = [found for found in check(changed).found if found.code == "IOP814"]
    assert found.where == "amendments.a1.seal.sha256"


def test_what_is_no_hash_is_told_as_such() -> None:
    found = [f for f in check(sealed(hash="abc")).found if f.where == "seal.sha256"]

    assert [f.message for f in found] == ["abc is not a SHA-256 hash (64 of 0-9 and a-f)"]
