"""All commands, gathered."""

from typing import Annotated

import typer

from iop_cli.cli import (
    check,
    diff,
    invoice,
    look,
    make,
    record,
    render,
    review,
    seal,
    setup,
    template,
)
from iop_cli.cli.help import Group
from iop_cli.cli.options import Lang
from iop_cli.words import mark

EXAMPLE = """
iop validate
iop show boras-alskade-barn
iop rule IOP401
"""

app = typer.Typer(
    cls=Group,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXAMPLE,
    help=mark("Checks, shows and computes partnerships (IOP) that are kept as plain text files."),
)


@app.callback()
def _all(
    lang: Lang = None,
    version: Annotated[bool, typer.Option("--version", help=mark("Show the version."))] = False,
) -> None:
    if version:
        from iop_cli import __version__

        typer.echo(f"iop {__version__}")
        raise typer.Exit(0)


for part in (check, look, make, record, invoice, render, template, diff, review, seal, setup):
    part.register(app)
