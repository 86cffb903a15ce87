"""What we tell the user: a finding with its place, and the one exception that stops a command.

Knows nothing of YAML, of colours or of any rule; every other file may import it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How heavy a finding weighs; an error that nobody accepted fails the run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text; lines and columns count characters from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Why a finding is lived with: the reason, who accepted it, and dates as YYYY-MM-DD."""

    because: str
    by: str | None = None
    date: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a finding."""

    file: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, finished: reporters need nothing more. `excerpt` is the line at the span."""

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    file: str
    span: Span
    where: str = ""
    agreement: str | None = None
    excerpt: str = ""
    fingerprint: str = ""
    accepted: Accepted | None = None
    related: tuple[Related, ...] = ()

    @property
    def order(self) -> tuple[Any, ...]:
        """The order in which findings are shown: by file, then by place, then by code."""
        span = self.span
        place = (span.line, span.column, span.end_line, span.end_column)
        return (self.file, place, self.code, self.where, self.message)


class IopError(Exception):
    """What stops a command: one clear sentence, the way out, and the file it concerns."""

    def __init__(self, message: str, help: str = "", file: str = "", code: str = "stopped") -> None:
        """Take finished words in the reader's language; `code` is a stable word for machines."""
        super().__init__(message)
        self.message = message
        self.help = help
        self.file = file
        self.code = code
