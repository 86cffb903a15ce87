"""Which file of one tree is which file of another: a renamed file is one partnership.

A file keeps its name; else the spelling of its letters, its content, its id, or most of its lines.
Knows no YAML: lines are compared as bytes.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice, product

from iop_cli.finding import file_id
from iop_cli.project import ENDINGS
from iop_cli.revisions.comparing import LEDGER, Difference, differing
from iop_cli.revisions.tree import Tree, require_own

Pair = tuple[str | None, str | None]
Same = Callable[[Difference, Difference], float]
# a file that is gone and one that is new are one file when they share so much of their lines
ALIKE = 0.75
MOST_COMPARED = 10_000
LOGS = (".log.yaml", ".log.yml")


def changed(before: Tree, after: Tree) -> list[Pair]:
    """The files that differ: (old name, new name), None where there is none; by the new name.

    Raises IopError where what differs is a repository of its own.
    """
    found = differing(before, after)
    for side in ("before", "after"):
        require_own({d.name: e for d in found if (e := getattr(d, side))})
    pairs: list[Pair] = [(d.name, d.name) for d in found if d.before and d.after]
    pairs += _matched(
        [d for d in found if not d.after], [d for d in found if not d.before], before, after
    )
    return sorted(pairs, key=lambda pair: (pair[1] or pair[0] or "", pair[0] or ""))


def _matched(
    gone: list[Difference], new: list[Difference], before: Tree, after: Tree
) -> Iterator[Pair]:
    """Each file that is gone with the new one that it has become."""
    lines = _Lines(before, after)
    became: dict[str, str] = {}
    ways: tuple[Same, ...] = (
        _spelled,
        _content,
        _named,
        lines.alike,
        lambda o, n: _follows(o, n, became),
    )
    for same in ways:
        left = [d for d in gone if d.name not in became]
        free = [d for d in new if d.name not in became.values()]
        for one, other in _best(left, free, same):
            became[one.name] = other.name
    yield from became.items()
    yield from ((d.name, None) for d in gone if d.name not in became)
    taken = set(became.values())
    yield from ((None, d.name) for d in new if d.name not in taken)


def _best(
    gone: list[Difference], new: list[Difference], same: Same
) -> Iterator[tuple[Difference, Difference]]:
    """Pairs of the same kind of file, those that are most alike first, each file once."""
    likely = ((o, n) for o, n in product(gone, new) if _kind(o.name) == _kind(n.name))
    weighed = [(same(o, n), o, n) for o, n in islice(likely, MOST_COMPARED)]
    told: set[str] = set()
    order = sorted(
        weighed,
        key=lambda w: (-w[0], file_id(w[1].name) != file_id(w[2].name), w[1].name, w[2].name),
    )
    for weight, one, other in order:
        if weight > 0 and not {f"<{one.name}", f">{other.name}"} & told:
            told |= {f"<{one.name}", f">{other.name}"}
            yield one, other


def _kind(name: str) -> str:
    """What sort of file a name is of: only files of one sort can be the same."""
    base = name.rpartition("/")[2]
    if base == LEDGER or not base.endswith(ENDINGS):
        return base.rpartition(".")[2] if base != LEDGER else base
    return "log" if base.endswith(LOGS) else "agreement"


def _spelled(one: Difference, other: Difference) -> float:
    return float(unicodedata.normalize("NFC", one.name) == unicodedata.normalize("NFC", other.name))


def _content(one: Difference, other: Difference) -> float:
    hash = one.before.hash if one.before else ""
    return float(bool(hash) and other.after is not None and hash == other.after.hash)


def _named(one: Difference, other: Difference) -> float:
    is_text = _kind(one.name) in ("log", "agreement")
    return float(is_text and file_id(one.name) == file_id(other.name))


def _follows(log: Difference, new: Difference, became: dict[str, str]) -> float:
    """Whether a log goes with an agreement that has another name now."""
    ids = {file_id(old): file_id(name) for old, name in became.items()}
    return float(_kind(log.name) == "log" and ids.get(file_id(log.name)) == file_id(new.name))


class _Lines:
    """The lines of files that are gone or new, each counted once."""

    def __init__(self, before: Tree, after: Tree) -> None:
        self._trees, self._kept = (before, after), dict[tuple[int, str], Counter[bytes]]()

    def alike(self, one: Difference, other: Difference) -> float:
        """The share of their lines that two texts have in common; 0 below what makes them one."""
        if _kind(one.name) not in ("log", "agreement", LEDGER):
            return 0
        old, new = self._of(0, one.name), self._of(1, other.name)
        share = 2 * (old & new).total() / max(1, old.total() + new.total())
        return share if share >= ALIKE else 0

    def _of(self, side: int, name: str) -> Counter[bytes]:
        if (side, name) not in self._kept:
            lines = self._trees[side].read(name).raw.splitlines()
            self._kept[side, name] = Counter(line.strip() for line in lines if line.strip())
        return self._kept[side, name]
