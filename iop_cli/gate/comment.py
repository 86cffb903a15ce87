"""A review as Markdown, for the comment of a pull request or the summary of a build step.

No value of a file becomes markup, a link or a mention; no more than a comment holds is said.
"""

from collections.abc import Iterator

from iop_cli.difference_report import rank_word
from iop_cli.difference_report.markdown import escaped
from iop_cli.difference_report.told import money, more, over_term, payers, year
from iop_cli.gate import Noted
from iop_cli.gate.sheet import Changed, Sheet
from iop_cli.gate.words_of import deciding
from iop_cli.report.safe import safe
from iop_cli.report.sentence import place, severity_word, standing, title
from iop_cli.words import _, plural

# what a comment on GitHub holds is 65,536 characters; what is escaped once more takes its room
MOST = 60_000


def comment(sheet: Sheet) -> Iterator[str]:
    """The verdict; the table, findings on changed lines first; the changes; what was left out."""
    room, left = MOST, 0
    for piece in _pieces(sheet):
        if len(piece) > room or left:
            left += 1
            continue
        room -= len(piece)
        yield piece
    if left:
        told = plural("{count} row is left out here.", "{count} rows are left out here.", left)
        yield f"\n{escaped(told)}\n"


def _pieces(sheet: Sheet) -> Iterator[str]:
    yield f"## {_('Review')}\n\n**{escaped(sheet.verdict())}**\n"
    if sheet.table:
        head = (_("Fails"), _("Changed line"), _("Severity"), _("Place"), _("Code"), _("Finding"),
                _("Way out"))  # fmt: skip
        yield f"\n### {_('Findings')}\n\n{_row(*head)}|{'---|' * len(head)}\n"
    for one in sheet.table:
        yield _finding(one)
    for changed in sheet.changed:
        yield from _changed(changed, sheet)


def _finding(one: Noted) -> str:
    found = one.finding
    return _row(
        one.reason or "–",
        _("yes") if one.on_changed_line else _("no"),
        standing(found) if found.accepted else severity_word(found.severity),
        place(found.file, found.span),
        title(found),
        safe(found.message),
        safe(found.help),
    )


def _changed(changed: Changed, sheet: Sheet) -> Iterator[str]:
    held = changed.held
    yield f"\n### {escaped(held.name())}\n\n{escaped(held.place())}\n\n"
    if words := deciding(changed, has_table=sheet.has_delegation):
        yield f"**{escaped(words)}**\n\n"
    for change in changed.by_rank():
        yield f"- {escaped(rank_word(change.rank))}: {escaped(change.sentence())}\n"
    if held.worth:
        head = (_("Year"), _("Payer"), _("Before"), _("After"), _("Difference"))
        yield f"\n{_row(*head)}|---|---|--:|--:|--:|\n"
        for row in held.worth.rows:
            sums = (money(row.before), money(row.after), more(row.by))
            yield _row(year(row), payers(row, held.worth), *sums)
        if term := over_term(held.worth):
            yield _row(_("Over the term"), "", *term)


def _row(*cells: str) -> str:
    return f"| {' | '.join(map(escaped, cells))} |\n"
