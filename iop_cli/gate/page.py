"""A review for a reader at a terminal, or for a screen reader where the look is plain."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from iop_cli.diagnostic import Severity
from iop_cli.difference_report import rank_word
from iop_cli.difference_report.text import one as told_of
from iop_cli.gate import Noted
from iop_cli.gate.sheet import Changed, Sheet
from iop_cli.gate.words_of import deciding
from iop_cli.report.run import Look
from iop_cli.report.safe import safe_line
from iop_cli.report.text import each
from iop_cli.sheet import bold, labelled, wrapped
from iop_cli.words import _, mark

_NEW = mark("Fails the review: error-added, it did not stand here before.")
_OLD = mark("Does not fail the review: it stood here before.")


def page(sheet: Sheet, look: Look) -> Iterator[str]:
    """The findings, those on changed lines first; the changes; who decides; the verdict last."""
    yield from _findings(_("Findings on changed lines"), sheet, look, on_changed=True)
    yield from _findings(_("Other findings"), sheet, look, on_changed=False)
    for changed in sheet.changed:
        yield from _changed(changed, sheet, look)
    yield from _lines(wrapped(sheet.verdict(), look.width))


def _findings(heading: str, sheet: Sheet, look: Look, *, on_changed: bool) -> Iterator[str]:
    told = [one for one in sheet.table if one.on_changed_line is on_changed]
    if told:
        yield bold(heading, look) + "\n\n"
    for one in told:
        yield from _finding(one, look)


def _finding(one: Noted, look: Look) -> Iterator[str]:
    text = "".join(each([one.finding], look)).rstrip("\n")
    yield text + "\n"
    if one.reason == "error-added":
        yield from _lines(wrapped(_(_NEW), look.width, "  ", "    "))
    elif one.finding.severity is Severity.ERROR and not one.reason and not one.finding.accepted:
        yield from _lines(wrapped(_(_OLD), look.width, "  ", "    "))
    yield "\n"


def _changed(changed: Changed, sheet: Sheet, look: Look) -> Iterator[str]:
    held = changed.held
    yield from _lines(bold(line, look) for line in wrapped(held.name(), look.width))
    yield from _lines(wrapped(held.place(), look.width))
    yield "\n"
    for change in changed.by_rank():
        yield from _lines(labelled(rank_word(change.rank), change.sentence(), look, "  "))
    if held.worth:
        yield from _money(changed, look)
    if words := deciding(changed, has_table=sheet.has_delegation):
        yield "\n"
        yield from _lines(wrapped(words, look.width, "  ", "    "))
    yield "\n"


def _money(changed: Changed, look: Look) -> Iterator[str]:
    """The table of money, as it is told of a change."""
    whole = "".join(told_of(replace(changed.held, changes=()), look))
    yield "\n" + whole.partition("\n\n")[2]


def _lines(lines: Iterable[str]) -> Iterator[str]:
    yield from (safe_line(line) + "\n" for line in lines)
