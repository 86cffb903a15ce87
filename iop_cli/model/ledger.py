"""What a ledger may say: one entry for each invoice, credit note and voiding. Only grows.

Judges nothing: whether numbers run and hashes hold is seen in ledger and audit.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, PlainValidator, WithJsonSchema

from iop_cli import quantity as q
from iop_cli.finding import Finding, Problem
from iop_cli.model.forms import Json, digits, written
from iop_cli.model.kinds import (
    Day,
    FileId,
    Format,
    Id,
    Line,
    Period,
    Record,
    Text,
    shape_message,
)
from iop_cli.words import mark

SERIES_PATTERN = r"^[A-Za-zÅÄÖåäö0-9](?:[A-Za-zÅÄÖåäö0-9_-]{0,38}[A-Za-zÅÄÖåäö0-9])?$"
NUMBER_PATTERN = r"^(?P<series>.+)-(?P<year>[0-9]{4})-(?P<count>[0-9]{4,})$"
# what an entry of each kind must hold besides its kind and its day
_NEEDS = {
    "invoice": ("number", "due", "agreement", "payer", "payee", "period", "lines", "total",
                "documents"),
    "credit": ("number", "refers_to", "because", "agreement", "payer", "payee", "period", "lines",
               "total", "documents"),
    "void": ("refers_to", "because"),
}  # fmt: skip
_ABOUT = ("entry", "part", "period")


def _money(value: object) -> q.Amount:
    if not isinstance(value, str):
        raise q.NotRead(shape_message(value))
    return q.Amount.read(value, allow_sign=True)


def _hash(value: object) -> str:
    if not isinstance(value, str):
        raise q.NotRead(shape_message(value))
    if not re.fullmatch("[0-9a-f]{64}", value):
        raise q.NotRead(mark("{text} is not a SHA-256 hash (64 of 0-9 and a-f)"), text=value)
    return value


def _by_kind() -> Json:
    """The same as JSON Schema says it."""
    return {
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"required": [*needed]},
            }
            for kind, needed in _NEEDS.items()
        ]
    }


Money = Annotated[
    q.Amount,
    PlainValidator(_money),
    WithJsonSchema(
        written(
            r"^-?[0-9]+\.[0-9]{2} (?:kr|[A-Z]{3})$",
            mark("An amount with two decimals and its unit, such as 10000.00 kr."),
            "10000.00 kr",
        )
    ),
]
Hash = Annotated[
    str,
    PlainValidator(_hash),
    WithJsonSchema(
        digits(
            written("^[0-9a-f]{64}$", mark("A SHA-256 hash: 64 of 0-9 and a-f."), "0" * 64),
            minimum=0,
        )
    ),
]


class LedgerLine(Record):
    """One line that was billed or credited: what may be billed only once, and how much."""

    payment: Id = Field(description="The payment.")
    entry: Id | None = Field(None, description="The log's entry that was billed.")
    part: Line | None = Field(None, description="The instalment or settlement that was billed.")
    period: Period | None = Field(None, description="The days that the line covers.")
    amount: Money = Field(description="The amount before VAT.")
    text: Line | None = Field(None, description="What the line says.")


class LedgerEntry(Record):
    """One invoice, credit note or voiding, as it was issued."""

    model_config = ConfigDict(json_schema_extra=_by_kind())

    number: Line | None = Field(None, description="Its number; a voiding has none of its own.")
    kind: Literal["invoice", "credit", "void"] = Field(description="What was issued.")
    issued: Day = Field(description="The day it was issued.")
    due: Day | None = Field(None, description="The last day to pay.")
    refers_to: Line | None = Field(None, description="The invoice that is credited or voided.")
    because: Text | None = Field(None, description="Why it was credited or voided.")
    agreement: FileId | None = Field(None, description="The agreement's id.")
    agreement_sha256: Hash | None = Field(None, description="The hash of its file as it stood.")
    payer: Id | None = Field(None, description="The party that pays.")
    payee: Id | None = Field(None, description="The party that is paid.")
    period: Period | None = Field(None, description="The period that was billed.")
    currency: Line | None = Field(None, description="The currency, where it is not SEK.")
    lines: list[LedgerLine] | None = Field(None, description="The lines.")
    vat_total: Money | None = Field(None, description="The VAT in all.")
    total: Money | None = Field(None, description="What is to be paid, or is credited.")
    documents: dict[Id, Hash] | None = Field(
        None, description="The hash of each document, by the ending of its name."
    )
    previous: Hash | None = Field(
        None, description="The hash of the entry before; the first has none."
    )

    @classmethod
    def lacks(cls, words: Json) -> list[str]:
        """The keys that must stand in an entry of its kind and do not."""
        kind = words.get("kind")
        beside = _NEEDS.get(kind, ()) if isinstance(kind, str) else ()
        return [*super().lacks(words), *(key for key in beside if key not in words)]

    def faults(self) -> Iterator[Problem]:
        """What an entry of its kind lacks, and lines that do not say what they are about."""
        told = {key: value for key, value in self if value is not None}
        for key in self.lacks(told):
            says = mark("{key} is missing; it must be there")
            yield "IOP110", Finding((key,), says, {"key": key})
        for index, line in enumerate(self.lines or []):
            about = [key for key in _ABOUT if getattr(line, key) is not None]
            if not about:
                says = mark("the line does not say what was billed; one of {choices} must be there")
                values: dict[str, object] = {"choices": " | ".join(_ABOUT)}
                yield "IOP112", Finding(("lines", index), says, values)
            elif about[:2] == ["entry", "part"]:
                says = mark("{kinds} stand in one entry; keep one of {choices}")
                values = {"kinds": about[:2], "choices": "entry | part"}
                yield "IOP112", Finding(("lines", index, "part"), says, values, key=True)


class Ledger(Record):
    """What was issued in one series."""

    format: Format | None = Field(None, description="The version of this format: 1.")
    series: Line = Field(description="The series: the first part of every number.")
    entries: list[LedgerEntry] | None = Field(None, description="The entries, oldest first.")

    def faults(self) -> Iterator[Problem]:
        """What is wrong with the entries, each by itself."""
        for index, entry in enumerate(self.entries or []):
            for code, finding in entry.faults():
                yield code, replace(finding, where=("entries", index, *finding.where))
