"""Changes for a reader at a terminal: aligned, under each other where narrow, or labelled."""

from collections.abc import Iterable, Iterator

from iop_cli.difference import Worth
from iop_cli.difference_report.told import (
    Partnership,
    Report,
    money,
    more,
    over_term,
    payers,
    rank_word,
    year,
)
from iop_cli.report.run import Look
from iop_cli.report.safe import safe_line
from iop_cli.sheet import NARROW, aligned, bold, labelled, wrapped
from iop_cli.words import _, mark, say


def text(report: Report, look: Look) -> Iterator[str]:
    """Each agreement with its changes by section, and the count last."""
    for partnership in report.partnerships:
        yield from one(partnership, look)
        yield "\n"
    yield from _lines(wrapped(report.closing(), look.width))


def one(held: Partnership, look: Look) -> Iterator[str]:
    """One agreement: what it is called, its file, and its changes by section."""
    yield from (bold(line, look) + "\n" for line in wrapped(held.name(), look.width))
    yield from _lines(wrapped(held.place(), look.width))
    if held.note:
        yield from _lines(["", *wrapped(held.note, look.width, "  ", "  ")])
    yield from _sections(held, look)
    if held.worth:
        yield from _lines(["", bold(_("Money by calendar year"), look)])
        yield from _lines(_rows(_money(held.worth), look))


def commit(held: Partnership, heading: str, look: Look) -> Iterator[str]:
    """What one commit did to a partnership, under its own heading."""
    yield from (bold(line, look) + "\n" for line in wrapped(heading, look.width))
    if held.was:
        yield from _lines(wrapped(held.place(), look.width, "  ", "  "))
    if held.note:
        yield from _lines(wrapped(held.note, look.width, "  ", "  "))
    yield from _sections(held, look)


def _sections(held: Partnership, look: Look) -> Iterator[str]:
    column = max((len(rank_word(one.rank)) for one in held.told), default=0) + 4
    for heading, told in held.sections():
        yield "\n"
        yield bold(safe_line(heading), look) + "\n"
        rows = [(rank_word(one.rank), one.sentence()) for one in told]
        yield from _lines(_rows(rows, look, column))


def _money(held: Worth) -> Iterator[tuple[str, str]]:
    for row in held.rows:
        label = say(mark("{year}, {payers}"), year=year(row), payers=payers(row, held))
        if row.is_same:
            yield label, say(mark("{amount}, unchanged"), amount=money(row.before))
        else:
            yield label, _moved(money(row.before), money(row.after), more(row.by))
    if term := over_term(held):
        yield _("Over the term"), _moved(*term)


def _moved(before: str, after: str, by: str) -> str:
    if before == after:
        return say(mark("{amount}, unchanged"), amount=before)
    moved = say(mark("{before} → {after}"), before=before, after=after)
    return moved if by == "–" else f"{moved} ({by})"


def _rows(rows: Iterable[tuple[str, str]], look: Look, column: int = 0) -> Iterator[str]:
    """Labels with what they say: in a column, or on one line each where it is narrow."""
    if look.plain or not column or 0 < look.width < NARROW:
        for label, words in rows:
            yield from labelled(label, words, look, "" if look.plain else "  ")
        return
    yield from aligned(rows, look, column)


def _lines(lines: Iterable[str]) -> Iterator[str]:
    yield from (line + "\n" for line in lines)
