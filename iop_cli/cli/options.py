"""The options that commands share: how each is written, and what it is for."""

from typing import Annotated

import typer

from iop_cli.words import mark

Today = Annotated[
    str | None,
    typer.Option(
        "--today", metavar="DATE", help=mark("The day that the run is about; else today.")
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="sv|en", help=mark("The language; else IOP_LANG, iop.toml, the system's.")
    ),
]
Plain = Annotated[
    bool, typer.Option("--plain", help=mark("For screen readers: labelled lines, no drawing."))
]
Color = Annotated[
    str | None,
    typer.Option("--color", metavar="auto|always|never", help=mark("Whether to use colour.")),
]
Output = Annotated[
    str | None, typer.Option("-o", "--output", metavar="PATH", help=mark("Write to this file."))
]
