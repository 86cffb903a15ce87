"""How long an agreement holds: its term, its extension, the ways out of it, what it hangs on.

Tells the agreed term; what the log knows of it since stands in other documents.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iop_cli.deadlines import day_of
from iop_cli.documents.common import (
    blocks,
    bullets,
    capital,
    chained,
    day,
    facts,
    latest,
    length,
    listed,
    moment,
    name,
    own,
    paragraph,
    quoted,
    span,
    table,
    woven,
)
from iop_cli.documents.values import Markup, Subject
from iop_cli.model.kinds import NONE
from iop_cli.model.term import Decision, Extension, Notice, Renewal, Term
from iop_cli.phrases import CAUSE, EFFECT, WAY_OUT, chosen
from iop_cli.quantity import Length, Moment, Period
from iop_cli.words import _, mark, plural

_DAY = timedelta(days=1)


def term(subject: Subject) -> list[object]:
    """The first and last day, how long that is, and what happens at the end."""
    held = subject.reading.agreement.term
    if held is None:
        return []
    return blocks(
        paragraph(subject, term_lines(subject, held)),
        _periods(subject, held),
        as_written(subject, held),
    )


def term_lines(subject: Subject, held: Term) -> list[Markup]:
    """Sentences about the first and the last day, and what happens at the end."""
    return [*_days(subject, held), *_at_end(subject, held)]


def first_and_last(subject: Subject) -> tuple[date | None, date | None]:
    """The first day, and the last as agreed."""
    return subject.reading.first_day, subject.reading.agreed_end


def months_between(first: date | None, last: date | None) -> int:
    """The whole months from the first to the last day, both included; 0 where it is no whole."""
    if first is None or last is None or last < first:
        return 0
    months = Period("", first, last).months()
    return months if months and Length.of_months(months).after(first) == last + _DAY else 0


def _days(subject: Subject, held: Term) -> Iterator[Markup]:
    first, last = first_and_last(subject)
    months = months_between(first, last)
    if first and last:
        says = mark("The agreement holds from {first} to {last}, both days included.")
        if months:
            says = mark("The agreement holds from {first} to {last}, that is for {length}.")
        long = length(Length.of_months(months)) if months else ""
        yield woven(subject, says, first=day(first), last=day(last), length=long)
    elif first:
        yield woven(subject, mark("The agreement holds from {first}."), first=day(first))
    elif last:
        yield woven(subject, mark("The agreement holds until {last}."), last=day(last))
    if held.start and not first:
        yield woven(subject, mark("Start: {words}."), words=moment(held.start))
    if isinstance(held.end, Moment) and not last:
        yield woven(subject, mark("End: {words}."), words=moment(held.end))
    if held.end is NONE:
        yield woven(subject, mark("It holds until further notice."))
    if held.length and held.length.months != months:
        yield woven(subject, mark("The term is {length}."), length=length(held.length))


def _at_end(subject: Subject, held: Term) -> Iterator[Markup]:
    if held.at_end == "expires":
        yield woven(subject, mark("It then expires without notice."))
    elif isinstance(held.at_end, Renewal):
        limit = held.at_end.unless_notice
        long = length(held.at_end.renews)
        says = mark("It is then renewed by {length} at a time.")
        if limit:
            says = mark("It is then renewed by {length} at a time, unless notice is given {limit}.")
        when = latest(limit, day_of(limit, *first_and_last(subject)))
        yield woven(subject, says, length=long, limit=when)


def _periods(subject: Subject, held: Term) -> Markup:
    columns = [("days", _("Decided period")), ("decision", _("Decision"))]
    decisions = subject.reading.agreement.decisions or {}
    rows = [
        {
            "days": span(p.start, p.end),
            "decision": decision_words(subject, decisions.get(p.decision or "")),
        }
        for p in held.periods or []
    ]
    return table(subject, columns, rows)


def as_written(subject: Subject, held: Term | Extension) -> Markup:
    """The text's own words for it."""
    return wording(subject, [held.as_written] if held.as_written else [])


def wording(subject: Subject, texts: list[str]) -> Markup:
    """The text's own words, quoted; empty where none are told."""
    if not texts:
        return Markup("")
    return woven(subject, mark("The text's words: {quotes}."), quotes=quoted(subject, texts))


def extension(subject: Subject) -> list[object]:
    """How long and how often it may be extended, and by when that is decided."""
    held = subject.reading.agreement.term
    if held is None or held.extension is None:
        return []
    lines = list(extension_lines(subject, held.extension))
    return blocks(paragraph(subject, lines), as_written(subject, held.extension))


def extension_lines(subject: Subject, held: Extension) -> Iterator[Markup]:
    """Sentences about how long and how often it may be extended, and when that is decided."""
    if held.by:
        says = mark("The agreement may be extended by {length} at a time.")
        yield woven(subject, says, length=length(held.by))
    if held.times:
        count = plural("{count} time", "{count} times", held.times)
        yield woven(subject, mark("It may be extended at most {count}."), count=count)
    elif held.by:
        yield woven(subject, mark("The text sets no limit to how many times."))
    if held.decide:
        yield _by(subject, held.decide, mark("An extension is decided by {day}."),
                  mark("An extension is decided {when}, by {day} at the latest."),
                  mark("When an extension is decided: {when}."))  # fmt: skip
    if held.talks:
        yield _by(subject, held.talks, mark("Talks about what follows begin by {day}."),
                  mark("Talks about what follows begin {when}, by {day} at the latest."),
                  mark("When talks about what follows begin: {when}."))  # fmt: skip


def _by(subject: Subject, limit: Moment, exact: str, counted: str, undated: str) -> Markup:
    """A sentence about a day to act by, as exact as the text tells it."""
    falls = day_of(limit, *first_and_last(subject))
    if falls is None:
        return woven(subject, undated, when=moment(limit))
    when = moment(limit)
    if limit.precision == "month":
        when = chained(subject, _("in"), when, by=" ")
    return woven(subject, exact if limit.is_exact else counted, day=day(falls), when=when)


def notice(subject: Subject) -> list[object]:
    """The rights to give notice, to rescind and to leave."""
    if subject.reading.agreement.notice is NONE:
        return [_("The parties have settled that there is no notice before the end.")]
    rows = [_way_out(subject, n) for n in _ways(subject) if n.kind != "renegotiation"]
    return blocks(table(subject, _columns(), rows))


def renegotiation(subject: Subject) -> list[object]:
    """The rights to have the terms negotiated anew."""
    rows = [_way_out(subject, n) for n in _ways(subject) if n.kind == "renegotiation"]
    return blocks(table(subject, _columns(), rows))


def _ways(subject: Subject) -> list[Notice]:
    held = subject.reading.agreement.notice
    return list(held) if isinstance(held, list) else []


def _columns() -> list[tuple[str, str]]:
    return [
        ("kind", _("Right")),
        ("cause", _("Ground")),
        ("length", _("Period of notice")),
        ("by", _("Open to")),
        ("body", _("Through")),
        ("words", _("The text's words")),
    ]


def _way_out(subject: Subject, held: Notice) -> dict[str, object]:
    """One right as a row."""
    party = held.by in subject.reading.agreement.parties
    by: object = name(subject, held.by) if party else own(held.by)
    return {
        "kind": capital(chosen(WAY_OUT, held.kind)),
        "cause": chosen(CAUSE, held.cause),
        "length": length(held.length),
        "by": _("any party") if held.by == "any" else by,
        "body": own(held.body),
        "words": own(held.as_written),
    }


def conditions(subject: Subject) -> list[object]:
    """What the agreement or its money hangs on."""
    columns = [
        ("what", _("Condition")),
        ("by", _("Decided by")),
        ("latest", _("At the latest")),
        ("otherwise", _("Otherwise")),
        ("met", _("Met on")),
    ]
    rows: list[dict[str, object]] = [
        {
            "what": own(held.what),
            "by": own(held.decided_by),
            "latest": latest(held.latest, day_of(held.latest, *first_and_last(subject))),
            "otherwise": own(held.otherwise),
            "met": day(held.fulfilled)
            if isinstance(held.fulfilled, date)
            else _("no")
            if held.fulfilled
            else "",
        }
        for held in (subject.reading.agreement.conditions or {}).values()
    ]
    is_plain = not any(row[key] for row in rows for key, _heading in columns[1:])
    plain = bullets(subject, [row["what"] for row in rows])
    return blocks(plain if is_plain else table(subject, columns, rows))


def decisions(subject: Subject) -> list[object]:
    """Who decides or has decided, with case number and day; the term stands elsewhere."""
    held = list((subject.reading.agreement.decisions or {}).values())
    several = len(held) > 1
    return blocks(
        [
            facts(subject, _decision(subject, d), decision_words(subject, d) if several else "")
            for d in held
        ]
    )


def _decision(subject: Subject, held: Decision) -> list[tuple[str, object]]:
    proposed = held.proposes_to is not None
    return [
        (_("Decided by"), own(held.proposes_to if proposed else held.body)),
        (_("Proposed by"), own(held.body) if proposed else ""),
        (_("Case number"), held.case_number),
        (_("Paragraph"), paragraph_number(held)),
        (_("Document of"), moment(held.dated)),
        (_("Decided on"), moment(held.decided)),
        (_("Decision"), capital(chosen(EFFECT, held.effect))),
        (_("Documents"), listed(subject, [own(text) for text in held.documents or []])),
        (_("Sent to"), listed(subject, [own(text) for text in held.receivers or []])),
        (_("Delegated"), own(held.delegated)),
    ]


def paragraph_number(held: Decision) -> str:
    """The paragraph of the minutes with its sign: § 112."""
    number = held.paragraph or ""
    return number if "§" in number or not number else f"§ {number}"


def decision_words(subject: Subject, held: Decision | None) -> Markup:
    """A decision in one line: the body, the day, the paragraph, the case number."""
    if held is None:
        return Markup("")
    decided = moment(held.decided)
    paragraph_ = paragraph_number(held)
    body = own(held.proposes_to if held.proposes_to and not decided else held.body)
    return chained(subject, body, decided, paragraph_, held.case_number or "")
