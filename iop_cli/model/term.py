"""When an agreement holds: its term, extensions, ways out, and the decisions behind it."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from iop_cli.model.kinds import (
    ByShape,
    Count,
    Editorial,
    Id,
    Length,
    Line,
    Lines,
    Material,
    Minor,
    Moment,
    Quote,
    Range,
    Record,
)


class Renewal(Record):
    """A term that goes on by itself."""

    renews: Material[Length] = Field(description="How long it is renewed.")
    unless_notice: Material[Moment | None] = Field(None, description="By when notice stops it.")


class Extension(Record):
    """How the term may be extended."""

    by: Material[Length | None] = Field(None, description="How long each time.")
    times: Material[Count | None] = Field(
        None, description="How many times; absent is without limit."
    )
    decide: Material[Moment | None] = Field(None, description="When it is decided.")
    talks: Minor[Moment | None] = Field(None, description="When talks begin at the latest.")
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )


class DecidedPeriod(Range):
    """One of several pieces that a term was decided in."""

    decision: Material[Id | None] = Field(None, description="The decision.")


class Term(Range):
    """How long the agreement holds."""

    length: Material[Length | None] = Field(None, description="Its length, as the text says.")
    at_end: Material[
        Annotated[
            Annotated[Literal["expires"], Tag("=text")] | Annotated[Renewal, Tag("=map")], ByShape
        ]
        | None
    ] = Field(None, description="What happens at the end.")
    extension: Material[Extension | None] = Field(None, description="How it may be extended.")
    periods: Material[list[DecidedPeriod] | None] = Field(
        None, description="Pieces decided one by one."
    )
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )


class Notice(Record):
    """A way out before the end."""

    cause: Material[Literal["breach", "changed_circumstances", "convenience", "other"]] = Field(
        description="What gives the right."
    )
    kind: Material[Literal["notice", "rescission", "renegotiation", "leave"]] = Field(
        description="What the right is."
    )
    length: Material[Length | None] = Field(None, description="How long before it takes effect.")
    by: Material[Line | None] = Field(None, description="Who has the right: any, or a party's id.")
    body: Material[Line | None] = Field(
        None, description="The body that the text gives the right to."
    )
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )


class Decision(Record):
    """A decision about the agreement, or a proposal for one."""

    body: Material[Line | None] = Field(None, description="The body that decides, or proposes.")
    proposes_to: Material[Line | None] = Field(None, description="The body that it proposes to.")
    case_number: Material[Line | None] = Field(None, description="The case number (diarienummer).")
    paragraph: Material[Line | None] = Field(None, description="The paragraph of the minutes.")
    dated: Material[Moment | None] = Field(None, description="The document's date.")
    decided: Material[Moment | None] = Field(
        None, description="The day it was decided; absent until known."
    )
    effect: Material[Literal["sign", "extend", "amend", "end", "fund"] | None] = Field(
        None, description="What it does."
    )
    term: Material[Range | None] = Field(None, description="The term that it names.")
    documents: Minor[Lines | None] = Field(None, description="The documents that it rests on.")
    receivers: Minor[Lines | None] = Field(None, description="Who is told.")
    delegated: Material[Line | None] = Field(None, description="What is left to whom.")


class Follows(Record):
    """The agreement that this one continues, when it is not in the repository."""

    title: Minor[Line] = Field(description="Its title.")
    term: Material[Range | None] = Field(None, description="Its term.")
