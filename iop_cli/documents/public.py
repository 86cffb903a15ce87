"""What may be published of a partnership: its words less contacts, signatories' names and what the
file marks as not public.

Words are taken away before they are read, so that nothing made of them can hold what is gone.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from iop_cli.finding import Where, read_path
from iop_cli.placing import nfc
from iop_cli.setting import Library
from iop_cli.source import parse

File = tuple[str, bytes]
# None stands for any key or number
Pattern = tuple[str | int | None, ...]

ALWAYS: tuple[Pattern, ...] = (("parties", None, "contact"), ("signatures", None, "name"))


def published(file: File, log: File | None) -> tuple[File, File | None]:
    """An agreement's file and its log (name and bytes) as they may be published."""
    document = parse(file[1], file[0])[0]
    if document is None:
        return file, log
    hidden = [*ALWAYS, *_marked(document.data)]
    kept = _without(document.data, (), hidden)
    kept["amendments"] = _amendments(kept.get("amendments"), hidden)
    if not kept["amendments"]:
        del kept["amendments"]
    return (file[0], _written(kept)), _log(log, hidden) if log else None


def library(held: Library) -> Library:
    """The same profiles and tables, and masters as they may be published."""

    def master(id: str) -> File | None:
        found = held.master(id)
        return published(found, None)[0] if found else None

    return replace(held, master=master)


def _written(words: dict[str, Any]) -> bytes:
    """Words as a file that is read as the same words."""
    return json.dumps(words, ensure_ascii=False).encode()


def _marked(data: dict[str, Any]) -> list[Pattern]:
    """The places that the file marks as not public, as signed and by each of its amendments."""
    lists = [data.get("not_public")]
    for changes in _changes(data.get("amendments")):
        lists += [value for path, value in changes.items() if path == "not_public"]
    paths = [path for held in lists if isinstance(held, list) for path in held]
    return [read_path(path) for path in paths if isinstance(path, str)]


def _changes(amendments: Any) -> Iterable[dict[str, Any]]:
    held = amendments.values() if isinstance(amendments, dict) else ()
    found = (one.get("changes") for one in held if isinstance(one, dict))
    return [changes for changes in found if isinstance(changes, dict)]


def _amendments(amendments: Any, hidden: list[Pattern]) -> Any:
    """The amendments less what their changes would put at a hidden place."""
    if not isinstance(amendments, dict):
        return amendments
    kept: dict[str, Any] = {}
    for id, one in amendments.items():
        changes = one.get("changes") if isinstance(one, dict) else None
        if isinstance(changes, dict):
            left = {
                path: _without(value, read_path(path), hidden)
                for path, value in changes.items()
                if not _is_hidden(read_path(path), hidden)
            }
            one = {**one, "changes": left} if left else {**_but(one, "changes")}
        kept[id] = one
    return kept


def _but(held: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in held.items() if name != key}


def _log(log: File, hidden: list[Pattern]) -> File:
    """The log less the places that the file marks with `log.` before them."""
    document = parse(log[1], log[0])[0]
    inside = [pattern[1:] for pattern in hidden if pattern[:1] == ("log",)]
    if document is None or not inside:
        return log
    return log[0], _written(_without(document.data, (), inside))


def _without(value: Any, where: Where, hidden: list[Pattern]) -> Any:
    """A copy without the hidden places; what is then empty goes too."""
    if isinstance(value, dict):
        left = _left(value.items(), where, hidden)
        return {key: kept for key, kept in left if kept or not value[key]}
    if isinstance(value, list):
        left = _left(enumerate(value), where, hidden)
        return [kept for at, kept in left if kept or not value[at]]
    return value


def _left(items: Iterable[tuple[Any, Any]], where: Where, hidden: list[Pattern]) -> list[Any]:
    shown = [(key, value) for key, value in items if not _is_hidden((*where, key), hidden)]
    return [(key, _without(value, (*where, key), hidden)) for key, value in shown]


def _is_hidden(where: Where, hidden: list[Pattern]) -> bool:
    """Whether a place is hidden, or stands inside a hidden one."""
    return any(
        len(pattern) <= len(where)
        and all(
            step is None or _same(step, part)
            for step, part in zip(pattern, where[: len(pattern)], strict=True)
        )
        for pattern in hidden
        if pattern
    )


def _same(step: str | int, part: str | int) -> bool:
    if isinstance(step, str) and isinstance(part, str):
        return step == nfc(part)
    return step == part
