"""What has changed between two states, as a reader meets it: text, Markdown, JSON, HTML.

To add a format: a function, its case below, its golden file. Compares nothing and judges nothing.
"""

from collections.abc import Iterator

from iop_cli.difference_report.data import in_json_of
from iop_cli.difference_report.found import Found, come_and_gone
from iop_cli.difference_report.markdown import markdown
from iop_cli.difference_report.page import html
from iop_cli.difference_report.text import commit, one, text
from iop_cli.difference_report.told import RANKS, Partnership, Report, rank_word
from iop_cli.report.run import Look

__all__ = [
    "FORMATS", "RANKS", "Found", "Partnership", "Report", "come_and_gone", "commit", "one",
    "rank_word", "set_as",
]  # fmt: skip

FORMATS = ("text", "markdown", "json", "html")


def set_as(form: str, report: Report, look: Look) -> Iterator[str]:
    """The report in one of the formats, in pieces."""
    match form:
        case "markdown":
            return markdown(report)
        case "json":
            return in_json_of(report)
        case "html":
            return html(report)
        case _:
            return text(report, look)
