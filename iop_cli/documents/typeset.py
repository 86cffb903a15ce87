"""A document as PDF: tagged for screen readers, fit for archives, the same bytes every time.

The layout is ours alone and may not be replaced: typst could read files and fetch packages.
Blocks reach it as data.
"""

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iop_cli.diagnostic import IopError
from iop_cli.documents.blocks import (
    Block,
    Blocks,
    Chart,
    Code,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Listing,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Rule,
    Spoken,
    Strong,
    Table,
    Text,
    Tree,
    Verbatim,
    plain,
)
from iop_cli.documents.drawing import described, drawing, heading
from iop_cli.words import _, mark, say, speaking

if TYPE_CHECKING:
    from typst import Compiler

# PDF/UA-1 for those who listen, PDF/A-2a for those who keep
STANDARDS = ["a-2a", "ua-1"]
# sizes of a table's text in points, each with the characters that stand side by side on a page
ROOM = {"9.5": 102, "8.5": 114, "7.5": 129}
SMALLEST = "7.5"
# a column of long texts takes no more than so many characters' room from the others
WIDEST = 44
# how typst names a text that it cannot show, or that archives cannot keep (private characters)
_UNSHOWN = re.compile(r'(?:the text|contains the codepoint) `"(.*?)"`')
LAYOUT = Path(__file__).with_name("document.typ")


def pdf(tree: Tree, on: date) -> bytes:
    """The document as PDF, dated `on`; raises IopError where it cannot be set."""
    dated = {"year": on.year, "month": on.month, "day": on.day}
    with speaking(tree.language):
        held = {
            "language": tree.language,
            "title": re.sub(r"\s+", " ", plain(tree.title)).strip(),
            "heading": _inlines(tree.title),
            "date": dated,
            "mark": _("DRAFT") if tree.draft else "",
            "draft": _blocks(tree.draft.blocks) if tree.draft else [],
            "pages": _("Page {page} of {pages}"),
            "blocks": _blocks(tree.blocks),
        }
    told = json.dumps(held, ensure_ascii=False)
    # its own fonts are the same on every machine; the machine's are for what those lack
    made = _set(told, on, own_fonts=True)
    if isinstance(made, _Lacking):
        made = _set(told, on, own_fonts=False)
    if isinstance(made, _Lacking):
        says = mark("{character} is in none of the fonts, so no PDF can be made")
        help = _("Write it with other characters, or ask for HTML instead.")
        raise IopError(say(says, character=made), help, code="no-font")
    return made


class _Lacking(str):
    """What no font can show."""

    __slots__ = ()


def _blocks(blocks: Blocks) -> list[dict[str, Any]]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level, inner):
            return {"is": "heading", "level": level, "inner": _inlines(inner)}
        case Paragraph(inner):
            return {"is": "paragraph", "inner": _inlines(inner)}
        case Listing(start, items):
            return {"is": "list", "start": start, "items": [_blocks(item) for item in items]}
        case Table():
            return _table(block)
        case Chart():
            drawn = drawing(block, "chart")
            says = described(block)
            return {"is": "chart", "title": heading(block), "drawing": drawn, "says": says}
        case Code(text):
            return {"is": "code", "text": text}
        case Rule():
            return {"is": "rule"}
        case PageBreak():
            return {"is": "break"}
        case Quote() | Part():
            return _around(block)


def _around(block: Quote | Part) -> dict[str, Any]:
    inner = _blocks(block.blocks)
    if isinstance(block, Quote):
        return {"is": "quote", "blocks": inner}
    return {"is": "part", "language": block.language, "blocks": inner}


def _table(table: Table) -> dict[str, Any]:
    return {
        "is": "table",
        "caption": _inlines(table.caption),
        "right": list(table.right),
        "header": [_inlines(cell) for cell in table.header],
        "rows": [[_inlines(cell) for cell in row] for row in table.rows],
        **_columns(table),
    }


def _columns(table: Table) -> dict[str, Any]:
    """How the page's width is shared: each column gets room for its longest word, and by its texts.

    `widths` are shares; `most` is how many characters of one word each has room for.
    """
    texts = [[plain(row[at]) for row in (table.header, *table.rows)] for at in _numbers(table)]
    words = [max(len(word) for text in held for word in (text.split() or [""])) for held in texts]
    longest = [max(len(text) for text in held) for held in texts]
    widths = [max(w + 2, min(t + 2, WIDEST)) for w, t in zip(words, longest, strict=True)]
    needed = sum(w + 2 for w in words)
    size = next((size for size, room in ROOM.items() if needed <= room), SMALLEST)
    room = ROOM[size]
    most = [max(6, room * width // sum(widths) - 2) for width in widths]
    return {"widths": widths, "most": most, "size": size}


def _numbers(table: Table) -> range:
    return range(len(table.header))


def _inlines(parts: Inlines) -> list[dict[str, Any]]:
    return [_inline(part) for part in parts]


def _inline(part: Inline) -> dict[str, Any]:
    match part:
        case Text(text):
            return {"is": "text", "text": text}
        case Strong(inner):
            return {"is": "strong", "inner": _inlines(inner)}
        case Emphasis(inner):
            return {"is": "emphasis", "inner": _inlines(inner)}
        case Spoken(language, inner):
            return {"is": "spoken", "language": language, "inner": _inlines(inner)}
        case Link(address, inner):
            return {"is": "link", "address": address, "inner": _inlines(inner)}
        case Verbatim(text):
            return {"is": "code", "text": text}
        case LineBreak():
            return {"is": "line"}


def _set(told: str, on: date, *, own_fonts: bool) -> bytes | _Lacking:
    """The finished file, or what is in none of the fonts."""
    compiler, error = _compiler(own_fonts)
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC)
    try:
        made: Any = compiler.compile(
            input=_layout(),
            sys_inputs={"document": told},
            pdf_standards=STANDARDS,  # type: ignore[arg-type] # names of standards, as plain texts
            timestamp=midnight,
        )
    except error as trouble:
        if found := _UNSHOWN.search(str(trouble)):
            return _Lacking(found[1])
        raise
    return bytes(made)


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return LAYOUT.read_bytes()


@lru_cache(maxsize=2)
def _compiler(own_fonts: bool) -> tuple["Compiler", type[Exception]]:
    """One compiler for all documents: with its own fonts alone, every machine sets the same."""
    try:
        import typst  # noqa: PLC0415 - an extra: most who run iop do without it
    except ImportError:
        says = _("PDF files need the extra pdf")
        raise IopError(says, 'pip install "iop-cli[pdf]"', code="missing-extra") from None
    return typst.Compiler(ignore_system_fonts=own_fonts), typst.TypstError
