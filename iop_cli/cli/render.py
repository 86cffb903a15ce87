"""How `iop render` is called: which documents of which partnerships, in which formats."""

from typing import Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Lang, Today
from iop_cli.words import mark

EXAMPLE = """
iop render boras-alskade-barn
iop render boras-alskade-barn agreement memo --output-format pdf,docx
iop render boras-alskade-barn follow-up --period 2018 --public
iop render --all --output-format html -o webb
"""
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID] [DOCUMENT]…",
        help=mark("The partnership, and its documents: agreement, memo and others; else all."),
    ),
]
All = Annotated[bool, typer.Option("--all", help=mark("Every agreement that is here."))]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--output-format",
        metavar="FORMAT",
        help=mark("md, html, pdf or docx, with commas or repeated; else md and html."),
    ),
]
Folder = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="DIR",
        help=mark("The folder; else documents. With - one document goes to standard output."),
    ),
]
Draft = Annotated[
    bool, typer.Option("--draft", help=mark("Mark it as a draft, with its open findings."))
]
Public = Annotated[
    bool,
    typer.Option(
        "--public",
        help=mark("Leave out contacts, signatories' names and what is marked not public."),
    ),
]
Period = Annotated[
    str | None,
    typer.Option("--period", metavar="PERIOD", help=mark("What a follow-up report is about.")),
]
Watch = Annotated[
    bool, typer.Option("--watch", help=mark("Make them anew when a file changes, until Ctrl-C."))
]
Template = Annotated[
    str | None,
    typer.Option(
        "--template", metavar="FILE", help=mark("Your own Word template for the one document.")
    ),
]
DryRun = Annotated[
    bool, typer.Option("-n", "--dry-run", help=mark("Show what would be written; write nothing."))
]


def render(
    names: Words = None,
    all_: All = False,
    output_format: Formats = None,
    output: Folder = None,
    draft: Draft = False,
    public: Public = False,
    period: Period = None,
    template: Template = None,
    watch: Watch = False,
    dry_run: DryRun = False,
    today: Today = None,
    lang: Lang = None,
) -> int:
    """Make the documents of a partnership from its file: the agreement, the memo and others.

    They are in the agreement's language, or in that of --lang. Ends with 1 where an agreement has
    errors that nobody has accepted: it is then made as a draft only.
    """
    from iop_cli.cli.rendered import Options, rendered
    from iop_cli.cli.rendering import Typed

    typed = Typed(tuple(names or ()), all_, output_format, output, template, period)
    return rendered(typed, Options(draft, public, watch, dry_run, today, lang))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command, epilog=EXAMPLE)(render)
