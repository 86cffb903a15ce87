"""Findings as JUnit XML: a suite for each file, a case for each finding.

Holds the findings of one file at a time. What fails the run is a failure, what is accepted is
skipped, the rest passes with its words.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from iop_cli.diagnostic import Diagnostic
from iop_cli.report.run import Head, Tally, fails
from iop_cli.report.safe import safe
from iop_cli.report.sentence import acceptance, closing, paragraphs, standing, title

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


def junit(found: Iterable[Diagnostic], head: Head) -> Iterator[str]:
    """The report; a run without findings gives one case that passes."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="iop">\n'
    empty = True
    for file, findings in groupby(found, key=attrgetter("file")):
        empty = False
        yield from _suite(file, list(findings), head)
    if empty:
        yield '<testsuite name="iop" tests="1" failures="0" errors="0" skipped="0">\n'
        yield f'<testcase classname="iop" name="{_xml(closing(Tally(), head))}"/>\n</testsuite>\n'
    yield "</testsuites>\n"


def _suite(file: str, findings: list[Diagnostic], head: Head) -> Iterator[str]:
    failures = sum(fails(finding, head.strict) for finding in findings)
    skipped = sum(finding.accepted is not None for finding in findings)
    counts = f'tests="{len(findings)}" failures="{failures}" errors="0" skipped="{skipped}"'
    yield f'<testsuite name="{_xml(safe(file))}" {counts}>\n'
    for finding in findings:
        yield _case(finding, head.strict)
    yield "</testsuite>\n"


def _case(finding: Diagnostic, strict: bool) -> str:
    span = finding.span
    name = f"{title(finding)} ({span.line}:{span.column})"
    opening = f'<testcase classname="{_xml(safe(finding.file))}" name="{_xml(name)}">'
    return f"{opening}{_outcome(finding, strict)}</testcase>\n"


def _outcome(finding: Diagnostic, strict: bool) -> str:
    words = _xml(
        "\n".join([f"{standing(finding)}: {safe(finding.message)}", *paragraphs(finding)[1:]])
    )
    if finding.accepted:
        reason = _xml(acceptance(finding.accepted))
        return f'<skipped message="{reason}"/><system-out>{words}</system-out>'
    if fails(finding, strict):
        message = _xml(safe(finding.message))
        return f'<failure message="{message}" type="{_xml(safe(finding.code))}">{words}</failure>'
    return f"<system-out>{words}</system-out>"


def _xml(text: str) -> str:
    return text.translate(_ENTITIES)
