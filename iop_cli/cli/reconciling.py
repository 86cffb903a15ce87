"""`iop invoice verify`: what stands billed, against the agreements and the logs as they read now.

Reads through the door; what is judged stands in reconciliation.
"""

from datetime import date

from iop_cli import archive
from iop_cli.check import check_partnership
from iop_cli.cli.books import Across, agreement
from iop_cli.cli.gather import library
from iop_cli.cli.terminal import config
from iop_cli.diagnostic import Diagnostic
from iop_cli.ledger import Ledger
from iop_cli.project import Project
from iop_cli.reconciliation import CORRECTED, by_agreement
from iop_cli.setting import Setting
from iop_cli.survey import Partnership


def against(project: Project, ledgers: list[Ledger], today: date) -> list[Diagnostic]:
    """What does not agree between some ledgers and the agreements and logs as they stand.

    All ledgers are read, since a thing may be billed twice in two of them.
    """
    settings = config(project)
    setting = Setting(today, library(project, settings, settings.profile), {})
    standing = by_agreement(archive.ledgers(project.root).values())
    ids = project.ids(settings.agreements) if standing else {}
    found: list[Diagnostic] = []
    names = {ledger.name for ledger in ledgers}
    for id in sorted(standing.keys() & ids.keys()):
        pair = project.pair(ids[id])
        log = project.read(pair.log) if pair.log else None
        partnership = Partnership(project.read(pair.file), log)
        in_ledgers, in_log = agreement(partnership, standing[id], setting)
        numbers = {one.billed.number for one in standing[id] if one.ledger.name in names}
        asked = [one for one in in_log if one[1].values["number"] in numbers]
        found += [one for one in in_ledgers if one.file in names]
        found += _finished(partnership, asked, setting)
    return found


def _finished(partnership: Partnership, in_log: Across, setting: Setting) -> list[Diagnostic]:
    """What shows in a log, at its place, and accepted where the parties live with it."""
    if not in_log:
        return []
    checked = check_partnership(partnership.file, partnership.log, setting, in_log)
    return [finding for finding in checked.found if finding.code == CORRECTED]
