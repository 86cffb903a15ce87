"""XML from a stranger as a tree of elements, each with its place in the text.

Refuses what could harm: a DTD, entities, depth, size. Follows no address, and knows no invoice.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from iop_cli.diagnostic import NOWHERE, Span
from iop_cli.words import mark

MOST_BYTES = 10_000_000
MOST_DEPTH = 60
MOST_ELEMENTS = 200_000
MOST_TEXT = 20_000
ENCODINGS = ("utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "us-ascii", "ascii")

# a sign that no XML may hold, so that no address of a namespace holds it
_SEPARATOR = "\x1f"
# what is attached is carried along and never read
_PASSED_BY = "EmbeddedDocumentBinaryObject"


class Unreadable(Exception):
    """Why a text cannot be read: a marked message, its values, and the place."""

    def __init__(self, says: str, span: Span = NOWHERE, **values: object) -> None:
        """Take the message, marked English, and the values that it names."""
        super().__init__(says)
        self.says, self.span, self.values = says, span, values


@dataclass(slots=True, eq=False)
class Element:
    """One element: its name without prefix, the text it holds, its children, and where it stands.

    `span` is the text's place where there is text, else the opening tag's.
    """

    uri: str
    name: str
    attributes: dict[str, str]
    span: Span
    parent: "Element | None" = field(repr=False)
    text: str = ""
    children: "list[Element]" = field(default_factory=list)

    def all(self, *path: str) -> "list[Element]":
        """The elements that a path of names leads to, in order."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def one(self, *path: str) -> "Element | None":
        """The first element that a path of names leads to."""
        return next(iter(self.all(*path)), None)

    def said(self, *path: str) -> str:
        """The text at a path; empty where there is none."""
        found = self.one(*path)
        return found.text if found else ""

    @property
    def path(self) -> str:
        """Where it stands below the root: InvoiceLine[2]/Item/Name."""
        parts: list[str] = []
        here: Element = self
        while here.parent is not None:
            alike = [child for child in here.parent.children if child.name == here.name]
            number = f"[{alike.index(here) + 1}]" if len(alike) > 1 else ""
            parts.append(here.name + number)
            here = here.parent
        return "/".join(reversed(parts))


def parsed(raw: bytes) -> Element:
    """The root of an XML text; raises Unreadable with one clear sentence."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(mark("the file is larger than 10 MB, the most that is read"))
    if not raw.strip():
        raise Unreadable(mark("the file is empty"))
    if raw.lstrip().startswith(b"%PDF"):
        says = mark("this is a PDF, a picture of an invoice; the e-invoice is an XML file")
        raise Unreadable(says)
    builder = _Builder()
    try:
        # the whole text at once: piece by piece, one long token is read over and over
        builder.parser.Parse(raw, True)
    except expat.ExpatError as error:
        at = Span(max(1, error.lineno), error.offset + 1, max(1, error.lineno), error.offset + 2)
        says = mark("this is not XML from the first character to the last; it breaks off here")
        raise Unreadable(says, at) from None
    except (LookupError, ValueError) as error:
        raise Unreadable(mark("the file's characters cannot be read")) from error
    assert builder.root is not None  # what parsed has a root
    return builder.root


def lines_of(raw: bytes) -> list[str]:
    """The lines of a text as its places count them."""
    encoding = "utf-8"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\x00" in raw[:2]:
        encoding = "utf-16-be" if raw[:1] == b"\x00" else "utf-16-le"
    elif re.match(rb"""<\?xml[^>]*encoding\s*=\s*["'](?i:iso-8859-1)["']""", raw):
        encoding = "iso-8859-1"
    text = raw.decode(encoding, "replace").removeprefix("\ufeff")
    return re.split("\r\n|\r|\n", text)


class _Builder:
    """The tree as it grows, and the parser that tells of it."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._begins: list[tuple[int, int] | None] = []
        self._count = self._size = 0
        parser: Any = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.namespace_prefixes = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._typed
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._said
        parser.EndElementHandler = self._end
        self.parser = parser

    @property
    def _here(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            says = mark("the encoding {encoding} is not read; UTF-8, UTF-16 and ISO-8859-1 are")
            raise Unreadable(says, Span(1, 1, 1, 6), encoding=encoding[:40])

    def _typed(self, *_told: Any) -> None:
        line, column = self._here
        says = mark(
            "the file declares a document type (DTD), through which entities and other files could"
            " be drawn in; an e-invoice has none, and nothing of it is read"
        )
        raise Unreadable(says, Span(line, column, line, column + 9))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line, column = self._here
        self._count += 1
        if len(self._open) >= MOST_DEPTH or self._count > MOST_ELEMENTS:
            says = mark("elements lie deeper in each other than in any invoice; nothing is read")
            if len(self._open) < MOST_DEPTH:
                says = mark("there are more elements than in any invoice; nothing of it is read")
            raise Unreadable(says, Span(line, column, line, column + 1))
        parts = name.split(_SEPARATOR)
        uri, local = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
        written = len(local) + (len(parts[2]) + 1 if len(parts) > 2 else 0)
        span = Span(line, column, line, column + 1 + written)
        parent = self._open[-1] if self._open else None
        made = Element(uri, local, attributes, span, parent)
        if parent is not None:
            parent.children.append(made)
        else:
            self.root = made
        self._open.append(made)
        self._texts.append([])
        self._begins.append(None)
        self._size = 0

    def _said(self, text: str) -> None:
        if self._open[-1].name == _PASSED_BY:
            return
        if self._begins[-1] is None:
            if not text.strip():
                return
            line, column = self._here
            self._begins[-1] = (line, column + len(text) - len(text.lstrip()))
        self._size += len(text)
        if self._size > MOST_TEXT:
            line, column = self._here
            says = mark("one text in it is longer than in any invoice; nothing of it is read")
            raise Unreadable(says, Span(line, column, line, column + 1))
        self._texts[-1].append(text)

    def _end(self, _name: str) -> None:
        made, texts, begins = self._open.pop(), self._texts.pop(), self._begins.pop()
        made.text = "".join(texts).strip()
        if begins is not None and not made.children:
            line, column = self._here
            if line == begins[0]:
                column = min(column, begins[1] + max(1, column - begins[1]))
            made.span = Span(*begins, line, max(column, 1))
