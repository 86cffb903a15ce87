"""The sheet that a reviewer gets: the findings, each changed agreement, its money, who decides.

Holds what every format shows; sets no format and judges nothing more.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iop_cli.difference import Change, Rank, Worth, worth
from iop_cli.difference_report import Partnership
from iop_cli.gate import Noted
from iop_cli.gate.delegation import Decider, Limit, deciders
from iop_cli.gate.fault import REASONS, Case
from iop_cli.words import mark, say, series

_ORDER = (Rank.MATERIAL, Rank.MINOR, Rank.EDITORIAL)


@dataclass(frozen=True)
class Changed:
    """One agreement that changed, with its money where it differs, and who must decide."""

    held: Partnership
    deciders: tuple[Decider, ...]

    def by_rank(self) -> list[Change]:
        """Its changes, those that weigh most first."""
        return sorted(self.held.changes, key=lambda change: _ORDER.index(change.rank))

    @property
    def is_material(self) -> bool:
        """Whether somebody must decide anything of it."""
        return any(c.rank is Rank.MATERIAL and not c.in_log for c in self.held.changes)


@dataclass(frozen=True)
class Sheet:
    """What a review came to; `before` and `after` as they were asked for, None the working tree."""

    tool: str
    today: str
    before: str
    after: str | None
    table: tuple[Noted, ...]
    changed: tuple[Changed, ...]
    has_delegation: bool

    @property
    def passes(self) -> bool:
        """Whether nothing fails the review."""
        return not any(one.reason for one in self.table)

    def reasons(self) -> Iterator[tuple[str, int]]:
        """The words of what fails it, in their order, and how often."""
        counted = Counter(one.reason for one in self.table if one.reason)
        return ((word, counted[word]) for word in REASONS if counted[word])

    def verdict(self) -> str:
        """Whether it passes, and what fails it."""
        told = [f"{count} × {word}" for word, count in self.reasons()]
        if told:
            return say(mark("The review fails: {reasons}."), reasons=series(told))
        if not self.changed and not self.table:
            return say(mark("The review passes: no agreement has changed."))
        return say(mark("The review passes."))


def changed_in(case: Case, table: Sequence[Limit]) -> Changed:
    """What changed in one agreement, and who must decide it."""
    words = case.words_after or case.words_before
    title = words.get("title")
    held = worth(case.before, case.after)
    partnership = Partnership(
        id=case.id,
        title=title if isinstance(title, str) else "",
        file=case.now,
        was=case.was if case.was != case.now else None,
        changes=case.changes,
        worth=None if _is_same(held) else held,
    )
    return Changed(partnership, tuple(deciders(case, held, table)))


def _is_same(held: Worth) -> bool:
    return held.before == held.after and all(row.is_same for row in held.rows)
