"""How `iop record` is called: a command for each kind of thing that a log tells of.

A table of kinds and their options; what is told is made into an entry elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from iop_cli.cli.help import Command, Group
from iop_cli.cli.options import Color, Lang, Plain, Today
from iop_cli.words import _, mark, say

EXAMPLE = """
iop record boras-alskade-barn activity kurs --held 2020-11-18 --participants 14 --rate hög
iop record boras-alskade-barn correct k11 --participants 13 --because "Counted anew"
iop record boras-alskade-barn withdraw k11 --because "Was cancelled"
"""
Text = str | None
Id = Annotated[
    str, typer.Argument(metavar="ID", help=mark("The partnership: its id, or its file."))
]
DryRun = Annotated[
    bool, typer.Option("-n", "--dry-run", help=mark("Show the entry; write nothing."))
]
NoInput = Annotated[
    bool, typer.Option("--no-input", help=mark("Ask nothing; what is missing is told."))
]
OwnId = Annotated[
    Text,
    typer.Option("--id", metavar="ID", help=mark("The entry's own id; else the next free one.")),
]
Note = Annotated[Text, typer.Option("--note", help=mark("Anything else."))]
TextOrJson = Annotated[
    str, typer.Option("--output-format", metavar="FORMAT", help=mark("text or json."))
]
_OPTIONS: dict[str, Any] = {
    "held": typer.Option("--held", metavar="DATE", help=mark("The day it was held.")),
    "place": typer.Option("--place", help=mark("Where it was held.")),
    "group": typer.Option("--group", help=mark("Which group.")),
    "participants": typer.Option(
        "--participants", metavar="COUNT", help=mark("How many took part.")
    ),
    "rate": typer.Option("--rate", help=mark("The rate that was chosen.")),
    "period": typer.Option("--period", metavar="PERIOD", help=mark("The period that it concerns.")),
    "submitted": typer.Option(
        "--submitted", metavar="DATE", help=mark("The day it was handed in.")
    ),
    "party": typer.Option("--party", help=mark("The party that it concerns.")),
    "date": typer.Option("--date", metavar="DATE", help=mark("The day.")),
    "source": typer.Option("--source", help=mark("Where the value was read.")),
    "amount": typer.Option(
        "--amount", metavar="AMOUNT", help=mark("The amount, such as 6 500 kr.")
    ),
    "by": typer.Option("--by", help=mark("Who did it.")),
    "condition": typer.Option("--condition", help=mark("The condition that was met.")),
    "until": typer.Option(
        "--until", metavar="DATE", help=mark("The new last day, where it was extended.")
    ),
    "because": typer.Option("--because", help=mark("Why it was corrected or withdrawn.")),
    "what": typer.Option(
        "--what", help=mark("What it was instead: another activity, report, series and so on.")
    ),
}
_VALUE = typer.Option(
    "--value",
    metavar="VALUE",
    help=mark("The value; of several name and number, repeated: inskrivna=14."),
)
_PRELIMINARY = typer.Option("--preliminary/--final", help=mark("Whether the value is preliminary."))
_COMMON: dict[str, tuple[Any, Any]] = {
    "note": (Note, None),
    "id": (OwnId, None),
    "no_input": (NoInput, False),
    "dry_run": (DryRun, False),
    "output_format": (TextOrJson, "text"),
    "today": (Today, None),
    "plain": (Plain, False),
    "color": (Color, None),
    "lang": (Lang, None),
}


@dataclass(frozen=True)
class _Kind:
    """One command: the entry's key for it, its argument, its options, its help and examples."""

    key: str
    metavar: str
    what: str
    options: tuple[str, ...]
    help: str
    example: str


_KINDS = {
    "activity": _Kind(
        "activity", "ACTIVITY", mark("The activity that was held."),
        ("held", "place", "group", "participants", "rate", "period", "by", "party"),
        mark("Record that an activity was held."),
        "activity kurs --held 2018-03-14 --place Norrbyhuset --participants 14 --rate hög",
    ),
    "meeting": _Kind(
        "meeting", "BODY", mark("The body that met."),
        ("held", "place", "participants", "by"),
        mark("Record that a body met."),
        "meeting styrgrupp --held 2018-06-01",
    ),
    "report": _Kind(
        "report", "REPORT", mark("The report that was handed in."),
        ("period", "submitted", "values", "by", "party", "source"),
        mark("Record that a report was handed in, and its values."),
        "report halvårsstatistik --period 2024-H1 --submitted 2024-07-10 --value inskrivna=14",
    ),
    "quantity": _Kind(
        "quantity", "QUANTITY", mark("The quantity that was read."),
        ("party", "date", "values", "source", "period", "preliminary"),
        mark("Record a quantity that something is paid by."),
        'quantity invånare --party kommun_a --date 2019-11-01 --value "30 000" --source SCB',
    ),
    "cost": _Kind(
        "cost", "PAYMENT", mark("The payment that the cost belongs to."),
        ("period", "amount", "date", "party", "source"),
        mark("Record what something cost in a period."),
        'cost tak --period 2013-12 --amount "812 000 kr"',
    ),
    "index": _Kind(
        "index", "SERIES", mark("The index series."),
        ("period", "values", "preliminary", "source", "date"),
        mark("Record an index value."),
        'index "SCB arbetskostnadsindex" --period 2009 --value 103,0 --preliminary',
    ),
    "event": _Kind(
        "event", "EVENT",
        mark("notice, extended, not_extended, condition_met, ended, joined or left."),
        ("by", "date", "condition", "until", "party"),
        mark("Record a notice, an extension, a condition met, an end, or who joined or left."),
        "event notice --by borås --date 2020-03-01",
    ),
    "complete": _Kind(
        "complete", "PERIOD", mark("A period from which nothing is missing."), ("date", "by"),
        mark("Record that nothing is missing from a period."),
        "complete 2018",
    ),
    "paid": _Kind(
        "paid", "NUMBER", mark("The invoice that was paid."), ("date", "amount", "by", "source"),
        mark("Record that an invoice was paid, or a part of it."),
        'paid SFS-2018-0001 --date 2019-01-10 --amount "10 000 kr"',
    ),
    "record-check": _Kind(
        "record_check", "ROLE",
        mark("The role that a criminal record was shown for; never whose it was."),
        ("date", "by", "party"),
        mark("Record that an extract from the criminal records was shown."),
        "record-check cirkelledare --date 2018-02-01",
    ),
    "note": _Kind(
        "note", "TEXT", mark("Anything else."), ("date", "by", "party", "place"),
        mark("Record anything else."),
        'note "Vattenskada i lokalen" --date 2026-02-14',
    ),
    "correct": _Kind(
        "corrects", "ENTRY", mark("The earlier entry that this one replaces."),
        ("because", "what", "held", "place", "group", "participants", "rate", "period",
         "submitted", "values", "party", "date", "source", "amount", "preliminary", "by",
         "condition", "until"),
        mark(
            "Correct an earlier entry: what is not told anew is as it was, and an empty value"
            " takes one away. The earlier entry stays where it is and no longer counts."
        ),
        'correct k2 --participants 9 --because "Counted anew"',
    ),
    "withdraw": _Kind(
        "withdraws", "ENTRY", mark("The earlier entry that did not happen."), ("because", "date"),
        mark("Withdraw an earlier entry, which stays where it is and no longer counts."),
        'withdraw k2 --because "Was cancelled"',
    ),
}  # fmt: skip


class _Command(Command):
    """A kind's command; its help names the agreement as the user does."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return super().get_help(ctx).replace("{ID}", "ID")


class _Group(Group):
    """The kinds, which also know what was forgotten where a kind stands for the agreement."""

    def get_help(self, ctx: Any) -> str:
        """The help text, in which the agreement stands before the kind."""
        kind = _("COMMAND") + " …"
        return super().get_help(ctx).replace(f"{kind} ID", f"ID {kind}", 1)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named; raises IopError where it or the agreement's id is missing."""
        from iop_cli.diagnostic import IopError

        if args[0].startswith("-") and args[0] not in ctx.help_option_names:
            raise _unsaid(ctx.params["id"])
        if ctx.params.get("id") in self.commands and args[0] not in self.commands:
            says = mark("the agreement's id comes first: iop record ID {kind} …")
            raise IopError(say(says, kind=ctx.params["id"]), code="usage")
        return super().resolve_command(ctx, args)


def record(ctx: typer.Context, id: Id, lang: Lang = None) -> None:
    """Put what happened into a partnership's log, after checking it.

    Everything that stands in the log already stays as it is, byte for byte. What would be an error
    is not written.
    """
    ctx.obj = id
    if ctx.invoked_subcommand is None:
        raise _unsaid(id)


def _unsaid(id: str) -> Exception:
    from iop_cli.diagnostic import IopError

    says = say(mark("say what happened: {kinds}"), kinds=" | ".join(_KINDS))
    example = say(mark("for example: {command}"), command=f"iop record {id} complete 2018")
    return IopError(says, example, code="usage")


def _command(name: str, kind: _Kind) -> Callable[..., int]:
    """The function of one kind's command, with a parameter for each of its options."""

    def called(ctx: typer.Context, **told: Any) -> int:
        return _recorded(ctx.obj, kind.key, told)

    what = Annotated[Text, typer.Argument(metavar=kind.metavar, help=kind.what)]
    params = {"ctx": (typer.Context, Parameter.empty), "it": (what, None)}
    params |= {option: (_annotated(option), None) for option in kind.options}
    params |= {key: held for key, held in _COMMON.items() if (kind.key, key) != ("note", "note")}
    called.__signature__ = Signature([  # type: ignore[attr-defined]  # read by typer
        Parameter(key, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for key, (annotation, default) in params.items()
    ])  # fmt: skip
    called.__doc__, called.__name__ = kind.help, name
    return called


def _annotated(option: str) -> Any:
    if option == "values":
        return Annotated[list[str] | None, _VALUE]
    if option == "preliminary":
        return Annotated[bool | None, _PRELIMINARY]
    return Annotated[Text, _OPTIONS[option]]


def _recorded(agreement: str, key: str, told: dict[str, Any]) -> int:
    from iop_cli.cli.recording import recorded
    from iop_cli.cli.telling import Wanted

    given = {k: v for k, v in told.items() if k in (*_OPTIONS, "note") and v is not None}
    if (preliminary := told.get("preliminary")) is not None:
        given["preliminary"] = "yes" if preliminary else "no"
    wanted = Wanted(
        agreement, key, told["it"], given, tuple(told.get("values") or ()), told["id"],
        not told["no_input"], told["dry_run"], told["today"], told["output_format"],
        told["plain"], told["color"],
    )  # fmt: skip
    return recorded(wanted)


def register(app: typer.Typer) -> None:
    """Add the command, with one command for each kind below it."""
    group = typer.Typer(
        cls=_Group, name="record", epilog=EXAMPLE, rich_markup_mode=None, add_completion=False,
        invoke_without_command=True,
    )  # fmt: skip
    group.callback()(record)
    for name, kind in _KINDS.items():
        example = f"iop record ID {kind.example}"
        group.command(name, cls=_Command, epilog=example)(_command(name, kind))
    app.add_typer(group)
