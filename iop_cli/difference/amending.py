"""What an amendment makes of the text, as changes: those that it adds to the ones before it.

Puts amendments into the words by their day, as they are read; speaks no words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from iop_cli.amendment import amended
from iop_cli.book import MOST_READ
from iop_cli.difference.change import Change, Scene
from iop_cli.difference.comparing import differences
from iop_cli.difference.shape import agreement_shape
from iop_cli.quantity import Moment, NotRead
from iop_cli.record import walk

_WHOLE = ("amendments", "*")


def with_inner(found: Iterable[Change], scene: Scene) -> list[Change]:
    """The changes, those of amendments with what each amendment itself changes."""
    held = list(found)
    come = {str(c.where[1]) for c in held if c.pattern == _WHOLE and c.kind == "added"}
    gone = {str(c.where[1]) for c in held if c.pattern == _WHOLE and c.kind == "removed"}
    now = made_by(scene.after) if come else {}
    was = made_by(scene.before) if gone else {}
    return [_with(change, now, was) if change.pattern == _WHOLE else change for change in held]


def _with(
    change: Change, now: dict[str, tuple[Change, ...]], was: dict[str, tuple[Change, ...]]
) -> Change:
    made = was if change.kind == "removed" else now
    return replace(change, inner=made.get(str(change.where[1]), ()))


def made_by(words: dict[str, Any]) -> dict[str, tuple[Change, ...]]:
    """What each amendment changes in the words of an agreement, after those that hold before it.

    Nothing where there are more of them than are read.
    """
    amendments, found = list(_by_day(words)), {}
    if (len(amendments) + 1) * len(walk(words)) > MOST_READ:
        return {}
    now = words
    for name, changes in amendments:
        later, _unfit = amended(now, changes, ("amendments", name, "changes"), {})
        scene = Scene(before=now, after=later)
        found[name] = tuple(differences(agreement_shape(), now, later, scene))
        now = later
    return found


def _by_day(words: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    held = words.get("amendments")
    every = held.items() if isinstance(held, dict) else ()
    dated = [(_day(item), name, item) for name, item in every if isinstance(item, dict)]
    for _since, name, item in sorted(dated, key=lambda one: one[0]):
        if isinstance(changes := item.get("changes"), dict):
            yield name, changes


def _day(amendment: dict[str, Any]) -> date:
    written = amendment.get("from")
    try:
        moment = Moment.read(written) if isinstance(written, str) else None
    except NotRead:
        moment = None
    return (moment.as_start if moment else None) or date.max
