"""IOP5xx, what is done: how much, for which ages, where, and whose task it is.

Judges what an activity says of itself and of its place in the agreement; least, most and sums are
judged in volume. Reads no wording of a task, only its kind.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from iop_cli.model.activity import Activity, Commitment, Sessions
from iop_cli.model.agreement import Agreement, TargetGroup
from iop_cli.model.kinds import Frequency
from iop_cli.quantity import AgeRange
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, INFO, WARNING, Finding, Findings, Where, found, rule
from iop_cli.words import mark

YEARLY = {
    "week": 52, "month": 12, "quarter": 4, "tertial": 3, "school_term": 2, "half_year": 2,
    "year": 1,
}  # fmt: skip
SCHOOL_AGE = (7, 18)
_SCHOOL = re.compile(r"skolålder|school age", re.IGNORECASE)


@rule("IOP502", "volume-cannot-cover-places", INFO, rests=("activities",))
def volume_cannot_cover_places(reading: Reading) -> Findings:
    """Fewer activities in a year than there are places to hold them at.

    Some place then goes without for a whole year, though the agreement names it. That may be meant;
    in the Borås agreement of 2018 to 2020 five meeting places share three to four courses a year.

    Agree on how the places take turns, or change the number of activities or of places.
    """
    for name, activity in (reading.agreement.activities or {}).items():
        volume, places = activity.volume, len(activity.places or ())
        most = _most(volume) if volume else None
        if volume is None or most is None or volume.per not in YEARLY or places < 2:
            continue
        yearly = most * YEARLY[volume.per]
        if yearly < places:
            says = mark("at most {yearly} in a year, for {places} places")
            yield found("activities", name, "volume", says=says, yearly=yearly, places=places)


def _most(often: Frequency) -> int | None:
    """The most that a frequency allows; a period alone is once, a least alone has no most."""
    return often.max if often.max is not None else 1 if often.min is None else None


@rule("IOP503", "volume-unclear", WARNING)
def volume_unclear(reading: Reading) -> Findings:
    """An activity with no count, a count with no unit or period, or meetings to be read two ways.

    Without a count nobody can say what the money is for, what a group or a place costs, or whether
    the volume was reached. Opening hours count as a volume. Parts of the meetings whose wording had
    to be kept, with no number for the whole, can be read as separate or as one within the other, as
    the three full days and the following Saturday in the Stockholm memo of 2016-12-13.

    Agree on how many and per what period, and write volume, volume_in_all or capacity; for
    meetings write how many they are in all, in sessions.count.
    """
    for name, activity in (reading.agreement.activities or {}).items():
        at: Where = ("activities", name)
        yield from _no_count(at, activity)
        if activity.capacity and not activity.capacity.unit:
            says = mark("it is not said what the capacity is counted in")
            yield found(*at, "capacity", "unit", says=says)
        if activity.sessions:
            yield from _two_readings((*at, "sessions"), activity.sessions)


def _no_count(at: Where, activity: Activity) -> Iterator[Finding]:
    volume, in_all = activity.volume, activity.volume_in_all
    counted = volume and (volume.min is not None or volume.max is not None or volume.per)
    if volume and counted and not volume.per:
        count = volume.max if volume.max is not None else volume.min
        yield found(*at, "volume", says=mark("{count}, but not per what period"), count=count)
    in_all_counted = in_all and (in_all.min is not None or in_all.max is not None)
    if not (counted or in_all_counted or activity.capacity or activity.hours):
        says = mark("it is not said how many or how often")
        yield found(*at, "volume", says=says)


def _two_readings(at: Where, sessions: Sessions) -> Iterator[Finding]:
    parts = sessions.parts or []
    if sessions.count is not None or not parts:
        return
    counts = [p.count for p in parts if p.count is not None]
    if len(counts) < len(parts):
        yield found(*at, "parts", says=mark("one of the parts has no count"), counted=counts)
    elif len(parts) > 1 and sessions.as_written:
        says = mark("{counts} can be read as {most} in all, or as {least}, one within the other")
        yield found(*at, "parts", says=says, counts=counts, most=sum(counts), least=max(counts))


@rule("IOP504", "ages-differ", WARNING, rests=("target_group", "activities"))
def ages_differ(reading: Reading) -> Findings:
    """An activity's ages are not those of the target group.

    Someone whom the partnership is for then has no place in the activity, or the activity takes
    someone whom the partnership is not for. A target group that is only said to be of school age
    is taken to be seven to eighteen; in the Orust memo of 2024-12-20 one of the activities ends at
    thirteen. Activities that share the ages between them without a gap are silent.

    Write the ages that hold in both places, or say where those who fall outside are welcome.
    """
    agreement = reading.agreement
    group = agreement.target_group
    ages = [(w, a) for w, a in _activity_ages(agreement) if not a.runs_backwards]
    whole = (group.ages.low, group.ages.high) if group and group.ages else _school_age(group)
    if group and group.ages and group.ages.runs_backwards:
        return
    if not group or whole is None or _shared([a for _w, a in ages], whole):
        return
    seen: set[tuple[Where, str]] = set()
    for where, range_ in ages:
        if not _differs(range_, group, whole) or (where[:2], range_.in_words()) in seen:
            continue
        seen.add((where[:2], range_.in_words()))
        if group.ages:
            says = mark("ages {ages}, and the target group is {group}")
            yield found(*where, says=says, ages=range_, group=group.ages)
        else:
            says = mark("ages {ages}, and the target group is of school age")
            yield found(*where, says=says, ages=range_)


def _school_age(group: TargetGroup | None) -> tuple[int, int] | None:
    words = [group.who, *(group.also_written or [])] if group else []
    return SCHOOL_AGE if any(_SCHOOL.search(w) for w in words) else None


def _differs(ages: AgeRange, group: TargetGroup, whole: tuple[int, int | None]) -> bool:
    if group.ages:
        return (ages.low, ages.high) != whole
    return ages.low > SCHOOL_AGE[0] or (ages.high is not None and ages.high < SCHOOL_AGE[1])


def _shared(ages: list[AgeRange], whole: tuple[int, int | None]) -> bool:
    """Whether the activities divide the ages between them, the one beginning where another ends."""
    ordered = sorted({(a.low, a.high if a.high is not None else 999) for a in ages})
    if not ordered or any(b[0] != a[1] + 1 for a, b in pairwise(ordered)):
        return False
    top = whole[1] if whole[1] is not None else 999
    return (ordered[0][0], ordered[-1][1]) == (whole[0], top)


def _activity_ages(agreement: Agreement) -> Iterator[tuple[Where, AgeRange]]:
    for name, activity in (agreement.activities or {}).items():
        if activity.ages:
            yield ("activities", name, "ages"), activity.ages
        if activity.participants and activity.participants.ages:
            yield ("activities", name, "participants", "ages"), activity.participants.ages


@rule("IOP507", "task-with-two-owners", ERROR)
def task_with_two_owners(reading: Reading) -> Findings:
    """Two parties are each said to run, to organise or to lead the same activity.

    When something goes wrong, each may point at the other: who employs, who is insured, who answers
    to the parents? In the Orust memo of 2024-12-20 the association is responsible for the support
    group that the municipality organises and leads. Other tasks may be shared.

    Agree on one owner, or say that they do it together: together: yes on the activity, or
    together_with on the commitment.
    """
    agreement = reading.agreement
    for name, activity in (agreement.activities or {}).items():
        owners = _owners(name, activity, agreement.commitments or [])
        if owners:
            names = [agreement.parties[p].name if p in agreement.parties else p for p in owners]
            says = mark("{names} each have the task, and nothing says that they share it")
            yield found("activities", name, "run_by", says=says, names=names)


def _owners(name: str, activity: Activity, tasks: list[Commitment]) -> list[str]:
    """The parties that own one task of an activity apart from each other; empty where one does."""
    if activity.together:
        return []
    mine = [t for t in tasks if t.activity == name and t.does in ("organise", "lead")]
    shared = [{t.by, *t.together_with} for t in mine if t.together_with]
    claims = [activity.run_by or []]
    claims += [[t.by for t in mine if t.does == does] for does in ("organise", "lead")]
    for claim in claims:
        owners = list(dict.fromkeys(claim))
        if len(owners) > 1 and not any(set(owners) <= s for s in shared):
            return owners
    return []


@rule("IOP508", "place-outside-purpose", INFO, rests=("activities", "purpose"))
def place_outside_purpose(reading: Reading) -> Findings:
    """The places do not cover the area that the purpose names.

    Those who live there may have a long way to go, or be missed. A place covers an area when the
    area's name is part of the place's name or of its area. In the Stockholm memo of 2016-12-13
    the groups shall be within reach in the city's districts, and are held in premises that are
    already there. An area that is a party's whole territory is not judged, nor is a place unknown.

    Say how those in the area reach the activity, name a place there, or change the purpose.
    """
    agreement = reading.agreement
    activities = list((agreement.activities or {}).values())
    if not agreement.purpose or not activities or not all(a.places for a in activities):
        return
    places = [text for a in activities for text in _place_names(a)]
    homes = [
        _plain(t)
        for p in agreement.parties.values()
        for t in (p.name, p.part_of or "", *(p.territory or []))
    ]
    missed = [
        area
        for area in agreement.purpose.area or []
        if not any(_stem(area) in p or p in _plain(area) for p in places)
        and not any(_stem(area) in h for h in homes)
    ]
    if missed:
        says = mark("no place lies in {areas}")
        yield found("purpose", "area", says=says, areas=missed)


def _place_names(activity: Activity) -> list[str]:
    if isinstance(activity.places, dict):
        return [_plain(t) for p in activity.places.values() for t in (p.name, p.area or p.name)]
    return [_plain(p) for p in activity.places or []]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _stem(area: str) -> str:
    """An area's name as it stands inside other names: without a last s."""
    plain = _plain(area)
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") else plain
