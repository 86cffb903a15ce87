"""An invoice as HTML and as Markdown: the page put into its template, every text escaped.

Knows how a text is made harmless in Markdown; HTML's escaping is the template library's own.
"""

import re

from iop_cli.invoice import Invoice, data
from iop_cli.paper.jail import Loader, fill
from iop_cli.paper.page import page, plain
from iop_cli.paper.telephone import code

# what Markdown, its tables, its mathematics and its links would obey inside a line
_OBEYED = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)|(?<=:)/(?=/)|(?<=www)\.")
# what it would obey where a line or a list item begins
_LEADING = re.compile(r"^(?:[#+=-](?=\s|#|$|[-=])|[0-9]{1,9}(?=[.)](?:\s|$)))")


def html(invoice: Invoice, load: Loader, *, qr: bool) -> str:
    """The invoice as one self-contained page, in the language spoken now."""
    held = plain(page(invoice))
    shown = code(invoice) if qr else None
    return fill(
        "invoice.html.j2", load, None, {"page": held, "invoice": data(invoice), "qr": shown}
    )


def markdown(invoice: Invoice, load: Loader) -> str:
    """The invoice as Markdown, in the language spoken now."""
    values = {"page": plain(page(invoice)), "invoice": data(invoice)}
    return fill("invoice.md.j2", load, escaped, values)


def escaped(text: str) -> str:
    """A text that Markdown shows as it stands."""
    inner = _OBEYED.sub(lambda found: "\\" + found[0], text)
    return _LEADING.sub(_dead, inner)


def _dead(found: re.Match[str]) -> str:
    start = found[0]
    return f"{start}\\" if start.isdecimal() else f"\\{start}"
