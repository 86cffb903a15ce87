"""Words become records: what an agreement says as signed, and as amended on a day.

Knows which record a text is, how pydantic's complaints read in our words, how an amendment and a
master agreement change what is read. Touches no disk, judges nothing, asks nobody what day it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ValidationError

from iop_cli.model.agreement import Agreement, Criteria
from iop_cli.model.log import Entry, Log
from iop_cli.model.profile import Criterion, Profile
from iop_cli.problems import missing_or_wrong
from iop_cli.quantity import Amount, NotRead
from iop_cli.source import Document, Finding, Problem, Where, at, parse, read_path
from iop_cli.words import mark

FORMAT = 1


class Today:
    """The day that a run is about, which remembers between which days its answers stay the same."""

    def __init__(self, day: date) -> None:
        """Take the day; `since` and `until` narrow with every question."""
        self._day, self.since, self.until = day, date.min, date.max

    def is_after(self, other: date) -> bool:
        """Whether today is later than `other`."""
        if self._day > other:
            self.since = max(self.since, other + timedelta(1))
            return True
        self.until = min(self.until, other)
        return False

    def is_before(self, other: date) -> bool:
        """Whether today is earlier than `other`."""
        if self._day < other:
            self.until = min(self.until, other - timedelta(1))
            return True
        self.since = max(self.since, other)
        return False

    @property
    def day(self) -> date:
        """The day itself; what is made of it holds for this day only."""
        self.since = self.until = self._day
        return self._day


@dataclass(frozen=True)
class Library:
    """Profiles, dated tables and master agreements, fetched by id when something asks.

    `text` maps a name (`profiles/base.yaml`, `tables/procurement.yaml`) to its bytes or None;
    `master` maps an agreement's id to its file's name and bytes or None.
    """

    text: Callable[[str], bytes | None]
    master: Callable[[str], tuple[str, bytes] | None] = lambda _id: None
    profile: str | None = None
    _kept: dict[str, Any] = field(default_factory=dict)

    def profile_named(self, name: str) -> Profile | None:
        """A profile by its id; None where there is none, or it cannot be read."""
        if name not in self._kept:
            raw = self.text(f"profiles/{name}.yaml")
            self._kept[name] = read_profile(raw, name)[1] if raw is not None else None
        found: Profile | None = self._kept[name]
        return found

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a dated table, as words (from, to, source, verified, and its columns)."""
        key = f"tables/{table}.yaml"
        if key not in self._kept:
            raw = self.text(key)
            document = parse(raw, key)[0] if raw is not None else None
            self._kept[key] = document.data.get("rows", []) if document else []
        found: list[dict[str, Any]] = self._kept[key]
        return found

    def row(self, table: str, day: date) -> dict[str, Any] | None:
        """The row of a table that is in force on a day; None where there is none."""
        held = [r for r in self.rows(table) if r.get("from", "") <= day.isoformat()]
        held = [r for r in held if day.isoformat() <= r.get("to", "9999")]
        return held[-1] if held else None

    def fact(self, id: str) -> dict[str, Any]:
        """One row of the table of laws by its id; empty where it is not there."""
        return next((r for r in self.rows("laws") if r.get("id") == id), {})


@dataclass(frozen=True)
class Reading:
    """An agreement as it reads on a day, with all that a rule may know besides.

    `day` is None for the text as first signed. `original` is what stands in the file itself.
    """

    agreement: Agreement
    log: Log | None
    today: Today
    library: Library
    day: date | None = None
    versions: tuple[tuple[date, Agreement], ...] = ()
    added: frozenset[Where] = frozenset()
    unfit: tuple[tuple[Where, str, dict[str, object]], ...] = ()
    file_id: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def says(self, *where: str | int) -> bool:
        """Whether the signed text itself says something at a place (what stands under `added` does not count)."""
        if any(where[: len(path)] == path for path in self.added):
            return False
        return at(self.data, where) is not None

    def on(self, day: date) -> Agreement:
        """The agreement as amended on a day."""
        held = [agreement for since, agreement in self.versions if since <= day]
        return held[-1] if held else self.agreement

    @cached_property
    def words(self) -> list[tuple[Where, str]]:
        """Every value of the text, as written, with its place."""
        return list(walk(self.data))

    @property
    def entries(self) -> list[tuple[int, Entry]]:
        """The log's entries that still count (not corrected, not withdrawn), each with its place in the list."""
        entries = (self.log.entries or []) if self.log else []
        gone = {e.corrects for e in entries} | {e.withdraws for e in entries}
        return [(i, e) for i, e in enumerate(entries) if e.id not in gone and not e.withdraws]

    @property
    def complete(self) -> list[tuple[int, Entry]]:
        """The entries that say of a period that nothing is missing from the log."""
        return [(i, e) for i, e in self.entries if e.complete is not None]

    @property
    def ended(self) -> bool:
        """Whether the agreement is over: its last day has passed without an extension, or its status says so."""
        if self.agreement.status in ("terminated", "superseded"):
            return True
        last = self.last_day
        return last is not None and self.today.is_after(last)

    @property
    def first_day(self) -> date | None:
        """The first day of the term; None where it is unknown."""
        term = self.agreement.term
        if term and term.start:
            return term.start.as_start
        starts = [p.start.as_start for p in (term.periods or []) if p.start] if term else []
        return min((s for s in starts if s), default=None)

    @property
    def last_day(self) -> date | None:
        """The last day of the term, with extensions that the log records; None where open or unknown."""
        days = [e.until for _i, e in self.entries if e.event == "extended" and e.until]
        days += [e.date for _i, e in self.entries if e.event == "ended" and e.date]
        return days[-1] if days else self.agreed_end

    @property
    def agreed_end(self) -> date | None:
        """The last day of the term as agreed; None where open or unknown."""
        return agreed_end(self.agreement)

    @property
    def profile(self) -> Profile | None:
        """The guideline laid over the base: the one asked for, else the agreement's own."""
        return self.library.profile_named(self.profile_id) if self.profile_id else None

    @property
    def profile_id(self) -> str | None:
        """The id of the guideline laid over the base."""
        criteria: Criteria | None = self.agreement.criteria
        return self.library.profile or (criteria.profile if criteria else None)

    @property
    def base(self) -> Profile | None:
        """What is always expected."""
        return self.library.profile_named("base")

    @property
    def guideline_criteria(self) -> dict[str, Criterion]:
        """The criteria that are asked, by id."""
        return (self.profile.criteria or {}) if self.profile else {}

    @property
    def sections(self) -> list[str]:
        """The sections that are asked for: the base's and the guideline's."""
        both = [*((self.base.sections or []) if self.base else [])]
        both += [t for t in ((self.profile.sections or []) if self.profile else []) if t not in both]
        return list(both)

    @property
    def recommended_months(self) -> int:
        """The shortest recommended term in months: the guideline's, else the base's, else 36."""
        for profile in (self.profile, self.base):
            if profile and profile.recommended_length and profile.recommended_length.months:
                return profile.recommended_length.months
        return 36


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


def agreed_end(agreement: Agreement) -> date | None:
    """The last day that an agreement's term names, or that its length gives; None where open or unknown."""
    term = agreement.term
    if term is None:
        return None
    if term.end is not None:
        return getattr(term.end, "as_end", None)
    if term.start and term.length and term.start.as_start:
        return term.length.after(term.start.as_start) - timedelta(1)
    ends = [getattr(p.end, "as_end", None) for p in term.periods or []]
    return max((e for e in ends if e), default=None)


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
    if newer := _newer(document.data):
        return document, None, [*problems, newer]
    value, found, _damaged = shape(Profile, document.data)
    return document, value, problems + found


def _newer(data: dict[str, Any]) -> Problem | None:
    written = data.get("format")
    if isinstance(written, str) and written.isdecimal() and int(written[:9]) > FORMAT:
        says = mark("format {written} is newer than this version of iop reads ({known}); upgrade iop")
        return "IOP115", Finding(("format",), says, {"written": written, "known": str(FORMAT)})
    return None


@dataclass(frozen=True)
class Opened:
    """One partnership as read: its documents, its readings, and what could not be read."""

    document: Document | None
    log_document: Document | None
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    log_problems: tuple[Problem, ...]
    log_damaged: frozenset[Where]
    damaged: frozenset[Where]
    overlay: dict[Where, Where]
    inherited: frozenset[str]


def open_partnership(
    file: tuple[str, bytes], log_file: tuple[str, bytes] | None, today: Today, library: Library
) -> Opened:
    """Read an agreement and its log: as signed, as of each amendment's day, and as of today.

    `file` and `log_file` are a name and bytes.
    """
    document, problems = parse(file[1], file[0])
    log, log_document, log_problems, log_damaged = _open_log(log_file)

    def opened(readings: tuple[Reading, ...] = (), *more: Problem) -> Opened:
        all_problems = (*problems, *more)
        return Opened(
            document, log_document, readings, all_problems, tuple(log_problems),
            frozenset(log_damaged), frozenset(damaged), overlay, inherited,
        )  # fmt: skip

    damaged: set[Where] = set()
    overlay: dict[Where, Where] = {}
    inherited: frozenset[str] = frozenset()
    if document is None:
        return opened()
    if newer := _newer(document.data):
        return opened((), newer)
    data, inherited = _with_master(document, library)
    agreement, found, damaged = shape(Agreement, data)
    problems += found
    if agreement is None:
        return opened()
    common = {"log": log, "today": today, "library": library, "file_id": file_id(file[0])}
    readings, more = _readings(agreement, data, common, overlay)
    return opened(readings, *more)


def _open_log(
    log_file: tuple[str, bytes] | None,
) -> tuple[Log | None, Document | None, list[Problem], set[Where]]:
    if log_file is None:
        return None, None, [], set()
    document, problems = parse(log_file[1], log_file[0])
    if document is None:
        return None, None, problems, set()
    if newer := _newer(document.data):
        return None, document, [*problems, newer], set()
    log, found, damaged = shape(Log, document.data)
    return log, document, problems + found, damaged


def file_id(name: str) -> str:
    """The id that a file's name gives: agreements/öst/a-b.yaml is a-b."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    for ending in (".log.yaml", ".log.yml", ".yaml", ".yml"):
        if base.endswith(ending):
            return base[: -len(ending)]
    return base


def _with_master(document: Document, library: Library) -> tuple[dict[str, Any], frozenset[str]]:
    """A part's words with those that its master lets it inherit."""
    data, master_id = document.data, document.data.get("part_of")
    found = library.master(master_id) if isinstance(master_id, str) else None
    master = parse(found[1], found[0])[0] if found else None
    wanted = at(master.data, ("parts", "inherit")) if master else None
    if not master or not isinstance(wanted, list):
        return data, frozenset()
    taken = {k: master.data[k] for k in wanted if k in master.data and k not in data}
    return {**data, **taken}, frozenset(taken)


def _readings(
    agreement: Agreement,
    data: dict[str, Any],
    common: dict[str, Any],
    overlay: dict[Where, Where],
) -> tuple[tuple[Reading, ...], list[Problem]]:
    added = frozenset(read_path(p) for a in agreement.added or [] for p in a.where or [])
    problems: list[Problem] = []
    unfit: list[tuple[Where, str, dict[str, object]]] = []
    versions = [(date.min, agreement)]
    now = data
    kept = [(date.min, data)]
    for name, amendment in _by_day(agreement):
        since = amendment.from_.as_start if amendment.from_ else None
        if since is None:
            continue
        now, misfits = amended(now, amendment.changes, ("amendments", name, "changes"), overlay)
        unfit += misfits
        value, found, _damaged = shape(Agreement, now)
        problems += [(c, f) for c, f in found if any(f.where[: len(w)] == w for w in overlay)]
        if value is not None:
            versions.append((since, value))
            kept.append((since, now))
    today: Today = common["today"]
    current = [since for since, _v in versions[1:] if not today.is_before(since)]
    held = tuple(versions)
    readings = [
        Reading(value, day=None if i == 0 else since, versions=held, added=added,
                unfit=tuple(unfit), data=kept[i][1], **common)
        for i, (since, value) in enumerate(versions)
    ]  # fmt: skip
    latest = len(current)
    readings.append(readings.pop(latest))
    return tuple(readings), problems


def _by_day(agreement: Agreement) -> list[tuple[str, Any]]:
    dated = (agreement.amendments or {}).items()
    return sorted(dated, key=lambda item: (item[1].from_.as_start if item[1].from_ else None) or date.max)


def amended(
    data: dict[str, Any], changes: dict[str, Any], at_place: Where, overlay: dict[Where, Where]
) -> tuple[dict[str, Any], list[tuple[Where, str, dict[str, object]]]]:
    """The words with an amendment's changes made, and the changes that do not fit (place, reason, values).

    `overlay` is filled with the place that each changed value was written at.
    """
    unfit: list[tuple[Where, str, dict[str, object]]] = []
    for path, value in changes.items():
        where, written = read_path(path), (*at_place, path)
        holder = at(data, where[:-1]) if where else None
        if not isinstance(holder, dict | list) or (isinstance(holder, list) and at(data, where) is None):
            unfit.append((written, mark("{path} is not in the agreement"), {"path": path}))
            continue
        if isinstance(value, str) and value.startswith("+"):
            summed = _sum(at(data, where), value)
            if summed is None:
                unfit.append((written, mark("{value} adds to an amount that is not there"), {"value": value}))
                continue
            value = summed
        data = _put(data, where, value)
        overlay[where] = written
    return data, unfit


def _sum(before: Any, more: str) -> str | None:
    try:
        held = Amount.read(before) if isinstance(before, str) else None
        change = Amount.read(more, allow_sign=True)
    except NotRead:
        return None
    return Amount.of(held.value + change.value, held).text if held else None


def _put(data: Any, where: Where, value: Any) -> Any:
    if not where:
        return value
    if isinstance(data, list):
        out = list(data)
        out[int(where[0])] = _put(out[int(where[0])], where[1:], value)
        return out
    base = data if isinstance(data, dict) else {}
    return {**base, where[0]: _put(base.get(where[0]), where[1:], value)}
