"""From what was asked for to findings: files, profiles and tables, settings, the cache."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from iop_cli import __version__, words
from iop_cli.cache import Cache, folder, hashed, version_key
from iop_cli.cli.terminal import progress
from iop_cli.config import Config
from iop_cli.diagnostic import Diagnostic, IopError
from iop_cli.finding import Text, file_id
from iop_cli.project import Pair, Project, read_stdin
from iop_cli.report import Format, Look, Tally, one_by_one
from iop_cli.report.run import Head
from iop_cli.setting import Library, Setting
from iop_cli.survey import NO_BOOKS, Books, Partnership, Survey
from iop_cli.words import mark, nearest, say

INVOICES, LEDGER = "invoices", "ledger.yaml"


@dataclass(frozen=True)
class Wanted:
    """What a run was asked for; `jobs` 0 means one process a processor.

    `shown` is how the findings are set, where they are set in one format only.
    """

    today: date
    paths: tuple[str, ...] = ()
    stdin_name: str = "-"
    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    cache: bool = True
    jobs: int = 0
    shown: tuple[Format, Look] | None = None


def library(
    project: Project, settings: Config, profile: str | None, pairs: Iterable[Pair] = ()
) -> Library:
    """Profiles, tables and masters of a repository; raises IopError for an unknown profile.

    Other agreements are sought among the files of the run, `pairs`, and then in the repository.
    """
    if profile and project.template(f"profiles/{profile}.yaml") is None:
        known = [n[:-5] for n in project.template_names("profiles")]
        meant = nearest(profile, known)
        if meant:
            says = say(
                mark("there is no profile {profile}; did you mean {meant}?"),
                profile=profile,
                meant=meant,
            )
        else:
            says = say(
                mark("there is no profile {profile}; there are {known}"),
                profile=profile,
                known=known,
            )
        raise IopError(says, code="usage")

    @cache
    def ids() -> dict[str, str]:
        own = [p.file for p in pairs if p.log != p.file and not p.is_profile]
        return project.ids(settings.agreements) | {file_id(name): name for name in reversed(own)}

    def master(id: str) -> tuple[str, bytes] | None:
        name = ids().get(id)
        text = project.read(name) if name else None
        return (text.name, text.raw) if text and text.trouble is None else None

    return Library(project.template, master, profile)


def survey(project: Project, settings: Config, wanted: Wanted) -> tuple[Survey, Head]:
    """The run that was asked for, not yet begun, and what its report begins with."""
    require_codes(settings, wanted)
    pairs = _pairs(project, settings, wanted)
    stdin = read_stdin(wanted.stdin_name) if "-" in wanted.paths else None
    shelf = library(project, settings, wanted.profile, pairs)

    def read(name: str) -> Text:
        return stdin if stdin is not None and name == stdin.name else project.read(name)

    run = over(project, settings, wanted, shelf)
    run = replace(run, count=len(pairs), get=reader(pairs, read))
    books, ledgers = _books(project, wanted, pairs, run.get, run.setting)
    return replace(run, books=books), head_of(pairs, wanted, ledgers)


def over(project: Project, settings: Config, wanted: Wanted, shelf: Library) -> Survey:
    """A run as it was asked for, which looks at nothing yet."""
    setting = Setting(wanted.today, shelf, settings.severity, wanted.select, wanted.ignore)
    kept = Cache(setting_key(project, wanted, settings), folder() if wanted.cache else None)
    jobs = wanted.jobs or os.cpu_count() or 1
    show = one_by_one(*wanted.shown) if wanted.shown else None
    return Survey(0, reader([], project.read), setting, kept, jobs, show, progress)


def reader(pairs: list[Pair], read: Callable[[str], Text]) -> Callable[[int], Partnership]:
    """How the partnerships of some files are read, by number."""

    def get(index: int) -> Partnership:
        pair = pairs[index]
        log = read(pair.log) if pair.log and pair.log != pair.file else None
        return Partnership(read(pair.file), log, pair.is_profile)

    return get


def require_codes(settings: Config, wanted: Wanted) -> None:
    """Raise IopError for a code that no rule has, among those that a run is told of."""
    for code in (*wanted.select, *wanted.ignore):
        _known(code)
    for code in settings.severity:
        _known(code, whole=True)


def _books(
    project: Project, wanted: Wanted, pairs: list[Pair], get: Callable[[int], Partnership],
    setting: Setting,
) -> tuple[Books, int]:  # fmt: skip
    """What the ledgers show, and how many of them are judged themselves: those asked for.

    Without a folder of invoices nothing of it is read or imported.
    """
    if not (project.root / INVOICES).is_dir():
        return NO_BOOKS, 0
    from iop_cli.cli import books

    ledgers = books.held(project)
    asked = books.asked_for(project, ledgers, wanted.paths)
    indexes = [i for i, p in enumerate(pairs) if not p.is_profile and p.log != p.file]
    some = (get(index) for index in indexes)
    return books.judged(books.kept(project, asked), ledgers, some, setting), len(asked)


def _known(code: str, *, whole: bool = False) -> None:
    """Raise IopError for a code that no rule has; the beginning of one will do, unless `whole`."""
    from iop_cli.rules import roll

    if code in roll() or (code and not whole and any(k.startswith(code) for k in roll())):
        return
    if code and whole and any(k.startswith(code) for k in roll()):
        says = mark("{code} begins several codes; a severity is set for one whole code")
        raise IopError(say(says, code=code), code="configuration")
    meant = nearest(code, list(roll()))
    if meant:
        raise IopError(
            say(mark("{code} is not a rule; did you mean {meant}?"), code=code, meant=meant),
            code="usage",
        )
    raise IopError(say(mark("{code} is not a rule; iop rule lists them"), code=code), code="usage")


def _pairs(project: Project, settings: Config, wanted: Wanted) -> list[Pair]:
    named = [p for p in wanted.paths if p != "-"]
    pairs = (
        project.pairs(named, settings.agreements, settings.most_files)
        if named or not wanted.paths
        else []
    )
    own = {project.pair(wanted.stdin_name)} if "-" in wanted.paths else set()
    ledgers = project.root / INVOICES
    kept = {pair for pair in {*pairs, *own} if not is_ledger(project.here / pair.file, ledgers)}
    return sorted(kept, key=lambda pair: pair.file)


def is_ledger(path: Path, folder: Path) -> bool:
    """Whether a path is that of a ledger below the folder of invoices."""
    return path.name == LEDGER and folder in Path(os.path.normpath(path)).parents


def head_of(pairs: list[Pair], wanted: Wanted, ledgers: int) -> Head:
    """What the report begins with; the ledgers that are judged count as files."""
    lone = sum(1 for p in pairs if p.log == p.file)
    files = sum(1 + (p.log not in (None, p.file)) for p in pairs)
    agreements = len(pairs) - lone - sum(p.is_profile for p in pairs)
    return Head(
        f"iop {__version__}",
        wanted.today.isoformat(),
        wanted.profile,
        wanted.strict,
        files + ledgers,
        agreements,
    )


@cache
def _version() -> bytes:
    return version_key()


def setting_key(project: Project, wanted: Wanted, settings: Config) -> bytes:
    """A hash of everything, beside the files and the day, that the findings rest on."""
    parts = [
        _version(),
        words.language().encode(),
        repr((wanted.profile, wanted.select, wanted.ignore, wanted.shown)).encode(),
    ]
    parts.append(repr(sorted((c, str(s)) for c, s in settings.severity.items())).encode())
    for kind in ("profiles", "tables"):
        for name in project.template_names(kind):
            parts += [name.encode(), project.template(f"{kind}/{name}") or b""]
    return hashed(*parts)


def findings(run: Survey) -> Iterator[Diagnostic]:
    """The findings of a run; the cache is let go when they have all been given."""
    try:
        yield from run.findings()
    finally:
        run.cache.close()


def shown(run: Survey) -> Iterator[tuple[Tally, str]]:
    """What each partnership's findings are shown as; the cache is let go after the last."""
    try:
        yield from run.shown()
    finally:
        run.cache.close()
