"""Starts the command: the quick answers first, before anything heavy is imported."""

import sys
from typing import Any


def ended_at_once(ignored: Any) -> None:
    """End where Ctrl-C came where Python would print it and go on, as while a module is loaded."""
    if ignored.exc_type is KeyboardInterrupt:
        import os

        os._exit(130)
    sys.__unraisablehook__(ignored)


def main() -> None:
    """Run `iop` with the process's arguments, and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from iop_cli import __version__

        print(f"iop {__version__}")
        return
    import contextlib
    import gc
    import os

    # a short process: nothing is worth collecting, and nothing is worth taking apart at the end
    gc.disable()
    sys.unraisablehook = ended_at_once
    # pydantic would read the metadata of every installed package, in search of plug-ins
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from iop_cli.cli.run import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
