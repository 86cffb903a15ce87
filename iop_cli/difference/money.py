"""Changes of money in words: amounts that grow and shrink, what a payment hangs on, payments.

Reckons the difference and its share in per cent; no sums over time (see worth).
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from iop_cli.difference.change import Change
from iop_cli.difference.naming import holder, name_of, plainly, quoted, value
from iop_cli.difference.subject import payment, subject
from iop_cli.model.agreement import Agreement
from iop_cli.model.payment import Payment
from iop_cli.phrases import shown, told
from iop_cli.portrait.payment import in_words
from iop_cli.quantity import Amount, NotRead, rounded
from iop_cli.words import mark, number

_PAYMENT: TypeAdapter[Any] = TypeAdapter(Payment)


def amount_of(written: object) -> Amount | None:
    """A written amount, or that of a rate with its condition; None where there is none."""
    if isinstance(written, dict):
        written = written.get("amount")
    try:
        return Amount.read(written) if isinstance(written, str) else None
    except NotRead:
        return None


def of_amounts(change: Change) -> str:
    """An amount that has grown or shrunk, by how much and by what share of it."""
    before, after = amount_of(change.before), amount_of(change.after)
    if before is None or after is None or isinstance(change.before, dict):
        return ""
    if (before.currency, before.nature) != (after.currency, after.nature):
        return ""
    if before.value == after.value:
        return ""
    less = before.value > after.value
    says = (
        mark("{what} shrinks by {by}, from {before} to {after}")
        if less
        else mark("{what} grows by {by}, from {before} to {after}")
    )
    by = shown(Amount(abs(after.value - before.value), before.currency, _unit(before, after)))
    if before.value:
        share = rounded((after.value - before.value) * 100 / before.value, Decimal("0.1"))
        by = f"{by} ({'+' if share > 0 else ''}{number(share)} %)"
    return told(says, what=subject(change), by=by, before=before, after=after)


def _unit(before: Amount, after: Amount) -> str:
    if before.unit == after.unit:
        return before.unit
    return "kr" if before.currency == "SEK" else before.currency


def _payment(change: Change) -> str:
    """A payment that has come or gone, in the words in which it is always told."""
    agreement: Agreement | None = change.scene.was if change.after is None else change.scene.now
    held = change.before if change.after is None else change.after
    if change.kind == "changed" or agreement is None:
        return ""
    try:
        words = in_words(_PAYMENT.validate_python(held), agreement)
    except (ValidationError, NotRead, AttributeError):
        return ""
    name = plainly(change.where[1])
    if change.kind == "added":
        return told(mark("the payment {name} is added: {words}"), name=name, words=words)
    return told(mark("the payment {name} is taken away; it was {words}"), name=name, words=words)


def _payments(change: Change) -> str:
    if change.after == "none":
        return told(mark("no money moves any more, as settled"))
    return ""


def _hangs(kept: str, begun: str, ended: str) -> Callable[[Change], str]:
    """That a payment hangs on something: another thing than before, from now on, or no longer."""

    def teller(change: Change) -> str:
        before, after = (
            name_of(change.scene, held) if held else "" for held in (change.before, change.after)
        )
        says = {"changed": kept, "added": begun, "removed": ended}[change.kind]
        return told(says, payment=payment(change), before=before, after=after)

    return teller


def _gate(change: Change) -> str:
    """How many participants it takes for a payment to be made."""
    what, least = payment(change), _least(change)
    if change.kind == "removed" or least == "none":
        return told(
            mark("{payment} no longer asks for a least number of participants"), payment=what
        )
    if least == "min":
        says = mark("{payment} is made only with as many participants as the activity needs")
        return told(says, payment=what)
    says = mark("{payment} is made only with at least {count} participants")
    return told(says, payment=what, count=least)


def _least(change: Change) -> str:
    held = change.after.get("participants") if isinstance(change.after, dict) else change.after
    return str(held or "")


def _rate(change: Change) -> str:
    """A rate that has come or gone; one that changes is an amount that grows or shrinks."""
    held = change.before if change.after is None else change.after
    amount, what = amount_of(held), payment(change)
    if amount is None or change.kind == "changed":
        return ""
    name = plainly(change.where[3])
    when = held.get("when") if isinstance(held, dict) else None
    terms = f"{shown(amount)} ({quoted(when)})" if isinstance(when, str) else shown(amount)
    if change.kind == "added":
        says = mark("the rate {name} is added to {payment}: {terms}")
    else:
        says = mark("the rate {name} is taken from {payment}; it was {terms}")
    return told(says, name=name, payment=what, terms=terms)


def _due(change: Change) -> str:
    """How long after the invoice a payment is due."""
    before, after = (
        value(change.shape, held, change.scene, change.pattern) if held else ""
        for held in (change.before, change.after)
    )
    words = after or before
    if change.kind == "changed":
        says = mark("{payment} is due after {after} instead of {before}")
        return told(says, payment=payment(change), after=after, before=before)
    if change.kind == "added":
        return told(mark("{payment} is due after {length}"), payment=payment(change), length=words)
    says = mark("{payment} has no time to pay any more; it was {length}")
    return told(says, payment=payment(change), length=words)


def _contribution(change: Change) -> str:
    """What a party puts in, or no longer puts in."""
    held = holder(change, 2)
    if change.kind == "changed" or not held:
        return ""
    words = value(
        change.shape, {k: v for k, v in held.items() if k != "by"}, change.scene, change.pattern
    )
    party = name_of(change.scene, held.get("by"))
    if change.kind == "added":
        return told(mark("{party} also puts in {words}"), party=party, words=words)
    return told(mark("{party} no longer puts in {words}"), party=party, words=words)


TELLERS: dict[tuple[str, ...], Callable[[Change], str]] = {
    ("payments",): _payments,
    ("payments", "*"): _payment,
    ("payments", "*", "condition"): _hangs(
        mark("{payment} now hangs on the condition {after} instead of {before}"),
        mark("{payment} now hangs on the condition {after}"),
        mark("{payment} no longer hangs on the condition {before}"),
    ),
    ("payments", "*", "released_by"): _hangs(
        mark("{payment} is now released by the report {after} instead of {before}"),
        mark("{payment} is now released by the report {after}"),
        mark("{payment} is no longer released by the report {before}"),
    ),
    ("payments", "*", "gate"): _gate,
    ("payments", "*", "gate", "participants"): _gate,
    ("payments", "*", "rates", "*"): _rate,
    ("payments", "*", "due"): _due,
    ("contributions", "*"): _contribution,
}
