"""A file as sentences, one for each value in it, so that git compares facts instead of lines.

The same values give the same sentences in the same order, however they are placed, quoted or
commented. Leaves nothing out: two files that say different things never read alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from iop_cli.difference.change import SECTIONS, Change, Scene
from iop_cli.difference.naming import labelled, value
from iop_cli.difference.same import fields_in, normal, present, words_of
from iop_cli.difference.shape import (
    RAW,
    Either,
    Fields,
    Items,
    Key,
    Keyed,
    Kinds,
    Many,
    Shape,
    Value,
    agreement_shape,
    log_shape,
)
from iop_cli.difference.subject import subject
from iop_cli.finding import Where
from iop_cli.model.kinds import Rank
from iop_cli.phrases import told
from iop_cli.source import parse
from iop_cli.words import mark


@dataclass(frozen=True)
class _Place:
    """A place in the file: its keys, the same with * for ids, and what each key is."""

    scene: Scene
    in_log: bool
    where: Where = ()
    pattern: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def key(self, name: str, label: str) -> "_Place":
        return replace(
            self,
            where=(*self.where, name),
            pattern=(*self.pattern, name),
            labels=(*self.labels, label),
        )

    def item(self, part: str | int) -> "_Place":
        return replace(
            self,
            where=(*self.where, part),
            pattern=(*self.pattern, "*"),
            labels=(*self.labels, ""),
        )

    def held(self, written: Any, shape: Shape = RAW) -> Change:
        """What stands here, as the change that adds it."""
        return Change(
            where=self.where,
            was=self.where,
            kind="added",
            before=None,
            after=written,
            rank=Rank.EDITORIAL,
            pattern=self.pattern,
            labels=self.labels,
            in_log=self.in_log,
            shape=shape,
            scene=self.scene,
        )


# what a fact is about, and the values that it holds
_Fact = tuple[Change, list[Change]]
_UNKNOWN = Key(RAW, Rank.EDITORIAL, "")


def facts(raw: bytes, name: str) -> list[str] | None:
    """The sentences of an agreement's or a log's file; None where it is neither, or has faults."""
    document, problems = parse(raw, name)
    if document is None or problems:
        return None
    return sentences(document.data) if _is_ours(document.data) else None


def _is_ours(data: dict[str, Any]) -> bool:
    return "parties" in data or "agreement" in data


def sentences(data: dict[str, Any]) -> list[str]:
    """The sentences of an agreement's or a log's words."""
    is_log = "parties" not in data
    place = _Place(Scene(after=data), is_log)
    shape = log_shape() if is_log else agreement_shape()
    held = sorted(_facts(shape, data, place), key=lambda fact: SECTIONS.index(fact[0].about))
    return [line for about, values in held for line in _sentences(about, values)]


def _facts(shape: Shape, written: Any, place: _Place) -> Iterator[_Fact]:
    """Every fact: a value of its own, or all values of one item of a list together."""
    written = present(written)
    if isinstance(shape, Either):
        shape = shape.of(written)
    match shape:
        case Fields() | Kinds() if isinstance(written, dict):
            for name, key in _keys(fields_in(shape, written), written):
                yield from _facts(key.shape, written[name], place.key(name, key.description))
        case Keyed() if isinstance(written, dict):
            for id in sorted(written):
                yield from _facts(shape.of(id), written[id], place.item(id))
        case Items() | Many() if isinstance(written, list):
            yield from _listed(shape, written, place)
        case _ if written is not None:
            yield from _plain(shape, written, place)


def _listed(shape: Items | Many, written: list[Any], place: _Place) -> Iterator[_Fact]:
    in_order = isinstance(shape, Many) and shape.in_order
    for index in range(len(written)) if in_order else _sorted(shape.item, written):
        if isinstance(shape, Many) and isinstance(written[index], str):
            yield from _facts(shape.item, written[index], place)
            continue
        inner = _facts(shape.item, written[index], place.item(index))
        yield place.held(written), [value for _about, values in inner for value in values]


def _keys(fields: Fields, written: dict[str, Any]) -> list[tuple[str, Key]]:
    """The keys that stand there in the format's order, and last those that it does not know."""
    known = [(name, key) for name, key in fields.keys.items() if name in written]
    return [*known, *((name, _UNKNOWN) for name in sorted(written) if name not in fields.keys)]


def _sorted(shape: Shape, written: list[Any]) -> list[int]:
    """The items' numbers, by their own id or else by what they say."""

    def rank(index: int) -> tuple[str, str]:
        item = written[index]
        id = item.get("id") if isinstance(item, dict) else None
        return id if isinstance(id, str) else "", repr(normal(shape, item))

    return sorted(range(len(written)), key=rank)


def _plain(shape: Shape, written: Any, place: _Place) -> Iterator[_Fact]:
    """A value; or the values of what stands where the format has none of the kind."""
    if isinstance(written, dict):
        yield from _facts(Keyed(RAW), written, place)
    elif isinstance(written, list):
        yield from _facts(Many(RAW), written, place)
    else:
        one = place.held(written, shape if isinstance(shape, Value) else RAW)
        yield one, [one]


def _sentences(about: Change, values: list[Change]) -> Iterator[str]:
    """A fact in words; a running text has a sentence for each of its lines."""
    name = subject(about)
    name = name[:1].upper() + name[1:]
    if values == [about]:
        for words in _words(about):
            yield told(mark("{label}: {words}"), label=name, words=words)
        return
    pieces = [
        told(mark("{label}: {words}"), label=labelled(one, len(about.pattern) + 1), words=words)
        for one in values
        for words in [" ".join(_words(one))]
    ]
    yield told(mark("{label}: {words}"), label=name, words="; ".join(pieces))


def _words(held: Change) -> list[str]:
    is_text = isinstance(held.shape, Value) and held.shape.is_wording
    lines = words_of(held.after).split("\n") if is_text else [held.after]
    keys = tuple(key for key in held.pattern if key != "*")
    return [value(held.shape, line, held.scene, keys) for line in lines if line]
