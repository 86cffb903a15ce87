"""Words become a record: as much of it as can be read, and what is wrong with the rest.

Knows the records' classes, never what a value means. What cannot be read is taken out, so that one
slip hides no other finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from iop_cli.diagnostic import NOWHERE
from iop_cli.document import Document
from iop_cli.finding import Finding, Problem, Where, at
from iop_cli.letters import MOST_FINDINGS
from iop_cli.model.kinds import Record
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


@dataclass(frozen=True)
class Shaped:
    """A record (None where too little is left), what is wrong with its words, and what was lost.

    `damaged` are the places that could not be read; `written` maps places in the record to those
    in the file, where a misspelt key or a list item that was taken out has moved them. `words` are
    the words with the same keys and list items as the record; what could not be read still stands.
    """

    value: Any = None
    problems: list[Problem] = field(default_factory=list)
    damaged: frozenset[Where] = frozenset()
    written: dict[Where, Where] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)


def shape(model: type[BaseModel], data: dict[str, Any], before: Iterable[Problem] = ()) -> Shaped:
    """A record of the words, and what is wrong with them, after what was wrong `before`.

    What cannot be read is taken out, a misspelt key is read as the one that was meant, and the rest
    is read, so that one slip hides no other finding; the record is None where too little is left.
    """
    problems, words = list(before), data
    damaged: set[Where] = set()
    written: dict[Where, Where] = {}
    for _again in range(8):
        try:
            value = model.model_validate(data)
            unsaid = _of_the_whole(value, damaged, written)
            problems += unsaid
            damaged |= {f.where for code, f in unsaid if code != "IOP110"}
            return Shaped(value, problems, frozenset(damaged), written, words)
        except ValidationError as error:
            found = missing_or_wrong(error, data, model)
            meant = _meant(found, data)
            written |= meant
            found = [(c, f) for c, f in found if f.where not in meant]
            faults = [(c, replace(f, where=as_written(f.where, written))) for c, f in found]
            problems += [(c, f) for c, f in faults if not _covers(damaged, f.where)]
            lost = {
                f.where: in_file.where
                for (_c, f), (_code, in_file) in zip(found, faults, strict=True)
                if f.where not in meant.values()
            }
            places = {
                w if _stands_in(w) else _unreadable(w, in_file, damaged, data)
                for w, in_file in lost.items()
            }
            damaged |= {as_written(w, written) for w in places} | set(lost.values())
            if error.error_count() > MOST_FINDINGS:
                says = mark("more than 500 faults in this file; the rest are not shown")
                problems.append(("IOP100", Finding((), says, span=NOWHERE)))
                break
            if () in places:
                break
            items = {w for w in places if isinstance(w[-1], int)}
            words = _without(_renamed(words, meant), items, {})
            data = _without(_renamed(data, meant), places, written)
            missing = {w[0]: STAND_INS[str(w[0])] for w in places if _stands_in(w)}
            data |= {k: v for k, v in missing.items() if k in model.model_fields}
    return Shaped(None, problems, frozenset(damaged), written)


def _of_the_whole(value: Any, damaged: set[Where], written: dict[Where, Where]) -> list[Problem]:
    """What a record that can be read lacks, where nothing that was taken out is the reason."""
    found = value.faults() if isinstance(value, Record) else ()
    faults = [(c, replace(f, where=as_written(f.where, written))) for c, f in found]
    return [
        (code, fault)
        for code, fault in faults
        if not _covers(damaged, fault.where)
        and not any(d[: len(fault.where)] == fault.where for d in damaged)
    ]


def _stands_in(where: Where) -> bool:
    return len(where) == 1 and where[0] in STAND_INS


def _unreadable(where: Where, in_file: Where, damaged: set[Where], data: dict[str, Any]) -> Where:
    """The place to take out: the value, or what holds it where it is missing or still wrong."""
    return where[:-1] if in_file in damaged or at(data, where) is None else where


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
    names = {misspelt: str(place[-1]) for place, misspelt in meant.items()}

    def copy(value: Any, where: Where) -> Any:
        if isinstance(value, dict):
            return {names.get((*where, k), k): copy(v, (*where, k)) for k, v in value.items()}
        if isinstance(value, list):
            return [copy(item, (*where, i)) for i, item in enumerate(value)]
        return value

    return copy(data, ()) if names else data


def as_written(where: Where, written: dict[Where, Where]) -> Where:
    """The place in the file of a place in the record, where keys or list items have moved."""
    for length in range(len(where), 0, -1) if written else ():
        if where[:length] in written:
            where = (*written[where[:length]], *where[length:])
    return where


def _covers(damaged: set[Where], where: Where) -> bool:
    return any(where[: len(d)] == d for d in damaged)


def _without(data: dict[str, Any], drop: set[Where], written: dict[Where, Where]) -> dict[str, Any]:
    """A copy of some words without some places; where list items went to is noted in `written`."""

    def copy(value: Any, where: Where) -> Any:
        if isinstance(value, dict):
            inner = {k: copy(v, (*where, k)) for k, v in value.items() if (*where, k) not in drop}
            return {k: v for k, v in inner.items() if v != {} and v != []} if where else inner
        if isinstance(value, list):
            kept = [i for i in range(len(value)) if (*where, i) not in drop]
            before = {i: written.get((*where, i), (*where, i)) for i in kept}
            if len(kept) < len(value):
                written.update({(*where, new): before[old] for new, old in enumerate(kept)})
            return [copy(value[i], (*where, i)) for i in kept]
        return value

    out: dict[str, Any] = copy(data, ())
    return out


def opened_file(file: tuple[str, bytes], model: type[BaseModel]) -> tuple[Document | None, Shaped]:
    """A file's document and its record; `file` is a name and bytes."""
    document, problems = parse(file[1], file[0])
    if document is None:
        return None, Shaped(None, problems)
    if later := newer(document.data):
        return document, Shaped(None, [*problems, later])
    return document, shape(model, document.data, problems)


def newer(data: dict[str, Any]) -> Problem | None:
    """The finding that a file is of a format that this version does not read yet."""
    written = data.get("format")
    if isinstance(written, str) and written.isdecimal() and int(written[:9]) > FORMAT:
        says = mark(
            "format {written} is newer than this version of iop reads ({known}); upgrade iop"
        )
        return "IOP115", Finding(("format",), says, {"written": written, "known": str(FORMAT)})
    return None


def walk(data: Any) -> list[tuple[Where, str]]:
    """Every value of some words with its place, in the order of the text."""
    found: list[tuple[Where, str]] = []
    _walk(data, (), found)
    return found


def _walk(data: Any, where: Where, found: list[tuple[Where, str]]) -> None:
    for part, value in data.items() if isinstance(data, dict) else enumerate(data):
        place = where + (part,)  # noqa: RUF005  twice as quick, and made for every value
        if isinstance(value, str):
            found.append((place, value))
        elif isinstance(value, (dict, list)):
            _walk(value, place, found)
