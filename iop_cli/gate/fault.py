"""What fails a review: its stable word, its place, what it says, the way out; and what is judged.

To add a reason: its word and what it means in `REASONS`, and whoever finds it. Judges nothing here.
"""

from dataclasses import dataclass
from typing import Any

from iop_cli.book import Opened
from iop_cli.diagnostic import NOWHERE, Diagnostic, Severity
from iop_cli.difference import Change
from iop_cli.document import Document, shown
from iop_cli.finding import Where, file_id, path_text
from iop_cli.report.safe import safe
from iop_cli.sealing import BINDING
from iop_cli.words import mark, say

# what stands where a rule's code stands
CODE = "review"
REASONS = {
    "changed-without-amendment": mark("Signed or sealed terms changed without an amendment."),
    "amendment-altered": mark("An amendment that was decided or sealed was altered or removed."),
    "signature-withdrawn": mark("A signed agreement went back to what comes before the signing."),
    "signed-agreement-removed": mark("The file of a signed or sealed agreement was removed."),
    "log-entry-altered": mark("An entry that stood in a log was altered."),
    "log-entry-removed": mark("An entry that stood in a log was taken out."),
    "log-entry-twice": mark("Two entries of a log have the same id."),
    "ledger-altered": mark("A line that stood in a ledger was altered or taken out."),
    "ledger-removed": mark("A ledger was removed."),
    "issued-document-altered": mark("A document of an issued invoice was altered or removed."),
    "accepted-without-reason": mark("A finding was accepted without a reason."),
    "decision-missing": mark("A material change names no decision with a case number."),
    "error-added": mark("An error was added that nobody has accepted."),
}


@dataclass(frozen=True)
class Case:
    """One partnership before and after a change: how it read, what changed, and its files' names.

    `file` and `log` are the names after the change, or before it where the file is gone.
    """

    file: str
    log: str
    was: str | None
    now: str | None
    before: Opened | None
    after: Opened | None
    changes: tuple[Change, ...]

    @property
    def id(self) -> str:
        """The id that its file has."""
        return file_id(self.file)

    @property
    def words_before(self) -> dict[str, Any]:
        """The words as they stood; empty where there were none."""
        return self.before.document.data if self.before and self.before.document else {}

    @property
    def words_after(self) -> dict[str, Any]:
        """The words as they stand; empty where there are none."""
        return self.after.document.data if self.after and self.after.document else {}

    @property
    def was_binding(self) -> bool:
        """Whether it was signed or sealed before the change."""
        return self.words_before.get("status") in BINDING or "seal" in self.words_before


@dataclass(frozen=True)
class Fault:
    """One thing that fails a review: the word of its reason and its finding."""

    reason: str
    finding: Diagnostic


def fault(
    case: Case, reason: str, where: Where, says: str, help: str, *, in_log: bool = False,
    key: bool = False, **values: object,
) -> Fault:  # fmt: skip
    """A fault at a place of the text after the change; near it where the place is gone."""
    opened = case.after
    document = (opened.log_document if in_log else opened.document) if opened else None
    name = case.log if in_log else case.file
    return placed(reason, name, document, where, say(says, **_safe(values)), _way_out(help, case),
                  case.id, key=key)  # fmt: skip


def placed(
    reason: str, file: str, document: Document | None, where: Where, message: str, help: str,
    agreement: str | None = None, *, key: bool = False,
) -> Fault:  # fmt: skip
    """A fault in finished words at a place of a text."""
    span = document.span(where, key) if document else NOWHERE
    excerpt = shown(document.lines, span.line) if document else ""
    # no fingerprint: what fails a review cannot be accepted in the file
    return Fault(reason, Diagnostic(
        CODE, reason, Severity.ERROR, message, help, file, span, path_text(where), agreement,
        excerpt,
    ))  # fmt: skip


def _way_out(help: str, case: Case) -> str:
    return say(help, id=safe(case.id), file=safe(case.was or case.file))


def _safe(values: dict[str, object]) -> dict[str, object]:
    return {key: safe(held) if isinstance(held, str) else held for key, held in values.items()}
