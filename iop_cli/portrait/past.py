"""What has happened since: the log in short, and the amendments that change the text."""

from collections import Counter

from iop_cli.deadlines import entry_day
from iop_cli.model.agreement import Agreement, Amendment
from iop_cli.model.log import KINDS, Entry
from iop_cli.phrases import ENTRY, EVENT, EVENT_BY, ONE_ENTRY, chosen, joined, told
from iop_cli.portrait.when import moment
from iop_cli.portrait.who import name_of
from iop_cli.portrait.work import report_name
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
    words = joined(day.isoformat(), _what(entry, kind, held), by=" ")
    value = {"id": entry.id, "kind": kind or None, "date": day.isoformat()}
    return [Row("last", _("Last"), (words,), value)]


def _what(entry: Entry, kind: str, held: Reading) -> str:
    """What an entry is about, by its name."""
    if kind == "event":
        return _happened(entry, held)
    if kind not in ONE_ENTRY:
        return safe(entry.note or entry.id)
    what: object = getattr(entry, kind)
    if isinstance(what, str):
        what = _name(kind, what, held.agreement)
    return told(ONE_ENTRY[kind], what=what)


def _name(kind: str, id: str, agreement: Agreement) -> str:
    match kind:
        case "activity":
            activity = (agreement.activities or {}).get(id)
            return activity.name if activity else id
        case "meeting":
            return name_of(agreement, id)
        case "report":
            return report_name(agreement, id)
        case _:
            return id.replace("_", " ")


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
    day = entry.date.isoformat() if entry.date else _("day unknown")
    until = told(mark("until {day}"), day=entry.until) if entry.until else ""
    return joined(day, _happened(entry, held), until, by=" ")


def _happened(entry: Entry, held: Reading) -> str:
    """What happened and by whom; of a condition, which."""
    agreement, says = held.agreement, EVENT_BY.get(entry.event or "")
    party = name_of(agreement, entry.by) if entry.by else ""
    if says and party:
        return told(says, party=party)
    condition = (agreement.conditions or {}).get(entry.condition or "")
    what = condition.what if condition else entry.condition
    happened = chosen(EVENT, entry.event)
    if what:
        happened = told(mark("{label}: {words}"), label=happened, words=what)
    by = told(mark("by {party}"), party=party) if party else ""
    return joined(happened, by, by=", " if what else " ")


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
