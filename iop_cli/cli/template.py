"""How `iop template` is called: the templates there are, one copied out, one checked."""

from typing import Annotated

import typer

from iop_cli.cli.help import Command, Group
from iop_cli.cli.options import Lang, Output, Today
from iop_cli.words import _, mark, say

EXAMPLE = """
iop template list
iop template eject memo
iop template check mall.docx --document memo
"""
LIST_EXAMPLE = """
iop template list
"""
EJECT_EXAMPLE = """
iop template eject memo
iop template eject page.html.j2 -o templates/page.html.j2
"""
CHECK_EXAMPLE = """
iop template check templates/memo.md.j2
iop template check mall.docx --document memo
"""
Name = Annotated[
    str, typer.Argument(metavar="NAME", help=mark("A document, or a template's file name."))
]
File = Annotated[
    str, typer.Argument(metavar="FILE", help=mark("The template: Word (.docx) or .md.j2."))
]
Document = Annotated[
    str | None,
    typer.Option(
        "--document",
        metavar="DOCUMENT",
        help=mark("Which document it is a template of; else its file name tells."),
    ),
]


def list_(lang: Lang = None) -> int:
    """List the templates: which came along, and which the repository has of its own."""
    from iop_cli.cli.templating import rows
    from iop_cli.cli.terminal import emit
    from iop_cli.project import Project

    emit(f"{row}\n" for row in rows(Project.find()))
    return 0


def eject(name: Name, output: Output = None, lang: Lang = None) -> int:
    """Copy a template that came along into the repository, to be changed there.

    A file that is there already is never written over.
    """
    from iop_cli.cli.templating import copied
    from iop_cli.cli.terminal import emit, remark
    from iop_cli.project import Project

    project = Project.find()
    file, raw = copied(project, name, output)
    project.write({file: raw})
    emit([f"{file}\n"])
    remark(_("From now on this one is used. Delete it to use the one that came with iop."))
    return 0


def check(file: File, document: Document = None, today: Today = None, lang: Lang = None) -> int:
    """Check a template before use: unknown fields, unused ones and broken tags, with their place.

    The fields are those of the agreements that are here. Ends with 1 where something is wrong.
    """
    from iop_cli.cli.templating import checked
    from iop_cli.cli.terminal import day, emit, remark

    faults, remarks = checked(file, document, day(today))
    emit(f"{fault}\n" for fault in faults)
    for told in remarks:
        remark(told)
    if not faults:
        remark(say(mark("{file}: nothing is wrong"), file=file))
    return 1 if faults else 0


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        epilog=EXAMPLE,
        help=mark("List, copy out and check the templates that documents are made of."),
    )
    group.command("list", cls=Command, epilog=LIST_EXAMPLE)(list_)
    group.command(cls=Command, epilog=EJECT_EXAMPLE)(eject)
    group.command(cls=Command, epilog=CHECK_EXAMPLE)(check)
    app.add_typer(group, name="template")
