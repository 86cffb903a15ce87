"""Where the command runs: consoles, widths, closed and full streams, Ctrl-C, processes that die."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile import GOOD, IOP, put, ran, repository_in, surroundings

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs the signals of a POSIX system")
LINUX = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")


@pytest.mark.parametrize(
    "changes",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii"},
        {"LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"HOME": "/nonexistent"},
        {"TZ": "../../x"},
        {"TERM": "../x\x1b[31m"},
        {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"},
    ],
    ids=str,
)
def test_console_and_surroundings_change_no_byte(tmp_path: Path, changes: dict[str, str]) -> None:
    repository = repository_in(tmp_path)
    put(repository, "a.yaml", GOOD.replace(b"status: signed", "status: åäö".encode()))

    plain, done = ran(repository, "validate"), ran(repository, "validate", prefix=IOP, **changes)

    assert (done.code, done.out, done.err) == (1, plain.out, plain.err)
    assert "| status: åäö".encode() in done.out


@pytest.mark.parametrize("columns", ["1", "0", "-5", "abc", "100000000"])
def test_every_width_is_survived(tmp_path: Path, columns: str) -> None:
    repository = repository_in(tmp_path)
    put(repository, "a.yaml", b"a: [\n")

    done = ran(repository, "validate", COLUMNS=columns)

    assert (done.code, done.err) == (1, b"")
    assert b"IOP101" in done.out


@POSIX
@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (">&-", 1),
        ("2>&-", 1),
        (">&- 2>&- <&-", 1),
        ("- <&-", 1),
        (">/dev/full", 2),
        ("2>/dev/full", 1),
    ],
)
def test_closed_and_full_streams_leave_the_exit_code_right(
    tmp_path: Path, streams: str, code: int
) -> None:
    if "full" in streams and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    repository = repository_in(tmp_path)
    put(repository, "a.yaml", b"a: [\n")

    done = ran(repository, "validate", prefix=("sh", "-c", f'"$@" {streams}', "sh", *IOP))

    assert done.code == code
    assert "Traceback" not in done.text


@POSIX
@pytest.mark.parametrize("count", [1, 300])
def test_a_reader_that_leaves_is_left_quietly(tmp_path: Path, count: int) -> None:
    repository = repository_in(tmp_path)
    for number in range(count):
        put(repository, f"a{number}.yaml", b"a: [\n")
    piped = '{ "$@"; echo $? >&2; } | exec <&-'

    done = ran(repository, "validate", prefix=("sh", "-c", piped, "sh", *IOP))

    assert (done.out, done.err) == (b"", b"141\n")


def started(repository: Path) -> "subprocess.Popen[bytes]":
    """The command over two hundred agreements in two processes, two seconds' work, just begun."""
    for number in range(200):
        put(repository, f"a{number}.yaml", GOOD)
    return subprocess.Popen(
        [*IOP, "validate", "--no-cache", "--jobs", "2", "--output-format", "concise"],
        cwd=repository,
        env=surroundings(repository),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def workers(process: "subprocess.Popen[bytes]") -> list[int]:
    """The processes that it has started, once there are two."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        if len(found := children.read_text().split()) == 2:
            return [int(one) for one in found]
        time.sleep(0.01)
    raise AssertionError(process.communicate())


@LINUX
def test_ctrl_c_ends_all_processes_and_says_nothing(tmp_path: Path) -> None:
    process = started(repository_in(tmp_path))
    workers(process)

    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err) == (130, b"", b"")


@LINUX
def test_a_process_that_is_killed_stops_the_run_with_a_sentence(tmp_path: Path) -> None:
    process = started(repository_in(tmp_path))

    os.kill(workers(process)[0], signal.SIGKILL)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, out) == (2, b"")
    assert err == b"iop: a process that read files was ended by the system; try --jobs 1\n"


def test_an_interrupt_where_python_would_go_on_ends_the_command_quietly() -> None:
    program = (
        "import sys\n"
        "from iop_cli.__main__ import ended_at_once\n"
        "sys.unraisablehook = ended_at_once\n"
        "class Held:\n"
        "    def __del__(self):\n"
        "        raise KeyboardInterrupt\n"
        "held = Held()\n"
        "del held\n"
        "print('went on')\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
