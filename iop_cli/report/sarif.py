"""Findings as SARIF 2.1.0, the form in which code hosts keep findings between runs.

An accepted finding keeps its level and carries a suppression. Knows no other format.
"""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from iop_cli.diagnostic import Diagnostic, Severity, Span
from iop_cli.report.data import listed
from iop_cli.report.run import Head, RuleWords
from iop_cli.report.safe import in_json, safe
from iop_cli.report.sentence import paragraphs

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(found: Iterable[Diagnostic], head: Head, rules: Sequence[RuleWords]) -> Iterator[str]:
    """One run: the rules with their pages, then every finding."""
    places = {rule.code: place for place, rule in enumerate(rules)}
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{"tool": {{"driver": '
    yield in_json(_driver(head)).removesuffix("}") + ', "rules": ['
    yield from listed(map(_rule, rules), "\n  ")
    yield ']}},\n "columnKind": "unicodeCodePoints", "results": ['
    yield from listed((_result(finding, places) for finding in found), "\n  ")
    yield "]}]}\n"


def _driver(head: Head) -> dict[str, str]:
    name, _space, version = head.tool.partition(" ")
    return {"name": name, "version": version} if version else {"name": name}


def _rule(rule: RuleWords) -> dict[str, object]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.help, "markdown": rule.help},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _result(finding: Diagnostic, places: dict[str, int]) -> dict[str, object]:
    result: dict[str, object] = {"ruleId": finding.code}
    if finding.code in places:
        result["ruleIndex"] = places[finding.code]
    result["level"] = _LEVEL[finding.severity]
    result["message"] = _message("\n".join(paragraphs(finding)))
    result["locations"] = [_location(finding.file, finding.span)]
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(other.file, other.span),
                "message": _message(safe(other.message)),
            }
            for number, other in enumerate(finding.related, start=1)
        ]
    if finding.fingerprint:
        result["partialFingerprints"] = {"iop/v1": finding.fingerprint}
    if finding.accepted:
        reason = {"kind": "inSource", "justification": safe(finding.accepted.because)}
        result["suppressions"] = [reason]
    return result


def _message(text: str) -> dict[str, str]:
    # in a SARIF message [words](target) is a link, which no value of a file may make
    return {"text": text.replace("](", "] (")}


def _location(file: str, span: Span) -> dict[str, object]:
    uri = quote(file.encode("utf-8", "surrogatepass"))
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }
    }
