"""The term as a reader meets it: its days, what happens at the end, the ways out before it."""

from datetime import date

from iop_cli.deadlines import current_end, day_of
from iop_cli.model.kinds import NONE
from iop_cli.model.term import Extension, Notice, Renewal, Term
from iop_cli.phrases import CAUSE, WAY_OUT, chosen, joined, shown, told
from iop_cli.portrait.when import moment
from iop_cli.portrait.who import name_of
from iop_cli.quantity import Moment
from iop_cli.reading import Reading
from iop_cli.report.safe import safe
from iop_cli.sheet import Row, Section
from iop_cli.words import _, mark, plural


def term(reading: Reading) -> Section:
    """The section about the term; `none` and unknown are told apart."""
    held = reading.agreement.term
    rows = [_start(reading), _end(reading)] if held else []
    if held and held.length:
        length = (shown(held.length),)
        rows.append(Row("length", _("Length"), length, held.length.text))
    if held and held.periods:
        rows.append(_periods(held))
    if held and held.at_end:
        rows.append(_at_end(held.at_end))
    if held and held.extension:
        rows.append(_extension(held.extension, reading))
    rows.append(_notice(reading))
    return Section("term", _("Term"), tuple(rows))


def _start(reading: Reading) -> Row:
    held, day = reading.agreement.term, reading.first_day
    written = held.start if held else None
    words = shown(day) if day else moment(written) if written else _("unknown")
    if written and day and not written.is_exact:
        words = told(mark("{day} (written {text})"), day=day, text=written.text)
    return Row("start", _("Start"), (words,), day.isoformat() if day else None)


def _end(reading: Reading) -> Row:
    held, day, agreed = reading.agreement.term, current_end(reading), reading.agreed_end
    written = held.end if held else None
    if day is None:
        if written is NONE:
            return Row("end", _("End"), (_("until further notice"),), "none")
        words = moment(written) if isinstance(written, Moment) else _("unknown")
        return Row("end", _("End"), (words,), None)
    words = shown(day)
    if agreed and day != agreed:
        words = told(mark("{day} (agreed {agreed})"), day=day, agreed=agreed)
    elif isinstance(written, Moment) and not written.is_exact:
        words = told(mark("{day} (written {text})"), day=day, text=written.text)
    return Row("end", _("End"), (words,), day.isoformat())


def _periods(held: Term) -> Row:
    ends = [
        (getattr(p.start, "as_start", None), getattr(p.end, "as_end", None))
        for p in held.periods or []
    ]
    lines = tuple(f"{_day(start)} – {_day(end)}" for start, end in ends)
    value = [{"start": _iso(start), "end": _iso(end)} for start, end in ends]
    return Row("periods", _("Decided periods"), lines, value)


def _day(day: date | None) -> str:
    return day.isoformat() if day else _("unknown")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _at_end(at_end: str | Renewal) -> Row:
    if not isinstance(at_end, Renewal):
        return Row("at_end", _("At the end"), (_("expires by itself"),), "expires")
    says = told(mark("renewed by {length} at a time"), length=at_end.renews)
    if at_end.unless_notice:
        limit = moment(at_end.unless_notice)
        says = joined(says, told(mark("unless notice is given {limit}"), limit=limit))
    unless = at_end.unless_notice.text if at_end.unless_notice else None
    value = {"renews": at_end.renews.text, "unless_notice": unless}
    return Row("at_end", _("At the end"), (says,), value)


def _extension(held: Extension, reading: Reading) -> Row:
    by = told(mark("by {length} at a time"), length=held.by) if held.by else _("length unknown")
    times = plural("{count} time", "{count} times", held.times or 0)
    line = joined(by, times if held.times else _("no limit stated"))
    lines = [line]
    for says, limit in (
        (mark("to be decided: {when}"), held.decide),
        (mark("talks to begin: {when}"), held.talks),
    ):
        if limit:
            lines.append(told(says, when=_latest(limit, reading)))
    value = {
        "by": held.by.text if held.by else None,
        "times": held.times,
        "decide": held.decide.text if held.decide else None,
        "talks": held.talks.text if held.talks else None,
    }
    return Row("extension", _("Extension"), tuple(lines), value)


def _latest(limit: Moment, reading: Reading) -> str:
    day = day_of(limit, reading.first_day, current_end(reading))
    if day is None or limit.is_exact:
        return moment(limit)
    if limit.counted is None:
        return told(mark("by {day} (written {text})"), day=day, text=limit.text)
    return told(mark("by {day} ({limit})"), day=day, limit=moment(limit))


def _notice(reading: Reading) -> Row:
    notice = reading.agreement.notice
    if notice is NONE:
        return Row("notice", _("Notice"), (_("none, as settled"),), "none")
    held = notice if isinstance(notice, list) else []
    if not held:
        return Row("notice", _("Notice"), (_("unknown"),), None)
    value = [
        {
            "kind": n.kind,
            "cause": n.cause,
            "length": n.length.text if n.length else None,
            "by": n.by,
        }
        for n in held
    ]
    lines = tuple(dict.fromkeys(_way_out(n, reading) for n in held))
    return Row("notice", _("Notice"), lines, value)


def _way_out(notice: Notice, reading: Reading) -> str:
    by = notice.by if notice.by in reading.agreement.parties else None
    who = told(mark("open to {party}"), party=name_of(reading.agreement, by)) if by else ""
    what = joined(chosen(WAY_OUT, notice.kind), chosen(CAUSE, notice.cause), who, by=" ")
    if notice.length:
        return joined(what, shown(notice.length))
    is_timed = notice.kind in ("notice", "leave")
    return joined(what, _("length unknown") if is_timed else "", safe(notice.as_written or ""))
