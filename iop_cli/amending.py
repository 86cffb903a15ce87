"""An amendment drafted from a change that somebody made to a signed text.

Compares the words of two texts as their types say, and tells what an amendment cannot do. Touches
no disk and no bytes: see editing.
"""

import re
from collections.abc import Iterable
from typing import Any

from iop_cli.amendment import amended
from iop_cli.diagnostic import IopError
from iop_cli.difference.matching import paired
from iop_cli.difference.same import inside, normal
from iop_cli.difference.shape import (
    Either,
    Fields,
    Items,
    Keyed,
    Kinds,
    Shape,
    Value,
    agreement_shape,
)
from iop_cli.finding import Where, at, path_text, read_path
from iop_cli.model.agreement import Agreement
from iop_cli.record import shape as shaped
from iop_cli.sealing import APART, LATER, terms_hash
from iop_cli.source import parse
from iop_cli.words import mark, nearest, say

Words = dict[str, Any]
_ANOTHER = mark("an agreement that is called something else is another: iop new")
_REFUSED = {
    "id": _ANOTHER,
    "format": mark("the version of the format is changed in the file itself"),
    "status": mark("how far the agreement has come is changed in the file itself"),
    "seal": mark("a seal stays as it is: iop seal"),
    "amendments": mark("an amendment is changed by a later one, at the places that it changes"),
    "accepted_findings": mark("what is lived with is written in the file itself"),
    "not_public": mark("what is not published is written in the file itself"),
    "log": mark("what has happened is recorded: iop record"),
    "entries": mark("what has happened is recorded: iop record"),
}


class _Unsaid(Exception):
    """A place at which the change cannot be said; it may be said at what holds it."""

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self.where = where


def drafted(signed: Words, now: Words) -> Words:
    """The changes that make the signed words into those of now: {place: value}.

    Only terms are compared. Raises IopError for what an amendment cannot do, in words.
    """
    require_same_agreement(signed, now)
    changes: Words = {}
    for key, held in agreement_shape().keys.items():
        if key in APART or key in ("id", "decisions"):
            continue
        try:
            changes |= _changes(held.shape, signed.get(key), now.get(key), (key,))
        except _Unsaid as unsaid:
            raise _beyond(unsaid.where, at(now, unsaid.where)) from unsaid
    if not _leads_there(signed, now, changes):
        says = say(mark("the change cannot be said as an amendment of single places"))
        help = say(mark("name each place and its new value: iop amend ID --set PLACE=VALUE"))
        raise IopError(says, help, code="unfit")
    return changes


def require_same_agreement(signed: Words, now: Words) -> None:
    """Raise IopError where what no amendment may touch is not the same in two texts."""
    if signed.get("id") != now.get("id"):
        says = mark("the id was {before} and is {after}; no amendment changes it")
        values = {"before": signed.get("id"), "after": now.get("id")}
        raise IopError(say(says, **values), say(_ANOTHER), code="unfit")
    shape = agreement_shape().keys["decisions"].shape
    one, other = (_signing(held.get("decisions")) for held in (signed, now))
    if normal(shape, one) != normal(shape, other):
        says = say(mark("a decision that the signed text rests on was changed"))
        way_out = mark("put it back as it stood; a new decision gets an id of its own and effect")
        raise IopError(says, say(way_out), code="unfit")


def changed_parts(signed: Words, now: Words) -> list[str]:
    """The outermost keys whose words are not as signed, in the order of the format."""
    return [
        key
        for key in agreement_shape().keys
        if key not in (*APART, "decisions") and signed.get(key) != now.get(key)
    ]


def told(pairs: Iterable[str], agreement: Words) -> Words:
    """The changes that are told as place=value; raises IopError for what cannot be a change.

    A value in { } or [ ] is read as YAML, any other is the text that it is.
    """
    changes: Words = {}
    for pair in pairs:
        path, sign, value = pair.partition("=")
        path, value = path.strip(), value.strip()
        if not sign or not path or not value:
            says = say(mark("{pair} is not place=value"), pair=pair)
            example = say(mark("for example: {command}"), command='--set term.end="2027-12-31"')
            raise IopError(says, example, code="usage")
        _require_place(path, agreement)
        changes[path] = _read(value, pair) if value[0] in "{[" else value
    return changes


def next_id(taken: Iterable[str]) -> str:
    """The next free id for an amendment, in the file's own habit: a1, a2 and then a3."""
    held = list(taken)
    found = [hit for id in held if (hit := re.fullmatch(r"(.*?)([0-9]+)", id))]
    start = found[-1][1] if found else "a"
    count = max((int(hit[2]) for hit in found if hit[1] == start), default=0) + 1
    while f"{start}{count}" in held:
        count += 1
    return f"{start}{count}"


def amendment(changes: Words, since: str, decision: str | None) -> Words:
    """The amendment as it is written; `since` is the first day that it holds."""
    words: Words = {"from": since}
    return {**words, **({"decision": decision} if decision else {}), "changes": changes}


def _signing(decisions: Any) -> Any:
    """The decisions that the signing rests on."""
    if not isinstance(decisions, dict):
        return decisions
    return {k: v for k, v in decisions.items() if not (isinstance(v, dict) and _is_later(v))}


def _is_later(decision: Words) -> bool:
    return decision.get("effect") in LATER


def _beyond(where: Where, value: Any) -> IopError:
    place = path_text(where)
    if value is None:
        says = mark("{where} was taken away; an amendment cannot make unknown what was agreed")
        help = mark("write none there if the parties agree that there is none, or a new value")
        return IopError(say(says, where=place), say(help), code="unfit")
    says = mark("the new value of {where} cannot be said in an amendment")
    help = mark("in an amendment, a value that begins with + is added to an amount")
    return IopError(say(says, where=place), say(help), code="unfit")


def _changes(shape: Shape, before: Any, after: Any, where: Where) -> Words:
    """What changes at a place and below it; raises _Unsaid where that cannot be said."""
    if normal(shape, before) == normal(shape, after):
        return {}
    try:
        if isinstance(shape, Either) and shape.of(before) is shape.of(after):
            return _changes(shape.of(after), before, after, where)
        if isinstance(shape, Fields | Kinds | Keyed) and _both(dict, before, after):
            return _of_mapping(shape, before, after, where)
        if isinstance(shape, Items) and _both(list, before, after) and _stays(shape, before, after):
            every = enumerate(zip(before, after, strict=True))
            return _joined(_changes(shape.item, b, a, (*where, i)) for i, (b, a) in every)
    except _Unsaid:
        pass  # what holds it is said whole instead
    return _whole(shape, after, where)


def _both(kind: type, before: Any, after: Any) -> bool:
    return isinstance(before, kind) and isinstance(after, kind)


def _of_mapping(shape: Fields | Kinds | Keyed, before: Words, after: Words, where: Where) -> Words:
    keys = dict.fromkeys([*before, *after])
    return _joined(
        _changes(inside(shape, key, after), before.get(key), after.get(key), (*where, key))
        for key in keys
    )


def _joined(found: Iterable[Words]) -> Words:
    return {path: value for changes in found for path, value in changes.items()}


def _stays(shape: Items, before: list[Any], after: list[Any]) -> bool:
    """Whether each thing of a list stands where it stood."""
    if len(before) != len(after):
        return False
    return paired(shape, before, after) == [(i, i) for i in range(len(before))]


def _whole(shape: Shape, value: Any, where: Where) -> Words:
    """The new value at its place; `none` where there is none any more, and none is no value."""
    path = path_text(where)
    if read_path(path) != where or isinstance(where[-1], int):
        raise _Unsaid(where)
    if value is None:
        if _takes_none(shape):
            raise _Unsaid(where)
        return {path: "none"}
    if isinstance(value, str) and value.startswith("+"):
        raise _Unsaid(where)
    return {path: value}


def _takes_none(shape: Shape) -> bool:
    """Whether the word none is a value at a place, so that it cannot take one away."""
    if isinstance(shape, Either):
        return "text" in shape.branches and _takes_none(shape.branches["text"])
    if not isinstance(shape, Value):
        return False
    try:
        shape.read("none")
    except ValueError:
        return False
    return True


def _leads_there(signed: Words, now: Words, changes: Words) -> bool:
    """Whether the signed text with the changes made says what the text of now says."""
    made, unfit = amended(signed, changes, (), {})
    both = [shaped(Agreement, words).value for words in (made, now)]
    if unfit or None in both:
        return False
    one, other = (terms_hash(held.model_copy(update={"decisions": None})) for held in both)
    return one == other


def _require_place(path: str, agreement: Words) -> None:
    where = read_path(path)
    first = str(where[0]) if where else path
    known = list(agreement_shape().keys)
    if first in _REFUSED:
        says = say(mark("{path} cannot be changed by an amendment"), path=path)
        raise IopError(says, say(_REFUSED[first]), code="unfit")
    if first not in known:
        meant = nearest(first, known)
        says = mark("{path} is not in the agreement")
        if meant:
            says = mark("{path} is not in the agreement; did you mean {meant}?")
        raise IopError(say(says, path=path, meant=meant), code="usage")
    if len(where) > 1 and not isinstance(at(agreement, where[:-1]), dict | list):
        raise IopError(say(mark("{path} is not in the agreement"), path=path), code="usage")


def _read(value: str, pair: str) -> Any:
    document, problems = parse(f"value: {value}\n".encode(), "")
    if document is None or problems:
        says = mark("the value in {pair} cannot be read; put what has a comma in it in quotes")
        raise IopError(say(says, pair=pair), code="usage")
    return document.data["value"]
