"""What is asked about a new agreement, and how each answer is read.

A wrong answer is refused with its reason as soon as it is given. Touches no terminal itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from iop_cli.diagnostic import IopError
from iop_cli.identifiers import organisation_number
from iop_cli.letters import INVISIBLE
from iop_cli.model.forms import FILE_ID_PATTERN
from iop_cli.quantity import Moment, NotRead
from iop_cli.words import _, mark, say

Known = dict[str, str | None]

LONGEST = 200


@dataclass(frozen=True)
class Question:
    """One question: its key, its words, how an answer is read, and whether the file needs one."""

    key: str
    words: str
    read: Callable[[str, Known], str]
    required: bool = False

    @property
    def flag(self) -> str:
        """The flag that answers it."""
        return f"--{self.key.replace('_', '-')}"


def interview() -> tuple[Question, ...]:
    """All questions in their order."""
    return (
        Question("title", mark("What is the partnership called?"), _name, required=True),
        Question("public_name", mark("The public party's name:"), _name, required=True),
        Question("public_number", mark("Its organisation number (empty: unknown):"), _number),
        Question("nonprofit_name", mark("The nonprofit party's name:"), _name, required=True),
        Question("nonprofit_number", mark("Its organisation number (empty: unknown):"), _number),
        Question("start", mark("First day, such as 2027-01-01 (empty: unknown):"), _start),
        Question("end", mark("Last day, or none for until further notice (empty: unknown):"), _end),
    )


def take(question: Question, written: str, known: Known) -> str:
    """The answer that a flag gives; raises IopError with what is wrong with it."""
    try:
        return question.read(written, known)
    except NotRead as error:
        raise IopError(f"{question.flag}: {error}", code="usage") from error


def ask(question: Question, known: Known, prompt: Callable[[str], str]) -> str | None:
    """The answer that somebody gives; asked again with the reason until it can be read."""
    trouble = ""
    while True:
        written = prompt(f"{trouble}{_(question.words)} ").strip()
        if not written and not question.required:
            return None
        try:
            return question.read(written, known)
        except NotRead as error:
            trouble = f"{error}\n"


def require_id(id: str, reserved: tuple[str, ...]) -> None:
    """Raises IopError for what cannot be the id of an agreement."""
    if not re.fullmatch(FILE_ID_PATTERN, id) or len(id) > 80:
        says = mark("{id} cannot be an id; use small letters a-z, digits and hyphens")
        raise IopError(say(says, id=id), code="usage")
    if id in reserved:
        says = mark("{id} is a word of iop invoice and cannot be an id; choose another")
        raise IopError(say(says, id=id), code="usage")


def _name(written: str, _known: Known) -> str:
    text = " ".join(written.split())
    if not text:
        raise NotRead(mark("a name is needed here"))
    if hidden := INVISIBLE.search(text):
        says = mark("the invisible character {character} stands here; take it out")
        raise NotRead(says, character=f"U+{ord(hidden[0]):04X}")
    if len(text) > LONGEST:
        says = mark("{count} characters are too many for a name; at most {most}")
        raise NotRead(says, count=len(text), most=LONGEST)
    return text


def _number(written: str, _known: Known) -> str:
    return organisation_number(written)


def _start(written: str, known: Known) -> str:
    return _in_order(Moment.read(written), _moment(known.get("end")), is_end=False)


def _end(written: str, known: Known) -> str:
    if written.strip() == "none":
        return "none"
    return _in_order(_moment(known.get("start")), Moment.read(written), is_end=True)


def _moment(known: str | None) -> Moment | None:
    return Moment.read(known) if known not in (None, "none") else None


def _in_order(start: Moment | None, end: Moment | None, *, is_end: bool) -> str:
    """The normal spelling of the start or the end, unless the two stand in the wrong order."""
    first, last = start.as_start if start else None, end.as_end if end else None
    if first and last and last < first:
        says = mark("the last day, {end}, is before the first day, {start}")
        raise NotRead(says, end=end, start=start)
    asked = end if is_end else start
    return (asked.otherwise or asked.text) if asked else ""
