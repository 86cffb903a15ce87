"""`iop validate --changed`: the files that have changed since a revision, and whatever refers to
them, judged as in a run over all.

What the rules across files need of the others is kept by the hashes that git has for them, so that
a file that has not changed is not even read. What is left out is named.
"""

import os
import posixpath
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from iop_cli.cli.gather import (
    INVOICES,
    Wanted,
    head_of,
    is_ledger,
    library,
    over,
    reader,
    require_codes,
    survey,
)
from iop_cli.cli.kept import Files, Kept, Known
from iop_cli.cli.terminal import remark
from iop_cli.config import Config
from iop_cli.diagnostic import IopError
from iop_cli.finding import file_id
from iop_cli.project import ENDINGS, Pair, Project
from iop_cli.report.run import Head
from iop_cli.report.safe import safe
from iop_cli.revisions import Difference, Tree, differing, since
from iop_cli.revisions.tree import MODULE
from iop_cli.setting import Library
from iop_cli.survey import NO_BOOKS, Across, Books, Standing, Survey, across_files, registered
from iop_cli.words import mark, say

PROFILES, TABLES = "templates/profiles/", "templates/tables/"
LOGS = (".log.yaml", ".log.yml")
# above so many, to look at the others for the first time takes long enough to be told
LONG = 200


def survey_of_changed(
    project: Project, settings: Config, wanted: Wanted, revision: str
) -> tuple[Survey, Head]:
    """The run over what has changed since a revision (empty: the last commit), and its head."""
    if wanted.paths:
        says = mark("--changed looks at all files that have changed; leave out {path}")
        raise IopError(say(says, path=safe(wanted.paths[0])), code="usage")
    require_codes(settings, wanted)
    before, after = since(project, revision, settings.agreements)
    found = differing(before, after)
    if reason := _everything(project, settings, before, found):
        remark(reason)
        return survey(project, settings, wanted)
    return _Change(project, settings, wanted, before, found).survey(revision)


def _everything(
    project: Project, settings: Config, before: Tree, found: list[Difference]
) -> str:  # fmt: skip
    """Why all files are judged: what changed is what all rest on, or git does not see them all."""
    ground = ("iop.toml", PROFILES, TABLES)
    for one in found:
        if before.path(one.name).startswith(ground):
            says = mark("{name} has changed, and all files rest on it: all are judged")
            return say(says, name=safe(one.name))
    root, place = project.root, posixpath.normpath(settings.agreements)
    straight = os.path.realpath(root / place) == os.path.realpath(root) + "/" * (place != ".") + (
        place if place != "." else ""
    )
    if not (root / place).is_dir() or (os.sep == "/" and not straight):
        return say(
            mark("there is no folder {name} of its own here: all files are judged"), name=place
        )
    entries = [*(e for d in found if (e := d.after)), *before.entries.values()]
    if any(e.mode == MODULE for e in entries) or (before.git and before.git.is_sparse):
        return say(mark("git does not show all files that lie here: all are judged"))
    return ""


class _Change:
    """What a change does to a repository's partnerships, by stem: a name without its ending."""

    def __init__(
        self, project: Project, settings: Config, wanted: Wanted, before: Tree,
        found: list[Difference],
    ) -> None:  # fmt: skip
        self.project, self.settings, self.wanted, self.before = project, settings, wanted, before
        self.found = found
        self.moved = {_stem(d.name) for d in found if self._is_ours(d.name)}
        # an id whose file is another now, or is gone
        self.ids = {file_id(d.name) for d in found if self._is_agreement(d.name)}

    def survey(self, revision: str) -> tuple[Survey, Head]:
        """The run over what is judged, with what the rules find when they look at all."""
        kept = Kept(self.project, self.settings, self.wanted)
        known = self._known(kept)
        pairs = self._pairs(self.moved)
        fresh = self._over(pairs).standing() if pairs else ()
        here = [s for stem, k in known.items() if stem not in self.moved for s in k.standing]
        across = self._across([*here, *fresh])
        past = kept.across(
            known, lambda: self._across(s for k in known.values() for s in k.standing)
        )
        told = {n: repr(f) for n, f in across.items()}
        turned = {n for n in {*told, *past} if told.get(n) != past.get(n)}
        referring = {
            stem for stem, k in known.items() if any(id in self.ids for id, _hash in k.asked)
        }
        kept.close()
        judged = self.moved | referring | {_stem(n) for n in turned} | self._billed()
        pairs = self._pairs(judged)
        run = replace(self._over(pairs), across=across)
        books, ledgers = self._books(run, pairs)
        head = head_of(pairs, self.wanted, ledgers)
        self._tell(head.files - ledgers, revision)
        return replace(run, books=books), head

    def _tell(self, judged: int, revision: str) -> None:
        left = sum(len(files) for files in self.now.values()) - judged
        says = mark("files judged: {judged}; left out, not touched since {revision}: {left}")
        remark(say(says, judged=judged, left=left, revision=safe(revision or "HEAD")))

    def _is_ours(self, name: str) -> bool:
        """Whether a run over all would judge a file of this name, were it there."""
        path = self.before.path(name)
        if not path.endswith(ENDINGS) or path.startswith(".") or "/." in path:
            return False
        if is_ledger(self.project.root / path, self.project.root / INVOICES):
            return False
        place = posixpath.normpath(self.settings.agreements)
        return place == "." or path.startswith((f"{place}/", PROFILES))

    def _is_agreement(self, name: str) -> bool:
        return self._is_ours(name) and not name.endswith(LOGS)

    @cached_property
    def past(self) -> dict[str, Files]:
        """The files of each stem at the revision, with their hashes."""
        held: dict[str, list[tuple[str, str]]] = {}
        for name, entry in self.before.entries.items():
            if self._is_ours(name):
                held.setdefault(_stem(name), []).append((name, entry.hash))
        return {stem: tuple(sorted(files)) for stem, files in held.items()}

    @cached_property
    def now(self) -> dict[str, tuple[str, ...]]:
        """The names of each stem on the disk."""
        touched = {d.name for d in self.found} | {
            n for stem in self.moved for n, _h in self.past.get(stem, ())
        }
        here = [n for n in sorted(touched) if self._is_ours(n) and self._lies(n)]
        held = {s: tuple(n for n, _h in f) for s, f in self.past.items() if s not in self.moved}
        for name in here:
            held[_stem(name)] = (*held.get(_stem(name), ()), name)
        return held

    def _lies(self, name: str) -> bool:
        return os.path.lexists(self.project.here / name)

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The hash of each agreement's file at the revision, by its id."""
        files = sorted((f for held in self.past.values() for f in held), reverse=True)
        return {file_id(n): hash for n, hash in files if self._is_agreement(n)}

    @cached_property
    def shelf(self) -> Library:
        """Profiles, tables and masters, as a run over all has them."""
        held = library(self.project, self.settings, self.wanted.profile)
        names = sorted((n for held in self.now.values() for n in held), reverse=True)
        ids = {file_id(n): n for n in names if self._is_agreement(n)}

        def master(id: str) -> tuple[str, bytes] | None:
            text = self.project.read(ids[id]) if id in ids else None
            return (text.name, text.raw) if text and text.trouble is None else None

        return replace(held, master=master)

    def _pairs(self, stems: Iterable[str]) -> list[Pair]:
        names = [name for stem in stems for name in self.now.get(stem, ())]
        if not names:
            return []
        return self.project.pairs(names, self.settings.agreements, self.settings.most_files)

    @cached_property
    def base(self) -> Survey:
        """The run before it is known what it looks at."""
        return over(self.project, self.settings, self.wanted, self.shelf)

    def _over(self, pairs: list[Pair]) -> Survey:
        return replace(self.base, count=len(pairs), get=reader(pairs, self.project.read))

    def _known(self, kept: "Kept") -> dict[str, Known]:
        """How all partnerships stood at the revision: kept, or looked at now."""
        day = self.wanted.today.isoformat()
        known = {
            stem: one
            for stem, files in self.past.items()
            if (one := kept.get(stem)) and one.holds(files, self.hashes, day)
        }
        lacking = self.past.keys() - known.keys()
        if len(lacking) > LONG:
            says = mark(
                "{count} files are looked at once, for what the rules need of them; it is kept"
            )
            remark(say(says, count=len(lacking)))
        if lacking:
            here = self._pairs(lacking - self.moved)
            fresh = [*self._over(here).standing()] if here else []
            fresh += self._stood(lacking & self.moved)
            known |= self._as_known(fresh, lacking)
            kept.keep({s: k for s, k in known.items() if not self._is_unsettled(k)})
        return known

    def _is_unsettled(self, one: Known) -> bool:
        """Whether it was judged by another agreement as it reads now, not at the revision."""
        return any(id in self.ids for id, _hash in one.asked)

    def _stood(self, stems: set[str]) -> list[Standing]:
        """How some partnerships stood, by their texts at the revision."""
        pairs = [pair for stem in sorted(stems) for pair in _paired(self.past[stem])]
        run = replace(self.base, count=len(pairs), get=reader(pairs, self.before.read))
        return list(run.standing())

    def _as_known(self, fresh: list[Standing], stems: set[str]) -> dict[str, Known]:
        by_stem: dict[str, list[Standing]] = {stem: [] for stem in stems}
        for one in fresh:
            by_stem[_stem(one.file)].append(one)
        known: dict[str, Known] = {}
        for stem, held in by_stem.items():
            ids = sorted({id for one in held for id, _seal in one.asked})
            asked = tuple((id, self.hashes.get(id, "")) for id in ids)
            known[stem] = Known(self.past[stem], asked, tuple(held))
        return known

    def _across(self, standing: Iterable[Standing]) -> dict[str, Across]:
        register = registered(s.digest for s in standing if s.digest)
        return across_files(register, self.base.setting)

    @cached_property
    def _series(self) -> set[str]:
        """The series in whose folders something has changed."""
        paths = (self.before.path(d.name).split("/") for d in self.found)
        return {parts[1] for parts in paths if parts[0] == INVOICES and len(parts) > 2}

    def _billed(self) -> set[str]:
        """The stems of the agreements that stand in a ledger that has changed."""
        if not self._series:
            return set()
        from iop_cli.cli import books
        from iop_cli.reconciliation import by_agreement

        changed = [one for one in books.held(self.project) if one.series in self._series]
        ids = set(by_agreement(changed))
        return {stem for stem in self.now if file_id(stem) in ids}

    def _books(self, run: Survey, pairs: list[Pair]) -> tuple[Books, int]:
        """What the ledgers show of what is judged: those that changed or bill what has changed."""
        if not (self.project.root / INVOICES).is_dir():
            return NO_BOOKS, 0
        from iop_cli.cli import books
        from iop_cli.reconciliation import by_agreement

        ledgers = books.held(self.project)
        asked = [
            one
            for one in ledgers
            if one.series in self._series
            or {file_id(stem) for stem in self.moved} & by_agreement([one]).keys()
        ]
        billed = set(by_agreement(asked))
        more = self._pairs({stem for stem in self.now if file_id(stem) in billed})
        both = self._over(sorted({*pairs, *more}, key=lambda pair: pair.file))
        some = (both.get(index) for index in range(both.count))
        agreements = (p for p in some if not p.is_profile and not p.file.name.endswith(LOGS))
        found = books.judged(books.kept(self.project, asked), ledgers, agreements, run.setting)
        shown = {one.name for one in asked}
        return Books({n: f for n, f in found.ledgers.items() if n in shown}, found.logs), len(asked)


def _stem(name: str) -> str:
    for ending in (*LOGS, *ENDINGS):
        if name.endswith(ending):
            return name[: -len(ending)]
    return name


def _paired(files: Files) -> list[Pair]:
    """The pairs of one stem by its names alone."""
    names = [name for name, _hash in files]
    logs = [name for name in names if name.endswith(LOGS)]
    own = [Pair(n, logs[0] if logs else None) for n in names if n not in logs]
    profiles = [replace(p, is_profile=posixpath.dirname(p.file).endswith("profiles")) for p in own]
    return profiles or [Pair(name, name) for name in logs]
