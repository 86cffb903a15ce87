"""A document as one web page: semantic, self-contained, for screens, screen readers and paper.

Writes what stands between the page template's head and foot; every word is escaped here, once.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import count

from markupsafe import Markup

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
from iop_cli.documents.drawing import drawing, heading
from iop_cli.paper.jail import Loader, fill

# so many sections are too many to find one's way without a list of them
LONG = 6
# characters that stand side by side on an A4 page; a table that needs more may break its words
ROOM = 70
TEMPLATE = "page.html.j2"


def html(tree: Tree, load: Loader, foot: str = "") -> str:
    """The document as HTML, in its own language; `foot` is what stands last on the page.

    Raises IopError for a page template that cannot be used.
    """
    writer = _Writer()
    # what says which kind of document it is stands by the title, above the list of contents
    lead = tree.blocks[:1] if isinstance(next(iter(tree.blocks), None), Paragraph) else ()
    body = writer.blocks(tree.blocks[len(lead) :])
    values = {
        "language": tree.language,
        "title": _line(tree.title),
        "heading": Markup(inlines(tree.title)),
        "draft": Markup(writer.blocks(tree.draft.blocks) if tree.draft else ""),
        "lead": Markup(writer.blocks(lead)),
        "body": Markup(body),
        "contents": writer.contents if len(writer.contents) >= LONG else [],
        "foot": foot,
    }
    return fill(TEMPLATE, load, None, {"page": values}, language=tree.language)


def inlines(parts: Inlines) -> str:
    """Words as HTML."""
    return "".join(map(_inline, parts))


def _inline(part: Inline) -> str:
    match part:
        case Text(text):
            return escape(text)
        case Strong(inner):
            return f"<strong>{inlines(inner)}</strong>"
        case Emphasis(inner):
            return f"<em>{inlines(inner)}</em>"
        case Spoken(language, inner):
            return f'<span lang="{language}">{inlines(inner)}</span>'
        case Link(address, inner):
            return f'<a href="{escape(address)}" rel="noreferrer">{inlines(inner)}</a>'
        case Verbatim(text):
            return f"<code>{escape(text)}</code>"
        case LineBreak():
            return "<br>"


def _line(inner: Inlines) -> str:
    return re.sub(r"\s+", " ", plain(inner)).strip()


class _Writer:
    """Writes blocks, and keeps the sections that it has met for the list of contents."""

    def __init__(self) -> None:
        self.contents: list[dict[str, object]] = []
        self._charts = count(1)

    def blocks(self, blocks: Blocks) -> str:
        """Blocks as HTML, each on lines of its own."""
        return "".join(f"{self._block(block)}\n" for block in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(inner):
                return f"<p>{inlines(inner)}</p>"
            case Listing():
                return self._list(block)
            case Quote(blocks):
                return f"<blockquote>\n{self.blocks(blocks)}</blockquote>"
            case Part(language, blocks):
                return f'<div lang="{language}">\n{self.blocks(blocks)}</div>'
            case Table():
                return "\n".join(_table(block))
            case Chart():
                drawn = drawing(block, f"chart-{next(self._charts)}")
                named = f"<figcaption>{escape(heading(block))}</figcaption>"
                return f"<figure>\n{named}\n{drawn}\n</figure>"
            case _:
                return _bare(block)

    def _heading(self, block: Heading) -> str:
        level = block.level
        if level != 2:
            return f"<h{level}>{inlines(block.inner)}</h{level}>"
        id = f"section-{len(self.contents) + 1}"
        self.contents.append({"id": id, "text": Markup(inlines(block.inner))})
        return f'<h2 id="{id}">{inlines(block.inner)}</h2>'

    def _list(self, block: Listing) -> str:
        kind = "ul" if block.start is None else "ol"
        start = f' start="{block.start}"' if block.start not in (None, 1) else ""
        return f"<{kind}{start}>\n{''.join(map(self._item, block.items))}</{kind}>"

    def _item(self, blocks: Blocks) -> str:
        match blocks:
            case (Paragraph(inner),):
                return f"<li>{inlines(inner)}</li>\n"
            case (Paragraph(inner), *rest):
                return f"<li>{inlines(inner)}\n{self.blocks(tuple(rest))}</li>\n"
            case _:
                return f"<li>\n{self.blocks(blocks)}</li>\n"


def _bare(block: Code | Rule | PageBreak) -> str:
    match block:
        case Code(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Rule():
            return "<hr>"
        case PageBreak():
            return '<div class="break"></div>'


def _table(table: Table) -> Iterator[str]:
    """A table with its headers; the roles stay when a narrow screen sets it as a list."""
    loose = "" if _longest_words(table) <= ROOM else ' class="loose"'
    yield f'<table role="table"{loose}>'
    if table.caption:
        yield f"<caption>{inlines(table.caption)}</caption>"
    yield '<thead role="rowgroup">'
    yield '<tr role="row">'
    for at, cell in enumerate(table.header):
        right = ' class="figure"' if table.right[at] else ""
        if cell:
            yield f'<th scope="col" role="columnheader"{right}>{inlines(cell)}</th>'
        else:
            yield f'<td role="cell"{right}></td>'
    yield "</tr>\n</thead>"
    yield '<tbody role="rowgroup">'
    for row in table.rows:
        yield '<tr role="row">'
        yield from _row(row, table)
        yield "</tr>"
    yield "</tbody>\n</table>"


def _longest_words(table: Table) -> int:
    """How many characters stand side by side where no word is broken."""
    columns = zip(table.header, *table.rows, strict=True)
    return sum(
        max(len(word) + 2 for cell in column for word in (plain(cell).split() or [""]))
        for column in columns
    )


def _row(row: Sequence[Inlines], table: Table) -> Iterator[str]:
    for at, cell in enumerate(row):
        right = ' class="figure"' if table.right[at] else ""
        if at == 0 and cell:
            yield f'<th scope="row" role="rowheader"{right}>{inlines(cell)}</th>'
        else:
            label = escape(_line(table.header[at]))
            yield f'<td role="cell" data-label="{label}"{right}>{inlines(cell)}</td>'
