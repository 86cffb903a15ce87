"""The ledgers of a repository as a run judges them: which are asked for, and what they show.

Reads through the archive; what is judged stands in reconciliation.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from iop_cli import archive
from iop_cli.book import Opened, open_partnership
from iop_cli.diagnostic import Diagnostic
from iop_cli.finding import Finding, file_id
from iop_cli.ledger import Ledger
from iop_cli.project import Project
from iop_cli.reading import Today
from iop_cli.reconciliation import CORRECTED, Standing, alone, by_agreement, compared, in_ledger
from iop_cli.setting import Setting
from iop_cli.survey import Books, Partnership

Across = list[tuple[str, Finding]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A ledger with the documents beside it by name (None: not looked at), and its head."""

    ledger: Ledger
    documents: Mapping[str, bytes | None] | None
    head: str | None


def held(project: Project) -> list[Ledger]:
    """Every ledger, named as people type it from where they stand."""
    found = archive.ledgers(project.root).values()
    return [replace(ledger, name=project.name(project.root / ledger.name)) for ledger in found]


def judged(
    kept: Iterable[Kept], ledgers: list[Ledger], partnerships: Iterable[Partnership],
    setting: Setting,
) -> Books:  # fmt: skip
    """What the ledgers show: those of `kept` by themselves, all of them against partnerships."""
    found: dict[str, list[Diagnostic]] = {}
    for one in kept:
        made = alone(one.ledger, one.documents, one.head, setting)
        found.setdefault(one.ledger.name, []).extend(made)
    logs: dict[str, Across] = {}
    standing = by_agreement(ledgers)
    for partnership in partnerships if standing else ():
        name = partnership.file.name
        in_ledgers, in_log = agreement(partnership, standing.get(file_id(name), []), setting)
        for finding in in_ledgers:
            found.setdefault(finding.file, []).append(finding)
        if in_log:
            logs[name] = in_log
    ordered = {name: tuple(sorted(held, key=_order)) for name, held in found.items()}
    return Books(ordered, logs)


def asked_for(
    project: Project, ledgers: list[Ledger], paths: tuple[str, ...]
) -> list[Ledger]:  # fmt: skip
    """The ledgers that some paths name, by file or folder; all of them without paths."""
    wanted = [Path(os.path.normpath(project.here / path)) for path in paths if path != "-"]
    if not paths:
        return ledgers
    return [one for one in ledgers if {*wanted} & _around(project.root / _file(one))]


def kept(project: Project, ledgers: Iterable[Ledger]) -> Iterator[Kept]:
    """Some ledgers with what lies beside them, one series at a time."""
    for ledger in ledgers:
        beside = archive.documents(project.root, ledger.series)
        yield Kept(ledger, beside, archive.head(project.root, ledger.series))


def _around(path: Path) -> set[Path]:
    return {path, *path.parents}


def _file(ledger: Ledger) -> str:
    return f"{archive.FOLDER}/{ledger.series}/{archive.LEDGER}"


def _order(finding: Diagnostic) -> tuple[object, ...]:
    return finding.order


def agreement(
    partnership: Partnership, lines: list[Standing], setting: Setting
) -> tuple[list[Diagnostic], Across]:
    """What stands billed against one agreement: what shows in ledgers, and what in its log."""
    opened = _opened(partnership, setting) if lines else None
    in_ledgers, in_log = list[Diagnostic](), Across()
    for code, finding, one in compared(opened, lines, setting.today) if opened else ():
        if code == CORRECTED:
            in_log.append((code, finding))
        else:
            id = file_id(partnership.file.name)
            in_ledgers += in_ledger(finding, one, id, setting)
    return in_ledgers, in_log


def _opened(partnership: Partnership, setting: Setting) -> Opened | None:
    """The agreement and its log as they read; None where one of them cannot be read."""
    file, log = partnership.file, partnership.log
    if file.trouble or (log and log.trouble):
        return None
    past = (log.name, log.raw) if log else None
    return open_partnership((file.name, file.raw), past, Today(setting.today), setting.library)
