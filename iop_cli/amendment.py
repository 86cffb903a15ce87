"""What an amendment makes of the words: each change put at its place, and which do not fit.

Works on words, before they are a record; judges nothing.
"""

from typing import Any

from iop_cli.finding import Where, at, read_path
from iop_cli.quantity import Amount, NotRead
from iop_cli.words import mark


def amended(
    data: dict[str, Any], changes: dict[str, Any], at_place: Where, overlay: dict[Where, Where]
) -> tuple[dict[str, Any], list[tuple[Where, str, dict[str, object]]]]:
    """The words with the changes made, and the changes that do not fit (place, reason, values).

    `overlay` is filled with the place that each changed value was written at.
    """
    unfit: list[tuple[Where, str, dict[str, object]]] = []
    for path, value in changes.items():
        where, written = read_path(path), (*at_place, path)
        holder = at(data, where[:-1]) if where else None
        if not isinstance(holder, dict | list) or (
            isinstance(holder, list) and at(data, where) is None
        ):
            unfit.append((written, mark("{path} is not in the agreement"), {"path": path}))
            continue
        if isinstance(value, str) and value.startswith("+"):
            try:
                value = _sum(at(data, where), value)
            except NotRead as error:
                unfit.append((written, error.message, error.values))
                continue
        data = _put(data, where, value)
        for inner in [place for place in overlay if place[: len(where)] == where]:
            del overlay[inner]
        overlay[where] = written
    return data, unfit


def _sum(before: Any, more: str) -> str:
    """The amount that stands there with more added; raises NotRead where one of them is none."""
    try:
        held = Amount.read(before if isinstance(before, str) else "")
    except NotRead as error:
        message = mark("{value} adds to an amount that is not there")
        raise NotRead(message, value=more) from error
    return Amount.of(held.value + _change(more).value, held).text


def _change(more: str) -> Amount:
    """The amount that is added; what is wrong with it is told with its sign."""
    try:
        return Amount.read(more, allow_sign=True)
    except NotRead:
        try:
            Amount.read(more[1:])
        except NotRead as error:
            signed = {k: f"+{v}" for k, v in error.values.items() if k in ("text", "suggestion")}
            raise NotRead(error.message, **{**error.values, **signed}) from error
        raise


def _put(data: Any, where: Where, value: Any) -> Any:
    if not where:
        return value
    if isinstance(data, list):
        out = list(data)
        out[int(where[0])] = _put(out[int(where[0])], where[1:], value)
        return out
    base = data if isinstance(data, dict) else {}
    return {**base, where[0]: _put(base.get(where[0]), where[1:], value)}
