"""Invoices to test with: one that is ready to be issued, and changes to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from iop_cli.invoice import Because, Invoice, Line, Side

PAYEE = Side(
    id="föreningen",
    name="Föreningen Öppna Ängen",
    org_number="802499-1237",
    electronic="0007:8024991237",
    street="Åkervägen 3",
    postcode="123 45",
    city="Exempelköping",
)
PAYER = Side(
    id="kommunen",
    name="Exempelköpings kommun",
    org_number="212000-9994",
    electronic="0007:2120009994",
    street="Box 1",
    postcode="123 00",
    city="Exempelköping",
    unit="Kultur- och fritidsnämnden",
)
LINE = Line(
    payment="kursbidrag",
    text="Studiecirkel, Norrbyhuset, 2026-03-14",
    amount=Decimal("6500.00"),
    vat="outside",
    entries=("k1",),
    part="k1",
    start=date(2026, 3, 14),
    end=date(2026, 3, 14),
    because=(
        Because("agreements/oppna-angen.yaml", 52, "rates.låg: 6500 kr"),
        Because("agreements/oppna-angen.log.yaml", 4, "14 deltagare, minst 10"),
    ),
)
ISSUED = Invoice(
    agreement="oppna-angen",
    title="Öppna ängen",
    series="FA",
    payee=PAYEE,
    payer=PAYER,
    lines=(LINE,),
    start=date(2026, 1, 1),
    end=date(2026, 12, 31),
    status="issued",
    number="FA-2026-0017",
    issue_date=date(2026, 10, 1),
    due_date=date(2026, 10, 31),
    due="30 days",
    reference="ZZ123456",
    contract="KS 2026/0123",
    means={"bankgiro": "9999-9997"},
    payment_reference="FA-2026-0017",
    accounts={"claim": "1510", "income": "3987"},
)


def line(**changes: Any) -> Line:
    """The line with some changes."""
    return replace(LINE, **changes)


def invoice(**changes: Any) -> Invoice:
    """The invoice with some changes."""
    return replace(ISSUED, **changes)


def draft(**changes: Any) -> Invoice:
    """The invoice as a draft: without number, days and payment reference."""
    bare = {"status": "draft", "number": None, "issue_date": None, "due_date": None}
    return replace(ISSUED, **{**bare, "payment_reference": "", **changes})
