"""What is done in a partnership: the activities, and what each party undertakes."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from iop_cli.model.kinds import (
    Ages,
    AmountOrNone,
    ByShape,
    Clock,
    Duration,
    Editorial,
    Frequency,
    Id,
    Ids,
    Line,
    Lines,
    Material,
    Minor,
    Quote,
    Record,
    Text,
    Whole,
    YesNo,
)

Does = Literal[
    "organise", "lead", "staff", "pay", "premises", "recruit", "inform", "report", "other"
]


class VolumeInAll(Record):
    """How many over the whole term."""

    min: Material[Whole | None] = Field(None, description="The fewest.")
    max: Material[Whole | None] = Field(None, description="The most.")
    unit: Material[Line | None] = Field(None, description="What is counted.")


class Participants(Record):
    """Those who take part in one activity."""

    who: Material[Line | None] = Field(None, description="Who they are.")
    min: Material[Whole | None] = Field(None, description="The fewest.")
    max: Material[Whole | None] = Field(None, description="The most.")
    ages: Material[Ages | None] = Field(None, description="Their ages.")


class Place(Record):
    """Where an activity is held."""

    name: Material[Line] = Field(description="The place's name.")
    area: Minor[Line | None] = Field(None, description="The area that it lies in.")
    capacity: Material[Whole | None] = Field(None, description="How many it holds.")


class Capacity(Record):
    """How many an activity has room for."""

    normal: Material[Whole | None] = Field(None, description="As a rule.")
    min: Material[Whole | None] = Field(None, description="At least.")
    max: Material[Whole | None] = Field(None, description="At most.")
    unit: Material[Line | None] = Field(None, description="What is counted.")
    parts: Material[dict[Id, Whole] | None] = Field(
        None, description="The parts that make up the normal."
    )


class Hours(Record):
    """When an activity is open."""

    days: Material[Line | None] = Field(None, description="The days, such as mon-sun.")
    from_: Material[Clock | None] = Field(None, alias="from", description="Opens.")
    to: Material[Clock | None] = Field(None, description="Closes; may be the next day.")


class SessionPart(Record):
    """One part of an activity's meetings."""

    count: Material[Whole | None] = Field(None, description="How many.")
    length: Material[Duration | None] = Field(None, description="How long each.")
    what: Minor[Line | None] = Field(None, description="What it is.")


class Sessions(SessionPart):
    """The meetings that make up one activity."""

    parts: Material[list[SessionPart] | None] = Field(
        None, description="Its parts, where they differ."
    )
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )


Places = Annotated[
    Annotated[Lines, Tag("=list")] | Annotated[dict[Id, Place], Tag("=map")], ByShape
]


class Activity(Record):
    """Something that is done in the partnership."""

    name: Minor[Line] = Field(description="Its name.")
    also_written: Editorial[Lines | None] = Field(
        None, description="Other ways that the text names it."
    )
    common: Editorial[YesNo | None] = Field(None, description="Whether those are everyday names.")
    run_by: Material[Ids | None] = Field(None, description="The parties that run it.")
    together: Material[YesNo | None] = Field(None, description="Whether they run it together.")
    what: Material[Text | None] = Field(None, description="What it is.")
    volume: Material[Frequency | None] = Field(None, description="How many in a period.")
    volume_in_all: Material[VolumeInAll | None] = Field(
        None, description="How many over the whole term."
    )
    participants: Material[Participants | None] = Field(
        None, description="Who takes part, and how many."
    )
    places: Material[Places | None] = Field(None, description="Where it is held.")
    price: Material[AmountOrNone | None] = Field(None, description="What it costs to take part.")
    capacity: Material[Capacity | None] = Field(None, description="How many it has room for.")
    hours: Material[list[Hours] | None] = Field(None, description="When it is open.")
    sessions: Material[Sessions | None] = Field(None, description="The meetings that make it up.")
    minors: Material[YesNo | None] = Field(
        None, description="Whether children take part or are minded."
    )
    ages: Material[Ages | None] = Field(None, description="The ages that it is for.")


class Commitment(Record):
    """What a party undertakes."""

    by: Material[Id] = Field(description="The party.")
    together_with: Material[Ids | None] = Field(
        None, description="The parties that share the task."
    )
    unit: Minor[Line | None] = Field(None, description="The party's unit.")
    activity: Material[Id | None] = Field(None, description="The activity.")
    does: Material[Does | None] = Field(
        None, description="What kind of task it is; this is compared."
    )
    task: Material[Text] = Field(description="The task, in words.")
    how_often: Material[Frequency | None] = Field(None, description="How often.")
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )
