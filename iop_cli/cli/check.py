"""`iop validate`: the files that are named, the findings, and whether they let a run pass."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from iop_cli.cli.help import Command
from iop_cli.cli.options import Color, Lang, Plain, Today, config, day, emit, look
from iop_cli.diagnostic import Diagnostic, IopError
from iop_cli.report import Format, Head, Look, RuleWords, Tally, render
from iop_cli.words import mark, say

if TYPE_CHECKING:
    from iop_cli.survey import Survey

EXAMPLE = """
iop validate
iop validate boras-alskade-barn --today 2020-07-01
iop validate --output-format sarif:findings.sarif --output-format text
"""
Target = tuple[Format, str | None]
Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH…]", help=mark("Files, folders, ids, or - for standard input; else all.")),
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
Select = Annotated[Codes, typer.Option("--select", metavar="CODE", help=mark("Only these codes, such as IOP4 or IOP401."))]
Ignore = Annotated[Codes, typer.Option("--ignore", metavar="CODE", help=mark("Not these codes."))]


def validate(
    paths: Paths = None,
    output_format: Formats = None,
    strict: Annotated[bool, typer.Option("--strict", help=mark("Warnings fail the run too."))] = False,
    select: Select = None,
    ignore: Ignore = None,
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="ID", help=mark("Judge all by this guideline."))
    ] = None,
    today: Today = None,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="NAME", help=mark("What standard input is called."))
    ] = "-",
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", help=mark("How many processes; 0 is one a processor."))
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help=mark("Look at everything afresh."))] = False,
    plain: Plain = False,
    color: Color = None,
    lang: Lang = None,
) -> int:
    """Check the agreements: their form, the rules, and how they stand to each other.

    Ends with 0 when no error is left that nobody has accepted, 1 when there is one, 2 when it could
    not run.
    """
    from iop_cli.cli.gather import Wanted, survey
    from iop_cli.project import Project

    project = Project.find()
    settings = config(project)
    wanted = Wanted(
        paths=tuple(paths or ()), stdin_name=stdin_filename, profile=profile or settings.profile,
        select=_codes(select) or settings.select, ignore=_codes(ignore) or settings.ignore,
        strict=strict or settings.strict, today=day(today), cache=settings.cache and not no_cache,
        jobs=settings.jobs if jobs is None else jobs,
    )  # fmt: skip
    targets = _targets(output_format)
    run, head = survey(project, settings, wanted)
    return _reported(run, head, targets, look(plain, color))


def _reported(run: "Survey", head: Head, targets: list[Target], appearance: Look) -> int:
    """Write the findings in every form that was asked for; returns the exit code."""
    from iop_cli.cli.gather import findings
    from iop_cli.cli.options import append

    tally = Tally()
    found = tally.through(findings(run))
    held: Iterable[Diagnostic] = list(found) if len(targets) > 1 else found
    for format, output in targets:
        rules = _rule_words() if format is Format.SARIF else ()
        pieces = render(held, format, head, rules, appearance)
        shared = output is not None and output == os.environ.get("GITHUB_STEP_SUMMARY")
        (append if shared else emit)(pieces, output)
    return 0 if tally.ok(head.strict) else 1


def _rule_words() -> list[RuleWords]:
    from iop_cli.rules import roll
    from iop_cli.words import _

    return [
        RuleWords(r.code, r.name, r.severity, _(r.what), "\n\n".join(_(p) for p in r.paragraphs))
        for r in roll().values()
    ]


def _targets(given: list[str] | None) -> list[Target]:
    """The forms that were asked for and where each goes; on GitHub its own form, and a table in the summary."""
    if not given:
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if os.environ.get("GITHUB_ACTIONS") == "true":
            return [(Format.GITHUB, None), *([(Format.MARKDOWN, summary)] if summary else [])]
        return [(Format.TEXT, None)]
    targets = [_target(part.strip()) for text in given for part in text.split(",") if part.strip()]
    if sum(output is None for _format, output in targets) > 1:
        says = mark("only one format can go to the terminal; write the others as FORMAT:FILE")
        raise IopError(say(says), code="usage")
    return targets


def _target(text: str) -> Target:
    from iop_cli.problems import nearest

    name, _colon, output = text.partition(":")
    if name in list(Format):
        return Format(name), output or None
    meant = nearest(name, list(Format))
    if meant:
        says = say(mark("there is no format {name}; did you mean {meant}?"), name=name, meant=meant)
    else:
        says = say(mark("there is no format {name}; there are {known}"), name=name, known=list(Format))
    raise IopError(says, code="usage")


def _codes(given: Codes) -> tuple[str, ...]:
    return tuple(c.strip().upper() for text in given or () for c in text.split(",") if c.strip())


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command, epilog=EXAMPLE)(validate)
