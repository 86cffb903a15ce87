"""What every reader shares: the refusal that tells the way out, and how a number is written.

Digits are 0 to 9 alone. Knows no unit and rounds nothing.
"""

import re
from decimal import Decimal

from iop_cli.words import mark, number, say

LONGEST = 200
MOST_DIGITS = 18

BLANK = r"[ \u00a0\u2009\u202f]"
NUMBER = rf"([0-9]{{1,3}}(?:{BLANK}[0-9]{{3}})+|[0-9]+)(?:([.,])([0-9]+))?"

_ANSWERS = frozenset({"ja", "nej", "yes", "no", "true", "false", "sant", "falskt"})
_UNKNOWN = frozenset({"?", "??", "okänt", "okänd", "oklart", "unknown", "vet ej", "tbd", "null"})
_NOTHING = frozenset({"inget", "ingen", "inga", "ingenting"})


class NotRead(ValueError):
    """A text that cannot be read: an English message template and the values that it names."""

    def __init__(self, message: str, **values: object) -> None:
        """Take a marked template and its values; they meet when somebody reads them."""
        super().__init__(message)
        self.message = message
        self.values: dict[str, object] = values

    def __str__(self) -> str:
        """The sentence in the reader's language."""
        return say(self.message, **self.values)


def tidy(text: str) -> str:
    """The text without blanks around it; raises NotRead above 200 characters."""
    if len(text) > LONGEST:
        message = mark("{start} … is longer than {most} characters; write the value alone")
        raise NotRead(message, start=text[:40], most=LONGEST)
    return text.strip()


def common_slip(text: str, example: str) -> NotRead | None:
    """The refusal of what people write where any value is asked for: ja, okänt, inget, nothing."""
    said = text.casefold()
    if not said:
        return NotRead(mark("nothing is written; write for example {example}"), example=example)
    if said in _ANSWERS:
        message = mark("{text} answers a question of yes or no; write for example {example}")
        return NotRead(message, text=text, example=example)
    if said in _UNKNOWN:
        return NotRead(mark("{text} is not written; leave the key out while unknown"), text=text)
    if said in _NOTHING:
        message = mark("{text} is not read; write none if the parties settled that there is none")
        return NotRead(message, text=text)
    return None


def decimal_of(whole: str, part: str | None, text: str) -> Decimal:
    """The number of the digits around a decimal sign; raises NotRead above 18 digits."""
    digits = re.sub(BLANK, "", whole)
    if len(digits) + len(part or "") > MOST_DIGITS:
        message = mark("{text} has more than {most} digits; correct the number")
        raise NotRead(message, text=text, most=MOST_DIGITS)
    return Decimal(f"{digits}.{part}" if part else digits)


def refuse_two_readings(
    found: tuple[str, str | None, str | None], text: str, *, unit: str = "", signs: str = "."
) -> None:
    """Raise NotRead for one of `signs` before three digits: is 1.300 thousands or decimals?"""
    whole, sign, part = found
    if not sign or sign not in signs or len(part or "") != 3:
        return
    if not re.fullmatch("[1-9][0-9]{0,2}", whole):
        return
    unit = f" {unit}" if unit else ""
    raise NotRead(
        mark("{text} can be read in two ways; write {thousands} or {decimals}"),
        text=text,
        thousands=number(Decimal(f"{whole}{part}")) + unit,
        decimals=number(Decimal(f"{whole}.{part}").normalize()) + unit,
    )
