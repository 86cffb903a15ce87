"""What the check remarks on and nobody has accepted, told as a reader of minutes meets it.

Names what each remark is about by its own name. Judges nothing.
"""

from collections.abc import Callable

from iop_cli.diagnostic import Diagnostic, Severity
from iop_cli.documents.naming import activity_name, name, report_name
from iop_cli.documents.paying import payment_name, payments
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.weaving import own, table
from iop_cli.documents.words_of import first_capital, section
from iop_cli.finding import read_path
from iop_cli.phrases import chosen
from iop_cli.words import _, mark

# the criteria have a table of their own
_ELSEWHERE = ("IOP701",)
_PLACES = {
    "budgets": mark("The budget"),
    "payments": mark("Payments"),
    "contributions": mark("Contributions"),
    "conditions": mark("Conditions"),
    "decisions": mark("Decisions"),
    "signatures": mark("Signatures"),
    "attachments": mark("Attachments"),
    "announces": mark("Sections that the text promises"),
    "criteria": mark("Criteria"),
    "other_funding": mark("Other money"),
    "purchase_signs": mark("Signs of a purchase"),
    "programme": mark("Political programme or plan"),
    "follows": mark("Earlier agreement"),
    "copies": mark("Originals"),
    "also_written": mark("The title"),
    "title": mark("The title"),
    "stated_sum": mark("A sum in the text"),
    "governance": mark("Organisation and steering"),
    "entries": mark("The log"),
}


def remarks(subject: Subject) -> Markup:
    """A table of the open errors and warnings, the errors first; each said once for each matter.

    Empty in what is made for everyone.
    """
    if subject.public:
        return Markup()
    held = [
        d for d in subject.findings if d.severity is not Severity.INFO and d.code not in _ELSEWHERE
    ]
    held.sort(key=lambda d: d.severity is not Severity.ERROR)
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for found in held:
        about = _about(subject, found)
        row = {"about": about, "message": first_capital(found.message), "code": found.code}
        rows.setdefault((str(about), found.message), row)
    columns = [("about", _("About")), ("message", _("Remark")), ("code", _("Rule"))]
    return table(subject, columns, rows.values())


def _about(subject: Subject, found: Diagnostic) -> object:
    """What a remark is about: a party, an activity, a payment, a body or report, else a section."""
    where = [str(step) for step in read_path(found.where)]
    if not where:
        return ""
    named: dict[str, Callable[[str], object]] = {
        "parties": lambda id: name(subject, id),
        "activities": lambda id: activity_name(subject, id),
        "governance": lambda id: name(subject, id),
        "payments": lambda id: _payment(subject, id),
        "clauses": section,
    }
    if where[0] in named and len(where) > 1:
        return named[where[0]](where[1]) or chosen(_PLACES, where[0])
    if where[:2] == ["follow_up", "reports"] and len(where) > 2:
        return report_name(subject, where[2])
    return chosen(_PLACES, where[0]) if where[0] in _PLACES else section(where[0])


def _payment(subject: Subject, id: str) -> object:
    held = payments(subject).get(id)
    return first_capital(payment_name(id, held)) if held else own(id)
