"""Findings as data: our own JSON, and what GitLab and reviewdog read.

JSON is published: keys are never translated. What people read in it is safe to print;
names of files and places keep every character, the hidden ones as escapes.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from iop_cli.diagnostic import Accepted, Diagnostic, Related, Severity, Span
from iop_cli.report.run import Head, Tally
from iop_cli.report.safe import in_json, safe
from iop_cli.report.sentence import paragraphs, title

_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def json(found: Iterable[Diagnostic], head: Head) -> Iterator[str]:
    """One object; `ok` and `summary` stand last, since only the end of the stream knows them."""
    tally = Tally()
    opening = {"tool": head.tool, "format": 1, "today": head.today, "profile": head.profile}
    yield in_json(opening).removesuffix("}") + ',\n "findings": ['
    yield from listed((finding_data(finding) for finding in tally.through(found)), "\n  ")
    yield f'],\n "ok": {in_json(tally.ok(head.strict))},\n'
    yield f' "summary": {in_json(summary(tally, head))}}}\n'


def jsonl(found: Iterable[Diagnostic], head: Head) -> Iterator[str]:
    """A line a finding, then a line with the summary."""
    tally = Tally()
    for finding in tally.through(found):
        yield in_json(finding_data(finding)) + "\n"
    yield in_json({"summary": summary(tally, head)}) + "\n"


def gitlab(found: Iterable[Diagnostic]) -> Iterator[str]:
    """GitLab's code quality report; an accepted finding is shown as information."""
    yield "["
    yield from listed(_gitlab_issues(found), "\n  ")
    yield "]\n"


def rdjson(found: Iterable[Diagnostic]) -> Iterator[str]:
    """reviewdog's diagnostic format, whose columns count UTF-8 bytes from 1.

    An accepted finding is shown as information.
    """
    yield '{"source": {"name": "iop", "url": ""}, "diagnostics": ['
    yield from listed((_reviewdog_diagnostic(finding) for finding in found), "\n  ")
    yield "]}\n"


def listed(items: Iterable[object], before: str) -> Iterator[str]:
    """The items of a JSON array as they come, commas between them."""
    comma = ""
    for item in items:
        yield f"{comma}{before}{in_json(item)}"
        comma = ","


def finding_data(finding: Diagnostic) -> dict[str, object]:
    """A finding with the keys of the published format."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": safe(finding.message),
        "help": safe(finding.help),
        "agreement": finding.agreement,
        "where": finding.where,
        "file": finding.file,
        **_span(finding.span),
        "accepted": _accepted(finding.accepted) if finding.accepted else None,
        "related": [_related(other) for other in finding.related],
        "fingerprint": finding.fingerprint,
    }


def summary(tally: Tally, head: Head) -> dict[str, int]:
    """The counts with the keys of the published format."""
    return {
        "files": head.files,
        "agreements": head.agreements,
        "errors": tally.errors,
        "warnings": tally.warnings,
        "infos": tally.infos,
        "accepted": tally.accepted,
    }


def _span(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _accepted(accepted: Accepted) -> dict[str, str | None]:
    return {
        "because": safe(accepted.because),
        "by": safe(accepted.by) if accepted.by else None,
        "date": accepted.date,
        "until": accepted.until,
    }


def _related(related: Related) -> dict[str, object]:
    return {"file": related.file, **_span(related.span), "message": safe(related.message)}


def _gitlab_issues(found: Iterable[Diagnostic]) -> Iterator[dict[str, object]]:
    file, seen = None, Counter[tuple[str, ...]]()
    for finding in found:
        if finding.file != file:
            file, seen = finding.file, Counter()
        identity = (finding.file, finding.code, finding.where, finding.fingerprint)
        seen[identity] += 1
        unique = in_json([*identity, seen[identity]]).encode()
        yield {
            "description": " · ".join(
                [f"{title(finding)}: {safe(finding.message)}", *paragraphs(finding)[1:]]
            ),
            "check_name": finding.code,
            "fingerprint": hashlib.sha256(unique).hexdigest(),
            "severity": _GITLAB[_weight(finding)],
            "location": {"path": finding.file, "lines": {"begin": finding.span.line}},
        }


def _reviewdog_diagnostic(finding: Diagnostic) -> dict[str, object]:
    span, line = finding.span, finding.excerpt
    end: dict[str, int] = {"line": span.end_line}
    if span.end_line == span.line:
        end["column"] = _byte_column(line, span.end_column)
    return {
        "message": "\n".join(paragraphs(finding)),
        "location": {
            "path": finding.file,
            "range": {
                "start": {"line": span.line, "column": _byte_column(line, span.column)},
                "end": end,
            },
        },
        "severity": _weight(finding).value.upper(),
        "code": {"value": finding.code},
    }


def _weight(finding: Diagnostic) -> Severity:
    # neither format has a word for accepted, and whoever fails a build on them must not fail on it
    return Severity.INFO if finding.accepted else finding.severity


def _byte_column(line: str, column: int) -> int:
    before = line[: column - 1]
    return column + len(before.encode("utf-8", "surrogatepass")) - len(before)
