"""Findings as Markdown tables, for the summary of a build step or a comment.

No value of a file becomes markup, a link or a mention. No raw HTML.
"""

import re
from collections.abc import Iterable, Iterator

from iop_cli.diagnostic import Diagnostic
from iop_cli.report.run import Head, Tally
from iop_cli.report.safe import safe
from iop_cli.report.sentence import acceptance, closing, place, severity_word, title
from iop_cli.words import _

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~#&$]|:(?=/)|(?i:(?<=www))\.")


def markdown(found: Iterable[Diagnostic], head: Head) -> Iterator[str]:
    """A table of what is not accepted, a table of what is, and the count."""
    tally = Tally()
    accepted: list[str] = []
    opening = _table(_("Findings"), _("Way out"))
    for finding in tally.through(found):
        if finding.accepted:
            # held back until the end: every acceptance was written by hand, so they are few
            accepted.append(_row(finding, acceptance(finding.accepted)))
            continue
        yield opening + _row(finding, safe(finding.help))
        opening = ""
    if accepted:
        yield "" if opening else "\n"
        yield _table(_("Accepted findings"), _("Acceptance"))
        yield from accepted
    yield ("\n" if tally != Tally() else "") + _escaped(closing(tally, head)) + "\n"


def _table(heading: str, last_column: str) -> str:
    columns = (_("Severity"), _("Place"), _("Code"), _("Finding"), last_column)
    return f"## {heading}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n"


def _row(finding: Diagnostic, last: str) -> str:
    cells = (
        severity_word(finding.severity),
        place(finding.file, finding.span),
        title(finding),
        safe(finding.message),
        last,
    )
    return f"| {' | '.join(map(_escaped, cells))} |\n"


def _escaped(text: str) -> str:
    # a backslash does not stop a mention or an address from becoming a link; a code span does
    return _MARKUP.sub(lambda found: "\\" + found[0], text).replace("@", "`@`")
