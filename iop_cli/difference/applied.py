"""A text with reported changes made in it: the proof that a report leaves nothing out.

Works on words, before they are a record; spells and orders nothing as the other text did.
"""

from collections.abc import Iterable
from typing import Any

from iop_cli.difference.change import Change
from iop_cli.finding import Where

_GONE = object()


def applied(
    before: dict[str, Any], changes: Iterable[Change], *, in_log: bool = False
) -> dict[str, Any]:
    """The words with the changes of the agreement made, or those of its log where `in_log`."""
    held: Any = _copy(before)
    for change in changes:
        if change.in_log == in_log:
            held = _put(held, change.was, _GONE if change.after is None else _copy(change.after))
    return {} if held is _GONE else _without_gaps(held) or {}


def _put(data: Any, where: Where, value: Any) -> Any:
    if not where:
        return value
    part, rest = where[0], where[1:]
    if isinstance(part, int):
        items = data if isinstance(data, list) else []
        items += [_GONE] * (part + 1 - len(items))
        items[part] = _put(items[part], rest, value)
        return items
    holder = data if isinstance(data, dict) else {}
    holder[part] = _put(holder.get(part), rest, value)
    return holder


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(item) for item in data] if isinstance(data, list) else data


def _without_gaps(data: Any) -> Any:
    """The words without what was taken away, and without what has nothing left in it."""
    if isinstance(data, dict):
        inner = {key: _without_gaps(value) for key, value in data.items() if value is not _GONE}
        return {key: value for key, value in inner.items() if value not in ({}, [])}
    if isinstance(data, list):
        items = [_without_gaps(item) for item in data if item is not _GONE]
        return [item for item in items if item not in ({}, [])]
    return data
