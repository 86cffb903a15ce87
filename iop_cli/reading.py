"""An agreement as it reads on a day, with all that a rule may know besides: log, profile, tables.

Reads no text and judges nothing; what a profile or table says is fetched when something asks.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from iop_cli.finding import Where, at
from iop_cli.identifiers import count_digits
from iop_cli.model.agreement import Agreement
from iop_cli.model.log import Entry, Log
from iop_cli.model.profile import Criterion, Profile
from iop_cli.model.steering import Criteria
from iop_cli.quantity import Length
from iop_cli.record import walk
from iop_cli.setting import Library as Library

# a day a time for two hundred years: no real term is renewed more often
MOST_RENEWALS = 73_000
# the fewest in a telephone number; a personal identity number has more
LEAST_DIGITS = 8


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
class Reading:
    """An agreement as it reads on a day, with all that a rule may know besides.

    `day` is None for the text as first signed; `changed` says where in the file the values stand
    that amendments have changed until then.
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
    log_data: dict[str, Any] = field(default_factory=dict)
    changed: dict[Where, Where] = field(default_factory=dict)

    def says(self, *where: str | int) -> bool:
        """Whether the signed text itself says something at a place; `added` does not count."""
        if self.added and any(where[: len(path)] == path for path in self.added):
            return False
        return at(self.data, where) is not None

    def on(self, day: date) -> Agreement:
        """The agreement as amended on a day."""
        held = [agreement for since, agreement in self.versions if since <= day]
        return held[-1] if held else self.agreement

    @cached_property
    def words(self) -> list[tuple[Where, str]]:
        """Every value of the text, as written, with its place."""
        return walk(self.data)

    @cached_property
    def telling(self) -> list[tuple[Where, str]]:
        """The words with an @ or eight digits, where somebody's address or number may stand."""
        return [
            (where, text)
            for where, text in self.words
            if "@" in text or (len(text) >= LEAST_DIGITS and count_digits(text) >= LEAST_DIGITS)
        ]

    @cached_property
    def entries(self) -> list[tuple[int, Entry]]:
        """The log's entries that nothing corrects or withdraws, each with its place in the list."""
        entries = (self.log.entries or []) if self.log else []
        gone = {e.corrects for e in entries} | {e.withdraws for e in entries}
        return [(i, e) for i, e in enumerate(entries) if e.id not in gone and not e.withdraws]

    @cached_property
    def complete(self) -> list[tuple[int, Entry]]:
        """The entries that say of a period that nothing is missing from the log."""
        return [(i, e) for i, e in self.entries if e.complete is not None]

    @cached_property
    def ended(self) -> bool:
        """Whether the agreement is over: its last day has passed, or its status says so."""
        if self.agreement.status in ("terminated", "superseded"):
            return True
        last = self.last_day
        return last is not None and self.today.is_after(last)

    @cached_property
    def first_day(self) -> date | None:
        """The first day of the term; None where it is unknown."""
        term = self.agreement.term
        if term and term.start:
            return term.start.as_start
        starts = [p.start.as_start for p in (term.periods or []) if p.start] if term else []
        return min((s for s in starts if s), default=None)

    @cached_property
    def last_day(self) -> date | None:
        """The last day as things stand: extended or ended as the log records, renewed by itself."""
        events = [e for _i, e in self.entries if e.event]
        ended = [e.date for e in events if e.event == "ended" and e.date]
        last, term = self.agreed_end, self.agreement.term
        extension = term.extension if term else None
        for event in [e for e in events if e.event == "extended"]:
            by = extension.by if extension else None
            last = event.until or (_longer(last, by) if by and last else last)
        last = self._renewed(last, [e.date for e in events if e.event == "notice" and e.date])
        # an end that is recorded later than the agreed one extends nothing
        return min(ended[-1], last or date.max) if ended else last

    def _renewed(self, last: date | None, notices: list[date]) -> date | None:
        """The last day of a term that renews itself, as far as today or to the day of a notice."""
        at_end = self.agreement.term.at_end if self.agreement.term else None
        if last is None or at_end is None or isinstance(at_end, str):
            return last
        for _round in range(MOST_RENEWALS):
            if any(day <= last for day in notices) or not self.today.is_after(last):
                break
            last = _longer(last, at_end.renews)
        return last

    @cached_property
    def agreed_end(self) -> date | None:
        """The last day as agreed; None where open or unknown."""
        return agreed_end(self.agreement)

    @cached_property
    def profile(self) -> Profile | None:
        """The guideline laid over the base: the one asked for, else the agreement's own."""
        return self.library.profile_named(self.profile_id) if self.profile_id else None

    @property
    def profile_id(self) -> str | None:
        """The id of the guideline laid over the base."""
        criteria: Criteria | None = self.agreement.criteria
        return self.library.profile or (criteria.profile if criteria else None)

    @cached_property
    def base(self) -> Profile | None:
        """What is always expected."""
        return self.library.profile_named("base")

    @cached_property
    def guideline_criteria(self) -> dict[str, Criterion]:
        """The criteria that are asked, by id."""
        return (self.profile.criteria or {}) if self.profile else {}

    @cached_property
    def sections(self) -> list[str]:
        """The sections that are asked for: the base's and the guideline's."""
        both = [*((self.base.sections or []) if self.base else [])]
        both += [
            t for t in ((self.profile.sections or []) if self.profile else []) if t not in both
        ]
        return list(both)

    @cached_property
    def recommended_months(self) -> int:
        """The shortest recommended term in months: the guideline's, else the base's, else 36."""
        for profile in (self.profile, self.base):
            if profile and profile.recommended_length and profile.recommended_length.months:
                return profile.recommended_length.months
        return 36


def _longer(last: date, by: Length) -> date:
    """The last day of a term that goes on from the day after `last`; months stay whole months."""
    return by.after(last + timedelta(1)) - timedelta(1)


def agreed_end(agreement: Agreement) -> date | None:
    """The last day that a term names or that its length gives; None where open or unknown."""
    term = agreement.term
    if term is None:
        return None
    if term.end is not None:
        return getattr(term.end, "as_end", None)
    if term.start and term.length and term.start.as_start:
        return term.length.after(term.start.as_start) - timedelta(1)
    ends = [getattr(p.end, "as_end", None) for p in term.periods or []]
    return max((e for e in ends if e), default=None)
