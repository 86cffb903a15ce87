"""Printed calculations: 44 veckor * 40 h = 176 h; 176 h * 134 kr/h = 236 tkr.

Reads the steps and tells which of them do not hold, each with its own printed factors. Mends none.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from iop_cli.quantity.amount import CURRENCIES, rounded
from iop_cli.quantity.reading import (
    NUMBER,
    NotRead,
    common_slip,
    decimal_of,
    refuse_two_readings,
    tidy,
)
from iop_cli.words import mark, number

_EXAMPLE = "44 * 40 h = 1 760 h"
_OPERATOR = (
    r"([*\u00d7+]|(?:(?<=[0-9])|(?<=\s))[xX](?=\s*[0-9])|/(?=\s*[0-9])|[-\u2212\u2013](?=\s*[0-9]))"
)
_FACTOR = rf"{NUMBER}\s*(%|[^\W\d_]\S*(?:\s+[^\W\d_]\S*)*)?"
_MINUS = r"[-\u2212\u2013]\s*(?=[0-9])"
_SAME_SIGN = {"\u00d7": "*", "x": "*", "X": "*", "\u2212": "-", "\u2013": "-"}
_SHOWN_SIGN = {"*": "\u00d7"}
_PER_CENT = frozenset({"%", "procent", "percent"})
_MONEY = {
    **{unit: Decimal(1) for unit in ("kr", "sek", *CURRENCIES.casefold().split("|"))},
    "tkr": Decimal(1000),
    "mkr": Decimal(1_000_000),
}


@dataclass(frozen=True, slots=True)
class Factor:
    """A printed number with its unit; `value` stands in that unit, 10 for 10 %."""

    value: Decimal
    unit: str
    percent: bool

    @property
    def scale(self) -> Decimal | None:
        """What one of the unit is in kronor (or another currency); None for what is not money."""
        return _MONEY.get(re.split(r"[/\s]", self.unit.casefold(), maxsplit=1)[0])

    @property
    def plain(self) -> Decimal:
        """The value free of its unit's scale: 500000 for 500 tkr, 0.1 for 10 %."""
        return self.value.scaleb(-2) if self.percent else self.value * (self.scale or 1)

    def in_words(self) -> str:
        """The number in groups of three, and its unit as written."""
        return f"{number(self.value)} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Step:
    """Factors, the signs between them (* and /, or + and -), and the result as printed."""

    factors: tuple[Factor, ...]
    operators: tuple[str, ...]
    result: Factor
    text: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """The steps of a printed calculation, in their order."""

    steps: tuple[Step, ...]
    text: str

    @classmethod
    def read(cls, text: str) -> "Calculation":
        """Read steps such as 3 * 196 tkr * 10 % = 20 tkr, with semicolons between them."""
        return _read_calculation(text)

    def in_words(self) -> str:
        """The calculation as written."""
        return self.text


@dataclass(frozen=True, slots=True)
class WrongStep:
    """A step that does not hold; `computed` is its right result, in the unit of the printed one."""

    step: Step
    computed: Decimal

    def said(self) -> tuple[str, str, str]:
        """The left side, the right value and the value as printed, each with its unit."""
        first, *others = (factor.in_words() for factor in self.step.factors)
        signs = (_SHOWN_SIGN.get(sign, sign) for sign in self.step.operators)
        left = "".join(
            [first, *(f" {sign} {other}" for sign, other in zip(signs, others, strict=True))]
        )
        return left, self._right(), self.step.result.in_words()

    def _right(self) -> str:
        result = self.step.result
        decimals = 2 if result.scale == 1 else 6
        if not _is_whole_in(self.computed, decimals):
            decimals = _decimals(result.value) + 2
        value = rounded(self.computed, Decimal(1).scaleb(-decimals))
        return replace(result, value=value.normalize()).in_words()


def wrong_steps(calculation: Calculation) -> list[WrongStep]:
    """The steps that do not hold.

    A money result is judged at the precision it is printed with. A step that takes up an earlier
    wrong result holds when it holds with what was printed or with what is right.
    """
    wrong: list[WrongStep] = []
    for step in calculation.steps:
        mended = tuple(_mended(factor, wrong) for factor in step.factors)
        computed = _computed(step, step.factors)
        if not _holds(step, computed) and not _holds(step, _computed(step, mended)):
            wrong.append(WrongStep(step, computed))
    return wrong


def _holds(step: Step, computed: Decimal) -> bool:
    printed = step.result
    if printed.scale or printed.percent or "/" in step.operators:
        computed = rounded(computed, Decimal(1).scaleb(-_decimals(printed.value)))
    return computed == printed.value


def _mended(factor: Factor, wrong: list[WrongStep]) -> Factor:
    """The factor with the right value, where it is a wrong result that was taken up again."""
    for each in (each for each in wrong if each.computed):
        printed = each.step.result
        alike = factor.unit.casefold() == printed.unit.casefold()
        if factor.value == printed.value and (alike or not factor.unit or not printed.unit):
            return replace(factor, value=each.computed)
        if factor.scale and printed.scale and factor.plain == printed.plain:
            return replace(factor, value=each.computed * printed.scale / factor.scale)
    return factor


def _computed(step: Step, factors: tuple[Factor, ...]) -> Decimal:
    """The result of the step with these factors, in the unit of the printed result."""
    if {"+", "-"} & set(step.operators):
        return _sum(step, factors)
    total, money = Decimal(1), 0
    for sign, factor in zip(("*", *step.operators), factors, strict=True):
        total = total / factor.plain if sign == "/" else total * factor.plain
        money += bool(factor.scale) * (-1 if sign == "/" else 1)
    if step.result.percent:
        return total.scaleb(2)
    scale = step.result.scale
    if not step.result.unit and money == 1:
        scale = next(factor.scale for factor in factors if factor.scale)
    return total / (scale or 1)


def _sum(step: Step, factors: tuple[Factor, ...]) -> Decimal:
    """A sum or difference; a percentage is a part of what stands before it."""
    result = step.result
    scale = result.scale or next((each.scale for each in factors if each.scale), None) or Decimal(1)
    total = Decimal(0)
    for place, (sign, factor) in enumerate(zip(("+", *step.operators), factors, strict=True)):
        if result.percent or not factor.unit:
            amount = factor.value
        elif factor.percent:
            amount = (total if place else Decimal(1)) * factor.value.scaleb(-2)
        else:
            amount = factor.plain / (scale if factor.scale else 1)
        total += -amount if sign == "-" else amount
    return total


@lru_cache(maxsize=1024)
def _read_calculation(text: str) -> Calculation:
    bare = tidy(text)
    slip = common_slip(bare, _EXAMPLE)
    if slip:
        raise slip
    if "(" in bare:
        message = mark("{text} has brackets; write each step by itself, with a semicolon between")
        raise NotRead(message, text=bare)
    steps = tuple(_step(part.strip()) for part in bare.split(";") if part.strip())
    if not steps:
        message = mark("{text} has no step; write for example {example}")
        raise NotRead(message, text=bare, example=_EXAMPLE)
    return Calculation(steps, bare)


def _step(text: str) -> Step:
    sides = text.split("=")
    if len(sides) != 2 or not sides[1].strip():
        message = mark("{text} needs one equals sign and a result; write for example {example}")
        raise NotRead(message, text=text, example=_EXAMPLE)
    pieces = re.split(_OPERATOR, sides[0])
    operators = tuple(_SAME_SIGN.get(sign, sign) for sign in pieces[1::2])
    if {"+", "-"} & set(operators) and {"*", "/"} & set(operators):
        message = mark("{text} mixes sums and products; write each as a step of its own")
        raise NotRead(message, text=text)
    factors = tuple(_factor(piece, text) for piece in pieces[::2])
    divisors = (each for sign, each in zip(operators, factors[1:], strict=True) if sign == "/")
    if not all(each.value for each in divisors):
        raise NotRead(mark("{text} divides by 0; correct the step"), text=text)
    return Step(factors, operators, _result(sides[1].strip(), text), text)


def _result(text: str, step: str) -> Factor:
    minus = re.match(_MINUS, text)
    factor = _factor(text[minus.end() :] if minus else text, step)
    return replace(factor, value=-factor.value) if minus else factor


def _factor(text: str, step: str) -> Factor:
    bare = text.strip()
    found = re.fullmatch(_FACTOR, bare)
    if not found:
        message = mark("{part} in {text} is not a number with a unit; write for example {example}")
        raise NotRead(message, part=bare or "\u2026", text=step, example=_EXAMPLE)
    unit = found[4] or ""
    refuse_two_readings((found[1], found[2], found[3]), bare, unit=unit)
    percent = unit.casefold() in _PER_CENT
    return Factor(decimal_of(found[1], found[3], bare), unit, percent)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _is_whole_in(value: Decimal, decimals: int) -> bool:
    return value == rounded(value, Decimal(1).scaleb(-decimals))
