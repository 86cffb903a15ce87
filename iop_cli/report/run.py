"""What a reporter is told beside the findings: the run, the rules' words, the look, the count.

Knows no format's form, and prints nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from iop_cli.diagnostic import Diagnostic, Severity


class Format(StrEnum):
    """The forms in which findings leave; the names are part of the command line."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    JSONL = "jsonl"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"
    RDJSON = "rdjson"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Head:
    """What a run was: `tool` as in "iop 0.1.0", `today` as YYYY-MM-DD, and what was looked at."""

    tool: str
    today: str
    profile: str | None
    strict: bool
    files: int
    agreements: int


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as a reader meets it: `title` says what it finds, `help` is its page in Markdown."""

    code: str
    name: str
    severity: Severity
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class Look:
    """How text is set: in columns (0: lines are not wrapped), in colour, or for a screen reader."""

    color: bool = False
    width: int = 80
    plain: bool = False


@dataclass(slots=True)
class Tally:
    """The count of findings; errors, warnings and infos are those that nobody accepted."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    accepted: int = 0

    def through(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Pass the findings on, one at a time, counting each."""
        for finding in found:
            self.add(finding)
            yield finding

    def join(self, other: "Tally") -> None:
        """Count what another has counted."""
        self.errors += other.errors
        self.warnings += other.warnings
        self.infos += other.infos
        self.accepted += other.accepted

    def add(self, finding: Diagnostic) -> None:
        """Count one finding."""
        if finding.accepted:
            self.accepted += 1
            return
        match finding.severity:
            case Severity.ERROR:
                self.errors += 1
            case Severity.WARNING:
                self.warnings += 1
            case Severity.INFO:
                self.infos += 1

    def ok(self, strict: bool) -> bool:
        """Whether the run passes: no error left, and when strict no warning either."""
        return not self.errors and not (strict and self.warnings)


def fails(finding: Diagnostic, strict: bool) -> bool:
    """Whether this finding alone fails a run."""
    alone = Tally()
    alone.add(finding)
    return not alone.ok(strict)
