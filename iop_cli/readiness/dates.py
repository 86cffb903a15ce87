"""When and as what an invoice is issued: its number, its days, its period, what it credits."""

import re

from iop_cli.finding import Finding
from iop_cli.invoice import Invoice
from iop_cli.model.ledger import NUMBER_PATTERN, SERIES_PATTERN
from iop_cli.readiness.found import Faults, found
from iop_cli.words import mark

MOST_NUMBER = 60

_DEVICES = re.compile("(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)  # names in Windows


def date_faults(invoice: Invoice) -> Faults:
    """What is wrong with the number, the days and the period."""
    yield from _number(invoice)
    yield from _days(invoice)
    if invoice.end < invoice.start:
        says = mark("the period ends {end}, before it begins {start}")
        yield found("period", says=says, start=invoice.start, end=invoice.end)
    if invoice.kind == "credit":
        yield from _credited(invoice)


def _number(invoice: Invoice) -> Faults:
    series, number = invoice.series, invoice.number
    if not re.fullmatch(SERIES_PATTERN, series) or _DEVICES.fullmatch(series):
        yield _no_series(invoice)
    elif not number:
        says = mark("the invoice has no number")
        yield found("number", says=says, help=mark("Issue it; only a draft has none."))
    elif (
        not (parts := re.fullmatch(NUMBER_PATTERN, number))
        or parts["series"] != series
        or len(number) > MOST_NUMBER
    ):
        says = mark("the number {number} is not of the form {example}")
        yield found("number", says=says, number=number, example=f"{series}-2026-0001")


def _no_series(invoice: Invoice) -> Finding:
    says = mark("the payee has no series to number its invoices in")
    if invoice.series:
        says = mark("{series} cannot name a series of invoices, which names a folder too")
    help = mark("Write a short series of letters, digits and hyphens, for example {example}.")
    where = "parties", invoice.payee.id, "payee", "series"
    return found(*where, says=says, help=help, series=invoice.series, example="SFS")


def _days(invoice: Invoice) -> Faults:
    issued, due = invoice.issue_date, invoice.due_date
    if not issued:
        says = mark("the invoice has no day of issue")
        yield found("issue_date", says=says, help=mark("Issue it; only a draft has none."))
    if not due and invoice.kind == "invoice":
        says, help = mark("the invoice has no due date"), mark("Write for example due: 30 days.")
        where = ("payments", invoice.lines[0].payment, "due") if invoice.lines else ("due_date",)
        yield found(*where, says=says, help=help)
    if issued and due and due < issued:
        says = mark("due {due}, before it is issued on {issued}")
        help = mark("Choose a due date on or after the day of issue.")
        yield found("due_date", says=says, help=help, due=due, issued=issued)


def _credited(invoice: Invoice) -> Faults:
    issued, credited = invoice.issue_date, invoice.refers_to_date
    if not (invoice.refers_to and credited):
        says = mark("the credit note does not say which invoice it credits, and of what day")
        yield found("refers_to", says=says, help=mark("Credit an invoice by its number."))
    elif issued and issued < credited:
        says = mark("issued {issued}, before the invoice that it credits, which is of {credited}")
        help = mark("Choose a day of issue on or after that of the invoice.")
        yield found("refers_to", says=says, help=help, issued=issued, credited=credited)
