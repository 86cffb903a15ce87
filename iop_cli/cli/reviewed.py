"""From two trees to cases: the agreements that changed, opened on both sides, and their findings.

What rules find in the working tree is found as `validate --changed` finds it, also across files.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from iop_cli.check import check_log
from iop_cli.cli.changed import survey_of_changed
from iop_cli.cli.gather import Wanted, findings
from iop_cli.cli.sides import LOGS, Held, Moved, Side, is_agreement, moved, stem, stems_of
from iop_cli.cli.terminal import remark
from iop_cli.config import Config
from iop_cli.diagnostic import Diagnostic, Severity
from iop_cli.difference import changes
from iop_cli.finding import file_id
from iop_cli.gate import Case
from iop_cli.gate.kept import LEDGER
from iop_cli.project import ENDINGS, Project
from iop_cli.reading import Today
from iop_cli.revisions import Kind, Tree
from iop_cli.revisions.matching import Pair
from iop_cli.setting import Setting
from iop_cli.survey import Partnership, Survey
from iop_cli.words import mark, say

Found = list[Diagnostic]


@dataclass(frozen=True)
class Reviewer:
    """What a review looks at: both sides, the partnerships that differ, the settings, the day."""

    project: Project
    settings: Config
    before: Tree
    after: Tree
    pairs: list[Pair]
    today: date

    @cached_property
    def some(self) -> list[Moved]:
        """The partnerships that differ."""
        return moved([p for p in self.pairs if any(name and self._is_ours(name) for name in p)])

    def _is_ours(self, name: str) -> bool:
        """Whether a name is that of an agreement or a log, also where its folder is gone."""
        path, place = self.before.path(name), posixpath.normpath(self.settings.agreements)
        if path.endswith(ENDINGS) and path.startswith(f"{place}/"):
            return "/." not in path
        return is_agreement(self.after, self.settings.agreements)(name)

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """The two states, with no more in them than what differs."""
        one, other = (
            Side(tree, self.project, self.settings, stems_of(self.some, before=tree is self.before))
            for tree in (self.before, self.after)
        )
        return one, other

    @cached_property
    def held(self) -> list[tuple[Moved, Held | None, Held | None]]:
        """Each partnership that differs, as it reads on both sides."""
        was, now, today = *self.sides, Today(self.today)
        return [(one, was.held(one.old, today), now.held(one.new, today)) for one in self.some]

    @cached_property
    def cases(self) -> list[Case]:
        """What the gate judges."""
        return [_case(was, now) for _one, was, now in self.held if was or now]

    def found(self) -> tuple[Found, Found]:
        """What the rules found before and find now, in what has changed and what it touches."""
        earlier = [
            replace(found, agreement=case.id)
            for case, was in zip(self.cases, self._opened(before=True), strict=True)
            for found in (was.found(self._setting(self.sides[0])) if was else ())
        ]
        has_folder = (self.project.root / self.settings.agreements).is_dir()
        if self.after.kind is Kind.DISK and has_folder:
            later = list(findings(self._survey()))
            return [*earlier, *self._others(later), *self._billed(later)], later
        if self.some and self.after.kind is not Kind.DISK:
            says = mark("two revisions are judged file by file; iop validate judges across files")
            remark(say(says))
        setting = self._setting(self.sides[1])
        own = (now.found(setting) for now in self._opened(before=False) if now)
        return earlier, [*(found for every in own for found in every), *self._lone(setting)]

    def _opened(self, *, before: bool) -> Iterator[Held | None]:
        return (was if before else now for _one, was, now in self.held if was or now)

    def _setting(self, side: Side) -> Setting:
        settings = self.settings
        return Setting(
            self.today, side.library, settings.severity, settings.select, settings.ignore
        )

    def _survey(self) -> Survey:
        settings = self.settings
        wanted = Wanted(
            self.today, profile=settings.profile, select=settings.select, ignore=settings.ignore,
            cache=settings.cache, jobs=settings.jobs,
        )  # fmt: skip
        return survey_of_changed(self.project, settings, wanted, self.before.commit)[0]

    def _lone(self, setting: Setting) -> Iterator[Diagnostic]:
        """What is found in logs that lie beside no agreement."""
        for one, was, now in self.held:
            if was is None and now is None and one.new:
                texts = (self.after.read(one.new + ending) for ending in LOGS)
                for text in texts:
                    if text.trouble is None:
                        yield from check_log(text, setting).found

    def _others(self, later: Found) -> Iterator[Diagnostic]:
        """What stood before in files that have not changed, but that a change touches."""
        known = {one.new for one in self.some}
        names = (d.file for d in later if d.file.endswith(ENDINGS) and "invoices/" not in d.file)
        stems = tuple(s for s in dict.fromkeys(map(stem, names)) if s not in known)
        side = replace(self.sides[0], stems=stems)
        setting, today = self._setting(side), Today(self.today)
        for one in stems:
            if held := side.held(one, today):
                yield from held.found(setting)

    def _billed(self, later: Found) -> Iterator[Diagnostic]:
        """What the ledgers showed before, where they show something wrong now."""
        wrong = [d for d in later if LEDGER.fullmatch(self.before.path(d.file))]
        if not any(d.severity is Severity.ERROR for d in wrong):
            return
        from iop_cli.cli import books
        from iop_cli.ledger import read

        names = [n for n in sorted(self.before.entries) if LEDGER.fullmatch(self.before.path(n))]
        ledgers = [read(self.before.read(n).raw, n.split("/")[-2], n) for n in names]
        kept = [books.Kept(one, None, self._head(one.name)) for one in ledgers]
        ids = {d.agreement for d in wrong}
        stems = tuple(
            stem(n) for n in self.before.entries if file_id(n) in ids and not n.endswith(LOGS)
        )
        side = replace(self.sides[0], stems=stems)
        billed = (side.held(one, Today(self.today)) for one in stems)
        some = [Partnership(held.file, held.log) for held in billed if held]
        found = books.judged(kept, ledgers, some, self._setting(side)).ledgers
        yield from (diagnostic for held in found.values() for diagnostic in held)

    def _head(self, ledger: str) -> str | None:
        text = self.before.read(ledger.removesuffix("yaml") + "head")
        return None if text.trouble else text.raw.decode("utf-8", "replace")


def _case(was: Held | None, now: Held | None) -> Case:
    last = now or was
    file = last.file.name if last else ""
    logs = [held.log.name for held in (now, was) if held and held.log]
    before, after = (held.opened if held else None for held in (was, now))
    return Case(
        file=file,
        log=next(iter(logs), f"{stem(file)}{LOGS[0]}"),
        was=was.file.name if was else None,
        now=now.file.name if now else None,
        before=before,
        after=after,
        changes=tuple(changes(before, after)),
    )
