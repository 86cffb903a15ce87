"""`iop validate`: the files that are named, the findings, and whether they let a run pass.

Takes what was asked for and returns the exit code; the quick way in and the one with options
both end here.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iop_cli.cli.gather import Wanted, findings, shown, survey
from iop_cli.cli.terminal import append, config, day, emit, look
from iop_cli.config import Config
from iop_cli.diagnostic import Diagnostic, IopError
from iop_cli.project import Project
from iop_cli.report import Format, Head, Look, RuleWords, Tally, ending, render
from iop_cli.survey import Survey
from iop_cli.words import _, mark, nearest, say

Target = tuple[Format, str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """The command's options, as they were written."""

    paths: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    strict: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str | None = None
    today: str | None = None
    stdin_filename: str = "-"
    jobs: int | None = None
    no_cache: bool = False
    plain: bool = False
    color: str | None = None
    changed: str | None = None


def validated(asked: Asked) -> int:
    """Check what was asked for and report it: 0 when it may pass, else 1."""
    project = Project.find()
    settings = config(project)
    targets, appearance = _targets(asked.formats), look(asked.plain, asked.color)
    wanted = Wanted(
        paths=asked.paths,
        stdin_name=asked.stdin_filename,
        profile=asked.profile or settings.profile,
        select=_codes(asked.select) or settings.select,
        ignore=_codes(asked.ignore) or settings.ignore,
        strict=asked.strict or settings.strict,
        today=day(asked.today),
        cache=settings.cache and not asked.no_cache,
        jobs=settings.jobs if asked.jobs is None else asked.jobs,
        shown=(targets[0][0], appearance) if len(targets) == 1 else None,
    )
    run, head = _surveyed(project, settings, wanted, asked.changed)
    if run.show:
        return _streamed(run, head, targets[0], appearance)
    return _reported(run, head, targets, appearance)


def _surveyed(
    project: Project, settings: Config, wanted: Wanted, changed: str | None
) -> tuple[Survey, Head]:
    """The run over all that was named, or over what has changed since a revision."""
    if changed is None:
        return survey(project, settings, wanted)
    from iop_cli.cli.changed import survey_of_changed

    return survey_of_changed(project, settings, wanted, changed)


def _streamed(run: Survey, head: Head, target: Target, appearance: Look) -> int:
    """Write what each partnership's findings are shown as; returns the exit code."""
    tally = Tally()
    format, output = target

    def pieces() -> Iterator[str]:
        for count, text in shown(run):
            tally.join(count)
            yield text
        yield ending(format, tally, head, appearance)

    _write(pieces(), output)
    return 0 if tally.ok(head.strict) else 1


def _reported(run: Survey, head: Head, targets: list[Target], appearance: Look) -> int:
    """Write the findings in every form that was asked for; returns the exit code."""
    tally = Tally()
    found = tally.through(findings(run))
    held: Iterable[Diagnostic] = list(found) if len(targets) > 1 else found
    for format, output in targets:
        rules = _rule_words() if format is Format.SARIF else ()
        pieces = render(held, format, head, rules, appearance)
        _write(pieces, output)
    return 0 if tally.ok(head.strict) else 1


def _write(pieces: Iterable[str], output: str | None) -> None:
    shared = output is not None and output == os.environ.get("GITHUB_STEP_SUMMARY")
    (append if shared else emit)(pieces, output)


def _rule_words() -> list[RuleWords]:
    from iop_cli.rules import roll

    return [
        RuleWords(r.code, r.name, r.severity, _(r.what), "\n\n".join(_(p) for p in r.paragraphs))
        for r in roll().values()
    ]


def _targets(given: tuple[str, ...]) -> list[Target]:
    """The forms that were asked for and where each goes; on GitHub its own, and a summary."""
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
    name, _colon, output = text.partition(":")
    if name in list(Format):
        return Format(name), output or None
    meant = nearest(name, list(Format))
    if meant:
        says = say(mark("there is no format {name}; did you mean {meant}?"), name=name, meant=meant)
    else:
        says = say(
            mark("there is no format {name}; there are {known}"), name=name, known=list(Format)
        )
    raise IopError(says, code="usage")


def _codes(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(c.strip().upper() for text in given for c in text.split(",") if c.strip())
