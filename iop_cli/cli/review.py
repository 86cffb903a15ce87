"""How `iop review` is called."""

from typing import Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Color, Lang, Plain, Today
from iop_cli.words import mark

EXAMPLE = """
iop review
iop review origin/main..HEAD --output-format markdown:review.md
"""
Revisions = Annotated[
    str | None,
    typer.Argument(
        metavar="[A..B]",
        help=mark("Two revisions, or one that is compared with the working tree; else the whole"
                  " branch with the working tree."),
    ),
]  # fmt: skip
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--output-format",
        metavar="FORMAT[:FILE]",
        help=mark(
            "text, markdown, json, github or gitlab; several with commas or by repeating;"
            " FORMAT:FILE writes that one to a file."
        ),
    ),
]


def review(
    revisions: Revisions = None,
    output_format: Formats = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Judge whether a change may pass: what fails it, what it means, and who must decide.

    Ends with 1 when signed terms change without an amendment, a log or a ledger is altered, an
    error is added, or a decision or a reason is missing; with 0 when nothing of that kind is there.
    """
    from iop_cli.cli.reviewing import Asked, reviewed

    return reviewed(Asked(revisions or "", tuple(output_format or ()), today, plain, color))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command, epilog=EXAMPLE)(review)
