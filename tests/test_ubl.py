"""Every e-invoice that is written passes the official rules, and says what the invoice says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any
from xml.etree import ElementTree

import official
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from invoices import PAYEE, PAYER, draft, invoice, line

from iop_cli import readiness, ubl
from iop_cli.diagnostic import IopError
from iop_cli.invoice import Invoice, Line, Side, money
from iop_cli.quantity import rounded

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
HARD = """Åsa & Örjan <ä> "é" 'ü' – € % ]]> &amp; 100 %"""
VAT = "SE802499123701"
REGISTERED = replace(PAYEE, vat_number=VAT)

TREATMENTS: dict[str, tuple[Side, dict[str, str]]] = {
    "outside": (PAYEE, {"vat": "outside"}),
    "outside, told why": (PAYEE, {"vat": "outside", "vat_reason": "Bidrag utan motprestation"}),
    "outside, told by code": (PAYEE, {"vat": "outside", "vat_reason": "VATEX-EU-O"}),
    "outside, registered": (replace(REGISTERED, f_tax=True), {"vat": "outside"}),
    "outside, F-tax": (replace(PAYEE, f_tax=True), {"vat": "outside"}),
    "exempt, F-tax": (replace(PAYEE, f_tax=True), {"vat": "exempt", "vat_reason": "Social omsorg"}),
    "exempt, registered": (REGISTERED, {"vat": "exempt", "vat_reason": "Social omsorg"}),
    "exempt, code": (REGISTERED, {"vat": "exempt", "vat_reason": "VATEX-EU-132-1G"}),
    "exempt, both": (REGISTERED, {"vat": "exempt", "vat_reason": "VATEX-EU-132-1I: utbildning"}),
    "25": (REGISTERED, {"vat": "25"}),
    "12": (REGISTERED, {"vat": "12"}),
    "6": (replace(REGISTERED, f_tax=True), {"vat": "6"}),
}
MEANS: dict[str, dict[str, str]] = {
    "bankgiro": {"bankgiro": "9999-9997"},
    "seven digits": {"bankgiro": "991-2346"},
    "plusgiro": {"plusgiro": "1234567-4"},
    "short plusgiro": {"plusgiro": "4-2"},
    "iban and bic": {"iban": "SE45 5000 0000 0583 9825 7466", "bic": "ESSE SE SS"},
    "iban": {"iban": "SE4550000000058398257466"},
    "all": {
        "bankgiro": "99999997",
        "plusgiro": "4-2",
        "iban": "SE4550000000058398257466",
        "bic": "ESSESESSXXX",
    },
}
LINES: dict[str, list[dict[str, Any]]] = {
    "one": [{}],
    "times a price": [{"quantity": Decimal(3), "unit_price": Decimal("6500"), "amount": "19500"}],
    "many decimals": [
        {"quantity": Decimal(3), "unit_price": Decimal("2166.6667"), "amount": "6500.00"},
        {"quantity": Decimal("1234.5678"), "unit_price": Decimal("4.02"), "amount": "4962.96"},
        {"quantity": Decimal(1) / 3, "unit_price": Decimal(10) / 3, "amount": "1.11"},
    ],
    "no round product": [
        {"quantity": Decimal("7"), "unit_price": Decimal("3.33"), "amount": "23.00"},
        {"quantity": Decimal(3), "unit_price": Decimal("1.00"), "amount": "3.02"},
        {"quantity": Decimal(0), "unit_price": Decimal("1.00"), "amount": "5.00"},
    ],
    "great numbers": [{"quantity": Decimal("3E+4"), "unit_price": Decimal(4), "amount": "120000"}],
    "settlement": [
        {"amount": "150000.00"},
        {"amount": "-43210.99", "text": "Avräkning mot redovisad kostnad"},
        {"quantity": Decimal(2), "unit_price": Decimal("-1.50"), "amount": "-3.00"},
        {"quantity": Decimal(-2), "unit_price": Decimal("1.50"), "amount": "-3.00"},
        {"quantity": Decimal(-2), "unit_price": Decimal("-1.50"), "amount": "3.00"},
        {"quantity": Decimal(7), "unit_price": Decimal("-3.33"), "amount": "-23.00"},
    ],
    "nothing": [{}, {"amount": "0.00"}],
    "no days": [{"start": None, "end": None}, {"start": None}, {"end": None}],
    "many": [{"amount": f"{n}.{n:02}", "text": f"Rad {n}"} for n in range(1, 100)],
}
CREDIT = {"kind": "credit", "refers_to": "FA-2026-0016", "refers_to_date": date(2026, 9, 1)}


def lines(kind: str, treatment: dict[str, str]) -> tuple[Line, ...]:
    """The lines of a kind, all treated alike."""
    made = [{**told, **treatment} for told in LINES[kind]]
    return tuple(
        line(**{**told, "amount": Decimal(told.get("amount", "6500.00"))}) for told in made
    )


def written(made: Invoice) -> ElementTree.Element:
    """The e-invoice of an invoice that is ready, after the official rules have let it pass."""
    assert readiness.faults(made, electronic=True) == []
    document = ubl.xml(made)
    if not official.LACKING:
        assert official.failures(document) == []
    return ElementTree.fromstring(document)


def texts(tree: ElementTree.Element, name: str) -> list[str]:
    """The texts of all elements of a name, in their order."""
    return [element.text or "" for element in tree.iter(f"{CBC}{name}")]


def cases() -> Iterator[Any]:
    """Every treatment with every kind of lines, as invoice and as credit note."""
    for treatment, kind, credit in product(TREATMENTS, LINES, ({}, CREDIT)):
        name = f"{treatment}-{kind}-{'credit' if credit else 'invoice'}"
        yield pytest.param(treatment, kind, credit, id=name)


@official.needed
@pytest.mark.parametrize(("treatment", "kind", "changes"), list(cases()))
def test_every_treatment_and_line_passes_the_official_rules(
    treatment: str, kind: str, changes: dict[str, Any]
) -> None:
    payee, told = TREATMENTS[treatment]
    made = invoice(payee=payee, lines=lines(kind, told), **changes)

    tree = written(made)

    assert texts(tree, "PayableAmount") == [money(made.total)]
    assert len(list(tree)) > 10


@official.needed
@pytest.mark.parametrize("credit", [{}, CREDIT], ids=["invoice", "credit"])
@pytest.mark.parametrize("means", MEANS)
def test_every_way_to_pay_passes_the_official_rules(means: str, credit: dict[str, Any]) -> None:
    made = invoice(means=MEANS[means], **credit)

    tree = written(made)

    count = len([key for key in MEANS[means] if key != "bic"])
    assert texts(tree, "PaymentMeansCode") == ["30"] * count
    assert texts(tree, "PaymentID") == ["FA-2026-0017"] * count
    assert not [element for element in tree.iter() if "name" in element.attrib]


@official.needed
@pytest.mark.parametrize(
    "changes",
    [
        {"payer": replace(PAYER, electronic="0088:7381010060004")},
        {"payee": replace(PAYEE, electronic="0088:7381010060004")},
        {"payer": replace(PAYER, street="", postcode="", city="")},
        {"payee": replace(PAYEE, street="", postcode="", city="")},
        {"payer": replace(PAYER, office="Handläggare", unit="")},
        {"payer": replace(PAYER, office="Handläggare", country="FI")},
        {"payer": replace(PAYER, vat_number="SE212000999401")},
        {
            "payee": REGISTERED,
            "payer": replace(PAYER, vat_number="SE212000999401"),
            "lines": (line(vat="25"), line(vat="6"), line(vat="exempt", vat_reason="Utbildning")),
        },
        {"contract": ""},
        {"title": "", "due": "", "payment_reference": ""},
        {"language": "en"},
        {"assumptions": ("Delar utjämnas i sista perioden", "Tolftedelar för hela månader.")},
        {"currency": "EUR"},
        {**CREDIT, "due_date": None, "means": {}},
        {**CREDIT, "because": "Kursen hölls inte"},
    ],
)
def test_every_side_and_part_passes_the_official_rules(changes: dict[str, Any]) -> None:
    written(invoice(**changes))


def dressed(text: str, **changes: Any) -> Invoice:
    """An invoice with the same words in every name and text."""
    keys = ("name", "street", "postcode", "city", "office", "unit")
    side: dict[str, Any] = dict.fromkeys(keys, text)
    return invoice(
        payee=replace(PAYEE, **side),
        payer=replace(PAYER, **side),
        lines=(line(text=text, vat_reason=text),),
        title=text,
        contract=text,
        assumptions=(text,),
        because=text,
        **changes,
    )


@official.needed
@pytest.mark.parametrize("changes", [{}, CREDIT], ids=["invoice", "credit"])
def test_hard_letters_pass_in_every_name_and_text(changes: dict[str, Any]) -> None:
    tree = written(dressed(HARD, **changes))

    assert [text for text in texts(tree, "Name") if text == HARD] == [HARD] * 3
    assert texts(tree, "RegistrationName") == [HARD] * 2
    assert texts(tree, "TaxExemptionReason") == [HARD]
    assert HARD in texts(tree, "Note")[0]


@given(some.text(max_size=30))
def test_any_text_comes_back_as_it_was_or_is_refused(text: str) -> None:
    made = dressed(text)

    if readiness.faults(made, electronic=True):
        return
    tree = ElementTree.fromstring(ubl.xml(made))

    assert texts(tree, "RegistrationName") == [text, text]
    assert texts(tree, "StreetName") == [text, text]
    assert texts(tree, "TaxExemptionReason") == [text]
    assert tree.findtext(f".//{CAC}Item/{CBC}Name") == text


@pytest.mark.parametrize(
    "text", ["\t", "\n", "\x00", "\x1b[31m", "\u202e", "\ud800", "\ufffe", "\r"]
)
def test_a_letter_that_xml_or_the_eye_cannot_hold_is_refused(text: str) -> None:
    found = readiness.faults(dressed(f"a{text}b"))

    assert {finding.says for finding in found} == {
        "the invisible character {character} ({name}) stands here"
    }


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b", "a\ufffeb", "a\rb"])
def test_the_writer_too_refuses_a_letter_that_xml_cannot_hold(text: str) -> None:
    with pytest.raises(IopError, match=r"the control character U\+.* cannot stand") as refused:
        ubl.xml(invoice(contract=text))

    assert refused.value.help == "Take it out of the text a\ufffdb."


def test_a_draft_has_no_e_invoice() -> None:
    with pytest.raises(IopError, match="this is a draft"):
        ubl.xml(draft())


def sums() -> some.SearchStrategy[Decimal]:
    """Amounts with two decimals, above and below 0."""
    return some.decimals(-10_000, 1_000_000, allow_nan=False, places=2)


@official.needed
@settings(max_examples=40, deadline=None)
@given(
    some.lists(
        some.tuples(sums(), some.decimals(-99, 999, places=4), some.booleans()),
        min_size=1,
        max_size=6,
    ),
    some.sampled_from(sorted(TREATMENTS)),
    some.sampled_from([{}, CREDIT]),
)
def test_any_sums_pass_the_official_rules(
    told: list[tuple[Decimal, Decimal, bool]], treatment: str, changes: dict[str, Any]
) -> None:
    payee, vat = TREATMENTS[treatment]
    made = [
        line(amount=rounded(a * q) if product else a, quantity=q, unit_price=a, **vat)
        for a, q, product in told
    ]
    whole = invoice(payee=payee, lines=(*made, line(amount=Decimal(10) ** 10, **vat)), **changes)

    tree = written(whole)

    assert all(Decimal(price) >= 0 for price in texts(tree, "PriceAmount"))


def test_the_same_invoice_gives_the_same_bytes() -> None:
    assert ubl.xml(dressed(HARD)) == ubl.xml(dressed(HARD))


def test_no_vat_number_stands_on_an_invoice_outside_vat() -> None:
    payer = replace(PAYER, vat_number="SE212000999401")
    made = invoice(payee=replace(REGISTERED, f_tax=True), payer=payer)

    document = ubl.xml(made).decode()

    assert "SE8024" not in document
    assert "SE2120" not in document
    assert document.count(ubl.F_TAX) == 1


def test_f_tax_is_told_only_where_it_is_approved() -> None:
    assert ubl.F_TAX not in ubl.xml(invoice()).decode()


def test_a_product_that_misses_the_amount_is_told_in_words() -> None:
    made = invoice(lines=lines("no round product", {"vat": "outside"}), language="en")

    tree = ElementTree.fromstring(ubl.xml(made))

    assert texts(tree, "InvoicedQuantity") == ["1", "1", "1"]
    assert texts(tree, "PriceAmount") == ["23.00", "3.02", "5.00"]
    assert texts(tree, "Description")[0] == "7 at 3,33 SEK each"


def test_a_negative_line_has_a_negative_quantity() -> None:
    made = invoice(lines=lines("settlement", {"vat": "outside"}))

    tree = ElementTree.fromstring(ubl.xml(made))

    assert texts(tree, "InvoicedQuantity") == ["1", "-1", "-2", "-2", "2", "-1"]
    assert texts(tree, "PriceAmount")[1:] == ["43210.99", "1.50", "1.50", "1.50", "23.00"]
    assert texts(tree, "LineExtensionAmount")[2] == "-43210.99"


def test_a_credit_note_names_its_invoice_and_why() -> None:
    made = invoice(**CREDIT, because="Kursen hölls inte", language="en")

    tree = ElementTree.fromstring(ubl.xml(made))

    reference = tree.find(f"{CAC}BillingReference/{CAC}InvoiceDocumentReference")
    assert reference is not None
    assert texts(reference, "ID") == ["FA-2026-0016"]
    assert texts(reference, "IssueDate") == ["2026-09-01"]
    assert texts(tree, "Note") == ["Credits invoice FA-2026-0016. Kursen hölls inte."]
    assert texts(tree, "PaymentDueDate") == ["2026-10-31"]
    assert texts(tree, "DueDate") == []


@official.needed
@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ("<cbc:BuyerReference>ZZ123456</cbc:BuyerReference>\n", "", "PEPPOL-EN16931-R003"),
        (">99999997<", ">9999x<", "SE-R-008"),
        (">VATEX-EU-O<", ">VATEX-EU-Q<", "BR-CL-22"),
        (
            'PayableAmount currencyID="SEK">6500.00',
            'PayableAmount currencyID="SEK">6500.01',
            "BR-CO-16",
        ),
        ("cbc:DueDate>", "cbc:LastDate>", "XSD"),
    ],
)
def test_the_official_rules_are_asked(was: str, becomes: str, rule: str) -> None:
    document = ubl.xml(invoice()).decode()
    assert was in document

    failures = official.failures(document.replace(was, becomes).encode())

    assert any(rule in failure for failure in failures)
