"""IOP3xx, when it was agreed: decisions and signatures against the term, and the agreement before.

What a decision refers to (body, case number) stands in text; the term's own days, in term.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iop_cli.book import open_partnership
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Settled
from iop_cli.model.term import Decision, Follows, Renewal, Term
from iop_cli.quantity import Length, Moment, NotRead
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, INFO, WARNING, Findings, Where, found, rule
from iop_cli.words import Said, mark

DAY = timedelta(1)


@rule(
    "IOP302",
    "starts-before-decision",
    WARNING,
    rests=("term", "decisions", "signatures", "original"),
)
def starts_before_decision(reading: Reading) -> Findings:
    """The agreement starts before it was decided or signed, or before the document itself.

    What was done before the decision was done without an agreement, and a body that decides
    afterwards has little left to choose. The Orust memo of 2024-12-20 proposes a term from
    2024-01-01. Where neither decision nor signature has a date, the day of the document is used.

    Record the day of the decision if there is one, or let the agreement begin after it. If the
    start really lies before, have the decision say so, and accept the finding with the reason.
    """
    for where, start, agreed in _starts(reading):
        late = [a for a in agreed if start < a.day]
        if late:
            days = Length.days((late[0].day - start).days)
            yield found(*where, says=late[0].says, days=days, day=late[0].day)


@dataclass(frozen=True)
class _Agreed:
    """A day by which the agreement was decided, signed or at least written, and two sentences."""

    day: date
    says: str
    gap: str


def _starts(reading: Reading) -> Iterator[tuple[Where, date, list[_Agreed]]]:
    """Each start with its place and the days that it is held against."""
    agreement, term = reading.agreement, reading.agreement.term
    if not term:
        return
    for i, piece in enumerate(term.periods or []):
        decision = (agreement.decisions or {}).get(piece.decision or "")
        days = _known(iter([decision.decided])) if decision else []
        if piece.start and piece.start.first and days:
            yield ("term", "periods", i, "start"), piece.start.first, [_decided(days[0])]
    if term.start and term.start.first:
        yield ("term", "start"), term.start.first, _agreed(agreement)


def _agreed(agreement: Agreement) -> list[_Agreed]:
    """When the agreement was decided and when it was signed; else when the document was written."""
    decisions = _about_the_whole(agreement)
    signing = [d for d in decisions if d.effect == "sign"]
    decided = _known(d.decided for d in signing)[-1:] or _known(d.decided for d in decisions)[:1]
    signed = sorted(s.signed for s in agreement.signatures or [] if s.signed)[-1:]
    if decided or signed:
        return [_decided(d) for d in decided] + [_signed(s) for s in signed]
    return [_written(d) for d in _document_day(agreement, decisions)]


def _document_day(agreement: Agreement, decisions: list[Decision]) -> list[date]:
    original = [agreement.original.dated] if agreement.original else []
    return _known(d.dated for d in decisions)[:1] or _known(iter(original))


def _about_the_whole(agreement: Agreement) -> list[Decision]:
    """The decisions to enter the agreement: not those to extend, amend, end or fund it."""
    pieces = (agreement.term.periods or []) if agreement.term else []
    others = {p.decision for p in pieces}
    others |= {a.decision for a in (agreement.amendments or {}).values()}
    held = [d for name, d in (agreement.decisions or {}).items() if name not in others]
    return [d for d in held if d.effect in ("sign", None)]


def _known(moments: Iterator[Moment | None]) -> list[date]:
    return sorted(m.first for m in moments if m and m.first)


def _decided(day: date) -> _Agreed:
    return _Agreed(
        day,
        mark("starts {days} before the decision of {day}"),
        mark(
            "the agreement before ended {ended} and this one was decided {day}: "
            "{days} between them without an agreement"
        ),
    )


def _signed(day: date) -> _Agreed:
    return _Agreed(
        day,
        mark("starts {days} before the last signature of {day}"),
        mark(
            "the agreement before ended {ended} and this one was signed {day}: "
            "{days} between them without an agreement"
        ),
    )


def _written(day: date) -> _Agreed:
    return _Agreed(
        day,
        mark("starts {days} before the document of {day}; no decision date is recorded"),
        mark(
            "the agreement before ended {ended} and this one's document is of {day}: "
            "{days} between them without an agreement"
        ),
    )


@rule("IOP308", "gap-or-overlap", WARNING, rests=("term", "follows", "decisions"))
def gap_or_overlap(reading: Reading) -> Findings:
    """There is a gap or an overlap between this agreement and the one that it follows.

    During a gap the work goes on without an agreement, so that nobody knows which terms hold;
    during an overlap two hold at once. Terms may also meet on paper while the new agreement was
    decided, signed or written long after the old one ended: in Orust the old term ended on
    2023-12-31 and the new document is of 2024-12-20.

    Let the new term begin the day after the old one ends, and decide in time. What has already
    happened is best described in the decision; then accept the finding with the reason.
    """
    before = _before(reading)
    ended, start = before.end, reading.first_day
    if not ended or not start:
        return
    if start > ended + DAY and before.is_last:
        days = Length.days((start - ended).days - 1)
        says = mark(
            "the agreement before ended {ended} and this one begins {start}: "
            "{days} between them without an agreement"
        )
        yield found("follows", says=says, ended=ended, start=start, days=days)
    elif start <= ended and not before.is_replaced:
        days = Length.days((ended - start).days + 1)
        says = mark("begins {start}, and the agreement before ends {ended}: {days} of both at once")
        yield found("follows", says=says, ended=ended, start=start, days=days)
    elif before.is_last:
        yield from _agreed_too_late(reading, ended)


def _agreed_too_late(reading: Reading, ended: date) -> Findings:
    """The terms meet, but nobody had agreed on the new one when the old one ended."""
    agreed = sorted(_agreed(reading.agreement), key=lambda a: a.day)[-1:]
    for last in agreed:
        days = (last.day - ended).days - 1
        if days > 0:
            length = Length.days(days)
            yield found("follows", says=last.gap, ended=ended, day=last.day, days=length)


@dataclass(frozen=True)
class _Before:
    """The agreement before: its end, whether that is surely the last, whether it was cut short."""

    end: date | None = None
    is_last: bool = True
    is_replaced: bool = False


def _before(reading: Reading) -> _Before:
    follows = reading.agreement.follows
    if isinstance(follows, Follows):
        end = follows.term.end if follows.term else None
        return _Before(end.last if isinstance(end, Moment) else None)
    found_file = reading.library.master(follows) if follows else None
    if not found_file or follows == reading.agreement.id:
        return _Before()
    readings = open_partnership(found_file, None, reading.today, reading.library).readings
    if not readings:
        return _Before()
    before, term = readings[-1], readings[-1].agreement.term
    # Its log is not at hand, so an extension that it may have had is not known.
    goes_on = bool(term and (isinstance(term.at_end, Renewal) or _may_be_extended(term)))
    is_replaced = before.agreement.status in ("superseded", "terminated")
    return _Before(before.agreed_end, not goes_on, is_replaced)


def _may_be_extended(term: Term) -> bool:
    return bool(term.extension and term.extension.by)


@rule("IOP310", "decision-disagrees-with-term", ERROR, rests=("term", "decisions"))
def decision_disagrees_with_term(reading: Reading) -> Findings:
    """The decision names another term than the agreement does, though both are in order.

    Whoever reads only the minutes then believes that something else was agreed, and the body that
    decided has not decided on this text. A decision that extends, amends or ends the agreement is
    not compared, and the term is taken as first signed.

    Find out which of the two is right, and have the other corrected.
    """
    if reading.day is not None:
        return
    for where, decided, agreed in _two_accounts(reading):
        pairs = list(zip(("start", "end"), decided, agreed, strict=True))
        differ = [key for key, theirs, ours in pairs if theirs and ours and theirs != ours]
        if len(differ) == 2:
            says = mark("the decision says {start} to {end}; the term is {agreed} to {to}")
            start, end = decided
            yield found(*where, says=says, start=start, end=end, agreed=agreed[0], to=agreed[1])
        for key, theirs, ours in pairs:
            if differ == [key]:
                says = mark("the decision says {decided}; the term says {agreed}")
                yield found(*where, key, says=says, decided=theirs, agreed=ours)


_Days = tuple[date | None, date | Settled | None]


def _two_accounts(reading: Reading) -> Iterator[tuple[Where, _Days, _Days]]:
    """The place of each decided term, its days and the agreement's; only what is in order."""
    agreement, term = reading.agreement, reading.agreement.term
    if not term:
        return
    ours = _ordered(_of(term.start, term.end or reading.agreed_end))
    pieces = {p.decision: _ordered(_of(p.start, p.end)) for p in term.periods or []}
    whole = {id(d) for d in _about_the_whole(agreement)}
    for name, decision in (agreement.decisions or {}).items():
        theirs = _ordered(_of(decision.term.start, decision.term.end)) if decision.term else None
        agreed = pieces.get(name) or (ours if id(decision) in whole else None)
        if theirs and agreed and not _comes_after(decision, theirs, agreed):
            yield ("decisions", name, "term"), theirs, agreed


def _of(start: Moment | None, end: Moment | Settled | date | None) -> _Days:
    return start.first if start else None, end.last if isinstance(end, Moment) else end


def _ordered(days: _Days) -> _Days | None:
    start, end = days
    is_reversed = start and isinstance(end, date) and end < start
    return None if is_reversed else days


def _comes_after(decision: Decision, theirs: _Days, ours: _Days) -> bool:
    """Whether a decision that does not say what it does is one to extend."""
    start, end = theirs[0], ours[1]
    return bool(decision.effect is None and start and isinstance(end, date) and start > end)


@rule("IOP312", "starts-before-legal-force", INFO, rests=("term", "decisions", "original"))
def starts_before_legal_force(reading: Reading) -> Findings:
    """The agreement starts so soon after the decision that it may not yet have legal force.

    A decision by a municipality or a region may be appealed by any member of it during three weeks
    from the day when the notice of the approved minutes is put up (kommunallagen (2017:725) chapter
    13, figure not verified). Money that is paid before then may have to be asked back. Where the
    text is still a proposal, the day of the document is used.

    Let the agreement start when the time for appeal is over, or see that nothing is paid before.
    """
    agreement, start = reading.agreement, reading.first_day
    fact = reading.library.fact("legality_review")
    length = _appeal_time(fact.get("length"))
    if not start or not length or not _may_be_appealed(agreement):
        return
    for day, what in _decision_or_document(agreement)[:1]:
        if day <= start < length.after(day):
            says = mark(
                "starts {days} after {what} of {day}; "
                "a decision may be appealed for {length} before it gains legal force"
            )
            if fact.get("verified") != "yes":
                says = mark(
                    "starts {days} after {what} of {day}; a decision may be appealed for {length} "
                    "before it gains legal force (nobody has verified this figure)"
                )
            days = Length.days((start - day).days)
            yield found("term", "start", says=says, days=days, what=what, day=day, length=length)


def _appeal_time(text: object) -> Length | None:
    try:
        return Length.read(text) if isinstance(text, str) else None
    except NotRead:
        return None


def _may_be_appealed(agreement: Agreement) -> bool:
    """Whether some public party is not a state body."""
    public = [p for p in agreement.parties.values() if p.role == "public"]
    return any(p.legal_form != "state" for p in public)


def _decision_or_document(agreement: Agreement) -> list[tuple[date, Said]]:
    decisions = _about_the_whole(agreement)
    decided = _known(d.decided for d in decisions)
    if decided:
        return [(decided[-1], Said(mark("the decision")))]
    if agreement.status not in ("draft", "proposed"):
        return []
    return [(d, Said(mark("the document"))) for d in _document_day(agreement, decisions)]
