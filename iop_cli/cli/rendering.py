"""From what was asked for to documents: what is read, what is refused, where they are written.

Reads through the door; what a document says and how it is set stands in the documents package.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iop_cli import words
from iop_cli.book import Opened, open_partnership
from iop_cli.check import found_in
from iop_cli.cli.invoicing import Desk, days_of
from iop_cli.diagnostic import Diagnostic, IopError, Severity
from iop_cli.documents import public
from iop_cli.documents.making import SUFFIXES, made
from iop_cli.documents.roll import Kind, named
from iop_cli.documents.values import Subject
from iop_cli.finding import Text
from iop_cli.processes import forked
from iop_cli.project import Pair
from iop_cli.quantity import Period
from iop_cli.reading import Library, Today
from iop_cli.report.safe import safe
from iop_cli.setting import Setting
from iop_cli.survey import FORK_FROM
from iop_cli.words import _, mark, nearest, say

FOLDER = "documents"
USUAL = ("md", "html")
UNSETTLED = ("draft", "proposed")
# so many partnerships are made between two tellings of how far it has come
AT_A_TIME = 256
# a Word template with the municipality's own pictures
MOST_TEMPLATE = 10_000_000


@dataclass(frozen=True)
class Wanted:
    """Which documents are asked for and how; `language` None is each agreement's own.

    `is_chosen` is whether the documents are named; `template` a Word template's bytes, or empty.
    """

    today: date
    kinds: tuple[Kind, ...]
    is_chosen: bool
    suffixes: tuple[str, ...]
    language: str | None = None
    draft: bool = False
    public: bool = False
    period: Period | None = None
    template: bytes = b""


@dataclass(frozen=True)
class Printed:
    """What became of one partnership: its files by name, and why what is missing is missing."""

    files: dict[str, bytes]
    reasons: tuple[str, ...] = ()
    is_refused: bool = False


@dataclass(frozen=True)
class Read:
    """A partnership as it is read for its documents, with what was found in it."""

    opened: Opened
    found: tuple[Diagnostic, ...]
    language: str


@dataclass(frozen=True)
class Typed:
    """What stands on the command line, as typed."""

    names: tuple[str, ...]
    all: bool = False
    formats: list[str] | None = None
    output: str | None = None
    template: str | None = None
    period: str | None = None


def asked(
    typed: Typed, today: date, language: str | None, *, draft: bool, public: bool
) -> tuple[str | None, Wanted]:
    """The partnership (None for all) and what is wanted of it; raises IopError with the way out."""
    if not typed.all and not typed.names:
        says = _("name an agreement, or write --all")
        raise IopError(says, _("iop list shows the agreements that are here"), code="usage")
    kinds = typed.names if typed.all else typed.names[1:]
    usual = ("docx",) if typed.template else ("md",) if typed.output == "-" else USUAL
    formats = suffixes(typed.formats, usual=usual)
    if typed.output == "-" and (typed.all or len(kinds) != 1 or len(formats) != 1):
        raise IopError(_("-o - takes one document of one agreement in one format"), code="usage")
    if typed.template and (len(kinds) != 1 or "docx" not in formats):
        raise IopError(_("--template takes one document, as docx"), code="usage")
    days_of(typed.period)
    wanted = Wanted(
        today,
        named(kinds),
        bool(kinds),
        formats,
        language,
        draft=draft,
        public=public,
        period=Period.read(typed.period) if typed.period else None,
        template=word_template(typed.template) if typed.template else b"",
    )
    return None if typed.all else typed.names[0], wanted


def suffixes(written: list[str] | None, *, usual: Sequence[str] = USUAL) -> tuple[str, ...]:
    """The formats that --output-format names, with commas or repeated."""
    told = [w.strip() for text in written or [] for w in text.split(",") if w.strip()]
    for word in told:
        if word not in SUFFIXES:
            meant = nearest(word, SUFFIXES)
            says = mark("--output-format: {word} is not one of {known}")
            if meant:
                says = mark("--output-format: {word} is not one of {known}; did you mean {meant}?")
            known = " | ".join(SUFFIXES)
            raise IopError(say(says, word=safe(word), known=known, meant=meant), code="usage")
    return tuple(dict.fromkeys(told)) or tuple(usual)


def word_template(path: str) -> bytes:
    """A municipality's own Word template; raises IopError where it cannot be read."""
    file = Path(path)
    try:
        if file.is_file() and file.stat().st_size <= MOST_TEMPLATE:
            return file.read_bytes()
    except OSError as error:
        says = mark("{file} cannot be opened: {reason}")
        told = say(says, file=safe(path), reason=error.strerror or "")
        raise IopError(told, file=path, code="unreadable") from None
    says = mark("{file} is not a file of at most 10 MB")
    raise IopError(say(says, file=safe(path)), file=path, code="unreadable")


class Press:
    """Makes the documents of partnerships in one repository."""

    def __init__(self, desk: Desk, wanted: Wanted, folder: str | None = None) -> None:
        """Take where to write: `folder` as typed, or the repository's own folder of documents."""
        self.desk, self.wanted = desk, wanted
        project = desk.project
        self.folder = project.here / folder if folder else project.root / FOLDER
        if folder is None and not _is_inside(self.folder, project.root):
            says = mark("{name} leads out of the repository")
            raise IopError(say(says, name=FOLDER), code="configuration")

    def pairs(self, id: str | None) -> list[Pair]:
        """The partnership of an id or file; all of them without one."""
        project, settings = self.desk.project, self.desk.settings
        found = project.pairs([id] if id else [], settings.agreements, settings.most_files)
        pairs = [pair for pair in found if not pair.is_profile and pair.file != pair.log]
        if id and len(pairs) != 1:
            says = say(mark("{id} is not one agreement"), id=safe(id))
            raise IopError(says, _("iop list shows the agreements that are here"), code="usage")
        return pairs

    def printed(self, pair: Pair) -> Printed:
        """The documents of one partnership; nothing of it where it has errors and is no draft."""
        read = self._read(pair)
        errors = _errors(read.found)
        if errors and not self.wanted.draft:
            mine = words.language()
            spoken = read if read.language == mine else self._read(pair, mine)
            return Printed({}, tuple(map(_line, _errors(spoken.found))), is_refused=True)
        subject = self._subject(pair, read)
        files: dict[str, bytes] = {}
        reasons: list[str] = []
        for kind in self.wanted.kinds:
            if kind.applies(subject):
                files |= self._files(kind, subject)
            elif self.wanted.is_chosen:
                says = mark("there is no occasion for the document {document}")
                reasons.append(say(says, document=kind.name))
        return Printed(files, tuple(reasons))

    def subject(self, pair: Pair) -> Subject:
        """What the documents of one partnership are about."""
        return self._subject(pair, self._read(pair))

    def _files(self, kind: Kind, subject: Subject) -> dict[str, bytes]:
        wanted, load = self.wanted, self.desk.project.template
        held = made(kind, subject, load, wanted.suffixes, wanted.template)
        folder = self.folder / subject.reading.file_id
        named = {f"{kind.name}.{subject.language}.{suffix}": raw for suffix, raw in held.items()}
        return {self.desk.project.name(folder / name): raw for name, raw in named.items()}

    def _read(self, pair: Pair, language: str | None = None) -> Read:
        opened = self.desk.opened(pair, self.wanted.today)
        own = opened.readings[-1].agreement.language or "sv"
        spoken = language or self.wanted.language or own
        with words.speaking(spoken):
            file, log = self.desk.texts(pair)
            return Read(opened, self._found(opened, file, log, self.desk.shelf), spoken)

    def _found(
        self, opened: Opened, file: Text, log: Text | None, shelf: Library
    ) -> tuple[Diagnostic, ...]:
        setting = Setting(self.wanted.today, shelf, self.desk.settings.severity)
        return found_in(opened, file, log, setting)

    def _subject(self, pair: Pair, read: Read) -> Subject:
        opened, found = (read.opened, read.found)
        if self.wanted.public:
            opened, found = self._published(pair, read)
        reading = opened.readings[-1]
        return Subject(
            opened,
            reading,
            read.language,
            self.wanted.today,
            public=self.wanted.public,
            draft=self.wanted.draft or reading.agreement.status in UNSETTLED,
            findings=tuple(d for d in found if d.accepted is None),
            accepted=tuple(d for d in found if d.accepted is not None),
            billed=tuple(self.desk.billed.get(reading.file_id, ())),
            period=self.wanted.period,
        )

    def _published(self, pair: Pair, read: Read) -> tuple[Opened, tuple[Diagnostic, ...]]:
        """What may be published, and those findings that can be told of that alone."""
        file, log = self.desk.texts(pair)
        named = (log.name, log.raw) if log else None
        shown, shown_log = public.published((file.name, file.raw), named)
        shelf = public.library(self.desk.shelf)
        opened = open_partnership(shown, shown_log, Today(self.wanted.today), shelf)
        if not (opened.readings and opened.is_named):
            says = mark("{file} hides so much that nothing can be published of it")
            raise IopError(say(says, file=safe(pair.file)), file=pair.file, code="unreadable")
        known = {(d.code, d.where, d.fingerprint) for d in read.found}
        with words.speaking(read.language):
            past = Text(*shown_log) if shown_log else None
            told = self._found(opened, Text(*shown), past, shelf)
        return opened, tuple(d for d in told if (d.code, d.where, d.fingerprint) in known)

    def all_printed(self, pairs: Sequence[Pair], *, write: bool) -> Iterator[tuple[Pair, Printed]]:
        """Each partnership with what became of it, some at a time; written as they are made.

        The files that come back are empty of bytes: they are written, or nobody asked for them.
        """
        jobs = self.desk.settings.jobs or os.cpu_count() or 1
        alone = jobs < 2 or len(pairs) < FORK_FROM or sys.platform in ("win32", "darwin")
        # the first is made here, so that others inherit what it took to be able to
        yield from ((pair, self._kept(pair, write=write)) for pair in pairs[:1])
        for first in range(1, len(pairs), AT_A_TIME):
            some = pairs[first : first + AT_A_TIME]

            def one(at: int, some: Sequence[Pair] = some) -> Printed:
                return self._kept(some[at], write=write)

            numbers = range(len(some))
            done = [one(at) for at in numbers] if alone else forked(one, numbers, jobs)
            yield from zip(some, done, strict=True)
            _progress(first + len(some), len(pairs))

    def _kept(self, pair: Pair, *, write: bool) -> Printed:
        try:
            done = self.printed(pair)
        except IopError as error:
            if error.code in ("template", "missing-extra"):
                raise
            return Printed({}, tuple(text for text in (error.message, error.help) if text))
        if write:
            self.write(done.files)
        return replace(done, files=dict.fromkeys(done.files, b""))

    def write(self, files: dict[str, bytes]) -> None:
        """Write the documents that have changed, each whole.

        None is flushed to the disk: the next run makes again what a power failure took.
        """
        here = self.desk.project.here
        changed = {name: raw for name, raw in files.items() if not _holds(here / name, raw)}
        self.desk.project.write(changed, lasting=False)


def _progress(done: int, total: int) -> None:
    """Tell how far it has come, on standard error, where somebody sits at a terminal."""
    if total <= AT_A_TIME or not sys.stderr.isatty():
        return
    line = say(mark("{done} of {total} partnerships"), done=done, total=total)
    sys.stderr.write("\r" + (line if done < total else " " * len(line) + "\r"))
    sys.stderr.flush()


def _errors(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [d for d in found if d.severity is Severity.ERROR and d.accepted is None]


def _line(found: Diagnostic) -> str:
    return f"{found.file}:{found.span.line}: {found.code} {found.message}"


def _is_inside(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _holds(path: Path, raw: bytes) -> bool:
    """Whether a file already stands there with these bytes."""
    try:
        return not path.is_symlink() and path.read_bytes() == raw
    except OSError:
        return False
