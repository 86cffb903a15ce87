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
    """The words of a PDF that are content, without blanks: page numbers and repeats are not."""
    with pikepdf.open(io.BytesIO(raw)) as held:
        for page in held.pages:
            page.Contents = held.make_stream(pikepdf.unparse_content_stream(_content(page)))
        kept = io.BytesIO()
        held.save(kept)
    pages = PdfReader(kept).pages
    return bare("".join(page.extract_text() for page in pages))


def _content(page: pikepdf.Page) -> list[Any]:
    """The instructions of a page that stand in no artifact and in no list's label."""
    kept, depth, skipping = [], 0, 0
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in ("BDC", "BMC"):
            depth += 1
            if not skipping and str(instruction.operands[0]) == "/Artifact":
                skipping = depth
        draws = name in ("Tj", "TJ", "'", '"')
        if not (skipping and draws):
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
