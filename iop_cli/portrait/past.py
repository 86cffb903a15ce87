"""What has happened since: the log in short, and the amendments that change the text."""

from collections import Counter

from iop_cli.deadlines import entry_day
from iop_cli.model.agreement import Amendment
from iop_cli.model.log import KINDS, Entry
from iop_cli.phrases import ENTRY, EVENT, chosen, joined, moment, told
from iop_cli.reading import Reading
from iop_cli.report.safe import safe
from iop_cli.sheet import Row, Section
from iop_cli.words import _, form, mark, plural


def log(held: Reading, whole: Reading) -> Section:
    """The log up to the day: how many entries of each kind, the last, the events.

    `held` knows the log up to its day, `whole` all of it.
    """
    if held.log is None:
        return Section("log", _("Log"), (), _("There is no log."))
    counts = Counter(_kind(entry) for _i, entry in held.entries)
    said = [f"{chosen(ENTRY, kind)}: {form(counts[kind])}" for kind in KINDS if counts[kind]]
    value = {kind: counts[kind] for kind in KINDS if counts[kind]}
    rows = [Row("entries", _("Entries"), (joined(*said) or _("none"),), value)]
    rows += _last(held) + _events(held)
    later = len(whole.entries) - len(held.entries)
    if later > 0:
        words = plural("{count} entry after this day", "{count} entries after this day", later)
        rows.append(Row("later", _("Not counted"), (words,), later))
    if held.log.illustrative:
        rows.append(Row("illustrative", _("Note"), (_("an example, not a record"),), True))
    return Section("log", _("Log"), tuple(rows))


def _kind(entry: Entry) -> str:
    return next((kind for kind in KINDS if getattr(entry, kind) is not None), "")


def _last(held: Reading) -> list[Row]:
    dated = [(day, entry) for _i, entry in held.entries if (day := entry_day(entry))]
    if not dated:
        return []
    day, entry = max(dated, key=lambda pair: pair[0])
    kind = _kind(entry)
    words = told(mark("{day}: {what}"), day=day, what=_what(entry, kind))
    value = {"id": entry.id, "kind": kind or None, "date": day.isoformat()}
    return [Row("last", _("Last"), (words,), value)]


def _what(entry: Entry, kind: str) -> str:
    match kind:
        case "event":
            return chosen(EVENT, entry.event)
        case "complete":
            period = entry.complete
            return told(mark("complete for {period}"), period=period)
        case _:
            return safe(str(getattr(entry, kind, "") or entry.id))


def _events(held: Reading) -> list[Row]:
    events = [entry for _i, entry in held.entries if entry.event]
    if not events:
        return []
    value = [
        {
            "event": e.event,
            "date": e.date.isoformat() if e.date else None,
            "by": e.by,
            "until": e.until.isoformat() if e.until else None,
        }
        for e in events
    ]
    return [Row("events", _("Events"), tuple(_event(e, held) for e in events), value)]


def _event(entry: Entry, held: Reading) -> str:
    party = held.agreement.parties.get(entry.by or "")
    who = told(mark("by {party}"), party=party.name if party else entry.by) if entry.by else ""
    until = told(mark("until {day}"), day=entry.until) if entry.until else ""
    day = entry.date.isoformat() if entry.date else _("day unknown")
    return joined(day, chosen(EVENT, entry.event), safe(entry.condition or ""), until, who, by=" ")


def amendments(held: Reading) -> Section:
    """A row for each amendment, and whether it is in force on the day."""
    rows = tuple(
        Row(
            id,
            safe(id),
            (_amendment(amendment, held),),
            {
                "from": amendment.from_.text if amendment.from_ else None,
                "in_force": _is_in_force(amendment, held),
                "changes": list(amendment.changes),
                "decision": amendment.decision,
            },
        )
        for id, amendment in (held.agreement.amendments or {}).items()
    )
    return Section("amendments", _("Amendments"), rows)


def _is_in_force(amendment: Amendment, held: Reading) -> bool:
    since = amendment.from_.as_start if amendment.from_ else None
    return since is not None and not held.today.is_before(since)


def _amendment(amendment: Amendment, held: Reading) -> str:
    since = _("day unknown")
    if amendment.from_:
        since = told(mark("from {day}"), day=moment(amendment.from_))
    standing = _("in force") if _is_in_force(amendment, held) else _("not in force")
    changes = told(mark("changes {places}"), places=[safe(path) for path in amendment.changes])
    decision = amendment.decision
    by = told(mark("decision {id}"), id=decision) if decision else _("decision unknown")
    return joined(since, standing, changes, by, by="; ")
