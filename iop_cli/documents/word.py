"""A document as a Word file that everyone can read: real headings, table headers, languages.

Made of the same blocks as the other formats; a chart's figures stand in its table. The same blocks
give the same bytes.
"""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from iop_cli.diagnostic import IopError
from iop_cli.documents.blocks import (
    Block,
    Blocks,
    Code,
    Emphasis,
    Heading,
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
from iop_cli.words import _, speaking

if TYPE_CHECKING:
    from docx.document import Document

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
# Word's own lists go no deeper
DEEPEST_LIST = 3
INK, MARK = "1B1B1F", "9A1B1B"
# the earliest moment that a zip file can name: no clock shows in the bytes
MIDNIGHT = (1980, 1, 1, 0, 0, 0)


def docx(tree: Tree, on: date) -> bytes:
    """The document as a .docx dated `on`; raises IopError (missing-extra) without the extra."""
    try:
        from docx import Document as new  # noqa: PLC0415 - an extra: most who run iop do without it
    except ImportError:
        raise missing() from None
    with speaking(tree.language):
        made = new()
        _furnish(made, tree, on)
        writer = _Writer(made)
        writer.paragraph("Heading 1", tree.title)
        if tree.draft:
            _mark(made, _("DRAFT"))
            writer.blocks(tree.draft.blocks, style="Intense Quote")
        writer.blocks(tree.blocks)
    return bytes_of(made)


def missing() -> IopError:
    """What stops the command where the extra's libraries are not installed."""
    says = _("Word files need the extra docx")
    return IopError(says, 'pip install "iop-cli[docx]"', code="missing-extra")


def bytes_of(made: Any) -> bytes:
    """A Word file whose bytes depend on nothing but what stands in it."""
    first, last = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as held, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in held.namelist():
            entry = zipfile.ZipInfo(name, MIDNIGHT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            kept.writestr(entry, held.read(name))
    return last.getvalue()


def _furnish(made: "Document", tree: Tree, on: date) -> None:
    """The document's properties, its language and the look of its styles."""
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    told, midnight = made.core_properties, datetime(on.year, on.month, on.day, tzinfo=UTC)
    told.title, told.language = re.sub(r"\s+", " ", plain(tree.title)), tree.language
    told.author, told.comments, told.last_modified_by = "", "", ""
    told.created = told.modified = midnight
    told.revision = 1
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(22)
    sizes = {"Heading 1": 20, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11, "Caption": 10}
    for style in made.styles:
        if style.name in sizes or (style.name or "").startswith(("Heading", "Intense Quote")):
            style.font.color.rgb = RGBColor.from_string(INK)
        if style.name in sizes:
            style.font.size, style.font.name = Pt(sizes[style.name]), "Calibri"
    made.styles["Normal"].font.size = Pt(11)
    _speak(made.styles.element.find(f".//{_w('rPrDefault')}/{_w('rPr')}"), tree.language)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _speak(properties: Any, language: str) -> None:
    """Say in which language what has these properties is."""
    told = properties.find(_w("lang"))
    if told is None:
        told = _element("lang")
        properties.append(told)
    told.set(_w("val"), LANGUAGES.get(language, language))


def _element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(_w(key), value)
    return made


def _mark(made: "Document", word: str) -> None:
    """The mark of a draft at the head of every page."""
    from docx.shared import RGBColor  # noqa: PLC0415

    run = made.sections[0].header.paragraphs[0].add_run(word)
    run.bold, run.font.color.rgb = True, RGBColor.from_string(MARK)


def draft_paragraph(word: str) -> Any:
    """A paragraph with the mark of a draft, to stand first in somebody else's document."""
    paragraph, run, properties = _element("p"), _element("r"), _element("rPr")
    properties.append(_element("b"))
    properties.append(_element("color", val=MARK))
    run.append(properties)
    run.text = word
    paragraph.append(run)
    return paragraph


class _Writer:
    """Writes blocks at the document's end, each in the language that holds there."""

    def __init__(self, made: "Document") -> None:
        self.made: Any = made
        self.language = ""

    def blocks(self, blocks: Blocks, *, style: str = "", depth: int = 0) -> None:
        """Write blocks; `style` is that of their paragraphs, `depth` that of their lists."""
        for block in blocks:
            self._block(block, style, depth)

    def _block(self, block: Block, style: str, depth: int) -> None:
        match block:
            case Heading(level, inner):
                self.paragraph(f"Heading {level}", inner)
            case Paragraph(inner):
                self.paragraph(style or "Normal", inner)
            case Listing():
                self._list(block, min(depth + 1, DEEPEST_LIST))
            case Table():
                self._table(block)
            case Quote(blocks):
                self.blocks(blocks, style="Quote", depth=depth)
            case Part(language, blocks):
                before, self.language = self.language, language
                self.blocks(blocks, style=style, depth=depth)
                self.language = before
            case Code(text):
                self.paragraph("Normal", (Verbatim(text),))
            case PageBreak():
                self.made.add_page_break()
            case Rule():
                self._rule()

    def paragraph(self, style: str, inner: Inlines) -> Any:
        """Write one paragraph."""
        made = self.made.add_paragraph(style=style)
        self._runs(made._p, inner, _Manner(self.language))
        return made

    def _runs(self, holder: Any, inner: Inlines, manner: "_Manner") -> None:
        for part in inner:
            match part:
                case Text(text):
                    holder.append(manner.run(text))
                case Verbatim(text):
                    holder.append(manner.but(fixed=True).run(text))
                case LineBreak():
                    holder.append(manner.run("\n"))
                case Strong(inside):
                    self._runs(holder, inside, manner.but(bold=True))
                case Emphasis(inside):
                    self._runs(holder, inside, manner.but(italic=True))
                case Spoken(language, inside):
                    self._runs(holder, inside, manner.but(language=language))
                case Link(address, inside):
                    self._link(holder, address, inside, manner)

    def _link(self, holder: Any, address: str, inner: Inlines, manner: "_Manner") -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415

        link = _element("hyperlink")
        id = self.made.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), id)
        self._runs(link, inner, manner.but(underlined=True))
        holder.append(link)

    def _list(self, block: Listing, depth: int) -> None:
        kind = "List Bullet" if block.start is None else "List Number"
        style = kind if depth == 1 else f"{kind} {depth}"
        number = None if block.start is None else self._numbering(style, block.start)
        for item in block.items:
            match item:
                case (Paragraph(inner), *rest):
                    made = self.paragraph(style, inner)
                    if number is not None:
                        made._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
                    self.blocks(tuple(rest), depth=depth)
                case _:
                    self.blocks(item, depth=depth)

    def _numbering(self, style: str, start: int) -> int:
        """A numbering of its own for one list, so that each begins anew."""
        held = self.made.part.numbering_part.element
        own = self.made.styles[style].element.pPr.numPr.numId.val
        before = next(num for num in held.num_lst if num.numId == own)
        made = held.add_num(before.abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(made.numId)

    def _rule(self) -> None:
        """A line across: the lower border of an empty paragraph."""
        borders = _element("pBdr")
        borders.append(_element("bottom", val="single", sz="4", space="1", color="auto"))
        self.paragraph("Normal", ())._p.get_or_add_pPr().append(borders)

    def _table(self, block: Table) -> None:
        if block.caption:
            self.paragraph("Caption", block.caption).paragraph_format.keep_with_next = True
        made = self.made.add_table(rows=0, cols=len(block.header), style="Table Grid")
        self._row(made, block.header, block, heads=True)
        for row in block.rows:
            self._row(made, row, block, heads=False)
        # what comes after a table is a paragraph of its own, and two tables never grow together
        self.made.add_paragraph().paragraph_format.space_after = 0

    def _row(self, made: Any, cells: tuple[Inlines, ...], table: Table, *, heads: bool) -> None:
        row = made.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("cantSplit"))
        if heads:
            properties.append(_element("tblHeader"))
        for at, (cell, inner) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            if table.right[at]:
                paragraph.alignment = 2
            self._runs(paragraph._p, inner, _Manner(self.language, bold=heads))


class _Manner:
    """How a run of words is set."""

    def __init__(self, language: str, **how: bool) -> None:
        self.language, self.how = language, how

    def but(self, language: str = "", **how: bool) -> "_Manner":
        """The same, with something added."""
        return _Manner(language or self.language, **{**self.how, **how})

    def run(self, text: str) -> Any:
        """The words as a run."""
        made = _element("r")
        properties = _element("rPr")
        if self.how.get("fixed"):
            properties.append(_element("rFonts", ascii="Consolas", hAnsi="Consolas"))
        for name, key in (("b", "bold"), ("i", "italic")):
            if self.how.get(key):
                properties.append(_element(name))
        if self.how.get("underlined"):
            properties.append(_element("u", val="single"))
        if self.language:
            _speak(properties, self.language)
        if len(properties):
            made.append(properties)
        made.text = text
        return made
