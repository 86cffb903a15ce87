"""What has changed in one partnership between two states: its changes, findings and money.

Asks no git and reads no words of the command line.
"""

from dataclasses import dataclass, replace

from iop_cli.cli.sides import Held, Moved, Side
from iop_cli.diagnostic import Diagnostic
from iop_cli.difference import Change, Worth, changes, worth
from iop_cli.difference_report import Partnership, come_and_gone
from iop_cli.finding import file_id
from iop_cli.model.kinds import Rank
from iop_cli.reading import Today
from iop_cli.setting import Setting
from iop_cli.words import _, mark

Found = tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Sides:
    """The two states, and which partnerships differ between them; `others` are other files."""

    before: Side
    after: Side
    moved: tuple[Moved, ...]
    setting: Setting
    others: tuple[str, ...] = ()
    by_path: bool = False

    def partnership(self, one: Moved) -> Partnership:
        """What has changed in a partnership."""
        today = Today(self.setting.today)
        was, now = self.before.held(one.old, today), self.after.held(one.new, today)
        held = change_of(was, now, by_path=self.by_path)
        found = come_and_gone(*self._findings(was, now))
        return replace(held, found=found, worth=worth_of(was, now))

    def _findings(self, was: Held | None, now: Held | None) -> tuple[Found, Found]:
        if now is None or any(h and h.opened.document is None for h in (was, now)):
            return (), ()
        of = [replace(self.setting, library=s.library) for s in (self.before, self.after)]
        return was.found(of[0]) if was else (), now.found(of[1])


def change_of(was: Held | None, now: Held | None, *, by_path: bool = False) -> Partnership:
    """The changes of a partnership; `by_path`, a file of another name is no renamed one."""
    old, new = was.file.name if was else None, now.file.name if now else None
    return Partnership(
        id=(word_of("id", now) if by_path else "") or file_id(new or old or ""),
        title=word_of("title", now) or word_of("title", was),
        file=new,
        was=old if old != new and not by_path else None,
        changes=tuple(changes_of(was, now)),
    )


def changes_of(was: Held | None, now: Held | None) -> list[Change]:
    """The changes; one sentence where neither side can be read."""
    held = [one.opened if one else None for one in (was, now)]
    if all(one is not None and one.document is None for one in held):
        return [_unread()] if was and now and was.file.raw != now.file.raw else []
    return changes(held[0], held[1])


def _unread() -> Change:
    said = mark("the file has changed, and can be read neither before nor after")
    return Change((), (), "changed", None, None, Rank.MATERIAL, says=lambda _change: _(said))


def word_of(key: str, held: Held | None) -> str:
    """What stands at a key of the agreement; empty where nothing does."""
    words = held.opened.document.data if held and held.opened.document else {}
    written = words.get(key)
    return written if isinstance(written, str) else ""


def worth_of(was: Held | None, now: Held | None) -> Worth | None:
    """The money before and after; None where it is the same, or one side cannot be read."""
    if any(one and one.opened.document is None for one in (was, now)):
        return None
    held = worth(was.opened if was else None, now.opened if now else None)
    return None if held.before == held.after and all(row.is_same for row in held.rows) else held
