"""IOP6xx, who reports: the reports that are owed, their periods and what is measured in them.

Judges what is agreed, and what the log says was handed in. Knows no meeting.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from iop_cli.deadlines import due_of, is_handed_in, periods_from, report_days
from iop_cli.model.profile import Profile
from iop_cli.model.steering import Indicator, Report
from iop_cli.quantity import Length, Period
from iop_cli.reading import Reading
from iop_cli.rules.rule import WARNING, Finding, Findings, Where, found, rule
from iop_cli.words import Said, mark

MONTHS = {"month": 1, "quarter": 3, "tertial": 4, "school_term": 6, "half_year": 6, "year": 12}
SPOKEN = {
    "day": mark("day"),
    "week": mark("week"),
    "month": mark("month"),
    "quarter": mark("quarter"),
    "tertial": mark("tertial"),
    "school_term": mark("school term"),
    "half_year": mark("half-year"),
    "year": mark("year"),
    "all": mark("whole term"),
}
_DECIDED = mark("the first period ended on {end}, before the decision of {day}")
_SIGNED = mark("the first period ended on {end}, before the signing on {day}")
_DATED = mark("the first period ended on {end}, before the document of {day}")
_PERCENT = re.compile(r"%|procent(?!enhet)|per cent(?!age)", re.IGNORECASE)
_POINTS = re.compile(r"procentenhet|percentage point", re.IGNORECASE)
_CHANGE = re.compile(
    r"^\s*[-+−–±]|ök|minsk|sjunk|höj|sänk|increas|decreas|fall|rise|reduc", re.IGNORECASE
)


@rule("IOP603", "no-report-duty", WARNING, rests=("follow_up",))
def no_report_duty(reading: Reading) -> Findings:
    """Nobody is bound to report how it goes.

    Without a report at agreed times, nobody can show what the public money has led to, nor whether
    the partnership ought to go on. A commitment to report counts when it says how often.

    Agree on who reports what, to whom and how often, and write it under follow_up.reports.
    """
    agreement = reading.agreement
    reports = agreement.follow_up.reports if agreement.follow_up else None
    bound = any(c.does == "report" and c.how_often for c in agreement.commitments or [])
    if not reports and not bound:
        says = mark("no report is agreed: neither who, to whom nor when")
        yield found("follow_up", "reports", says=says)


@rule("IOP604", "report-out-of-step", WARNING, rests=("follow_up", "term", "decisions"))
def report_out_of_step(reading: Reading) -> Findings:
    """Report periods that do not fit the term or each other, or that were over before it all began.

    Such a report has a broken period, counts something in two halves, or was due before anybody was
    bound to make it. In the Orust memo of 2024-12-20 the groups are counted by school term in a
    report by half-year, and the first half-year had ended before the memo was written.

    Choose periods that divide the term and fit what is counted, and say which period is the first:
    first: 2025-H1.
    """
    first, last = reading.first_day, reading.agreed_end
    for name, report in _reports(reading).items():
        at: Where = ("follow_up", "reports", name)
        per = report.how_often.per if report.how_often else None
        yield from _broken(at, report, first, last)
        yield from _too_early(at, report, reading)
        for key, indicator in (report.indicators or {}).items():
            if per and indicator.per and not _fits(indicator.per, per):
                says = mark("counted per {counted}, in a report per {reported}")
                counted, reported = Said(SPOKEN[indicator.per]), Said(SPOKEN[per])
                where = (*at, "indicators", key, "per")
                yield found(*where, says=says, counted=counted, reported=reported)


def _broken(at: Where, report: Report, first: date | None, last: date | None) -> Iterator[Finding]:
    per = report.how_often.per if report.how_often else None
    if report.first and first and last and not first <= report.first.end <= last:
        says = mark("the first period, {period}, ends outside the term")
        yield found(*at, "first", says=says, period=report.first)
    elif per in MONTHS and per != "school_term" and first and last and first <= last:
        start = max(first, report.first.start) if report.first else first
        months = Period("", first, last).months()
        if Period("", start, last).months() % MONTHS[per]:
            says = mark("reports per {per} do not come out even in a term of {months} months")
            yield found(*at, "how_often", says=says, per=Said(SPOKEN[per]), months=months)


def _too_early(at: Where, report: Report, reading: Reading) -> Iterator[Finding]:
    begun, first = _begun(reading), reading.first_day
    per = report.how_often.per if report.how_often else None
    period = report.first
    if period is None and first and per in MONTHS:
        period = next(periods_from(per, first), None)
    if begun and period and period.end < begun[1]:
        key = "first" if report.first else "how_often"
        yield found(*at, key, says=begun[0], end=period.end, day=begun[1])


def _begun(reading: Reading) -> tuple[str, date] | None:
    """What is said of a period before the decision, else the signing or document; and its day."""
    agreement = reading.agreement
    later = {a.decision for a in (agreement.amendments or {}).values()}
    kept = [d for i, d in (agreement.decisions or {}).items() if i not in later]
    kept = [d for d in kept if d.effect in (None, "sign")]
    documents = [d.dated for d in kept] + [agreement.original.dated if agreement.original else None]
    known = (
        (_DECIDED, [d.decided.as_end for d in kept if d.decided]),
        (_SIGNED, [s.signed for s in agreement.signatures or []]),
        (_DATED, [m.as_end for m in documents if m]),
    )
    for says, days in known:
        told = [d for d in days if d]
        if told:
            return says, max(told)
    return None


def _fits(counted: str, reported: str) -> bool:
    """Whether what is counted per one period can be told per another without cutting it."""
    if counted in ("day", "week") or reported in ("all", counted):
        return True
    if counted == "all" or reported in ("day", "week"):
        return False
    if counted == "school_term":
        return reported == "year"
    if reported == "school_term":
        return counted == "month"
    return MONTHS[reported] % MONTHS[counted] == 0


def _reports(reading: Reading) -> dict[str, Report]:
    follow_up = reading.agreement.follow_up
    return (follow_up.reports or {}) if follow_up else {}


@rule("IOP605", "indicator-incomplete", WARNING)
def indicator_incomplete(book: Reading | Profile) -> Findings:
    """What is measured lacks its unit, has a target and no baseline, or may mean percentage points.

    A number without a unit cannot be compared from one year to the next, and a fall by 20 per cent
    means nothing until one knows from what: of 15 per cent absence it leaves 12, in percentage
    points it leaves none. Helsingborg's guideline (read 2026-11-22) has such a target.

    Write unit and baseline, and say percentage points (procentenheter) where that is meant.
    """
    for where, indicator in _indicators(book):
        if not indicator.unit:
            yield found(*where, "unit", says=mark("it is not said what it is counted in"))
        if indicator.target and not indicator.baseline:
            says = mark("the target is {target}, and it is not said from what")
            yield found(*where, "baseline", says=says, target=indicator.target)
        if _may_mean_points(indicator):
            says = mark("{target} of what is itself told in per cent may mean percentage points")
            yield found(*where, "target", says=says, target=indicator.target)


def _indicators(book: Reading | Profile) -> Iterator[tuple[Where, Indicator]]:
    if isinstance(book, Profile):
        for key, indicator in (book.indicators or {}).items():
            yield ("indicators", key), indicator
        return
    for name, report in _reports(book).items():
        for key, indicator in (report.indicators or {}).items():
            yield ("follow_up", "reports", name, "indicators", key), indicator


def _may_mean_points(indicator: Indicator) -> bool:
    unit, target = indicator.unit or "", indicator.target or ""
    if _POINTS.search(unit) or _POINTS.search(target):
        return False
    return bool(_PERCENT.search(unit) and _PERCENT.search(target) and _CHANGE.search(target))


@rule("IOP606", "report-overdue", WARNING, rests=("term", "follow_up"))
def report_overdue(reading: Reading) -> Findings:
    """A report whose day has passed and that the log does not hold.

    The parties agreed on the day themselves, and payments or a decision to go on may rest on it.
    Silent about an agreement that has ended, and about a report without due.

    Hand the report in and write it in the log, with its report, period and submitted; if it
    is already handed in, the entry is all that is missing.
    """
    if reading.ended or reading.agreement.status in ("draft", "proposed"):
        return
    for name, report in _reports(reading).items():
        due = due_of(report)
        at: Where = ("follow_up", "reports", name, "due")
        if (
            due
            and due.last
            and reading.today.is_after(due.last)
            and not is_handed_in(name, reading)
        ):
            says = mark("the report was due on {due} and is not in the log")
            yield found(*at, says=says, due=due.last)
        elif due and due.counted:
            for period, day in islice(_late(name, report, due.counted.length, reading), 1):
                says = mark("the report for {period} was due on {due} and is not in the log")
                yield found(*at, says=says, period=period, due=day)


def _late(
    name: str, report: Report, after: Length, reading: Reading
) -> Iterator[tuple[Period, date]]:
    """The periods whose report is overdue, each with its last day, from the first on."""
    per = report.how_often.per if report.how_often else None
    for period, day in report_days(report, after, reading) if per in MONTHS else ():
        if not reading.today.is_after(day):
            return
        if not is_handed_in(name, reading, period):
            yield period, day
