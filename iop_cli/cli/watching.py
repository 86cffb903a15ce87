"""Documents made anew whenever a file that they rest on changes, until somebody ends it.

Asks the disk at intervals: works alike on every system and over a network.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from iop_cli.cli.rendering import Press, Printed
from iop_cli.cli.terminal import remark
from iop_cli.diagnostic import IopError
from iop_cli.project import Pair
from iop_cli.report.safe import safe
from iop_cli.words import _

INTERVAL = 0.5
State = dict[str, tuple[int, int]]


def watched(press: Press, pairs: Sequence[Pair], tell: Callable[[Pair, Printed], int]) -> int:
    """Make the documents of some partnerships now and after every change; ends with Ctrl-C."""
    remark(_("Waiting for changes; Ctrl-C ends it."))
    seen: dict[str, State] = {}
    try:
        while True:
            common = _state([press.desk.project.root / "templates"])
            for pair in pairs:
                now = common | _state(_files(press, pair))
                if seen.get(pair.file) != now:
                    seen[pair.file] = now
                    _anew(press, pair, tell)
            time.sleep(INTERVAL)
    except KeyboardInterrupt:
        return 0


def _anew(press: Press, pair: Pair, tell: Callable[[Pair, Printed], int]) -> None:
    """Make them; a file that is half written is told of, and made when it is whole."""
    try:
        done = press.printed(pair)
        press.write(done.files)
        tell(pair, done)
    except IopError as error:
        remark(safe(error.message))


def _files(press: Press, pair: Pair) -> list[Path]:
    root, here = press.desk.project.root, press.desk.project.here
    stem = pair.file.rsplit(".", 1)[0]
    log = pair.log or f"{stem}.log.yaml"
    return [here / pair.file, here / log, root / "iop.toml", root / "invoices"]


def _state(places: Sequence[Path]) -> State:
    """When each file was last changed and how large it is; folders with what they hold."""
    found: State = {}
    for place in places:
        for path in (place, *sorted(place.rglob("*"))) if place.is_dir() else (place,):
            try:
                held = path.stat()
            except OSError:
                continue
            if not path.is_dir():
                found[path.as_posix()] = (held.st_mtime_ns, held.st_size)
    return found
