"""How money moves: one class for each kind of payment, with the keys that kind has.

To add a kind: one class here and its name in `Payment`. Computes nothing.
"""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from iop_cli.model.kinds import (
    Amount,
    AmountOrShare,
    ByShape,
    Calculation,
    Count,
    Editorial,
    Id,
    Least,
    Length,
    Line,
    Material,
    Minor,
    Moment,
    Per,
    Period,
    Quote,
    Recipients,
    Record,
    Share,
    Span,
    Timing,
    Whole,
    YesNo,
)

Vat = Literal["outside", "exempt", "25", "12", "6"]
Invoiced = Literal[
    "after_activity", "before_new_year", "yearly_in_arrears", "yearly_in_advance",
    "quarterly_in_advance", "quarterly_in_arrears", "monthly_in_advance", "monthly_in_arrears",
    "tertial_in_advance", "tertial_in_arrears", "half_yearly_in_advance", "half_yearly_in_arrears",
    "at_start", "at_end", "on_requisition", "on_date",
]  # fmt: skip


class Part(Record):
    """One instalment: when, and how much of the whole."""

    date: Material[Moment | None] = Field(None, description="The day it is paid.")
    amount: Material[AmountOrShare | None] = Field(
        None, description="Its amount, or its share of the whole."
    )
    released_by: Material[Id | None] = Field(None, description="The report that releases it.")
    condition: Material[Id | None] = Field(None, description="The condition that it hangs on.")


class Plan(Record):
    """How a payment is divided during a time."""

    valid: Material[Span | None] = Field(
        None, description="The years or days that this plan holds."
    )
    parts: Material[Count | None] = Field(
        None, description="How many equal parts a period is paid in."
    )
    printed: Minor[Amount | None] = Field(
        None, description="The part's amount, as printed in the text."
    )
    amount: Material[Amount | None] = Field(
        None, description="The amount during this time, if it changes."
    )
    pay: Minor[Timing | None] = Field(None, description="When in the period it is paid, in words.")


class Index(Record):
    """How an amount follows a published index."""

    series: Material[Line | None] = Field(
        None, description="The published series and its publisher."
    )
    from_: Material[Moment | None] = Field(
        None, alias="from", description="The first year that is adjusted."
    )
    base: Material[Period | None] = Field(
        None, description="The period that the index is counted from."
    )
    share: Material[Share | None] = Field(None, description="The share of the change that counts.")
    reads: Material[Literal["change", "points"] | None] = Field(
        None, description="What is read off the index."
    )
    compare: Material[list[Line] | None] = Field(
        None, description="The two periods that are compared."
    )
    values: Material[Literal["preliminary", "final"] | None] = Field(
        None, description="Which values count."
    )
    retroactive: Material[YesNo | None] = Field(
        None, description="Whether a final value adjusts what was paid."
    )
    rounded: Material[Line | None] = Field(None, description="The rounding step and direction.")
    never_lower: Material[YesNo | None] = Field(
        None, description="Whether the amount can never fall."
    )


class Gate(Record):
    """What must be met for anything to be paid."""

    participants: Material[Least | None] = Field(None, description="`min`, or the number it takes.")


class Rate(Record):
    """One of several rates, and when it applies."""

    amount: Material[Amount] = Field(description="The rate.")
    when: Material[Line | None] = Field(None, description="When this rate applies.")


RateOrAmount = Annotated[Annotated[Amount, Tag("=text")] | Annotated[Rate, Tag("=map")], ByShape]
Split = Annotated[
    Annotated[Literal["equal"], Tag("=text")] | Annotated[dict[Id, Amount], Tag("=map")], ByShape
]


class Settlement(Record):
    """Advances that are settled later."""

    against: Material[Literal["cost", "volume"]] = Field(
        description="What the advances are settled against."
    )
    within: Material[Line | None] = Field(None, description="When the settlement is made.")


class PaymentBase(Record):
    """The keys that every kind of payment has."""

    from_: Material[Recipients | None] = Field(
        None, alias="from", description="The party that pays."
    )
    to: Material[Recipients | None] = Field(
        None, description="Who receives: one, a list, or a map with amounts."
    )
    per: Material[Per | None] = Field(None, description="The period that the amount is for.")
    valid: Material[Span | None] = Field(None, description="The time that the payment holds.")
    schedule: Material[list[Plan] | None] = Field(None, description="How it is divided over time.")
    pro_rata: Material[Literal["months", "days"] | None] = Field(
        None, description="How a broken period counts."
    )
    rounded: Minor[Line | None] = Field(None, description="The step that parts are rounded to.")
    rest: Minor[Literal["first", "last"] | None] = Field(
        None, description="Which part takes the rest."
    )
    index: Material[Index | None] = Field(None, description="How the amount follows an index.")
    cap: Material[Amount | None] = Field(None, description="The most that is paid.")
    condition: Material[Id | None] = Field(None, description="The condition that it hangs on.")
    released_by: Material[Id | None] = Field(None, description="The report that releases it.")
    charged_to: Material[Line | None] = Field(
        None, description="The budget year that it is charged to."
    )
    earmarked: Material[Line | None] = Field(None, description="What the money may be used for.")
    called: Minor[Line | None] = Field(None, description="What the text calls the payment.")
    vat: Material[Vat | None] = Field(None, description="How VAT is treated; absent is unknown.")
    vat_reason: Minor[Line | None] = Field(None, description="Why no VAT is charged.")
    due: Material[Length | None] = Field(None, description="How long after the invoice it is paid.")
    invoiced: Minor[list[Invoiced] | None] = Field(
        None, description="When it is invoiced, as the text says."
    )
    settled: Material[Settlement | None] = Field(None, description="How advances are settled.")
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )
    replaces: Minor[Line | None] = Field(None, description="The ordinary grant that it replaces.")


class PerActivity(PaymentBase):
    """So much for each activity that was held."""

    kind: Material[Literal["per_activity"]] = Field(description="How the money is reckoned.")
    activity: Material[Id] = Field(description="The activity that is paid for.")
    amount: Material[Amount | None] = Field(
        None, description="The one rate, where there is only one."
    )
    rates: Material[dict[Id, RateOrAmount] | None] = Field(
        None, description="Several rates by name."
    )
    gate: Material[Gate | None] = Field(
        None, description="What must be met for anything to be paid."
    )


class Fixed(PaymentBase):
    """So much for every period."""

    kind: Material[Literal["fixed"]] = Field(description="How the money is reckoned.")
    amount: Material[Amount | None] = Field(None, description="The amount for one period.")
    date: Material[Moment | None] = Field(
        None, description="The day it is paid, if it is paid once a period."
    )
    calculation: Material[Calculation | None] = Field(
        None, description="The calculation as printed."
    )
    first_year: Material[Amount | None] = Field(None, description="The first year's amount.")
    yearly_uplift: Material[AmountOrShare | None] = Field(
        None, description="What is added every later year."
    )
    parts: Material[Count | None] = Field(
        None, description="How many equal parts a period is paid in."
    )


class Instalments(PaymentBase):
    """A whole that is paid in listed parts."""

    kind: Material[Literal["instalments"]] = Field(description="How the money is reckoned.")
    amount: Material[Amount | None] = Field(None, description="The whole.")
    parts: Material[list[Part]] = Field(description="The parts, each with its day.")
    calculation: Material[Calculation | None] = Field(
        None, description="The calculation as printed."
    )


class LumpSum(PaymentBase):
    """One sum, paid once."""

    kind: Material[Literal["lump_sum"]] = Field(description="How the money is reckoned.")
    amount: Material[Amount | None] = Field(None, description="The sum.")
    calculation: Material[Calculation | None] = Field(
        None, description="The calculation as printed."
    )
    date: Material[Moment | None] = Field(None, description="The day it is paid.")
    covers: Material[Period | None] = Field(None, description="The years that it covers.")


class Total(PaymentBase):
    """A sum for several years."""

    kind: Material[Literal["total"]] = Field(description="How the money is reckoned.")
    amount: Material[Amount | None] = Field(None, description="The sum over the term.")
    split: Material[Split | None] = Field(
        None, description="`equal`, or each year's amount; absent is unknown."
    )
    covers: Material[Period | None] = Field(None, description="The years that it covers.")
    calculation: Material[Calculation | None] = Field(
        None, description="The calculation as printed."
    )


class CostCap(PaymentBase):
    """Actual costs up to a ceiling."""

    kind: Material[Literal["cost_cap"]] = Field(description="How the money is reckoned.")
    share: Material[Share | None] = Field(None, description="The share of the costs that is paid.")


class PerUnit(PaymentBase):
    """A rate times a quantity."""

    kind: Material[Literal["per_unit"]] = Field(description="How the money is reckoned.")
    rate: Material[Amount | None] = Field(None, description="The amount for one unit.")
    quantity: Material[Id] = Field(description="What is counted; the log holds the quantities.")
    at: Material[Line | None] = Field(None, description="The day that the quantity is read.")
    source: Minor[Line | None] = Field(None, description="Where the quantity is read.")
    least: Material[Whole | None] = Field(None, description="The least quantity that is paid for.")
    calculation: Material[Calculation | None] = Field(
        None, description="The calculation as printed."
    )


def _by_kind(value: object) -> str:
    return f"={value.get('kind')}" if isinstance(value, dict) else "=kind"


Payment = Annotated[
    Annotated[PerActivity, Tag("=per_activity")]
    | Annotated[Fixed, Tag("=fixed")]
    | Annotated[Instalments, Tag("=instalments")]
    | Annotated[LumpSum, Tag("=lump_sum")]
    | Annotated[Total, Tag("=total")]
    | Annotated[CostCap, Tag("=cost_cap")]
    | Annotated[PerUnit, Tag("=per_unit")],
    Discriminator(_by_kind),
]
