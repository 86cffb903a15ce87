"""Runs one command: chooses the language, calls it, turns trouble into a sentence and a code."""

import contextlib
import io
import os
import re
import sys
from pathlib import Path

from iop_cli import words
from iop_cli.diagnostic import IopError
from iop_cli.words import mark, say


def language(arguments: list[str]) -> str:
    """The reader's language: --lang, IOP_LANG, `iop.toml`, then the system's; English otherwise."""
    for index, word in enumerate(arguments):
        if word == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
        if word.startswith("--lang="):
            return word[7:]
    return os.environ.get("IOP_LANG") or _configured() or _system()


def _configured() -> str:
    from iop_cli.project import Project

    with contextlib.suppress(IopError, OSError):
        text = Project.find().config_text
        if text and (hit := re.search(r"""^language\s*=\s*["'](sv|en)["']""", text, re.M)):
            return hit[1]
    return ""


def _system() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "sv" if value.lower().startswith("sv") else "en"
    if sys.platform == "win32":
        import ctypes

        return "sv" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x1D else "en"
    return "en"


def run(arguments: list[str]) -> int:
    """Run a command with some arguments; returns the exit code (0, 1, 2, 130 or 141)."""
    _streams()
    chosen = language(arguments)
    words.use(chosen)
    try:
        if chosen not in words.LANGUAGES:
            raise IopError(
                say(mark("there is no language {chosen}; write sv or en"), chosen=chosen),
                code="usage",
            )
        code = _called(arguments)
        sys.stdout.flush()
        return code
    except IopError as error:
        _stopped(error, arguments)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
    except OSError as error:
        _stopped(
            IopError(say(mark("the system says: {reason}"), reason=error.strerror or str(error))),
            arguments,
        )
        return 2
    except RecursionError:
        _stopped(IopError(say(mark("something is nested too deeply to be read"))), arguments)
        return 2
    except Exception:
        # our own fault: the traceback is kept, and the exit code never looks like a clean run
        import traceback

        from iop_cli.report.safe import safe, safe_line

        for line in traceback.format_exc().splitlines():
            sys.stderr.write(safe_line(safe(line)) + "\n")
        return 2


def _called(arguments: list[str]) -> int:
    # the commonest calls of all need no options read: a tenth of a second quicker
    is_bare = not any(a.startswith("-") for a in arguments)
    if is_bare and arguments[:1] == ["validate"]:
        from iop_cli.cli.validation import Asked, validated

        return validated(Asked(tuple(arguments[1:])))
    if is_bare and arguments[:1] == ["render"] and arguments[1:]:
        from iop_cli.cli.rendered import Options, rendered
        from iop_cli.cli.rendering import Typed

        return rendered(Typed(tuple(arguments[1:])), Options())
    from iop_cli.cli.app import app
    from iop_cli.cli.help import UsageError, usage_error

    try:
        code = app(arguments or ["--help"], prog_name="iop", standalone_mode=False)
    except UsageError as error:
        from iop_cli.report.safe import safe

        command = error.ctx.command_path.removesuffix(" compute") if error.ctx else "iop"
        hint = say(mark("{command} --help shows how it is used"), command=command)
        raise IopError(safe(usage_error(error)), hint, code="usage") from None
    return code if isinstance(code, int) else 0


def _stopped(error: IopError, arguments: list[str]) -> None:
    """One sentence and the way out, on standard error; as JSON too where JSON was asked for."""
    from iop_cli.report.safe import safe

    text = say(mark("iop: {message}"), message=safe(error.message))
    with contextlib.suppress(OSError):
        sys.stderr.write(text + "\n" + (f"     {safe(error.help)}\n" if error.help else ""))
    if re.search(r"--output-format[ =](\S+,)?json(?![\w:])", " ".join(arguments)):
        import json

        body = {
            "code": error.code,
            "message": error.message,
            "help": error.help,
            "file": error.file,
        }
        with contextlib.suppress(OSError):
            sys.stdout.write(json.dumps({"error": body}, ensure_ascii=True) + "\n")
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()


def _streams() -> None:
    """Closed streams are opened on nothing; both speak UTF-8, whatever the console is set to."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_WRONLY)
            nothing = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  as long as we run
            setattr(sys, name, nothing)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
