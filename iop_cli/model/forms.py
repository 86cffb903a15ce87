"""How each kind of value may be written, as the JSON Schema tells it and an editor repeats it.

Knows patterns, examples and the words for a wrong one; reads nothing.
"""

import re
from typing import Any

from iop_cli import quantity as q
from iop_cli.quantity import day, moment, reading, time
from iop_cli.words import mark

Json = dict[str, Any]
MOST_QUOTED = 12


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

AMOUNT = written(
    q.AMOUNT_PATTERN,
    mark("Write the amount with its unit, such as 6 500 kr, 500 tkr or 1,3 mkr."),
    "6500 kr", "6 500,50 kr", "500 tkr", "about 7000 kr",
)  # fmt: skip
SHARE = written(
    q.SHARE_PATTERN, mark("Write the share with its per cent sign, such as 80 %."), "80 %"
)
AMOUNT_OR_SHARE = written(
    f"{q.AMOUNT_PATTERN}|{q.SHARE_PATTERN}",
    mark("Write an amount with its unit, such as 6 500 kr, or a share, such as 25 %."),
    "100 tkr", "25 %",
)  # fmt: skip
LENGTH = written(
    q.LENGTH_PATTERN, mark("Write a length such as 6 months, 2 years, 30 days or at once."),
    "6 months", "2 years", "30 days", "at once",
)  # fmt: skip
DAY = digits(
    written(q.DAY_PATTERN, mark("Write a day as year, month and day: 2018-03-14."), "2018-03-14"),
    minimum=19000101, maximum=22001231,
)  # fmt: skip
MOMENT = digits(
    written(
        rf"^\s*{_DATE}(?:\s*(?:\.\.|[-/\u2013])\s*{_DATE})?\s*$|[A-Za-z\u00c0-\u024f]{{2}}",
        mark("Write a day, month, year or span, or so long before something: 6 months before end."),
        "2018-03-14", "2018-03", "2018", "2016..2017", "6 months before end",
    ),
    minimum=1900,
    maximum=22001231,
)  # fmt: skip
_LETTER = r"A-Za-z\u00c0-\u024f0-9_"


def _any_case(expression: str) -> str:
    """The expression for small and capital letters: no flag means that to every validator."""
    small = re.sub(r"\\w|[^\W\d_]", _both_cases, expression)
    return small.replace(r"\w", f"[{_LETTER}]")


def _both_cases(hit: re.Match[str]) -> str:
    return hit[0] if hit[0] == r"\w" else f"[{hit[0].upper()}{hit[0].lower()}]"


# a day, a count, a day of the year, an ordinal; else words that tell a time and are no slip
_SLIP = (
    rf"{moment.LIKE_A_DATE}|[0-9]{{1,4}}\s+(?:{_any_case('|'.join(time.UNIT_WORDS))})(?![{_LETTER}])"
    rf"|[0-9]{{1,2}}(?::e|:a|\.|th)?\s+(?:{_any_case('|'.join(day.MONTH_NUMBERS))})\s*$"
    r"|(?:first|second|third|fourth|last)\s+\S+\s+of\s+\S+\s*$"
)
TIMING_PATTERN = (
    rf"^\s*(?:{_DATE}(?:\s*(?:\.\.|[-/\u2013])\s*{_DATE})?|{moment.COUNTED}|{moment.ORDINAL}"
    rf"|[0-9]{{1,2}}\s+(?:{_any_case('|'.join(day.MONTH_NAMES))})(?:\s+(?:before|after))?)\s*$"
    rf"|^\s*(?!{_SLIP})(?:.*[^{_LETTER}])?(?:{_any_case(moment.TIME_WORDS)})(?![{_LETTER}])"
)
TIMING = {
    **MOMENT,
    "pattern": TIMING_PATTERN,
    "errorMessage": mark("Write when, such as first week of quarter or 1 month after period."),
    "examples": ["first week of quarter", "1 month after period", "2018-03-14"],
}
PERIOD = digits(
    written(
        q.PERIOD_PATTERN,
        mark("Write a period such as 2018, 2018-H1, 2018-T1, 2018-Q1, 2018-03 or from day to day."),
        "2018", "2018-H1", "2018-Q1", "2018-03", "2018-09-01..2019-08-31",
    ),
    minimum=1900,
    maximum=22001231,
)  # fmt: skip
WHOLE = written(
    rf"^\s*(?:[0-9]{{1,3}}(?:{reading.BLANK}[0-9]{{3}})+|[0-9]+)\s*$",
    mark("Write a whole number, such as 14."),
    "14",
)
LEAST = written(
    rf"^none$|^\s*min\s*$|{WHOLE['pattern']}",
    mark("Write min, a whole number such as 10, or none."),
    "min", "10", "none",
)  # fmt: skip
NUMBER = written(
    rf"^\s*{reading.NUMBER}\s*$", mark("Write a number, such as 14 or 4,5."), "14", "4,5"
)
ID = written(ID_PATTERN, mark("An id has letters, digits, _ and -, and no blanks or dots."), "kurs")
FILE_ID = written(
    FILE_ID_PATTERN, mark("The id has the small letters a-z, digits and hyphens."), "boras-barn"
)
QUOTE = {
    "pattern": rf"^\s*(?:\S+\s+){{0,{MOST_QUOTED - 1}}}\S+\s*$",
    "errorMessage": mark("Quote at most twelve of the text's own words."),
}
