"""What an agreement file may say: one class for each part, one field for each key.

Gives names, types and descriptions. Never compares two fields (that is a rule), never computes.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from iop_cli.model.kinds import (
    Ages,
    Amount,
    AmountOrNone,
    ByShape,
    Calculation,
    Clock,
    Count,
    Day,
    DayOrNo,
    DayOrNone,
    Duration,
    FileId,
    Frequency,
    Id,
    Ids,
    Length,
    Line,
    Lines,
    Moment,
    MomentOrNone,
    Number,
    OrNone,
    Per,
    Period,
    Range,
    Record,
    Text,
    Whole,
    YesNo,
)
from iop_cli.model.payment import Payment

Topic = Literal[
    "background", "purpose", "value_base", "initiative", "parties", "target_group", "activities",
    "commitments", "independence", "influence", "organisation", "follow_up", "economy", "payment",
    "index", "vat", "repayment", "surplus", "term", "notice", "extension", "renegotiation", "breach",
    "dispute", "amendments", "marketing", "data_protection", "record_checks", "confidentiality",
    "insurance", "audit", "public_access", "other",
]  # fmt: skip
LegalForm = Literal[
    "municipality", "region", "state", "part_of_body", "association", "foundation",
    "economic_association", "religious_community", "company",
]  # fmt: skip
Does = Literal[
    "organise", "lead", "staff", "pay", "premises", "recruit", "inform", "report", "other"
]
ContributionKind = Literal[
    "cash", "staff", "volunteer_time", "premises", "material", "service", "training", "marketing",
    "other",
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


class Contact(Record):
    """Whom to turn to: an office, never a person."""

    office: Line = Field(description="The office.")
    unit: Line | None = Field(None, description="The unit.")


class Address(Record):
    """A postal address of an organisation."""

    street: Line | None = Field(None, description="Street or box.")
    postcode: Line | None = Field(None, description="Postcode.")
    city: Line | None = Field(None, description="City.")
    country: Line | None = Field(None, description="Country, if not Sweden.")


class BuyerInvoice(Record):
    """How a party wants its invoices."""

    reference: Line | None = Field(None, description="The buyer's reference.")
    reference_format: Line | None = Field(None, description="What a reference looks like (a pattern).")
    electronic: Line | None = Field(None, description="Electronic address, such as 0007:2120001561.")
    channel: Literal["peppol", "portal", "email", "pdf", "paper"] | None = Field(
        None, description="How the invoice is sent."
    )


class Accounts(Record):
    """Bookkeeping accounts for the voucher."""

    claim: Line | None = Field(None, description="The account of the claim.")
    income: Line | None = Field(None, description="The account of the income.")
    vat: Line | None = Field(None, description="The account of the VAT.")


class Payee(Record):
    """How a party is paid."""

    bankgiro: Line | None = Field(None, description="Bankgiro number.")
    plusgiro: Line | None = Field(None, description="Plusgiro number.")
    iban: Line | None = Field(None, description="IBAN.")
    bic: Line | None = Field(None, description="BIC.")
    vat_number: Line | None = Field(None, description="VAT number, or none.")
    f_tax: YesNo | None = Field(None, description="Approved for F-tax.")
    series: Line | None = Field(None, description="The series that its invoices are numbered in.")
    ocr: Line | None = Field(None, description="none, soft, or length: how the OCR reference is made.")
    accounts: Accounts | None = Field(None, description="Bookkeeping accounts.")


class Party(Record):
    """One who enters the agreement, or is named in it."""

    role: Literal["public", "nonprofit", "named"] = Field(description="Its role in the partnership.")
    name: Line = Field(description="Its name, as it shall stand.")
    also_written: Lines | None = Field(None, description="Other ways that the text writes the name.")
    common: YesNo | None = Field(None, description="Whether those are everyday names.")
    legal_form: LegalForm | None = Field(None, description="What kind of body it is.")
    part_of: Line | None = Field(None, description="The legal person that it is a part of.")
    acts_through: Line | None = Field(None, description="The board or committee that acts for it.")
    units: Lines | None = Field(None, description="Its units, as its organisation names them.")
    org_number: Line | None = Field(None, description="Organisation number.")
    leads: YesNo | None = Field(None, description="Whether it leads a group of associations.")
    registered: DayOrNone | None = Field(None, description="Registered under lag (2022:900): since.")
    territory: Lines | None = Field(None, description="The area that it is competent in.")
    address: Address | None = Field(None, description="Postal address.")
    contact: Contact | None = Field(None, description="The office to turn to.")
    invoice: BuyerInvoice | None = Field(None, description="How it wants its invoices.")
    payee: Payee | None = Field(None, description="How it is paid.")


class Initiative(Record):
    """Who took the initiative."""

    by: Ids = Field(description="The parties that took it.")
    body: Line | None = Field(None, description="The body of the party that took it.")
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


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


class OtherFunding(Record):
    """Other money for the same activity."""

    what: Line = Field(description="What money it is.")
    since: Moment | None = Field(None, description="Since when.")
    until: MomentOrNone | None = Field(None, description="Until when.")
    amount: Amount | None = Field(None, description="How much.")
    relation: Literal["earlier", "parallel", "replaced", "contract"] | None = Field(
        None, description="How it stands to this partnership."
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
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


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
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


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
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


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
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


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
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


class Contribution(Record):
    """What a party puts in, also what has no price."""

    by: Id = Field(description="The party.")
    kind: ContributionKind = Field(description="What it is.")
    what: Text | None = Field(None, description="What it is, in words.")
    payment: Id | None = Field(None, description="The payment that it is.")
    activity: Id | None = Field(None, description="The activity that it is for.")
    amount: Amount | None = Field(None, description="Its value.")
    per: Per | None = Field(None, description="The period that the value is for.")
    calculation: Calculation | None = Field(None, description="The calculation as printed.")
    value_source: Line | None = Field(None, description="Where the value comes from.")
    budget_line: Line | None = Field(None, description="The budget line that is the same money.")


class Repayment(Record):
    """When money is paid back."""

    when: Literal["misuse", "unused", "breach", "early_end", "other"] = Field(description="When.")
    part: Line | None = Field(None, description="How much of it.")


class Surplus(Record):
    """What a surplus is used for."""

    use: Line = Field(description="Its use.")


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


class ClauseText(Record):
    """A clause with words that somebody wondered about."""

    text: Text = Field(description="The clause, in Markdown.")
    as_written: Lines | None = Field(None, description="Spans of the text's own words.")
    doubtful: Lines | None = Field(None, description="Words that are probably not what was meant.")


Clause = Annotated[
    Annotated[Text, Tag("=text")] | Annotated[ClauseText, Tag("=map")], ByShape
]


class Signature(Record):
    """One signatory."""

    party: Id = Field(description="The party.")
    name: Line | None = Field(None, description="The signatory, as in the public record.")
    office: Line | None = Field(None, description="The signatory's office.")
    place: Line | None = Field(None, description="Where it is signed.")
    signed: Day | None = Field(None, description="The day it was signed.")


class Attachment(Record):
    """A document that belongs to the agreement."""

    name: Line = Field(description="Its name.")
    held: YesNo | None = Field(None, description="Whether it is here; yes has file or link.")
    file: Line | None = Field(None, description="Its file.")
    link: Line | None = Field(None, description="Its address.")


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


class Condition(Record):
    """Something that money or the agreement hangs on."""

    what: Text = Field(description="The condition.")
    decided_by: Line | None = Field(None, description="Who decides that it is met.")
    latest: Moment | None = Field(None, description="By when.")
    otherwise: Text | None = Field(None, description="What happens otherwise.")
    fulfilled: DayOrNo | None = Field(None, description="The day it was met, or no.")


class StatedSum(Record):
    """A sum in running text."""

    amount: Amount = Field(description="The sum.")
    as_: Line | None = Field(None, alias="as", description="What the text calls it.")


class BudgetLine(Record):
    """One line of a budget, as printed."""

    what: Line = Field(description="What it is.")
    kind: ContributionKind | None = Field(None, description="What kind of resource.")
    amount: Amount | None = Field(None, description="The amount, as printed.")
    calculation: Calculation | None = Field(None, description="The calculation, as printed.")
    paid_by: Line | None = Field(None, description="The payment or party that pays it.")
    value_source: Line | None = Field(None, description="Where a value comes from.")
    note: Line | None = Field(None, description="A note to the line.")


class Budget(Record):
    """A budget, as printed."""

    year: Line | None = Field(None, description="The year.")
    party: Id | None = Field(None, description="The party whose budget it is.")
    lines: dict[Id, BudgetLine] = Field(description="Its lines.")
    total: Amount | None = Field(None, description="The total, as printed.")


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
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


class PartyBody(Record):
    """A body of a party."""

    party: Id = Field(description="The party.")
    body: Line = Field(description="Its body.")


Reader = Annotated[
    Annotated[Id, Tag("=text")] | Annotated[PartyBody, Tag("=map")], ByShape
]
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
    due: Line | None = Field(None, description="When, such as 1 month after period; absent: never late.")
    first: Period | None = Field(None, description="The first period that is reported.")
    indicators: dict[Id, Indicator] | None = Field(None, description="What it reports.")
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


class Duty(Record):
    """A follow-up that is not a report."""

    what: Line = Field(description="What is done.")
    by: Id | None = Field(None, description="Who does it: a party or a body.")
    how_often: Frequency | None = Field(None, description="How often.")
    firm: YesNo | None = Field(None, description="no: the text only suggests it.")
    notes_on_individuals: YesNo | None = Field(None, description="Whether notes are kept on persons.")


class SmallNumbers(Record):
    """Counts that could point at a person."""

    below: Count = Field(description="Counts below this are hidden in what is published.")


class FollowUp(Record):
    """How the partnership is followed up."""

    reports: dict[Id, Report] | None = Field(None, description="The reports that are owed.")
    duties: list[Duty] | None = Field(None, description="Other follow-up.")
    small_numbers: SmallNumbers | None = Field(None, description="How small numbers are treated.")


class Follows(Record):
    """The agreement that this one continues, when it is not in the repository."""

    title: Line = Field(description="Its title.")
    term: Range | None = Field(None, description="Its term.")


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

    format: Count = Field(description="The version of this format: 1.")
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
    attachments: dict[Id, Attachment] | None = Field(None, description="Documents that belong to it.")
    decisions: dict[Id, Decision] | None = Field(None, description="Decisions and proposals.")
    copies: Count | None = Field(None, description="How many originals.")
    copies_to: Lines | None = Field(None, description="Who gets the originals beyond the parties.")
    signatures: list[Signature] | None = Field(None, description="Who signs.")
    amendments: dict[Id, Amendment] | None = Field(None, description="Later changes.")
    not_public: list[Line] | None = Field(None, description="Places that are not published.")
    added: list[Added] | None = Field(None, description="What the signed text does not say.")
    accepted_findings: list[Acceptance] | None = Field(None, description="Findings lived with.")
