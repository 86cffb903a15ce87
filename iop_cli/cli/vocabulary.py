"""The names that an agreement has for its parts, as somebody who records an entry may write them.

An id or a full name is taken for its id; of anything else it is told what was probably meant.
"""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from iop_cli.cli.terminal import remark
from iop_cli.diagnostic import IopError
from iop_cli.logbook import nfc
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Settled
from iop_cli.model.log import Entry
from iop_cli.model.payment import PerActivity, PerUnit
from iop_cli.reading import Reading
from iop_cli.report import safe
from iop_cli.words import Said, mark, nearest, say

Told = dict[str, Any]
Names = Iterator[tuple[str, str]]

_KINDS = {
    "activity": mark("an activity"),
    "meeting": mark("a body that steers"),
    "report": mark("a report"),
    "cost": mark("a payment"),
    "party": mark("a party"),
    "condition": mark("a condition"),
    "place": mark("a place of the activity"),
    "rate": mark("a rate of the activity"),
    "values": mark("an indicator of the report"),
    "event": mark("an event"),
}
# where an agreement need not list them, any name will do
_MAY_BE_NEW = ("place", "values")
# names that the log alone decides; one that is much like another is remarked on
_FREE = ("quantity", "index", "by")


def named(key: str, written: str, entry: Told, reading: Reading, log: Told) -> str:
    """What a key refers to, by its id; raises IopError for what the agreement does not have.

    `entry` is what is known of the entry so far, `log` the words of the log.
    """
    if key not in _KINDS and key not in _FREE:
        return written
    known = _known(key, entry, reading, log)
    if written in known.values():
        return written
    hits = {id for name, id in known.items() if name.casefold() == written.casefold()}
    if len(hits) == 1:
        return hits.pop()
    meant = known.get(nearest(written, known), "")
    if key in _FREE:
        if meant:
            says = mark("{written} is new here; {meant} is known already")
            remark(say(says, written=safe(written), meant=safe(meant)))
        return written
    if not known and key in _MAY_BE_NEW:
        return written
    raise _unknown(key, written, meant, list(dict.fromkeys(known.values())))


def _unknown(key: str, written: str, meant: str, known: list[str]) -> IopError:
    says = mark("{written} is not {kind} here")
    if meant:
        says = mark("{written} is not {kind} here; did you mean {meant}?")
    elif known:
        says = mark("{written} is not {kind} here; known are {known}")
    shown = [safe(id) for id in known]
    values = {"written": safe(written), "kind": Said(_KINDS[key]), "known": shown}
    return IopError(say(says, meant=safe(meant), **values), code="usage")


def _known(key: str, entry: Told, reading: Reading, log: Told) -> dict[str, str]:
    """Every name of what a key may refer to, with its id; a name that two share is left out."""
    versions = [agreement for _since, agreement in reading.versions] or [reading.agreement]
    pairs = [(nfc(n), id) for a in versions for n, id in _names(key, entry, a)]
    if key == "values" and reading.profile and pairs:
        pairs += [(id, id) for id in reading.profile.indicators or {}]
    if key in _FREE:
        written = [e.get(key) for e in log.get("entries") or [] if isinstance(e, dict)]
        pairs += [(text, text) for text in written if isinstance(text, str)]
    if key == "event":
        pairs = [(event, event) for event in get_args(_events())]
    ids: dict[str, set[str]] = {}
    for name, id in pairs:
        ids.setdefault(name, set()).add(id)
    return {name: id for name, id in pairs if len(ids[name]) == 1 or name == id}


def _events() -> Any:
    return get_args(Entry.model_fields["event"].annotation)[0]


def _names(key: str, entry: Told, agreement: Agreement) -> Names:  # noqa: C901  one case a key
    match key:
        case "activity":
            yield from _of(agreement.activities)
        case "meeting":
            yield from _of(agreement.governance)
        case "party" | "by":
            yield from _of(agreement.parties)
        case "cost":
            yield from _of(agreement.payments)
        case "condition":
            yield from _of(agreement.conditions)
        case "report":
            yield from _of(agreement.follow_up.reports if agreement.follow_up else None)
        case "place":
            activity = (agreement.activities or {}).get(entry.get("activity", ""))
            yield from _of(activity.places if activity else None)
        case "rate" | "quantity" | "index":
            yield from _in_payments(key, entry, agreement)
        case "values":
            reports = (agreement.follow_up.reports or {}) if agreement.follow_up else {}
            for id, report in reports.items():
                if entry.get("report") in (None, id):
                    yield from _of(report.indicators)


def _of(section: Any) -> Names:
    """The ids of a section and the names beside them; of a list, its items."""
    if isinstance(section, list):
        yield from ((item, item) for item in section)
    for id, part in section.items() if isinstance(section, dict) else ():
        names: Iterable[str | None] = (getattr(part, "name", None), id)
        also = getattr(part, "also_written", None) or []
        yield from ((name, id) for name in (*names, *also) if name)


def _in_payments(key: str, entry: Told, agreement: Agreement) -> Names:
    payments = agreement.payments
    if payments is None or isinstance(payments, Settled):
        return
    for payment in payments.values():
        if key == "quantity" and isinstance(payment, PerUnit):
            yield payment.quantity, payment.quantity
        if key == "index" and payment.index and payment.index.series:
            yield payment.index.series, payment.index.series
        if key == "rate" and isinstance(payment, PerActivity):
            same = payment.activity == entry.get("activity")
            yield from ((rate, rate) for rate in (payment.rates or {} if same else {}))
