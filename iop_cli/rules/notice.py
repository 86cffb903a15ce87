"""IOP3xx, on and out: extension, renewal, notice, and the days by which somebody has to act.

Knows no decision about the term itself (decisions), and no report that is late (governance).
"""

from datetime import date, timedelta

from iop_cli.deadlines import condition_deadlines, day_of, is_answered, term_deadlines
from iop_cli.model.kinds import NONE
from iop_cli.model.term import Notice, Renewal, Term
from iop_cli.quantity import Length
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, INFO, WARNING, Finding, Findings, found, rule
from iop_cli.words import Said, mark
from iop_cli.workdays import not_a_working_day, working_day_before

DAY = timedelta(1)


@rule("IOP304", "open-term-without-notice", WARNING, rests=("term", "notice"))
def open_term_without_notice(reading: Reading) -> Findings:
    """The agreement has no end, or renews itself, and nothing says how a party may leave it.

    It may then bind the parties for ever, or a party has to find a way out that nobody agreed on.
    A right to renegotiate, or to rescind after a breach, is not notice.

    Agree on a right to give notice, with its length, or on a last day.
    """
    term = reading.agreement.term
    if _ways_out(reading) or not term:
        return
    if term.end is NONE:
        yield found("term", "end", says=mark("has no end, and nothing says how a party may leave"))
    elif renewal := _endless_renewal(term):
        says = mark("is renewed by {renews} each time, and nothing says how a party may leave")
        yield found("term", "at_end", says=says, renews=renewal.renews)


def _endless_renewal(term: Term) -> Renewal | None:
    """The renewal that no notice stops."""
    renewal = term.at_end if isinstance(term.at_end, Renewal) else None
    return renewal if renewal and renewal.unless_notice is None else None


def _ways_out(reading: Reading) -> list[tuple[int, Notice]]:
    """The rights to give notice or to leave that the text itself states, with their places."""
    notice = reading.agreement.notice
    listed = notice if isinstance(notice, list) else []
    kinds = ("notice", "leave")
    return [(i, n) for i, n in enumerate(listed) if n.kind in kinds and reading.says("notice", i)]


@rule("IOP305", "extension-without-limit", WARNING)
def extension_without_limit(reading: Reading) -> Findings:
    """The agreement may be extended, and nothing says how many times.

    Without a limit nobody knows how long it may last or what it may cost in all, and a court has
    read an unlimited extension as a sign of an unlawful direct award (reported in public sources;
    the judgment itself has not been read).

    State how many times it may be extended (`times`), or a last day that it may reach.
    """
    term = reading.agreement.term
    extension = term.extension if term else None
    if extension and extension.by and extension.times is None:
        says = mark("may be extended by {by} at a time, any number of times")
        yield found("term", "extension", "by", says=says, by=extension.by)


@rule("IOP306", "notice-cannot-take-effect", INFO, rests=("term", "notice"))
def notice_cannot_take_effect(reading: Reading) -> Findings:
    """The length of notice reaches the end from the day when an extension is decided.

    Notice that is given after that day takes effect only when the agreement has ended anyway. A
    party that learns from the decision that there will be no more has no use for it, and the notice
    is in fact a right for the earlier part of the term only.

    Nothing is wrong in itself. Shorten the notice or decide earlier if the parties meant otherwise.
    """
    term, start, end = reading.agreement.term, reading.first_day, reading.agreed_end
    decide = term.extension.decide if term and term.extension else None
    decided = day_of(decide, start, end)
    if not end or not decided:
        return
    says = mark("notice given after {last} cannot take effect before the end {end}")
    told: set[date] = set()
    for i, length in ((i, notice.length) for i, notice in _ways_out(reading) if notice.length):
        last = length.before(end)
        if (start or last) <= last <= decided and last not in told:
            told.add(last)
            yield found("notice", i, "length", says=says, last=last, end=end)


@rule("IOP307", "deadline-passed", WARNING, rests=("term",))
def deadline_passed(reading: Reading) -> Findings:
    """A day for deciding on extension, for beginning talks or for stopping a renewal has passed.

    The agreement is still in force, and the log records no extension, no decision against one and
    no notice. If nobody acts, the work ends, or goes on, without anyone having chosen it.

    Record in the log what was decided (`event: extended`, `not_extended` or `notice`). If nothing
    was, take it up with the other party now.
    """
    if reading.agreement.status == "draft" or not _is_current(reading) or reading.ended:
        return
    says = {
        "extension": mark("extension was to be decided by {day}, and the log records no decision"),
        "talks": mark("talks were to begin by {day}, and the log records no decision"),
        "renewal": mark("renewal could be stopped until {day}; the log records no notice"),
    }
    for deadline in term_deadlines(reading):
        if reading.today.is_after(deadline.day) and not is_answered(reading, deadline):
            what = deadline.what
            yield found(*what.where, says=says[what.kind], day=deadline.day)


def _is_current(reading: Reading) -> bool:
    """Whether this is the agreement as it reads today, and neither an older nor a coming text."""
    held = [text for since, text in reading.versions if not reading.today.is_before(since)]
    return not held or held[-1] is reading.agreement


@rule("IOP313", "notice-missing", WARNING)
def notice_missing(reading: Reading) -> Findings:
    """No notice is stated, or a right to leave that does not say how long before.

    A partnership may have to end early: money is withdrawn, an association loses its staff. Without
    a length of notice nobody knows when the duties cease, and employment, premises and people who
    take part need time. A right to renegotiate, or to rescind after a breach, needs no length and
    is not notice.

    Agree on who may give notice, why, and how long before. If the parties have settled that there
    shall be none, write `notice: none`.
    """
    agreement, ways = reading.agreement, _ways_out(reading)
    if agreement.notice is NONE and reading.says("notice"):
        return
    if not ways and not _is_endless(agreement.term):
        yield found("notice", says=mark("no right to give notice is stated"))
    for i, notice in ways:
        if notice.length is None or not reading.says("notice", i, "length"):
            says = mark("a right to give notice without its length")
            if notice.kind == "leave":
                says = mark("a right to leave without a length of notice")
            yield found("notice", i, "length", says=says)


def _is_endless(term: Term | None) -> bool:
    """Whether an open term already tells that a way out is missing."""
    return bool(term and (term.end is NONE or _endless_renewal(term)))


@rule("IOP314", "notice-longer-than-term", ERROR, rests=("term",))
def notice_longer_than_term(reading: Reading) -> Findings:
    """The length of notice is longer than the whole term, so that notice can never take effect.

    Even on the first day it would reach past the last. Usually months were written for weeks, or
    the length was taken over from a longer agreement.

    Correct the length, or the term.
    """
    term, start, end = reading.agreement.term, reading.first_day, reading.agreed_end
    notices = reading.agreement.notice
    for i, notice in enumerate(notices if isinstance(notices, list) else []):
        length = notice.length
        if length and start and end and start <= end < length.after(start) - DAY:
            says = mark("{length} is longer than the whole term, {start} to {end}")
            yield found("notice", i, "length", says=says, length=length, start=start, end=end)
        elif length and term and not start and _is_shorter(term.length, length):
            says = mark("{length} is longer than the whole term, {term}")
            yield found("notice", i, "length", says=says, length=length, term=term.length)


def _is_shorter(term: Length | None, notice: Length) -> bool:
    return term is not None and term.days_at_least < notice.days_at_least


@rule("IOP315", "deadline-on-holiday", INFO, rests=("term",))
def deadline_on_holiday(reading: Reading) -> Findings:
    """A day to act by falls on a weekend, a public holiday or an eve when nobody is at work.

    The law on deadlines that fall on holidays (1930:173) does not apply by itself to what the
    parties have agreed between them (not verified), so the day does not move to the next working
    day. Only days still to come are looked at.

    Act on the working day before, or agree on another day.
    """
    if not _is_current(reading):
        return
    for deadline in [*term_deadlines(reading), *condition_deadlines(reading)]:
        if reading.today.is_after(deadline.day):
            continue
        free = not_a_working_day(deadline.day)
        if free:
            values = {"free": Said(free), "before": working_day_before(deadline.day)}
            says = mark("{day} is {free}; the working day before is {before}")
            yield Finding(deadline.what.where, says, {"day": deadline.day, **values})
