"""Changes as Markdown, for the comment of a pull request or the summary of a build step.

No value of a file becomes markup, a link or a mention. No raw HTML.
"""

import re
from collections.abc import Iterator

from iop_cli.difference import Rank, Worth
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
from iop_cli.words import _

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~#&$]|:(?=/)|(?i:(?<=www))\.")


def markdown(report: Report) -> Iterator[str]:
    """Each agreement under its heading, its changes as a list, its money as a table."""
    for partnership in report.partnerships:
        yield from _one(partnership)
    yield escaped(report.closing()) + "\n"


def _one(held: Partnership) -> Iterator[str]:
    yield f"## {escaped(held.name())}\n\n{escaped(held.place())}\n\n"
    if held.note:
        yield f"{escaped(held.note)}\n\n"
    for heading, told in held.sections():
        yield f"### {escaped(heading)}\n\n"
        for one in told:
            word = escaped(rank_word(one.rank))
            word = f"**{word}**" if one.rank is Rank.MATERIAL else word
            yield f"- {word}: {escaped(one.sentence())}\n"
        yield "\n"
    if held.worth:
        yield f"### {escaped(_('Money by calendar year'))}\n\n"
        yield from _table(held.worth)
        yield "\n"


def _table(held: Worth) -> Iterator[str]:
    yield _row([_("Year"), _("Payer"), _("Before"), _("After"), _("Difference")])
    yield "|---|---|--:|--:|--:|\n"
    for row in held.rows:
        yield _row(
            [year(row), payers(row, held), money(row.before), money(row.after), more(row.by)]
        )
    if term := over_term(held):
        yield _row([_("Over the term"), "", *term])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |\n"


def escaped(text: str) -> str:
    """The text, of which nothing becomes markup, a mention or an address."""
    return _MARKUP.sub(lambda found: "\\" + found[0], text).replace("@", "`@`")
