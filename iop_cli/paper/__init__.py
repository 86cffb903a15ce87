"""The documents of one invoice: HTML, Markdown, PDF, a voucher for the books, JSON and UBL.

Each is made of the invoice alone, in its own language: the same invoice gives the same bytes.
Numbers nothing, issues nothing and writes no file.
"""

# each format brings its own libraries; who asks for JSON does not wait for the PDF's
# ruff: noqa: PLC0415

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from iop_cli import words
from iop_cli.diagnostic import IopError
from iop_cli.invoice import Invoice, data
from iop_cli.invoice_schema import document_schema, invoice_schema
from iop_cli.project import shipped
from iop_cli.words import mark, say

if TYPE_CHECKING:
    from iop_cli.paper.jail import Loader

__all__ = [
    "SUFFIXES", "document_schema", "documents", "html", "invoice_schema", "json_text", "markdown",
    "pdf", "sie", "template",
]  # fmt: skip

# what a document's name may end in: `json` is always there, for it can be read back
SUFFIXES = ("json", "md", "html", "pdf", "xml", "si")


def template(name: str) -> bytes | None:
    """A template that came along; a repository's own lie over them (see `Project.template`)."""
    return shipped(f"templates/{name}")


def html(invoice: Invoice, load: "Loader" = template, *, qr: bool = False) -> str:
    """The invoice as one self-contained page; `qr` adds the code that bank apps read.

    Raises IopError for a template that cannot be used, and where `qr` lacks its extra.
    """
    from iop_cli.paper import markup

    with words.speaking(invoice.language):
        return markup.html(invoice, load, qr=qr)


def markdown(invoice: Invoice, load: "Loader" = template) -> str:
    """The invoice as Markdown; raises IopError for a template that cannot be used."""
    from iop_cli.paper import markup

    with words.speaking(invoice.language):
        return markup.markdown(invoice, load)


def pdf(invoice: Invoice, *, qr: bool = False) -> bytes:
    """The invoice as PDF: tagged (PDF/UA-1) and fit to be kept (PDF/A-2a).

    Raises IopError (missing-extra) where the extra is not installed.
    """
    from iop_cli.paper import typeset

    with words.speaking(invoice.language):
        return typeset.pdf(invoice, qr=qr)


def sie(invoice: Invoice) -> bytes:
    """The invoice as a voucher file for the payee's books (SIE 4I).

    Raises IopError for a draft and for an account that is not told.
    """
    from iop_cli.paper import voucher

    with words.speaking(invoice.language):
        return voucher.sie(invoice)


def json_text(invoice: Invoice) -> str:
    """The invoice as JSON, from which `invoice.read` makes it again."""
    return json.dumps(data(invoice), indent=2, ensure_ascii=False) + "\n"


def documents(
    invoice: Invoice, formats: Sequence[str], load: "Loader" = template, *, qr: bool = False
) -> dict[str, bytes]:
    """The documents that are asked for, by their suffix (see SUFFIXES), in the order asked.

    Raises IopError for a suffix that is none of them, and for what stops any of them.
    """
    return {suffix: _document(invoice, suffix, load, qr=qr) for suffix in formats}


def _document(invoice: Invoice, suffix: str, load: "Loader", *, qr: bool) -> bytes:
    match suffix:
        case "json":
            return json_text(invoice).encode()
        case "md":
            return markdown(invoice, load).encode()
        case "html":
            return html(invoice, load, qr=qr).encode()
        case "pdf":
            return pdf(invoice, qr=qr)
        case "si":
            return sie(invoice)
        case "xml":
            from iop_cli.ubl import xml

            return xml(invoice)
        case _:
            says = mark("an invoice is not written as {suffix}; choose among {known}")
            raise IopError(say(says, suffix=suffix, known=SUFFIXES), code="usage")
