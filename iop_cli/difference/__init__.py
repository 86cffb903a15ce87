"""What a change means: two states of a partnership, compared by meaning and told as sentences.

Matched by id and by content; order, comments, quotes and the spelling of a value are no change.
Touches no disk and no git, judges nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from iop_cli.book import Opened
from iop_cli.difference.amending import with_inner
from iop_cli.difference.applied import applied
from iop_cli.difference.change import SECTIONS, Change, Scene
from iop_cli.difference.comparing import differences
from iop_cli.difference.data import as_data, diff_schema, worth_data
from iop_cli.difference.shape import agreement_shape, log_shape
from iop_cli.difference.telling import sentence
from iop_cli.difference.texts import wording
from iop_cli.difference.whole import scene_of, unread, unread_log, whole
from iop_cli.difference.wording import Piece
from iop_cli.difference.worth import Row, Worth, worth
from iop_cli.model.kinds import Rank
from iop_cli.words import mark

__all__ = [
    "HEADINGS", "SECTIONS", "Change", "Piece", "Rank", "Row", "Worth", "applied", "as_data",
    "changes", "diff_schema", "sections", "wording", "worth", "worth_data",
]  # fmt: skip

HEADINGS = {
    "agreement": mark("The agreement"),
    "parties": mark("Parties"),
    "purpose": mark("Purpose"),
    "term": mark("Term"),
    "notice": mark("Notice"),
    "activities": mark("Activities"),
    "commitments": mark("Commitments"),
    "contributions": mark("Contributions"),
    "payments": mark("Money"),
    "budgets": mark("Budgets"),
    "conditions": mark("Conditions"),
    "steering": mark("Steering"),
    "follow_up": mark("Follow-up"),
    "criteria": mark("Criteria"),
    "clauses": mark("Clauses"),
    "decisions": mark("Decisions"),
    "signatures": mark("Signatures"),
    "amendments": mark("Amendments"),
    "document": mark("The document"),
    "log": mark("Log"),
    "findings": mark("Findings"),
}


def changes(before: Opened | None, after: Opened | None) -> list[Change]:
    """Every change of an agreement and its log, each once, in a lawyer's order.

    None is that there is no such agreement: then one change tells that it is new or gone.
    """
    if before is None or after is None:
        return whole(before, after)
    scene = scene_of(before, after)
    found = unread(before, after)
    if not found and before.document and after.document:
        found = differences(agreement_shape(), scene.before, scene.after, scene)
    logs = unread_log(before, after)
    found += _of_logs(scene) if logs is None else logs
    return _in_order(with_inner(found, scene))


def _of_logs(scene: Scene) -> list[Change]:
    """What differs in the log; that a log has begun is told by its entries."""
    before, after = scene.log_before, scene.log_after
    head = {key: held for key, held in (before or after).items() if key in ("agreement", "format")}
    return differences(log_shape(), before or head, after or head, scene, in_log=True)


def _in_order(found: Iterable[Change]) -> list[Change]:
    """The changes in a lawyer's order, each with its sentence."""
    return sorted((_speaking(change) for change in found), key=lambda change: change.order)


def _speaking(change: Change) -> Change:
    """The change with its sentence; one of a whole file has it already."""
    if not change.pattern:
        return change
    return replace(change, inner=tuple(_in_order(change.inner)), says=sentence)


def sections(found: Iterable[Change]) -> Iterator[tuple[str, list[Change]]]:
    """The changes by section (see HEADINGS), in their order."""
    for about, held in groupby(found, key=lambda change: change.about):
        yield about, list(held)
