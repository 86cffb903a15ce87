"""What a document is made of: its subject, and the kinds of text that a template is given.

Sets nothing and reads nothing: content makes values, the engine turns them into Markdown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from iop_cli.book import Opened
from iop_cli.diagnostic import Diagnostic
from iop_cli.invoice import Billed
from iop_cli.quantity import Period
from iop_cli.reading import Reading


class Own(str):
    """A text of the agreement in the agreement's own language: a name, a task, a goal."""

    __slots__ = ()


class Clause(str):
    """A clause of the agreement: Markdown in the agreement's own language, a block of its own."""

    __slots__ = ()


class Markup(str):
    """Markdown that we have made ourselves, put in as it stands."""

    __slots__ = ()


@dataclass(frozen=True)
class Subject:
    """What a document is about: one partnership as it reads on a day, and what is known beside it.

    `language` is the document's (sv or en); `public` leaves out contacts, signatories' names and
    what the file marks as not public. `findings` are those that no one has accepted, and
    `accepted` the others. `billed` is what its ledgers have taken up; `paid` maps invoice numbers
    to kronor. `period` is what a follow-up is about.
    """

    opened: Opened
    reading: Reading
    language: str
    today: date
    public: bool = False
    draft: bool = False
    findings: tuple[Diagnostic, ...] = ()
    accepted: tuple[Diagnostic, ...] = ()
    billed: tuple[Billed, ...] = ()
    paid: Mapping[str, Decimal] = field(default_factory=dict)
    period: Period | None = None

    @property
    def own_language(self) -> str:
        """The language of the agreement's texts."""
        return self.reading.agreement.language or "sv"
