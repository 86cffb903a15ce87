"""The gate of a review: what may not pass, who must decide, and the table for the reviewer.

Judges what it is given, before and after; touches no disk and no git.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iop_cli.diagnostic import Diagnostic, Severity
from iop_cli.difference_report import come_and_gone
from iop_cli.gate.delegation import Decider, Limit, deciders, limits
from iop_cli.gate.fault import CODE, REASONS, Case, Fault
from iop_cli.gate.kept import acceptances, is_issued, issued, ledger, log
from iop_cli.gate.lines import changed_lines
from iop_cli.gate.terms import terms

__all__ = [
    "CODE", "REASONS", "Case", "Decider", "Fault", "Limit", "Noted", "changed_lines", "deciders",
    "faults", "is_issued", "issued", "ledger", "limits", "noted",
]  # fmt: skip

# a rule that finds the same fault in the file as it stands
_TWIN = {"accepted-without-reason": "IOP122", "log-entry-twice": "IOP904"}


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding for the reviewer: why it fails the review (None: it does not), and its line."""

    finding: Diagnostic
    reason: str | None = None
    on_changed_line: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """What fails first, then what stands on changed lines, then the rest."""
        return (not self.on_changed_line, self.reason is None, self.finding.order)


def faults(case: Case) -> list[Fault]:
    """Everything that fails a review in one partnership, but for the errors that rules find."""
    found = [*terms(case), *log(case), *acceptances(case)]
    return list(dict.fromkeys(found))


def noted(
    found: Iterable[Fault], before: Iterable[Diagnostic], after: Iterable[Diagnostic],
    changed: dict[str, frozenset[int]],
) -> list[Noted]:  # fmt: skip
    """The one table: what fails by itself, and what rules find now, held against what they found.

    `changed` holds the changed lines of each file that changed.
    """
    own = list(found)
    twins = {(f.finding.file, f.finding.span.line, _TWIN.get(f.reason)) for f in own}
    table = [_noted(f.finding, f.reason, changed) for f in own]
    for finding, is_new in _weighed(before, after):
        if (finding.file, finding.span.line, finding.code) not in twins:
            table.append(_noted(finding, "error-added" if is_new else None, changed))
    return sorted(table, key=lambda one: one.order)


def _noted(finding: Diagnostic, reason: str | None, changed: dict[str, frozenset[int]]) -> Noted:
    lines, span = changed.get(finding.file, frozenset()), finding.span
    touched = any(
        line in lines for line in range(span.line, min(span.end_line, span.line + 50) + 1)
    )
    return Noted(finding, reason, touched)


def _weighed(
    before: Iterable[Diagnostic], after: Iterable[Diagnostic]
) -> Iterator[tuple[Diagnostic, bool]]:
    """Each finding now, and whether it is an error that nobody accepted and that was not before."""
    was, now = defaultdict[str, list[Diagnostic]](list), defaultdict[str, list[Diagnostic]](list)
    for held, every in ((was, before), (now, after)):
        for finding in every:
            held[finding.agreement or finding.file].append(finding)
    for id, found in now.items():
        new = {_seen(one.finding) for one in come_and_gone(was[id], found) if one.kind == "added"}
        for finding in found:
            yield finding, _seen(finding) in new and finding.severity is Severity.ERROR


def _seen(finding: Diagnostic) -> tuple[object, ...]:
    return (*finding.order, finding.fingerprint)
