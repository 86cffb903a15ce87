"""Findings that have come and that are gone between two states; accepted ones are passed by.

A finding is the same by its fingerprint, or by its words where only its number in a list is
another. Weighs each by its severity.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from iop_cli.diagnostic import Diagnostic, Severity
from iop_cli.model.kinds import Rank
from iop_cli.report.safe import safe
from iop_cli.report.sentence import severity_word
from iop_cli.words import mark, say

_Same = Callable[[Diagnostic], tuple[str, ...]]
_RANK = {
    Severity.ERROR: Rank.MATERIAL,
    Severity.WARNING: Rank.MINOR,
    Severity.INFO: Rank.EDITORIAL,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding that has come (added) or is gone (removed)."""

    kind: Literal["added", "removed"]
    finding: Diagnostic

    @property
    def rank(self) -> Rank:
        """How heavy it weighs: as its severity."""
        return _RANK[self.finding.severity]

    def sentence(self) -> str:
        """Which finding, and whether it is new."""
        says = mark("new: {severity} {code}: {message}")
        if self.kind == "removed":
            says = mark("gone: {severity} {code}: {message}")
        held = self.finding
        words = {"severity": severity_word(held.severity), "code": f"{held.code} {held.name}"}
        return say(says, **words, message=safe(held.message))


def come_and_gone(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> tuple[Found, ...]:
    """The findings that have come, then those that are gone, each the heaviest first."""
    was, now = ([one for one in held if not one.accepted] for held in (before, after))
    for same in (_exactly, _in_words):
        was, now = _without(was, now, same), _without(now, was, same)
    new, gone = [Found("added", one) for one in now], [Found("removed", one) for one in was]
    return *sorted(new, key=_heaviest), *sorted(gone, key=_heaviest)


def _heaviest(held: Found) -> int:
    return list(_RANK).index(held.finding.severity)


def _without(held: list[Diagnostic], other: list[Diagnostic], same: _Same) -> list[Diagnostic]:
    """The findings that have none like them among the others."""
    there = Counter(map(same, other))
    left = []
    for finding in held:
        key = same(finding)
        if there[key]:
            there[key] -= 1
        else:
            left.append(finding)
    return left


def _exactly(finding: Diagnostic) -> tuple[str, ...]:
    return finding.code, finding.fingerprint


def _in_words(finding: Diagnostic) -> tuple[str, ...]:
    return finding.code, re.sub(r"\[\d+\]", "[]", finding.where), finding.message
