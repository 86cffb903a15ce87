"""The commits that made one partnership's files what they are, back through other names.

Asks git for commits, which it takes from them as words. Says nothing about what changed in a text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from iop_cli.diagnostic import IopError
from iop_cli.project import Project
from iop_cli.revisions.comparing import differing
from iop_cli.revisions.git import Git, shallow_help
from iop_cli.revisions.matching import Pair, changed
from iop_cli.revisions.tree import Kind, Tree, at
from iop_cli.words import mark, say

FORM = "%H%x00%P%x00%an%x00%as%x00%ct%x00%s"


@dataclass(frozen=True)
class Commit:
    """One commit: its hash, who wrote it, on which day (YYYY-MM-DD), its subject, and the names.

    `names` holds (old name, new name) of the partnership's files that it changed; `before` and
    `after` are the trees to read them from.
    """

    hash: str
    author: str
    date: str
    subject: str
    names: tuple[Pair, ...]
    before: Tree
    after: Tree


def history(project: Project, name: str, agreements: str = "agreements") -> list[Commit]:
    """The commits that changed an agreement or its log, or a single file, the latest first.

    Renames are followed. Raises IopError where the clone is cut before the first of them.
    """
    head = at(project, "HEAD", agreements)
    pair = project.pair(name)
    stem = pair.file.rpartition(".")[0]
    names = {n for n in (pair.file, pair.log, name, f"{stem}.log.yaml", f"{stem}.log.yml") if n}
    found: dict[str, tuple[int, Commit]] = {}
    asked, waiting = set[tuple[str, frozenset[str]]](), [(head.commit, frozenset(names))]
    while waiting:
        start, followed = waiting.pop()
        if (start, followed) in asked:
            continue
        asked.add((start, followed))
        for when, commit in _touching(head, start, followed):
            earlier = found.get(commit.hash, (when, commit))[1].names
            together = tuple(sorted({*earlier, *commit.names}, key=str))
            together = tuple(p for p in together if not _is_part(p, together))
            found[commit.hash] = when, replace(commit, names=together)
            if olds := frozenset(o for o, n in commit.names if o and n and o != n):
                waiting.append((commit.before.commit, olds))
    order = sorted(found.values(), key=lambda held: -held[0])
    return [commit for _when, commit in order]


def _is_part(pair: Pair, among: tuple[Pair, ...]) -> bool:
    """Whether a name that is gone, or new, is told as one half of a rename."""
    old, new = pair
    return (old is None or new is None) and any(
        o and n and ((old and o == old) or (new and n == new)) for o, n in among
    )


def _touching(head: Tree, start: str, names: frozenset[str]) -> Iterator[tuple[int, Commit]]:
    git = head.git
    if git is None:
        return
    paths = sorted(head.path(name) for name in names)
    out = git.said("rev-list", f"--format={FORM}", "--encoding=UTF-8", start, "--", *paths)
    for line in out.decode("utf-8", "replace").splitlines():
        if line.count("\0") == 5:
            yield _commit(head, git, line.split("\0"), names)


def _commit(head: Tree, git: Git, words: list[str], names: frozenset[str]) -> tuple[int, Commit]:
    hash, parents, author, day, when, subject = words
    first = parents.split(" ")[0]
    after = replace(head, called=hash[:10], commit=hash, seen={})
    before = replace(after, called=first[:10], commit=first, seen={})
    if not first:
        before = replace(before, kind=Kind.NOTHING)
    under = tuple(sorted(head.path(name) for name in names))
    found = differing(replace(before, under=under), replace(after, under=under))
    pairs: list[Pair] = [(d.name if d.before else None, d.name if d.after else None) for d in found]
    if any(old is None for old, _new in pairs):
        if hash in git.cut_at():
            says = mark("the history of {name} goes further back than this clone")
            raise IopError(say(says, name=min(names)), shallow_help(), code="git")
        new = {name for _old, name in pairs}
        pairs = [pair for pair in changed(before, after) if pair[1] in new] if first else pairs
    commit = Commit(hash, author, day, subject, tuple(pairs), before, after)
    return int(when) if when.lstrip("-").isdecimal() else 0, commit
