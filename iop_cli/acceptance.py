"""What the parties live with: which findings an acceptance covers, and what is wrong with it.

An acceptance covers the one finding of its code, place and fingerprint; no other, and no later one.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from iop_cli.diagnostic import Accepted, Diagnostic
from iop_cli.finding import Finding, Where
from iop_cli.model.agreement import Acceptance
from iop_cli.reading import Today
from iop_cli.rules import roll
from iop_cli.words import mark, nearest

NEVER_ACCEPTED = ("IOP1", "IOP906", "IOP907", "IOP908")
SOON = timedelta(30)


def covers(item: Acceptance, today: Today) -> bool:
    """Whether an acceptance is complete, of a code that can be accepted, and still holds."""
    whole = all((item.where, item.finding, item.because))
    if not whole or item.rule.startswith(NEVER_ACCEPTED):
        return False
    return item.until is None or not today.is_after(item.until)


def accepted(diagnostic: Diagnostic, item: Acceptance) -> Diagnostic:
    """The finding with the reason that it is lived with."""
    held = Accepted(
        because=" ".join((item.because or "").split()),
        by=item.by,
        date=item.date.isoformat() if item.date else None,
        until=item.until.isoformat() if item.until else None,
    )
    return replace(diagnostic, accepted=held)


def faults(
    index: int, item: Acceptance, today: Today, unused: bool
) -> Iterator[tuple[str, Finding]]:
    """What is wrong with an acceptance, as (code, finding); `unused` when it covers nothing."""
    where: Where = ("accepted_findings", index)
    lacks = [key for key in ("where", "finding", "because") if not getattr(item, key)]
    if item.rule not in roll():
        yield "IOP122", _unknown_code(where, item.rule)
    elif item.rule.startswith(NEVER_ACCEPTED):
        says = mark("{code} can never be accepted; correct what it finds")
        yield "IOP122", Finding((*where, "rule"), says, {"code": item.rule})
    elif lacks:
        says = mark("{lacks} is missing in the acceptance")
        yield "IOP122", Finding(where, says, {"lacks": lacks})
    elif unused:
        says = mark("{code} with this fingerprint does not occur at {place}")
        yield "IOP120", Finding(where, says, {"code": item.rule, "place": item.where})
    elif item.until:
        yield from _ending((*where, "until"), item.until, today)


def _ending(where: Where, until: date, today: Today) -> Iterator[tuple[str, Finding]]:
    if today.is_after(until):
        says = mark("accepted until {until}, which has passed")
        yield "IOP121", Finding(where, says, {"until": until})
    elif until - date.min > SOON and not today.is_before(until - SOON):
        says = mark("accepted until {until}, at most thirty days away")
        yield "IOP123", Finding(where, says, {"until": until})


def _unknown_code(where: Where, written: str) -> Finding:
    place: Where = (*where, "rule")
    if meant := nearest(written, roll()):
        says = mark("{code} is not a rule; did you mean {meant}?")
        return Finding(place, says, {"code": written, "meant": meant})
    return Finding(place, mark("{code} is not a rule; iop rule lists them"), {"code": written})
