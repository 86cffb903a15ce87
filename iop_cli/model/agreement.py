"""What an agreement file may say: one class for each part, one field for each key.

Gives names, types and descriptions. Never compares two fields (that is a rule), never computes.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from iop_cli.model.activity import Activity, Commitment
from iop_cli.model.economy import (
    Budget,
    Condition,
    Contribution,
    OtherFunding,
    Repayment,
    StatedSum,
    Surplus,
)
from iop_cli.model.kinds import (
    Ages,
    ByShape,
    Count,
    Day,
    FileId,
    Format,
    Id,
    Line,
    Lines,
    Moment,
    OrNone,
    Quotes,
    Record,
    Text,
    YesNo,
)
from iop_cli.model.party import Initiative, Party, Signature
from iop_cli.model.payment import Payment
from iop_cli.model.steering import Body, Criteria, FollowUp
from iop_cli.model.term import Decision, Follows, Notice, Term

Topic = Literal[
    "background", "purpose", "value_base", "initiative", "parties", "target_group", "activities",
    "commitments", "independence", "influence", "organisation", "follow_up", "economy", "payment",
    "index", "vat", "repayment", "surplus", "term", "notice", "extension", "renegotiation",
    "breach", "dispute", "amendments", "marketing", "data_protection", "record_checks",
    "confidentiality", "insurance", "audit", "public_access", "other",
]  # fmt: skip

Status = Literal["draft", "proposed", "decided", "signed", "terminated", "superseded"]


class Original(Record):
    """The document that the file was written from."""

    document: Line = Field(description="What the document is.")
    link: Line | None = Field(None, description="Where it can be read.")
    dated: Moment | None = Field(None, description="The document's own date.")
    held: YesNo | None = Field(None, description="Whether the document lies in the repository.")


class Programme(Record):
    """A political programme or plan that the partnership carries out."""

    name: Line = Field(description="The programme's name.")
    from_: Moment | None = Field(None, alias="from", description="First year or day.")
    to: Moment | None = Field(None, description="Last year or day.")
    since: Moment | None = Field(None, description="Since when it is there.")


class Purpose(Record):
    """What the partnership is for."""

    text: Text | None = Field(None, description="The purpose.")
    goals: list[Text] | None = Field(None, description="The goals.")
    area: Lines | None = Field(None, description="The places or people that the purpose names.")


class TargetGroup(Record):
    """Whom the partnership is for."""

    who: Line = Field(description="The people it is for.")
    ages: Ages | None = Field(None, description="Their ages, such as 7-13.")
    also_written: Lines | None = Field(None, description="Other ways that the text names them.")
    common: YesNo | None = Field(None, description="Whether those are everyday names.")
    voluntary: YesNo | None = Field(None, description="Whether taking part is voluntary.")
    consent: YesNo | None = Field(None, description="Whether they consent to taking part.")


class ClauseText(Record):
    """A clause with words that somebody wondered about."""

    text: Text = Field(description="The clause, in Markdown.")
    as_written: Quotes | None = Field(None, description="Spans of the text's own words.")
    doubtful: Quotes | None = Field(None, description="Words that are probably not what was meant.")


Clause = Annotated[Annotated[Text, Tag("=text")] | Annotated[ClauseText, Tag("=map")], ByShape]


class Attachment(Record):
    """A document that belongs to the agreement."""

    name: Line = Field(description="Its name.")
    held: YesNo | None = Field(None, description="Whether it is here; yes has file or link.")
    file: Line | None = Field(None, description="Its file.")
    link: Line | None = Field(None, description="Its address.")


class Parts(Record):
    """What a master agreement says of its parts."""

    expected: Count = Field(description="How many parts there shall be.")
    inherit: list[Line] | None = Field(None, description="The keys that a part takes from here.")


class Amendment(Record):
    """A later change of the text."""

    decision: Id | None = Field(None, description="The decision.")
    from_: Moment | None = Field(None, alias="from", description="The day from which it holds.")
    changes: dict[str, Any] = Field(description="A place and its new value, for each change.")
    text: Text | None = Field(None, description="The amendment, in words.")


class Added(Record):
    """What stands in the file and not in the signed text."""

    where: list[Line] | None = Field(None, description="The places.")
    by: Line | None = Field(None, description="Who added it.")
    because: Text | None = Field(None, description="Why.")


class Acceptance(Record):
    """A finding that the parties know of and live with."""

    rule: Line = Field(description="The rule's code.")
    where: Line | None = Field(None, description="The place, as the finding says.")
    finding: Line | None = Field(None, description="The finding's fingerprint.")
    because: Text | None = Field(None, description="Why it is accepted.")
    by: Line | None = Field(None, description="The office that accepted it.")
    date: Day | None = Field(None, description="The day it was accepted.")
    until: Day | None = Field(None, description="The last day it is accepted.")


class Agreement(Record):
    """One partnership: what its parties agreed."""

    format: Format = Field(description="The version of this format: 1.")
    id: FileId = Field(description="The same as the file's name.")
    title: Line = Field(description="What the partnership is called.")
    status: Status = Field(description="How far it has come; in force or ended is computed.")
    parties: dict[Id, Party] = Field(description="At least one public and one nonprofit.")
    also_written: Lines | None = Field(None, description="Other ways that the title is written.")
    common: YesNo | None = Field(None, description="Whether those are everyday names.")
    language: Literal["sv", "en"] | None = Field(None, description="The language of the texts.")
    original: Original | None = Field(None, description="What the file was written from.")
    programme: list[Programme] | None = Field(None, description="The programme it carries out.")
    initiative: Initiative | None = Field(None, description="Who took the initiative.")
    purpose: Purpose | None = Field(None, description="What it is for.")
    target_group: TargetGroup | None = Field(None, description="Whom it is for.")
    other_funding: OrNone[list[OtherFunding]] | None = Field(None, description="Other money.")
    term: Term | None = Field(None, description="How long it holds.")
    notice: OrNone[list[Notice]] | None = Field(None, description="The ways out before the end.")
    follows: (
        Annotated[Annotated[FileId, Tag("=text")] | Annotated[Follows, Tag("=map")], ByShape] | None
    ) = Field(None, description="The agreement that it continues.")
    part_of: FileId | None = Field(None, description="The master agreement that it is a part of.")
    parts: Parts | None = Field(None, description="The parts of a master agreement.")
    activities: dict[Id, Activity] | None = Field(None, description="What is done.")
    commitments: list[Commitment] | None = Field(None, description="What each party undertakes.")
    contributions: list[Contribution] | None = Field(None, description="What each party puts in.")
    payments: OrNone[dict[Id, Payment]] | None = Field(None, description="How money moves.")
    stated_sum: StatedSum | None = Field(None, description="A sum in running text.")
    budgets: dict[Id, Budget] | None = Field(None, description="Budgets, as printed.")
    conditions: dict[Id, Condition] | None = Field(None, description="What it hangs on.")
    repayment: OrNone[Repayment] | None = Field(None, description="When money is paid back.")
    surplus: OrNone[Surplus] | None = Field(None, description="What a surplus is used for.")
    governance: OrNone[dict[Id, Body]] | None = Field(None, description="Who steers.")
    follow_up: FollowUp | None = Field(None, description="How it is followed up.")
    criteria: Criteria | None = Field(None, description="Why it may be a partnership.")
    purchase_signs: list[Literal["market", "specified_service", "damages"]] | None = Field(
        None, description="Signs of a purchase."
    )
    value_class: Literal["goods_services", "social", "welfare"] | None = Field(
        None, description="The column that the procurement reminder reads."
    )
    announces: list[Topic] | None = Field(None, description="Sections that the text promises.")
    clauses: dict[Topic, Clause] | None = Field(None, description="Free text by topic, in order.")
    attachments: dict[Id, Attachment] | None = Field(
        None, description="Documents that belong to it."
    )
    decisions: dict[Id, Decision] | None = Field(None, description="Decisions and proposals.")
    copies: Count | None = Field(None, description="How many originals.")
    copies_to: Lines | None = Field(None, description="Who gets the originals beyond the parties.")
    signatures: list[Signature] | None = Field(None, description="Who signs.")
    amendments: dict[Id, Amendment] | None = Field(None, description="Later changes.")
    not_public: list[Line] | None = Field(None, description="Places that are not published.")
    added: list[Added] | None = Field(None, description="What the signed text does not say.")
    accepted_findings: list[Acceptance] | None = Field(None, description="Findings lived with.")
