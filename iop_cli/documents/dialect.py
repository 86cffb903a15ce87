"""Our dialect of Markdown: CommonMark and tables without HTML, and parts in another language.

Teaches a parser blocks between `::: {lang=sv}` and `:::`, `[words]{lang=sv}`, and quick ways
through tables as we write them ourselves, sentences and short lists. Words are read apart from
blocks, for most of them are plain.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_LANGUAGE = r"\{lang=([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\}"
_PART = re.compile(rf"(:{{3,}}) *{_LANGUAGE} *$")
_SPOKEN = re.compile(_LANGUAGE)
# what a line of words must hold for anything in it to be obeyed
_OBEYED = re.compile(r"[\\`*_\[\]<&\n]")
# words in which nothing but signs shown as they stand, and new lines, are anything else than words
_MERELY = re.compile(
    r"(?:[^\\`*_\[\]<&\n \t]|\\[!-/:-@\[-`{-~]|[ \t](?!\n)|\n(?![ \t])"
    r"|(?<=[^\W_])_(?=[^\W_])|(?<= )_+(?= |$))*"
)
_SHOWN = re.compile(r"\\(.)")
_CELLS = re.compile(r"(?<!\\)\|")
# how a line begins that is nothing but words to every rule
_WORD = re.compile(r"(?:\*\*)?[^\W\d_]|\d+(?![\d.)])|[(”“]")
_RULER = re.compile(r":?-+:?")
# lists in lists in quotations: nobody writes deeper, and nothing is read deeper
DEEPEST = 30


@lru_cache(maxsize=1)
def parser() -> "MarkdownIt":
    """The parser of our dialect, made once."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  slow to import

    read = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable("table")
    around = ["paragraph", "reference", "blockquote", "list"]
    read.core.ruler.disable("inline")
    read.block.ruler.before("fence", "part", _part, {"alt": around})
    read.block.ruler.before("table", "grid", _grid, {"alt": ["paragraph", "reference"]})
    read.block.ruler.before("grid", "sentences", _sentences)
    read.block.ruler.before("grid", "items", _items)
    read.inline.ruler.before("link", "spoken", _spoken)
    return read


def words(content: str, known: dict[str, Any]) -> list[Any] | str:
    """The tokens of some words, or what they say where they are plain.

    `known` holds what links name.
    """
    if not _OBEYED.search(content):
        return content
    if _MERELY.fullmatch(content):
        return _SHOWN.sub(r"\1", content.replace("\n", " "))
    found: list[Any] = []
    read = parser()
    read.inline.parse(content, read, known, found)
    return found


def _sentences(state: Any, start: int, _end: int, _silent: bool) -> bool:
    """Lines of words up to a blank one: no other rule wants any of these."""
    if state.is_code_block(start):
        return False
    last = start
    while last < state.lineMax and not state.isEmpty(last):
        if not _WORD.match(state.src, state.bMarks[last] + state.tShift[last]):
            return False
        last += 1
    _paragraph(state, state.getLines(start, last, state.blkIndent, False).strip())
    state.line = last
    return True


def _items(state: Any, start: int, _end: int, _silent: bool) -> bool:
    """A list up to a blank line, of a line of words an item, and nothing that may go on with it."""
    if not state.src.startswith("- ", state.bMarks[start] + state.tShift[start]):
        return False
    last = start
    while last < state.lineMax and not state.isEmpty(last):
        if state.sCount[last] != state.blkIndent or not _is_item(state, last):
            return False
        last += 1
    after = state.skipEmptyLines(last)
    if after < state.lineMax and (
        state.sCount[after] != state.blkIndent or _line(state, after)[0] == "-"
    ):
        return False
    state.push("bullet_list_open", "ul", 1)
    for at in range(start, last):
        state.push("list_item_open", "li", 1)
        _paragraph(state, _line(state, at)[2:].strip())
        state.push("list_item_close", "li", -1)
    state.push("bullet_list_close", "ul", -1)
    state.line = last
    return True


def _is_item(state: Any, at: int) -> bool:
    first = state.bMarks[at] + state.tShift[at]
    return bool(state.src.startswith("- ", first) and _WORD.match(state.src, first + 2))


def _paragraph(state: Any, content: str) -> None:
    state.push("paragraph_open", "p", 1)
    state.push("inline", "", 0).content = content
    state.push("paragraph_close", "p", -1)


def _grid(state: Any, start: int, end: int, silent: bool) -> bool:
    """A table of lines that begin and end with a stroke; any other is left to the usual rule."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("|", first) or state.is_code_block(start):
        return False
    last = start
    while last < end and _is_row(state, last):
        last += 1
    if last < start + 2 or (last < end and not state.isEmpty(last)):
        return False
    head, ruler, *rows = ([*_cells(_line(state, at))] for at in range(start, last))
    if len(head) != len(ruler) or not all(map(_RULER.fullmatch, ruler)):
        return False
    if not silent:
        token = state.push("grid", "table", 0)
        right = [cell.endswith(":") and not cell.startswith(":") for cell in ruler]
        full = [(row + [""] * len(head))[: len(head)] for row in rows]
        token.meta = {"right": right, "rows": [head, *full]}
        token.map = [start, last]
        state.line = last
    return True


def _is_row(state: Any, at: int) -> bool:
    line = _line(state, at).rstrip()
    is_inside = state.sCount[at] >= state.blkIndent and not state.is_code_block(at)
    return is_inside and len(line) > 1 and line[0] == "|" == line[-1] and line[-2] != "\\"


def _cells(line: str) -> Iterator[str]:
    for cell in _CELLS.split(line.strip()[1:-1]):
        yield cell.replace("\\|", "|").strip()


def _part(state: Any, start: int, end: int, silent: bool) -> bool:
    """Blocks between `::: {lang=sv}` and `:::`."""
    if state.is_code_block(start):
        return False
    opened = _PART.match(_line(state, start))
    if not opened:
        return False
    last = next((at for at in range(start + 1, end) if _ends(state, at, opened[1])), None)
    if last is None or silent:
        return last is not None
    kind, most = state.parentType, state.lineMax
    state.parentType, state.lineMax = "part", last
    token = state.push("part_open", "div", 1)
    token.info, token.map, token.block = opened[2], [start, last], True
    state.md.block.tokenize(state, start + 1, last)
    state.push("part_close", "div", -1).block = True
    state.parentType, state.lineMax = kind, most
    state.line = last + 1
    return True


def _line(state: Any, at: int) -> str:
    first = state.bMarks[at] + state.tShift[at]
    text: str = state.src[first : state.eMarks[at]]
    return text


def _ends(state: Any, at: int, opened: str) -> bool:
    line = _line(state, at).rstrip()
    return len(line) >= len(opened) and not line.strip(":") and not state.is_code_block(at)


def _spoken(state: Any, silent: bool) -> bool:
    """Words in another language: `[words]{lang=sv}`."""
    if state.src[state.pos] != "[":
        return False
    last = state.md.helpers.parseLinkLabel(state, state.pos)
    found = _SPOKEN.match(state.src, last + 1) if last >= 0 else None
    if not found:
        return False
    if not silent:
        most = state.posMax
        state.pos, state.posMax = state.pos + 1, last
        state.push("spoken_open", "span", 1).info = found[1]
        state.md.inline.tokenize(state)
        state.push("spoken_close", "span", -1)
        state.posMax = most
    state.pos = found.end()
    return True
