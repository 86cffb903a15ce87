"""`iop review`: which revisions, what differs between them, the judgement, and how it leaves.

Opens only what has changed; what else a change touches is found as `validate --changed` finds it.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from iop_cli import __version__
from iop_cli.cli.reviewed import Reviewer
from iop_cli.cli.terminal import append, config, day, emit, look, remark
from iop_cli.config import Config, read_config
from iop_cli.diagnostic import IopError
from iop_cli.gate import Fault, changed_lines, faults, is_issued, issued, ledger, limits, noted
from iop_cli.gate.kept import LEDGER
from iop_cli.gate.sheet import Sheet, changed_in
from iop_cli.gate.shown import FORMATS, shown
from iop_cli.project import ENDINGS, Project
from iop_cli.report.run import Look
from iop_cli.report.safe import safe
from iop_cli.revisions import Tree, changed, trees
from iop_cli.revisions.matching import Pair
from iop_cli.words import mark, nearest, say

BRANCHES = ("refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main",
            "refs/heads/master")  # fmt: skip
Target = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """The command's options, as they were written."""

    revisions: str = ""
    formats: tuple[str, ...] = ()
    today: str | None = None
    plain: bool = False
    color: str | None = None


def reviewed(asked: Asked) -> int:
    """Judge a change and report it: 0 where it may pass, else 1."""
    targets, style = _targets(asked.formats), look(asked.plain, asked.color)
    project, today = Project.find(), day(asked.today)
    settings = config(project)
    before, after = _trees(project, asked.revisions, settings)
    pairs = changed(before, after)
    judging = _judging(before, pairs, settings)
    if judging.agreements != settings.agreements:
        before, after = _trees(project, asked.revisions, judging)
        pairs = changed(before, after)
    settings = judging
    sheet = _sheet(Reviewer(project, settings, before, after, pairs, today))
    for form, output in targets:
        _write(shown(sheet, form, style if output is None else Look(width=100)), output)
    return 0 if sheet.passes else 1


def _trees(project: Project, written: str, settings: Config) -> tuple[Tree, Tree]:
    """What is compared; where nothing is told, the branch since it left the default one."""
    if written:
        return trees(project, written, settings.agreements)
    before, after = trees(project, "", settings.agreements)
    if before.git is None or not before.commit:
        return before, after
    told = before.git.asked("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    for branch in (told.out.decode("utf-8", "replace").strip(), *BRANCHES):
        name = ("rev-parse", "--verify", "--quiet", "--end-of-options", branch + "^{commit}")
        if branch and not (found := before.git.asked(*name)).code:
            base = before.git.base(found.out.decode("ascii", "replace").strip(), before.commit)
            return replace(before, commit=base, called=base[:12]), after
    return before, after


def _judging(before: Tree, pairs: list[Pair], now: Config) -> Config:
    """The settings that judge: those before the change, so that no change softens its own judge."""
    changed_now = [p for p in pairs if any(name and before.path(name) == "iop.toml" for name in p)]
    if not changed_now or not before.commit:
        return now
    earlier = changed_now[0][0]
    if earlier is None or before.path(earlier) != "iop.toml":
        # settings that are new soften nothing: the rules weigh as they do without them
        return replace(now, severity={}, select=(), ignore=())
    remark(say(mark("iop.toml has changed; the change is judged by the settings before it")))
    return read_config(before.read(earlier).raw.decode("utf-8-sig", "replace"), earlier)


def _sheet(reviewer: Reviewer) -> Sheet:
    """Everything that the reviewer is told."""
    before, after, pairs = reviewer.before, reviewer.after, reviewer.pairs
    table = limits(reviewer.settings.delegation)
    lines = {
        new: changed_lines(before.read(old).raw if old else b"", after.read(new).raw)
        for old, new in pairs
        if new and new.endswith(ENDINGS)
    }
    found = [fault for case in reviewer.cases for fault in faults(case)]
    found += _ledgers(before, after, pairs)
    was, now = reviewer.found()
    return Sheet(
        tool=f"iop {__version__}",
        today=reviewer.today.isoformat(),
        before=before.called or "HEAD",
        after=after.called or None,
        table=tuple(noted(found, was, now, lines)),
        changed=tuple(changed_in(case, table) for case in reviewer.cases),
        has_delegation=bool(table),
    )


def _ledgers(before: Tree, after: Tree, pairs: list[Pair]) -> Iterator[Fault]:
    """What was altered in ledgers and in the documents beside them."""
    for old, new in pairs:
        if old is None:
            continue
        if LEDGER.fullmatch(before.path(old)):
            kept = after.read(new) if new == old else None
            yield from ledger(before.read(old), kept, old)
        elif is_issued(before.path(old)) and not _same(before, after, old, new):
            yield issued(old)


def _same(before: Tree, after: Tree, old: str, new: str | None) -> bool:
    """Whether a document still says the same under the same name, but for line ends."""
    if new != old:
        return False
    one, other = before.read(old), after.read(old)
    return not other.trouble and _plain(one.raw) == _plain(other.raw)


def _plain(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


def _targets(given: tuple[str, ...]) -> list[Target]:
    """The forms that were asked for and where each goes; on GitHub its own, and a summary."""
    if not given:
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if os.environ.get("GITHUB_ACTIONS") == "true":
            return [("github", None), *([("markdown", summary)] if summary else [])]
        return [("text", None)]
    targets = [_target(part.strip()) for text in given for part in text.split(",") if part.strip()]
    if sum(output is None for _form, output in targets) > 1:
        says = mark("only one format can go to the terminal; write the others as FORMAT:FILE")
        raise IopError(say(says), code="usage")
    return targets


def _target(text: str) -> Target:
    name, _colon, output = text.partition(":")
    if name in FORMATS:
        return name, output or None
    meant = nearest(name, FORMATS)
    if meant:
        says = mark("there is no format {name}; did you mean {meant}?")
        raise IopError(say(says, name=safe(name), meant=meant), code="usage")
    says = mark("there is no format {name}; there are {known}")
    raise IopError(say(says, name=safe(name), known=list(FORMATS)), code="usage")


def _write(pieces: Iterable[str], output: str | None) -> None:
    is_shared = output is not None and output == os.environ.get("GITHUB_STEP_SUMMARY")
    (append if is_shared else emit)(pieces, output)
