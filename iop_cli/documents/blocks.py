"""What a document is made of: its title, and blocks of words, each a frozen value.

Every format is made of these. Reads no Markdown and writes no format.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of weight."""

    inner: "Inlines"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that are stressed."""

    inner: "Inlines"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in another language."""

    language: str
    inner: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address: http, https or mailto."""

    address: str
    inner: "Inlines"


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words shown letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line inside a paragraph."""


Inline = Text | Strong | Emphasis | Spoken | Link | Verbatim | LineBreak
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title alone has level 1, and no level is skipped."""

    level: int
    inner: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inner: Inlines


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of items, each of some blocks; `start` is its first number, None where it has none."""

    start: int | None
    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands aside from the text: the mark of a draft, or somebody's words."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Code:
    """Lines shown letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page begins."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption (empty where it has none), header and rows; `right` are the columns of
    figures."""

    caption: Inlines
    right: tuple[bool, ...]
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars; a point is its label, its figure as written, and its value."""

    name: str
    points: tuple[tuple[str, str, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of figures, which stand in a table too."""

    title: str
    unit: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks in another language."""

    language: str
    blocks: "Blocks"


Block = (
    Heading | Paragraph | Listing | Quote | Code | Rule | PageBreak | Table | Chart | Part
)  # fmt: skip
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A document: its language, its title and what follows that; `draft` is its mark, if any."""

    language: str
    title: Inlines
    blocks: Blocks
    draft: Quote | None = None


def plain(inner: Inlines) -> str:
    """The words alone."""
    return "".join(_words(inner))


def _words(inner: Inlines) -> Iterator[str]:
    for part in inner:
        match part:
            case Text() | Verbatim():
                yield part.text
            case LineBreak():
                yield "\n"
            case _:
                yield from _words(part.inner)
