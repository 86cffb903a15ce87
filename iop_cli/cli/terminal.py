"""What a command meets outside: the day, the terminal's look, the settings, where it writes.

Light: imports nothing that reads files or options until it is needed.
"""

import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from iop_cli.diagnostic import IopError
from iop_cli.report.run import Look
from iop_cli.words import mark, say

if TYPE_CHECKING:
    from iop_cli.config import Config
    from iop_cli.project import Project


# so many files take long enough for somebody to wonder
LONG = 500


def width() -> int:
    """The columns to write in: the terminal's, at least 20 and at most 100."""
    import shutil

    return max(20, min(100, shutil.get_terminal_size((80, 24)).columns))


def day(today: str | None) -> date:
    """The day that a run is about: the option, IOP_TODAY, or the computer's date."""
    written = today or os.environ.get("IOP_TODAY")
    if not written:
        return date.today()  # noqa: DTZ011  the one place that asks the clock
    from iop_cli.quantity import NotRead, read_day

    try:
        return read_day(written)
    except NotRead as error:
        named = "--today" if today else "IOP_TODAY"
        raise IopError(f"{named}: {say(error.message, **error.values)}", code="usage") from error


def look(plain: bool, color: str | None) -> Look:
    """How text is set on this terminal: NO_COLOR, FORCE_COLOR, TERM and the width are heeded."""
    if color not in (None, "auto", "always", "never"):
        raise IopError(
            say(mark("--color is {color}; write auto, always or never"), color=color), code="usage"
        )
    terminal = sys.stdout.isatty()
    colored = terminal and os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")
    colored = colored or bool(os.environ.get("FORCE_COLOR") and not os.environ.get("NO_COLOR"))
    if color in ("always", "never"):
        colored = color == "always"
    return Look(
        color=colored and not plain,
        width=width() if terminal or os.environ.get("COLUMNS") else 100,
        plain=plain,
    )


def config(project: "Project") -> "Config":
    """The repository's settings; the defaults where it has none."""
    from iop_cli.config import Config, read_config

    text = project.config_text
    return (
        read_config(text, project.name(project.root / "iop.toml")) if text is not None else Config()
    )


def emit(pieces: Iterable[str], output: str | None = None) -> None:
    """Write a result: to the terminal as it comes, or whole to a file."""
    if output:
        from iop_cli.project import write_file

        write_file(Path(output), "".join(pieces).encode("utf-8", "backslashreplace"))
        return
    buffer: list[str] = []
    size = 0
    for piece in pieces:
        buffer.append(piece)
        size += len(piece)
        if size > 65_536:
            sys.stdout.write("".join(buffer))
            buffer, size = [], 0
    sys.stdout.write("".join(buffer))


def append(pieces: Iterable[str], output: str | None) -> None:
    """Add a result to the end of a file that others write to as well."""
    with Path(output or os.devnull).open("a", encoding="utf-8") as file:
        file.write("".join(pieces))


def progress(done: int, total: int) -> None:
    """Tell how far long work has come, on standard error, where somebody sits at a terminal."""
    if total < LONG or not sys.stderr.isatty():
        return
    line = say(mark("{done} of {total} files judged"), done=done, total=total)
    sys.stderr.write("\r" + (line if done < total else " " * len(line) + "\r"))
    sys.stderr.flush()


def remark(text: str) -> None:
    """Say something beside the result, on standard error."""
    sys.stderr.write(text + "\n")
