"""Who enters an agreement: the parties, how they are reached and paid, and who signs for them."""

from typing import Literal

from pydantic import Field

from iop_cli.model.kinds import Day, DayOrNone, Id, Ids, Line, Lines, Quote, Record, YesNo

LegalForm = Literal[
    "municipality", "region", "state", "part_of_body", "association", "foundation",
    "economic_association", "religious_community", "company",
]  # fmt: skip


class Contact(Record):
    """Whom to turn to: an office, never a person."""

    office: Line = Field(description="The office.")
    unit: Line | None = Field(None, description="The unit.")


class Address(Record):
    """A postal address of an organisation."""

    street: Line | None = Field(None, description="Street or box.")
    postcode: Line | None = Field(None, description="Postcode.")
    city: Line | None = Field(None, description="City.")
    country: Line | None = Field(None, description="Country, if not Sweden.")


class BuyerInvoice(Record):
    """How a party wants its invoices."""

    reference: Line | None = Field(None, description="The buyer's reference.")
    reference_format: Line | None = Field(
        None, description="What a reference looks like (a pattern)."
    )
    electronic: Line | None = Field(
        None, description="Electronic address, such as 0007:2120001561."
    )
    channel: Literal["peppol", "portal", "email", "pdf", "paper"] | None = Field(
        None, description="How the invoice is sent."
    )


class Accounts(Record):
    """Bookkeeping accounts for the voucher."""

    claim: Line | None = Field(None, description="The account of the claim.")
    income: Line | None = Field(None, description="The account of the income.")
    vat: Line | None = Field(None, description="The account of the VAT.")


class Payee(Record):
    """How a party is paid."""

    bankgiro: Line | None = Field(None, description="Bankgiro number.")
    plusgiro: Line | None = Field(None, description="Plusgiro number.")
    iban: Line | None = Field(None, description="IBAN.")
    bic: Line | None = Field(None, description="BIC.")
    vat_number: Line | None = Field(None, description="VAT number, or none.")
    f_tax: YesNo | None = Field(None, description="Approved for F-tax.")
    series: Line | None = Field(None, description="The series that its invoices are numbered in.")
    ocr: Line | None = Field(
        None, description="none, soft, or length: how the OCR reference is made."
    )
    accounts: Accounts | None = Field(None, description="Bookkeeping accounts.")


class Party(Record):
    """One who enters the agreement, or is named in it."""

    role: Literal["public", "nonprofit", "named"] = Field(
        description="Its role in the partnership."
    )
    name: Line = Field(description="Its name, as it shall stand.")
    also_written: Lines | None = Field(
        None, description="Other ways that the text writes the name."
    )
    common: YesNo | None = Field(None, description="Whether those are everyday names.")
    legal_form: LegalForm | None = Field(None, description="What kind of body it is.")
    part_of: Line | None = Field(None, description="The legal person that it is a part of.")
    acts_through: Line | None = Field(None, description="The board or committee that acts for it.")
    units: Lines | None = Field(None, description="Its units, as its organisation names them.")
    org_number: Line | None = Field(None, description="Organisation number.")
    leads: YesNo | None = Field(None, description="Whether it leads a group of associations.")
    registered: DayOrNone | None = Field(
        None, description="Registered under lag (2022:900): since."
    )
    territory: Lines | None = Field(None, description="The area that it is competent in.")
    address: Address | None = Field(None, description="Postal address.")
    contact: Contact | None = Field(None, description="The office to turn to.")
    invoice: BuyerInvoice | None = Field(None, description="How it wants its invoices.")
    payee: Payee | None = Field(None, description="How it is paid.")


class Initiative(Record):
    """Who took the initiative."""

    by: Ids = Field(description="The parties that took it.")
    body: Line | None = Field(None, description="The body of the party that took it.")
    as_written: Quote | None = Field(None, description="The text's own words, at most twelve.")


class Signature(Record):
    """One signatory."""

    party: Id = Field(description="The party.")
    name: Line | None = Field(None, description="The signatory, as in the public record.")
    office: Line | None = Field(None, description="The signatory's office.")
    place: Line | None = Field(None, description="Where it is signed.")
    signed: Day | None = Field(None, description="The day it was signed.")
