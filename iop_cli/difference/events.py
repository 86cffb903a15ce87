"""Changes of the record in words: log entries, amendments, acceptances, decisions."""

from collections.abc import Callable, Mapping
from typing import Any

from iop_cli.difference.change import Change
from iop_cli.difference.naming import holder, name_of, plainly, quoted, value
from iop_cli.difference.shape import Value, fields_of, inner
from iop_cli.difference.subject import subject
from iop_cli.finding import path_text
from iop_cli.logbook import kind_of
from iop_cli.model.log import Entry
from iop_cli.phrases import EFFECT, EVENT, chosen, joined, told
from iop_cli.report.safe import safe
from iop_cli.words import mark

Words = Mapping[str, Any]

_ENTRY = fields_of(Entry)


def _entry(change: Change) -> str:
    """A log entry that has come or gone."""
    held, says = holder(change, 2), _happened(change)
    if not held or change.kind == "changed":
        return ""
    id = safe(str(held.get("id") or "?"))
    if change.kind == "removed":
        return told(mark("{id} is taken out of the log: {what}"), id=id, what=says)
    why = held.get("because")
    for key, template in _MENDED.items():
        if isinstance(other := held.get(key), str):
            said = told(template, id=id, other=other, what=says)
            return joined(said, safe(why) if isinstance(why, str) else "", by="; ")
    return told(mark("{id}: {what} is recorded"), id=id, what=says)


_MENDED = {
    "corrects": mark("{id} corrects {other} in the log: {what}"),
    "withdraws": mark("{id} withdraws {other} from the log"),
}


def _happened(change: Change) -> str:
    """What an entry says happened, with when, where and how many."""
    entry = holder(change, 2)
    kind = kind_of(entry)
    what = entry.get(kind)
    name = name_of(change.scene, what) if isinstance(what, str) else ""
    if kind == "event":
        by = entry.get("by")
        who = name_of(change.scene, by) if isinstance(by, str) else ""
        happened = chosen(EVENT, what if isinstance(what, str) else "")
        return joined(joined(happened, who and f"({who})", by=" "), *_details(change, entry))
    if kind == "note":
        return joined(quoted(str(entry.get("note") or "")), *_details(change, entry))
    says = _WHAT.get(kind)
    return joined(told(says, what=name) if says else name, *_details(change, entry), by=" ")


_WHAT = {
    "meeting": mark("meeting of {what}"),
    "report": mark("report {what}"),
    "quantity": mark("quantity {what}"),
    "cost": mark("costs for {what}"),
    "index": mark("index value of {what}"),
    "complete": mark("that nothing is missing from {what}"),
    "paid": mark("payment of invoice {what}"),
    "record_check": mark("record check of {what}"),
}
_DETAILS = {
    "held": mark("held {value}"),
    "period": mark("for {value}"),
    "submitted": mark("handed in {value}"),
    "date": mark("on {value}"),
    "until": mark("until {value}"),
    "place": mark("at {value}"),
    "group": mark("with group {value}"),
    "participants": mark("with {value} participants"),
    "rate": mark("at the rate {value}"),
    "party": mark("concerning {value}"),
    "condition": mark("of the condition {value}"),
    "amount": mark("of {value}"),
    "value": mark("with the value {value}"),
}


def _details(change: Change, entry: Words) -> list[str]:
    found = []
    for key, says in _DETAILS.items():
        held = entry.get(key)
        if isinstance(held, str):
            found.append(told(says, value=_detail(change, key, held)))
    return found


def _detail(change: Change, key: str, held: str) -> str:
    """The value of a key; places and groups stand without quotation marks."""
    shape = inner(_ENTRY, key)
    if isinstance(shape, Value) and shape.is_wording:
        return safe(held)
    return value(shape, held, change.scene, ("entries", "*", key))


def _altered(change: Change) -> str:
    """A value of an entry that stands in the log already, altered against its rule."""
    what = subject(change)
    before, after = (safe(str(held)) for held in (change.before, change.after))
    match change.kind:
        case "added":
            return told(mark("altered: {what} is now {after}"), what=what, after=after)
        case "removed":
            return told(mark("altered: {what} no longer says {before}"), what=what, before=before)
        case _:
            says = mark("altered: {what} is now {after} instead of {before}")
            return told(says, what=what, after=after, before=before)


def _amendment(change: Change) -> str:
    """An amendment that has come or gone, with what it changes."""
    held = holder(change, 2)
    if change.kind == "changed":
        return ""
    inner = joined(*[one.sentence() for one in change.inner], by="; ")
    name, since = plainly(change.where[1]), held.get("from")
    if change.kind == "added":
        says = (
            mark("amendment {name} from {day} is added: {changes}")
            if isinstance(since, str)
            else mark("amendment {name} without a day is added: {changes}")
        )
    else:
        says = mark("amendment {name} is taken away; it said: {changes}")
    return told(says, name=name, day=str(since), changes=inner or "–")


def _acceptance(change: Change) -> str:
    """A finding that the parties live with, or no longer live with."""
    held = holder(change, 2)
    if change.kind == "changed":
        return ""
    rule, place, why = (str(held.get(key) or "") for key in ("rule", "where", "because"))
    if change.kind == "removed":
        return told(mark("{rule} at {place} is no longer accepted"), rule=rule, place=place)
    if not why.strip():
        says = mark("{rule} at {place} is accepted without a reason")
        return told(says, rule=rule, place=place)
    says = mark("{rule} at {place} is accepted: {because}")
    return told(says, rule=rule, place=place, because=quoted(why))


def _decision(change: Change) -> str:
    """A decision or a proposal that has come."""
    held = holder(change, 2)
    body, decided = held.get("body"), held.get("decided")
    if change.kind != "added" or not isinstance(body, str):
        return ""
    effect, number = held.get("effect"), held.get("case_number")
    what = joined(
        chosen(EFFECT, effect) if isinstance(effect, str) else "",
        safe(number) if isinstance(number, str) else "",
    )
    if isinstance(decided, str):
        says = mark("{body} decided {day} {what}") if what else mark("{body} decided {day}")
        return told(says, body=body, day=decided, what=what)
    if isinstance(other := held.get("proposes_to"), str):
        says = mark("{body} proposes to {other} {what}")
        return told(says, body=body, other=other, what=what)
    return told(mark("a decision of {body} is named {what}"), body=body, what=what)


def _decided(change: Change) -> str:
    held = holder(change, 2)
    if change.kind != "added":
        return ""
    body = held.get("proposes_to") or held.get("body") or plainly(change.where[1])
    return told(mark("{body} has decided {day}"), body=str(body), day=str(change.after))


TELLERS: dict[tuple[str, ...], Callable[[Change], str]] = {
    ("entries", "*"): _entry,
    ("amendments", "*"): _amendment,
    ("accepted_findings", "*"): _acceptance,
    ("decisions", "*"): _decision,
    ("decisions", "*", "decided"): _decided,
}


def of_entries(change: Change) -> str:
    """Any key of an entry that stands in the log already."""
    return _altered(change) if change.pattern[:2] == ("entries", "*") else ""


def of_amendments(change: Change) -> str:
    """What an amendment that stands already sets, altered."""
    if change.pattern[:3] != ("amendments", "*", "changes") or len(change.where) < 4:
        return ""
    place, name = path_text(change.where[3:]), plainly(change.where[1])
    before, after = (
        value(change.shape, held, change.scene, ("amendments",))
        for held in (change.before, change.after)
    )
    match change.kind:
        case "added":
            says = mark("amendment {name} now also sets {place} to {after}")
        case "removed":
            says = mark("amendment {name} no longer sets {place} to {before}")
        case _:
            says = mark("amendment {name} now sets {place} to {after} instead of {before}")
    return told(says, name=name, place=place, after=after, before=before)
