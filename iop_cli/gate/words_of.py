"""Who decides, in words. Knows no format."""

from iop_cli.difference import HEADINGS
from iop_cli.gate.delegation import Decider
from iop_cli.gate.sheet import Changed
from iop_cli.report.safe import safe
from iop_cli.words import _, form, mark, say, series


def deciding(changed: Changed, *, has_table: bool) -> str:
    """Who must decide, what, and of what worth; empty where nothing needs deciding."""
    if changed.deciders:
        return " ".join(_one(decider) for decider in changed.deciders)
    if changed.is_material and not has_table:
        return _("Who decides is not told: iop.toml has no delegation.")
    return ""


def _one(decider: Decider) -> str:
    about = series([_(HEADINGS[section]).lower() for section in decider.about])
    if decider.amount is None:
        says = mark("{who} decides ({about}); what it is worth over the term is unknown.")
        return say(says, who=safe(decider.who), about=about)
    says = mark("{who} decides ({about}); it is worth {amount} over the term.")
    return say(says, who=safe(decider.who), about=about, amount=form(decider.amount))
