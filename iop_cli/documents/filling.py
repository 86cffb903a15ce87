"""A municipality's own Word template, filled with the same values as our own documents.

Its tags are judged by the jail that judges all templates: it reads no file and runs nothing. See
`fields` for what it may name.
"""

import io
import zipfile
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

from iop_cli.diagnostic import IopError
from iop_cli.documents import tags
from iop_cli.documents.blocks import Blocks, Heading, Listing, Paragraph, Part, Quote, Table, plain
from iop_cli.documents.tree import tree
from iop_cli.documents.values import Clause, Markup, Subject
from iop_cli.documents.word import bytes_of, draft_paragraph, missing
from iop_cli.paper.jail import Jail, placed, reason_of
from iop_cli.words import _, mark, say, speaking

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

# what the library and the XML below it raise where a template asks for what cannot be
_TROUBLE = (
    TemplateError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError, SyntaxError,
    RecursionError,
)  # fmt: skip
# sections, their tables, the rows of these
DEEPEST_LOOP = 3
# what a template may unpack to: some hundred pages
MOST_UNPACKED = 20_000_000
MOST_PARTS = 1_000
# how the library is told of a new line and of a new paragraph
LINE, PARAGRAPH = "\n", "\a"


def filled(template: bytes, values: dict[str, Any], subject: Subject) -> bytes:
    """The template with the values in it, as a .docx; raises IopError with the paragraph."""
    held = opened(template)
    if found := tags.broken(held):
        raise _stopped(found[0])
    try:
        with speaking(subject.language):
            held.render({**values, "_": _}, jail(), autoescape=True)
            if subject.draft:
                held.docx.element.body.insert(0, draft_paragraph(_("DRAFT")))
    except _TROUBLE as error:
        checked = tags.faults_of_word(opened(template), jail(), tags.shape_of([values]))
        raise _stopped(*checked[0][:1] or [tags.Fault(reason_of(error, values))]) from None
    return bytes_of(held)


def jail() -> Jail:
    """Where a Word template's tags are judged and run."""
    return Jail(_as_words, DEEPEST_LOOP, autoescape=True)


def opened(template: bytes) -> "DocxTemplate":
    """The template, unpacked; raises IopError for what is no Word file or far too much of one."""
    try:
        from docxtpl import DocxTemplate  # noqa: PLC0415 - an extra: most run iop without it
    except ImportError:
        raise missing() from None
    try:
        _judge_size(template)
        held = DocxTemplate(io.BytesIO(template))
        held.init_docx()
    except (zipfile.BadZipFile, RuntimeError, *_TROUBLE) as error:
        says = mark("this is no Word file that can be read: {error}")
        raise IopError(say(says, error=str(error)), code="template") from None
    return held


def _judge_size(template: bytes) -> None:
    """Refuse what unpacks to far more than a template, and what defines names of its own in XML."""
    with zipfile.ZipFile(io.BytesIO(template)) as held:
        entries = held.infolist()
        if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_UNPACKED:
            raise ValueError(say(mark("it unpacks to more than 20 MB")))
        for entry in entries:
            is_xml = entry.filename.endswith((".xml", ".rels"))
            if is_xml and b"<!DOCTYPE" in held.read(entry):
                raise ValueError(say(mark("it defines names of its own in its XML")))


def _stopped(fault: tags.Fault) -> IopError:
    help = _("iop template check FILE lists all that is wrong in a template.")
    says = mark("the Word template cannot be used: {error}")
    if fault.paragraph:
        says = mark("the Word template cannot be used: {error} (in the paragraph: {paragraph})")
    told = say(says, error=fault.says, paragraph=fault.paragraph)
    return IopError(told, help, code="template")


def _as_words(value: Any) -> Any:
    """A value as plain words: the marks of Markdown are no use in Word."""
    text = placed(value)
    if isinstance(text, Clause | Markup):
        held = tree(str(text), "")
        first = [plain(held.title)] if held.title else []
        return PARAGRAPH.join([*first, *_lines(held.blocks)])
    return text


def _lines(blocks: Blocks) -> list[str]:
    """Each block as a line; a table as one line a row."""
    made: list[str] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                made.append(plain(block.inner))
            case Listing(_start, items):
                made += [f"– {LINE.join(_lines(item))}" for item in items]
            case Quote() | Part():
                made += _lines(block.blocks)
            case Table():
                rows = (block.header, *block.rows)
                made += ["\t".join(plain(cell) for cell in row) for row in rows]
            case _:
                pass
    return [line for line in made if line]
