"""`iop render`: what is made, what is told of it, and the exit code.

The quick way in and the one with options both end here.
"""

import sys
from dataclasses import dataclass

from iop_cli.cli.invoicing import Desk
from iop_cli.cli.rendering import Press, Printed, Typed, asked
from iop_cli.cli.terminal import day, emit, remark
from iop_cli.project import Pair
from iop_cli.report.safe import safe
from iop_cli.words import _, mark, say


@dataclass(frozen=True)
class Options:
    """How the documents are to be made, as written."""

    draft: bool = False
    public: bool = False
    watch: bool = False
    dry_run: bool = False
    today: str | None = None
    lang: str | None = None


def rendered(typed: Typed, options: Options) -> int:
    """Make the documents that are asked for and tell of them; 1 where something was not made."""
    on = day(options.today)
    id, wanted = asked(typed, on, options.lang, draft=options.draft, public=options.public)
    output = typed.output
    press = Press(Desk.find(), wanted, None if output == "-" else output)
    pairs = press.pairs(id)
    if output == "-":
        return _shown(press, pairs[0])
    if options.watch:
        from iop_cli.cli.watching import watched

        return watched(press, pairs, _told)
    made = press.all_printed(pairs, write=not options.dry_run)
    codes = [_told(pair, done) for pair, done in made]
    if options.dry_run:
        remark(_("Nothing is written."))
    return max(codes, default=0)


def _told(pair: Pair, done: Printed) -> int:
    """Tell what became of one partnership; 1 where something was not made."""
    emit(f"{safe(name)}\n" for name in done.files)
    if done.reasons and not done.files:
        remark(say(mark("{file}: nothing is made"), file=safe(pair.file)))
    for reason in done.reasons:
        remark(f"  {safe(reason)}")
    if done.is_refused:
        remark(_("iop render --draft makes them all the same, marked as drafts."))
    return 1 if done.reasons else 0


def _shown(press: Press, pair: Pair) -> int:
    """One document on standard output, as bytes."""
    done = press.printed(pair)
    for raw in done.files.values():
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    return _told(pair, Printed({}, done.reasons, done.is_refused)) if done.reasons else 0
