"""Words become a record: as much of it as can be read, and what is wrong with the rest.

Knows the records' classes, never what a value means. What cannot be read is taken out, so that one
slip hides no other finding.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from iop_cli.document import Document
from iop_cli.finding import Finding, Problem, Where, at
from iop_cli.model.profile import Profile
from iop_cli.problems import missing_or_wrong
from iop_cli.source import parse
from iop_cli.words import mark

FORMAT = 1


def shape(model: type[BaseModel], data: dict[str, Any]) -> tuple[Any, list[Problem], set[Where]]:
    """A record of the words, what is wrong with them, and the places that could not be read.

    What cannot be read is taken out and the rest is read, so that one slip hides no other finding;
    the record is None where too little is left.
    """
    problems: list[Problem] = []
    damaged: set[Where] = set()
    for _again in range(8):
        try:
            return model.model_validate(data), problems, damaged
        except ValidationError as error:
            found = missing_or_wrong(error, data, model)
            problems += [(c, f) for c, f in found if not _covers(damaged, f.where)]
            places = {f.where for _c, f in found}
            places = {w[:-1] if w in damaged or at(data, w) is None else w for w in places}
            damaged |= places | {f.where for _c, f in found}
            if () in places:
                break
            data = _without(data, places)
    return None, problems, damaged


def _covers(damaged: set[Where], where: Where) -> bool:
    return any(where[: len(d)] == d for d in damaged)


def _without(data: dict[str, Any], drop: set[Where]) -> dict[str, Any]:
    """A copy of some words without some places."""

    def copy(value: Any, where: Where) -> Any:
        if isinstance(value, dict):
            inner = {k: copy(v, (*where, k)) for k, v in value.items() if (*where, k) not in drop}
            return {k: v for k, v in inner.items() if v != {} and v != []} if where else inner
        if isinstance(value, list):
            return [copy(v, (*where, i)) for i, v in enumerate(value) if (*where, i) not in drop]
        return value

    out: dict[str, Any] = copy(data, ())
    return out


def read_profile(raw: bytes, name: str) -> tuple[Document | None, Profile | None, list[Problem]]:
    """A profile file's document, record and problems."""
    document, problems = parse(raw, name)
    if document is None:
        return None, None, problems
    if later := newer(document.data):
        return document, None, [*problems, later]
    value, found, _damaged = shape(Profile, document.data)
    return document, value, problems + found


def newer(data: dict[str, Any]) -> Problem | None:
    """The finding that a file is of a format that this version does not read yet."""
    written = data.get("format")
    if isinstance(written, str) and written.isdecimal() and int(written[:9]) > FORMAT:
        says = mark(
            "format {written} is newer than this version of iop reads ({known}); upgrade iop"
        )
        return "IOP115", Finding(("format",), says, {"written": written, "known": str(FORMAT)})
    return None


def walk(data: Any, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Every value of some words with its place, in the order of the text."""
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from walk(value, (*where, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from walk(value, (*where, index))
