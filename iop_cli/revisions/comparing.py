"""Which names differ between two trees: by git where it knows both, which looks only at changes.

Compares hashes, never meanings. Knows no rename.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iop_cli.project import ENDINGS, read_file
from iop_cli.revisions.git import Git
from iop_cli.revisions.tree import (
    LINK,
    MODULE,
    Entry,
    Kind,
    Tree,
    content_hash,
    entry,
    parts,
)

# the order in which a text passes from one place to the next
PLACE = {Kind.REVISION: 0, Kind.STAGED: 1, Kind.DISK: 2}
LEDGER = "ledger.yaml"


@dataclass(frozen=True, slots=True)
class Difference:
    """One name whose file differs between two trees; None where it has none."""

    name: str
    before: Entry | None
    after: Entry | None


def differing(before: Tree, after: Tree) -> list[Difference]:
    """Every name whose file differs between two trees, in order; renames are not yet known.

    Two trees of one repository are compared by git, which looks only at what differs.
    """
    if before.git is None or before.git != after.git or not {before.kind, after.kind} <= {*PLACE}:
        return list(_compared(before.entries, after.entries))
    if PLACE[before.kind] > PLACE[after.kind]:
        return [Difference(d.name, d.after, d.before) for d in differing(after, before)]
    found = sorted(_differing(before, after, before.git), key=lambda d: d.name)
    before.seen.update({d.name: d.before for d in found if d.before})
    after.seen.update({d.name: d.after for d in found if d.after})
    return found


def _compared(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterator[Difference]:
    for name in sorted({*before, *after}):
        yield from _settled(name, before.get(name), after.get(name))


def _settled(name: str, one: Entry | None, other: Entry | None) -> Iterator[Difference]:
    """The difference between two entries, if there is one; a file that may be run is the same."""
    if one is None and other is None:
        return
    if (
        one
        and other
        and one.hash
        and one.hash == other.hash
        and (one.mode == LINK) == (other.mode == LINK)
    ):
        return
    yield Difference(name, one, other)


def _differing(before: Tree, after: Tree, git: Git) -> Iterator[Difference]:
    raw = ("-z", "--raw", "--no-renames", "--ignore-submodules=dirty", "--relative", "--no-abbrev")
    match before.kind, after.kind:
        case Kind.REVISION, Kind.REVISION:
            calls = [("diff-tree", "-r", *raw, before.commit, after.commit, *after.paths)]
        case Kind.REVISION, Kind.STAGED:
            calls = [("diff-index", "--cached", *raw, before.commit, *after.paths)]
        case Kind.REVISION, _:
            calls = [("diff-index", *raw, before.commit, *after.paths), _listing(after)]
        case _:
            calls = [("diff-files", *raw, *after.paths), _listing(after)]
    out, *listed = reversed(git.together(*reversed(calls)))
    found = {d.name: d for d in _raw(out, before, after)}
    for listing in listed:
        found |= {
            name: d for name in _unknown(listing, after) for d in _looked(before, after, name)
        }
    return iter(found.values())


def _raw(out: bytes, before: Tree, after: Tree) -> Iterator[Difference]:
    told = iter(parts(out))
    for words in told:
        old_mode, new_mode, old, new, status = words.lstrip(":").split(" ")
        name = after.name(next(told))
        if status == "U":
            yield from _looked(before, after, name)
            continue
        one = Entry(old_mode, old) if old.strip("0") else None
        if new.strip("0") or not new_mode.strip("0") or new_mode == MODULE:
            other = Entry(new_mode, new) if new_mode.strip("0") else None
            yield from _settled(name, one, other)
        else:
            yield from _touched(before, after, name, one)


def _touched(before: Tree, after: Tree, name: str, one: Entry | None) -> Iterator[Difference]:
    """The difference of a file whose time has changed, if its content has."""
    path = after.project.here / name
    other = entry(path, len(one.hash) if one else 40)
    if one and other and other.hash and one.mode != LINK and _is_text(name):
        # line ends that git would change, or that an editor has changed, are no change
        plain = read_file(path, name).raw.replace(b"\r\n", b"\n")
        if content_hash(plain, len(one.hash)) == one.hash:
            return
    yield from _settled(name, one, other)


def _is_text(name: str) -> bool:
    return name.endswith(ENDINGS) and not name.endswith(LEDGER)


def _listing(tree: Tree) -> tuple[str, ...]:
    return ("ls-files", "-z", "-v", "-c", "-o", *tree.paths)


def _unknown(listing: bytes, after: Tree) -> Iterator[str]:
    """The names on the disk that git has not been told of, or has been told to pass by."""
    for part in listing.split(b"\0"):
        # H: in the index and watched; M: in conflict, which is told by itself
        if part and part[:1] not in (b"H", b"M"):
            name = after.name(part[2:].decode("utf-8", "surrogateescape"))
            if part[:1] == b"?" or os.path.lexists(after.project.here / name):
                yield name


def _looked(before: Tree, after: Tree, name: str) -> Iterator[Difference]:
    """The difference of one file that git does not compare by itself."""
    if name.endswith("/"):
        yield Difference(name.rstrip("/"), None, Entry(MODULE, ""))
    else:
        yield from _touched(before, after, name, before.entries.get(name))
