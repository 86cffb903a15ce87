"""How `iop invoice` is called: what is owed, and the commands that issue and keep invoices."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from iop_cli.cli import incoming, ledger
from iop_cli.cli.help import Command, Group, help_text
from iop_cli.cli.options import Color, Lang, Output, Plain, Today
from iop_cli.words import _, mark, say

if TYPE_CHECKING:
    from iop_cli.invoice import Invoice
    from iop_cli.issuing import Paper

EXAMPLE = """
iop invoice boras-alskade-barn --period 2018 --explain
iop invoice --all --period 2026-Q1 --output-format json
iop invoice issue boras-alskade-barn --period 2018
"""
ISSUE_EXAMPLE = """
iop invoice issue boras-alskade-barn --period 2018 --dry-run
iop invoice issue boras-alskade-barn --entry k1
iop invoice issue --all --period 2026-Q1 --output-format json,html,pdf,xml
"""
COMPUTE = "compute"
Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]…", help=mark("The agreements: their ids, or their files.")),
]
All = Annotated[bool, typer.Option("--all", help=mark("Every agreement that is here."))]
Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help=mark("2018, 2018-H1, 2018-T1, 2018-Q1, 2018-03 or DATE..DATE; else all up to today."),
    ),
]
Entry = Annotated[
    str, typer.Option("--entry", metavar="ID", help=mark("Only this entry of the log."))
]
Explain = Annotated[
    bool, typer.Option("--explain", help=mark("Every line's clause, log entry and arithmetic."))
]
TextOrJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text or json."))
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--output-format",
        metavar="FORMAT",
        help=mark(
            "The documents: json, md, html, pdf, xml (Peppol) or si (SIE), with commas or repeated."
        ),
    ),
]
DryRun = Annotated[
    bool,
    typer.Option("-n", "--dry-run", help=mark("Show what would be issued; write nothing.")),
]


class InvoiceGroup(Group):
    """A group whose first word is an agreement where it is none of the commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; what names no command is computed."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = [COMPUTE, *args]
        parsed: list[str] = super().parse_args(ctx, args or ["--help"])
        return parsed

    def get_help(self, ctx: Any) -> str:
        """The help of computing, and the commands beside it."""
        own = help_text(self.commands[COMPUTE], ctx)
        rest = help_text(self, ctx).partition(_("Commands:"))
        listed = rest[2].partition(_("Options:"))[0].rstrip()
        return f"{own}\n\n{rest[1]}{listed}"


def compute(
    ids: Ids = None,
    all_: All = False,
    period: Period = None,
    entry: Entry = "",
    explain: Explain = False,
    output_format: TextOrJson = "text",
    output: Output = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Compute what a partnership owes, line by line; writes nothing.

    What an earlier invoice has taken up is left out. Ends with 1 where something cannot be
    computed: then it says why, and the way out.
    """
    from iop_cli.cli.invoicing import Desk, Wanted, computed
    from iop_cli.cli.portfolio import choice
    from iop_cli.cli.terminal import day, emit, look
    from iop_cli.statement import as_json, pages

    form = choice("--output-format", output_format, ("text", "json"))
    wanted = Wanted(tuple(ids or ()), all_, period, entry, day(today))
    parts = computed(Desk.find(), wanted)
    style = look(plain, color or ("never" if output else None))
    emit([as_json(parts)] if form == "json" else pages(parts, style, explain=explain), output)
    return 1 if any(drafted.refused for drafted in parts.values()) else 0


def issue(
    ids: Ids = None,
    all_: All = False,
    period: Period = None,
    entry: Entry = "",
    output_format: Formats = None,
    dry_run: DryRun = False,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Issue what is owed: number it, write its documents and the ledger, in that order.

    Nothing is billed twice. Of an agreement that has errors, or lacks something that an invoice
    needs, nothing is issued, and the run ends with 1.
    """
    from iop_cli.cli.invoicing import Desk, Wanted
    from iop_cli.cli.ordering import Order, suffixes
    from iop_cli.cli.terminal import day, emit, look, remark
    from iop_cli.report.safe import safe
    from iop_cli.statement import kronor, pages

    wanted = Wanted(tuple(ids or ()), all_, period, entry, day(today))
    order = Order(Desk.find(), wanted, suffixes(output_format))
    order.prepare()
    for agreement, reasons in order.stopped.items():
        remark(say(mark("{agreement}: nothing is issued"), agreement=agreement))
        for reason in reasons:
            remark(f"  {safe(reason)}")
    if dry_run:
        emit(pages(order.drafts, look(plain, color), explain=False))
        remark(_("Nothing is written."))
        return 1 if order.stopped else 0
    made = order.issued()
    for invoice in made:
        told = kronor(invoice.total, invoice.currency)
        emit([f"{invoice.number}  {safe(invoice.payer.name)}  {told}\n"])
    if not made and not order.stopped:
        remark(_("Nothing to bill."))
    if made and order.writes_electronic:
        remark(
            _(
                "An .xml file is sent through a Peppol access point or the receiver's portal;"
                " by e-mail it is no e-invoice."
            )
        )
    return 1 if order.stopped else 0


def _papers(note: "Invoice") -> "Paper":
    from iop_cli.cli.ordering import credit_paper

    return credit_paper(note)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(
        cls=InvoiceGroup,
        no_args_is_help=False,
        rich_markup_mode=None,
        add_completion=False,
        epilog=EXAMPLE,
        help=mark("Compute what is owed, and issue, credit, list, verify and check invoices."),
    )
    group.command(COMPUTE, cls=Command, epilog=EXAMPLE, hidden=True)(compute)
    group.command(cls=Command, epilog=ISSUE_EXAMPLE)(issue)
    ledger.register(group, _papers)
    incoming.register(group)
    app.add_typer(group, name="invoice")
