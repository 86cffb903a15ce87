"""From what was asked for to new files: the schemas that are stale, and an agreement begun.

Overwrites no agreement, and asks only on a terminal.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from iop_cli import words
from iop_cli.cli.gather import library
from iop_cli.cli.terminal import config
from iop_cli.diagnostic import IopError
from iop_cli.interview import Known, ask, interview, require_id, take
from iop_cli.project import Project
from iop_cli.report.safe import safe
from iop_cli.schema import schemas
from iop_cli.skeleton import Answers, PartyAnswer, skeleton
from iop_cli.words import mark, say

RESERVED = ("issue", "credit", "void", "list", "verify", "paid", "check")


@dataclass(frozen=True)
class Wanted:
    """What `iop new` was told: `given` holds the answers of the flags, by question."""

    id: str
    output: str | None
    language: str | None
    profile: str | None
    given: Known
    asks: bool


def stale_schemas(project: Project, output: str | None) -> tuple[dict[str, bytes], int]:
    """The schemas that differ from their files or have none, by name; and how many there are."""
    folder = project.here / output if output else project.root / "schema"
    texts = {folder / name: text.encode() for name, text in schemas().items()}
    stale = {project.name(path): raw for path, raw in texts.items() if _held(path) != raw}
    return stale, len(texts)


def begun(project: Project, wanted: Wanted) -> tuple[str, str]:
    """The name and the text of a new agreement; raises IopError for what it cannot be."""
    require_id(wanted.id, RESERVED)
    language = _language(wanted.language)
    path = _path(project, wanted)
    questions = _questions(project, wanted.profile, language)
    known = _known(wanted)
    answers = Answers(
        id=wanted.id,
        title=known["title"] or "",
        public=PartyAnswer(known["public_name"] or "", known["public_number"]),
        nonprofit=PartyAnswer(known["nonprofit_name"] or "", known["nonprofit_number"]),
        start=known["start"],
        end=known["end"],
        language=language,
        profile=wanted.profile,
        questions=questions,
    )
    return project.name(path), skeleton(answers, _schema(project, path, language))


def _held(path: Path) -> bytes:
    """The bytes of a file with LF at its lines' ends; none where there is no such file."""
    return path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b""


def _language(given: str | None) -> str:
    if given not in (None, *words.LANGUAGES):
        says = mark("--language is {language}; write sv or en")
        raise IopError(say(says, language=safe(given or "")), code="usage")
    return given or words.language()


def _path(project: Project, wanted: Wanted) -> Path:
    """The new file; raises IopError where the id or the file is there already."""
    folder = config(project).agreements
    existing = project.ids(folder) if (project.root / folder).is_dir() else {}
    if file := existing.get(wanted.id):
        says = mark("{id} is there already: {file}; choose another id")
        raise IopError(say(says, id=wanted.id, file=safe(file)), file=file, code="exists")
    path = _target(project, wanted, folder)
    if os.path.lexists(path):
        name = project.name(path)
        says = mark("{file} is there already; nothing is overwritten")
        raise IopError(say(says, file=safe(name)), file=name, code="exists")
    return path


def _target(project: Project, wanted: Wanted, folder: str) -> Path:
    if wanted.output is None:
        return project.root / folder / f"{wanted.id}.yaml"
    # absolute() keeps `..`, and the names of files shall be plain
    path = Path(os.path.normpath(project.here / wanted.output))
    if path.suffix not in (".yaml", ".yml"):
        return path / f"{wanted.id}.yaml"
    if path.stem != wanted.id:
        says = mark("-o is {file}; a file is named after its agreement: {name}")
        name = f"{wanted.id}{path.suffix}"
        raise IopError(say(says, file=safe(wanted.output), name=name), code="usage")
    return path


def _schema(project: Project, path: Path, language: str) -> str | None:
    """The way from a file to the schema in its language; None where the repository has none."""
    folder = project.root / "schema" / ("en" if language == "en" else "")
    own = folder / "agreement.schema.json"
    return Path(os.path.relpath(own, path.parent)).as_posix() if own.is_file() else None


def _questions(project: Project, profile: str | None, language: str) -> tuple[tuple[str, str], ...]:
    """A guideline's criteria, each with its question in the agreement's language."""
    if profile is None:
        return ()
    found = library(project, config(project), profile).profile_named(profile)
    if found is None or f"{profile}.yaml" not in project.template_names("profiles"):
        says = mark("{id} cannot be read as a profile")
        raise IopError(say(says, id=safe(profile)), code="usage")
    return tuple(
        (id, (criterion.question_en if language == "en" else None) or criterion.question)
        for id, criterion in (found.criteria or {}).items()
    )


def _known(wanted: Wanted) -> Known:
    """Every answer in its normal spelling: the flags' first, then what is asked on a terminal."""
    answers: Known = dict.fromkeys(wanted.given)
    for question in interview():
        if written := wanted.given[question.key]:
            answers[question.key] = take(question, written, answers)
    if wanted.asks and sys.stdin is not None and sys.stdin.isatty():
        for question in interview():
            if answers[question.key] is None:
                answers[question.key] = ask(question, answers, _prompt)
    lacks = [q.flag for q in interview() if q.required and not answers[q.key]]
    if lacks:
        says = say(mark("needed, and not to be invented: {flags}"), flags=lacks)
        raise IopError(says, say(mark("give the flags, or answer in a terminal")), code="usage")
    return answers


def _prompt(text: str) -> str:
    """Ask on standard error, so that the result stays alone on standard output."""
    sys.stderr.write(text)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise IopError(say(mark("no more answers came; nothing was written")), code="usage")
    return line
