"""Changes for machines, in the form that the published schema `diff` describes."""

from collections.abc import Iterator
from typing import Any

from iop_cli.difference import as_data, worth_data
from iop_cli.difference_report.found import Found
from iop_cli.difference_report.told import Partnership, Report
from iop_cli.report.safe import in_json

Json = dict[str, Any]


def in_json_of(report: Report) -> Iterator[str]:
    """The report as JSON on one line."""
    held = [_one(partnership) for partnership in report.partnerships]
    sides = {"before": report.before, "after": report.after}
    yield in_json({"format": 1, **sides, "agreements": held}) + "\n"


def _one(held: Partnership) -> Json:
    return {
        "id": held.id,
        "title": held.title or None,
        "file": held.file,
        "was": held.was,
        "changes": [*as_data(held.changes), *map(_found, held.found)],
        "worth": worth_data(held.worth) if held.worth else None,
    }


def _found(held: Found) -> Json:
    """A finding as a change of what is found at its place."""
    finding = held.finding
    body = {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
    }
    return {
        "where": finding.where,
        "was": None,
        "in_log": finding.file.endswith((".log.yaml", ".log.yml")),
        "about": "findings",
        "kind": held.kind,
        "rank": held.rank.value,
        "before": body if held.kind == "removed" else None,
        "after": body if held.kind == "added" else None,
        "sentence": held.sentence(),
        "words": None,
        "changes": [],
    }
