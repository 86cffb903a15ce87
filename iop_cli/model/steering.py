"""Who steers and who reports: bodies, reports, indicators, and the criteria that were judged."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from iop_cli.model.kinds import (
    ByShape,
    Count,
    Day,
    FileId,
    Frequency,
    Id,
    Line,
    Lines,
    Number,
    Per,
    Period,
    Quote,
    Record,
    Text,
    Timing,
    YesNo,
)


class Answer(Record):
    """How a criterion is met."""

    grade: Literal["met", "partly", "not_met"] | None = Field(
        None, description="How well it is met; absent is open."
    )
    evidence: Text | None = Field(None, description="What shows it.")
    by: Line | None = Field(None, description="The office that judged.")
    date: Day | None = Field(None, description="The day it was judged.")


class Criteria(Record):
    """How the partnership meets a profile's criteria."""

    profile: FileId = Field(description="The profile.")
    answers: dict[Id, Answer] | None = Field(None, description="One answer for each criterion.")


class Member(Record):
    """Who sits in a body."""

    party: Id | None = Field(None, description="The party.")
    count: Count | None = Field(None, description="How many.")
    unit: Line | None = Field(None, description="The unit that they come from.")
    office: Line | None = Field(None, description="The office.")


class Body(Record):
    """A group that steers."""

    name: Line | None = Field(None, description="Its name.")
    members: list[Member] | None = Field(None, description="Who sits in it.")
    meets: Frequency | None = Field(None, description="How often it meets.")
    when_needed: YesNo | None = Field(None, description="Whether it also meets when needed.")
    decides: Literal["unanimous", "majority", "lead"] | None = Field(
        None, description="How it decides."
    )
    tie_break: Line | None = Field(None, description="What breaks a tie or a deadlock.")
    convened_by: Id | None = Field(None, description="Who calls the meetings.")
    task: Text | None = Field(None, description="What it does.")


class Indicator(Record):
    """Something that is measured."""

    name: Line = Field(description="Its name.")
    also_written: Lines | None = Field(None, description="Other ways that the text names it.")
    unit: Line | None = Field(None, description="What it is counted in.")
    per: Per | None = Field(None, description="The period that it is counted for.")
    baseline: Line | None = Field(None, description="Where it stood before.")
    target: Line | None = Field(None, description="Where it shall come.")
    measure: Line | None = Field(None, description="How it is measured.")
    min: Number | None = Field(None, description="The least that is possible.")
    max: Number | None = Field(None, description="The most that is possible.")
    small_numbers: Literal["suppress", "show"] | None = Field(
        None, description="Whether small numbers are hidden."
    )
    individuals: YesNo | None = Field(None, description="Whether it counts named individuals.")
    as_written: Quote | None = Field(None, description="The text's own words, at most twelve.")


class PartyBody(Record):
    """A body of a party."""

    party: Id = Field(description="The party.")
    body: Line = Field(description="Its body.")


Reader = Annotated[Annotated[Id, Tag("=text")] | Annotated[PartyBody, Tag("=map")], ByShape]

Readers = Annotated[
    Annotated[Id, Tag("=text")]
    | Annotated[list[Reader], Tag("=list")]
    | Annotated[PartyBody, Tag("=map")],
    ByShape,
]


class Report(Record):
    """A report that is owed."""

    name: Line | None = Field(None, description="Its name.")
    from_: Id | None = Field(None, alias="from", description="Who writes it: a party or a body.")
    to: Readers | None = Field(None, description="Who gets it: parties or bodies.")
    how_often: Frequency | None = Field(None, description="How often.")
    due: Timing | None = Field(
        None, description="When, such as 1 month after period; absent: never late."
    )
    first: Period | None = Field(None, description="The first period that is reported.")
    indicators: dict[Id, Indicator] | None = Field(None, description="What it reports.")
    as_written: Quote | None = Field(None, description="The text's own words, at most twelve.")


class Duty(Record):
    """A follow-up that is not a report."""

    what: Line = Field(description="What is done.")
    by: Id | None = Field(None, description="Who does it: a party or a body.")
    how_often: Frequency | None = Field(None, description="How often.")
    firm: YesNo | None = Field(None, description="no: the text only suggests it.")
    notes_on_individuals: YesNo | None = Field(
        None, description="Whether notes are kept on persons."
    )


class SmallNumbers(Record):
    """Counts that could point at a person."""

    below: Count = Field(description="Counts below this are hidden in what is published.")


class FollowUp(Record):
    """How the partnership is followed up."""

    reports: dict[Id, Report] | None = Field(None, description="The reports that are owed.")
    duties: list[Duty] | None = Field(None, description="Other follow-up.")
    small_numbers: SmallNumbers | None = Field(None, description="How small numbers are treated.")
