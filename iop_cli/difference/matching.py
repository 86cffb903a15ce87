"""Which items of two lists are the same thing: by id where they have one, else by what they hold.

Pairs places in the lists; says nothing of what changed.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from iop_cli.difference.same import Normal, inside, normal
from iop_cli.difference.shape import Fields, Items, Keyed, Kinds, Shape

Pairs = list[tuple[int, int]]

# beyond this, what is left of two lists is not searched for likenesses
_MOST_COMPARISONS = 40_000
_ALIKE = 0.5


def paired(shape: Items, before: list[Any], after: list[Any]) -> Pairs:
    """The places of items in `before` and `after` that are the same thing, equal or changed."""
    found = _equal([normal(shape.item, i) for i in before], [normal(shape.item, i) for i in after])
    taken, used = {b for b, _a in found}, {a for _b, a in found}
    left = [i for i in range(len(before)) if i not in taken]
    right = [i for i in range(len(after)) if i not in used]
    if shape.has_ids:
        return sorted([*found, *_by_id(before, after, left, right)])
    if len(left) * len(right) > _MOST_COMPARISONS:
        return sorted(found)
    return sorted([*found, *_by_likeness(shape, before, after, left, right)])


def _equal(before: list[Normal], after: list[Normal]) -> Pairs:
    waiting: dict[Normal, list[int]] = defaultdict(list)
    for index in reversed(range(len(before))):
        waiting[before[index]].append(index)
    return [(waiting[item].pop(), i) for i, item in enumerate(after) if waiting.get(item)]


def _by_id(before: list[Any], after: list[Any], left: list[int], right: list[int]) -> Pairs:
    waiting: dict[object, list[int]] = defaultdict(list)
    for index in reversed(left):
        waiting[_id(before[index])].append(index)
    return [(waiting[_id(after[i])].pop(), i) for i in right if waiting.get(_id(after[i]))]


def _id(item: Any) -> object:
    held = item.get("id") if isinstance(item, dict) else None
    return held if isinstance(held, str) else None


def _by_likeness(
    shape: Items, before: list[Any], after: list[Any], left: list[int], right: list[int]
) -> Pairs:
    """The likest first: those that differ in one value, then those that share half of them."""
    leaves_before = {i: dict(_leaves(shape.item, before[i])) for i in left}
    leaves_after = {i: dict(_leaves(shape.item, after[i])) for i in right}
    ranked = sorted(
        (-likeness, abs(b - a), b, a)
        for b, one in leaves_before.items()
        for a, other in leaves_after.items()
        if (likeness := _likeness(one, other)) >= _ALIKE
    )
    pairs: Pairs = []
    for _likest, _apart, b, a in ranked:
        if all(b != held and a != other for held, other in pairs):
            pairs.append((b, a))
    return pairs


def _likeness(one: dict[object, Normal], other: dict[object, Normal]) -> float:
    """From 0 to 1: the part of the values that are equal; above 1 where one alone differs."""
    every = one.keys() | other.keys()
    equal = sum(one.get(key) == other.get(key) for key in every)
    return 1 + equal if len(every) - equal == 1 else equal / max(len(every), 1)


def _leaves(
    shape: Shape, value: Any, where: tuple[str, ...] = ()
) -> Iterator[tuple[object, Normal]]:
    if isinstance(shape, Fields | Kinds | Keyed) and isinstance(value, dict):
        for key, held in value.items():
            yield from _leaves(inside(shape, key, value), held, (*where, key))
    elif (held := normal(shape, value)) is not None:
        yield where, held
