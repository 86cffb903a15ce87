"""What a rule is: a code for ever, a name, a weight, its page, and one function that judges.

The page is the function's docstring, in paragraphs: what it finds; why it matters, with law or
source and its date; last, the way out, which is printed with every finding. Runs nothing.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from iop_cli.diagnostic import Severity
from iop_cli.finding import Finding, Where

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

On = Literal["agreement", "log", "profile", "register", "reader", "ledger"]
Findings = Iterator[Finding]


@dataclass(frozen=True)
class Rule:
    """A rule: `on` says what it judges, and so in which file its findings stand.

    agreement and log take a Reading, profile takes a Profile, register takes a Register and yields
    (file name, Finding); what the reader itself finds, or what shows in the ledgers of invoices,
    has no function here.
    `rests` names the parts of an agreement that the judgement rests on: where something in one of
    them could not be read, it is not made (`parties.`: where a whole party could not be read; a
    longer path, with a star for an id: where the whole of that could not be read).
    """

    code: str
    name: str
    severity: Severity
    on: On
    check: Callable[[Any], Iterable[Any]] | None
    page: str
    rests: tuple[str, ...] = ()

    @cached_property
    def paragraphs(self) -> list[str]:
        """The page's paragraphs in English, each on one line: messages of the catalogue."""
        return [" ".join(p.split()) for p in inspect.cleandoc(self.page).split("\n\n")]

    def is_shaken(self, damaged: Iterable[Where]) -> bool:
        """Whether something that the judgement rests on could not be read."""
        return bool(self.rests) and any(
            place[0] in self.rests
            or (len(place) == 2 and f"{place[0]}." in self.rests)
            or (len(place) == 3 and f"{place[0]}.*.{place[2]}" in self.rests)
            for place in damaged
            if place
        )

    @property
    def what(self) -> str:
        """What it finds."""
        return self.paragraphs[0]

    @property
    def why(self) -> list[str]:
        """Why it matters."""
        return self.paragraphs[1:-1]

    @property
    def way_out(self) -> str:
        """What to do about it."""
        return self.paragraphs[-1]


def rule(
    code: str, name: str, severity: Severity, on: On = "agreement", rests: tuple[str, ...] = ()
) -> Callable[[Callable[[Any], Iterable[Any]]], Rule]:
    """Make a rule of a function that yields findings."""
    return lambda check: Rule(code, name, severity, on, check, check.__doc__ or "", rests)


def told(code: str, name: str, severity: Severity, page: str, on: On = "reader") -> Rule:
    """A rule whose findings the reader or the run itself makes; only its page stands here."""
    return Rule(code, name, severity, on, None, page)


def found(*where: str | int, says: str, key: bool = False, **values: object) -> Finding:
    """A finding at a place, with its message (marked English) and the values that it names."""
    return Finding(where, says, values, key=key)


__all__ = [
    "ERROR",
    "INFO",
    "WARNING",
    "Finding",
    "Findings",
    "Rule",
    "Where",
    "found",
    "rule",
    "told",
]
