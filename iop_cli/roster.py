"""All partnerships in a list: a row for each, chosen, ordered, and set as text, CSV or JSON.

Readings come in, texts go out. A value that is unknown stays empty and sorts last. Judges nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from iop_cli.deadlines import Deadline, State, current_end, known, next_deadlines, state
from iop_cli.model.kinds import NONE
from iop_cli.phrases import STATE, STATE_IN_SHORT, STATUS, chosen, money, shown, told
from iop_cli.quantity import Amount
from iop_cli.reading import Reading
from iop_cli.report.run import Look
from iop_cli.report.safe import in_json, safe
from iop_cli.sheet import NARROW, bold, labelled, wrapped
from iop_cli.sums import sum_over_term
from iop_cli.words import _, form, mark, plural

COLUMNS = (
    "id", "title", "status", "state", "public", "nonprofit", "start", "end", "deadline",
    "deadline_what", "sum", "currency", "sum_is", "file",
)  # fmt: skip
# blanks before it do not keep a spreadsheet from reading one, nor do wide signs
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_GAP = "  "


class Sort(StrEnum):
    """What the list is ordered by; the names are part of the command line."""

    ID = "id"
    TITLE = "title"
    END = "end"
    START = "start"
    DEADLINE = "deadline"
    SUM = "sum"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Entry:
    """One partnership in the list; `is_open` says that the parties settled that there is no end."""

    id: str
    title: str
    status: str
    state: State
    public: tuple[str, ...]
    nonprofit: tuple[str, ...]
    start: date | None
    end: date | None
    is_open: bool
    deadline: Deadline | None
    sum: Amount | None
    file: str
    names: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; what is empty asks for all."""

    statuses: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    party: str = ""
    ends_before: date | None = None
    ends_after: date | None = None

    def wants(self, entry: Entry) -> bool:
        """Whether an entry is asked for; one without a last day ends neither before nor after."""
        if self.statuses and entry.status not in self.statuses:
            return False
        if self.states and entry.state.value not in self.states:
            return False
        if self.ends_before and not (entry.end and entry.end < self.ends_before):
            return False
        if self.ends_after and not (entry.end and entry.end > self.ends_after):
            return False
        return self.party.casefold() in entry.names


def entry(file: str, reading: Reading) -> Entry:
    """The entry of a partnership as it stands on the reading's day."""
    held = known(reading)
    agreement, term = held.agreement, held.agreement.term
    end, dates = current_end(held), next_deadlines(held)
    by_role = {
        role: tuple(p.name for p in agreement.parties.values() if p.role == role)
        for role in ("public", "nonprofit")
    }
    return Entry(
        id=held.file_id or agreement.id,
        title=agreement.title,
        status=agreement.status,
        state=state(held),
        public=by_role["public"],
        nonprofit=by_role["nonprofit"],
        start=held.first_day,
        end=end,
        is_open=end is None and term is not None and term.end is NONE,
        deadline=dates[0] if dates else None,
        sum=sum_over_term(held),
        file=file,
        names=_names(held),
    )


def _names(reading: Reading) -> str:
    """All that a party may be looked for by, in small letters."""
    parties = reading.agreement.parties.items()
    found = [(id, p.name, p.org_number or "", p.part_of or "") for id, p in parties]
    also = [name for _id, p in parties for name in p.also_written or []]
    return "\n".join([*(text for names in found for text in names), *also]).casefold()


def listed(
    entries: Iterable[Entry], wanted: Wanted, sort: Sort = Sort.ID, *, reverse: bool = False
) -> list[Entry]:
    """The entries that are asked for, in order; those without the value that orders stand last."""
    held = sorted((e for e in entries if wanted.wants(e)), key=lambda e: e.id)
    known_ones = [e for e in held if _key(e, sort) is not None]
    unknown = [e for e in held if _key(e, sort) is None]
    return sorted(known_ones, key=lambda e: _key(e, sort), reverse=reverse) + unknown  # type: ignore[arg-type,return-value] # one kind of key a sort


def _key(entry: Entry, sort: Sort) -> object:
    match sort:
        case Sort.TITLE:
            # å, ä and ö stand last in the Swedish alphabet
            return entry.title.casefold().translate(str.maketrans("åäö", "{|}"))
        case Sort.END:
            return entry.end
        case Sort.START:
            return entry.start
        case Sort.DEADLINE:
            return entry.deadline.day if entry.deadline else None
        case Sort.SUM:
            return entry.sum.value if entry.sum else None
        case Sort.STATE:
            return list(State).index(entry.state)
        case _:
            return entry.id


def set_as(
    form: str, entries: list[Entry], today: date, unreadable: list[str], look: Look
) -> Iterator[str]:
    """The list as text, csv or json."""
    match form:
        case "json":
            yield json(entries, today, unreadable)
        case "csv":
            yield from csv(entries)
        case _:
            yield from text(entries, look)


def text(entries: list[Entry], look: Look) -> Iterator[str]:
    """The list for people, a piece at a time; the count last."""
    if look.plain or 0 < look.width < NARROW:
        for item in entries:
            yield "\n".join([*_stacked(item, look), "", ""])
    else:
        yield from _table(entries, look)
    yield plural("{count} partnership", "{count} partnerships", len(entries)) + "\n"


def _stacked(item: Entry, look: Look) -> Iterator[str]:
    rest = [
        (_("Title"), safe(item.title)),
        (_("State"), f"{chosen(STATUS, item.status)}, {chosen(STATE, item.state)}"),
        (_("Parties"), _parties(item)),
        (_("Term"), f"{_start(item)} – {_end(item)}"),
        (_("Next"), _deadline(item) or _("nothing")),
        (_("Sum"), _sum(item) or _("unknown")),
    ]
    yield from labelled(_("Id"), safe(item.id), look) if look.plain else [bold(safe(item.id), look)]
    for label, words in rest:
        yield from labelled(label, words, look, "" if look.plain else "  ")


def _parties(item: Entry) -> str:
    return " · ".join(safe(name) for name in (*item.public, *item.nonprofit))


def _start(item: Entry) -> str:
    return item.start.isoformat() if item.start else _("unknown")


def _end(item: Entry) -> str:
    if item.end:
        return item.end.isoformat()
    return _("until further notice") if item.is_open else _("unknown")


def _deadline(item: Entry) -> str:
    if item.deadline is None:
        return ""
    return f"{item.deadline.day.isoformat()} {safe(item.deadline.what.in_words())}"


def _sum(item: Entry) -> str:
    return shown(item.sum) if item.sum else ""


def _table(entries: list[Entry], look: Look) -> Iterator[str]:
    """A line of columns for each, and below it what has no room in them."""
    heads = (_("Id"), _("State"), _("Ends"), _("Next"), _("Sum"))
    rows = [_cells(item) for item in entries]
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    if look.width:
        widths[0] = max(0, min(widths[0], look.width - sum(widths[1:]) - len(_GAP) * 4))
    if not entries:
        return
    yield from _columns(heads, widths, look)
    for item, row in zip(entries, rows, strict=True):
        yield "\n"
        yield from _columns(row, widths, look)
        for words in _below(item):
            yield from (line + "\n" for line in wrapped(words, look.width, _GAP, _GAP * 2))
    yield "\n"


def _columns(row: tuple[str, ...], widths: list[int], look: Look) -> Iterator[str]:
    """The cells in their columns; an id that is wider than its column stands on a line above."""
    first, last = row[0], row[-1].rjust(widths[-1])
    if len(first) > widths[0]:
        yield bold(first, look) + "\n"
        first = ""
    middle = [cell.ljust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True)]
    yield _GAP.join([bold(first.ljust(widths[0]), look), *middle, last]).rstrip() + "\n"


def _cells(item: Entry) -> tuple[str, ...]:
    end = "–" if item.end is None else item.end.isoformat()
    following = "–" if item.deadline is None else item.deadline.day.isoformat()
    state_word = chosen(STATE_IN_SHORT, item.state)
    return safe(item.id), state_word, end, following, _sum(item) or "–"


def _below(item: Entry) -> Iterator[str]:
    yield safe(item.title)
    term = f"{_start(item)} – {_end(item)}"
    yield " · ".join([chosen(STATUS, item.status), term, _parties(item)])
    if item.deadline:
        yield told(mark("next: {what}"), what=item.deadline.what)


def csv(entries: Iterable[Entry]) -> Iterator[str]:
    """The list for a spreadsheet: semicolons, every value quoted, decimal commas, a BOM first.

    A value that a spreadsheet would take for a formula begins with an apostrophe.
    """
    yield "\ufeff" + ";".join(f'"{name}"' for name in COLUMNS) + "\r\n"
    for item in entries:
        amount = f"{item.sum.value:.2f}".replace(".", ",") if item.sum else ""
        values = {
            **{key: str(value) if value else "" for key, value in data(item).items()},
            "public": ", ".join(item.public),
            "nonprofit": ", ".join(item.nonprofit),
            "deadline": item.deadline.day.isoformat() if item.deadline else "",
            "deadline_what": item.deadline.what.in_words() if item.deadline else "",
            "sum": amount,
            "currency": item.sum.currency if item.sum else "",
            "sum_is": item.sum.nature.replace(" ", "_") if item.sum else "",
        }
        yield ";".join(_quoted(values[name]) for name in COLUMNS) + "\r\n"


def _quoted(value: str) -> str:
    cell = safe(value).replace('"', '""')
    return f'"\'{cell}"' if value.lstrip().startswith(_FORMULA) else f'"{cell}"'


def json(entries: Iterable[Entry], today: date, unreadable: Iterable[str] = ()) -> str:
    """The list with the keys of the published format; `unreadable` names the files left out."""
    return (
        in_json(
            {
                "format": 1,
                "today": today.isoformat(),
                "agreements": [data(item) for item in entries],
                "unreadable": list(unreadable),
            }
        )
        + "\n"
    )


def data(item: Entry) -> dict[str, object]:
    """One entry for machines: days as YYYY-MM-DD, `none` for an open end, null for unknown."""
    deadline = item.deadline
    return {
        "id": item.id,
        "title": item.title,
        "status": item.status,
        "state": item.state.value,
        "public": list(item.public),
        "nonprofit": list(item.nonprofit),
        "start": form(item.start) if item.start else None,
        "end": form(item.end) if item.end else "none" if item.is_open else None,
        "deadline": {
            "date": form(deadline.day),
            "what": deadline.what.kind,
            "id": deadline.what.id or None,
            "period": deadline.what.period or None,
        }
        if deadline
        else None,
        "sum": money(item.sum),
        "file": item.file,
    }
