"""Findings as texts: one small function for each format, all of them streams in and streams out.

To add a format: a member of `Format`, a function, its case below, its golden file.
Prints nothing, opens nothing, and never drops, merges or regrades a finding.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from iop_cli.diagnostic import Diagnostic
from iop_cli.report.data import gitlab, json, jsonl, rdjson
from iop_cli.report.github import github
from iop_cli.report.junit import junit
from iop_cli.report.markdown import markdown
from iop_cli.report.run import Format, Head, Look, RuleWords, Tally
from iop_cli.report.safe import safe
from iop_cli.report.sarif import sarif
from iop_cli.report.sentence import severity_word
from iop_cli.report.text import concise, text

__all__ = ["Format", "Head", "Look", "RuleWords", "Tally", "render", "safe", "severity_word"]


def render(  # noqa: C901  one case for each format, and nothing else
    found: Iterable[Diagnostic], format: Format, head: Head, rules: Sequence[RuleWords], look: Look
) -> Iterator[str]:
    """The report in pieces as findings arrive; `found` is sorted by file and place."""
    match format:
        case Format.TEXT:
            return text(found, head, look)
        case Format.CONCISE:
            return concise(found)
        case Format.JSON:
            return json(found, head)
        case Format.JSONL:
            return jsonl(found, head)
        case Format.GITHUB:
            return github(found)
        case Format.GITLAB:
            return gitlab(found)
        case Format.SARIF:
            return sarif(found, head, rules)
        case Format.JUNIT:
            return junit(found, head)
        case Format.RDJSON:
            return rdjson(found)
        case Format.MARKDOWN:
            return markdown(found, head)
        case _:
            assert_never(format)
