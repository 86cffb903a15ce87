"""How `iop init`, `iop git` and `iop textconv` are called: a repository laid out, and git."""

from typing import Annotated

import typer

from iop_cli.cli.help import Command, Group
from iop_cli.cli.make import DryRun, NoInput
from iop_cli.cli.options import Lang
from iop_cli.words import mark

INIT_EXAMPLE = """
iop init
iop init partnerskap --git
iop init partnerskap --dry-run
"""
GIT_EXAMPLE = """
iop git install
iop git install --write
"""
TEXTCONV_EXAMPLE = """
iop textconv agreements/boras-alskade-barn.yaml
"""
Folder = Annotated[
    str, typer.Argument(metavar="[DIR]", help=mark("The folder; else the one that one stands in."))
]
WithGit = Annotated[
    bool, typer.Option("--git", help=mark("Make it a repository of git too, where it is none."))
]
Write = Annotated[
    bool,
    typer.Option(
        "--write", help=mark("Write it into this repository's .gitattributes and .git/config.")
    ),
]
File = Annotated[str, typer.Argument(metavar="FILE", help=mark("An agreement's or a log's file."))]

Arguments = Annotated[list[str], typer.Argument(metavar="PATH …")]


def init(
    folder: Folder = ".",
    git: WithGit = False,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    lang: Lang = None,
) -> int:
    """Lay out a repository of agreements: folders, settings, schemas, git, editors and CI.

    Nothing is overwritten: what is there already is named and left. The texts are in the language
    that is spoken.
    """
    from iop_cli.cli.founding import founded

    return founded(folder, with_git=git, asks=not no_input, dry_run=dry_run)


def install(write: Write = False, lang: Lang = None) -> int:
    """Show, or with --write put in place, what lets git diff and git log -p speak in sentences.

    It goes into this repository alone, never into your own settings of git. The attributes may be
    committed; the settings stay in this clone.
    """
    from iop_cli.cli.founding import installed

    return installed(write=write)


def textconv(file: File, lang: Lang = None) -> int:
    """Write a file as sentences, one for each fact in it, for git to compare.

    A file that cannot be read as an agreement or a log comes out as it is.
    """
    from iop_cli.cli.founding import converted

    return converted(file)


def driver(arguments: Arguments) -> int:
    """Show one change to git, which gives its seven arguments; never fails."""
    from iop_cli.cli.differing import driver as shown

    return shown(arguments)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(cls=Command, epilog=INIT_EXAMPLE)(init)
    group = typer.Typer(
        cls=Group, no_args_is_help=True, rich_markup_mode=None, add_completion=False,
        epilog=GIT_EXAMPLE, help=mark("Let git speak of agreements in sentences."),
    )  # fmt: skip
    group.command(cls=Command, epilog=GIT_EXAMPLE)(install)
    group.command(cls=Command, epilog="", hidden=True)(driver)
    app.add_typer(group, name="git")
    app.command(cls=Command, epilog=TEXTCONV_EXAMPLE)(textconv)
