"""E-invoices that came in: accepted where they agree, and every fault named at its place."""

import io
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from conftest import ROOT, TODAY, template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from iop_cli import ubl
from iop_cli.billing import Asked, draft
from iop_cli.billing.calendar import Days
from iop_cli.book import Opened, open_partnership
from iop_cli.cli.run import run
from iop_cli.incoming import Books, judged, received
from iop_cli.incoming.roll import roll
from iop_cli.incoming.schema import incoming_schema
from iop_cli.incoming.sides import standing
from iop_cli.incoming.spoken import times
from iop_cli.incoming.tree import Unreadable, parsed
from iop_cli.invoice import Invoice
from iop_cli.reading import Library, Today

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
NUMBER = "SE802499123701"

Json = dict[str, Any]


def row(text: str, amount: str, category: str = "O", percent: str = "", **more: str) -> Json:
    """A line of an invoice that somebody else made."""
    return {"text": text, "amount": amount, "category": category, "percent": percent, **more}


QUARTER = row("Kommunens bidrag enligt IOP, kvartal 4 2026", "6500.00")


def e_invoice(**told: Any) -> str:
    """An e-invoice that somebody else made, with its sums; what is told replaces what is usual."""
    told = {
        "root": "Invoice", "number": "20260017", "issued": "2026-10-01", "due": "2026-10-31",
        "currency": "SEK", "reference": "ZZ123456", "start": "2026-10-01", "end": "2026-12-31",
        "contract": "KS 2026/0123", "seller": "8024991237", "seller_name": "Föreningen Öppna Ängen",
        "buyer": "2120009994", "accounts": [("9912346", "SE:BANKGIRO")], "vat_number": "",
        "lines": [QUARTER], "refers_to": "", "rounding": "", "more": "", "order": "",
    } | told  # fmt: skip
    credit = told["root"] == "CreditNote"
    lines: list[Json] = told["lines"]
    net = sum((Decimal(line["amount"]) for line in lines), Decimal(0))
    kinds = dict.fromkeys((line["category"], line["percent"]) for line in lines)
    taxes = [(c, p, *_taxed(lines, c, p)) for c, p in kinds]
    tax = str(told.get("tax") or "") or f"{sum((t for _c, _p, _n, t in taxes), Decimal(0)):.2f}"
    payable = net + Decimal(tax) + Decimal(told["rounding"] or 0)
    code = "381" if credit else "380"
    return "\n".join(
        piece
        for piece in (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<{told["root"]} xmlns="{UBL}{told["root"]}-2" xmlns:cac="{UBL}CommonAggregateComponents-2"',
            f' xmlns:cbc="{UBL}CommonBasicComponents-2">',
            leaf("CustomizationID", PEPPOL),
            leaf("ID", str(told["number"])),
            leaf("IssueDate", told["issued"]),
            "" if credit else leaf("DueDate", told["due"]),
            leaf("CreditNoteTypeCode" if credit else "InvoiceTypeCode", code),
            leaf("DocumentCurrencyCode", told["currency"]),
            leaf("BuyerReference", told["reference"]),
            node("InvoicePeriod", leaf("StartDate", told["start"]), leaf("EndDate", told["end"])),
            node("OrderReference", leaf("ID", told["order"])),
            node("BillingReference", node("InvoiceDocumentReference", leaf("ID", told["refers_to"]))),
            node("ContractDocumentReference", leaf("ID", told["contract"])),
            node("AccountingSupplierParty", party(told["seller_name"], told["seller"], told["vat_number"])),
            node("AccountingCustomerParty", party("Exempelköpings kommun", told["buyer"], "")),
            told["more"],
            *(means(number, branch) for number, branch in told["accounts"]),
            node("TaxTotal", leaf("TaxAmount", tax), *(subtotal(*one) for one in taxes)),
            node(
                "LegalMonetaryTotal",
                leaf("LineExtensionAmount", f"{net:.2f}"),
                leaf("TaxExclusiveAmount", f"{net:.2f}"),
                leaf("TaxInclusiveAmount", f"{net + Decimal(tax):.2f}"),
                leaf("PayableRoundingAmount", told["rounding"]),
                leaf("PayableAmount", str(told.get("payable", f"{payable:.2f}"))),
            ),
            *(line_of(n, line, told["root"]) for n, line in enumerate(lines, 1)),
            f"</{told['root']}>",
        )
        if piece
    )  # fmt: skip


def _taxed(lines: list[Json], category: str, percent: str) -> tuple[Decimal, Decimal]:
    alike = [x for x in lines if (x["category"], x["percent"]) == (category, percent)]
    net = sum((Decimal(x["amount"]) for x in alike), Decimal(0))
    return net, (net * Decimal(percent or 0) / 100).quantize(Decimal("0.01"))


def leaf(name: str, text: str) -> str:
    return f"<cbc:{name}>{escape(text)}</cbc:{name}>" if text else ""


def node(name: str, *inside: str) -> str:
    held = "\n".join(piece for piece in inside if piece)
    return f"<cac:{name}>\n{held}\n</cac:{name}>" if held else ""


def party(name: str, number: str, vat_number: str) -> str:
    scheme = node("TaxScheme", leaf("ID", "VAT"))
    tax = node("PartyTaxScheme", leaf("CompanyID", vat_number), scheme) if vat_number else ""
    entity = node("PartyLegalEntity", leaf("RegistrationName", name), leaf("CompanyID", number))
    return node("Party", tax, entity)


def means(number: str, branch: str) -> str:
    where = node("FinancialInstitutionBranch", leaf("ID", branch))
    account = node("PayeeFinancialAccount", leaf("ID", number), where)
    return node("PaymentMeans", leaf("PaymentMeansCode", "30"), account)


def subtotal(category: str, percent: str, net: Decimal, tax: Decimal) -> str:
    kind = node("TaxCategory", leaf("ID", category), leaf("Percent", percent))
    return node(
        "TaxSubtotal", leaf("TaxableAmount", f"{net:.2f}"), leaf("TaxAmount", f"{tax:.2f}"), kind
    )


def line_of(number: int, line: Json, root: str) -> str:
    done = "Credited" if root == "CreditNote" else "Invoiced"
    kind = node(
        "ClassifiedTaxCategory", leaf("ID", line["category"]), leaf("Percent", line["percent"])
    )
    return node(
        f"{root}Line",
        leaf("ID", str(number)),
        leaf(f"{done}Quantity", line.get("quantity", "1")),
        leaf("LineExtensionAmount", line["amount"]),
        node(
            "InvoicePeriod",
            leaf("StartDate", line.get("start", "")),
            leaf("EndDate", line.get("end", "")),
        ),
        node("Item", leaf("Name", line["text"]), kind),
        node("Price", leaf("PriceAmount", str(line.get("price", line["amount"])))),
    )


PARTIES = """\
format: 1
id: {id}
title: Öppna ängen
status: signed
language: sv
parties:
  kommunen:
    role: public
    name: Exempelköpings kommun
    legal_form: municipality
    org_number: 212000-9994
    invoice: {{reference: ZZ123456, reference_format: "[A-Z]{{2}}[0-9]{{6}}"}}
  föreningen:
    role: nonprofit
    name: Föreningen Öppna Ängen
    legal_form: association
    org_number: 802499-1237
    payee: {payee}
term: {{start: 2026-01-01, end: 2027-12-31}}
activities:
  kurs:
    name: Studiecirkel
    run_by: [föreningen]
    participants: {{who: föräldrar, min: 10, max: 20}}
    places: [Norrbyhuset, Framtid Sjöbo, Mötesplats Hulta]
conditions:
  medel: {{what: medel finns}}
decisions:
  ks: {{body: Kommunstyrelsen, case_number: KS 2026/0123, dated: 2025-12-01}}
payments:
"""
FROM_TO = "    from: kommunen\n    to: föreningen\n    due: 30 days\n"
GRANT = f"  bidrag:\n    kind: fixed\n{FROM_TO}    amount: 6500 kr\n    per: quarter\n    vat: outside\n"
EXEMPT = GRANT.replace("vat: outside", "vat: exempt\n    vat_reason: Social omsorg")
SUPPORT = f"""\
  konsultation:
    kind: per_unit
{FROM_TO}    rate: 400 kr
    quantity: timmar
    per: month
    vat: "25"
  stödsamtal:
    kind: fixed
{FROM_TO}    amount: 2500,50 kr
    per: month
    vat: exempt
    vat_reason: Social omsorg
"""
COURSES = f"""\
  kursbidrag:
    kind: per_activity
    activity: kurs
{FROM_TO}    rates: {{låg: 6500 kr, hög: 10000 kr}}
    gate: {{participants: min}}
    vat: outside
"""
COURSE_LOG = """\
agreement: oppna-angen
entries:
  - {id: k1, activity: kurs, held: 2026-03-14, place: Norrbyhuset, participants: 14, rate: hög}
  - {id: k2, activity: kurs, held: 2026-05-09, place: Framtid Sjöbo, participants: 9, rate: hög}
  - {id: k3, activity: kurs, held: 2026-09-26, place: Mötesplats Hulta, participants: 12, rate: låg}
  - {id: k4, activity: kurs, held: 2028-02-01, place: Norrbyhuset, participants: 12, rate: låg}
"""
HOURS = "agreement: oppna-angen\nentries:\n  - {id: q1, quantity: timmar, date: 2026-09-01, value: 10}\n"
PLAIN = "{bankgiro: 991-2346, vat_number: none, series: OA}"
REGISTERED = f"{{bankgiro: 991-2346, vat_number: {NUMBER}, f_tax: yes, series: OA}}"
BOTH = "{bankgiro: 991-2346, plusgiro: 1234567-4, vat_number: none, f_tax: yes, series: OA}"
YEAR: Json = {"start": "2026-01-01", "end": "2026-12-31"}


def agreement(payments: str = GRANT, payee: str = PLAIN, id: str = "oppna-angen") -> str:
    return PARTIES.format(id=id, payee=payee) + payments


def opened(text: str, log: str | None = None, today: date = TODAY) -> Opened:
    past = ("agreements/oppna-angen.log.yaml", log.encode()) if log else None
    held = open_partnership(
        ("agreements/oppna-angen.yaml", text.encode()), past, Today(today), Library(template)
    )
    assert held.body.problems == [] and held.log.problems == []
    return held


NO_BOOKS = Books()


def faults(
    xml: str | bytes, text: str = "", log: str | None = None, books: Books = NO_BOOKS
) -> list[tuple[str, str]]:
    """Code and path of each fault, remarks on what may be billed later left out."""
    raw = xml.encode() if isinstance(xml, str) else xml
    told, held = received(raw), opened(text or agreement(), log)
    result = judged(told, standing(told, held), books, TODAY)
    return [(f.code, getattr(f.at, "path", "")) for f in result.faults if f.code != "IOP979"]


def course(text: str, amount: str = "10000.00", **more: str) -> Json:
    return row(text, amount, **more)


FIRST = course("Studiecirkel i Norrbyhuset den 14 mars 2026")
THIRD = course("Studiecirkel, Mötesplats Hulta, 2026-09-26", "6500.00")


def test_a_grant_outside_vat_is_accepted() -> None:
    assert faults(e_invoice()) == []


def test_taxed_and_exempt_lines_are_accepted_with_rounding_to_whole_kronor() -> None:
    lines = [
        row("Konsultation, projektledning", "4000.00", "S", "25", quantity="10", price="400.00"),
        row("Stödsamtal", "2500.50", "E", "0"),
    ]
    xml = e_invoice(lines=lines, start="2026-09-01", end="2026-09-30", vat_number=NUMBER,
                    rounding="0.50")  # fmt: skip

    assert faults(xml, agreement(SUPPORT, REGISTERED), HOURS) == []


def test_a_credit_note_is_accepted_with_its_invoice() -> None:
    xml = e_invoice(root="CreditNote", number="20260019", refers_to="20260017", accounts=[])

    assert faults(xml, books=Books(left={"20260017": Decimal("6500.00")})) == []


def test_an_exempt_grant_with_two_accounts_is_accepted() -> None:
    accounts = [("9912346", "SE:BANKGIRO"), ("12345674", "SE:PLUSGIRO")]
    xml = e_invoice(lines=[row("Bidrag, kvartal 4 2026", "6500.00", "E", "0")], accounts=accounts)

    assert faults(xml, agreement(EXEMPT, BOTH)) == []


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, THIRD],
        [course("k1"), course("K3", "6500.00")],
        [course("Kurs Hulta", "6500.00"), course("Kurs Norrby")],
        [course("Kurs", start="2026-03-14", end="2026-03-14"), course("Kurs 26/9 2026", "6500.00")],
        [course("Två studiecirklar", "16500.00")],
        [course("Arvoden", "12000.00"), course("Material", "4500.00")],
    ],
)
def test_courses_are_recognised_however_they_are_worded(lines: list[Json]) -> None:
    found = faults(e_invoice(lines=lines, **YEAR), agreement(COURSES), COURSE_LOG)

    assert [f for f in found if f[0] != "IOP978"] == []


LINE = "InvoiceLine/LineExtensionAmount"
TAXED = {"vat_number": NUMBER}
ALTERED: dict[str, tuple[Json, str, str]] = {
    "another seller": ({"seller": "8024990007", "seller_name": "Annan förening"}, "IOP953",
        "AccountingSupplierParty/Party/PartyLegalEntity/CompanyID"),
    "another buyer": ({"buyer": "2120001561"}, "IOP954",
        "AccountingCustomerParty/Party/PartyLegalEntity/CompanyID"),
    "no reference": ({"reference": ""}, "IOP955", ""),
    "another form of reference": ({"reference": "Anna"}, "IOP956", "BuyerReference"),
    "another currency": ({"currency": "EUR"}, "IOP957", "DocumentCurrencyCode"),
    "more to pay than the sums": ({"payable": "6600.00"}, "IOP958", "LegalMonetaryTotal/PayableAmount"),
    "another price": ({"lines": [{**QUARTER, "price": "7000.00"}]}, "IOP958", LINE),
    "another amount": ({"lines": [row("Bidrag, kvartal 4 2026", "7500.00")]}, "IOP959", LINE),
    "another amount, no words": ({"lines": [row("Bidrag", "6600.00")]}, "IOP959", LINE),
    "VAT on a grant": ({"lines": [row("Bidrag", "6500.00", "S", "25")], **TAXED}, "IOP966",
        "InvoiceLine/Item/ClassifiedTaxCategory/Percent"),
    "VAT as a sum only": ({"tax": "1625.00"}, "IOP958", "TaxTotal/TaxAmount"),
    "another bankgiro": ({"accounts": [("99999997", "SE:BANKGIRO")]}, "IOP969",
        "PaymentMeans/PayeeFinancialAccount/ID"),
    "a plusgiro with the same digits": ({"accounts": [("9912346", "SE:PLUSGIRO")]}, "IOP969",
        "PaymentMeans/PayeeFinancialAccount/ID"),
    "an IBAN": ({"accounts": [("SE4550000000058398257466", "ESSESESS")]}, "IOP969",
        "PaymentMeans/PayeeFinancialAccount/ID"),
    "a second account": ({"accounts": [("9912346", "SE:BANKGIRO"), ("4-2", "SE:PLUSGIRO")]}, "IOP969",
        "PaymentMeans[2]/PayeeFinancialAccount/ID"),
    "another receiver": ({"more": node("PayeeParty", node("PartyName", leaf("Name", "Inkasso AB")))},
        "IOP969", "PayeeParty"),
    "due too soon": ({"due": "2026-10-15"}, "IOP970", "DueDate"),
    "a fee": ({"lines": [QUARTER, row("Faktureringsavgift", "45.00")]}, "IOP972",
        "InvoiceLine[2]/LineExtensionAmount"),
    "the same twice": ({"lines": [QUARTER, QUARTER]}, "IOP963", "InvoiceLine[2]/LineExtensionAmount"),
    "before the term": ({"start": "2025-10-01", "end": "2025-12-31",
        "lines": [row("Bidrag", "6500.00")]}, "IOP964", "InvoicePeriod/StartDate"),
    "two sums to pay": ({"more": node("LegalMonetaryTotal", leaf("PayableAmount", "6500.00"))},
        "IOP951", "LegalMonetaryTotal[2]"),
    "no day of issue": ({"issued": ""}, "IOP951", ""),
    "a day that is none": ({"due": "2026-02-30"}, "IOP951", "DueDate"),
    "an amount that is none": ({"payable": "sextusen"}, "IOP951", "LegalMonetaryTotal/PayableAmount"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_copy_has_exactly_its_fault(name: str) -> None:
    changes, code, path = ALTERED[name]
    found = faults(e_invoice(**changes))

    if name == "an amount that is none":  # the sums cannot be held against it either
        found = found[:1]
    if name == "two sums to pay":  # the first one lacks the rest
        found = [f for f in found if f[0] == "IOP951"]
    assert found == [(code, path)]


COURSE_FAULTS: dict[str, tuple[Json, str]] = {
    "not held": (course("Studiecirkel 2026-04-01, Norrbyhuset"), "IOP960"),
    "another day": (course("Studiecirkel den 15 mars 2026"), "IOP960"),
    "below the gate": (course("Studiecirkel, Framtid Sjöbo, 2026-05-09"), "IOP961"),
    "below the gate, by its id": (course("Kurs k2"), "IOP961"),
    "below the gate, by place and month": (course("Cirkel maj 2026, Framtid Sjöbo"), "IOP961"),
    "below the gate, by its place": (course("Cirkel, Framtid Sjöbo"), "IOP961"),
    "the other rate": (course("Studiecirkel, Norrbyhuset, 2026-03-14", "6500.00"), "IOP959"),
    "after the term": (course("Studiecirkel 2028-02-01, Norrbyhuset", "6500.00"), "IOP964"),
    "something else": (row("Kopiering", "120.00"), "IOP972"),
}


@pytest.mark.parametrize("name", COURSE_FAULTS)
def test_a_course_that_is_not_owed_is_named_with_the_reason(name: str) -> None:
    line, code = COURSE_FAULTS[name]
    xml = e_invoice(lines=[line, THIRD], **YEAR)

    assert faults(xml, agreement(COURSES), COURSE_LOG) == [
        (code, "InvoiceLine[1]/LineExtensionAmount")
    ]


def test_a_course_that_another_invoice_has_billed_is_not_owed_again() -> None:
    told, held = (
        received(e_invoice(lines=[FIRST], **YEAR).encode()),
        opened(agreement(COURSES), COURSE_LOG),
    )
    before = judged(told, standing(told, held), Books(), TODAY).billed
    again = e_invoice(lines=[FIRST, THIRD], number="20260018", **YEAR)

    found = faults(again, agreement(COURSES), COURSE_LOG, Books(billed=before))

    assert found == [("IOP962", "InvoiceLine[1]/LineExtensionAmount")]
    same = e_invoice(lines=[FIRST], **YEAR)
    assert faults(same, agreement(COURSES), COURSE_LOG, Books(billed=before)) == []


def test_a_quarter_that_another_invoice_has_billed_is_not_owed_again() -> None:
    told, held = received(e_invoice().encode()), opened(agreement())
    before = judged(told, standing(told, held), Books(), TODAY).billed

    found = faults(e_invoice(number="2"), books=Books(billed=before))

    assert found == [("IOP962", LINE)]


def test_what_goes_above_the_cap_is_named_as_such() -> None:
    capped = agreement(GRANT + "    cap: 6000 kr\n")

    assert faults(e_invoice(), capped) == [("IOP965", LINE)]


def test_what_a_condition_holds_back_is_named_as_such() -> None:
    held = agreement(GRANT + "    condition: medel\n")

    assert faults(e_invoice(), held) == [("IOP975", LINE)]


def test_what_cannot_be_computed_is_not_guessed() -> None:
    unknown = agreement(GRANT.replace("    vat: outside\n", ""))

    assert faults(e_invoice(), unknown) == [("IOP976", LINE)]


@pytest.mark.parametrize(
    ("payee", "number", "percent", "codes"),
    [
        (REGISTERED, NUMBER, "25", []),
        (REGISTERED, NUMBER, "12", ["IOP967"]),
        (REGISTERED, "", "25", ["IOP968"]),
        (PLAIN, NUMBER, "25", ["IOP968", "IOP976"]),
        (REGISTERED, "SE212000999401", "25", ["IOP968"]),
    ],
)
def test_vat_needs_the_agreed_rate_and_number(
    payee: str, number: str, percent: str, codes: list[str]
) -> None:
    taxed = agreement(GRANT.replace("vat: outside", 'vat: "25"'), payee)
    xml = e_invoice(lines=[row("Bidrag", "6500.00", "S", percent)], vat_number=number)

    assert [c for c, _path in faults(xml, taxed)] == codes


@pytest.mark.parametrize(
    ("changes", "left", "codes"),
    [
        ({"refers_to": ""}, {}, ["IOP973"]),
        ({}, {"20260017": "6000.00"}, ["IOP974"]),
        ({}, {}, ["IOP977"]),
        ({"lines": [row("Del av kvartal 4 2026", "500.00")]}, {"20260017": "6500.00"}, []),
        ({"lines": [row("Del av kvartal 4 2026", "7000.00")]}, {"20260017": "6500.00"},
            ["IOP972", "IOP974"]),
    ],
)  # fmt: skip
def test_a_credit_note_names_its_invoice_and_takes_no_more(
    changes: Json, left: dict[str, str], codes: list[str]
) -> None:
    told = {"root": "CreditNote", "number": "9", "refers_to": "20260017", **changes}
    books = Books(left={number: Decimal(rest) for number, rest in left.items()})

    assert sorted(c for c, _path in faults(e_invoice(**told), books=books)) == codes


def test_a_number_that_was_paid_or_read_before_is_not_paid_again() -> None:
    log = "agreement: oppna-angen\nentries:\n  - {id: p1, paid: '20260017', date: 2026-10-20, amount: 6500 kr}\n"
    books = Books(earlier={("8024991237", "20260017"): "a.xml"})

    assert faults(e_invoice(), log=log) == [("IOP971", "ID")]
    assert faults(e_invoice(), books=books) == [("IOP971", "ID")]


SAMPLES = ROOT.parent / "shared" / "invoices" / "samples"
FITTING: dict[str, tuple[str, str | None]] = {
    "a-forening-utanfor-moms.xml": (agreement(), None),
    "b-momsregistrerad-25-och-undantag.xml": (agreement(SUPPORT, REGISTERED), HOURS),
    "c-kreditfaktura-till-a.xml": (agreement(), None),
    "d-f-skatt-undantag-bilaga.xml": (agreement(EXEMPT, BOTH), None),
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples lie beside the project, not in it")
@pytest.mark.parametrize("name", FITTING)
def test_a_sample_is_accepted_against_an_agreement_that_fits_it(name: str) -> None:
    text, log = FITTING[name]
    books = Books(left={"20260017": Decimal("6500.00")})

    assert faults((SAMPLES / name).read_bytes(), text, log, books) == []


# --- hostile files ---

TENFOLD = "&a{};" * 10
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f"<!ENTITY a{n} '{TENFOLD.format(*[n - 1 if n else ''] * 10)}'>" for n in range(9))
    + "]><l>&a8;</l>"
)
HOSTILE: dict[str, tuple[bytes, str]] = {
    "entities": (BOMB.encode(), "document type"),
    "an external entity": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "document type"),
    "an external DTD": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>', "document type"),
    "a great depth": (b"<a>" * 100_000 + b"</a>" * 100_000, "deeper"),
    "a great count": (b"<a>" + b"<b/>" * 300_000 + b"</a>", "more elements"),
    "20 MB of text": (b"<a>" + b"x" * 20_000_000 + b"</a>", "larger than 10 MB"),
    "9 MB of text": (b"<a>" + b"x" * 9_000_000 + b"</a>", "longer than in any invoice"),
    "a broken end": (e_invoice().encode()[:-40], "breaks off"),
    "an unknown entity": (b"<a>&x;</a>", "breaks off"),
    "another root": (b"<html><body>hej</body></html>", "no UBL invoice"),
    "the right name, no namespace": (b"<Invoice/>", "no UBL invoice"),
    "another form": (b'<CrossIndustryInvoice xmlns="urn:x"/>', "the form CII"),
    "nothing": (b"", "empty"),
    "blanks": (b" \n ", "empty"),
    "a PDF": (b"%PDF-1.7\n", "PDF"),
    "noise": (bytes(range(256)), "breaks off"),
    "an odd encoding": (b'<?xml version="1.0" encoding="utf-7"?><a/>', "encoding utf-7"),
    "a false encoding": (e_invoice().encode("latin-1"), "breaks off"),
    "a million attributes": (b"<a " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>", "no UBL"),
    "too many lines": (e_invoice(lines=[QUARTER] * 1_100).encode(), "at most"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_one_sentence_and_at_once(name: str) -> None:
    raw, says = HOSTILE[name]
    began = time.monotonic()

    with pytest.raises(Unreadable) as refused:
        received(raw)

    assert says in refused.value.says.format_map(refused.value.values)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_usual_encodings_say_the_same(encoding: str) -> None:
    declared = {"iso-8859-1": "ISO-8859-1", "utf-16": "UTF-16"}.get(encoding, "UTF-8")
    xml = e_invoice().replace('encoding="UTF-8"', f'encoding="{declared}"')

    assert faults(xml.encode(encoding)) == []


def test_prefixes_do_not_matter_and_namespaces_do() -> None:
    xml = e_invoice()

    assert faults(xml.replace("cbc:", "x:").replace("xmlns:cbc", "xmlns:x")) == []
    strange = xml.replace(f"{UBL}CommonBasicComponents-2", "urn:other")
    assert ("IOP951", "") in faults(strange)


def test_an_envelope_is_opened() -> None:
    inside = e_invoice().partition("\n")[2]
    header = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"

    assert (
        faults(f'<StandardBusinessDocument xmlns="{header}">{inside}</StandardBusinessDocument>')
        == []
    )


def test_a_place_counts_characters_and_lines() -> None:
    root = parsed("<a>\r\n <b>å&amp;ä</b>\n</a>".encode())

    told = root.one("b")
    assert told is not None and told.text == "å&ä"
    assert (told.span.line, told.span.column, told.span.end_column) == (2, 5, 12)


@settings(max_examples=150, deadline=None)
@given(some.binary(max_size=300), some.integers(0, 3000))
def test_no_bytes_make_it_crash(noise: bytes, at: int) -> None:
    raw = e_invoice().encode()

    for told in (noise, raw[:at] + noise + raw[at:], raw[:at] + noise):
        try:
            faults(told)
        except Unreadable as refused:
            assert refused.says


# --- our own invoices ---

KINDS: dict[str, tuple[str, str | None]] = {
    "per activity": (COURSES, COURSE_LOG),
    "fixed": (GRANT, None),
    "fixed by the year": (GRANT.replace("per: quarter", "per: year"), None),
    "per unit and fixed": (SUPPORT.replace('vat: "25"', "vat: exempt\n    vat_reason: Omsorg"), HOURS),
    "instalments": (f"""\
  delar:
    kind: instalments
{FROM_TO}    amount: 300 tkr
    vat: outside
    parts:
      - {{date: 2026-03-01, amount: 100 tkr}}
      - {{date: 2026-09-01, amount: 200 tkr}}
""", None),
    "lump sum": (f"  engång:\n    kind: lump_sum\n{FROM_TO}    amount: 420 000 kr\n"
        "    date: 2026-01\n    covers: 2026..2027\n    vat: outside\n", None),
    "total": (f"  summa:\n    kind: total\n{FROM_TO}    amount: 2,1 mkr\n    split: equal\n    vat: outside\n", None),
    "cost": (f"  tak:\n    kind: cost_cap\n{FROM_TO}    cap: 4 mkr\n    vat: outside\n",
        "agreement: oppna-angen\nentries:\n  - {id: c1, cost: tak, period: 2026-03, amount: 812 000 kr}\n"),
}  # fmt: skip


def issued(made: Invoice) -> bytes:
    day = date(2026, 11, 1)
    return ubl.xml(
        replace(
            made,
            status="issued",
            number="OA-2026-0001",
            issue_date=day,
            due_date=day + timedelta(days=30),
            payment_reference="OA-2026-0001",
        )
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.sampled_from(sorted(KINDS)), some.integers(0, 23), some.integers(1, 24))
def test_what_we_issue_ourselves_is_accepted(kind: str, start: int, months: int) -> None:
    payments, log = KINDS[kind]
    text = agreement(payments, BOTH)
    first = date(2026 + start // 12, start % 12 + 1, 1)
    after = start + months
    last = date(2026 + after // 12, after % 12 + 1, 1) - timedelta(days=1)
    drafts = draft(opened(text, log), Asked(TODAY, Days(first, last))).invoices

    for made in drafts:
        if made.total > 0:
            assert faults(issued(made), text, log) == []


# --- days in words ---


@pytest.mark.parametrize(
    ("text", "days", "periods"),
    [
        ("den 14 mars 2018", ["2018-03-14"], []),
        ("2018-03-14, 9 maj 2018", ["2018-03-14", "2018-05-09"], []),
        ("14/3 2018", ["2018-03-14"], []),
        ("2018-03-14 – 2018-05-09", [], [("2018-03-14", "2018-05-09")]),
        ("1 januari 2018 till 31 mars 2018", [], [("2018-01-01", "2018-03-31")]),
        ("kvartal 4 2026", [], [("2026-10-01", "2026-12-31")]),
        ("2026-Q4", [], [("2026-10-01", "2026-12-31")]),
        ("november 2026", [], [("2026-11-01", "2026-11-30")]),
        ("halvår 1 2026", [], [("2026-01-01", "2026-06-30")]),
        ("bidrag 2018", [], [("2018-01-01", "2018-12-31")]),
        ("faktura 20260017, KS 12345, 30 februari 2018", [], []),
    ],
)
def test_days_are_read_in_words(text: str, days: list[str], periods: list[tuple[str, str]]) -> None:
    found = times(text)

    assert [day.isoformat() for day in found.days] == days
    assert [(p.first.isoformat(), p.last.isoformat()) for p in found.periods] == periods


# --- the command ---

Said = Callable[[], str]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "oppna-angen.yaml").write_text(agreement(), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str) -> int:
    return run(["invoice", "check", *arguments, "--today", "2026-11-22", "--lang", "en"])


def test_the_command_tells_what_agrees_line_by_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("faktura.xml").write_text(e_invoice(), "utf-8")

    assert check("faktura.xml") == 0

    said = capsys.readouterr().out
    assert said.startswith(
        "faktura.xml: invoice 20260017, 6 500,00 kr\n  Agreement: oppna-angen – agrees\n"
    )
    assert "Seller: Föreningen Öppna Ängen (8024991237) – agrees" in said
    assert (
        "Line 1: Kommunens bidrag enligt IOP, kvartal 4 2026, 6 500,00 kr – agrees: Bidrag, 2026-Q4"
        in said
    )
    assert "Nothing to remark on. Looked at 1 file and 1 agreement." in said


def test_the_command_points_at_the_account_and_at_the_agreement(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("faktura.xml").write_text(e_invoice(accounts=[("99999997", "SE:BANKGIRO")]), "utf-8")

    assert check("faktura.xml") == 1

    said = capsys.readouterr().out
    assert "IOP969 incoming-wrong-account: the account is bankgiro" in said
    assert "<cbc:ID>99999997</cbc:ID>\n" in said and "^^^^^^^^" in said
    assert "See also: agreements/oppna-angen.yaml:" in said
    assert "To accept" not in said


def test_a_credit_note_is_held_against_its_invoice_in_the_same_run(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.xml").write_text(e_invoice(), "utf-8")
    Path("c.xml").write_text(
        e_invoice(root="CreditNote", number="2", refers_to="20260017"), "utf-8"
    )
    Path("d.xml").write_text(
        e_invoice(root="CreditNote", number="3", refers_to="20260017"), "utf-8"
    )

    assert check("a.xml", "c.xml") == 0
    assert check("a.xml", "c.xml", "d.xml", "--output-format", "concise") == 1

    assert "IOP974" in capsys.readouterr().out.splitlines()[-1]


def test_the_same_invoice_in_two_files_is_told(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.xml", "b.xml"):
        Path(name).write_text(e_invoice(), "utf-8")

    assert check("a.xml", "b.xml", "--output-format", "concise") == 1
    assert "b.xml:5:9: IOP971" in capsys.readouterr().out


def test_the_answer_as_json_has_its_schema(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    Path("a.xml").write_text(e_invoice(lines=[QUARTER, row("Avgift", "45.00")]), "utf-8")
    Path("b.xml").write_text("<a/>", "utf-8")

    assert check("a.xml", "b.xml", "--output-format", "json") == 1

    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, incoming_schema())
    first, second = told["invoices"]
    assert [line["agrees"] for line in first["lines"]] == [True, False]
    assert first["lines"][0]["owed"][0]["payment"] == "bidrag"
    assert (first["ok"], second["read"]) == (False, False)
    assert [f["code"] for f in told["findings"]] == ["IOP972", "IOP951"]


def test_an_invoice_under_no_agreement_or_under_several_is_told_so(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.xml").write_text(
        e_invoice(seller="5560000001", seller_name="X", buyer="2120001561"), "utf-8"
    )
    Path("b.xml").write_text(e_invoice(contract=""), "utf-8")
    other = repository / "agreements" / "andra.yaml"
    other.write_text(agreement(id="andra"), "utf-8")

    assert check("a.xml", "--output-format", "concise") == 1
    assert "no agreement here is between X (5560000001) and" in capsys.readouterr().out
    assert check("b.xml", "--output-format", "concise") == 1
    assert "several agreements are between" in capsys.readouterr().out
    assert check("b.xml", "--agreement", "oppna-angen") == 0


@pytest.mark.parametrize("arguments", [["saknas.xml"], ["a.xml", "--agreement", "saknas"]])
def test_what_is_not_there_stops_the_command(repository: Path, arguments: list[str]) -> None:
    Path("a.xml").write_text(e_invoice(), "utf-8")

    assert check(*arguments) == 2


def test_folders_links_and_pipes_are_not_read(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.xml").write_text(e_invoice(), "utf-8")
    Path("mapp.xml").mkdir()
    names = ["mapp.xml"]
    if sys.platform != "win32":
        Path("lank.xml").symlink_to("a.xml")
        os.mkfifo("ror.xml")
        names += ["lank.xml", "ror.xml"]

    assert check(*names, "--output-format", "concise") == 1

    said = capsys.readouterr().out
    assert said.count("IOP951") == len(names) and "this is a folder" in said


def test_an_invoice_is_read_from_stdin(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(e_invoice().encode())))

    assert check("-") == 0


def test_every_fault_has_a_code_a_name_and_a_page() -> None:
    rules = roll()

    assert sorted(rules) == [f"IOP{n}" for n in range(951, 980)]
    assert len({rule.name for rule in rules.values()}) == len(rules)
    assert all(len(rule.paragraphs) == 2 for rule in rules.values())
