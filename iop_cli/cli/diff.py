"""How `iop diff` and `iop log` are called: what has changed, and who changed it."""

from typing import Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Color, Lang, Output, Plain, Today
from iop_cli.words import mark

DIFF_EXAMPLE = """
iop diff
iop diff main..HEAD boras-alskade-barn
iop diff --cached --rank material
iop diff main...HEAD --output-format markdown -o comment.md
iop diff old.yaml new.yaml
"""
LOG_EXAMPLE = """
iop log boras-alskade-barn
iop log boras-alskade-barn --since 2026-01-01 --output-format json
"""
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[A..B] [ID]…",
        help=mark(
            "The states: A..B two revisions, A...B what B adds to A, A a revision with the working"
            " tree; two files or two folders need no git. Then the agreements: their ids or files."
        ),
    ),
]
Cached = Annotated[
    bool,
    typer.Option("--cached", "--staged", help=mark("Compare what is staged for the next commit.")),
]
Ranks = Annotated[
    list[str] | None,
    typer.Option(
        "--rank",
        metavar="RANK",
        help=mark("Only these: material, minor or editorial; several with commas or by repeating."),
    ),
]
AnyFormat = Annotated[
    str,
    typer.Option("--output-format", metavar="FORMAT", help=mark("text, markdown, json or html.")),
]
TextOrJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text or json."))
]
Id = Annotated[
    str, typer.Argument(metavar="ID", help=mark("The partnership: its id, or its file."))
]
Most = Annotated[
    int | None, typer.Option("--max", metavar="N", help=mark("At most so many commits."))
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help=mark("Only commits of this day or later.")),
]


def diff(
    words: Words = None,
    cached: Cached = False,
    rank: Ranks = None,
    output_format: AnyFormat = "text",
    output: Output = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Say in sentences what has changed, agreement by agreement, and how heavy it weighs.

    Without words the last commit is compared with the working tree. Order, comments, quotes and the
    spelling of a value are no change. Ends with 1 when something is told.
    """
    from iop_cli.cli.differing import Asked, compared

    given, ranks = tuple(words or ()), tuple(rank or ())
    return compared(Asked(given, cached, ranks, output_format, output, today, plain, color))


def log(
    id: Id,
    max_: Most = None,
    since: Since = None,
    output_format: TextOrJson = "text",
    output: Output = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Tell the history of one partnership: when, who, and each change as a sentence.

    The latest commit comes first. A file that had another name is followed back.
    """
    from iop_cli.cli.history import Asked, told

    return told(Asked(id, max_, since, output_format, output, plain, color))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(cls=Command, epilog=DIFF_EXAMPLE)(diff)
    app.command(cls=Command, epilog=LOG_EXAMPLE)(log)
