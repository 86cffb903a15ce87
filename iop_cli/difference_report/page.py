"""Changes as one HTML page that needs nothing else: no script, no picture, nothing fetched.

New and deleted words are marked as such, for the eye and for a screen reader.
"""

from collections.abc import Iterator
from html import escape

from iop_cli.difference import Worth, wording
from iop_cli.difference.wording import Piece, marked
from iop_cli.difference_report.found import Found
from iop_cli.difference_report.told import (
    Partnership,
    Report,
    Told,
    money,
    more,
    over_term,
    payers,
    rank_word,
    year,
)
from iop_cli.report.safe import safe
from iop_cli.words import _, language

_STYLE = """
body { font: 1rem/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } caption { text-align: left; font-weight: bold }
th, td { border-bottom: 1px solid; padding: .25rem .75rem; text-align: left }
td.sum { text-align: right; white-space: nowrap }
.material { font-weight: bold } del { color: #a00000 } ins { color: #005a00 }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #f0f0f0 } del { color: #ff9d9d } ins { color: #8fe08f }
}
"""


def html(report: Report) -> Iterator[str]:
    """The page in pieces."""
    title = _e(_("What has changed"))
    yield f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    yield f"<h1>{title}</h1>\n<p>{_e(report.closing())}</p>\n"
    for partnership in report.partnerships:
        yield from _one(partnership)
    yield "</main>\n</body>\n</html>\n"


def _one(held: Partnership) -> Iterator[str]:
    yield f"<section>\n<h2>{_e(held.name())}</h2>\n<p>{_e(held.place())}</p>\n"
    if held.note:
        yield f"<p>{_e(held.note)}</p>\n"
    for heading, told in held.sections():
        yield f"<h3>{_e(heading)}</h3>\n<ul>\n"
        for one in told:
            rank = f'<span class="{one.rank}">{_e(rank_word(one.rank))}</span>'
            yield f"<li>{rank}: {_sentence(one)}</li>\n"
        yield "</ul>\n"
    if held.worth:
        yield from _table(held.worth)
    yield "</section>\n"


def _sentence(told: Told) -> str:
    """The sentence; what is reworded has its words marked."""
    said = told.sentence()
    held = () if isinstance(told, Found) else wording(told)
    words = marked(held) if held else ""
    if not words or not said.endswith(words):
        return _e(said)
    return _e(said.removesuffix(words)) + "".join(map(_piece, held))


def _piece(piece: Piece) -> str:
    tag = {"deleted": "del", "inserted": "ins"}.get(piece.kind)
    words = _e(safe(piece.text))
    return f"<{tag}>{words}</{tag}>" if tag else words


def _table(held: Worth) -> Iterator[str]:
    heads = [_("Year"), _("Payer"), _("Before"), _("After"), _("Difference")]
    yield f"<table>\n<caption>{_e(_('Money by calendar year'))}</caption>\n<thead><tr>"
    yield "".join(f'<th scope="col">{_e(head)}</th>' for head in heads) + "</tr></thead>\n<tbody>\n"
    for row in held.rows:
        sums = (money(row.before), money(row.after), more(row.by))
        yield _row(year(row), payers(row, held), sums)
    if term := over_term(held):
        yield _row(_("Over the term"), "", term)
    yield "</tbody>\n</table>\n"


def _row(head: str, who: str, sums: tuple[str, str, str]) -> str:
    cells = "".join(f'<td class="sum">{_e(one)}</td>' for one in sums)
    return f'<tr><th scope="row">{_e(head)}</th><td>{_e(who)}</td>{cells}</tr>\n'


def _e(text: str) -> str:
    return escape(text, quote=True)
