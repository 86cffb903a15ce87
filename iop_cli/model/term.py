"""When an agreement holds: its term, extensions, ways out, and the decisions behind it."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from iop_cli.model.kinds import (
    ByShape,
    Count,
    Id,
    Length,
    Line,
    Lines,
    Moment,
    Quote,
    Range,
    Record,
)


class Renewal(Record):
    """A term that goes on by itself."""

    renews: Length = Field(description="How long it is renewed.")
    unless_notice: Moment | None = Field(None, description="By when notice stops it.")


class Extension(Record):
    """How the term may be extended."""

    by: Length | None = Field(None, description="How long each time.")
    times: Count | None = Field(None, description="How many times; absent is without limit.")
    decide: Moment | None = Field(None, description="When it is decided.")
    talks: Moment | None = Field(None, description="When talks begin at the latest.")
    as_written: Quote | None = Field(None, description="The text's own words, at most twelve.")


class DecidedPeriod(Range):
    """One of several pieces that a term was decided in."""

    decision: Id | None = Field(None, description="The decision.")


class Term(Range):
    """How long the agreement holds."""

    length: Length | None = Field(None, description="Its length, as the text says.")
    at_end: (
        Annotated[
            Annotated[Literal["expires"], Tag("=text")] | Annotated[Renewal, Tag("=map")], ByShape
        ]
        | None
    ) = Field(None, description="What happens at the end.")
    extension: Extension | None = Field(None, description="How it may be extended.")
    periods: list[DecidedPeriod] | None = Field(None, description="Pieces decided one by one.")
    as_written: Quote | None = Field(None, description="The text's own words, at most twelve.")


class Notice(Record):
    """A way out before the end."""

    cause: Literal["breach", "changed_circumstances", "convenience", "other"] = Field(
        description="What gives the right."
    )
    kind: Literal["notice", "rescission", "renegotiation", "leave"] = Field(
        description="What the right is."
    )
    length: Length | None = Field(None, description="How long before it takes effect.")
    by: Line | None = Field(None, description="Who has the right: any, or a party's id.")
    body: Line | None = Field(None, description="The body that the text gives the right to.")
    as_written: Quote | None = Field(None, description="The text's own words, at most twelve.")


class Decision(Record):
    """A decision about the agreement, or a proposal for one."""

    body: Line | None = Field(None, description="The body that decides, or proposes.")
    proposes_to: Line | None = Field(None, description="The body that it proposes to.")
    case_number: Line | None = Field(None, description="The case number (diarienummer).")
    paragraph: Line | None = Field(None, description="The paragraph of the minutes.")
    dated: Moment | None = Field(None, description="The document's date.")
    decided: Moment | None = Field(None, description="The day it was decided; absent until known.")
    effect: Literal["sign", "extend", "amend", "end", "fund"] | None = Field(
        None, description="What it does."
    )
    term: Range | None = Field(None, description="The term that it names.")
    documents: Lines | None = Field(None, description="The documents that it rests on.")
    receivers: Lines | None = Field(None, description="Who is told.")
    delegated: Line | None = Field(None, description="What is left to whom.")


class Follows(Record):
    """The agreement that this one continues, when it is not in the repository."""

    title: Line = Field(description="Its title.")
    term: Range | None = Field(None, description="Its term.")
