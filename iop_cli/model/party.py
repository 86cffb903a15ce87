"""Who enters an agreement: the parties, how they are reached and paid, and who signs for them."""

from typing import Literal

from pydantic import Field

from iop_cli.model.kinds import (
    Day,
    DayOrNone,
    Editorial,
    Id,
    Ids,
    Line,
    Lines,
    Material,
    Minor,
    Quote,
    Record,
    YesNo,
)
from iop_cli.model.ledger import Hash

LegalForm = Literal[
    "municipality", "region", "state", "part_of_body", "association", "foundation",
    "economic_association", "religious_community", "company",
]  # fmt: skip


class Contact(Record):
    """Whom to turn to: an office, never a person."""

    office: Minor[Line] = Field(description="The office.")
    unit: Minor[Line | None] = Field(None, description="The unit.")


class Address(Record):
    """A postal address of an organisation."""

    street: Minor[Line | None] = Field(None, description="Street or box.")
    postcode: Minor[Line | None] = Field(None, description="Postcode.")
    city: Minor[Line | None] = Field(None, description="City.")
    country: Minor[Line | None] = Field(None, description="Country, if not Sweden.")


class BuyerInvoice(Record):
    """How a party wants its invoices."""

    reference: Minor[Line | None] = Field(None, description="The buyer's reference.")
    reference_format: Minor[Line | None] = Field(
        None, description="What a reference looks like (a pattern)."
    )
    electronic: Minor[Line | None] = Field(
        None, description="Electronic address, such as 0007:2120001561."
    )
    channel: Minor[Literal["peppol", "portal", "email", "pdf", "paper"] | None] = Field(
        None, description="How the invoice is sent."
    )


class Accounts(Record):
    """Bookkeeping accounts for the voucher."""

    claim: Minor[Line | None] = Field(None, description="The account of the claim.")
    income: Minor[Line | None] = Field(None, description="The account of the income.")
    vat: Minor[Line | None] = Field(None, description="The account of the VAT.")


class Payee(Record):
    """How a party is paid."""

    bankgiro: Material[Line | None] = Field(None, description="Bankgiro number.")
    plusgiro: Material[Line | None] = Field(None, description="Plusgiro number.")
    iban: Material[Line | None] = Field(None, description="IBAN.")
    bic: Material[Line | None] = Field(None, description="BIC.")
    vat_number: Material[Line | None] = Field(None, description="VAT number, or none.")
    f_tax: Material[YesNo | None] = Field(None, description="Approved for F-tax.")
    series: Minor[Line | None] = Field(
        None, description="The series that its invoices are numbered in."
    )
    ocr: Minor[Line | None] = Field(
        None, description="none, soft, or length: how the OCR reference is made."
    )
    accounts: Minor[Accounts | None] = Field(None, description="Bookkeeping accounts.")


class Party(Record):
    """One who enters the agreement, or is named in it."""

    role: Material[Literal["public", "nonprofit", "named"]] = Field(
        description="Its role in the partnership."
    )
    name: Material[Line] = Field(description="Its name, as it shall stand.")
    also_written: Editorial[Lines | None] = Field(
        None, description="Other ways that the text writes the name."
    )
    common: Editorial[YesNo | None] = Field(None, description="Whether those are everyday names.")
    legal_form: Material[LegalForm | None] = Field(None, description="What kind of body it is.")
    part_of: Material[Line | None] = Field(
        None, description="The legal person that it is a part of."
    )
    acts_through: Material[Line | None] = Field(
        None, description="The board or committee that acts for it."
    )
    units: Minor[Lines | None] = Field(
        None, description="Its units, as its organisation names them."
    )
    org_number: Material[Line | None] = Field(None, description="Organisation number.")
    leads: Material[YesNo | None] = Field(
        None, description="Whether it leads a group of associations."
    )
    registered: Minor[DayOrNone | None] = Field(
        None, description="Registered under lag (2022:900): since."
    )
    territory: Minor[Lines | None] = Field(None, description="The area that it is competent in.")
    address: Minor[Address | None] = Field(None, description="Postal address.")
    contact: Minor[Contact | None] = Field(None, description="The office to turn to.")
    invoice: Minor[BuyerInvoice | None] = Field(None, description="How it wants its invoices.")
    payee: Material[Payee | None] = Field(None, description="How it is paid.")


class Initiative(Record):
    """Who took the initiative."""

    by: Material[Ids] = Field(description="The parties that took it.")
    body: Minor[Line | None] = Field(None, description="The body of the party that took it.")
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )


class Signature(Record):
    """One signatory."""

    party: Material[Id] = Field(description="The party.")
    name: Material[Line | None] = Field(None, description="The signatory, as in the public record.")
    office: Minor[Line | None] = Field(None, description="The signatory's office.")
    place: Minor[Line | None] = Field(None, description="Where it is signed.")
    signed: Material[Day | None] = Field(None, description="The day it was signed.")


class Seal(Record):
    """What was signed, so that every later change of it is found."""

    sha256: Material[Hash] = Field(
        description="The hash of the signed terms, whatever their spelling and order."
    )
    date: Material[Day | None] = Field(None, description="The day it was sealed.")
    by: Minor[Line | None] = Field(None, description="The office that sealed it.")
