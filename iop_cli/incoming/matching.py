"""Each line of an incoming invoice with what is owed: the best pairs first, each thing once.

Says why a line fits nothing. Knows lines and what is owed, nothing of sides, accounts or VAT.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from iop_cli.billing.calendar import Days
from iop_cli.book import Opened
from iop_cli.incoming.evidence import Fit, Known, Words, fit, names, words
from iop_cli.incoming.fault import Fault
from iop_cli.incoming.owed import Event, Owed, Owings, Used, least
from iop_cli.incoming.phrasing import briefly, is_cap, kronor, place, reasons, spoken
from iop_cli.incoming.ubl_read import Received, Told
from iop_cli.invoice import Because
from iop_cli.words import mark

# so many comparisons are made at once; no honest invoice needs as many
_MOST_PAIRS = 200_000
_LEAST_OWED = 100


@dataclass
class Matched:
    """The lines with what they bill; `together` agree in sum only; `missing` is not billed."""

    pairs: list[tuple[Told, Owed]] = field(default_factory=list)
    together: tuple[list[Told], list[Owed]] = field(default_factory=lambda: ([], []))
    missing: list[Owed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def owed(self, told: Told) -> Owed | None:
        """What a line bills; None where it bills nothing that is owed, or only together."""
        return next((o for line, o in self.pairs if line is told), None)

    @property
    def wrong(self) -> set[int]:
        """The ids of the lines that do not agree."""
        return {id(line) for line, o in self.pairs if line.amount != o.line.amount}


def matched(
    received: Received, owings: Owings, opened: Opened, period: Days | None, told_period: bool
) -> Matched:
    """Hold the lines against what is owed; `period` is the time that the invoice is for.

    `told_period` says that the period itself was found outside the term: its lines need no finding.
    """
    matcher = _Matcher(received, owings, opened, period)
    matcher.pair()
    matcher.sum_up()
    matcher.pair_wrong()
    if not told_period:
        matcher.explain()
    matcher.remain()
    return matcher.made


class _Matcher:
    """The lines and what is owed while they are being paired."""

    def __init__(
        self, received: Received, owings: Owings, opened: Opened, period: Days | None
    ) -> None:
        self.received, self.owings, self.opened, self.period = received, owings, opened, period
        self.made = Matched()
        held = [e for e in owings.events if e.entry.activity]
        places = frozenset(e.entry.place for e in held if e.entry.place)
        known = Known(places, frozenset(id for e in held for id in e.ids))
        self.left = [words(line, known) for line in received.lines]
        most = max(_LEAST_OWED, _MOST_PAIRS // max(1, len(self.left)))
        self.owed = owings.owed[:most]
        self.used = Used()
        self.fits: dict[tuple[int, int], Fit] = {}

    def _fit(self, line: Words, owed: Owed) -> Fit:
        key = (id(line), id(owed))
        if key not in self.fits:
            credit = self.received.is_credit
            self.fits[key] = fit(line, owed, self.period, credit=credit)
        return self.fits[key]

    def _open(self) -> list[Owed]:
        """What is owed, neither billed elsewhere nor used here."""
        return [
            o for o in self.owed
            if (not o.taken or self.received.is_credit) and not self.used.holds(o)
        ]  # fmt: skip

    def _take(self, line: Words, owed: Owed) -> None:
        self.left.remove(line)
        self.used.add(owed)
        self.made.pairs.append((line.told, owed))

    def _ranked(self, lines: Iterable[Words], owed: list[Owed]) -> list[tuple[Words, Owed, Fit]]:
        """All pairs that nothing speaks against, the best first; the earlier one if alike."""
        found = [
            (line, one, held)
            for line in lines
            if line.told.is_line
            for one in owed
            if not (held := self._fit(line, one)).is_against
        ]
        return sorted(found, key=lambda pair: pair[2].order, reverse=True)

    def pair(self) -> None:
        """The lines whose amount is the one owed."""
        for line, owed, held in self._ranked(self.left, self._open()):
            if held.is_equal and line in self.left and not self.used.holds(owed):
                self._take(line, owed)

    def sum_up(self) -> None:
        """The remaining lines, where they come to what remains of the period."""
        lines = [line for line in self.left if line.told.is_line]
        for owed in self._groups(lines):
            total = sum((line.told.amount for line in lines), Decimal(0))
            if not owed or total != sum((o.line.amount for o in owed), Decimal(0)):
                continue
            days = {day for line in lines for day in line.times.days}
            if all(any(o.days.holds(day) for o in owed) for day in days):
                self.made.together = ([line.told for line in lines], owed)
                for one in owed:
                    self.used.add(one)
                self.left = [line for line in self.left if line not in lines]
                self._divided(lines, owed)
                return

    def _groups(self, lines: list[Words]) -> Iterator[list[Owed]]:
        """What remains of the times that the invoice speaks of."""
        if not lines or self.received.is_credit or any(map(self._is_explained, lines)):
            return
        times = [self.period, *(p for line in lines for p in line.periods)]
        for days in dict.fromkeys(t for t in times if t):
            held: list[Owed] = []
            seen = Used()
            for owed in sorted(self._open(), key=lambda o: o.rank):
                if owed.days.is_in(days) and not seen.holds(owed):
                    held.append(owed)
                    seen.add(owed)
            yield held

    def _divided(self, lines: list[Words], owed: list[Owed]) -> None:
        says = mark("the lines come to {total}, as is owed, and are divided otherwise: {owed}")
        total = sum((line.told.amount for line in lines), Decimal(0))
        values = {"total": kronor(total, owed[0].currency), "owed": [briefly(o) for o in owed[:10]]}
        self._say("IOP978", says, lines[0].told, values, reasons(owed))

    def pair_wrong(self) -> None:
        """The lines that name what they bill, at another amount than is owed."""
        if self.received.is_credit:
            return
        for line, owed, held in self._ranked(self.left, self._open()):
            if held.is_named and line in self.left and not self.used.holds(owed):
                self._take_wrong(line, owed)
        lines = [line for line in self.left if line.told.is_line]
        rest = [o for o in self._open() if self.period is None or o.days.is_in(self.period)]
        best = [o for o in rest if o.rank == min((r.rank for r in rest), default=0)]
        if len(lines) == len(best) == 1 and self._may_be(lines[0], best[0]):
            self._take_wrong(lines[0], best[0])

    def _may_be(self, line: Words, owed: Owed) -> bool:
        """Whether the only line left is for the only thing left, though it does not name it."""
        named = not owed.ids or any(names(line.text, name) for name in owed.names)
        return named and not self._fit(line, owed).is_against and not self._is_explained(line)

    def _take_wrong(self, line: Words, owed: Owed) -> None:
        self._take(line, owed)
        values: dict[str, object] = {
            "owed": kronor(owed.line.amount, owed.currency),
            "billed": kronor(line.told.amount, owed.currency),
            "what": owed.line.text,
        }
        cap = self._capped(owed.line.payment)
        if cap and line.told.amount > owed.line.amount:
            says = mark("billed {billed}, and up to the cap {owed} is owed for {what}")
            self._say("IOP965", says, line.told, values, (*reasons([owed]), *cap))
            return
        says = mark("owed {owed}, billed {billed}, for {what}")
        self._say("IOP959", says, line.told, values, reasons([owed]))

    def explain(self) -> None:
        """Why each line that is left fits nothing."""
        for line in self.left:
            self.made.faults.append(self._why(line))

    def _why(self, line: Words) -> Fault:
        told = line.told
        if not told.is_line:
            says = mark("a charge or allowance of {amount} that the agreement does not know of")
            return self._fault("IOP972", says, told, {"amount": kronor(told.amount)})
        for look in (self._twice, self._billed, self._left_out, self._outside, self._not_held,
                     self._above_cap, self._refused):  # fmt: skip
            if found := look(line):
                return found
        says = mark("{amount} for {text} matches nothing that is owed")
        values = {"amount": kronor(told.amount), "text": told.text or "–"}
        return self._fault("IOP972", says, told, values)

    def _is_explained(self, line: Words) -> bool:
        """Whether a line speaks of something that the log or another invoice explains."""
        looks = (self._twice, self._billed, self._left_out, self._outside, self._not_held)
        return any(look(line) for look in looks)

    def _twice(self, line: Words) -> Fault | None:
        for told, owed in self.made.pairs:
            held = self._fit(line, owed)
            is_alike = held.is_equal and told.text == line.told.text
            if not held.is_against and (held.is_named or is_alike):
                says = mark("line {other} bills the same: {what}")
                values = {"other": told.name, "what": owed.line.text}
                return self._fault("IOP963", says, line.told, values, reasons([owed]))
        return None

    def _billed(self, line: Words) -> Fault | None:
        taken = [o for o in self.owed if o.taken and not self.used.holds(o)]
        for _line, owed, held in self._ranked([line], taken):
            if held.is_named or held.is_equal:
                says = mark("{what} is already on invoice {numbers}")
                values = {"what": owed.line.text, "numbers": list(owed.taken)}
                return self._fault("IOP962", says, line.told, values, reasons([owed]))
        return None

    def _left_out(self, line: Words) -> Fault | None:
        event = self._event(line)
        if event is None:
            return None
        for out in self.owings.left_out:
            if out.entry not in event.ids or is_cap(out.place):
                continue
            at = (out.place,) if out.place else ()
            values: dict[str, object] = {"id": event.entry.id, "reason": out.reason}
            day, there = event.entry.held, event.entry.participants
            asked = least(self.opened.readings[-1].on(day or date.max), out.payment)
            if day and not self._is_in_term(Days(day, day)):
                says = mark("{id} was held {day}, outside the term")
                return self._fault("IOP964", says, line.told, {**values, "day": day}, at)
            if asked is not None and there is not None and there < asked:
                says = mark("{id} is not paid for: {reason}")
                return self._fault("IOP961", says, line.told, values, at)
            if not out.reason:
                continue
            says = mark("{id} is not paid for now: {reason}")
            return self._fault("IOP975", says, line.told, values, at)
        return None

    def _event(self, line: Words) -> Event | None:
        """The log's entry that a line speaks of: by its id, its day or its place."""
        for event in self.owings.events:
            if line.ids & event.ids:
                return event
        held = [e for e in self.owings.events if e.entry.held in line.days and e.entry.activity]
        times = line.periods or ((self.period,) if self.period and not line.days else ())
        days = ((e, e.entry.held or date.min) for e in self.owings.events)
        near = [e for e, day in days if any(time.holds(day) for time in times)]
        here = [e for e in [*held, *near] if e.entry.place in line.places and e.entry.activity]
        return next(iter([*here, *held]), None)

    def _outside(self, line: Words) -> Fault | None:
        spans = [*(Days(day, day) for day in line.days), *line.periods]
        if not spans or any(self._is_in_term(days) for days in spans):
            return None
        says = mark("{days} lies outside the term, {term}")
        values = {"days": spoken(spans[0]), "term": self._term()}
        related = (place(self.opened, ("term",), mark("the term")),)
        return self._fault("IOP964", says, line.told, values, related)

    def _not_held(self, line: Words) -> Fault | None:
        held = {e.entry.held for e in self.owings.events}
        days = [day for day in line.days if day not in held]
        payments = self.opened.readings[-1].agreement.payments
        kinds = {p.kind for p in payments.values()} if isinstance(payments, dict) else set()
        if not days or "per_activity" not in kinds or len(days) < len(line.days):
            return None
        says = mark("the log tells of nothing that was held on {days}")
        return self._fault("IOP960", says, line.told, {"days": days})

    def _above_cap(self, line: Words) -> Fault | None:
        for out in self.owings.left_out:
            if is_cap(out.place) and out.place and self._speaks_of(line, out.day):
                says = mark("{amount} is not owed: {reason}")
                values = {"amount": kronor(line.told.amount), "reason": out.reason}
                return self._fault("IOP965", says, line.told, values, (out.place,))
        for out in self.owings.left_out:
            if not out.entry and self._speaks_of(line, out.day):
                says = mark("{payment} is not paid now: {reason}")
                values = {"payment": out.payment, "reason": out.reason}
                at = (out.place,) if out.place else ()
                return self._fault("IOP975", says, line.told, values, at)
        return None

    def _speaks_of(self, line: Words, day: date | None) -> bool:
        """Whether a line may be for something that falls on a day."""
        spans = [*(Days(d, d) for d in line.days), *line.periods] or (
            [self.period] if self.period else []
        )
        return day is None or not spans or any(span.holds(day) for span in spans)

    def _refused(self, line: Words) -> Fault | None:
        for one in self.owings.refused:
            says = mark("what is owed cannot be computed: {reason}")
            values: dict[str, object] = {"reason": one.reason}
            return self._fault("IOP976", says, line.told, values,
                               (one.place,) if one.place else (), one.help)  # fmt: skip
        return None

    def remain(self) -> None:
        """What is owed for the period and is not on the invoice."""
        period = self.period
        if period is None or self.received.is_credit:
            return
        seen = Used()
        for owed in sorted(self._open(), key=lambda o: (o.rank, o.days.first)):
            if owed.days.is_in(period) and not seen.holds(owed):
                self.made.missing.append(owed)
                seen.add(owed)
        at = self.received.place("InvoicePeriod")
        for owed in self.made.missing[:20]:
            says = mark("owed for the period and not billed: {what}, {amount}")
            amount = kronor(owed.line.amount, owed.currency)
            values = {"what": owed.line.text, "amount": amount}
            self.made.faults.append(Fault("IOP979", says, at, values, reasons([owed])))

    def _capped(self, payment: str) -> tuple[Because, ...]:
        held = [o.place for o in self.owings.left_out if o.payment == payment]
        return tuple(place for place in held if place and is_cap(place))[:1]

    def _is_in_term(self, days: Days) -> bool:
        reading = self.opened.readings[-1]
        term = Days(reading.first_day or date.min, reading.last_day or date.max)
        return term.touches(days)

    def _term(self) -> str:
        reading = self.opened.readings[-1]
        return spoken(Days(reading.first_day or date.min, reading.last_day or date.max))

    def _say(
        self, code: str, says: str, told: Told, values: Mapping[str, object],
        related: tuple[Because, ...] = (),
    ) -> None:  # fmt: skip
        self.made.faults.append(self._fault(code, says, told, values, related))

    def _fault(
        self, code: str, says: str, told: Told, values: Mapping[str, object],
        related: tuple[Because, ...] = (), help: str = "",
    ) -> Fault:  # fmt: skip
        return Fault(code, says, told.amount_at, values, related, help)
