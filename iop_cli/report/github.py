"""Findings as GitHub workflow commands, which show as annotations beside the changed lines.

Knows how GitHub reads a command; prints no summary, for that is the Markdown report's.
"""

from collections.abc import Iterable, Iterator

from iop_cli.diagnostic import Diagnostic, Severity
from iop_cli.report.safe import safe
from iop_cli.report.sentence import paragraphs, title

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(found: Iterable[Diagnostic]) -> Iterator[str]:
    """One command a finding; an accepted finding is a notice with its reason."""
    for finding in found:
        command = "notice" if finding.accepted else _COMMAND[finding.severity]
        properties = ",".join(f"{key}={_property(value)}" for key, value in _properties(finding))
        yield f"::{command} {properties}::{_data(chr(10).join(paragraphs(finding)))}\n"


def _properties(finding: Diagnostic) -> Iterator[tuple[str, str]]:
    span = finding.span
    yield "file", safe(finding.file)
    yield "line", str(span.line)
    # GitHub refuses columns on an annotation that covers several lines
    if span.line == span.end_line:
        yield "col", str(span.column)
    yield "endLine", str(span.end_line)
    if span.line == span.end_line:
        yield "endColumn", str(span.end_column)
    yield "title", title(finding)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
