"""How `iop invoice check` is called: e-invoices that came in, held against their agreements."""

from typing import TYPE_CHECKING, Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Color, Lang, Output, Plain, Today
from iop_cli.words import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iop_cli.incoming.telling import Checked
    from iop_cli.report import Format, Head, Look

EXAMPLE = """
iop invoice check faktura.xml
iop invoice check faktura.xml kreditfaktura.xml --agreement boras-alskade-barn
iop invoice check inkorg/*.xml --output-format json
"""
Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE.xml…", help=mark("The e-invoices; - is what stands on stdin.")),
]
Agreement = Annotated[
    str | None,
    typer.Option(
        "--agreement", metavar="ID", help=mark("The agreement; else the one that they fit.")
    ),
]
OneFormat = Annotated[
    str,
    typer.Option(
        "--output-format", metavar="FORMAT", help=mark("The form of the findings: text, json, …")
    ),
]


def check(
    files: Files,
    agreement: Agreement = None,
    output_format: OneFormat = "text",
    output: Output = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Check e-invoices that came in, against what the agreements owe; pays and writes nothing.

    Reads Peppol BIS Billing 3 and other UBL by EN 16931. Ends with 1 when something is at fault;
    warnings and remarks let an invoice pass.
    """
    from iop_cli import __version__
    from iop_cli.cli.portfolio import choice
    from iop_cli.cli.receiving import checked
    from iop_cli.cli.terminal import day, emit, look
    from iop_cli.report import Format, Head

    form = Format(choice("--output-format", output_format, list(Format)))
    now = day(today)
    held = checked(files, agreement, now)
    ids = {file.judged.standing.id for file in held if file.judged}
    head = Head(f"iop {__version__}", now.isoformat(), None, False, len(held), len(ids))
    style = look(plain, color or ("never" if output else None))
    emit(_set(held, form, head, style), output)
    return 1 if any(f.severity.value == "error" for file in held for f in file.found) else 0


def _set(files: "list[Checked]", form: "Format", head: "Head", style: "Look") -> "Iterator[str]":
    """The answer in the form that was asked for."""
    from iop_cli.incoming import telling
    from iop_cli.report import Format, render

    match form:
        case Format.TEXT:
            return telling.text(files, head, style)
        case Format.JSON:
            return telling.json(files, head)
        case _:
            return render([f for file in files for f in file.found], form, head, [], style)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check", cls=Command, epilog=EXAMPLE)(check)
