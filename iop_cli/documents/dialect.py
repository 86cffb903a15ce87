"""Our dialect of Markdown: CommonMark and tables without HTML, and parts in another language.

Teaches a parser two rules: blocks between `::: {lang=sv}` and `:::`, and `[words]{lang=sv}`.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_LANGUAGE = r"\{lang=([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\}"
_PART = re.compile(rf"(:{{3,}}) *{_LANGUAGE} *$")
_SPOKEN = re.compile(_LANGUAGE)
# lists in lists in quotations: nobody writes deeper, and nothing is read deeper
DEEPEST = 30


@lru_cache(maxsize=1)
def parser() -> "MarkdownIt":
    """The parser of our dialect, made once."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  slow to import

    read = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable("table")
    around = ["paragraph", "reference", "blockquote", "list"]
    read.block.ruler.before("fence", "part", _part, {"alt": around})
    read.inline.ruler.before("link", "spoken", _spoken)
    return read


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
