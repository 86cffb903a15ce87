"""What a partnership is worth: contributions, budgets as printed, conditions, other money."""

from typing import Literal

from pydantic import Field

from iop_cli.model.kinds import (
    Amount,
    Calculation,
    DayOrNo,
    Id,
    Line,
    Material,
    Minor,
    Moment,
    MomentOrNone,
    Per,
    Record,
    Text,
)

ContributionKind = Literal[
    "cash", "staff", "volunteer_time", "premises", "material", "service", "training", "marketing",
    "other",
]  # fmt: skip


class OtherFunding(Record):
    """Other money for the same activity."""

    what: Minor[Line] = Field(description="What money it is.")
    since: Material[Moment | None] = Field(None, description="Since when.")
    until: Material[MomentOrNone | None] = Field(None, description="Until when.")
    amount: Material[Amount | None] = Field(None, description="How much.")
    relation: Material[Literal["earlier", "parallel", "replaced", "contract"] | None] = Field(
        None, description="How it stands to this partnership."
    )


class Contribution(Record):
    """What a party puts in, also what has no price."""

    by: Material[Id] = Field(description="The party.")
    kind: Material[ContributionKind] = Field(description="What it is.")
    what: Material[Text | None] = Field(None, description="What it is, in words.")
    payment: Material[Id | None] = Field(None, description="The payment that it is.")
    activity: Material[Id | None] = Field(None, description="The activity that it is for.")
    amount: Material[Amount | None] = Field(None, description="Its value.")
    per: Material[Per | None] = Field(None, description="The period that the value is for.")
    calculation: Material[Calculation | None] = Field(
        None, description="The calculation as printed."
    )
    value_source: Minor[Line | None] = Field(None, description="Where the value comes from.")
    budget_line: Minor[Line | None] = Field(
        None, description="The budget line that is the same money."
    )


class Repayment(Record):
    """When money is paid back."""

    when: Material[Literal["misuse", "unused", "breach", "early_end", "other"]] = Field(
        description="When."
    )
    part: Material[Line | None] = Field(None, description="How much of it.")


class Surplus(Record):
    """What a surplus is used for."""

    use: Material[Line] = Field(description="Its use.")


class Condition(Record):
    """Something that money or the agreement hangs on."""

    what: Material[Text] = Field(description="The condition.")
    decided_by: Material[Line | None] = Field(None, description="Who decides that it is met.")
    latest: Material[Moment | None] = Field(None, description="By when.")
    otherwise: Material[Text | None] = Field(None, description="What happens otherwise.")
    fulfilled: Material[DayOrNo | None] = Field(None, description="The day it was met, or no.")


class StatedSum(Record):
    """A sum in running text."""

    amount: Material[Amount] = Field(description="The sum.")
    as_: Minor[Line | None] = Field(None, alias="as", description="What the text calls it.")


class BudgetLine(Record):
    """One line of a budget, as printed."""

    what: Minor[Line] = Field(description="What it is.")
    kind: Material[ContributionKind | None] = Field(None, description="What kind of resource.")
    amount: Material[Amount | None] = Field(None, description="The amount, as printed.")
    calculation: Material[Calculation | None] = Field(
        None, description="The calculation, as printed."
    )
    paid_by: Material[Line | None] = Field(None, description="The payment or party that pays it.")
    value_source: Minor[Line | None] = Field(None, description="Where a value comes from.")
    note: Minor[Line | None] = Field(None, description="A note to the line.")


class Budget(Record):
    """A budget, as printed."""

    year: Material[Line | None] = Field(None, description="The year.")
    party: Material[Id | None] = Field(None, description="The party whose budget it is.")
    lines: Material[dict[Id, BudgetLine]] = Field(description="Its lines.")
    total: Material[Amount | None] = Field(None, description="The total, as printed.")
