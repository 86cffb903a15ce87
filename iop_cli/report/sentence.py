"""The words around a finding: how heavy it is, where it stands, the way out, who accepted it.

Every value comes out safe to print. Knows no format, no colour and no width.
"""

import re

from iop_cli.diagnostic import Accepted, Diagnostic, Related, Severity, Span
from iop_cli.report.run import Head, Tally
from iop_cli.report.safe import safe
from iop_cli.words import _, mark, plural, say, series

_WORD = {
    Severity.ERROR: mark("error"),
    Severity.WARNING: mark("warning"),
    Severity.INFO: mark("info"),
}
_ACCEPTED_WORD = {
    Severity.ERROR: mark("accepted error"),
    Severity.WARNING: mark("accepted warning"),
    Severity.INFO: mark("accepted info"),
}
# the file's own form and the order of invoices cannot be lived with, so no entry is offered
_NEVER_ACCEPTED = re.compile(r"IOP(1\d\d|90[678])\Z")
_PLAIN_YAML = re.compile(r"[^\W\d][\w./-]*\Z")


def severity_word(severity: Severity) -> str:
    """The severity in the reader's language."""
    return _(_WORD[severity])


def standing(finding: Diagnostic) -> str:
    """The severity in the reader's language, and whether the finding is accepted."""
    return _((_ACCEPTED_WORD if finding.accepted else _WORD)[finding.severity])


def place(file: str, span: Span) -> str:
    """The place as terminals and editors follow it: path:line:column."""
    return f"{safe(file)}:{span.line}:{span.column}"


def place_in_words(file: str, span: Span) -> str:
    """The place as a screen reader says it."""
    return say(
        mark("{file}, line {line}, column {column}"),
        file=safe(file),
        line=str(span.line),
        column=str(span.column),
    )


def title(finding: Diagnostic) -> str:
    """The rule's code and name."""
    return f"{safe(finding.code)} {safe(finding.name)}"


def see_also(related: Related, where: str) -> str:
    """A second place that belongs to the finding; `where` is that place, already in words."""
    return say(mark("See also: {place}: {what}"), place=where, what=safe(related.message))


def way_out(finding: Diagnostic) -> list[str]:
    """The way out, if the finding knows one."""
    return [say(mark("Way out: {help}"), help=safe(finding.help))] if finding.help else []


def acceptance(accepted: Accepted) -> str:
    """Why the finding is lived with; and who accepted it, when and until when, as far as told."""
    parts = [
        (mark("Accepted"), "yes"),
        (mark("by {value}"), accepted.by),
        (mark("on {value}"), accepted.date),
        (mark("until {value}"), accepted.until),
    ]
    told = " ".join(say(words, value=safe(value)) for words, value in parts if value)
    return say(mark("{told}: {because}"), told=told, because=safe(accepted.because))


def standing_or_entry(finding: Diagnostic) -> list[str]:
    """Who accepted the finding, or else the beginning of an entry for accepted_findings."""
    if finding.accepted:
        return [acceptance(finding.accepted)]
    if not (finding.fingerprint and finding.where) or _NEVER_ACCEPTED.match(finding.code):
        return []
    where = safe(finding.where)
    quoted = where if _PLAIN_YAML.match(where) else "'" + where.replace("'", "''") + "'"
    entry = f'- {{rule: {finding.code}, where: {quoted}, finding: "{safe(finding.fingerprint)}"}}'
    return [say(mark("To accept: {entry}"), entry=entry)]


def paragraphs(finding: Diagnostic) -> list[str]:
    """The finding in full, for formats that keep the place elsewhere; one line a paragraph."""
    return [
        safe(finding.message),
        *([acceptance(finding.accepted)] if finding.accepted else []),
        *(see_also(other, place(other.file, other.span)) for other in finding.related),
        *way_out(finding),
    ]


def closing(tally: Tally, head: Head) -> str:
    """The last line: how many of what, how many accepted, how much was looked at."""
    counts = [
        words
        for count, words in (
            (tally.errors, plural("{count} error", "{count} errors", tally.errors)),
            (tally.warnings, plural("{count} warning", "{count} warnings", tally.warnings)),
            (tally.infos, plural("{count} info", "{count} infos", tally.infos)),
        )
        if count
    ]
    what = series(counts) or _("Nothing to remark on")
    if tally.accepted:
        what += "; " + plural("{count} accepted", "{count} accepted", tally.accepted)
    looked = say(
        mark("{what}. Looked at {files} and {agreements}."),
        what=what,
        files=plural("{count} file", "{count} files", head.files),
        agreements=plural("{count} agreement", "{count} agreements", head.agreements),
    )
    only_strict = tally.ok(strict=False) and not tally.ok(head.strict)
    return f"{looked} {_('With --strict, warnings fail the run.')}" if only_strict else looked
