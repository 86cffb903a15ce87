"""What is done in a partnership: the activities, and what each party undertakes."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from iop_cli.model.kinds import (
    Ages,
    AmountOrNone,
    ByShape,
    Clock,
    Duration,
    Frequency,
    Id,
    Ids,
    Line,
    Lines,
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

    min: Whole | None = Field(None, description="The fewest.")
    max: Whole | None = Field(None, description="The most.")
    unit: Line | None = Field(None, description="What is counted.")


class Participants(Record):
    """Those who take part in one activity."""

    who: Line | None = Field(None, description="Who they are.")
    min: Whole | None = Field(None, description="The fewest.")
    max: Whole | None = Field(None, description="The most.")
    ages: Ages | None = Field(None, description="Their ages.")


class Place(Record):
    """Where an activity is held."""

    name: Line = Field(description="The place's name.")
    area: Line | None = Field(None, description="The area that it lies in.")
    capacity: Whole | None = Field(None, description="How many it holds.")


class Capacity(Record):
    """How many an activity has room for."""

    normal: Whole | None = Field(None, description="As a rule.")
    min: Whole | None = Field(None, description="At least.")
    max: Whole | None = Field(None, description="At most.")
    unit: Line | None = Field(None, description="What is counted.")
    parts: dict[Id, Whole] | None = Field(None, description="The parts that make up the normal.")


class Hours(Record):
    """When an activity is open."""

    days: Line | None = Field(None, description="The days, such as mon-sun.")
    from_: Clock | None = Field(None, alias="from", description="Opens.")
    to: Clock | None = Field(None, description="Closes; may be the next day.")


class SessionPart(Record):
    """One part of an activity's meetings."""

    count: Whole | None = Field(None, description="How many.")
    length: Duration | None = Field(None, description="How long each.")
    what: Line | None = Field(None, description="What it is.")


class Sessions(SessionPart):
    """The meetings that make up one activity."""

    parts: list[SessionPart] | None = Field(None, description="Its parts, where they differ.")
    as_written: Quote | None = Field(None, description="The text's own words, at most twelve.")


Places = Annotated[
    Annotated[Lines, Tag("=list")] | Annotated[dict[Id, Place], Tag("=map")], ByShape
]


class Activity(Record):
    """Something that is done in the partnership."""

    name: Line = Field(description="Its name.")
    also_written: Lines | None = Field(None, description="Other ways that the text names it.")
    common: YesNo | None = Field(None, description="Whether those are everyday names.")
    run_by: Ids | None = Field(None, description="The parties that run it.")
    together: YesNo | None = Field(None, description="Whether they run it together.")
    what: Text | None = Field(None, description="What it is.")
    volume: Frequency | None = Field(None, description="How many in a period.")
    volume_in_all: VolumeInAll | None = Field(None, description="How many over the whole term.")
    participants: Participants | None = Field(None, description="Who takes part, and how many.")
    places: Places | None = Field(None, description="Where it is held.")
    price: AmountOrNone | None = Field(None, description="What it costs to take part.")
    capacity: Capacity | None = Field(None, description="How many it has room for.")
    hours: list[Hours] | None = Field(None, description="When it is open.")
    sessions: Sessions | None = Field(None, description="The meetings that make it up.")
    minors: YesNo | None = Field(None, description="Whether children take part or are minded.")
    ages: Ages | None = Field(None, description="The ages that it is for.")


class Commitment(Record):
    """What a party undertakes."""

    by: Id = Field(description="The party.")
    together_with: Ids | None = Field(None, description="The parties that share the task.")
    unit: Line | None = Field(None, description="The party's unit.")
    activity: Id | None = Field(None, description="The activity.")
    does: Does | None = Field(None, description="What kind of task it is; this is compared.")
    task: Text = Field(description="The task, in words.")
    how_often: Frequency | None = Field(None, description="How often.")
    as_written: Quote | None = Field(None, description="The text's own words, at most twelve.")
