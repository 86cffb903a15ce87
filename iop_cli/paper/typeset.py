"""An invoice as PDF: tagged for screen readers, fit for archives, the same bytes every time.

The layout is ours alone and may not be replaced: typst could read files and fetch packages.
Texts reach it as data.
"""

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iop_cli.diagnostic import IopError
from iop_cli.invoice import Invoice
from iop_cli.paper.page import page, plain
from iop_cli.paper.telephone import code, missing
from iop_cli.words import _, mark, say

if TYPE_CHECKING:
    from typst import Compiler

# PDF/UA-1 for those who listen, PDF/A-2a for those who keep
STANDARDS = ["a-2a", "ua-1"]
# how typst names a text that it cannot show, or that archives cannot keep (private characters)
_UNSHOWN = re.compile(r'(?:the text|contains the codepoint) `"(.*?)"`')
LAYOUT = Path(__file__).with_name("invoice.typ")


def pdf(invoice: Invoice, *, qr: bool = False) -> bytes:
    """The invoice as PDF, in the language spoken now; raises IopError where it cannot be set.

    It is dated the day of the invoice; a draft has no day and takes the last of its period.
    """
    on = invoice.issue_date or invoice.end
    square = code(invoice) if qr else None
    dated = {"year": on.year, "month": on.month, "day": on.day}
    values = {**plain(page(invoice)), "date": dated, "qr": _drawing(square)}
    told = json.dumps(values, ensure_ascii=False)
    # its own fonts are the same on every machine; the machine's are for what those lack
    made = _set(told, on, own_fonts=True)
    if isinstance(made, _Lacking):
        made = _set(told, on, own_fonts=False)
    if isinstance(made, _Lacking):
        says = mark("{character} is in none of the fonts, so no PDF can be made")
        help = _("Write it with other characters, or ask for HTML instead.")
        raise IopError(say(says, character=made), help, code="no-font")
    return made


class _Lacking(str):
    """What no font can show."""

    __slots__ = ()


def _drawing(square: dict[str, str] | None) -> dict[str, str] | None:
    if square is None:
        return None
    side, path = square["side"], square["path"]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
    return {"drawing": f'{head}<path d="{path}"/></svg>', "says": square["says"]}


def _set(told: str, on: date, *, own_fonts: bool) -> bytes | _Lacking:
    """The finished file, or what is in none of the fonts."""
    compiler, error = _compiler(own_fonts)
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC)
    try:
        made: Any = compiler.compile(
            input=LAYOUT.read_bytes(),
            sys_inputs={"page": told},
            pdf_standards=STANDARDS,  # type: ignore[arg-type] # names of standards, as plain texts
            timestamp=midnight,
        )
    except error as trouble:
        if found := _UNSHOWN.search(str(trouble)):
            return _Lacking(found[1])
        raise
    return bytes(made)


@lru_cache(maxsize=2)
def _compiler(own_fonts: bool) -> tuple["Compiler", type[Exception]]:
    """One compiler for all invoices: with its own fonts alone, every machine sets the same page."""
    try:
        import typst  # noqa: PLC0415 - an extra: most who run iop do without it
    except ImportError:
        raise missing() from None
    return typst.Compiler(ignore_system_fonts=own_fonts), typst.TypstError
