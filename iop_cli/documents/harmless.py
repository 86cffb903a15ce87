"""Texts from files made harmless in Markdown: a line that it shows as it stands, a clause that
keeps to itself.

What is harmless here stays so where others show the Markdown: no HTML, no picture from elsewhere,
no link but to the web or to an address.
"""

import re
from functools import lru_cache
from typing import Any

from iop_cli.paper.markup import escaped as escaped_line
from iop_cli.report.safe import HIDDEN

_BLANKS = re.compile(r"[ \t\r\n\u0085\u2028\u2029]+")
_LETTER = "0-9A-Za-zÀ-ÖØ-öø-ÿ"
# what most texts are made of, and what nothing in Markdown obeys
_HARMLESS = re.compile(
    rf"(?![0-9]{{1,9}}[.)](?:\s|$))[{_LETTER}(]"
    rf"(?:[{_LETTER},;:()%–\xa0-]|(?<!www)\.|(?<!:)/| (?! ))*(?<![ \xa0])"
)
_HIDDEN_IN_LINES = re.compile(rf"(?!\n){HIDDEN.pattern}")
# what our own dialect would obey at a line's beginning or a heading's end
_OURS = re.compile(r"^#(?=\.)|^:(?=::)|(?<!\\)#+$")
# a sign that is obeyed at the edge of a word alone
_WITHIN_A_WORD = re.compile(r"(?<=[^\W_])\\_(?=[^\W_])")
# an escape and a code span are passed by; then HTML, a picture, and the target of a link
_IN_CLAUSE = re.compile(
    r"\\.|(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)"
    r"|(?P<html><(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>]*>))"
    r"|(?P<picture>!(?=\[))"
    r"|(?P<link>\](?=\((?!\s*<?(?:https?://|mailto:)[^\s<>]*[>)\s])))"
    r"|(?P<target>\](?=:))"
)


def escaped(text: str) -> str:
    """A text on one line that Markdown shows as it stands; what nobody sees is left out."""
    if _HARMLESS.fullmatch(text):
        return str(text)
    line = _BLANKS.sub(" ", HIDDEN.sub(" ", text)).strip()
    told = _WITHIN_A_WORD.sub("_", escaped_line(line))
    return _OURS.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), told)


def several(text: str) -> str:
    """A text of several lines without characters that nobody sees."""
    return _HIDDEN_IN_LINES.sub(" ", text.replace("\r\n", "\n").replace("\t", "    "))


@lru_cache(maxsize=256)
def clause(text: str, level: int) -> str:
    """A clause as a block of its own below a heading: its own headings begin at `level`."""
    lines = text.strip("\n").split("\n")
    tokens = _parser().parse("\n".join(lines))
    code = {
        at
        for token in tokens
        if token.type in ("fence", "code_block") and token.map
        for at in range(*token.map)
    }
    for at, line in enumerate(lines):
        if at not in code:
            lines[at] = _IN_CLAUSE.sub(_dead, line.rstrip())
            if lines[at].lstrip().startswith(":::"):
                lines[at] = lines[at].replace(":", "\\:", 1)
    _close(tokens, lines)
    _lower(tokens, lines, level)
    return "\n".join(lines)


def _dead(found: re.Match[str]) -> str:
    """What Markdown no longer obeys; a picture becomes a link to it."""
    match found.lastgroup:
        case "html":
            return "\\<"
        case "picture":
            return ""
        case "link" | "target":
            return "\\]"
        case _:
            return found[0]


def _close(tokens: list[Any], lines: list[str]) -> None:
    """End the code that a clause leaves open, and take away that it asks to be drawn."""
    for token in tokens:
        if token.type == "fence" and token.map and token.info.strip().startswith("chart"):
            first = token.map[0]
            lines[first] = lines[first].replace("chart", "", 1)
    last = tokens[-1] if tokens else None
    if last is not None and last.type == "fence" and last.level == 0:
        sign, length = re.escape(last.markup[0]), len(last.markup)
        ended = re.fullmatch(rf" {{0,3}}{sign}{{{length},}} *", lines[-1])
        if last.map[1] - last.map[0] < 2 or not ended:
            lines.append(last.markup)


def _lower(tokens: list[Any], lines: list[str], level: int) -> None:
    """Put a clause's headings below the one that it stands under."""
    headings = [t for t in tokens if t.type == "heading_open" and t.level == 0]
    highest = min((int(t.tag[1]) for t in headings), default=1)
    for token in headings:
        first, last = token.map
        signs = "#" * min(6, level + int(token.tag[1]) - highest)
        if token.markup.startswith("#"):
            lines[first] = signs + " " + lines[first].lstrip().lstrip("#").strip()
        else:
            # underlined: its text becomes one line, the underline goes
            lines[first] = signs + " " + " ".join(line.strip() for line in lines[first : last - 1])
            for at in range(first + 1, last):
                lines[at] = ""


@lru_cache(maxsize=1)
def _parser() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415  slow to import

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("inline")
