"""What the tests of documents share: subjects, texts of finished formats, and texts that attack."""

import io
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pikepdf
from conftest import GOOD, GOOD_LOG, TODAY, template
from docx import Document as word_file
from pypdf import PdfReader

from iop_cli.book import open_partnership
from iop_cli.documents.values import Subject
from iop_cli.reading import Library, Today

# what some format would obey; the last letters tell that all of it arrived
ATTACK = (
    '<script>alert(1)</script>"><img src=x onerror=alert(1)> [a](javascript:alert(1))'
    " ![b](http://evil.example/b.png) {{ 7*7 }}{% include 'x' %} #read(\"/etc/passwd\") | c | :::"
    " \\newpage `d` *e* _f_ ~~g~~ &lt; $h$ \x0ei\x0f ZQX"
)


def subject(
    text: str = GOOD, log: str | None = GOOD_LOG, today: date = TODAY, **how: Any
) -> Subject:
    """A partnership as its documents see it, in Swedish unless said otherwise."""
    past = ("agreements/grannhuset.log.yaml", log.encode()) if log else None
    file = ("agreements/grannhuset.yaml", text.encode())
    opened = open_partnership(file, past, Today(today), Library(template))
    language = how.pop("language", "sv")
    return Subject(opened, opened.readings[-1], language, today, **how)


def bare(text: str) -> str:
    """A text without blanks and without what is there only to break lines."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


class _Texts(HTMLParser):
    """The words of a page's header and main part, less drawings; and what could do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.harm: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "hr", "path", "rect", "circle"):
            self._inside.append(tag)
        self.tags.append(tag)
        if tag in ("script", "img", "iframe", "object", "embed", "link", "form", "base"):
            self.harm.append(tag)
        self.harm += [name for name, _value in attrs if name.startswith("on")]
        links = [value or "" for name, value in attrs if name in ("href", "src")]
        self.harm += [v for v in links if not re.match(r"https?://|mailto:|#", v)]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        shown = {"header", "main"} & set(self._inside)
        if shown and not {"svg", "nav"} & set(self._inside):
            self.words.append(data)


def read_html(page: str) -> _Texts:
    """A page's words and tags."""
    found = _Texts()
    found.feed(page)
    return found


def html_text(page: str, *, charts: bool = True) -> str:
    """A page's words without blanks; without charts what Word has no room for is left out."""
    if not charts:
        page = re.sub(r"<figure>.*?</figure>", "", page, flags=re.DOTALL)
    return bare("".join(read_html(page).words))


def pdf_text(raw: bytes) -> str:
    """The words of a PDF that are content, without blanks: no page numbers, repeats and drawings.

    What stands before the items of lists is no content either.
    """
    with pikepdf.open(io.BytesIO(raw)) as held:
        beside = _beside(held.Root.StructTreeRoot.K)
        for page in held.pages:
            kept = _content(page, beside)
            page.Contents = held.make_stream(pikepdf.unparse_content_stream(kept))
        made = io.BytesIO()
        held.save(made)
    return bare("".join(page.extract_text() for page in PdfReader(made).pages))


def _beside(node: Any, *, inside: bool = False, page: Any = None) -> set[tuple[Any, int]]:
    """The pages and numbers of what is tagged as a list's label or as a figure."""
    if isinstance(node, pikepdf.Array):
        return {found for inner in node for found in _beside(inner, inside=inside, page=page)}
    if isinstance(node, pikepdf.Dictionary):
        page = node.get("/Pg", page)
        if "/MCID" in node:
            return {(page.objgen, int(node["/MCID"]))} if inside else set()
        inside = inside or str(node.get("/S", "")) in ("/Lbl", "/Figure")
        return _beside(node.get("/K", pikepdf.Array()), inside=inside, page=page)
    return {(page.objgen, int(node))} if inside else set()


def _content(page: pikepdf.Page, beside: set[tuple[Any, int]]) -> list[Any]:
    """The instructions of a page but those that draw what is beside its content."""
    kept: list[Any] = []
    depth, skipping = 0, 0
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in ("BDC", "BMC"):
            depth += 1
            is_out = str(instruction.operands[0]) == "/Artifact"
            told = instruction.operands[1] if name == "BDC" else None
            if isinstance(told, pikepdf.Dictionary) and "/MCID" in told:
                is_out = is_out or (page.obj.objgen, int(told["/MCID"])) in beside
            skipping = skipping or (depth if is_out else 0)
        if not (skipping and name in ("Tj", "TJ", "Do")):
            kept.append(instruction)
        if name == "EMC":
            skipping = 0 if skipping == depth else skipping
            depth -= 1
    return kept


def word_text(raw: bytes) -> str:
    """The words of a Word file's body, without blanks."""
    body = word_file(io.BytesIO(raw)).element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    return bare("".join(text.text or "" for text in body.iter(name)))


def structure(raw: bytes) -> list[tuple[str, str]]:
    """The tags of a PDF in reading order, each with what it says instead of its content."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for inner in node:
                walk(inner)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            walk(node.get("/K", pikepdf.Array()))

    with pikepdf.open(io.BytesIO(raw)) as held:
        walk(held.Root.StructTreeRoot.K)
    return found
