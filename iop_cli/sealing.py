"""The seal on signed terms: what it is a hash of, and whether what it seals still stands.

Knows the record as typed, never its text: comments, order, quotes and spelling make no difference.
Touches no disk.

The canonical form, number 1, is JSON in UTF-8 with sorted keys and no blanks:
`{"iop terms 1": {…}}` for the text as first signed, `{"iop amendment 1": {…}}` for an amendment.
A key that is absent is left out; a list is sorted, since its order says nothing, and a list of one
thing is that thing; a text has its letters composed (NFC) and each run of blanks and line ends as
one blank; amounts, moments, lengths and the like are spelt in one way, whatever the file has.
A change of this form gets a new number, and seals of the old one are still read.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from iop_cli.finding import Where, at
from iop_cli.model.agreement import Agreement, Amendment, ClauseText
from iop_cli.model.kinds import Settled
from iop_cli.model.payment import Index, Rate
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

# what may change without an amendment: how far the agreement has come, what the parties live with,
# what is published, and the format that it is written in
APART = ("format", "status", "seal", "amendments", "accepted_findings", "not_public")
# decisions that come after the signing; those that the signing rests on are sealed
LATER = ("extend", "amend", "end", "fund")
SEALABLE = "signed"
# a sealed text may come to its end, never back to a draft
BINDING = ("signed", "terminated", "superseded")
# a value alone and a mapping with nothing but this key say the same
_MAIN: dict[type, str] = {ClauseText: "text", Rate: "amount"}
Json = Any


def terms_hash(agreement: Agreement) -> str:
    """The SHA-256 of the terms of a text as first signed, in 64 hexadecimal digits."""
    return _hash("iop terms 1", terms(agreement))


def amendment_hash(amendment: Amendment) -> str:
    """The SHA-256 of one amendment, in 64 hexadecimal digits."""
    held = {**_canonical(amendment), "changes": _words(amendment.changes)}
    return _hash("iop amendment 1", {k: v for k, v in held.items() if k != "seal"})


def terms(agreement: Agreement) -> dict[str, Json]:
    """The sealed part of a text, in its canonical form."""
    held: dict[str, Json] = _canonical(agreement)
    decisions = {
        id: _canonical(decision)
        for id, decision in (agreement.decisions or {}).items()
        if decision.effect not in LATER
    }
    kept = {key: value for key, value in held.items() if key not in (*APART, "decisions")}
    return {**kept, "decisions": decisions} if decisions else kept


def broken(agreement: Agreement) -> Iterator[tuple[str | None, str, str]]:
    """The seals that no longer hold: an amendment's id, or None for the text as first signed.

    With each the hash that was sealed and the hash that there is now.
    """
    if agreement.seal and (now := terms_hash(agreement)) != agreement.seal.sha256:
        yield None, agreement.seal.sha256, now
    for id, amendment in (agreement.amendments or {}).items():
        if amendment.seal and (now := amendment_hash(amendment)) != amendment.seal.sha256:
            yield id, amendment.seal.sha256, now


def is_term(where: Where, words: dict[str, Any]) -> bool:
    """Whether a place of an agreement's words is one of the terms that a seal is a hash of."""
    if where[:1] == ("decisions",) and len(where) > 1:
        decision = at(words, where[:2])
        return not (isinstance(decision, dict) and decision.get("effect") in LATER)
    return bool(where) and where[0] not in APART


def _hash(form: str, held: Json) -> str:
    return hashlib.sha256(_json({form: held}).encode("utf-8", "surrogatepass")).hexdigest()


def _json(held: Json) -> str:
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _canonical(value: Any) -> Json:
    match value:
        case BaseModel():
            return _record(value)
        case dict():
            return {_text(key): _canonical(held) for key, held in value.items()}
        case list():
            return _listed([_canonical(item) for item in value])
        case _:
            return _plain(value)


def _record(value: BaseModel) -> Json:
    fields = type(value).model_fields.items()
    held = {
        field.alias or name: _canonical(inner)
        for name, field in fields
        if (inner := getattr(value, name)) is not None
    }
    if isinstance(value, Index) and value.compare:
        held["compare"] = [_plain(step) for step in value.compare]  # which year is first matters
    main = _MAIN.get(type(value))
    return held[main] if main and held.keys() == {main} else held


def _listed(items: list[Json]) -> Json:
    return items[0] if len(items) == 1 else sorted(items, key=_json)


def _words(value: Any, key: str = "") -> Json:
    """The words of an amendment's changes, which have no types: an amount is known by its unit."""
    if isinstance(value, dict):
        return {_text(inner): _words(held, inner) for inner, held in value.items()}
    if isinstance(value, list):
        items = [_words(item) for item in value]
        return items if key.endswith("compare") else _listed(items)
    try:
        return ("+" if value.startswith("+") else "") + _plain(Amount.read(value, allow_sign=True))
    except NotRead:
        return _text(value)


def _plain(value: Any) -> str:
    """One value, spelt in one way."""
    match value:
        case Amount():
            return f"{value.nature} {_number(value.value)} {value.currency}"
        case Share():
            return f"{_number(value.value * 100)} %"
        case Moment():
            return _moment(value)
        case Length():
            return _length(value)
        case Period():
            return f"{value.start}..{value.end}"
        case Calculation():
            return _calculation(value)
        case _:
            return _simple(value)


def _simple(value: Any) -> str:
    match value:
        case Duration() | Clock():
            return f"{value.minutes} min"
        case AgeRange():
            return f"{value.low}-{value.high or ''}"
        case Settled():
            return "none"
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return _number(Decimal(value))
        case _:
            return _text(str(value))


def _number(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _moment(value: Moment) -> str:
    if value.first and value.last:
        return f"{value.precision} {value.first}..{value.last}"
    if counted := value.counted:
        return f"{_length(counted.length)} {counted.side} {counted.anchor}"
    return _text(value.text).casefold()


def _length(value: Length) -> str:
    if value.months is not None:
        return f"{value.months} months"
    return f"{value.count * (7 if value.unit == 'week' else 1)} days"


def _calculation(value: Calculation) -> str:
    steps = [
        " ".join([
            *(f"{_factor(held)} {sign}" for held, sign in
              zip(step.factors, (*step.operators, "="), strict=False)),
            _factor(step.result),
        ])
        for step in value.steps
    ]  # fmt: skip
    return "; ".join(steps)


def _factor(value: Factor) -> str:
    unit = "%" if value.percent else _text(value.unit).casefold()
    return f"{_number(value.value)} {unit}".rstrip()
