"""How `iop show`, `iop list` and `iop rule` are called: a first look at what the files hold."""

from typing import Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Color, Lang, Output, Plain, Today
from iop_cli.words import mark

SHOW_EXAMPLE = """
iop show boras-alskade-barn
iop show boras-alskade-barn --as-of 2019-06-30
iop show boras-alskade-barn --output-format json
"""
LIST_EXAMPLE = """
iop list
iop list --state in_force --sort end
iop list --ends-before 2027-01-01 --output-format csv -o partnerships.csv
"""
RULE_EXAMPLE = """
iop rule IOP401
iop rule IOP4
iop rule end-before-start --lang sv
iop rule --output-format json
"""
Id = Annotated[
    str, typer.Argument(metavar="ID", help=mark("The partnership: its id, or its file."))
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help=mark("Show it as it stood on this day.")),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help=mark(
            "Only these: draft, proposed, decided, signed, terminated or superseded;"
            " several with commas or by repeating."
        ),
    ),
]
States = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help=mark(
            "Only these: upcoming, in_force, open (until further notice), undecided, ended or"
            " unknown; several with commas or by repeating."
        ),
    ),
]
Party = Annotated[
    str,
    typer.Option(
        "--party",
        metavar="TEXT",
        help=mark("Only those with a party whose id, name or number holds this text."),
    ),
]
EndsBefore = Annotated[
    str | None,
    typer.Option(
        "--ends-before", metavar="DATE", help=mark("Only those whose last day is before this day.")
    ),
]
EndsAfter = Annotated[
    str | None,
    typer.Option(
        "--ends-after", metavar="DATE", help=mark("Only those whose last day is after this day.")
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="COLUMN",
        help=mark("The order: id, title, end, start, deadline, sum or state; unknown stands last."),
    ),
]
Reverse = Annotated[bool, typer.Option("--reverse", help=mark("The other way round."))]
Code = Annotated[
    str | None,
    typer.Argument(
        metavar="[CODE]",
        help=mark("A rule's code or name, or a family such as IOP4; all rules without it."),
    ),
]
TextOrJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text or json."))
]
TextCsvJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text, csv or json."))
]
TextMarkdownJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text, markdown or json."))
]


def show(
    id: Id,
    as_of: AsOf = None,
    output_format: TextOrJson = "text",
    output: Output = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Show one partnership on one screen: parties, term, money, duties, what comes next.

    The text is shown as amended on the day, with what the log knew by then. What the file does not
    say is called unknown.
    """
    from iop_cli.cli.portfolio import choice, day_of, portrayed
    from iop_cli.cli.terminal import day, emit, look
    from iop_cli.sheet import data, page

    form = choice("--output-format", output_format, ("text", "json"))
    sheet = portrayed(id, day_of("--as-of", as_of) or day(today))
    emit(
        [data(sheet)]
        if form == "json"
        else page(sheet, look(plain, color or ("never" if output else None))),
        output,
    )
    return 0


def list_(
    status: Statuses = None,
    state: States = None,
    party: Party = "",
    ends_before: EndsBefore = None,
    ends_after: EndsAfter = None,
    sort: By = "id",
    reverse: Reverse = False,
    output_format: TextCsvJson = "text",
    output: Output = None,
    today: Today = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """List all partnerships: state, last day, next date, sum over the term.

    A sum is empty where any part of it is unknown. Ends with 1 when a file could not be read.
    """
    from iop_cli.cli.portfolio import choice, choices, day_of, gathered
    from iop_cli.cli.terminal import day, emit, look
    from iop_cli.phrases import STATE, STATUS
    from iop_cli.roster import Sort, Wanted, listed, set_as

    form = choice("--output-format", output_format, ("text", "csv", "json"))
    wanted = Wanted(
        choices("--status", status, tuple(STATUS)),
        choices("--state", state, tuple(STATE)),
        party,
        day_of("--ends-before", ends_before),
        day_of("--ends-after", ends_after),
    )
    by = Sort(choice("--sort", sort, tuple(Sort)))
    now = day(today)
    entries, unreadable = gathered(now)
    rows = listed(entries, wanted, by, reverse=reverse)
    emit(
        set_as(form, rows, now, unreadable, look(plain, color or ("never" if output else None))),
        output,
    )
    return 1 if unreadable else 0


def rule(
    code: Code = None,
    output_format: TextMarkdownJson = "text",
    output: Output = None,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Explain a rule, or list all rules: what it finds, why, the way out, wrong and right."""
    from iop_cli.cli.portfolio import choice
    from iop_cli.cli.terminal import emit, look
    from iop_cli.incoming import roll as incoming
    from iop_cli.project import shipped_cases
    from iop_cli.rulebook import family, find_rule, page, roll_page
    from iop_cli.rules import roll

    form = choice("--output-format", output_format, ("text", "markdown", "json"))
    style = look(plain, color or ("never" if output else None))
    known = {**roll(), **incoming.roll()}
    several = list(known.values()) if code is None else family(code, known)
    if code is None or several:
        emit(roll_page(several, form, style), output)
        return 0
    found = find_rule(code, known)
    emit(page(found, shipped_cases(found.code), form, style), output)
    return 0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(cls=Command, epilog=SHOW_EXAMPLE)(show)
    app.command("list", cls=Command, epilog=LIST_EXAMPLE)(list_)
    app.command(cls=Command, epilog=RULE_EXAMPLE)(rule)
