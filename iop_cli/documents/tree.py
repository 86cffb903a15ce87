"""The Markdown of a document as a tree of blocks, which every other format is made of.

HTML is text, a picture is its description, a link leads to the web or to an address or nowhere.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

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
    Series,
    Spoken,
    Strong,
    Table,
    Text,
    Tree,
    Verbatim,
    plain,
)
from iop_cli.documents.dialect import parser, words

_CAPTION = "Table: "
_BREAK = "\\newpage"
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)


def tree(markdown: str, language: str) -> Tree:
    """The tree of a document's Markdown."""
    blocks = tuple(_put_right(_reader(markdown).blocks()))
    title: Inlines = ()
    match blocks:
        case (Heading(level=1, inner=title), Quote() as draft, *_rest):
            return Tree(language, title, blocks[2:], draft)
        case (Heading(level=1, inner=title), *_rest):
            return Tree(language, title, blocks[1:])
    return Tree(language, title, blocks)


def _reader(markdown: str) -> "_Reader":
    known: dict[str, Any] = {}
    return _Reader(parser().parse(markdown, known), known)


def _put_right(blocks: Sequence[Block], level: int = 0, *, titled: bool = False) -> Iterator[Block]:
    """The blocks with one title, no level of headings skipped, and captions in their tables."""
    caption: Inlines = ()
    for at, block in enumerate(blocks):
        match block:
            case Heading():
                level = min(block.level, level + 1)
                level = max(level, 2) if titled or at else level
                titled = titled or level == 1
                yield replace(block, level=level)
            case Paragraph() if _is_caption(block) and _is_table(blocks, at + 1):
                caption = _without(block.inner, len(_CAPTION))
            case Table():
                yield replace(block, caption=caption)
                caption = ()
            case Part():
                yield replace(block, blocks=tuple(_put_right(block.blocks, level, titled=True)))
            case _:
                yield block


def _is_caption(block: Paragraph) -> bool:
    first = block.inner[0] if block.inner else None
    return isinstance(first, Text) and first.text.startswith(_CAPTION)


def _is_table(blocks: Sequence[Block], at: int) -> bool:
    return at < len(blocks) and isinstance(blocks[at], Table)


def _without(inner: Inlines, count: int) -> Inlines:
    first = inner[0]
    assert isinstance(first, Text)
    rest = first.text[count:]
    return (Text(rest), *inner[1:]) if rest else inner[1:]


class _Reader:
    """Goes through the parser's tokens once, from the first to the last."""

    def __init__(self, tokens: Sequence[Any], known: dict[str, Any]) -> None:
        self.tokens, self.at, self.around = tokens, 0, 0
        self.known = known

    def blocks(self, until: str = "") -> Blocks:
        """The blocks up to the token that ends them."""
        made: list[Block] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == until:
                break
            made += self._block(token)
        return tuple(made)

    def _inside(self, until: str) -> Blocks:
        self.around += 1
        made = self.blocks(until)
        self.around -= 1
        return made

    def _block(self, token: Any) -> list[Block]:
        match token.type:
            case "heading_open":
                inner, level = self._inline("heading_close"), int(token.tag[1])
                # inside a list or a quotation there is no outline
                return [Paragraph((Strong(inner),)) if self.around else Heading(level, inner)]
            case "paragraph_open":
                return self._paragraph(self._inline("paragraph_close"))
            case "fence" | "code_block":
                drawn = chart(token.content) if token.info.strip() == "chart" else None
                return [drawn or Code(token.content.rstrip("\n"))]
            case "table_open":
                return [self._table()]
            case "grid":
                head, *rows = (tuple(map(self._words, row)) for row in token.meta["rows"])
                return [Table((), tuple(token.meta["right"]), head, tuple(rows))]
            case "hr":
                return [Rule()]
            case _:
                return self._around(token)

    def _around(self, token: Any) -> list[Block]:
        """What holds other blocks; nothing for what is none of it."""
        match token.type:
            case "bullet_list_open":
                return [Listing(None, self._items("bullet_list_close"))]
            case "ordered_list_open":
                start = int(token.attrGet("start") or 1)
                return [Listing(start, self._items("ordered_list_close"))]
            case "blockquote_open":
                return [Quote(self._inside("blockquote_close"))]
            case "part_open":
                return [Part(token.info, self.blocks("part_close"))]
            case _:
                return []

    def _paragraph(self, inner: Inlines) -> list[Block]:
        if plain(inner).strip() == _BREAK:
            return [PageBreak()]
        return [Paragraph(inner)] if inner else []

    def _inline(self, until: str) -> Inlines:
        inner: Inlines = ()
        while self.tokens[self.at].type != until:
            inner += self._words(self.tokens[self.at].content)
            self.at += 1
        self.at += 1
        return inner

    def _words(self, content: str) -> Inlines:
        tokens = words(content, self.known)
        if isinstance(tokens, str):
            return (Text(tokens),) if tokens else ()
        return _Inline(tokens).inlines()

    def _items(self, until: str) -> tuple[Blocks, ...]:
        items: list[Blocks] = []
        while self.tokens[self.at].type != until:
            self.at += 1
            items.append(self._inside("list_item_close"))
        self.at += 1
        return tuple(items)

    def _table(self) -> Table:
        rows: list[tuple[Inlines, ...]] = []
        right: list[bool] = []
        row: list[Inlines] = []
        while (token := self.tokens[self.at]).type != "table_close":
            self.at += 1
            match token.type:
                case "tr_open":
                    row = []
                case "th_open" | "td_open":
                    if token.type == "th_open":
                        right.append("right" in str(token.attrGet("style") or ""))
                    row.append(self._inline(token.type.replace("open", "close")))
                case "tr_close":
                    rows.append(tuple(row))
        self.at += 1
        return Table((), tuple(right), rows[0], tuple(rows[1:]))


class _Inline:
    """Goes through the tokens of one line of text."""

    def __init__(self, tokens: Sequence[Any]) -> None:
        self.tokens, self.at = tokens, 0

    def inlines(self, until: str = "") -> Inlines:
        """What stands up to the token that ends it."""
        made: list[Inline] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == until:
                break
            made += self._inline(token)
        return _joined(made)

    def _inline(self, token: Any) -> Inlines:
        match token.type:
            case "strong_open":
                return (Strong(self.inlines("strong_close")),)
            case "em_open":
                return (Emphasis(self.inlines("em_close")),)
            case "spoken_open":
                return (Spoken(token.info, self.inlines("spoken_close")),)
            case "link_open":
                inner, address = self.inlines("link_close"), str(token.attrGet("href") or "")
                return (Link(address, inner),) if _SAFE_LINK.fullmatch(address) else inner
            case "code_inline":
                return (Verbatim(token.content),)
            case "hardbreak":
                return (LineBreak(),)
            case "softbreak":
                return (Text(" "),)
            case _:
                # of a picture, its description
                return (Text(token.content),) if token.content else ()


def _joined(parts: Sequence[Inline]) -> Inlines:
    made: list[Inline] = []
    for part in parts:
        last = made[-1] if made else None
        if isinstance(part, Text) and isinstance(last, Text):
            made[-1] = Text(last.text + part.text)
        else:
            made.append(part)
    return tuple(made)


def chart(content: str) -> Chart | None:
    """The chart that a block's JSON describes; None where it describes none."""
    try:
        held = json.loads(content)
        series = tuple(
            Series(str(one["name"]), tuple(_point(*point) for point in one["points"]))
            for one in held["series"]
        )
        return Chart(str(held["title"]), str(held.get("unit", "")), series)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _point(label: object, written: object) -> tuple[str, str, Decimal | None]:
    text = str(written)
    bare = re.sub(r"\s", "", text).replace("\u2212", "-").replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        # a number that is suppressed or unknown leaves a gap
        return str(label), text, None
    return str(label), text, value if value.is_finite() else None
