"""The words that a value may be made of: text, yes and no, amounts, moments, lengths, choices.

Each kind reads one written value and says in the JSON Schema how it may be written. It never
compares two values: that is a rule.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
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
from iop_cli.quantity.reading import BLANK, NUMBER
from iop_cli.words import mark

Json = dict[str, Any]


class Settled(Enum):
    """The word `none`: the parties settled that there is none. An absent key is unknown instead."""

    NONE = "none"


NONE = Settled.NONE
Per = Literal[
    "day", "week", "month", "quarter", "tertial", "school_term", "half_year", "year", "all"
]


class Record(BaseModel):
    """A mapping of known keys; frozen, and a key that it does not have is refused."""

    # built once, from the outermost record: a third quicker at the start of a run
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class _Kind:
    """How one value is taken, and what the JSON Schema says of it.

    pydantic's own PlainValidator and StringConstraints say the same, and look at the type behind
    the value for every field anew: that made a start by a third slower.
    """

    def __init__(self, takes: CoreSchema, schema: Json) -> None:
        self.takes, self.schema = takes, schema

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> CoreSchema:
        return self.takes.copy()

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


def written(expression: str, says: str, *examples: str) -> Json:
    """A schema for text of a form; `says` is what an editor tells when it has another."""
    return {"type": "string", "pattern": expression, "errorMessage": says, "examples": [*examples]}


def digits(schema: Json, kind: str = "integer", **bounds: int) -> Json:
    """The same for what may be digits only: YAML makes a number of them, with its own bounds."""
    return {**schema, "type": ["string", kind], **bounds}


def or_none(schema: Json) -> Json:
    """The same, or the word none."""
    both = {"pattern": f"^none$|{schema['pattern']}", "examples": [*schema["examples"], "none"]}
    return {**schema, **both}


ID_PATTERN = (  # letters of any script, digits, _ and -; \p{L} is not known to every validator
    r"^[^\u0000-/:-@\[-^`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u2bff]"
    r"[^\u0000-,./:-@\[-^`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u2bff]*$"
)
FILE_ID_PATTERN = "^[a-z0-9][a-z0-9-]*$"
_MONTH, _DAY_OF_MONTH = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_DATE = (
    r"(?:19[0-9]{2}|2[01][0-9]{2}|2200)"
    rf"(?:[-/\u2013]{_MONTH}(?:[-/\u2013]{_DAY_OF_MONTH})?|{_MONTH}{_DAY_OF_MONTH})?"
)

_AMOUNT = written(
    q.AMOUNT_PATTERN,
    mark("Write the amount with its unit, such as 6 500 kr, 500 tkr or 1,3 mkr."),
    "6500 kr", "6 500,50 kr", "500 tkr", "about 7000 kr",
)  # fmt: skip
_SHARE = written(
    q.SHARE_PATTERN, mark("Write the share with its per cent sign, such as 80 %."), "80 %"
)
_AMOUNT_OR_SHARE = written(
    f"{q.AMOUNT_PATTERN}|{q.SHARE_PATTERN}",
    mark("Write an amount with its unit, such as 6 500 kr, or a share, such as 25 %."),
    "100 tkr", "25 %",
)  # fmt: skip
_LENGTH = written(
    q.LENGTH_PATTERN, mark("Write a length such as 6 months, 2 years, 30 days or at once."),
    "6 months", "2 years", "30 days", "at once",
)  # fmt: skip
_DAY = digits(
    written(q.DAY_PATTERN, mark("Write a day as year, month and day: 2018-03-14."), "2018-03-14"),
    minimum=19000101, maximum=22001231,
)  # fmt: skip
_MOMENT = digits(
    written(
        rf"^\s*{_DATE}(?:\s*(?:\.\.|[-/\u2013])\s*{_DATE})?\s*$|[A-Za-z\u00c0-\u024f]{{2}}",
        mark("Write a day, month, year or span, or so long before something: 6 months before end."),
        "2018-03-14", "2018-03", "2018", "2016..2017", "6 months before end",
    ),
    minimum=1900,
    maximum=22001231,
)  # fmt: skip
_PERIOD = digits(
    written(
        q.PERIOD_PATTERN,
        mark("Write a period such as 2018, 2018-H1, 2018-T1, 2018-Q1, 2018-03 or from day to day."),
        "2018", "2018-H1", "2018-Q1", "2018-03", "2018-09-01..2019-08-31",
    ),
    minimum=1900,
    maximum=22001231,
)  # fmt: skip
_WHOLE = written(
    rf"^\s*(?:[0-9]{{1,3}}(?:{BLANK}[0-9]{{3}})+|[0-9]+)\s*$",
    mark("Write a whole number, such as 14."),
    "14",
)
_NUMBER = written(rf"^\s*{NUMBER}\s*$", mark("Write a number, such as 14 or 4,5."), "14", "4,5")
_ID = written(
    ID_PATTERN, mark("An id has letters, digits, _ and -, and no blanks or dots."), "kurs"
)
_FILE_ID = written(
    FILE_ID_PATTERN, mark("The id has the small letters a-z, digits and hyphens."), "boras-barn"
)

Text = Annotated[str, _text(100_000)]
Line = Annotated[str, _text(2_000)]
Id = Annotated[str, _id(r"^[\p{L}\d_][\p{L}\d_-]*$", _ID)]
FileId = Annotated[str, _id(r"^[a-z0-9][a-z0-9-]*$", _FILE_ID)]
YesNo = Annotated[
    bool, _kind(_yes_no, {"enum": ["yes", "no"], "errorMessage": mark("Write yes or no.")})
]
Whole = Annotated[int, _kind(q.whole_number, digits(_WHOLE, minimum=0))]
Count = Annotated[int, _kind(_one_or_more, digits(_WHOLE, minimum=1))]
Number = Annotated[Decimal, _kind(q.decimal_number, digits(_NUMBER, "number", minimum=0))]
Amount = Annotated[q.Amount, _kind(q.Amount.read, _AMOUNT)]
AmountOrNone = Annotated[q.Amount | Settled, _kind(_or_none(q.Amount.read), or_none(_AMOUNT))]
Length = Annotated[q.Length, _kind(q.Length.read, _LENGTH)]
Duration = Annotated[
    q.Duration,
    _kind(
        q.Duration.read,
        written(q.DURATION_PATTERN, mark("Write hours and minutes, such as 2 h or 90 min."), "2 h"),
    ),
]
Moment = Annotated[q.Moment, _kind(q.Moment.read, _MOMENT)]
MomentOrNone = Annotated[q.Moment | Settled, _kind(_or_none(q.Moment.read), or_none(_MOMENT))]
Day = Annotated[date, _kind(q.read_day, _DAY)]
Period = Annotated[q.Period, _kind(q.Period.read, _PERIOD)]
Share = Annotated[q.Share, _kind(q.Share.read, _SHARE)]
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
        {**_DAY, "pattern": f"^no$|{q.DAY_PATTERN}", "examples": ["2018-03-14", "no"]},
    ),
]
DayOrNone = Annotated[date | Settled, _kind(_or_none(q.read_day), or_none(_DAY))]


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
ByShape = Discriminator(_shape)
OrNone = Annotated[
    Annotated[T, Tag("=value")] | Annotated[Settled, Tag("=none")], Discriminator(_settled)
]
AmountOrShare = Annotated[q.Amount | q.Share, _kind(_amount_or_share, _AMOUNT_OR_SHARE)]
Ids = Annotated[list[Id], Field(max_length=50)]
Recipients = Annotated[
    Annotated[Id, Tag("=text")]
    | Annotated[Ids, Tag("=list")]
    | Annotated[dict[Id, AmountOrShare], Tag("=map")],
    ByShape,
]
Lines = Annotated[list[Line], Field(max_length=200)]


class Frequency(Record):
    """How often, in one form everywhere; `{per: quarter}` alone is once a quarter."""

    min: Whole | None = Field(None, description="The fewest times.")
    max: Whole | None = Field(None, description="The most times.")
    unit: Line | None = Field(None, description="What is counted, when it is not obvious.")
    per: Per | None = Field(None, description="The period that it is counted in.")
    as_written: Line | None = Field(None, description="The text's own words, at most twelve.")


class Span(Record):
    """From one moment to another."""

    from_: Moment | None = Field(None, alias="from", description="First day.")
    to: Moment | None = Field(None, description="Last day.")


class Range(Record):
    """A pair of days: a term, or the term that a decision names."""

    start: Moment | None = Field(None, description="First day.")
    end: MomentOrNone | None = Field(
        None, description="Last day; the word none for until further notice."
    )
