"""How `iop invoice credit`, `void`, `list` and `verify` are called: what was issued, and after."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.make import DryRun
from iop_cli.cli.options import Color, Lang, Output, Plain, Today
from iop_cli.words import mark, say

if TYPE_CHECKING:
    from iop_cli.invoice import Invoice
    from iop_cli.issuing import Paper, Papers

CREDIT_EXAMPLE = """
iop invoice credit SFS-2018-0001 --because "Kursen blev inte av"
iop invoice credit SFS-2018-0001 --line 2 --amount "500 kr" --because "Fel belopp"
"""
VOID_EXAMPLE = """
iop invoice void SFS-2018-0002 --because "Aldrig skickad: fel mottagare"
"""
PAID_EXAMPLE = """
iop invoice paid SFS-2018-0001 --date 2019-01-10 --amount "26 500 kr"
"""
LIST_EXAMPLE = """
iop invoice list
iop invoice list --series SFS --output-format csv -o invoices.csv
"""
VERIFY_EXAMPLE = """
iop invoice verify
iop invoice verify --output-format json
"""
Number = Annotated[str, typer.Argument(metavar="NUMBER", help=mark("The invoice's number."))]
Because = Annotated[
    str, typer.Option("--because", metavar="TEXT", help=mark("Why; it stands in the ledger."))
]
Lines = Annotated[
    list[int] | None,
    typer.Option(
        "--line", metavar="N", help=mark("Only this line of the invoice, from 1; may be repeated.")
    ),
]
AmountBefore = Annotated[
    str | None,
    typer.Option(
        "--amount", metavar="AMOUNT", help=mark("Only so much of the line, before VAT: 500 kr.")
    ),
]
Paid = Annotated[
    str, typer.Option("--amount", metavar="AMOUNT", help=mark("What was paid: 26 500 kr."))
]
On = Annotated[str, typer.Option("--date", metavar="DATE", help=mark("The day it was paid."))]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help=mark("Anything else."))]
Series = Annotated[
    str | None, typer.Option("--series", metavar="SERIES", help=mark("Only this series."))
]
TextCsvJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text, csv or json."))
]
TextOrJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text or json."))
]


def void(
    number: Number,
    because: Because,
    dry_run: DryRun = False,
    today: Today = None,
    lang: Lang = None,
) -> int:
    """Make an invoice void that was never sent; its number is never used again.

    What it billed can be billed anew. An invoice that was sent is credited instead.
    """
    from iop_cli.cli.bookkeeping import ledger_of, payments
    from iop_cli.cli.terminal import day, emit
    from iop_cli.issuing import require_voidable
    from iop_cli.issuing import void as make_void
    from iop_cli.project import Project

    project = Project.find()
    paid = {name for name, _day, _amount in payments(project)}
    if dry_run:
        require_voidable(ledger_of(project.root, number), number, paid)
        emit([say(mark("{number} would become void"), number=number) + "\n"])
        return 0
    make_void(project.root, number, day(today), because, paid)
    emit([say(mark("{number} is void; its number is not used again"), number=number) + "\n"])
    return 0


def paid(
    number: Number,
    amount: Paid,
    date: On,
    note: Note = "",
    dry_run: DryRun = False,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Record in the log of the agreement that an invoice was paid, or a part of it.

    What is paid too much or twice is recorded too; iop invoice list tells which.
    """
    from iop_cli.cli import recording
    from iop_cli.cli.bookkeeping import agreement_of, exactly, ledger_of
    from iop_cli.project import Project

    root = Project.find().root
    agreement = agreement_of(root, number)
    exactly(amount, ledger_of(root, number).find(number))
    how = {"dry_run": dry_run, "today": today, "plain": plain, "color": color}
    return recording.paid(agreement, number, amount, date, note, **how)


def list_(
    series: Series = None,
    output_format: TextCsvJson = "text",
    output: Output = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """List the invoices that were issued: day, payer, total, and what is paid of it.

    What was paid stands in the logs: iop invoice paid records it.
    """
    from iop_cli.cli.bookkeeping import ledgers, payments, require_readable
    from iop_cli.cli.portfolio import choice
    from iop_cli.cli.terminal import day, emit, look
    from iop_cli.project import Project
    from iop_cli.receivables import receivables, set_as

    form = choice("--output-format", output_format, ("text", "csv", "json"))
    project, now = Project.find(), day(today)
    held = ledgers(project.root, series)
    require_readable(held)
    items, strange = receivables(held, payments(project), now)
    style = look(plain, color or ("never" if output else None))
    emit(set_as(form, items, [] if series else strange, now, style), output)
    return 0


def verify(
    series: Series = None,
    output_format: TextOrJson = "text",
    output: Output = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Check what was issued: numbers, hashes, documents, credit notes, and that it is owed.

    What stands billed is held against the agreements and their logs as they read now. Ends with
    1 when something is wrong, and says step by step what to do about it.
    """
    from iop_cli.cli.bookkeeping import head, ledgers, verified
    from iop_cli.cli.portfolio import choice
    from iop_cli.cli.reconciling import against
    from iop_cli.cli.terminal import day, emit, look
    from iop_cli.project import Project
    from iop_cli.report import Format, render

    form = choice("--output-format", output_format, ("text", "concise", "json"))
    project = Project.find()
    held = ledgers(project.root, series)
    now = day(today)
    every = [*verified(project.root, held), *against(project, held, now)]
    found = sorted(every, key=lambda finding: finding.order)
    style = look(plain, color or ("never" if output else None))
    emit(render(found, Format(form), head(now, len(held)), [], style), output)
    return 1 if any(finding.accepted is None for finding in found) else 0


def crediting(papers: "Papers") -> Callable[..., int]:
    """The command that credits; `papers` sets its documents."""

    def credit(
        number: Number,
        because: Because,
        line: Lines = None,
        amount: AmountBefore = None,
        dry_run: DryRun = False,
        today: Today = None,
        lang: Lang = None,
    ) -> int:
        """Credit an invoice, or a part of it, by a credit note with the next number.

        What is credited can be billed anew. Never more than is left of the invoice.
        """
        from iop_cli.cli.bookkeeping import chosen_lines, ledger_of
        from iop_cli.cli.terminal import day, emit
        from iop_cli.issuing import credit as make_credit
        from iop_cli.issuing import credit_draft
        from iop_cli.project import Project
        from iop_cli.statement import kronor

        root = Project.find().root
        chosen = chosen_lines(line, amount, ledger_of(root, number).find(number))
        if dry_run:
            draft = credit_draft(root, number, because, chosen)
            total = kronor(draft.total, draft.currency)
            says = mark("{amount} of {number} would be credited")
            emit([say(says, amount=total, number=number) + "\n"])
            return 0
        note = make_credit(root, number, day(today), because, papers, chosen)
        says = mark("{note} credits {number}")
        emit([say(says, note=note.number, number=number) + "\n"])
        return 0

    return credit


def bare(invoice: "Invoice") -> "Paper":
    """A credit note with no document but its JSON."""
    from iop_cli.issuing import Paper

    return Paper(invoice, {})


def register(app: typer.Typer, papers: "Papers | None" = None) -> None:
    """Add the commands; `papers` sets the documents of a credit note."""
    app.command("credit", cls=Command, epilog=CREDIT_EXAMPLE)(crediting(papers or bare))
    app.command("void", cls=Command, epilog=VOID_EXAMPLE)(void)
    app.command("paid", cls=Command, epilog=PAID_EXAMPLE)(paid)
    app.command("list", cls=Command, epilog=LIST_EXAMPLE)(list_)
    app.command("verify", cls=Command, epilog=VERIFY_EXAMPLE)(verify)
