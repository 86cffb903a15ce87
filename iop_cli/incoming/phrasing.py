"""How amounts, days and reasons of an incoming invoice are told, in the reader's language.

Decides nothing.
"""

from collections.abc import Iterable
from decimal import Decimal

from iop_cli.billing.calendar import Days, named
from iop_cli.book import Opened
from iop_cli.finding import Where
from iop_cli.incoming.owed import Owed
from iop_cli.invoice import Because, money
from iop_cli.placing import overlaid
from iop_cli.record import as_written
from iop_cli.words import _, number

_OPEN_YEARS = (1, 9999)


def kronor(amount: Decimal, currency: str = "SEK") -> str:
    """An amount with its öre: 10 000,00 kr."""
    return f"{number(Decimal(money(amount)))} {'kr' if currency == 'SEK' else currency}"


def briefly(owed: Owed) -> str:
    """What is owed, and how much, in few words."""
    return f"{owed.line.text} {kronor(owed.line.amount, owed.currency)}"


def spoken(days: Days) -> str:
    """Some days as people name them; an end that is not known is left open."""
    first, last = days.first.year == _OPEN_YEARS[0], days.last.year == _OPEN_YEARS[1]
    if first or last:
        start = "" if first else days.first.isoformat()
        end = "" if last else days.last.isoformat()
        return f"{start} – {end}".strip()
    return named(days)


def reasons(owed: Iterable[Owed]) -> tuple[Because, ...]:
    """The clauses and the log's entries that something is owed by; each once, at most ten."""
    return tuple(dict.fromkeys(b for o in owed for b in o.line.because))[:10]


def place(opened: Opened, where: Where, says: str) -> Because:
    """A place in the agreement, with a marked word for what stands there."""
    document, reading = opened.document, opened.readings[-1]
    assert document is not None  # what was read has a document
    span = document.span(as_written(overlaid(where, reading.changed), opened.body.written))
    return Because(document.name, span.line, _(says))


def log_place(opened: Opened, index: int, says: str) -> Because | None:
    """A place in the log: one of its entries."""
    document = opened.log_document
    if document is None:
        return None
    span = document.span(as_written(("entries", index), opened.log.written))
    return Because(document.name, span.line, says)


def is_cap(place: Because | None) -> bool:
    """Whether a reason is the cap of a payment."""
    return place is not None and place.says.partition(":")[0] == "cap"
