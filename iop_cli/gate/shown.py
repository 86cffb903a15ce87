"""A review in its formats: for a terminal, a comment, machines, and the lines of a merge request.

To add a format: its name, a function, its case below.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from iop_cli.diagnostic import Diagnostic, Severity
from iop_cli.gate.comment import comment
from iop_cli.gate.data import in_json_of
from iop_cli.gate.fault import CODE
from iop_cli.gate.page import page
from iop_cli.gate.sheet import Sheet
from iop_cli.report import Format, Head, Look, render
from iop_cli.words import mark, say

FORMATS = ("text", "markdown", "json", "github", "gitlab")


def shown(sheet: Sheet, form: str, look: Look) -> Iterator[str]:
    """The review in one of the formats, in pieces."""
    match form:
        case "markdown":
            return comment(sheet)
        case "json":
            return in_json_of(sheet)
        case "github":
            return _on_lines(sheet, Format.GITHUB)
        case "gitlab":
            return _on_lines(sheet, Format.GITLAB)
        case _:
            return page(sheet, look)


def _on_lines(sheet: Sheet, form: Format) -> Iterator[str]:
    """What fails the review and what stands on changed lines, each at its line."""
    told = [_weighed(one.finding, one.reason) for one in sheet.table
            if one.reason or one.on_changed_line]  # fmt: skip
    head = Head(sheet.tool, sheet.today, None, False, 0, len(sheet.changed))
    return render(sorted(told, key=_order), form, head, [], Look())


def _order(finding: Diagnostic) -> tuple[Any, ...]:
    return finding.order


def _weighed(finding: Diagnostic, reason: str | None) -> Diagnostic:
    """The finding; an error that stood there before does not fail the review, and is a warning."""
    if finding.code == CODE or reason or finding.severity is not Severity.ERROR:
        return finding
    message = say(mark("{message} (it stood here before the change)"), message=finding.message)
    return replace(finding, severity=Severity.WARNING, message=message)
