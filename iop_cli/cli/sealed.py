"""`iop seal` and `iop verify`: terms sealed in their file, and what was changed after that.

What was sealed is sought in the history of the file; what stands billed is judged elsewhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from iop_cli import __version__
from iop_cli.book import Opened, open_partnership
from iop_cli.check import check_partnership
from iop_cli.cli.bookkeeping import ledgers, verified
from iop_cli.cli.desk import Desk, desk, require_signed
from iop_cli.cli.gather import library
from iop_cli.cli.portfolio import choice
from iop_cli.cli.reconciling import against
from iop_cli.cli.terminal import config, day, emit, look, remark
from iop_cli.diagnostic import Diagnostic, IopError, Related
from iop_cli.difference import Change, changes
from iop_cli.editing import block, with_key
from iop_cli.finding import file_id
from iop_cli.ledger import Ledger
from iop_cli.model.agreement import Agreement, Amendment
from iop_cli.model.party import Seal
from iop_cli.project import Pair, Project
from iop_cli.reading import Today
from iop_cli.report import Format, render
from iop_cli.report.run import Head
from iop_cli.report.safe import safe
from iop_cli.revisions import history
from iop_cli.sealing import amendment_hash, is_term, terms_hash
from iop_cli.setting import Setting
from iop_cli.words import _, mark, say

CODE = "IOP814"


@dataclass(frozen=True)
class Wanted:
    """What shall be sealed: the text as first signed, or one amendment of it."""

    agreement: str
    amendment: str | None = None
    by: str | None = None
    dry_run: bool = False
    today: str | None = None


def sealed(wanted: Wanted) -> int:
    """Seal the terms in their file: 0, or 1 where they were changed after an earlier seal."""
    held = desk(wanted.agreement, wanted.today)
    agreement = held.signed()
    require_signed(agreement, wanted.agreement)
    where: tuple[str, ...] = ()
    hash, seal = terms_hash(agreement), agreement.seal
    if wanted.amendment:
        one = _amendment(agreement, wanted.amendment)
        where, hash, seal = ("amendments", wanted.amendment), amendment_hash(one), one.seal
    if seal:
        return _sealed_already(held, seal, hash, wanted.amendment)
    words = {"sha256": hash, "date": held.setting.today.isoformat()}
    words |= {"by": wanted.by} if wanted.by else {}
    raw = with_key(held.file.raw, where, "seal", words, Agreement.known())
    if not wanted.dry_run:
        held.write(raw)
    line = held.line(raw, *where, "seal")
    emit([f"{safe(held.file.name)}:{line}:\n", safe_block("seal", words)])
    remark(_closing(wanted, held))
    return 0


def safe_block(key: str, words: object) -> str:
    """A part as it is written into a file, without what must not reach a terminal."""
    return "".join(f"{safe(line)}\n" for line in block(key, words).splitlines())


def _closing(wanted: Wanted, held: Desk) -> str:
    if wanted.dry_run:
        return say(mark("{file} is not written"), file=safe(held.file.name))
    says = mark("sealed; from now on a change is an amendment: {command}")
    return say(says, command=f"iop amend {safe(wanted.agreement)} --from …")


def _amendment(agreement: Agreement, id: str) -> Amendment:
    held = agreement.amendments or {}
    if id not in held:
        says = mark("there is no amendment {id}; there are {known}")
        raise IopError(say(says, id=safe(id), known=sorted(held) or ["–"]), code="not-found")
    return held[id]


def _sealed_already(held: Desk, seal: Seal, hash: str, amendment: str | None) -> int:
    """What is sealed stays so: 0 where it stands as it was, 1 with what was changed."""
    file = safe(held.file.name)
    if seal.sha256 == hash:
        says = mark("{file} is sealed already, and stands as it was sealed")
        remark(say(says, file=file))
        return 0
    opened = held.opened()
    past = Past(held.project, held.setting, held.agreements)
    found = past.changed(opened, amendment, seal.sha256)
    emit(f"{safe(one.file)}:{one.span.line}: {safe(one.message)}\n" for one in found or ())
    says = mark("{file} was changed after it was sealed; nothing was written")
    remark(say(says, file=file))
    remark(_(_WAY_OUT if found else _NO_PAST))
    return 1


_WAY_OUT = mark("iop amend puts the sealed text back and writes the change as an amendment")
_NO_PAST = mark(
    "The sealed text is not in the history that is here, so nothing tells what was changed. Fetch"
    " the whole history with git fetch --unshallow, or compare with the signed original."
)


@dataclass(frozen=True)
class Past:
    """The history of agreements, in which sealed texts are sought."""

    project: Project
    setting: Setting
    agreements: str

    def changed(self, now: Opened, amendment: str | None, hash: str) -> list[Related] | None:
        """What was changed since the text of a hash, in sentences; None where it is not found."""
        document = now.document
        if document is None:
            return None
        before = next(self._sealed(document.name, amendment, hash), None)
        if before is None:
            return None
        told = [c for c in changes(before, now) if _concerns(c, amendment, now)]
        every = [i for c in told for i in (c.inner if amendment and c.inner else (c,))]
        return [Related(document.name, document.span(c.where), c.sentence()) for c in every]

    def _sealed(self, name: str, amendment: str | None, hash: str) -> Iterator[Opened]:
        """The texts in the history that a seal is the hash of, the latest first."""
        for raw in self._texts(name):
            library = self.setting.library
            opened = open_partnership((name, raw), None, Today(self.setting.today), library)
            agreement = opened.signed.agreement if opened.signed else None
            if agreement and hash == _hash(agreement, amendment):
                yield opened

    def _texts(self, name: str) -> Iterator[bytes]:
        try:
            commits = history(self.project, name, self.agreements)
        except IopError as error:
            if error.code != "git":
                raise
            return  # without git, or in a clone that is cut, there is no past
        for commit in commits:
            for _old, new in commit.names:
                if new and file_id(new) == file_id(name) and ".log." not in new:
                    yield commit.after.read(new).raw


def _hash(agreement: Agreement, amendment: str | None) -> str:
    """The hash of the text as first signed or of one amendment; empty where there is none such."""
    if amendment is None:
        return terms_hash(agreement)
    held = (agreement.amendments or {}).get(amendment)
    return amendment_hash(held) if held else ""


def _concerns(change: Change, amendment: str | None, now: Opened) -> bool:
    """Whether a change is one of what is sealed: the terms, or one amendment."""
    if change.in_log:
        return False
    if amendment is not None:
        return change.where[:2] == ("amendments", amendment) and change.where[2:3] != ("seal",)
    return is_term(change.where, now.document.data if now.document else {})


def verify(
    ids: tuple[str, ...], form: str, output: str | None, today: str | None, plain: bool,
    color: str | None,
) -> int:  # fmt: skip
    """Look at every seal, ledger and document: 0 where all stands, 1 where something does not."""
    format = Format(choice("--output-format", form, ("text", "concise", "json")))
    project, now = Project.find(), day(today)
    settings = config(project)
    named = (
        project.pairs(ids, settings.agreements, settings.most_files) if _has(project, ids) else []
    )
    pairs = [p for p in named if not p.is_profile and p.file != p.log]
    shelf = library(project, settings, settings.profile, pairs)
    setting = Setting(now, shelf, settings.severity, (CODE,), ())
    past = Past(project, setting, settings.agreements)
    held = [one for one in ledgers(project.root) if not ids or _concerned(one, pairs)]
    found = [*_seals(project, pairs, past), *verified(project.root, held)]
    found += [one for one in against(project, held, now) if not ids or one.agreement in _ids(pairs)]
    ordered = sorted(found, key=lambda finding: finding.order)
    style = look(plain, color or ("never" if output else None))
    count = len(pairs) + len(held)
    head = Head(f"iop {__version__}", now.isoformat(), None, False, count, len(pairs))
    emit(render(ordered, format, head, [], style), output)
    return 1 if any(finding.accepted is None for finding in ordered) else 0


def _has(project: Project, ids: tuple[str, ...]) -> bool:
    return bool(ids) or (project.root / config(project).agreements).is_dir()


def _ids(pairs: Iterable[Pair]) -> set[str]:
    return {file_id(pair.file) for pair in pairs}


def _concerned(ledger: Ledger, pairs: list[Pair]) -> bool:
    """Whether something was billed under some agreements in a ledger, or it cannot be read."""
    ids = _ids(pairs)
    return bool(ledger.problems) or any(entry.agreement in ids for entry in ledger.entries)


def _seals(project: Project, pairs: list[Pair], past: Past) -> Iterator[Diagnostic]:
    """What was changed after it was sealed; where the past is here, in sentences."""
    count = 0
    for pair in pairs:
        file = project.read(pair.file)
        if file.trouble is None and b"seal" not in file.raw:
            continue
        count += 1
        log = project.read(pair.log) if pair.log else None
        for finding in check_partnership(file, log, past.setting).found:
            yield _in_sentences(finding, past, file.raw) if finding.code == CODE else finding
    if not count:
        remark(say(mark("no agreement here is sealed: iop seal ID seals what was signed")))


def _in_sentences(finding: Diagnostic, past: Past, raw: bytes) -> Diagnostic:
    """The finding with what was changed, each at its place."""
    parts = finding.where.split(".")
    if parts[-1] != "sha256":
        return finding
    amendment = parts[1] if parts[0] == "amendments" else None
    opened = open_partnership(
        (finding.file, raw), None, Today(past.setting.today), past.setting.library
    )
    agreement = opened.signed.agreement if opened.signed else None
    one = (agreement.amendments or {})[amendment] if agreement and amendment else agreement
    if one is None or one.seal is None:
        return finding
    told = past.changed(opened, amendment, one.seal.sha256)
    if told is None:
        return replace(finding, help=f"{finding.help} {_(_NO_PAST)}")
    return replace(finding, related=(*finding.related, *told))
