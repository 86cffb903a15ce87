"""How `iop schema` and `iop new` are called: what they write into a repository."""

from typing import Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Lang
from iop_cli.words import mark, say

SCHEMA_EXAMPLE = """
iop schema
iop schema --check
"""
NEW_EXAMPLE = """
iop new laxhjalp-norrby
iop new laxhjalp-norrby --profile forum-2010 -o agreements/skola
"""
Text = str | None
Check = Annotated[
    bool, typer.Option("--check", help=mark("Only tell which files are stale; 1 if any is."))
]
DryRun = Annotated[
    bool, typer.Option("-n", "--dry-run", help=mark("Show what would be written; write nothing."))
]
NoInput = Annotated[
    bool, typer.Option("--no-input", help=mark("Ask nothing; what is not given is unknown."))
]
Folder = Annotated[
    Text, typer.Option("-o", "--output", metavar="DIR", help=mark("The folder; else schema."))
]
Target = Annotated[
    Text, typer.Option("-o", "--output", metavar="PATH", help=mark("Its file or folder."))
]
Id = Annotated[
    str, typer.Argument(metavar="ID", help=mark("The agreement's id: a-z, 0-9 and hyphens."))
]
Title = Annotated[Text, typer.Option("--title", help=mark("What the partnership is called."))]
PublicName = Annotated[Text, typer.Option("--public-name", help=mark("The public party's name."))]
PublicNumber = Annotated[
    Text, typer.Option("--public-number", help=mark("The public party's organisation number."))
]
NonprofitName = Annotated[
    Text, typer.Option("--nonprofit-name", help=mark("The nonprofit party's name."))
]
NonprofitNumber = Annotated[
    Text, typer.Option("--nonprofit-number", help=mark("The nonprofit's organisation number."))
]
Start = Annotated[Text, typer.Option("--start", metavar="DATE", help=mark("The first day."))]
End = Annotated[
    Text,
    typer.Option("--end", metavar="DATE", help=mark("The last day; none is until further notice.")),
]
Profile = Annotated[
    Text,
    typer.Option("--profile", metavar="ID", help=mark("The guideline whose criteria it answers.")),
]
Language = Annotated[
    Text,
    typer.Option("--language", metavar="sv|en", help=mark("The language of the agreement.")),
]


def schema(
    output: Folder = None, check: Check = False, dry_run: DryRun = False, lang: Lang = None
) -> int:
    """Write the JSON Schemas that editors read: Swedish ones, and English ones under en/."""
    from iop_cli.cli.creation import stale_schemas
    from iop_cli.cli.terminal import emit, remark
    from iop_cli.project import Project

    project = Project.find()
    stale, count = stale_schemas(project, output)
    if check:
        says = mark("{file} is stale; iop schema writes it anew")
        emit(say(says, file=name) + "\n" for name in stale)
        return 1 if stale else 0
    if not dry_run:
        project.write(stale)
    emit(f"{name}\n" for name in stale)
    remark(say(mark("{stale} of {count} schemas were stale"), stale=len(stale), count=count))
    return 0


def new(
    id: Id,
    title: Title = None,
    public_name: PublicName = None,
    public_number: PublicNumber = None,
    nonprofit_name: NonprofitName = None,
    nonprofit_number: NonprofitNumber = None,
    start: Start = None,
    end: End = None,
    profile: Profile = None,
    language: Language = None,
    output: Target = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    lang: Lang = None,
) -> int:
    """Begin an agreement: asks what is known and writes a file in which the rest is examples.

    Nothing is invented: what nobody answers stands as a comment.
    """
    from iop_cli.cli.creation import Wanted, begun
    from iop_cli.cli.terminal import emit, remark
    from iop_cli.project import Project

    project = Project.find()
    given = {
        "title": title, "public_name": public_name, "public_number": public_number,
        "nonprofit_name": nonprofit_name, "nonprofit_number": nonprofit_number,
        "start": start, "end": end,
    }  # fmt: skip
    name, text = begun(project, Wanted(id, output, language, profile, given, asks=not no_input))
    if dry_run:
        emit([text])
        remark(say(mark("{file} is not written"), file=name))
        return 0
    project.write({name: text.encode()})
    emit([f"{name}\n"])
    remark(say(mark("Next: fill it in, and run iop validate {id}"), id=id))
    return 0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(cls=Command, epilog=SCHEMA_EXAMPLE)(schema)
    app.command(cls=Command, epilog=NEW_EXAMPLE)(new)
