"""A finding becomes finished: put at its line, in the reader's words, with the hash it is known by.

Knows documents and rules' words; judges nothing and decides no weight.
"""

import hashlib
import unicodedata

from iop_cli.diagnostic import NOWHERE, Diagnostic, Related, Severity, Span
from iop_cli.document import Document, shown
from iop_cli.finding import Finding, Where, path_text
from iop_cli.rules.rule import Rule
from iop_cli.words import _, say

# the line itself holds what must not be shown again: a personal identity number
NEVER_SHOWN = ("IOP808",)


def placed(
    rule: Rule, finding: Finding, weight: Severity, document: Document | None, name: str,
    where: Where, agreement: str | None = None, raw: bytes = b"",
) -> Diagnostic:  # fmt: skip
    """The finished finding; `where` is the place in the text, `name` the file's.

    `raw` is shown where there is no document: a text that is not YAML has lines all the same.
    """
    span = finding.span or (document.span(where, finding.key) if document else NOWHERE)
    place = path_text(finding.where)
    excerpt = ""
    if rule.code not in NEVER_SHOWN:
        lines = raw.decode("utf-8", "replace").split("\n") if document is None else document.lines
        excerpt = shown(lines, span.line)
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=weight,
        message=say(finding.says, **finding.values),
        help=say(finding.help, **finding.values) if finding.help else _(rule.way_out),
        file=name,
        span=span,
        where=place,
        agreement=agreement,
        excerpt=excerpt,
        fingerprint=fingerprint(rule.code, place, finding.values),
        related=tuple(_related(r, document, name) for r in finding.related),
    )


def _related(item: tuple[Where | Span, str], document: Document | None, name: str) -> Related:
    place, says = item
    if isinstance(place, Span):
        return Related(name, place, _(says))
    return Related(name, document.span(place) if document else NOWHERE, _(says))


def fingerprint(code: str, place: str, values: dict[str, object]) -> str:
    """Eight hexadecimal digits for a finding: its code, place and values, in no language."""
    parts = [code, nfc(place), *(f"{k}={_plain(v)}" for k, v in sorted(values.items()))]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:8]


def _plain(value: object) -> str:
    if type(value) is str:
        return value
    if isinstance(value, list | tuple):
        return "|".join(_plain(v) for v in value)
    return str(getattr(value, "text", value))


def nfc(text: str) -> str:
    """A text with its letters composed, as places are compared."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def rests_on(where: Where, damaged: frozenset[Where]) -> bool:
    """Whether a judgement rests on a value that could not be read: then it is not made."""
    return bool(damaged) and any(
        d[: len(where)] == where or where[: len(d)] == d or _beside(where, d) for d in damaged
    )


def _beside(where: Where, damaged: Where) -> bool:
    """Whether a place lies in the same mapping as a key that could not be read."""
    return (
        len(damaged) > 1
        and isinstance(damaged[-1], str)
        and where[: len(damaged) - 1] == damaged[:-1]
    )


def overlaid(where: Where, overlay: dict[Where, Where]) -> Where:
    """Where a value is written that an amendment changed."""
    for length in range(len(where), 0, -1):
        if where[:length] in overlay:
            return (*overlay[where[:length]], *where[length:])
    return where
