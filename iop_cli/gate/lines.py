"""Which lines of a text are new or changed. Knows lines, no meaning."""

from difflib import SequenceMatcher

# above so many differing lines they are not compared one by one
_MOST = 4_000


def changed_lines(before: bytes, after: bytes) -> frozenset[int]:
    """The numbers, from 1, of the lines of a text that the earlier one does not have there."""
    old, new = (raw.replace(b"\r\n", b"\n").split(b"\n") for raw in (before, after))
    if not before:
        return frozenset(range(1, len(new) + 1))
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    if len(old) + len(new) > _MOST:
        known = set(old)
        found = [i for i, line in enumerate(new) if line not in known]
    else:
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        found = [i for tag, _a, _b, low, high in codes if tag != "equal" for i in range(low, high)]
    return frozenset(first + i + 1 for i in found)


def _alike(one: list[bytes], other: list[bytes]) -> int:
    """How many lines the two have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
