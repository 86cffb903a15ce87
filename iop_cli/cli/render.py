"""How `iop render` is called: which documents of which partnerships, in which formats."""

from typing import TYPE_CHECKING, Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Lang, Today
from iop_cli.words import _, mark, say

if TYPE_CHECKING:
    from iop_cli.cli.rendering import Press, Printed
    from iop_cli.project import Pair

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
    from iop_cli.cli.invoicing import Desk
    from iop_cli.cli.rendering import Press, Typed, asked
    from iop_cli.cli.terminal import day, remark
    from iop_cli.cli.watching import watched

    typed = Typed(tuple(names or ()), all_, output_format, output, template, period)
    id, wanted = asked(typed, day(today), lang, draft=draft, public=public)
    press = Press(Desk.find(), wanted, None if output == "-" else output)
    pairs = press.pairs(id)
    if output == "-":
        return _shown(press, pairs[0])
    if watch:
        return watched(press, pairs, _told)
    codes = [_told(p, done) for p, done in press.all_printed(pairs, write=not dry_run)]
    if dry_run:
        remark(_("Nothing is written."))
    return max(codes, default=0)


def _told(pair: "Pair", done: "Printed") -> int:
    """Tell what became of one partnership; 1 where something was not made."""
    from iop_cli.cli.terminal import emit, remark
    from iop_cli.report.safe import safe

    emit(f"{safe(name)}\n" for name in done.files)
    if done.reasons and not done.files:
        remark(say(mark("{file}: nothing is made"), file=safe(pair.file)))
    for reason in done.reasons:
        remark(f"  {safe(reason)}")
    if done.is_refused:
        remark(_("iop render --draft makes them all the same, marked as drafts."))
    return 1 if done.reasons else 0


def _shown(press: "Press", pair: "Pair") -> int:
    """One document on standard output, as bytes."""
    import sys

    done = press.printed(pair)
    for raw in done.files.values():
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    return _told(pair, type(done)({}, done.reasons, done.is_refused)) if done.reasons else 0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command, epilog=EXAMPLE)(render)
