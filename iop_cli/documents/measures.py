"""How a period went: what the log tells of it, held against what was agreed for it.

Counts and compares, and hides small numbers. What the log does not tell stays unknown; something is
short or missing only where the log calls its days complete. Knows no words and no money.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from iop_cli.billing.calendar import MONTHS, Days, wholes
from iop_cli.model.activity import Activity
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Frequency
from iop_cli.model.log import Entry
from iop_cli.model.steering import Body
from iop_cli.quantity import Period
from iop_cli.reading import Reading

_DAY = timedelta(days=1)
# what one entry of the log is one of; of any other unit it does not tell the number
_HELD_ONE_BY_ONE = frozenset({
    "aktivitet", "aktiviteter", "cirkel", "cirklar", "gång", "gånger", "kurs", "kurser", "möte",
    "möten", "studiecirkel", "studiecirklar", "tillfälle", "tillfällen", "träff", "träffar",
    "course", "courses", "meeting", "meetings", "time", "times",
})  # fmt: skip


def default_period(reading: Reading) -> Period | None:
    """The last calendar year of the term that is over, else the term; None where it is unknown."""
    first, last = reading.first_day, reading.last_day
    today = reading.today.day
    year = min(today, last or today).year
    for candidate in (Period.of(year), Period.of(year - 1)):
        is_over = candidate.end < today and (last is None or candidate.end <= last)
        if is_over and first and first <= candidate.start:
            return candidate
    return Period(f"{first}..{last}", first, last) if first and last and first <= last else None


@dataclass(frozen=True)
class Scope:
    """One partnership in one period; `reading` knows its log up to today."""

    reading: Reading
    period: Period

    @cached_property
    def days(self) -> Days:
        """The days of the period."""
        return Days(self.period.start, self.period.end)

    @cached_property
    def inside(self) -> Days:
        """The days of the period that lie in the term; none where they lie outside it."""
        first, last = self.reading.first_day, self.reading.last_day
        if first is None:
            return Days(date.max, date.min)
        return self.days.within(Days(first, last or date.max))

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement as amended on the last day of the period."""
        return self.reading.on(self.period.end)

    @cached_property
    def complete(self) -> list[Days]:
        """The days that the log calls complete, joined where they meet."""
        spans: list[Days] = []
        told = [e.complete for _i, e in self.reading.complete if e.complete]
        for start, end in sorted((period.start, period.end) for period in told):
            if spans and start <= spans[-1].last + _DAY:
                spans[-1] = Days(spans[-1].first, max(spans[-1].last, end))
            elif start <= end:
                spans.append(Days(start, end))
        return spans

    def is_complete(self, days: Days) -> bool:
        """Whether nothing that happened on some days is missing from the log."""
        return bool(days) and any(days.is_in(span) for span in self.complete)

    def entries(self, kind: str) -> list[tuple[int, Entry]]:
        """The entries of a kind whose day, or the end of whose period, lies in the period."""
        return [
            (index, entry)
            for index, entry in self.reading.entries
            if getattr(entry, kind) is not None
            and (day := day_of(entry)) is not None
            and self.days.holds(day)
        ]

    @property
    def limit(self) -> int | None:
        """Counts of people below this are hidden; None where the agreement does not say so."""
        follow_up = self.agreement.follow_up
        small = follow_up.small_numbers if follow_up else None
        return small.below if small else None


def day_of(entry: Entry) -> date | None:
    """The day that an entry belongs to: that it was held or dated, else the end of its period."""
    if entry.held or entry.period is None:
        return entry.held or entry.date
    return entry.period.end


def times(often: Frequency | None, days: Days) -> tuple[int | None, int | None] | None:
    """The fewest and the most times agreed for some days; None where they are no whole periods."""
    if often is None or often.per not in (*MONTHS, "day") or not days:
        return None
    whole = wholes(often.per, days)
    if (whole[0].first, whole[-1].last) != (days.first, days.last):
        return None
    if often.min is None and often.max is None:
        return len(whole), len(whole)
    least, most = (None if n is None else n * len(whole) for n in (often.min, often.max))
    return least, most


@dataclass(frozen=True)
class Occasion:
    """One time that something was held; `least` and `most` are the participants agreed that day.

    A number of participants below `limit` is hidden.
    """

    index: int
    entry: Entry
    least: int | None = None
    most: int | None = None
    limit: int | None = None

    @property
    def participants(self) -> int | None:
        """How many took part; None where it is not told."""
        return self.entry.participants

    @property
    def is_hidden(self) -> bool:
        """Whether so few took part that the number may point at somebody."""
        return is_small(self.participants, self.limit)

    @property
    def is_below(self) -> bool:
        """Whether fewer took part than agreed."""
        count, least = self.participants, self.least
        return count is not None and least is not None and count < least

    @property
    def is_above(self) -> bool:
        """Whether more took part than agreed."""
        count, most = self.participants, self.most
        return count is not None and most is not None and count > most


@dataclass(frozen=True)
class Held:
    """An activity in the period: what was agreed, and the occasions that the log tells of.

    `agreed` is None where it cannot be held against occasions; `since_start` counts them from the
    first day of the term to the end of the period. `is_whole` and `is_whole_since_start` tell
    whether the log is complete for the period's days of the term, and for all of them until then.
    """

    id: str
    activity: Activity | None
    occasions: tuple[Occasion, ...]
    agreed: tuple[int | None, int | None] | None
    is_countable: bool
    since_start: int
    is_whole: bool
    is_whole_since_start: bool

    @property
    def below(self) -> int:
        """The occasions with fewer participants than agreed."""
        return sum(occasion.is_below for occasion in self.occasions)

    @property
    def told(self) -> list[Occasion]:
        """The occasions of which the log tells how many took part, the fewest first."""
        known = [o for o in self.occasions if o.participants is not None]
        return sorted(known, key=lambda o: o.participants or 0)

    @property
    def is_sum_hidden(self) -> bool:
        """Whether the sum would tell a hidden number."""
        return any(occasion.is_hidden for occasion in self.occasions)

    @property
    def participants(self) -> int:
        """The participants of all occasions that tell them."""
        return sum(occasion.participants or 0 for occasion in self.occasions)

    @property
    def short(self) -> int:
        """How many are missing to the fewest agreed; 0 where the log may not be complete."""
        least = self.agreed[0] if self.agreed else None
        is_judged = self.is_whole and self.is_countable and least is not None
        return max((least or 0) - len(self.occasions), 0) if is_judged else 0

    @property
    def over(self) -> int:
        """How many more were held than the most agreed."""
        most = self.agreed[1] if self.agreed else None
        return max(len(self.occasions) - most, 0) if most is not None and self.is_countable else 0

    @property
    def places(self) -> list[tuple[str, int]]:
        """Each place, the agreed ones first, and how many occasions it had."""
        counts = dict.fromkeys(self._agreed_places.values(), 0)
        for occasion in self.occasions:
            if place := occasion.entry.place:
                name = self._agreed_places.get(_folded(place), place)
                counts[name] = counts.get(name, 0) + 1
        return list(counts.items())

    @cached_property
    def _agreed_places(self) -> dict[str, str]:
        """The agreed places by how the log may write them: by name, or by id."""
        places = self.activity.places if self.activity else None
        if isinstance(places, dict):
            by_id = {_folded(id): place.name for id, place in places.items()}
            return {**by_id, **{_folded(name): name for name in by_id.values()}}
        return {_folded(name): name for name in places or []}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def held(scope: Scope) -> list[Held]:
    """Every activity that is agreed at the end of the period, or that the log tells of in it."""
    entries = scope.entries("activity")
    agreed = (scope.agreement.activities or {}) if scope.inside else {}
    ids = dict.fromkeys([*agreed, *(e.activity for _i, e in entries if e.activity)])
    return [_held(id, entries, scope) for id in ids]


def _held(id: str, entries: list[tuple[int, Entry]], scope: Scope) -> Held:
    activity = (scope.agreement.activities or {}).get(id)
    volume = activity.volume if activity else None
    occasions = [_occasion(i, e, scope) for i, e in entries if e.activity == id]
    first, last = scope.reading.first_day, scope.period.end
    earlier = [
        entry
        for _i, entry in scope.reading.entries
        if entry.activity == id and first and entry.held and first <= entry.held <= last
    ]
    return Held(
        id,
        activity,
        tuple(sorted(occasions, key=lambda o: o.entry.held or date.min)),
        _agreed(id, scope),
        volume is None or is_held_one_by_one(volume.unit),
        len(earlier),
        scope.is_complete(scope.inside),
        bool(first and scope.is_complete(Days(first, min(last, scope.inside.last)))),
    )


def _agreed(id: str, scope: Scope) -> tuple[int | None, int | None] | None:
    """How many are agreed for the period; None where no number is, or an amendment changes it."""
    volumes = []
    for day in (scope.inside.first, scope.inside.last) if scope.inside else ():
        activity = (scope.reading.on(day).activities or {}).get(id)
        volumes.append(activity.volume if activity else None)
    told = volumes[0] if volumes and volumes[0] == volumes[1] else None
    is_number = told is not None and (told.min is not None or told.max is not None)
    return times(told, scope.inside) if is_number else None


def is_held_one_by_one(unit: str | None) -> bool:
    """Whether each entry of the log is one of what is agreed: a course, not an hour."""
    return unit is None or _folded(unit) in _HELD_ONE_BY_ONE


def _occasion(index: int, entry: Entry, scope: Scope) -> Occasion:
    agreement = scope.reading.on(entry.held) if entry.held else scope.agreement
    activity = (agreement.activities or {}).get(entry.activity or "")
    people = activity.participants if activity else None
    least, most = (people.min, people.max) if people else (None, None)
    return Occasion(index, entry, least, most, scope.limit)


def is_small(count: int | Decimal | None, limit: int | None) -> bool:
    """Whether a count is so small that it may point at somebody."""
    return count is not None and limit is not None and count < limit


@dataclass(frozen=True)
class Met:
    """A body that steers, and the days in the period that the log tells it met on."""

    id: str
    body: Body | None
    days: tuple[date, ...]
    agreed: tuple[int | None, int | None] | None
    is_whole: bool

    @property
    def short(self) -> int:
        """How many meetings are missing to the fewest agreed; 0 where the log may not be whole."""
        least = self.agreed[0] if self.agreed else None
        return max((least or 0) - len(self.days), 0) if self.is_whole else 0


def met(scope: Scope) -> list[Met]:
    """Every body that is agreed at the end of the period, or that the log says met in it."""
    entries = scope.entries("meeting")
    governance = scope.agreement.governance
    bodies = governance if isinstance(governance, dict) and scope.inside else {}
    ids = dict.fromkeys([*bodies, *(e.meeting for _i, e in entries if e.meeting)])
    found = []
    for id in ids:
        days = tuple(sorted(e.held for _i, e in entries if e.meeting == id and e.held))
        often = bodies[id].meets if id in bodies else None
        is_countable = often is not None and is_held_one_by_one(often.unit)
        agreed = times(often, scope.inside) if is_countable else None
        found.append(Met(id, bodies.get(id), days, agreed, scope.is_complete(scope.inside)))
    return found
