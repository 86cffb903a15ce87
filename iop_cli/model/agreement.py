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
    Editorial,
    FileId,
    Format,
    Id,
    Line,
    Lines,
    Material,
    Minor,
    Moment,
    OrNone,
    Quotes,
    Record,
    Text,
    YesNo,
)
from iop_cli.model.party import Initiative, Party, Seal, Signature
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

    document: Minor[Line] = Field(description="What the document is.")
    link: Minor[Line | None] = Field(None, description="Where it can be read.")
    dated: Minor[Moment | None] = Field(None, description="The document's own date.")
    held: Minor[YesNo | None] = Field(
        None, description="Whether the document lies in the repository."
    )


class Programme(Record):
    """A political programme or plan that the partnership carries out."""

    name: Minor[Line] = Field(description="The programme's name.")
    from_: Minor[Moment | None] = Field(None, alias="from", description="First year or day.")
    to: Minor[Moment | None] = Field(None, description="Last year or day.")
    since: Minor[Moment | None] = Field(None, description="Since when it is there.")


class Purpose(Record):
    """What the partnership is for."""

    text: Material[Text | None] = Field(None, description="The purpose.")
    goals: Material[list[Text] | None] = Field(None, description="The goals.")
    area: Material[Lines | None] = Field(
        None, description="The places or people that the purpose names."
    )


class TargetGroup(Record):
    """Whom the partnership is for."""

    who: Material[Line] = Field(description="The people it is for.")
    ages: Material[Ages | None] = Field(None, description="Their ages, such as 7-13.")
    also_written: Editorial[Lines | None] = Field(
        None, description="Other ways that the text names them."
    )
    common: Editorial[YesNo | None] = Field(None, description="Whether those are everyday names.")
    voluntary: Material[YesNo | None] = Field(None, description="Whether taking part is voluntary.")
    consent: Material[YesNo | None] = Field(
        None, description="Whether they consent to taking part."
    )


class ClauseText(Record):
    """A clause with words that somebody wondered about."""

    text: Material[Text] = Field(description="The clause, in Markdown.")
    as_written: Editorial[Quotes | None] = Field(None, description="Spans of the text's own words.")
    doubtful: Editorial[Quotes | None] = Field(
        None, description="Words that are probably not what was meant."
    )


Clause = Annotated[Annotated[Text, Tag("=text")] | Annotated[ClauseText, Tag("=map")], ByShape]


class Attachment(Record):
    """A document that belongs to the agreement."""

    name: Material[Line] = Field(description="Its name.")
    held: Minor[YesNo | None] = Field(None, description="Whether it is here; yes has file or link.")
    file: Minor[Line | None] = Field(None, description="Its file.")
    link: Minor[Line | None] = Field(None, description="Its address.")


class Parts(Record):
    """What a master agreement says of its parts."""

    expected: Material[Count] = Field(description="How many parts there shall be.")
    inherit: Material[list[Line] | None] = Field(
        None, description="The keys that a part takes from here."
    )


class Amendment(Record):
    """A later change of the text."""

    decision: Material[Id | None] = Field(None, description="The decision.")
    from_: Material[Moment | None] = Field(
        None, alias="from", description="The day from which it holds."
    )
    changes: Material[dict[str, Any]] = Field(
        description="A place and its new value, for each change."
    )
    text: Material[Text | None] = Field(None, description="The amendment, in words.")
    seal: Material[Seal | None] = Field(None, description="The seal on the amendment.")


class Added(Record):
    """What stands in the file and not in the signed text."""

    where: Minor[list[Line] | None] = Field(None, description="The places.")
    by: Minor[Line | None] = Field(None, description="Who added it.")
    because: Minor[Text | None] = Field(None, description="Why.")


class Acceptance(Record):
    """A finding that the parties know of and live with."""

    rule: Minor[Line] = Field(description="The rule's code.")
    where: Minor[Line | None] = Field(None, description="The place, as the finding says.")
    finding: Minor[Line | None] = Field(None, description="The finding's fingerprint.")
    because: Minor[Text | None] = Field(None, description="Why it is accepted.")
    by: Minor[Line | None] = Field(None, description="The office that accepted it.")
    date: Minor[Day | None] = Field(None, description="The day it was accepted.")
    until: Minor[Day | None] = Field(None, description="The last day it is accepted.")


class Agreement(Record):
    """One partnership: what its parties agreed."""

    format: Editorial[Format] = Field(description="The version of this format: 1.")
    id: Material[FileId] = Field(description="The same as the file's name.")
    title: Minor[Line] = Field(description="What the partnership is called.")
    status: Material[Status] = Field(
        description="How far it has come; in force or ended is computed."
    )
    parties: Material[dict[Id, Party]] = Field(description="At least one public and one nonprofit.")
    also_written: Editorial[Lines | None] = Field(
        None, description="Other ways that the title is written."
    )
    common: Editorial[YesNo | None] = Field(None, description="Whether those are everyday names.")
    language: Minor[Literal["sv", "en"] | None] = Field(
        None, description="The language of the texts."
    )
    original: Minor[Original | None] = Field(None, description="What the file was written from.")
    programme: Minor[list[Programme] | None] = Field(
        None, description="The programme it carries out."
    )
    initiative: Material[Initiative | None] = Field(None, description="Who took the initiative.")
    purpose: Material[Purpose | None] = Field(None, description="What it is for.")
    target_group: Material[TargetGroup | None] = Field(None, description="Whom it is for.")
    other_funding: Material[OrNone[list[OtherFunding]] | None] = Field(
        None, description="Other money."
    )
    term: Material[Term | None] = Field(None, description="How long it holds.")
    notice: Material[OrNone[list[Notice]] | None] = Field(
        None, description="The ways out before the end."
    )
    follows: Material[
        Annotated[Annotated[FileId, Tag("=text")] | Annotated[Follows, Tag("=map")], ByShape] | None
    ] = Field(None, description="The agreement that it continues.")
    part_of: Material[FileId | None] = Field(
        None, description="The master agreement that it is a part of."
    )
    parts: Material[Parts | None] = Field(None, description="The parts of a master agreement.")
    activities: Material[dict[Id, Activity] | None] = Field(None, description="What is done.")
    commitments: Material[list[Commitment] | None] = Field(
        None, description="What each party undertakes."
    )
    contributions: Material[list[Contribution] | None] = Field(
        None, description="What each party puts in."
    )
    payments: Material[OrNone[dict[Id, Payment]] | None] = Field(
        None, description="How money moves."
    )
    stated_sum: Material[StatedSum | None] = Field(None, description="A sum in running text.")
    budgets: Material[dict[Id, Budget] | None] = Field(None, description="Budgets, as printed.")
    conditions: Material[dict[Id, Condition] | None] = Field(None, description="What it hangs on.")
    repayment: Material[OrNone[Repayment] | None] = Field(
        None, description="When money is paid back."
    )
    surplus: Material[OrNone[Surplus] | None] = Field(
        None, description="What a surplus is used for."
    )
    governance: Material[OrNone[dict[Id, Body]] | None] = Field(None, description="Who steers.")
    follow_up: Material[FollowUp | None] = Field(None, description="How it is followed up.")
    criteria: Minor[Criteria | None] = Field(None, description="Why it may be a partnership.")
    purchase_signs: Material[list[Literal["market", "specified_service", "damages"]] | None] = (
        Field(None, description="Signs of a purchase.")
    )
    value_class: Material[Literal["goods_services", "social", "welfare"] | None] = Field(
        None, description="The column that the procurement reminder reads."
    )
    announces: Minor[list[Topic] | None] = Field(
        None, description="Sections that the text promises."
    )
    clauses: Material[dict[Topic, Clause] | None] = Field(
        None, description="Free text by topic, in order."
    )
    attachments: Material[dict[Id, Attachment] | None] = Field(
        None, description="Documents that belong to it."
    )
    decisions: Material[dict[Id, Decision] | None] = Field(
        None, description="Decisions and proposals."
    )
    copies: Minor[Count | None] = Field(None, description="How many originals.")
    copies_to: Minor[Lines | None] = Field(
        None, description="Who gets the originals beyond the parties."
    )
    signatures: Material[list[Signature] | None] = Field(None, description="Who signs.")
    seal: Material[Seal | None] = Field(None, description="The seal on the text as first signed.")
    amendments: Material[dict[Id, Amendment] | None] = Field(None, description="Later changes.")
    not_public: Minor[list[Line] | None] = Field(None, description="Places that are not published.")
    added: Minor[list[Added] | None] = Field(None, description="What the signed text does not say.")
    accepted_findings: Minor[list[Acceptance] | None] = Field(
        None, description="Findings lived with."
    )
