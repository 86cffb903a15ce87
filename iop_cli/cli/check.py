"""How `iop validate` is called."""

from typing import Annotated, Any

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Color, Lang, Plain, Today
from iop_cli.words import mark

EXAMPLE = """
iop validate
iop validate boras-alskade-barn --today 2020-07-01
iop validate --changed origin/main
iop validate --output-format sarif:findings.sarif --output-format text
"""
Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH…]", help=mark("Files, folders, ids, or - for standard input; else all.")
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--output-format",
        metavar="FORMAT[:FILE]",
        help=mark(
            "text, concise, json, jsonl, github, gitlab, sarif, junit, rdjson or markdown;"
            " several with commas or by repeating; FORMAT:FILE writes that one to a file."
        ),
    ),
]
Codes = list[str] | None
Select = Annotated[
    Codes,
    typer.Option(
        "--select", metavar="CODE", help=mark("Only these codes, such as IOP4 or IOP401.")
    ),
]
Changed = Annotated[
    str | None,
    typer.Option(
        "--changed",
        metavar="[REF]",
        help=mark("Only what has changed since the last commit, or REF, and what refers to it."),
    ),
]
Ignore = Annotated[Codes, typer.Option("--ignore", metavar="CODE", help=mark("Not these codes."))]


class Validate(Command):
    """The command, with an option that may stand without its value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give --changed an empty value where none follows."""
        for index, word in enumerate(args):
            if word == "--":
                break
            if word == "--changed" and (args[index + 1 :] or ["-"])[0].startswith("-"):
                args = [*args[:index], "--changed=", *args[index + 1 :]]
        return super().parse_args(ctx, args)


def validate(
    paths: Paths = None,
    output_format: Formats = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=mark("Warnings fail the run too."))
    ] = False,
    select: Select = None,
    ignore: Ignore = None,
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="ID", help=mark("Judge all by this guideline.")),
    ] = None,
    today: Today = None,
    stdin_filename: Annotated[
        str,
        typer.Option(
            "--stdin-filename", metavar="NAME", help=mark("What standard input is called.")
        ),
    ] = "-",
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", help=mark("How many processes; 0 is one a processor.")),
    ] = None,
    changed: Changed = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help=mark("Look at everything afresh."))
    ] = False,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Check the agreements: their form, the rules, and how they stand to each other.

    Ends with 0 when no error is left that nobody has accepted, 1 when there is one, 2 when it could
    not run.
    """
    from iop_cli.cli.validation import Asked, validated

    asked = Asked(
        tuple(paths or ()), tuple(output_format or ()), strict, tuple(select or ()),
        tuple(ignore or ()), profile, today, stdin_filename, jobs, no_cache, plain, color,
        changed,
    )  # fmt: skip
    return validated(asked)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Validate, epilog=EXAMPLE)(validate)
