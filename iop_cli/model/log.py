"""What a log may say: one entry for each thing that happened. Only grows; judges nothing."""

from typing import Literal

from pydantic import Field

from iop_cli.model.kinds import (
    Amount,
    Count,
    Day,
    FileId,
    Id,
    Line,
    Number,
    Period,
    Record,
    Text,
    Whole,
    YesNo,
)

KINDS = (
    "activity", "meeting", "report", "quantity", "cost", "index", "event", "complete", "paid",
    "record_check",
)  # fmt: skip


class Entry(Record):
    """One thing that happened; exactly one key says what."""

    id: Id = Field(description="The entry's own id, unique in the log.")
    corrects: Id | None = Field(None, description="The earlier entry that this one replaces.")
    withdraws: Id | None = Field(None, description="The earlier entry that did not happen.")
    because: Text | None = Field(None, description="Why it was corrected or withdrawn.")
    activity: Id | None = Field(None, description="The activity that was held.")
    held: Day | None = Field(None, description="The day it was held.")
    place: Line | None = Field(None, description="Where it was held.")
    group: Line | None = Field(None, description="Which group.")
    participants: Whole | None = Field(None, description="How many took part.")
    rate: Id | None = Field(None, description="The rate that was chosen.")
    meeting: Id | None = Field(None, description="The body that met.")
    report: Id | None = Field(None, description="The report that was handed in.")
    period: Period | None = Field(None, description="The period that it concerns.")
    submitted: Day | None = Field(None, description="The day it was handed in.")
    values: dict[Id, Number] | None = Field(None, description="The indicators' values.")
    quantity: Id | None = Field(None, description="The quantity that was read.")
    party: Id | None = Field(None, description="The party that it concerns.")
    date: Day | None = Field(None, description="The day.")
    value: Number | None = Field(None, description="The value.")
    source: Line | None = Field(None, description="Where the value was read.")
    cost: Id | None = Field(None, description="The payment that the cost belongs to.")
    amount: Amount | None = Field(None, description="The amount.")
    index: Line | None = Field(None, description="The index series.")
    preliminary: YesNo | None = Field(None, description="Whether the value is preliminary.")
    event: (
        Literal["notice", "extended", "not_extended", "condition_met", "ended", "joined", "left"]
        | None
    ) = Field(None, description="What happened.")
    by: Line | None = Field(None, description="Who did it.")
    condition: Id | None = Field(None, description="The condition that was met.")
    until: Day | None = Field(None, description="The new last day, where it was extended.")
    complete: Period | None = Field(None, description="A period from which nothing is missing.")
    paid: Line | None = Field(None, description="The invoice that was paid.")
    record_check: Line | None = Field(
        None, description="The role that a criminal record was shown for; never whose it was."
    )
    note: Text | None = Field(None, description="Anything else.")


class Log(Record):
    """What has happened in one partnership."""

    format: Count | None = Field(None, description="The version of this format: 1.")
    agreement: FileId = Field(description="The agreement's id.")
    illustrative: YesNo | None = Field(None, description="yes: an example, not a record.")
    entries: list[Entry] | None = Field(None, description="The entries, oldest first.")
