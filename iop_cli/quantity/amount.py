"""Amounts, numbers and shares: read from words, rounded and split.

The only file that rounds. Adds nothing up and knows no payment.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from functools import lru_cache
from typing import Self

from iop_cli.quantity.reading import (
    MOST_DIGITS,
    NUMBER,
    NotRead,
    common_slip,
    decimal_of,
    refuse_two_readings,
    tidy,
)
from iop_cli.words import mark, number, say

CURRENCIES = "EUR|USD|GBP|NOK|DKK|ISK|CHF|PLN|CZK|HUF|CAD|AUD|JPY|CNY|INR|TRY|UAH"
_UNIT = rf"[Kk][Rr]|[Ss][Ee][Kk]|[Tt][Kk][Rr]|[Mm][Kk][Rr]|{CURRENCIES}"
_NATURE = "about|up to|over|at least"

AMOUNT_PATTERN = rf"^\s*(?:({_NATURE})\s+)?{NUMBER}\s*({_UNIT})\s*$"
SHARE_PATTERN = rf"^\s*{NUMBER}\s*%\s*$"

_AMOUNT = re.compile(AMOUNT_PATTERN)
_NUMBER = re.compile(NUMBER)
_SIGN = re.compile(r"([-+\u2212])\s*(.*)", re.DOTALL)
_LOOSE = (
    r"([^0-9]*?)\s*([0-9](?:[0-9\s.,]*[0-9])?)\s*"
    r"(:-|,-|%|\u20ac|\$|\u00a3|[^\W\d_]+)?(?:\s+(?:kr|sek|kronor))?\s*"
    r"((?:/|per\b|om\b|i\b).*)?"
)
_GROUPED = r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]{1,2}))?"

_POWERS = {"kr": 0, "tkr": 3, "mkr": 6}
_NATURE_WORDS = {
    **dict.fromkeys(("about", "ca", "ca.", "c:a", "cirka", "circa", "ungefär"), "about"),
    **dict.fromkeys(("omkring", "runt", "approx", "approximately", "knappt"), "about"),
    **dict.fromkeys(("up to", "upp till", "högst", "max", "maximalt", "at most"), "up to"),
    **dict.fromkeys(("over", "över", "drygt", "mer än", "more than"), "over"),
    **dict.fromkeys(("at least", "minst", "lägst", "min"), "at least"),
}
_UNIT_WORDS = {
    **dict.fromkeys(("kr", "sek", "krona", "kronor", "kronors", ":-", ",-", "crowns"), "kr"),
    **dict.fromkeys(("tkr", "tsek", "ksek", "kkr", "k", "tusen", "tusental"), "tkr"),
    **dict.fromkeys(("mkr", "msek", "milj", "miljon", "miljoner", "mnkr", "mn"), "mkr"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("$", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("£", "pund"), "GBP"),
    **{code.casefold(): code for code in CURRENCIES.split("|")},
}

# Wide enough for the product of every number that fits in 200 characters.
_WIDE = Context(prec=400)
_ROUNDINGS = {"nearest": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}


def rounded(value: Decimal, step: Decimal = Decimal("0.01"), direction: str = "nearest") -> Decimal:
    """`value` as whole steps: nearest (half up), down (towards zero) or up (away from zero).

    A negative value is rounded like its positive twin, so that a credit undoes its invoice.
    """
    if step <= 0:
        raise ValueError(f"a step of {step} cannot be rounded to")
    steps = _WIDE.divide(value, step).quantize(Decimal(1), _ROUNDINGS[direction], _WIDE)
    return _WIDE.add(_WIDE.multiply(steps, step), Decimal(0))


def split(
    total: Decimal, parts: int, step: Decimal = Decimal("0.01"), rest: str = "last"
) -> list[Decimal]:
    """Equal parts in whole steps, rounded down; what is left goes to the `last` or `first` one."""
    if parts < 1 or rest not in ("first", "last"):
        raise ValueError(f"nothing can be split into {parts} parts with the rest {rest}")
    even = rounded(_WIDE.divide(total, Decimal(parts)), step, "down")
    odd = _WIDE.subtract(total, _WIDE.multiply(even, Decimal(parts - 1)))
    evens = [even] * (parts - 1)
    return [odd, *evens] if rest == "first" else [*evens, odd]


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as written: `value` in whole currency units, whatever the unit in the text was.

    `nature` is exact, about, up to, over or at least; `signed` is a change such as +125 000 kr.
    """

    value: Decimal
    currency: str = "SEK"
    unit: str = "kr"
    nature: str = "exact"
    signed: bool = False
    text: str = ""

    @classmethod
    def read(cls, text: str, *, allow_sign: bool = False) -> "Amount":
        """Read 6 500,50 kr, 500 tkr, about 1,3 mkr, 20 EUR; a sign only where it is allowed."""
        return _read_amount(text, allow_sign)

    @classmethod
    def of(cls, value: Decimal, like: "Amount") -> Self:
        """A computed value, to the hundredth, in the unit of another amount."""
        value = rounded(value)
        text = _in_unit(value, like.unit)
        return cls(value, like.currency, like.unit, "exact", signed=False, text=text)

    def in_words(self) -> str:
        """The amount in its own unit: 995 tkr, 6 500,50 kr, about 7 000 kr."""
        amount = _in_unit(self.value, self.unit)
        if self.signed and self.value >= 0:
            amount = f"+{amount}"
        match self.nature:
            case "about":
                return say(mark("about {amount}"), amount=amount)
            case "up to":
                return say(mark("up to {amount}"), amount=amount)
            case "over":
                return say(mark("over {amount}"), amount=amount)
            case "at least":
                return say(mark("at least {amount}"), amount=amount)
            case _:
                return amount


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something, without a unit."""

    value: Decimal
    text: str

    @classmethod
    def read(cls, text: str) -> "Quantity":
        """Read 14, 30 000 or 4,5."""
        return cls(decimal_number(text), tidy(text))

    def in_words(self) -> str:
        """The number with its digits in groups of three."""
        return number(self.value)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: `value` 0.80 for 80 %."""

    value: Decimal
    text: str

    @classmethod
    def read(cls, text: str) -> "Share":
        """Read 80 % or 12,5 %."""
        bare = tidy(text)
        found = re.fullmatch(SHARE_PATTERN, bare)
        if not found:
            raise _unread_share(bare)
        refuse_two_readings((found[1], found[2], found[3]), bare, unit="%")
        return cls(decimal_of(found[1], found[3], bare).scaleb(-2), bare)

    def in_words(self) -> str:
        """The share in per cent: 12,5 %."""
        return f"{number(self.value.scaleb(2).normalize())} %"


@lru_cache(maxsize=4096)
def decimal_number(text: str) -> Decimal:
    """The value of 14, 30 000 or 4,5; raises NotRead for anything else, also below zero."""
    bare = tidy(text)
    found = _NUMBER.fullmatch(bare)
    if not found:
        raise _unread_number(bare, mark("{text} is not a number; write for example {example}"))
    refuse_two_readings((found[1], found[2], found[3]), bare)
    return decimal_of(found[1], found[3], bare)


@lru_cache(maxsize=4096)
def whole_number(text: str) -> int:
    """The value of 14 or 30 000; raises NotRead for decimals, words and what is below zero."""
    bare = tidy(text)
    found = _NUMBER.fullmatch(bare)
    if not found or found[2]:
        message = mark("{text} is not a whole number; write for example {example}")
        raise _unread_number(bare, message)
    return int(decimal_of(found[1], None, bare))


@lru_cache(maxsize=4096)
def _read_amount(text: str, allow_sign: bool) -> Amount:
    bare = tidy(text)
    signed = _SIGN.fullmatch(bare)
    if signed and not allow_sign:
        raise _unread_sign(bare, signed[1], signed[2])
    found = _AMOUNT.fullmatch(signed[2] if signed else bare)
    if not found or (signed and found[1]):
        raise _unread_amount(bare)
    unit = _UNIT_WORDS[found[5].casefold()]
    value = _kronor((found[2], found[3], found[4]), unit, bare)
    if signed and signed[1] != "+":
        value = -value
    currency = "SEK" if unit in _POWERS else unit
    return Amount(value, currency, unit, found[1] or "exact", signed=bool(signed), text=bare)


def _kronor(found: tuple[str, str | None, str | None], unit: str, text: str) -> Decimal:
    power = _POWERS.get(unit, 0)
    whole, _sign, part = found
    refuse_two_readings(found, text, unit=unit, signs="." if power else ".,")
    if len(part or "") > power + 2:
        message = mark("{text} has too many decimals; write at most {most}")
        raise NotRead(message, text=text, most=power + 2)
    value = decimal_of(whole, part, text) * Decimal(10) ** power
    return Decimal(int(value)) if value == int(value) else value


def _in_unit(value: Decimal, unit: str) -> str:
    """The value in its unit: decimals as needed, in kronor and other currencies none or two."""
    power = _POWERS.get(unit, 0)
    scaled = value.scaleb(-power).normalize()
    if not power and scaled != scaled.to_integral_value():
        scaled = rounded(scaled)
    return f"{number(scaled)} {unit}"


def _unread_sign(text: str, sign: str, rest: str) -> NotRead:
    if sign == "+":
        message = mark("{text} is a change and belongs in an amendment; write {suggestion}")
        return NotRead(message, text=text, suggestion=rest)
    return NotRead(mark("{text} is below zero; write {suggestion}"), text=text, suggestion=rest)


def _unread_amount(text: str) -> NotRead:
    """The refusal of an amount, with what was probably meant."""
    slip = common_slip(text, "6 500 kr")
    if slip:
        return slip
    bare = _NUMBER.fullmatch(text)
    if bare:
        try:
            refuse_two_readings((bare[1], bare[2], bare[3]), text, unit="kr", signs=".,")
        except NotRead as two_readings:
            return two_readings
    loose = re.fullmatch(_LOOSE, text)
    suggestion = _suggested(loose[1], loose[2], loose[3]) if loose else None
    if not loose or not suggestion:
        message = mark("{text} is not an amount; write for example {example}")
        return NotRead(message, text=text, example="6 500 kr")
    if loose[4]:
        message = mark("{text} says more than an amount; write {suggestion} and per what beside")
    elif not loose[3] and loose[1].casefold() not in _UNIT_WORDS:
        message = mark("{text} has no unit; write {suggestion}")
    else:
        message = mark("{text} is not read as an amount; write {suggestion}")
    return NotRead(message, text=text, suggestion=suggestion)


def _suggested(before: str, digits: str, after: str | None) -> str | None:
    """What was probably meant by words, digits and a unit; None where that is anyone's guess."""
    before = before.casefold()
    unit = _UNIT_WORDS.get((after or before).casefold())
    if not after and before not in _UNIT_WORDS:
        unit = "kr"
    nature = _NATURE_WORDS.get(before, "")
    known = not before or nature or (not after and before in _UNIT_WORDS)
    value = _probable(digits, unit) if unit and known else None
    if not unit or value is None:
        return None
    power = _POWERS.get(unit, 0)
    suggestion = f"{nature} {_in_unit(value * Decimal(10) ** power, unit)}".strip()
    return suggestion if _AMOUNT.fullmatch(suggestion) else None


def _probable(digits: str, unit: str) -> Decimal | None:
    """The value of digits that are grouped in some other way: 1.300.000 or 13 00."""
    packed = "".join(digits.split())
    if len(packed) > MOST_DIGITS:
        return None
    decimals = 2 + _POWERS.get(unit, 0)
    plain = re.fullmatch(rf"([0-9]+)(?:[.,]([0-9]{{1,{decimals}}}))?", packed)
    if plain:
        return Decimal(f"{plain[1]}.{plain[2] or 0}")
    grouped = re.fullmatch(_GROUPED, packed)
    if grouped and grouped[3] != grouped[2]:
        whole = grouped[1].replace(grouped[2], "")
        return Decimal(f"{whole}.{grouped[4] or 0}")
    return None


def _unread_number(text: str, message: str) -> NotRead:
    slip = common_slip(text, "14")
    signed = _SIGN.fullmatch(text)
    if slip:
        return slip
    if signed and _NUMBER.fullmatch(signed[2]):
        return _unread_sign(text, "-", signed[2])
    return NotRead(message, text=text, example="14")


def _unread_share(text: str) -> NotRead:
    slip = common_slip(text, "80 %")
    words = re.fullmatch(rf"{NUMBER}\s*(?:procent|percent|per cent|proc)?\.?", text)
    if slip:
        return slip
    if not words:
        return NotRead(
            mark("{text} is not a share; write for example {example}"), text=text, example="80 %"
        )
    value = decimal_of(words[1], words[3], text)
    if words[1] == "0" and words[3] and text[-1:].isdigit():
        value = value.scaleb(2).normalize()
    message = mark("{text} has no per cent sign; write {suggestion}")
    return NotRead(message, text=text, suggestion=f"{number(value)} %")
