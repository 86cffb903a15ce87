"""How a fault of an invoice is told: its place, its words, and a number that cannot be read."""

from collections.abc import Callable, Iterator

from iop_cli.finding import Finding, Where
from iop_cli.quantity import NotRead
from iop_cli.words import mark

Faults = Iterator[Finding]

COMPARE = mark("Compare with the party's own paper, and correct the number.")


def found(*where: str | int, says: str, help: str = "", **values: object) -> Finding:
    """A fault; `says` and `help` are marked templates that share their values."""
    return Finding(where, says, values, help)


def unread(where: Where, written: str | None, read: Callable[[str], str]) -> Faults:
    """What is wrong with a number that has a form of its own; nothing where none is written."""
    try:
        if written:
            read(written)
    except NotRead as wrong:
        yield Finding(where, wrong.message, wrong.values, COMPARE)
