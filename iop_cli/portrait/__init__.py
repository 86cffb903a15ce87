"""One partnership on one screen: who, when, what money, which duties, and what comes next.

Takes a reading and returns a sheet; the day is the reading's own. Judges nothing.
"""

from collections.abc import Iterable

from iop_cli.deadlines import current_end, known, next_deadlines, state
from iop_cli.finding import Where, path_text
from iop_cli.model.agreement import Agreement
from iop_cli.model.term import Follows
from iop_cli.phrases import STATE, STATUS, chosen, joined, told
from iop_cli.portrait.money import budgets, payments
from iop_cli.portrait.past import amendments, log
from iop_cli.portrait.time import term
from iop_cli.portrait.when import span
from iop_cli.portrait.who import commitments, contributions, decisions, parties
from iop_cli.portrait.work import activities, follow_up, indicators, steering
from iop_cli.reading import Reading
from iop_cli.report.safe import safe
from iop_cli.sheet import Row, Section, Sheet
from iop_cli.words import _, mark, plural, series

_OPTIONAL = ("budgets", "amendments")


def portrait(reading: Reading, left_out: Iterable[Where] = ()) -> Sheet:
    """The partnership as it stands on the reading's day; the log's later entries do not count.

    `left_out` holds the places whose values could not be read, and which are therefore not shown.
    """
    held = known(reading)
    agreement = held.agreement
    head: dict[str, object] = {
        "format": 1,
        "id": held.file_id or agreement.id,
        "title": agreement.title,
        "as_of": held.today.day.isoformat(),
    }
    asked = (
        parties(agreement),
        term(held),
        _next(held),
        payments(held),
        budgets(agreement),
        activities(agreement),
        commitments(agreement),
        contributions(agreement),
        steering(agreement),
        follow_up(agreement),
        indicators(agreement),
        decisions(agreement),
        log(held, reading),
        amendments(held),
    )
    sections = (_summary(held), *asked, _unknown(asked), _remarks(held, left_out))
    return Sheet(safe(agreement.title), head, sections)


def _summary(reading: Reading) -> Section:
    agreement, now = reading.agreement, state(reading)
    day = reading.today.day
    standing = told(mark("{state} (as of {day})"), state=chosen(STATE, now), day=day)
    rows = [
        Row(
            "id", _("Id"), (safe(reading.file_id or agreement.id),), reading.file_id or agreement.id
        ),
        Row("status", _("Status"), (chosen(STATUS, agreement.status),), agreement.status),
        Row("state", _("State"), (standing,), now.value),
    ]
    rows += _kinship(agreement)
    purpose = agreement.purpose.text if agreement.purpose else None
    if purpose:
        rows.append(Row("purpose", _("Purpose"), (safe(purpose),), purpose))
    if group := agreement.target_group:
        ages = told(mark("ages {ages}"), ages=group.ages) if group.ages else ""
        value = {"who": group.who, "ages": group.ages.in_words() if group.ages else None}
        rows.append(Row("target_group", _("For"), (joined(safe(group.who), ages),), value))
    return Section("summary", _("The partnership"), tuple(rows))


def _kinship(agreement: Agreement) -> list[Row]:
    """The agreement that it continues, the one that it is a part of, the parts that it has."""
    rows, before, parts = [], agreement.follows, agreement.parts
    if isinstance(before, Follows):
        term = before.term
        words = joined(safe(before.title), span(term.start, term.end) if term else "")
        rows.append(Row("follows", _("Continues"), (words,), before.title))
    elif before:
        rows.append(Row("follows", _("Continues"), (safe(before),), before))
    if agreement.part_of:
        rows.append(Row("part_of", _("Part of"), (safe(agreement.part_of),), agreement.part_of))
    if parts:
        count = plural("{count} part expected", "{count} parts expected", parts.expected)
        taken = told(mark("taking over {keys}"), keys=parts.inherit) if parts.inherit else ""
        value = {"expected": parts.expected, "inherit": parts.inherit}
        rows.append(Row("parts", _("Parts"), (joined(count, taken),), value))
    return rows


def _next(reading: Reading) -> Section:
    dates = next_deadlines(reading)
    rows = tuple(
        Row(d.day.isoformat(), d.day.isoformat(), (safe(d.what.in_words()),)) for d in dates
    )
    value = [
        {
            "date": d.day.isoformat(),
            "what": d.what.kind,
            "id": d.what.id or None,
            "period": d.what.period or None,
        }
        for d in dates
    ]
    instead = _("No date to come follows from the agreement.")
    if current_end(reading) is None and not rows:
        instead = _("No date to come can be told: no last day is known.")
    return Section("next", _("What comes next"), rows, instead, value)


def _unknown(asked: tuple[Section, ...]) -> Section:
    """The sections about which the file says nothing, in one line."""
    silent = [s for s in asked if not s.rows and not s.instead and s.key not in _OPTIONAL]
    row = Row("sections", _("Nothing about"), (series([s.heading for s in silent]),))
    rows = (row,) if silent else ()
    return Section("unknown", _("Unknown"), rows, data=[s.key for s in silent])


def _remarks(reading: Reading, left_out: Iterable[Where]) -> Section:
    count = len(reading.agreement.accepted_findings or [])
    words = plural("{count} finding lived with", "{count} findings lived with", count)
    rows = [Row("accepted_findings", _("Acceptances"), (words,), count)] if count else []
    places = sorted({path_text(where) for where in left_out})
    if places:
        says = mark("{places}; iop validate says why")
        line = told(says, places=[safe(p) for p in places])
        rows.append(Row("left_out", _("Not read"), (line,), places))
    return Section("remarks", _("Findings"), tuple(rows))
