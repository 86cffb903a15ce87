"""What stands billed of a partnership, held against what it owes as its terms and log stand now.

What cannot be computed is not judged, and what is billed too little is no fault unless a correction
of the log made it so. Knows no ledger and no file; writes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from iop_cli.billing.anew import DAY, Sum, computed, days_of, horizon, sides, sums, until
from iop_cli.billing.calendar import Days, named
from iop_cli.billing.draft import Drafted, payment_ids
from iop_cli.billing.periodic import in_kronor
from iop_cli.billing.reckon import cap_time, running
from iop_cli.billing.work import LeftOut, Refused, Work, window
from iop_cli.book import Opened
from iop_cli.invoice import Billed, Line
from iop_cli.model.log import Entry
from iop_cli.words import Said, mark


@dataclass(frozen=True)
class Fault:
    """What is wrong with one of the lines that stand billed: `at` is its number among them.

    `says` is English and marked. With `correction`, the number of an entry of the log, it was right
    until that entry corrected or withdrew what it rests on: `how` is the key that says so.
    """

    at: int
    says: str
    values: dict[str, object] = field(default_factory=dict)
    correction: int | None = None
    how: str = ""


@dataclass(frozen=True)
class _Because:
    """A reason in the reader's words; nothing of it counts when a finding is recognised again."""

    says: str
    text: str = ""

    def in_words(self) -> str:
        return self.says


def faults(opened: Opened, billed: Sequence[Billed], today: date) -> list[Fault]:
    """What is wrong with what stands billed of an agreement, in the order of the lines.

    Nothing, where the agreement cannot be read.
    """
    if not opened.readings or not opened.is_named or not billed:
        return []
    found = [*_unknown(opened, billed), *_twice(billed)]
    judge = _Judge(opened, billed, today, frozenset(fault.at for fault in found))
    found += [*judge.wrong(), *judge.above_caps()]
    return sorted(found, key=lambda fault: fault.at)


def _unknown(opened: Opened, billed: Sequence[Billed]) -> Iterator[Fault]:
    """Payments that no version of the agreement has."""
    lost = opened.body.damaged | (opened.document.lost if opened.document else frozenset())
    is_silent = opened.readings[-1].agreement.payments is None or "payments" in opened.inherited
    known = payment_ids(opened)
    if is_silent or any(place[:1] in ((), ("payments",), ("amendments",)) for place in lost):
        return
    for at, line in enumerate(billed):
        if line.payment not in known:
            says = mark("{payment} is billed, and the agreement has no such payment")
            yield Fault(at, says, {"payment": line.payment})


def _twice(billed: Sequence[Billed]) -> Iterator[Fault]:
    """The same part, or any of the same days, between the same two parties on two lines."""
    first: dict[tuple[str, ...], list[Billed]] = {}
    for at, line in enumerate(billed):
        earlier = first.setdefault((*sides(line), line.part), [])
        before = next((b for b in earlier if line.part or days_of(b).touches(days_of(line))), None)
        if before is not None and line.amount:
            says = mark("{what} is billed already, in {earlier}")
            yield Fault(at, says, {**_named(line), "earlier": before.number})
        elif line.amount:
            earlier.append(line)


def _named(line: Billed) -> dict[str, object]:
    """What a line is about, as a message names it: kursbidrag (k2), bidrag (2018-Q1)."""
    days = days_of(line)
    about = line.part or (named(days) if days else "")
    return {"what": f"{line.payment} ({about})" if about else line.payment}


class _Judge:
    """One partnership's lines, with what is owed by the log as it is and as it was before."""

    def __init__(
        self, opened: Opened, billed: Sequence[Billed], today: date, told: frozenset[int]
    ) -> None:
        self.opened, self.billed, self.told, self.today = opened, billed, told, today
        self.time = horizon(billed, today)
        log = opened.readings[-1].log
        self.entries: list[Entry] = (log.entries if log else None) or []
        self.states: dict[int, dict[int, Sum]] = {}
        self.works: dict[str, Work] = {}

    def wrong(self) -> Iterator[Fault]:
        """Lines that bill what is not owed, too much of it, or what a correction has changed."""
        now = computed(self.opened, self.billed, self.today)
        for at, found in sorted(sums(now, self.billed, self.told).items()):
            line = self.billed[at]
            outside = self._outside(line)
            is_over = found.billed - found.owed > self._slack(line)
            if not is_over and not outside and found.billed == found.owed:
                continue
            correction = self._correction(at, found)
            if correction is not None:
                yield self._corrected(at, found, correction)
            elif outside:
                says = mark("{what} is billed, and {days} lies outside the time that is paid for")
                yield Fault(at, says, {**_named(line), "days": named(outside)})
            elif is_over:
                yield self._over(at, found, now)

    def _slack(self, line: Billed) -> Decimal:
        """The öre that rounding may move between several parties of one payment."""
        others = {sides(b) for b in self.billed if b.payment == line.payment}
        return Decimal("0.01") * (len(others) - 1)

    def _outside(self, line: Billed) -> Days | None:
        """The first days of a line that are billed and lie outside the term; None if all lie in."""
        days = days_of(line)
        time = running(self._work(line.payment))
        if line.part or line.amount <= 0 or not days or time is None or days.is_in(time):
            return None
        if days.first < time.first:
            return Days(days.first, min(days.last, time.first - DAY))
        return Days(max(days.first, time.last + DAY), days.last)

    def _window(self, payment: str) -> Days | None:
        work = self._work(payment)
        found = window(work, work.holding[-1][1]) if work.holding else None
        return None if isinstance(found, Refused) else found

    def _work(self, payment: str) -> Work:
        if payment not in self.works:
            self.works[payment] = Work(payment, self.opened, self.time)
        return self.works[payment]

    def _over(self, at: int, found: Sum, now: Drafted) -> Fault:
        """Why more is billed than is owed."""
        line = self.billed[at]
        values = {**_named(line), "billed": in_kronor(found.billed)}
        if found.lines:
            says = mark("{what} is billed with {billed} kr; {owed} kr is owed")
            return Fault(at, says, {**values, "owed": in_kronor(found.owed)})
        others = [i for i in now.invoices for owed in i.lines if self._is_about(line, owed)]
        if others:
            says = mark("{what} is billed to {payer} for {payee}; {other} owes it to {receiver}")
            names = {"payer": line.payer, "payee": line.payee}
            owed_by = {"other": others[0].payer.id, "receiver": others[0].payee.id}
            return Fault(at, says, {**values, **names, **owed_by})
        reason = next((out.reason for out in now.left_out if _concerns(out, line)), "")
        if reason:
            says = mark("{what} is billed with {billed} kr, and is not owed: {reason}")
            return Fault(at, says, {**values, "reason": _Because(reason)})
        says = mark("{what} is billed with {billed} kr, and nothing tells that it is owed")
        return Fault(at, says, values)

    def _is_about(self, line: Billed, owed: Line) -> bool:
        if owed.payment != line.payment:
            return False
        return owed.part == line.part if line.part else days_of(owed).touches(days_of(line))

    def _corrected(self, at: int, found: Sum, correction: int) -> Fault:
        line, entry = self.billed[at], self.entries[correction]
        values: dict[str, object] = {
            **_named(line), "id": entry.id, "other": entry.corrects or entry.withdraws or "",
            "number": line.number, "billed": in_kronor(found.billed),
            "owed": in_kronor(found.owed),
        }  # fmt: skip
        says = mark("{id} corrects {other}: {number} bills {what} with {billed} kr, and {owed} kr"
                    " is owed")  # fmt: skip
        if entry.withdraws:
            says = mark("{id} withdraws {other}: {number} bills {what} with {billed} kr, and {owed}"
                        " kr is owed")  # fmt: skip
        return Fault(at, says, values, correction, "withdraws" if entry.withdraws else "corrects")

    def _correction(self, at: int, now: Sum) -> int | None:
        """The entry that made a line wrong: the log above it gave what is billed, with it not."""
        is_over = now.billed > now.owed
        if not is_over and self._has_cap(self.billed[at].payment):
            return None
        for index in self._candidates(self.billed[at]):
            before, after = self._state(index).get(at), self._state(index + 1).get(at)
            if before is None or after is None or after.owed == before.owed:
                continue
            was_right = before.owed == now.billed or (is_over and before.owed > now.billed)
            is_wrong = after.billed > after.owed if is_over else after.billed < after.owed
            if was_right and is_wrong:
                return index
        return None

    def _candidates(self, line: Billed) -> list[int]:
        """The entries that correct or withdraw what a line may rest on, the latest first."""
        roots: dict[str, str] = {}
        own, others = list[int](), list[int]()
        for index, entry in enumerate(self.entries):
            target = entry.corrects or entry.withdraws
            root = roots.get(target, target) if target else entry.id
            roots.setdefault(entry.id, root)
            if target and root == line.part:
                own.insert(0, index)
            elif target and not any(e.activity for e in self.entries if e.id == target):
                others.insert(0, index)
        return own or others

    def _has_cap(self, payment: str) -> bool:
        return any(p.cap is not None for _v, p in self._work(payment).holding)

    def _state(self, count: int) -> dict[int, Sum]:
        """What is owed for each line by the first entries of the log."""
        if count not in self.states:
            drafted = computed(until(self.opened, count), self.billed, self.today)
            self.states[count] = sums(drafted, self.billed, self.told)
        return self.states[count]

    def above_caps(self) -> Iterator[Fault]:
        """Lines that pass the cap of their period, the lines above them counted."""
        used: dict[tuple[str, Days], Decimal] = {}
        over: set[tuple[str, Days]] = set()
        for at, line in enumerate(self.billed):
            days = self._window(line.payment) if line.end and at not in self.told else None
            if days is None or line.end is None:
                continue
            work = self._work(line.payment)
            _version, payment = work.on(line.end) or work.holding[-1]
            cap = payment.cap
            if cap is None or cap.nature not in ("exact", "up to"):
                continue
            time = cap_time(payment, line.end, days)
            key = (line.payment, time)
            used[key] = used.get(key, Decimal(0)) + line.amount
            if used[key] > cap.value and key not in over:
                over.add(key)
                says = mark("{billed} kr of {payment} is billed for {period}; the cap is {cap}")
                period = Said(mark("the whole term")) if time == days else named(time)
                yield Fault(at, says, {
                    "billed": in_kronor(used[key]), "payment": line.payment, "period": period,
                    "cap": cap,
                })  # fmt: skip


def _concerns(out: LeftOut, line: Billed) -> bool:
    """Whether something that is left out is what a line bills."""
    about = line.part or named(days_of(line))
    return out.payment == "" or (out.payment == line.payment and about in (out.entry, out.part))
