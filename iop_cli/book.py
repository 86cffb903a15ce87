"""Texts become readings: an agreement as signed, on each amendment's day, and today; and its log.

Knows which text is which record, and how a master agreement and amendments change what is read.
Touches no disk, judges nothing, asks nobody what day it is.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from iop_cli.amendment import amended
from iop_cli.document import Document
from iop_cli.finding import Finding, Problem, Where, at, file_id, read_path
from iop_cli.model.agreement import Agreement
from iop_cli.model.log import Log
from iop_cli.reading import Library, Reading, Today
from iop_cli.record import Shaped, as_written, newer, opened_file, shape, walk
from iop_cli.source import parse
from iop_cli.words import mark

# values in all readings together: a text of 500 values may be amended a hundred times
MOST_READ = 100_000


@dataclass(frozen=True)
class Opened:
    """One partnership as read: its documents, what could not be read, and its readings.

    The last reading is that of today; a reading's `day` is None for the text as signed.
    """

    document: Document | None
    log_document: Document | None
    body: Shaped
    log: Shaped
    readings: tuple[Reading, ...] = ()
    inherited: frozenset[str] = frozenset()

    @property
    def is_named(self) -> bool:
        """Whether title and status could be read; if not, it is judged and shown nowhere."""
        return not self.body.damaged & {("title",), ("status",)}

    @property
    def signed(self) -> Reading | None:
        """The text as first signed; None where it could not be read."""
        return next((r for r in self.readings if r.day is None), None)


def open_partnership(
    file: tuple[str, bytes], log_file: tuple[str, bytes] | None, today: Today, library: Library
) -> Opened:
    """Read an agreement and its log: as signed, as of each amendment's day, and as of today.

    `file` and `log_file` are a name and bytes.
    """
    log_document, log = opened_file(log_file, Log) if log_file else (None, Shaped())
    document, problems = parse(file[1], file[0])
    later = newer(document.data) if document else None
    if document is None or later:
        return Opened(
            document, log_document, Shaped(None, [*problems, *([later] if later else [])]), log
        )
    data, inherited = _with_master(document, library)
    body = shape(Agreement, data, problems)
    if body.value is None:
        return Opened(document, log_document, body, log, inherited=inherited)
    common = {
        "log": log.value,
        "today": today,
        "library": library,
        "file_id": file_id(file[0]),
        "log_data": log.words,
    }
    readings, more = _readings(body, data, common)
    body.problems.extend(more)
    return Opened(document, log_document, body, log, readings, inherited)


def _with_master(document: Document, library: Library) -> tuple[dict[str, Any], frozenset[str]]:
    """A part's words with those that its master lets it inherit."""
    data, master_id = document.data, document.data.get("part_of")
    found = library.master(master_id) if isinstance(master_id, str) else None
    master = parse(found[1], found[0])[0] if found else None
    wanted = at(master.data, ("parts", "inherit")) if master else None
    if not master or not isinstance(wanted, list):
        return data, frozenset()
    words = [k for k in wanted if isinstance(k, str) and k in master.data]
    taken = {k: master.data[k] for k in words if k not in data}
    return {**data, **taken}, frozenset(taken)


def _readings(
    body: Shaped, data: dict[str, Any], common: dict[str, Any]
) -> tuple[tuple[Reading, ...], list[Problem]]:
    agreement: Agreement = body.value
    added = frozenset(read_path(p) for a in agreement.added or [] for p in a.where or [])
    problems: list[Problem] = []
    unfit: list[tuple[Where, str, dict[str, object]]] = []
    versions = [(date.min, agreement)]
    now, changed = data, dict[Where, Where]()
    kept = [(body.words, changed)]
    amendments = _by_day(agreement)
    if amendments and (len(amendments) + 1) * len(walk(data)) > MOST_READ:
        says = mark("so many amendments of so long a text are not read; write the amended text")
        problems.append(("IOP100", Finding(("amendments",), says)))
        amendments = []
    for name, amendment in amendments:
        since = amendment.from_.as_start if amendment.from_ else None
        if since is None:
            continue
        changed = dict(changed)
        now, misfits = amended(now, amendment.changes, ("amendments", name, "changes"), changed)
        unfit += misfits
        shaped = shape(Agreement, now)
        value, found = shaped.value, shaped.problems
        problems += _of_changes(found, now, changed)
        if value is not None:
            versions.append((since, value))
            kept.append((shaped.words, changed))
    today: Today = common["today"]
    current = [since for since, _v in versions[1:] if not today.is_before(since)]
    held = tuple(versions)
    readings = [
        Reading(value, day=None if i == 0 else since, versions=held, added=added,
                unfit=tuple(unfit), data=kept[i][0], changed=kept[i][1], **common)
        for i, (since, value) in enumerate(versions)
    ]  # fmt: skip
    latest = len(current)
    readings.append(readings.pop(latest))
    return tuple(readings), problems


def _of_changes(
    found: list[Problem], data: dict[str, Any], changed: dict[Where, Where]
) -> list[Problem]:
    """What is wrong with changed values, where they stand; `none` takes away what takes no none."""
    return [
        (code, replace(finding, where=as_written(finding.where, changed)))
        for code, finding in found
        if any(finding.where[: len(place)] == place for place in changed)
        and at(data, finding.where) != "none"
    ]


def _by_day(agreement: Agreement) -> list[tuple[str, Any]]:
    dated = (agreement.amendments or {}).items()
    return sorted(
        dated, key=lambda item: (item[1].from_.as_start if item[1].from_ else None) or date.max
    )
