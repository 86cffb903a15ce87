"""What differs between two texts of one record, each difference once, at the place where it is.

Matches by id and by content. Speaks no words, and makes nothing of an amendment's changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from iop_cli.difference.change import Change, Scene
from iop_cli.difference.matching import paired
from iop_cli.difference.same import fields_in, is_same_wording, normal, present
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
    heavier,
    lighter,
)
from iop_cli.finding import Where
from iop_cli.model.kinds import Rank

_UNKNOWN = Key(RAW, Rank.MATERIAL, "")


@dataclass(frozen=True)
class _Place:
    """A place in both texts, what its keys are, and the lightest rank on the way there."""

    where: Where = ()
    was: Where = ()
    pattern: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    rank: Rank = Rank.MATERIAL
    in_log: bool = False
    scene: Scene = field(default_factory=Scene)

    def key(self, name: str, key: Key) -> "_Place":
        return replace(
            self,
            where=(*self.where, name),
            was=(*self.was, name),
            pattern=(*self.pattern, name),
            labels=(*self.labels, key.description),
            rank=lighter(self.rank, key.rank),
        )

    def item(self, where: str | int, was: str | int) -> "_Place":
        return replace(
            self,
            where=(*self.where, where),
            was=(*self.was, was),
            pattern=(*self.pattern, "*"),
            labels=(*self.labels, ""),
        )


def differences(
    shape: Fields, before: dict[str, Any], after: dict[str, Any], scene: Scene, *,
    in_log: bool = False,
) -> list[Change]:  # fmt: skip
    """Every difference between two texts of a record, as changes without sentences."""
    return list(_of_fields(shape, before, after, _Place(scene=scene, in_log=in_log)))


def _compared(shape: Shape, before: Any, after: Any, place: _Place) -> Iterator[Change]:
    before, after = present(before), present(after)
    if before == after:
        return
    match shape:
        case Fields() | Kinds() if isinstance(before, dict) and isinstance(after, dict):
            yield from _of_fields(shape, before, after, place)
        case Keyed() if _all(dict, before, after):
            yield from _of_keyed(shape, before or {}, after or {}, place)
        case Items() if _all(list, before, after):
            yield from _of_items(shape, before or [], after or [], place)
        case Either():
            yield from _of_either(shape, before, after, place)
        case _:
            yield from _whole(shape, before, after, place)


def _all(kind: type, before: Any, after: Any) -> bool:
    """Whether there is nothing but things by id, or a list: nothing written counts as none."""
    return all(held is None or isinstance(held, kind) for held in (before, after))


def _of_fields(
    shape: Fields | Kinds, before: dict[str, Any], after: dict[str, Any], place: _Place
) -> Iterator[Change]:
    known = {**fields_in(shape, before).keys, **fields_in(shape, after).keys}
    for name in _in_order(known, before, after):
        key = known.get(name, _UNKNOWN)
        yield from _compared(key.shape, before.get(name), after.get(name), place.key(name, key))


def _in_order(*held: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(key for keys in held for key in keys))


def _of_keyed(
    shape: Keyed, before: dict[str, Any], after: dict[str, Any], place: _Place
) -> Iterator[Change]:
    for id in _in_order(before, after):
        yield from _compared(shape.of(id), before.get(id), after.get(id), place.item(id, id))


def _of_items(shape: Items, before: list[Any], after: list[Any], place: _Place) -> Iterator[Change]:
    pairs = paired(shape, before, after)
    for was, now in sorted(pairs, key=lambda pair: pair[1]):
        yield from _compared(shape.item, before[was], after[now], place.item(now, was))
    kept, held = {now for _was, now in pairs}, {was for was, _now in pairs}
    added = [i for i in range(len(after)) if i not in kept]
    for count, now in enumerate(added):
        here = place.item(now, len(before) + count)
        yield from _compared(shape.item, None, after[now], here)
    for was in range(len(before)):
        if was not in held:
            yield from _compared(shape.item, before[was], None, place.item(was, was))


def _of_either(shape: Either, before: Any, after: Any, place: _Place) -> Iterator[Change]:
    """The same way of writing is compared further in; another way is one change."""
    one = shape.of(after if before is None else before)
    other = shape.of(before if after is None else after)
    if one is other:
        yield from _compared(one, before, after, place)
    else:
        yield from _whole(shape, before, after, place)


def _whole(shape: Shape, before: Any, after: Any, place: _Place) -> Iterator[Change]:
    """The two values as one change, unless they mean the same."""
    if normal(shape, before) == normal(shape, after):
        return
    rank = heavier(_weight(shape, before), _weight(shape, after))
    if _is_respelt(shape, before, after):
        rank = Rank.EDITORIAL
    yield Change(
        where=place.where if after is not None else place.was,
        was=place.was,
        kind="added" if before is None else "removed" if after is None else "changed",
        before=before,
        after=after,
        rank=lighter(place.rank, rank),
        pattern=place.pattern,
        labels=place.labels,
        in_log=place.in_log,
        shape=shape,
        scene=place.scene,
    )


def _weight(shape: Shape, value: Any) -> Rank:
    """The rank of the heaviest that a value holds."""
    match shape:
        case Either():
            return _weight(shape.of(value), value)
        case Fields() | Kinds() if isinstance(value, dict):
            keys = fields_in(shape, value).keys
            found = Rank.EDITORIAL
            for name, held in value.items():
                key = keys.get(name, _UNKNOWN)
                found = heavier(found, lighter(key.rank, _weight(key.shape, held)))
            return found
        case _:
            return Rank.MATERIAL if value is not None else Rank.EDITORIAL


def _is_respelt(shape: Shape, before: Any, after: Any) -> bool:
    """Whether nothing but punctuation and letter case has changed in running text."""
    match shape:
        case Value(is_wording=True) if isinstance(before, str) and isinstance(after, str):
            return is_same_wording(before, after)
        case Many(Value(is_wording=True)) if isinstance(before, list) and isinstance(after, list):
            texts = [sorted(str(i).casefold() for i in held) for held in (before, after)]
            pairs = zip(*texts, strict=False)
            return len(before) == len(after) and all(is_same_wording(a, b) for a, b in pairs)
        case Either():
            return shape.of(before) is shape.of(after) and _is_respelt(
                shape.of(before), before, after
            )
        case _:
            return False
