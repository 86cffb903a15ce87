"""One change of meaning: where, what stood there, what stands there now, how heavy it weighs.

Says itself as a sentence in the reader's language (see telling). Compares nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from iop_cli.difference.shape import RAW, Shape
from iop_cli.finding import Where, at
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Rank

Kind = Literal["added", "removed", "changed"]

# the order in which a lawyer reads: who, what for, how long, the way out, duties, money, the rest
SECTIONS = (
    "agreement", "parties", "purpose", "term", "notice", "activities", "commitments",
    "contributions", "payments", "budgets", "conditions", "steering", "follow_up", "criteria",
    "clauses", "decisions", "signatures", "amendments", "document", "log", "findings",
)  # fmt: skip
_SECTION_OF = {
    "parties": "parties", "initiative": "parties", "purpose": "purpose", "target_group": "purpose",
    "programme": "purpose", "term": "term", "follows": "term", "notice": "notice",
    "activities": "activities", "commitments": "commitments", "contributions": "contributions",
    "other_funding": "contributions", "payments": "payments", "stated_sum": "payments",
    "repayment": "payments", "surplus": "payments", "budgets": "budgets",
    "conditions": "conditions", "governance": "steering", "follow_up": "follow_up",
    "criteria": "criteria", "purchase_signs": "criteria", "value_class": "criteria",
    "clauses": "clauses", "announces": "clauses", "decisions": "decisions",
    "seal": "signatures",
    "signatures": "signatures", "copies": "signatures", "copies_to": "signatures",
    "amendments": "amendments", "accepted_findings": "findings", "format": "document",
    "language": "document", "original": "document", "attachments": "document",
    "not_public": "document", "added": "document",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """The words of the agreement and of its log before and after; agreements that could be read."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    log_before: dict[str, Any] = field(default_factory=dict)
    log_after: dict[str, Any] = field(default_factory=dict)
    was: Agreement | None = None
    now: Agreement | None = None

    def get(self, *where: str | int) -> Any:
        """What stands at a place now, else what stood there."""
        held = at(self.after, where)
        return at(self.before, where) if held is None else held


@dataclass(frozen=True)
class Change:
    """One change. `where` is its place in the text after it, or before it where it is removed.

    `was` is its place in the text before, with the list numbers of that text; `before` and `after`
    are the words as written, None where nothing stands. `pattern` is the place with * for ids and
    list numbers; `labels` say what each of its keys is. `inner` are the changes that an amendment
    makes.
    """

    where: Where
    was: Where
    kind: Kind
    before: Any
    after: Any
    rank: Rank
    pattern: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    in_log: bool = False
    inner: tuple["Change", ...] = ()
    shape: Shape = RAW
    scene: Scene = field(default_factory=Scene, repr=False, compare=False)
    says: Callable[["Change"], str] = field(default=lambda _change: "", repr=False, compare=False)

    @property
    def about(self) -> str:
        """The section that it belongs to: parties, term, payments, log …"""
        if self.in_log:
            return "log"
        return _SECTION_OF.get(self.pattern[0], "agreement") if self.pattern else "agreement"

    @property
    def order(self) -> tuple[int, int, str]:
        """Where it stands among the changes of one agreement."""
        kind = ("changed", "added", "removed").index(self.kind)
        return SECTIONS.index(self.about), 0 if len(self.pattern) < 3 else 1, str(kind)

    def sentence(self) -> str:
        """What it means, in the reader's language."""
        return self.says(self)
