"""An agreement that is new, gone or cannot be read: one change, one sentence of its essentials."""

from dataclasses import replace
from typing import Any

from iop_cli.book import Opened
from iop_cli.difference.change import Change, Kind, Scene
from iop_cli.difference.naming import quoted
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Rank
from iop_cli.phrases import STATUS, chosen, few, joined, told
from iop_cli.portrait.when import span
from iop_cli.report.safe import safe
from iop_cli.words import _, mark, series


def words_of(opened: Opened | None) -> dict[str, Any]:
    """The words of an agreement as its file says them; empty where there are none."""
    return opened.document.data if opened and opened.document else {}


def log_of(opened: Opened | None) -> dict[str, Any]:
    """The words of a log as its file says them; empty where there are none."""
    return opened.log_document.data if opened and opened.log_document else {}


def scene_of(before: Opened | None, after: Opened | None) -> Scene:
    """What both texts say, for the sentences."""
    return Scene(
        before=words_of(before),
        after=words_of(after),
        log_before=log_of(before),
        log_after=log_of(after),
        was=before.body.value if before else None,
        now=after.body.value if after else None,
    )


def whole(before: Opened | None, after: Opened | None) -> list[Change]:
    """The one change where an agreement is new or gone; nothing where both are there."""
    if before is None and after is not None:
        return [_change("added", before, after, _added)]
    if after is None and before is not None:
        return [_change("removed", before, after, _removed)]
    return []


def unread(before: Opened, after: Opened) -> list[Change]:
    """The one change where a file could be read and no longer can, or the other way round."""
    if before.document is None and after.document is not None:
        return [_change("changed", before, after, _read_again)]
    if after.document is None and before.document is not None:
        return [_change("changed", before, after, _not_read)]
    return []


def unread_log(before: Opened, after: Opened) -> list[Change] | None:
    """The one change where a log can no longer be read, or can again; None where both can be."""
    was, now = (o.log_document is None and bool(o.log.problems) for o in (before, after))
    if not was and not now:
        return None
    if was and now:
        return []
    change = _change("changed", before, after, _log_not_read if now else _log_read_again)
    scene = change.scene
    held = (scene.log_before or None, scene.log_after or None)
    return [replace(change, before=held[0], after=held[1], in_log=True)]


def _change(kind: Kind, before: Opened | None, after: Opened | None, says: Any) -> Change:
    return Change(
        where=(),
        was=(),
        kind=kind,
        before=words_of(before) or None,
        after=words_of(after) or None,
        rank=Rank.MATERIAL,
        scene=scene_of(before, after),
        says=says,
    )


def _added(change: Change) -> str:
    says = mark("a new agreement: {words}")
    return told(says, words=_essentials(change.scene.now, change.scene.after))


def _removed(change: Change) -> str:
    says = mark("the agreement is taken away: {words}")
    return told(says, words=_essentials(change.scene.was, change.scene.before))


def _read_again(_change: Change) -> str:
    return _("the file can be read again; what it said before is not known")


def _not_read(_change: Change) -> str:
    return _("the file can no longer be read; iop validate says why")


def _log_read_again(_change: Change) -> str:
    return _("the log can be read again; what it said before is not known")


def _log_not_read(_change: Change) -> str:
    return _("the log can no longer be read; iop validate says why")


def _essentials(agreement: Agreement | None, words: dict[str, Any]) -> str:
    """What it is called, how far it has come, between whom, how long."""
    title = words.get("title")
    if agreement is None:
        return quoted(title) if isinstance(title, str) else _("nothing of it can be read")
    parties = [safe(p.name) for p in agreement.parties.values() if p.role != "named"]
    term = agreement.term
    return joined(
        quoted(agreement.title),
        chosen(STATUS, agreement.status),
        told(mark("between {parties}"), parties=series(few(parties))) if parties else "",
        span(term.start, term.end) if term else "",
    )
