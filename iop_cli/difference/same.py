"""When two values are the same: however they are spelt, quoted or ordered.

Gives each value a normal form that can be compared; what cannot be read is itself. Ranks nothing.
"""

import re
import unicodedata
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from iop_cli.difference.shape import Either, Fields, Items, Keyed, Kinds, Many, Shape, Value
from iop_cli.model.kinds import Settled
from iop_cli.quantity import (
    AgeRange,
    Amount,
    Calculation,
    Clock,
    Duration,
    Factor,
    Length,
    Moment,
    NotRead,
    Period,
    Share,
)

# a line that begins so is a line of its own in Markdown
_OWN_LINE = re.compile(r"\n(?=\s*(?:[-*+>|#]|[0-9]+[.)]\s))")
_NUMBER = r"[-+−]?[0-9]+(?:[.,:/–-][0-9]+)*"
_TOKEN = re.compile(rf"(?<!\w){_NUMBER}(?!\w)|\w+|[^\w\s.,;:!?\"'“”„’‘«»…*_#()–—-]")

Normal = Hashable


def present(value: Any) -> Any:
    """A written value; None for what says nothing."""
    return None if value in (None, "", {}, []) else value


def normal(shape: Shape, value: Any) -> Normal:
    """The normal form of a written value; None where nothing is written."""
    value = present(value)
    if value is None:
        return None
    match shape:
        case Either():
            return _of_either(shape, value)
        case Fields() | Kinds() | Keyed() if isinstance(value, dict):
            return _mapping({_nfc(k): normal(inside(shape, k, value), v) for k, v in value.items()})
        case Items() if isinstance(value, list):
            return _listed([normal(shape.item, item) for item in value])
        case Many() if isinstance(value, list):
            items = [normal(shape.item, item) for item in value]
            return ("in order", *items) if shape.in_order else _listed(items)
        case Value() if isinstance(value, str):
            return _value(shape, value)
        case _:
            return _raw(value)


def inside(shape: Fields | Kinds | Keyed, key: str, holder: dict[str, Any]) -> Shape:
    """The shape of what stands under a key of a mapping."""
    if isinstance(shape, Keyed):
        return shape.of(key)
    fields = fields_in(shape, holder)
    return fields.keys[key].shape if key in fields.keys else Value(str)


def fields_in(shape: Fields | Kinds, holder: dict[str, Any]) -> Fields:
    """The keys that a record may have; of a payment, those of its kind."""
    if isinstance(shape, Fields):
        return shape
    kind = holder.get("kind")
    return shape.kinds.get(kind, shape.every) if isinstance(kind, str) else shape.every


def _of_either(shape: Either, value: Any) -> Normal:
    held, listed = normal(shape.of(value), value), shape.branches.get("list")
    if isinstance(value, list):
        return held
    if isinstance(value, str) and shape.main:
        return _mapping({shape.main: held})
    is_one = isinstance(listed, Many) and (isinstance(value, str) or _is_one(listed, value))
    return _listed([held]) if is_one else held


def _is_one(listed: Many, value: Any) -> bool:
    """Whether a mapping is one thing of a list, and no mapping of things by id."""
    held = listed.item.branches.get("map") if isinstance(listed.item, Either) else None
    return isinstance(held, Fields) and isinstance(value, dict)


def _mapping(held: dict[str, Normal]) -> Normal:
    kept = [(key, value) for key, value in held.items() if value is not None]
    return ("map", *sorted(kept, key=lambda pair: pair[0])) if kept else None


def _listed(items: list[Normal]) -> Normal:
    kept = [item for item in items if item is not None]
    return ("list", *sorted(kept, key=repr)) if kept else None


def _raw(value: Any) -> Normal:
    if isinstance(value, dict):
        return _mapping({_nfc(key): _raw(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return _listed([_raw(inner) for inner in value])
    return None if value in (None, "") else words_of(str(value))


def _value(shape: Value, text: str) -> Normal:
    if shape.is_wording:
        return words_of(text)
    try:
        return plain(shape.read(text))
    except (ValidationError, NotRead, ValueError):
        return _added(text) if text.startswith("+") else words_of(text)


def _added(text: str) -> Normal:
    """An amount that is added in an amendment."""
    try:
        return plain(Amount.read(text, allow_sign=True))
    except NotRead:
        return words_of(text)


def plain(value: Any) -> Normal:
    """The normal form of a value that was read; two that mean the same have the same."""
    match value:
        case Amount() | Share() | Decimal():
            return _quantity(value)
        case Length():
            return _length(value)
        case Moment():
            return _moment(value)
        case Period():
            return ("period", value.start, value.end)
        case Duration() | Clock():
            return ("minutes", value.minutes)
        case AgeRange():
            return ("ages", value.low, value.high or 0)
        case Calculation():
            return _calculation(value)
        case Settled():
            return "none"
        case bool() | int() | date():
            return value
        case _:
            return words_of(str(value))


def _quantity(value: Amount | Share | Decimal) -> Normal:
    match value:
        case Amount():
            return ("amount", _short(value.value), value.currency, value.nature, value.signed)
        case Share():
            return ("share", _short(value.value))
        case _:
            return ("number", _short(value))


def _short(value: Decimal) -> Decimal:
    return value.normalize() + Decimal(0)


def _length(value: Length) -> Normal:
    if value.months is not None:
        return ("months", value.months)
    return ("days", value.count * (7 if value.unit == "week" else 1))


def _moment(value: Moment) -> Normal:
    if value.first and value.last:
        return ("moment", value.precision, value.first, value.last)
    if counted := value.counted:
        return ("counted", _length(counted.length), counted.side, counted.anchor)
    return ("moment", words_of(value.text).casefold())


def _calculation(value: Calculation) -> Normal:
    return tuple(
        (tuple(_factor(f) for f in step.factors), step.operators, _factor(step.result))
        for step in value.steps
    )


def _factor(held: Factor) -> Normal:
    return (_short(held.value), words_of(held.unit).casefold(), held.percent)


def words_of(text: str) -> str:
    """Running text with its paragraphs and list items, however its lines are broken."""
    paragraphs = re.split(r"\n[ \t]*\n", _nfc(text).replace("\r\n", "\n"))
    lines = [
        "\n".join(" ".join(line.split()) for line in _OWN_LINE.split(paragraph))
        for paragraph in paragraphs
    ]
    return "\n\n".join(line for line in lines if line)


def is_same_wording(one: str, other: str) -> bool:
    """Whether two texts differ in punctuation and letter case alone; figures count as they are."""
    return _tokens(one) == _tokens(other)


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(_nfc(text))]


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
