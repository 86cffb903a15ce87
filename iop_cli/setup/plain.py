"""A change of a file line by line, as git would show it: for what cannot be told in sentences.

Takes the arguments that git gives a driver of its own: path, then file, hash and mode before and
after; a renamed file's new name follows. Knows no agreement, and fails at nothing.
"""

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from iop_cli.report.safe import safe

NOTHING = "/dev/null"
# what git gives at the least; a file that is not merged comes with its path alone
LEAST = 7
# lines above which nothing is searched: it would take longer than anybody waits
MOST_LINES = 20_000


def plain(arguments: Sequence[str]) -> Iterator[str]:
    """The lines of the difference, each with its end; those of a file too long for it in short."""
    if len(arguments) < LEAST:
        yield f"* Unmerged path {safe(' '.join(arguments))}\n"
        return
    path, was, _hash, mode, now, _new_hash, new_mode, *renamed = arguments
    name = renamed[0] if renamed else path
    yield f"diff --git a/{safe(path)} b/{safe(name)}\n"
    if mode != new_mode and "." not in (mode, new_mode):
        yield f"old mode {safe(mode)}\nnew mode {safe(new_mode)}\n"
    before, after = _lines(was), _lines(now)
    if before is None or after is None or len(before) + len(after) > MOST_LINES:
        yield f"Files a/{safe(path)} and b/{safe(name)} differ\n"
        return
    for line in unified_diff(before, after, _head("a", path, was), _head("b", name, now)):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _head(side: str, path: str, file: str) -> str:
    return NOTHING if file == NOTHING else f"{side}/{safe(path)}"


def _lines(file: str) -> list[str] | None:
    """The lines of a file, safe to print; none of nothing, None where they cannot be told."""
    if file == NOTHING:
        return []
    try:
        raw = Path(file).read_bytes()
    except OSError:
        return None
    if b"\0" in raw:
        return None
    lines = raw.decode("utf-8", "replace").split("\n")
    held = [safe(line.removesuffix("\r")) + "\n" for line in lines[:-1]]
    return [*held, safe(lines[-1])] if lines[-1] else held
