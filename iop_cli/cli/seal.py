"""How `iop amend`, `iop seal` and `iop verify` are called: what happens to a signed text."""

from typing import Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Color, Lang, Output, Plain, Today
from iop_cli.words import mark

AMEND_EXAMPLE = """
iop amend boras-alskade-barn --from 2020-01-01 --decision ks2
iop amend boras-alskade-barn --from 2020-01-01 --set "payments.kursbidrag.rates.låg=7000 kr"
"""
SEAL_EXAMPLE = """
iop seal boras-alskade-barn --by kommunsekreterare
iop seal boras-alskade-barn --amendment a1
"""
VERIFY_EXAMPLE = """
iop verify
iop verify boras-alskade-barn --output-format json
"""
Id = Annotated[
    str, typer.Argument(metavar="ID", help=mark("The partnership: its id, or its file."))
]
Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]…", help=mark("The agreements: their ids, or their files.")),
]
DryRun = Annotated[
    bool, typer.Option("-n", "--dry-run", help=mark("Show what would be written; write nothing."))
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help=mark("The first day that the amendment holds.")),
]
Decision = Annotated[
    str | None,
    typer.Option("--decision", metavar="ID", help=mark("The decision that it rests on.")),
]
OwnId = Annotated[
    str | None,
    typer.Option("--id", metavar="ID", help=mark("The amendment's own id; else the next free.")),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PLACE=VALUE", help=mark("A place and its new value; may be repeated.")
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="REV",
        help=mark("Where the signed text stands: a revision or a file; else the last commit."),
    ),
]
OneAmendment = Annotated[
    str | None,
    typer.Option("--amendment", metavar="ID", help=mark("Seal this amendment instead.")),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="OFFICE", help=mark("The office that seals."))
]
TextOrJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text or json."))
]


def amend(
    id: Id,
    from_: From = None,
    decision: Decision = None,
    own_id: OwnId = None,
    set_: Set = None,
    since: Since = None,
    dry_run: DryRun = False,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Make an amendment of what was changed in a signed agreement, and put the signed text back.

    Change the text in its file as it shall read, then run this: the file reads as it was signed
    again, and the change stands below as an amendment. What would be an error is not written.
    """
    from iop_cli.cli.amended import Wanted, amended

    told = tuple(set_ or ())
    return amended(Wanted(id, from_, decision, own_id, told, since, dry_run, today, plain, color))


def seal(
    id: Id,
    amendment: OneAmendment = None,
    by: By = None,
    dry_run: DryRun = False,
    today: Today = None,
    lang: Lang = None,
) -> int:
    """Seal what was signed: its hash is written beside the signatures.

    Comments, order, quotes, spelling, the log and accepted findings make no difference to it. Every
    other change is found from then on, by iop validate and iop verify.
    """
    from iop_cli.cli.sealed import Wanted, sealed

    return sealed(Wanted(id, amendment, by, dry_run, today))


def verify(
    id: Ids = None,
    output_format: TextOrJson = "text",
    output: Output = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Find every change of what was sealed, and of ledgers and documents that were issued.

    Where the history of the file is here, each change is told in a sentence.
    """
    from iop_cli.cli.sealed import verify as verified

    return verified(tuple(id or ()), output_format, output, today, plain, color)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("amend", cls=Command, epilog=AMEND_EXAMPLE)(amend)
    app.command("seal", cls=Command, epilog=SEAL_EXAMPLE)(seal)
    app.command("verify", cls=Command, epilog=VERIFY_EXAMPLE)(verify)
