"""One document of one partnership in the formats that are asked for, as bytes.

Each format is made of the same Markdown; each brings its own libraries, and only where it is asked
for. Writes no file.
"""

# ruff: noqa: PLC0415

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from iop_cli import words
from iop_cli.documents import engine
from iop_cli.documents.roll import Kind
from iop_cli.documents.values import Subject
from iop_cli.paper.jail import Loader
from iop_cli.words import mark, say

if TYPE_CHECKING:
    from iop_cli.documents.blocks import Tree

SUFFIXES = ("md", "html", "pdf", "docx")


def made(
    kind: Kind, subject: Subject, load: Loader, suffixes: Sequence[str], filled: bytes = b""
) -> dict[str, bytes]:
    """The document by suffix (see SUFFIXES), in the order asked.

    `filled` is a Word template of the municipality's own, which the docx is then made of. Raises
    IopError for a template that cannot be used.
    """
    values = kind.values(subject)
    told = ""
    if not filled or set(suffixes) != {"docx"}:
        findings = subject.findings if subject.draft else None
        own, language = subject.own_language, subject.language
        told = engine.markdown(kind.name, values, load, language, own, draft=findings)
    page = _Page(kind, subject, load, told)
    made: dict[str, bytes] = {}
    for suffix in suffixes:
        if suffix == "docx" and filled:
            from iop_cli.documents.filling import filled as in_own

            made[suffix] = in_own(filled, values, subject)
        else:
            made[suffix] = page.as_bytes(suffix)
    return made


class _Page:
    """The Markdown of a document, from which each format is made."""

    def __init__(self, kind: Kind, subject: Subject, load: Loader, told: str) -> None:
        self.kind, self.subject, self.load, self.told = kind, subject, load, told

    def as_bytes(self, suffix: str) -> bytes:
        """The document in one format."""
        if suffix == "md":
            return engine.without_charts(self.told).encode()
        subject, held = self.subject, self.tree
        match suffix:
            case "html":
                from iop_cli.documents.page import html

                return html(held, self.load, _foot(subject)).encode()
            case "pdf":
                from iop_cli.documents.typeset import pdf

                return pdf(held, subject.today)
            case _:
                from iop_cli.documents.word import docx

                return docx(held, subject.today)

    @cached_property
    def tree(self) -> "Tree":
        """Its blocks, which every format but Markdown is made of."""
        from iop_cli.documents.tree import tree

        return tree(self.told, self.subject.language)


def _foot(subject: Subject) -> str:
    """What stands last on a page: what the document is made of."""
    with words.speaking(subject.language):
        says = mark("Made from the file {file}.")
        return say(says, file=f"{subject.reading.file_id}.yaml")
