"""IOP6xx, who steers: the bodies, their meetings and the units that they are made of.

Judges what is agreed, and what the log says was kept of it. Knows no report.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from iop_cli.model.kinds import Frequency
from iop_cli.model.steering import Body
from iop_cli.quantity import Period
from iop_cli.reading import Reading
from iop_cli.rules.rule import INFO, WARNING, Findings, Where, found, rule
from iop_cli.words import mark

MONTHS = {"month": 1, "quarter": 3, "tertial": 4, "school_term": 6, "half_year": 6, "year": 12}


@rule("IOP601", "no-governance", WARNING, rests=("governance",))
def no_governance(reading: Reading) -> Findings:
    """No body steers the partnership, and nothing says how often the parties meet about it.

    A partnership is steered jointly: that is one of the things that tell it from a purchase and
    from a grant. Stockholm's city auditors (report 3 of 2021) found that the steering of such
    partnerships must be developed to have effect.

    Agree on a group with members from each party and on how often it meets, and write it under
    governance; write governance: none if the parties have settled that there is none.
    """
    follow_up = reading.agreement.follow_up
    meets = any(d.how_often for d in (follow_up.duties or [])) if follow_up else False
    if reading.agreement.governance is None and not meets:
        says = mark("no body steers, and no meetings are agreed")
        yield found("governance", says=says)


@rule("IOP602", "deadlock-possible", WARNING)
def deadlock_possible(reading: Reading) -> Findings:
    """A group that must agree, or whose number is even, with nothing that settles a deadlock.

    When its members stand against each other the partnership stops, while the money and the staff
    go on. In the Timrå agreement of 2018 four members, two from each side, must all agree.

    Agree on what settles it, such as a casting vote or who is asked last, and write it as
    tie_break.
    """
    for name, body in _bodies(reading).items():
        if body.tie_break or body.decides == "lead":
            continue
        seats = _seats(body)
        if body.decides == "unanimous":
            says = mark("decisions are unanimous, and nothing says what happens when they are not")
            yield found("governance", name, "decides", says=says)
        elif seats and seats % 2 == 0:
            says = mark("{seats} members can stand half against half, and there is no casting vote")
            yield found("governance", name, "members", says=says, seats=seats)


def _seats(body: Body) -> int | None:
    counts = [m.count for m in body.members or []]
    known = [c for c in counts if c is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _bodies(reading: Reading) -> dict[str, Body]:
    governance = reading.agreement.governance
    return governance if isinstance(governance, dict) else {}


@rule("IOP607", "unit-not-listed", WARNING, rests=("parties",))
def unit_not_listed(reading: Reading) -> Findings:
    """A unit is named that the party's own list of units does not have.

    A task given to a unit that does not exist, or is called something else, is a task that nobody
    feels is theirs. Capital letters count, since two spellings soon become two units in a register.
    The Orust memo of 2024-12-20 names sectors that are not on one list. Silent where a party lists
    none.

    Write the unit as the list does, or add it to the party's units.
    """
    seen: set[tuple[str, str]] = set()
    for where, party_id, unit in _units(reading):
        party = reading.agreement.parties.get(party_id)
        if not party or not party.units or unit in party.units or (party_id, unit) in seen:
            continue
        seen.add((party_id, unit))
        meant = _nearest(unit, party.units)
        if meant:
            says = mark("{unit} is not among the units of {party}; is {meant} meant?")
            yield found(*where, says=says, unit=unit, party=party.name, meant=meant)
        else:
            says = mark("{unit} is not among the units of {party}")
            yield found(*where, says=says, unit=unit, party=party.name)


def _nearest(unit: str, listed: list[str]) -> str:
    """The listed unit whose name is nearly the same; empty where none is."""
    by_name = {name.casefold(): name for name in listed}
    close = get_close_matches(unit.casefold()[:100], list(by_name), n=1, cutoff=0.8)
    return by_name[close[0]] if close else ""


def _units(reading: Reading) -> Iterator[tuple[Where, str, str]]:
    """Every unit that is named, with its party."""
    agreement = reading.agreement
    for i, task in enumerate(agreement.commitments or []):
        if task.unit:
            yield ("commitments", i, "unit"), task.by, task.unit
    for name, party in agreement.parties.items():
        if party.contact and party.contact.unit:
            yield ("parties", name, "contact", "unit"), name, party.contact.unit
    for name, body in _bodies(reading).items():
        for i, member in enumerate(body.members or []):
            if member.party and member.unit:
                yield ("governance", name, "members", i, "unit"), member.party, member.unit


@rule("IOP608", "meeting-overdue", INFO, on="log", rests=("governance",))
def meeting_overdue(reading: Reading) -> Findings:
    """Fewer meetings than agreed, in a period that the log calls complete.

    The body that steers is where trouble is seen first. Only what the log calls complete is judged,
    since a meeting may have been held and not written down; an agreement that has ended is not.

    Write the meetings that were held in the log, call the next one, or agree on fewer.
    """
    if reading.ended:
        return
    meetings = _meetings(reading)
    for i, entry in reading.complete:
        months = _within(entry.complete, reading) if entry.complete else 0
        if not entry.complete or not months:
            continue
        for name, body in _bodies_on(reading, entry.complete.start).items():
            agreed, days = _agreed(body.meets, months), meetings.get(name, [])
            held = bisect_right(days, entry.complete.end) - bisect_left(days, entry.complete.start)
            if held < agreed:
                says = mark("{held} meetings of {body} in {period}; {agreed} are agreed")
                yield found("entries", i, "complete", says=says, held=held, agreed=agreed,
                            body=body.name or name, period=entry.complete)  # fmt: skip


def _meetings(reading: Reading) -> dict[str, list[date]]:
    """The days of each body's meetings, in order."""
    days: dict[str, list[date]] = {}
    for _i, entry in reading.entries:
        if entry.meeting and entry.held:
            days.setdefault(entry.meeting, []).append(entry.held)
    return {body: sorted(held) for body, held in days.items()}


def _bodies_on(reading: Reading, day: date) -> dict[str, Body]:
    governance = reading.on(day).governance
    return governance if isinstance(governance, dict) else {}


def _within(period: Period, reading: Reading) -> int:
    """The whole months of a period that lie within the term."""
    first, last = reading.first_day or period.start, reading.last_day or period.end
    start, end = max(period.start, first), min(period.end, last)
    return Period("", start, end).months() if start <= end else 0


def _agreed(meets: Frequency | None, months: int) -> int:
    """How many meetings the body owes in so many months; a period alone is once."""
    if not meets or meets.per not in MONTHS:
        return 0
    once = 1 if meets.max is None else 0
    return months // MONTHS[meets.per] * (meets.min if meets.min is not None else once)
