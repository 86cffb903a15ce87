"""What happened to a running text, word by word: what stands, what is gone, what is new.

Knows words and nothing of agreements; a reader's format is made of the pieces elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from iop_cli.difference.same import words_of
from iop_cli.report.safe import safe

# above this many pairs of words nothing is searched: what differs is shown as one piece
_MOST_PAIRS = 4_000_000
_CONTEXT = 6
_WORD = re.compile(r"\n+|[^\S\n]+|[0-9]+(?:[.,:/–-][0-9]+)*|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stands in both texts, in the earlier alone, or in the later alone."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one row of pieces."""
    one, other = (_WORD.findall(words_of(text)) for text in (before, after))
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    least = min(len(one), len(other)) - start
    end = next((i for i in range(least) if one[-1 - i] != other[-1 - i]), least)
    middle = _middle(one[start : len(one) - end], other[start : len(other) - end])
    found = [("same", one[:start]), *middle, ("same", one[len(one) - end :])]
    return tuple(_merged((kind, "".join(words)) for kind, words in found))


def _middle(one: list[str], other: list[str]) -> Iterator[tuple[str, list[str]]]:
    if len(one) * len(other) > _MOST_PAIRS:
        yield "deleted", one
        yield "inserted", other
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, other).get_opcodes():
        if tag == "equal":
            yield "same", one[i1:i2]
        else:
            yield "deleted", one[i1:i2]
            yield "inserted", other[j1:j2]


def _merged(found: Iterator[tuple[str, str]]) -> Iterator[Piece]:
    """Runs of one kind together; a blank between two changed words belongs to the change."""
    gone, new, same = "", "", ""
    for kind, text in found:
        if kind == "same" and (not text or (not text.strip() and (gone or new))):
            gone, new = gone + text, new + text
            continue
        if kind == "same":
            yield from _changed(gone, new)
            gone, new, same = "", "", text
            yield Piece("same", same)
        elif kind == "deleted":
            gone += text
        else:
            new += text
    yield from _changed(gone, new)


def _changed(gone: str, new: str) -> Iterator[Piece]:
    if gone == new:
        if gone:
            yield Piece("same", gone)
        return
    if gone:
        yield Piece("deleted", gone)
    if new:
        yield Piece("inserted", new)


def marked(found: tuple[Piece, ...]) -> str:
    """The pieces on one line: [-gone-]{+new+}, with a few words of what stands around them."""
    shown = []
    for index, piece in enumerate(found):
        if piece.kind == "same":
            shown.append(_around(piece.text, index == 0, index == len(found) - 1))
        elif piece.kind == "deleted":
            shown.append(f"[-{safe(piece.text)}-]")
        else:
            shown.append(f"{{+{safe(piece.text)}+}}")
    return "".join(shown)


def _around(text: str, is_first: bool, is_last: bool) -> str:
    """The words of a piece that stand next to a change, with … for the rest."""
    words = re.findall(r"\s*\S+(?:\s+$)?", text)
    most = _CONTEXT if is_first or is_last else 2 * _CONTEXT
    if len(words) <= most:
        return safe(text)
    head = "" if is_first else "".join(words[:_CONTEXT])
    tail = "" if is_last else "".join(words[-_CONTEXT:])
    return (
        f"{safe(head)} … {safe(tail.lstrip())}"
        if head and tail
        else (f"{safe(head)} …" if head else f"… {safe(tail.lstrip())}")
    )
