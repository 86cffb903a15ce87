"""`iop log`: the history of one partnership from git, each commit with its changes as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from iop_cli.cli.altered import change_of
from iop_cli.cli.portfolio import choice, day_of
from iop_cli.cli.sides import LOGS, Moved, Side, stem, stems_of
from iop_cli.cli.terminal import config, day, emit, look, remark
from iop_cli.config import Config
from iop_cli.diagnostic import IopError
from iop_cli.difference import as_data
from iop_cli.difference_report import Partnership, commit
from iop_cli.finding import file_id
from iop_cli.project import ENDINGS, Project
from iop_cli.reading import Today
from iop_cli.report.run import Look
from iop_cli.report.safe import in_json, safe
from iop_cli.revisions import Commit, history
from iop_cli.words import _, mark, plural, say

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What was asked for: the partnership, how many commits (None: all), and since which day."""

    agreement: str
    most: int | None = None
    since: str | None = None
    form: str = "text"
    output: str | None = None
    plain: bool = False
    color: str | None = None


def told(asked: Asked) -> int:
    """Tell the history of a partnership, the latest first: 0; raises IopError where it has none."""
    form = choice("--output-format", asked.form, ("text", "json"))
    since = day_of("--since", asked.since)
    if asked.most is not None and asked.most < 1:
        raise IopError(say(mark("--max: write a whole number above 0")), code="usage")
    project = Project.find()
    settings = config(project)
    name = _name(project, settings, asked.agreement)
    every = history(project, name, settings.agreements)
    if not every:
        says = mark("{name} has no history: it is in no commit yet")
        raise IopError(say(says, name=safe(name)), code="not-found")
    some = [one for one in every if since is None or one.date >= since.isoformat()][: asked.most]
    held = [(one, _of(one, project, settings, day(None))) for one in some]
    style = look(asked.plain, asked.color or ("never" if asked.output else None))
    emit(_data(name, held) if form == "json" else _text(held, style), asked.output)
    _tell_left(len(every) - len(some))
    return 0


def _tell_left(count: int) -> None:
    if count:
        remark(
            plural("{count} older commit is left out", "{count} older commits are left out", count)
        )


def _name(project: Project, settings: Config, written: str) -> str:
    """The agreement's file; one that is there no more may be named by its path."""
    if written.endswith(ENDINGS) and not (project.here / written).exists():
        return written
    pairs = project.pairs([written], settings.agreements, settings.most_files)
    if len(pairs) != 1 or pairs[0].is_profile:
        says = say(mark("{id} is not one agreement"), id=safe(written))
        help = _("iop list shows the agreements that are here")
        raise IopError(says, help, code="usage")
    return pairs[0].file


def _of(one: Commit, project: Project, settings: Config, today: date) -> Partnership:
    """What a commit did to the partnership."""
    held = _moved(one)
    before, after = (
        Side(tree, project, settings, stems_of([held], before=tree is one.before))
        for tree in (one.before, one.after)
    )
    now = Today(today)
    found = change_of(before.held(held.old, now), after.held(held.new, now))
    if found.is_same:
        return replace(found, note=_("no change of meaning"))
    return found


def _moved(one: Commit) -> Moved:
    """The stems of the partnership before and after a commit; those of its log where it stood."""
    own = [pair for pair in one.names if not (pair[1] or pair[0] or "").endswith(LOGS)]
    old, new = (own or list(one.names))[0]
    if own:
        return Moved(stem(old) if old else None, stem(new) if new else None)
    same = stem(new or old or "")
    return Moved(same, same)


def _text(held: list[tuple[Commit, Partnership]], style: Look) -> Iterator[str]:
    for index, (one, partnership) in enumerate(held):
        if index:
            yield "\n"
        says = mark("{date}, {author}, {hash}: {subject}")
        heading = say(
            says, date=one.date, author=safe(one.author), hash=one.hash[:10],
            subject=safe(one.subject),
        )  # fmt: skip
        yield from commit(partnership, heading, style)


def _data(name: str, held: list[tuple[Commit, Partnership]]) -> Iterator[str]:
    commits = [_commit(one, partnership) for one, partnership in held]
    yield in_json({"format": 1, "id": file_id(name), "file": name, "commits": commits}) + "\n"


def _commit(one: Commit, held: Partnership) -> Json:
    return {
        "hash": one.hash,
        "date": one.date,
        "author": one.author,
        "subject": one.subject,
        "file": held.file,
        "was": held.was,
        "changes": as_data(held.changes),
    }
