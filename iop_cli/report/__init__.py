"""Findings as texts: one small function for each format, all of them streams in and streams out.

To add a format: a member of `Format`, a function, its case below, its golden file.
Prints nothing, opens nothing, and never drops, merges or regrades a finding.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import assert_never

from iop_cli.diagnostic import Diagnostic
from iop_cli.report.run import Format, Head, Look, RuleWords, Tally
from iop_cli.report.safe import safe
from iop_cli.report.sentence import severity_word

__all__ = [
    "Format", "Head", "Look", "RuleWords", "Tally", "ending", "one_by_one", "render", "safe",
    "severity_word",
]  # fmt: skip


def render(  # noqa: C901  one case for each format, and nothing else
    found: Iterable[Diagnostic], format: Format, head: Head, rules: Sequence[RuleWords], look: Look
) -> Iterator[str]:
    """The report in pieces as findings arrive; `found` is sorted by file and place."""
    match format:
        case Format.TEXT:
            from iop_cli.report.text import text

            return text(found, head, look)
        case Format.CONCISE:
            from iop_cli.report.text import concise

            return concise(found)
        case Format.JSON:
            from iop_cli.report.data import json

            return json(found, head)
        case Format.JSONL:
            from iop_cli.report.data import jsonl

            return jsonl(found, head)
        case Format.GITHUB:
            from iop_cli.report.github import github

            return github(found)
        case Format.GITLAB:
            from iop_cli.report.data import gitlab

            return gitlab(found)
        case Format.SARIF:
            from iop_cli.report.sarif import sarif

            return sarif(found, head, rules)
        case Format.JUNIT:
            from iop_cli.report.junit import junit

            return junit(found, head)
        case Format.RDJSON:
            from iop_cli.report.data import rdjson

            return rdjson(found)
        case Format.MARKDOWN:
            from iop_cli.report.markdown import markdown

            return markdown(found, head)
        case _:
            assert_never(format)


def one_by_one(
    format: Format, look: Look
) -> Callable[[Iterable[Diagnostic]], Iterator[str]] | None:
    """What sets each finding, where the format sets it by itself; None where it takes them all.

    Then the pieces for the findings, in their order, and the `ending` are what `render` gives.
    """
    match format:
        case Format.TEXT:
            from iop_cli.report.text import each

            return partial(each, look=look)
        case Format.CONCISE:
            from iop_cli.report.text import concise

            return concise
        case _:
            return None


def ending(format: Format, tally: Tally, head: Head, look: Look) -> str:
    """What stands below the findings that were set one by one."""
    from iop_cli.report.text import count

    return count(tally, head, look) if format is Format.TEXT else ""
