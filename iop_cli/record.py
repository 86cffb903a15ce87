"""Words become a record: as much of it as can be read, and what is wrong with the rest.

Knows the records' classes, never what a value means. What cannot be read is taken out, so that one
slip hides no other finding.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from iop_cli.document import Document
from iop_cli.finding import Finding, Problem, Where, at
from iop_cli.model.profile import Profile
from iop_cli.problems import missing_or_wrong
from iop_cli.source import parse
from iop_cli.words import mark

FORMAT = 1
# what is judged where the file's own word cannot be read, so that the rest is judged all the same;
# nothing is ever said of these, and a file without its title or status is shown nowhere
STAND_INS = {
    "format": str(FORMAT),
    "id": "unread",
    "agreement": "unread",
    "title": "…",
    "status": "draft",
}


def shape(model: type[BaseModel], data: dict[str, Any]) -> tuple[Any, list[Problem], set[Where]]:
    """A record of the words, what is wrong with them, and the places that could not be read.

    What cannot be read is taken out, a misspelt key is read as the one that was meant, and the rest
    is read, so that one slip hides no other finding; the record is None where too little is left.
    """
    problems: list[Problem] = []
    damaged: set[Where] = set()
    written: dict[Where, Where] = {}
    for _again in range(8):
        try:
            return model.model_validate(data), problems, damaged
        except ValidationError as error:
            found = missing_or_wrong(error, data, model)
            meant = _meant(found, data)
            written |= meant
            found = [(c, f) for c, f in found if f.where not in meant]
            problems += [
                (c, _as_written(f, written)) for c, f in found if not _covers(damaged, f.where)
            ]
            places = {f.where for _c, f in found}
            places = {w if _stands_in(w) else _unreadable(w, damaged, data) for w in places}
            damaged |= places | {f.where for _c, f in found}
            if () in places:
                break
            data = _without(_renamed(data, meant), places)
            missing = {w[0]: STAND_INS[str(w[0])] for w in places if _stands_in(w)}
            data |= {k: v for k, v in missing.items() if k in model.model_fields}
    return None, problems, damaged


def _stands_in(where: Where) -> bool:
    return len(where) == 1 and where[0] in STAND_INS


def _unreadable(where: Where, damaged: set[Where], data: dict[str, Any]) -> Where:
    """The place to take out: the value, or what holds it where it is missing or still wrong."""
    return where[:-1] if where in damaged or at(data, where) is None else where


def _meant(found: list[Problem], data: dict[str, Any]) -> dict[Where, Where]:
    """The places that misspelt keys were meant for, where nothing else stands there."""
    guesses = {
        (*f.where[:-1], str(f.values["meant"])): f.where
        for code, f in found
        if code == "IOP111" and "meant" in f.values
    }
    return {place: misspelt for place, misspelt in guesses.items() if at(data, place) is None}


def _renamed(data: Any, meant: dict[Where, Where]) -> Any:
    """The words with misspelt keys put right."""
    for place, misspelt in meant.items():
        data = _moved(data, misspelt, str(place[-1]))
    return data


def _moved(data: Any, misspelt: Where, name: str) -> Any:
    if len(misspelt) == 1:
        return {(name if k == misspelt[0] else k): v for k, v in data.items()}
    inner = _moved(data[misspelt[0]], misspelt[1:], name)
    if isinstance(data, list):
        return [inner if i == misspelt[0] else item for i, item in enumerate(data)]
    return {k: (inner if k == misspelt[0] else v) for k, v in data.items()}


def _as_written(finding: Finding, written: dict[Where, Where]) -> Finding:
    """The finding at its place in the file, where a key on the way may be misspelt."""
    where = finding.where
    for length in range(len(where), 0, -1):
        if where[:length] in written:
            where = (*written[where[:length]], *where[length:])
    return replace(finding, where=where) if where != finding.where else finding


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
