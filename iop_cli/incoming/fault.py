"""A fault of an incoming invoice, and how it becomes a finding with its place in the XML.

Chooses no words and judges nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from iop_cli.diagnostic import NOWHERE, Diagnostic, Related, Span
from iop_cli.document import inside
from iop_cli.incoming.roll import roll
from iop_cli.incoming.tree import Element
from iop_cli.invoice import Because
from iop_cli.placing import fingerprint
from iop_cli.words import _, say

_LONGEST_LINE = 2_000
_LONGEST_VALUE = 300


@dataclass(frozen=True)
class Fault:
    """What does not agree: a code, a marked message with its values, the place, and the reasons."""

    code: str
    says: str
    at: Element | Span
    values: Mapping[str, object] = field(default_factory=dict)
    related: tuple[Because, ...] = ()
    help: str = ""


def finished(fault: Fault, file: str, lines: list[str], agreement: str | None) -> Diagnostic:
    """The finding, in the reader's words; `lines` are the XML's."""
    rule, at = roll()[fault.code], fault.at
    where = at.path if isinstance(at, Element) else ""
    span = inside(at.span if isinstance(at, Element) else at, lines) if lines else NOWHERE
    excerpt = lines[span.line - 1] if lines else ""
    values = {k: _short(v) for k, v in fault.values.items()}
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=say(fault.says, **values),
        help=say(fault.help, **values) if fault.help else _(rule.way_out),
        file=file,
        span=span,
        where=where,
        agreement=agreement,
        excerpt=excerpt if len(excerpt) <= _LONGEST_LINE else "",
        fingerprint=fingerprint(rule.code, where, dict(fault.values)),
        related=tuple(Related(b.file, Span(b.line, 1, b.line, 1), b.says) for b in fault.related),
    )


def _short(value: object) -> object:
    """A value that is not longer than a sentence can hold."""
    is_long = type(value) is str and len(value) > _LONGEST_VALUE
    return f"{str(value)[: _LONGEST_VALUE - 1]}…" if is_long else value
