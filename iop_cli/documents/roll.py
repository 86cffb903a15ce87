"""Which documents there are: each one's name, its title, its template and who makes its values.

To add a document: its line here, its module with `values`, its template and its Swedish words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from iop_cli import words
from iop_cli.diagnostic import IopError
from iop_cli.documents.values import Subject
from iop_cli.words import _, mark, nearest, say


@dataclass(frozen=True)
class Kind:
    """One kind of document; `title` is English and in the catalogue."""

    name: str
    title: str
    module: str
    content: str = "values"

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"{self.name}.md.j2"

    def applies(self, subject: Subject) -> bool:
        """Whether a partnership has this document at all."""
        asked: Any = getattr(self._module, f"{self.content}_applies", None)
        asked = asked or getattr(self._module, "applies", None)
        return bool(asked(subject)) if asked else True

    def values(self, subject: Subject) -> dict[str, object]:
        """All that its template needs, in the language of the subject."""
        with words.speaking(subject.language):
            made: dict[str, object] = getattr(self._module, self.content)(subject)
        return made

    @property
    def _module(self) -> Any:
        return import_module(f"iop_cli.documents.{self.module}")


ROLL = (
    Kind("agreement", mark("Agreement"), "agreement"),
    Kind("memo", mark("Decision memo"), "memo"),
    Kind("assessment", mark("Assessment"), "assessment"),
    Kind("summary", mark("Summary on one page"), "summary"),
    Kind("follow-up", mark("Follow-up report"), "followup"),
    Kind("agenda", mark("Agenda of the steering group"), "meeting", "agenda"),
    Kind("minutes", mark("Minutes of the steering group"), "meeting", "minutes"),
    Kind("renewal", mark("Renewal brief"), "renewal"),
    Kind("notice", mark("Letter of notice"), "notice"),
    Kind("addendum", mark("Addendum"), "addendum"),
)


def named(names: Sequence[str]) -> tuple[Kind, ...]:
    """The documents of some names, or of their titles; all of them where none is named.

    Raises IopError for what names none, with what may have been meant.
    """
    return tuple(dict.fromkeys(map(_named, names))) or ROLL


def _named(name: str) -> Kind:
    known = {kind.name: kind for kind in ROLL} | {_(kind.title).lower(): kind for kind in ROLL}
    if found := known.get(name.strip().lower()):
        return found
    meant = nearest(name, known)
    says = mark("there is no document {name}; there are {known}")
    if meant:
        says = mark("there is no document {name}; did you mean {meant}?")
    listed = [kind.name for kind in ROLL]
    raise IopError(say(says, name=name, meant=meant, known=listed), code="usage")
