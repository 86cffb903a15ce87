"""What a log may say: one entry for each thing that happened. Only grows; judges nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pydantic import ConfigDict, Field

from iop_cli.finding import Finding, Problem
from iop_cli.model.forms import Json
from iop_cli.model.kinds import (
    Amount,
    Day,
    Editorial,
    FileId,
    Format,
    Id,
    Line,
    Material,
    Number,
    Period,
    Record,
    Text,
    Whole,
    YesNo,
)
from iop_cli.words import mark

KINDS = (
    "activity", "meeting", "report", "quantity", "cost", "index", "event", "complete", "paid",
    "record_check",
)  # fmt: skip

# what a key needs beside it to say anything
_NEEDS = {
    "activity": ("held",),
    "meeting": ("held",),
    "report": ("period",),
    "quantity": ("date", "value"),
    "cost": ("period", "amount"),
    "index": ("period", "value"),
    "event": ("date",),
    "paid": ("date", "amount"),
    "record_check": ("date",),
    "corrects": ("because",),
    "withdraws": ("because",),
}
_CHOICES = (*KINDS, "withdraws")


def _needs() -> Json:
    """The same as JSON Schema says it: one key says what happened, else a note."""
    one = [{"required": [key]} for key in _CHOICES]
    noted = {"if": {"anyOf": one}, "then": {"oneOf": one}, "else": {"required": ["note"]}}
    beside = [
        {"if": {"required": [key]}, "then": {"required": [*needed]}}
        for key, needed in _NEEDS.items()
    ]
    return {"allOf": [noted, *beside]}


class Entry(Record):
    """One thing that happened; exactly one key says what, or a note alone."""

    model_config = ConfigDict(json_schema_extra=_needs())

    id: Material[Id] = Field(description="The entry's own id, unique in the log.")
    corrects: Material[Id | None] = Field(
        None, description="The earlier entry that this one replaces."
    )
    withdraws: Material[Id | None] = Field(
        None, description="The earlier entry that did not happen."
    )
    because: Material[Text | None] = Field(None, description="Why it was corrected or withdrawn.")
    activity: Material[Id | None] = Field(None, description="The activity that was held.")
    held: Material[Day | None] = Field(None, description="The day it was held.")
    place: Material[Line | None] = Field(None, description="Where it was held.")
    group: Material[Line | None] = Field(None, description="Which group.")
    participants: Material[Whole | None] = Field(None, description="How many took part.")
    rate: Material[Id | None] = Field(None, description="The rate that was chosen.")
    meeting: Material[Id | None] = Field(None, description="The body that met.")
    report: Material[Id | None] = Field(None, description="The report that was handed in.")
    period: Material[Period | None] = Field(None, description="The period that it concerns.")
    submitted: Material[Day | None] = Field(None, description="The day it was handed in.")
    values: Material[dict[Id, Number] | None] = Field(None, description="The indicators' values.")
    quantity: Material[Id | None] = Field(None, description="The quantity that was read.")
    party: Material[Id | None] = Field(None, description="The party that it concerns.")
    date: Material[Day | None] = Field(None, description="The day.")
    value: Material[Number | None] = Field(None, description="The value.")
    source: Material[Line | None] = Field(None, description="Where the value was read.")
    cost: Material[Id | None] = Field(None, description="The payment that the cost belongs to.")
    amount: Material[Amount | None] = Field(None, description="The amount.")
    index: Material[Line | None] = Field(None, description="The index series.")
    preliminary: Material[YesNo | None] = Field(
        None, description="Whether the value is preliminary."
    )
    event: Material[
        Literal["notice", "extended", "not_extended", "condition_met", "ended", "joined", "left"]
        | None
    ] = Field(None, description="What happened.")
    by: Material[Line | None] = Field(None, description="Who did it.")
    condition: Material[Id | None] = Field(None, description="The condition that was met.")
    until: Material[Day | None] = Field(
        None, description="The new last day, where it was extended."
    )
    complete: Material[Period | None] = Field(
        None, description="A period from which nothing is missing."
    )
    paid: Material[Line | None] = Field(None, description="The invoice that was paid.")
    record_check: Material[Line | None] = Field(
        None, description="The role that a criminal record was shown for; never whose it was."
    )
    note: Material[Text | None] = Field(None, description="Anything else.")

    @classmethod
    def lacks(cls, words: Json) -> list[str]:
        """The keys that must stand in such an entry, and what its own keys need beside them."""
        beside = [key for kind, needed in _NEEDS.items() if kind in words for key in needed]
        return [*super().lacks(words), *(k for k in dict.fromkeys(beside) if k not in words)]

    def faults(self) -> Iterator[Problem]:
        """That nothing or several things are said to have happened, or what one of them lacks."""
        told = {key: value for key, value in self if value is not None}
        kinds = [key for key in _CHOICES if key in told]
        choices = " | ".join(_CHOICES)
        if len(kinds) > 1:
            says = mark("{kinds} stand in one entry; keep one of {choices}")
            values: dict[str, object] = {"kinds": kinds, "choices": choices}
            yield "IOP112", Finding((kinds[1],), says, values, key=True)
        elif not kinds and "note" not in told:
            says = mark("the entry does not say what happened; write one of {choices}")
            yield "IOP112", Finding((), says, {"choices": choices})
        else:
            says = mark("{key} is missing; it must be there")
            for key in self.lacks(told):
                yield "IOP110", Finding((key,), says, {"key": key})


class Log(Record):
    """What has happened in one partnership."""

    format: Editorial[Format | None] = Field(None, description="The version of this format: 1.")
    agreement: Material[FileId] = Field(description="The agreement's id.")
    illustrative: Material[YesNo | None] = Field(None, description="yes: an example, not a record.")
    entries: Material[list[Entry] | None] = Field(None, description="The entries, oldest first.")

    def faults(self) -> Iterator[Problem]:
        """What is wrong with the entries, each by itself."""
        for index, entry in enumerate(self.entries or []):
            for code, finding in entry.faults():
                yield code, replace(finding, where=("entries", index, *finding.where))
