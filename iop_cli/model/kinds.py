"""The words that a value may be made of: text, yes and no, amounts, moments, lengths, choices.

Each kind reads one written value; how it may be written the forms say. It never compares two
values: that is a rule.
"""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
)
from pydantic_core import CoreSchema, core_schema

from iop_cli import quantity as q
from iop_cli.finding import Problem
from iop_cli.model import forms
from iop_cli.model.forms import Json, digits, or_none, written
from iop_cli.words import mark


class Settled(Enum):
    """The word `none`: the parties settled that there is none. An absent key is unknown instead."""

    NONE = "none"


class Rank(StrEnum):
    """How heavy a change of a field weighs; every field of an agreement and its log has one.

    Material is what somebody must decide: who, how much, how long, what is owed. Minor is what an
    office may see to. Editorial is how something is spelt. What a field holds weighs no more.
    """

    MATERIAL = "material"
    MINOR = "minor"
    EDITORIAL = "editorial"


NONE = Settled.NONE
Per = Literal[
    "day", "week", "month", "quarter", "tertial", "school_term", "half_year", "year", "all"
]


class Record(BaseModel):
    """A mapping of known keys; frozen, and a key that it does not have is refused."""

    # built once, from the outermost record: a third quicker at the start of a run
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def lacks(cls, words: Json) -> list[str]:
        """The keys that must stand in such a mapping and do not."""
        required = {f.alias or n for n, f in cls.model_fields.items() if f.is_required()}
        return [key for key in cls.known() if key in required and key not in words]

    @classmethod
    def known(cls) -> list[str]:
        """The keys that such a mapping may have."""
        return [f.alias or n for n, f in cls.model_fields.items()]

    def faults(self) -> Iterator[Problem]:
        """What no single value shows: nothing here, other records know more."""
        return iter(())


class _Kind:
    """How one value is taken, and what the JSON Schema says of it.

    pydantic's own PlainValidator and StringConstraints say the same, and look at the type behind
    the value for every field anew: that made a start by a third slower.
    """

    def __init__(self, takes: CoreSchema, schema: Json) -> None:
        self.takes, self.schema = takes, schema

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> CoreSchema:
        return copy(self.takes)

    def __get_pydantic_json_schema__(self, _takes: CoreSchema, _handler: object) -> Json:
        return self.schema.copy()


def _kind(read: Callable[[str], Any], schema: Json) -> _Kind:
    def validate(value: object) -> Any:
        if not isinstance(value, str):
            raise q.NotRead(shape_message(value))
        return read(value)

    return _plain(validate, schema)


def _plain(validate: Callable[[object], Any], schema: Json) -> _Kind:
    return _Kind(core_schema.no_info_plain_validator_function(validate), schema)


def _text(longest: int) -> _Kind:
    takes = core_schema.str_schema(min_length=1, max_length=longest)
    return _Kind(takes, {"type": ["string", "number"], "minLength": 1, "maxLength": longest})


def _id(pattern: str, schema: Json) -> _Kind:
    takes = core_schema.str_schema(pattern=pattern, max_length=80)
    return _Kind(takes, digits({**schema, "maxLength": 80}, minimum=0))


def shape_message(value: object) -> str:
    """What stands there instead of one value."""
    if isinstance(value, list):
        return mark("a list stands here; one value is expected")
    return mark("keys and values stand here; one value is expected")


def _quoted(text: str) -> str:
    count = len(text.split())
    if count > forms.MOST_QUOTED:
        message = mark("{count} words; quote at most twelve")
        raise q.NotRead(message, count=count)
    return text


def _quote() -> _Kind:
    line = _text(2_000)
    takes = core_schema.no_info_after_validator_function(_quoted, line.takes)
    return _Kind(takes, {**line.schema, **forms.QUOTE})


def _or_none(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: NONE if text == "none" else read(text)


def _yes_no(text: str) -> bool:
    if text in ("yes", "no"):
        return text == "yes"
    meant = {"ja": "yes", "true": "yes", "nej": "no", "false": "no"}.get(text.lower())
    if meant:
        raise q.NotRead(mark("{text} is not read here; write {meant}"), text=text, meant=meant)
    raise q.NotRead(mark("{text} is neither yes nor no"), text=text)


def _one_or_more(text: str) -> int:
    count = q.whole_number(text)
    if count < 1:
        raise q.NotRead(mark("{text} is below 1"), text=text)
    return count


def _version(text: str) -> int:
    if not text.isdecimal() or int(text[:9]) < 1:
        raise q.NotRead(mark("{text} is not a format; write format: 1"), text=text)
    return int(text[:9])


def _least(text: str) -> str:
    if text == "min":
        return text
    try:
        return str(q.whole_number(text))
    except q.NotRead as error:
        message = mark("{text} is not read; write min, a whole number or none")
        raise q.NotRead(message, text=text) from error


Text = Annotated[str, _text(100_000)]
Line = Annotated[str, _text(2_000)]
Id = Annotated[str, _id(r"^[\p{L}\d_][\p{L}\d_-]*$", forms.ID)]
Quote = Annotated[str, _quote()]
FileId = Annotated[str, _id(r"^[a-z0-9][a-z0-9-]*$", forms.FILE_ID)]
YesNo = Annotated[
    bool, _kind(_yes_no, {"enum": ["yes", "no"], "errorMessage": mark("Write yes or no.")})
]
Whole = Annotated[int, _kind(q.whole_number, digits(forms.WHOLE, minimum=0))]
Count = Annotated[int, _kind(_one_or_more, digits(forms.WHOLE, minimum=1))]
Format = Annotated[int, _kind(_version, digits(forms.WHOLE, minimum=1))]
Least = Annotated[str | Settled, _kind(_or_none(_least), digits(forms.LEAST, minimum=0))]
Number = Annotated[Decimal, _kind(q.decimal_number, digits(forms.NUMBER, "number", minimum=0))]
Amount = Annotated[q.Amount, _kind(q.Amount.read, forms.AMOUNT)]
AmountOrNone = Annotated[q.Amount | Settled, _kind(_or_none(q.Amount.read), or_none(forms.AMOUNT))]
Length = Annotated[q.Length, _kind(q.Length.read, forms.LENGTH)]
Duration = Annotated[
    q.Duration,
    _kind(
        q.Duration.read,
        written(q.DURATION_PATTERN, mark("Write hours and minutes, such as 2 h or 90 min."), "2 h"),
    ),
]
Moment = Annotated[q.Moment, _kind(q.Moment.read, forms.MOMENT)]
Timing = Annotated[str, _kind(q.read_timing, forms.TIMING)]
MomentOrNone = Annotated[q.Moment | Settled, _kind(_or_none(q.Moment.read), or_none(forms.MOMENT))]
Day = Annotated[date, _kind(q.read_day, forms.DAY)]
Period = Annotated[q.Period, _kind(q.Period.read, forms.PERIOD)]
Share = Annotated[q.Share, _kind(q.Share.read, forms.SHARE)]
Ages = Annotated[
    q.AgeRange,
    _kind(
        q.AgeRange.read,
        written(q.AGES_PATTERN, mark("Write ages such as 7-13 or 18+."), "7-13", "18+"),
    ),
]
Clock = Annotated[
    q.Clock,
    _kind(
        q.Clock.read,
        written(q.CLOCK_PATTERN, mark("Write a time of day in quotes, such as 20:30."), "20:30"),
    ),
]
Calculation = Annotated[
    q.Calculation,
    _kind(q.Calculation.read, {"type": "string", "examples": ["3 * 140 000 kr = 420 000 kr"]}),
]


def choice_or_day(word: str, value: object) -> Any:
    """Reads either one fixed word, or a day."""
    if value == word:
        return word
    if not isinstance(value, str):
        raise q.NotRead(shape_message(value))
    return q.read_day(value)


DayOrNo = Annotated[
    date | str,
    _plain(
        lambda value: choice_or_day("no", value),
        {**forms.DAY, "pattern": f"^no$|{q.DAY_PATTERN}", "examples": ["2018-03-14", "no"]},
    ),
]
DayOrNone = Annotated[date | Settled, _kind(_or_none(q.read_day), or_none(forms.DAY))]


def _shape(value: object) -> str:
    if value == "none":
        return "=none"
    if isinstance(value, list):
        return "=list"
    return "=map" if isinstance(value, dict) else "=text"


def _settled(value: object) -> str:
    return "=none" if value == "none" else "=value"


def _amount_or_share(text: str) -> Any:
    return q.Share.read(text) if text.rstrip().endswith("%") else q.Amount.read(text)


T = TypeVar("T")
Material = Annotated[T, Rank.MATERIAL]
Minor = Annotated[T, Rank.MINOR]
Editorial = Annotated[T, Rank.EDITORIAL]
ByShape = Discriminator(_shape)
OrNone = Annotated[
    Annotated[T, Tag("=value")] | Annotated[Settled, Tag("=none")], Discriminator(_settled)
]
AmountOrShare = Annotated[q.Amount | q.Share, _kind(_amount_or_share, forms.AMOUNT_OR_SHARE)]
Ids = Annotated[list[Id], Field(max_length=50)]
Recipients = Annotated[
    Annotated[Id, Tag("=text")]
    | Annotated[Ids, Tag("=list")]
    | Annotated[dict[Id, AmountOrShare], Tag("=map")],
    ByShape,
]
Lines = Annotated[list[Line], Field(max_length=200)]
Quotes = Annotated[list[Quote], Field(max_length=200)]


class Frequency(Record):
    """How often, in one form everywhere; `{per: quarter}` alone is once a quarter."""

    min: Material[Whole | None] = Field(None, description="The fewest times.")
    max: Material[Whole | None] = Field(None, description="The most times.")
    unit: Material[Line | None] = Field(
        None, description="What is counted, when it is not obvious."
    )
    per: Material[Per | None] = Field(None, description="The period that it is counted in.")
    as_written: Editorial[Quote | None] = Field(
        None, description="The text's own words, at most twelve."
    )


class Span(Record):
    """From one moment to another."""

    from_: Material[Moment | None] = Field(None, alias="from", description="First day.")
    to: Material[Moment | None] = Field(None, description="Last day.")


class Range(Record):
    """A pair of days: a term, or the term that a decision names."""

    start: Material[Moment | None] = Field(None, description="First day.")
    end: Material[MomentOrNone | None] = Field(
        None, description="Last day; the word none for until further notice."
    )
