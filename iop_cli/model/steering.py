"""Who steers and who reports: bodies, reports, indicators, and the criteria that were judged."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from iop_cli.model.kinds import (
    ByShape,
    Count,
    Day,
    Editorial,
    FileId,
    Frequency,
    Id,
    Line,
    Lines,
    Material,
    Minor,
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

    grade: Minor[Literal["met", "partly", "not_met"] | None] = Field(
        None, description="How well it is met; absent is open."
    )
    evidence: Minor[Text | None] = Field(None, description="What shows it.")
    by: Minor[Line | None] = Field(None, description="The office that judged.")
    date: Minor[Day | None] = Field(None, description="The day it was judged.")


class Criteria(Record):
    """How the partnership meets a profile's criteria."""

    profile: Minor[FileId] = Field(description="The profile.")
    answers: Minor[dict[Id, Answer] | None] = Field(
        None, description="One answer for each criterion."
    )


class Member(Record):
    """Who sits in a body."""

    party: Material[Id | None] = Field(None, description="The party.")
    count: Material[Count | None] = Field(None, description="How many.")
    unit: Minor[Line | None] = Field(None, description="The unit that they come from.")
    office: Minor[Line | None] = Field(None, description="The office.")


class Body(Record):
    """A group that steers."""

    name: Minor[Line | None] = Field(None, description="Its name.")
    members: Material[list[Member] | None] = Field(None, description="Who sits in it.")
    meets: Minor[Frequency | None] = Field(None, description="How often it meets.")
    when_needed: Minor[YesNo | None] = Field(None, description="Whether it also meets when needed.")
    decides: Material[Literal["unanimous", "majority", "lead"] | None] = Field(
        None, description="How it decides."
    )
    tie_break: Material[Line | None] = Field(None, description="What breaks a tie or a deadlock.")
    convened_by: Material[Id | None] = Field(None, description="Who calls the meetings.")
    task: Material[Text | None] = Field(None, description="What it does.")


class Indicator(Record):
    """Something that is measured."""

    name: Material[Line] = Field(description="Its name.")
    also_written: Editorial[Lines | None] = Field(
        None, description="Other ways that the text names it."
    )
    unit: Minor[Line | None] = Field(None, description="What it is counted in.")
    per: Minor[Per | None] = Field(None, description="The period that it is counted for.")
    baseline: Minor[Line | None] = Field(None, description="Where it stood before.")
    target: Material[Line | None] = Field(None, description="Where it shall come.")
    measure: Minor[Line | None] = Field(None, description="How it is measured.")
    min: Minor[Number | None] = Field(None, description="The least that is possible.")
    max: Minor[Number | None] = Field(None, description="The most that is possible.")
    small_numbers: Material[Literal["suppress", "show"] | None] = Field(
        None, description="Whether small numbers are hidden."
    )
    individuals: Material[YesNo | None] = Field(
        None, description="Whether it counts named individuals."
    )
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )


class PartyBody(Record):
    """A body of a party."""

    party: Material[Id] = Field(description="The party.")
    body: Material[Line] = Field(description="Its body.")


Reader = Annotated[Annotated[Id, Tag("=text")] | Annotated[PartyBody, Tag("=map")], ByShape]

Readers = Annotated[
    Annotated[Id, Tag("=text")]
    | Annotated[list[Reader], Tag("=list")]
    | Annotated[PartyBody, Tag("=map")],
    ByShape,
]


class Report(Record):
    """A report that is owed."""

    name: Minor[Line | None] = Field(None, description="Its name.")
    from_: Material[Id | None] = Field(
        None, alias="from", description="Who writes it: a party or a body."
    )
    to: Material[Readers | None] = Field(None, description="Who gets it: parties or bodies.")
    how_often: Material[Frequency | None] = Field(None, description="How often.")
    due: Minor[Timing | None] = Field(
        None, description="When, such as 1 month after period; absent: never late."
    )
    first: Minor[Period | None] = Field(None, description="The first period that is reported.")
    indicators: Material[dict[Id, Indicator] | None] = Field(None, description="What it reports.")
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )


class Duty(Record):
    """A follow-up that is not a report."""

    what: Material[Line] = Field(description="What is done.")
    by: Material[Id | None] = Field(None, description="Who does it: a party or a body.")
    how_often: Minor[Frequency | None] = Field(None, description="How often.")
    firm: Material[YesNo | None] = Field(None, description="no: the text only suggests it.")
    notes_on_individuals: Material[YesNo | None] = Field(
        None, description="Whether notes are kept on persons."
    )


class SmallNumbers(Record):
    """Counts that could point at a person."""

    below: Material[Count] = Field(description="Counts below this are hidden in what is published.")


class FollowUp(Record):
    """How the partnership is followed up."""

    reports: Material[dict[Id, Report] | None] = Field(
        None, description="The reports that are owed."
    )
    duties: Material[list[Duty] | None] = Field(None, description="Other follow-up.")
    small_numbers: Material[SmallNumbers | None] = Field(
        None, description="How small numbers are treated."
    )
