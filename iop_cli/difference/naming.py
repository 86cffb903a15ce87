"""What things are called in a sentence about a change: parties, payments, tasks; values, keys.

Everything that came from a file comes out safe to print. Compares nothing.
"""

from typing import Any

from pydantic import ValidationError

from iop_cli.difference.change import Change, Scene
from iop_cli.difference.same import fields_in, present
from iop_cli.difference.shape import Either, Fields, Items, Keyed, Kinds, Many, Shape, Value
from iop_cli.finding import at
from iop_cli.model.kinds import Frequency, Settled, Span
from iop_cli.model.kinds import Range as Days
from iop_cli.phrases import (
    CAUSE,
    CONTRIBUTION,
    DECIDES,
    EFFECT,
    EVENT,
    INVOICED,
    LEGAL_FORM,
    PAYMENT,
    ROLE,
    STATUS,
    VAT,
    WAY_OUT,
    chosen,
    few,
    joined,
    per,
    shown,
    told,
)
from iop_cli.portrait.when import how_many, moment, span, timing
from iop_cli.quantity import Moment, NotRead
from iop_cli.report.safe import safe
from iop_cli.words import _, mark, series

_CHOICES = {
    "status": STATUS,
    "role": ROLE,
    "legal_form": LEGAL_FORM,
    "cause": CAUSE,
    "effect": EFFECT,
    "decides": DECIDES,
    "invoiced": INVOICED,
    "vat": VAT,
    "event": EVENT,
}
_KINDS = {"notice": WAY_OUT, "contributions": CONTRIBUTION, "payments": PAYMENT}
_WHERE_NAMES_STAND = (
    ("parties", "name"), ("governance", "name"), ("activities", "name"), ("conditions", "what"),
    ("payments", "called"), ("decisions", "body"), ("attachments", "name"),
)  # fmt: skip


def plainly(id: Any) -> str:
    """An id as people read it: blanks for its underscores."""
    return safe(str(id)).replace("_", " ")


def name_of(scene: Scene, id: Any) -> str:
    """What a party, body, activity, condition, payment or report is called; else its id."""
    if not isinstance(id, str):
        return safe(str(id))
    for table, key in _WHERE_NAMES_STAND:
        if isinstance(held := scene.get(table, id, key), str):
            return safe(held)
    report = scene.get("follow_up", "reports", id, "name")
    return safe(report) if isinstance(report, str) else plainly(id)


def holder(change: Change, length: int) -> dict[str, Any]:
    """The mapping so many keys down at the change's place: after it, before it where it is gone."""
    scene, is_gone = change.scene, change.kind == "removed"
    if change.in_log:
        words = scene.log_before if is_gone else scene.log_after
    else:
        words = scene.before if is_gone else scene.after
    held = at(words, (change.was if is_gone else change.where)[:length])
    return held if isinstance(held, dict) else {}


def value(shape: Shape, written: Any, scene: Scene, keys: tuple[str, ...]) -> str:
    """A written value in the reader's words; `keys` is its place with * for ids."""
    match shape:
        case Either():
            return value(shape.of(written), written, scene, keys)
        case Value() if isinstance(written, str):
            return _one(shape, written, scene, keys)
        case Many() if isinstance(written, list):
            return series(few([value(shape.item, i, scene, keys) for i in written]))
        case Items() if isinstance(written, list):
            return joined(*few([value(shape.item, i, scene, keys) for i in written]), by="; ")
        case Fields() | Kinds() if isinstance(written, dict):
            return _record(fields_in(shape, written), written, scene, keys)
        case Keyed() if isinstance(written, dict):
            pairs = [_pair(shape.of(id), id, held, scene, keys) for id, held in written.items()]
            return joined(*few(pairs), by="; ")
        case _:
            return _raw(written)


def _pair(shape: Shape, id: str, held: Any, scene: Scene, keys: tuple[str, ...]) -> str:
    words = value(shape, held, scene, (*keys, "*"))
    return told(mark("{label}: {words}"), label=name_of(scene, id), words=words)


def _raw(written: Any) -> str:
    if isinstance(written, dict):
        return joined(*few([f"{plainly(k)}: {_raw(v)}" for k, v in written.items()]), by="; ")
    if isinstance(written, list):
        return series(few([_raw(item) for item in written]))
    return safe("" if written is None else str(written))


def _one(shape: Value, written: str, scene: Scene, keys: tuple[str, ...]) -> str:
    if shape.is_wording:
        return quoted(written) if not _is_party(scene, written) else name_of(scene, written)
    if shape.choices:
        return choice(written, keys)
    try:
        held = shape.read(written)
    except (ValidationError, NotRead, ValueError):
        return safe(written)
    if isinstance(held, Moment):
        return moment(held)
    if isinstance(held, Settled):
        return _("none, as settled")
    if isinstance(held, str):
        return name_of(scene, held) if shape.is_id else timing(held)
    return shown(held)


def _is_party(scene: Scene, written: str) -> bool:
    return isinstance(scene.get("parties", written), dict)


def quoted(text: str) -> str:
    """The words of a file in quotation marks, on one line."""
    return told(mark("“{text}”"), text=" ".join(text.split()))


def choice(written: str, keys: tuple[str, ...]) -> str:
    """The word for one of a field's fixed choices."""
    key = next((k for k in reversed(keys) if k != "*"), "")
    if key == "per":
        return per(written)
    table = _KINDS.get(keys[0]) if key == "kind" and keys else _CHOICES.get(key)
    return chosen(table, written) if table else _(safe(written)).replace("_", " ")


def _record(shape: Fields, written: dict[str, Any], scene: Scene, keys: tuple[str, ...]) -> str:
    if shape.record in (Frequency, Span, Days):
        try:
            return _told_whole(shape.record.model_validate(written))
        except (ValidationError, NotRead):
            return _raw(written)
    pieces = []
    for name, held in written.items():
        if present(held) is None or name not in shape.keys:
            continue
        key = shape.keys[name]
        words = value(key.shape, held, scene, (*keys, name))
        pieces.append(
            told(mark("{label}: {words}"), label=label(key.description), words=words)
            if key.description
            else words
        )
    return joined(*few(pieces), by="; ")


def _told_whole(held: Any) -> str:
    if isinstance(held, Frequency):
        return how_many(held)
    if isinstance(held, Span):
        return span(held.from_, held.to)
    return span(held.start, held.end)


def label(description: str) -> str:
    """What a key is, to stand inside a sentence: its description without its end."""
    words = _(" ".join(description.split())).partition(";")[0].rstrip(".")
    return words[:1].lower() + words[1:]


def labelled(change: Change, after: int) -> str:
    """What the keys below a subject are, the outermost first; ids are named."""
    out = []
    for index in range(after, len(change.pattern)):
        part = change.where[index] if index < len(change.where) else ""
        if change.labels[index]:
            out.append(label(change.labels[index]))
        elif isinstance(part, str):
            out.append(name_of(change.scene, part))
    return joined(*out)
