"""What keeps an invoice from being written is found before it is: the place and the words."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from invoices import PAYEE, PAYER, draft, invoice, line

from iop_cli import identifiers, ubl
from iop_cli.finding import path_text
from iop_cli.invoice import CATEGORIES, Invoice, Side
from iop_cli.quantity import NotRead
from iop_cli.readiness import faults, payment_reference
from iop_cli.words import say

VAT = "SE802499123701"
CREDIT = {"kind": "credit", "refers_to": "FA-2026-0016", "refers_to_date": date(2026, 9, 1)}


def payee(**changes: Any) -> dict[str, Side]:
    """A change to the payee."""
    return {"payee": replace(PAYEE, **changes)}


def payer(**changes: Any) -> dict[str, Side]:
    """A change to the payer."""
    return {"payer": replace(PAYER, **changes)}


def lines(*changes: dict[str, Any]) -> dict[str, Any]:
    """Lines, each the usual one with some changes."""
    return {"lines": tuple(line(**told) for told in changes)}


def told(made: Invoice, reference_format: str = "") -> list[tuple[str, str]]:
    """Every fault as its place and its words."""
    found = faults(made, reference_format, electronic=True)
    assert all(say(finding.help, **finding.values) or not finding.help for finding in found)
    return [(path_text(f.where), say(f.says, **f.values)) for f in found]


BROKEN: list[tuple[dict[str, Any], str, str]] = [
    ({"issue_date": None}, "issue_date", "no day of issue"),
    ({"due_date": None}, "payments.kursbidrag.due", "no due date"),
    ({"due_date": None, "lines": ()}, "due_date", "no due date"),
    (
        {"due_date": date(2026, 9, 30)},
        "due_date",
        "due 2026-09-30, before it is issued on 2026-10-01",
    ),
    ({"start": date(2027, 1, 1)}, "period", "ends 2026-12-31, before it begins 2027-01-01"),
    ({"number": None}, "number", "has no number"),
    ({"number": "FA-2026-0017b"}, "number", "is not of the form FA-2026-0001"),
    ({"number": "SFS-2026-0017"}, "number", "SFS-2026-0017 is not of the form FA-"),
    ({"number": "FA-../../0017"}, "number", "is not of the form FA-2026-0001"),
    ({"number": f"FA-2026-{'1' * 60}"}, "number", "is not of the form"),
    ({"series": ""}, "parties.föreningen.payee.series", "has no series"),
    ({"series": "../FA"}, "parties.föreningen.payee.series", "../FA cannot name a series"),
    ({"series": "con"}, "parties.föreningen.payee.series", "con cannot name a series"),
    ({"series": "F" * 41}, "parties.föreningen.payee.series", "cannot name a series"),
    ({"reference": ""}, "parties.kommunen.invoice.reference", "reference is missing"),
    ({"reference": " "}, "parties.kommunen.invoice.reference", "reference is missing"),
    ({"reference": "10010 Åsa Ek"}, "parties.kommunen.invoice.reference", "holds a blank"),
    ({"reference": "1\u00a02"}, "parties.kommunen.invoice.reference", "holds a blank"),
    ({"reference": "1" * 51}, "parties.kommunen.invoice.reference", "has 51 characters"),
    ({"means": {}}, "parties.föreningen.payee", "no account to pay to"),
    ({"means": {"bankgiro": ""}}, "parties.föreningen.payee", "no account to pay to"),
    ({"means": {"bankgiro": "9999-9998"}}, "parties.föreningen.payee.bankgiro", "should end in 7"),
    ({"means": {"bankgiro": "99-97"}}, "parties.föreningen.payee.bankgiro", "7 or 8 digits"),
    ({"means": {"bankgiro": "99x9-9997"}}, "parties.föreningen.payee.bankgiro", "holds x"),
    ({"means": {"plusgiro": "4-3"}}, "parties.föreningen.payee.plusgiro", "should end in 2"),
    ({"means": {"plusgiro": "123456789"}}, "parties.föreningen.payee.plusgiro", "2 to 8 digits"),
    (
        {"means": {"iban": "SE45 5000 0000 0583 9825 7467"}},
        "parties.föreningen.payee.iban",
        "check digits 45",
    ),
    ({"means": {"iban": "SE45 5000"}}, "parties.föreningen.payee.iban", "SE45 5000"),
    (
        {"means": {"iban": "SE4550000000058398257466", "bic": "SWED"}},
        "parties.föreningen.payee.bic",
        "SWED is not the BIC of a bank",
    ),
    ({"means": {"bic": "SWEDSESS"}}, "parties.föreningen.payee.bic", "no IBAN"),
    (payee(name=" "), "parties.föreningen.name", "has no name"),
    (payer(name=""), "parties.kommunen.name", "has no name"),
    (payee(org_number=""), "parties.föreningen.org_number", "no organisation number"),
    (payee(org_number="802499-1238"), "parties.föreningen.org_number", "should end in 7"),
    (payer(org_number="212000-999"), "parties.kommunen.org_number", "has 10 digits"),
    (payer(org_number=""), "parties.kommunen.org_number", "no organisation number"),
    (payee(electronic=""), "parties.föreningen.invoice.electronic", "no electronic address"),
    (payer(electronic=""), "parties.kommunen.invoice.electronic", "no electronic address"),
    (payer(electronic="2120009994"), "parties.kommunen.invoice.electronic", "is not 0007:"),
    (payer(electronic="9955:SE2120009994"), "parties.kommunen.invoice.electronic", "is not 0007:"),
    (payer(electronic="0007:212000-9994"), "parties.kommunen.invoice.electronic", "is not 0007:"),
    (payer(electronic="0007:162120009994"), "parties.kommunen.invoice.electronic", "has 12"),
    (payer(electronic="0007:2120009995"), "parties.kommunen.invoice.electronic", "end in 4"),
    (payer(electronic="0088:7381010060003"), "parties.kommunen.invoice.electronic", "end in 4"),
    (payer(electronic="0088:73810100"), "parties.kommunen.invoice.electronic", "has 13 digits"),
    (payer(electronic="0088:"), "parties.kommunen.invoice.electronic", "is not 0007:"),
    (payee(country="NO"), "parties.föreningen.address.country", "the country NO"),
    (payer(country="Norge"), "parties.kommunen.address.country", "the country Norge"),
    (payee(vat_number="802499123701"), "parties.föreningen.payee.vat_number", "begin with SE"),
    (payee(vat_number="SE802499123702"), "parties.föreningen.payee.vat_number", "and 01"),
    (payee(vat_number="SE802499123801"), "parties.föreningen.payee.vat_number", "end in 7"),
    (
        payee(vat_number="SE212000999401"),
        "parties.föreningen.payee.vat_number",
        "is not made of the organisation number 802499-1237",
    ),
    (payer(vat_number="SE21"), "parties.kommunen.payee.vat_number", "ten digits and 01"),
    (lines({"vat": "25"}), "parties.föreningen.payee.vat_number", "VAT of 25 % is charged"),
    (
        lines({"vat": "12"}, {"vat": "6"}),
        "parties.föreningen.payee.vat_number",
        "VAT of 12 % and 6 % is charged, and the payee has no VAT number",
    ),
    (
        lines({"vat": "exempt", "vat_reason": "Social omsorg"}),
        "parties.föreningen.payee.vat_number",
        "neither a VAT number nor F-tax",
    ),
    (
        {**lines({"vat": "exempt"}), **payee(f_tax=True)},
        "payments.kursbidrag.vat_reason",
        "no reason is given",
    ),
    (
        {**lines({"vat": "exempt", "vat_reason": "VATEX-EU-O"}), **payee(f_tax=True)},
        "payments.kursbidrag.vat_reason",
        "VATEX-EU-O does not go with vat: exempt",
    ),
    (
        lines({"vat_reason": "VATEX-EU-132-1G"}),
        "payments.kursbidrag.vat_reason",
        "VATEX-EU-132-1G does not go with vat: outside",
    ),
    (
        {**lines({}, {"vat": "25"}), **payee(vat_number=VAT)},
        "lines",
        "lines outside VAT stand together with lines of 25",
    ),
    (lines({"vat": ""}), "payments.kursbidrag.vat", "the VAT is unknown"),
    (lines({"vat": "20"}), "payments.kursbidrag.vat", "the VAT is 20"),
    ({"lines": ()}, "lines", "has no lines"),
    (lines({"amount": Decimal("0.00")}), "lines", "the total is 0,00"),
    (lines({}, {"amount": Decimal("-6500.01")}), "lines", "the total is -0,01"),
    ({**CREDIT, **lines({"amount": Decimal("-1.00")})}, "lines", "must be above 0"),
    (lines({"amount": Decimal("1.005")}), "lines[0].amount", "more than 2 decimals"),
    (lines({"amount": Decimal("1E+13")}), "lines[0].amount", "more than an invoice can hold"),
    (lines({"quantity": Decimal("NaN")}), "lines[0].quantity", "NaN is more than"),
    (lines({"quantity": Decimal("1E-40")}), "lines[0].quantity", "more than 28 decimals"),
    (lines({}, {"unit_price": Decimal("1E+20")}), "lines[1].unit_price", "1E+20 is more than"),
    (lines({"text": " "}), "lines[0].text", "does not say what it is for"),
    (lines({"text": "å" * 2001}), "lines[0].text", "has 2 001 characters"),
    (lines({"start": date(2025, 12, 31)}), "lines[0].period", "covers 2025-12-31, outside"),
    (lines({"end": date(2027, 1, 1)}), "lines[0].period", "covers 2027-01-01, outside"),
    (lines({"start": date(2026, 5, 2)}), "lines[0].period", "ends 2026-03-14, before"),
    ({"currency": "kronor"}, "currency", "the currency kronor is not known"),
    ({"currency": "XXX"}, "currency", "the currency XXX is not known"),
    ({"kind": "credit"}, "refers_to", "which invoice it credits"),
    ({**CREDIT, "refers_to_date": None}, "refers_to", "which invoice it credits"),
    (
        {**CREDIT, "refers_to_date": date(2026, 10, 2)},
        "refers_to",
        "issued 2026-10-01, before the invoice that it credits",
    ),
    (payee(name="a\x07"), "parties.föreningen.name", "invisible character U+0007"),
    (payer(unit="a\u202eb"), "parties.kommunen.acts_through", "invisible character U+202E"),
    (payer(city="a\nb"), "parties.kommunen.address.city", "invisible character U+000A"),
    (payer(street="g" * 201), "parties.kommunen.address.street", "has 201 characters"),
    ({"contract": "KS\u200b1"}, "contract", "invisible character U+200B"),
    ({"assumptions": ("a", "b\tc")}, "assumptions[1]", "invisible character U+0009"),
    ({"because": "x" * 2001}, "because", "has 2 001 characters"),
    (
        {"accounts": {"claim": "15\x0010"}},
        "parties.föreningen.payee.accounts.claim",
        "invisible character U+0000",
    ),
]


@pytest.mark.parametrize(("changes", "where", "words"), BROKEN)
def test_a_broken_invoice_is_refused(changes: dict[str, Any], where: str, words: str) -> None:
    found = told(invoice(**changes))

    assert [says for place, says in found if place == where and words in says], found


def test_an_invoice_with_nothing_wrong_is_ready() -> None:
    assert told(invoice()) == []
    assert told(invoice(**CREDIT)) == []
    assert told(invoice(**CREDIT, means={}, due_date=None)) == []


def test_all_faults_are_told_at_once() -> None:
    made = invoice(**payee(name="", org_number=""), means={}, reference="", due_date=None)

    assert len(told(made)) == 5


def test_a_draft_lacks_its_number_and_its_days() -> None:
    assert [place for place, _says in told(draft())] == [
        "number",
        "issue_date",
        "payments.kursbidrag.due",
    ]


def test_a_paper_invoice_needs_no_electronic_address_and_no_country_code() -> None:
    made = invoice(**payee(electronic=""), **payer(electronic="", country="Norge"))

    assert faults(made) == []


@pytest.mark.parametrize(
    ("pattern", "reference"),
    [
        ("[0-9]{5}", "12345"),
        ("KH[0-9]{6}", "KH123456"),
        ("[0-9]{9}|FM[0-9]{4}", "FM1234"),
        (r"(?:[0-9]{9}|FM\d{4})", "123456789"),
        (r"^[A-ZÅÄÖ]{2,4}\-[^x]+$", "ÅÄ-12"),
        ("(FM)?[0-9]{4}", "1234"),
        (r"..\.[\]\-a-z]*", "AB.-]"),
        ("1?2*3+4{1,2}", "234"),
    ],
)
def test_a_reference_is_held_against_the_buyers_pattern(pattern: str, reference: str) -> None:
    assert told(invoice(reference=reference), pattern) == []
    assert told(invoice(reference="§"), pattern) == [
        (
            "parties.kommunen.invoice.reference",
            f"the reference § does not have the form {pattern}",
        )
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+", "(a*)*b", "([a-z]+)*$", "(?:a|a)*", "(a|b){20}", "(?:a{5}){5}", "a*a*a*a*a*b",
        "a?a?a?a?a?aaaaa", "(|)(|)(|)(|)(|)(|)(|)", r"(a)\1", "(?=a)a", "(?!a)b", "(?<=a)b",
        "(?P<n>a)(?P=n)", "(?i)a", "(?#a)b", "(?>a)", "[", "[a", "a)", "(a", "a{", "a}", "*a", "a**",
        "a{3}{3}", "a++", "a*+", "\\", r"\b", r"\Z", "[[:alpha:]]", "[a--b]", "[a&&b]", "[z-a]",
        "a" * 101, "a{2,1}", r"\x41", "(a)??", "a???", "\n*" * 5, "[a\\", "[]", "[^]", "{3}",
    ],
)  # fmt: skip
def test_a_wrong_or_hostile_pattern_is_a_fault(pattern: str) -> None:
    found = told(invoice(reference="a" * 49 + "!"), pattern)

    assert [(place, "is not read here" in says) for place, says in found] == [
        ("parties.kommunen.invoice.reference_format", True)
    ]


PIECES = ["a", "[ab]", ".", "a*", ".*", "a+", "b?", "a{0,9}", ".{1,}", "(a|a)", "(|a)", "|", "(", ")",
          "(?:", ")?", r"\w*", "[^b]*?", "{2}", "a{9}", "[", "]", "\\", "^", "$"]  # fmt: skip


@given(some.lists(some.sampled_from(PIECES), max_size=30).map("".join))
def test_no_pattern_takes_long(pattern: str) -> None:
    began = time.process_time()

    for reference in ("a" * 49 + "!", "ab" * 25):
        told(invoice(reference=reference), pattern)

    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "pattern",
    [
        "(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)a*a*a*a*b",
        "(|)(|)(|)(|)(|)(|).*.*.*.*b",
        "(?:a*|a*)(?:a*|a*)b",
        "(?:a?|a?|a?|a?)b",
    ],
)
def test_the_worst_pattern_that_is_read_takes_no_time(pattern: str) -> None:
    began = time.process_time()

    found = told(invoice(reference="a" * 50), pattern)

    assert time.process_time() - began < 5
    assert "does not have the form" in found[0][1]


@pytest.mark.parametrize(
    ("number", "how", "right"),
    [
        ("20260017", "none", "20260017"),
        ("FA-2026-0017", "none", "FA-2026-0017"),
        ("FA-2026-0017", "", "FA-2026-0017"),
        ("20260017", "length", "2026001707"),
        ("20260017", "soft", "202600177"),
        ("FA-2026-0017", "length", "2026001707"),
        ("SFS-2018-0001", "soft", "201800018"),
        ("FA-2026-0017", "1234-5674", "12345674"),
        ("1" * 24, "soft", "1111111111111111111111114"),
    ],
)
def test_a_payment_reference_is_the_number_or_made_of_its_digits(
    number: str, how: str, right: str
) -> None:
    assert payment_reference(number, how) == right


@pytest.mark.parametrize(
    ("number", "how", "words"),
    [
        ("1" * 25, "soft", "cannot become an OCR number, which has 2 to 25 digits"),
        ("1" * 24, "length", "cannot become an OCR number"),
        ("FA", "soft", "FA cannot become an OCR number"),
        ("20260017", "hard", "hard is not known here; write none, soft or length"),
        ("20260017", "1234-5675", "should end in 4"),
    ],
)
def test_a_payment_reference_that_cannot_be_made_is_refused(
    number: str, how: str, words: str
) -> None:
    with pytest.raises(NotRead, match=words):
        payment_reference(number, how)


@given(some.text("0123456789", min_size=1, max_size=23), some.sampled_from(["soft", "length"]))
def test_every_payment_reference_is_a_right_ocr_number(digits: str, how: str) -> None:
    made = payment_reference(f"FA-{digits}", how)

    assert made.startswith(digits)
    assert identifiers.ocr(made, length_digit=how == "length") == made


ANYTHING: dict[str, Callable[[str], dict[str, Any]]] = {
    "reference": lambda text: {"reference": text},
    "series": lambda text: {"series": text},
    "number": lambda text: {"number": text},
    "bankgiro": lambda text: {"means": {"bankgiro": text}},
    "plusgiro": lambda text: {"means": {"plusgiro": text}},
    "iban and bic": lambda text: {"means": {"iban": text, "bic": text}},
    "payee": lambda text: payee(org_number=text, electronic=text, vat_number=text, country=text),
    "payer": lambda text: payer(org_number=text, electronic=text, vat_number=text, country=text),
    "currency": lambda text: {"currency": text},
    "vat": lambda text: lines({"vat": text, "vat_reason": text}),
}


@given(some.sampled_from(sorted(ANYTHING)), some.text(max_size=30), some.text(max_size=30))
def test_anything_at_all_is_ready_or_refused(key: str, text: str, pattern: str) -> None:
    made = invoice(**ANYTHING[key](text))

    if not told(made, pattern):
        assert ubl.xml(made)


@pytest.mark.parametrize(
    ("vat", "number", "f_tax", "reason"),
    list(product(CATEGORIES, ["", VAT], [False, True], ["", "Social omsorg"])),
)
def test_a_treatment_is_ready_exactly_when_the_rules_allow_it(
    vat: str, number: str, f_tax: bool, reason: str
) -> None:
    made = invoice(
        **payee(vat_number=number, f_tax=f_tax), **lines({"vat": vat, "vat_reason": reason})
    )

    allowed = {
        "outside": True,
        "exempt": bool(reason and (number or f_tax)),
    }.get(vat, bool(number))

    assert (told(made) == []) is allowed
