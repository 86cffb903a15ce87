"""A process that dies while it issues: killed at any step or moment, the series stays whole.

After each kill nothing that was issued is lost, every entry has its documents, and nothing is
billed twice; the next run goes on where the last one stopped.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from issues import DAY, files, issued, owed, papers, quick_folder, raw, wrong

from iop_cli import archive
from iop_cli.issuing import credit, issue, void

if sys.platform == "win32":
    pytest.skip("Windows cannot fork, nor kill at a step", allow_module_level=True)

ROUNDS = 50
MANY = 2_000
PARTS = tuple(f"k{n}" for n in range(1, 5))
STEPS = ("open", "write", "fsync", "replace", "chmod", "unlink", "mkdir")


class Torn:
    """A file whose writing is a step: killed there, half of it is written."""

    def __init__(self, file: Any, step: Callable[[Callable[[], object]], None]) -> None:
        self.file, self.step = file, step

    def __enter__(self) -> "Torn":
        self.file.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.file.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: bytes) -> int:
        """Write, or die half-way."""

        def half() -> None:
            self.file.write(data[: len(data) // 2])
            self.file.flush()

        self.step(half)
        count: int = self.file.write(data)
        return count


def deadly(at: int, after: bool) -> list[int]:
    """Make this process die at one step of those that change the disk: before or after it."""
    count = [0]

    def step(last: Callable[[], object]) -> None:
        count[0] += 1
        if count[0] == at:
            try:
                last()
            finally:
                os.kill(os.getpid(), signal.SIGKILL)

    def wrapped(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*given: Any, **named: Any) -> Any:
            if name == "open" and not (given[1] & (os.O_WRONLY | os.O_RDWR)):
                return real(*given, **named)
            done: list[Any] = []
            step(lambda: done.append(real(*given, **named)) if after else None)
            return real(*given, **named)

        return call

    opened = os.fdopen
    for name in STEPS:
        setattr(os, name, wrapped(name))
    os.fdopen = lambda *given, **named: Torn(opened(*given, **named), step)  # type: ignore[assignment]
    return count


def child(work: Callable[[], object]) -> int:
    """Start a process that does some work and ends; returns its id."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return process


def ended(process: int) -> int:
    """How a process ended: 0, a code above it, or below it the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def acts(root: Path) -> None:
    """A little of everything: issue, credit, make void, and issue what is owed again."""
    issue(root, ["FA"], owed(*PARTS), papers, DAY)
    ledger = archive.opened(root, "FA")
    if not any(e.kind == "credit" for e in ledger.entries):
        credit(root, "FA-2026-0001", DAY, "Fel", papers)
    if not any(e.kind == "void" for e in ledger.entries):
        void(root, "FA-2026-0002", DAY, "Fel")
    issue(root, ["FA"], owed(*PARTS), papers, DAY)


def steps_of(root: Path) -> int:
    """How many steps change the disk while all the acts are done undisturbed."""
    read, write = os.pipe()

    def counted() -> None:
        count = deadly(0, after=False)
        acts(root)
        os.write = REAL_WRITE
        os.write(write, str(count[0]).encode())

    assert ended(child(counted)) == 0
    os.close(write)
    told = os.read(read, 20)
    os.close(read)
    return int(told)


REAL_WRITE = os.write


def holds(root: Path, before: bytes) -> bytes:
    """Check what must hold after every kill; returns the ledger's bytes."""
    now = raw(root)
    assert now.startswith(before), "what was issued is lost"
    assert wrong(root) == []
    return now


def goes_on(root: Path) -> None:
    """Check that the next run completes the work, once, and leaves nothing behind."""
    acts(root)
    whole = files(root)
    ledger = archive.opened(root, "FA")
    numbers = [entry.number for entry in ledger.entries if entry.number]
    assert numbers == [f"FA-2026-{n:04}" for n in range(1, len(numbers) + 1)]
    assert len(ledger.entries) == 8  # four invoices, a credit note, a voiding, and two again
    assert wrong(root) == [] and archive.leftovers(root, ledger) == []
    acts(root)
    assert files(root) == whole


def killed_at_steps(folder: Path, rounds: int, seed: int) -> None:
    """Kill at steps in turn, spread over all that there are, before each and after."""
    (folder / "whole").mkdir()
    steps = steps_of(folder / "whole")
    assert steps > 150
    chance = random.Random(seed)
    for turn in range(rounds):
        root = folder / f"s{turn}"
        root.mkdir()
        before = b""
        at = 1 + turn * steps // rounds if rounds < steps else 1 + turn % steps
        again = [chance.randint(1, steps) for _again in range(turn % 3)]
        for order, step in enumerate((at, *again)):
            after = chance.random() < 0.5

            def work(step: int = step, after: bool = after, root: Path = root) -> None:
                deadly(step, after)
                acts(root)

            code = ended(child(work))
            # what is left to do after a kill may have fewer steps than the whole
            assert code == -signal.SIGKILL or (code == 0 and order)
            before = holds(root, before)
        goes_on(root)


def killed_at_random(folder: Path, rounds: int, seed: int) -> None:
    """Kill at random moments, in one place until its work is done."""
    chance = random.Random(seed)
    began = time.monotonic()
    (folder / "timed").mkdir()
    acts(folder / "timed")
    longest = (time.monotonic() - began) * 1.1
    root, before, turn, kills = folder / "r0", b"", 0, 0
    root.mkdir()
    while kills < rounds:
        turn += 1
        process = child(lambda root=root: acts(root))  # type: ignore[misc]
        time.sleep(chance.uniform(0, longest if not before else longest / 4))
        os.kill(process, signal.SIGKILL)
        kills += ended(process) == -signal.SIGKILL
        before = holds(root, before)
        if len(archive.opened(root, "FA").entries) == 8 or chance.random() < 0.2:
            goes_on(root)
            root, before = folder / f"r{turn}", b""
            root.mkdir()


def test_a_kill_at_a_step_loses_nothing_and_doubles_nothing() -> None:
    with quick_folder() as folder:
        killed_at_steps(folder, ROUNDS // 2, seed=1)


def test_a_kill_at_a_random_moment_loses_nothing_and_doubles_nothing() -> None:
    with quick_folder() as folder:
        killed_at_random(folder, ROUNDS // 2, seed=2)


@pytest.mark.full
def test_a_thousand_kills_at_steps_lose_nothing_and_double_nothing() -> None:
    with quick_folder() as folder:
        killed_at_steps(folder, MANY // 2, seed=3)


@pytest.mark.full
def test_a_thousand_kills_at_random_moments_lose_nothing_and_double_nothing() -> None:
    with quick_folder() as folder:
        killed_at_random(folder, MANY // 2, seed=4)


def test_eight_processes_at_once_issue_as_if_one_after_the_other(tmp_path: Path) -> None:
    wanted = [f"k{n}" for n in range(12)]

    def work(own: str) -> None:
        issue(tmp_path, ["FA"], owed(*wanted, own), papers, DAY, wait=60)

    processes = [child(lambda own=f"own{n}": work(own)) for n in range(8)]  # type: ignore[misc]

    assert [ended(process) for process in processes] == [0] * 8
    entries = archive.opened(tmp_path, "FA").entries
    assert [e.number for e in entries] == [f"FA-2026-{n:04}" for n in range(1, 21)]
    assert wrong(tmp_path) == []


def test_eight_processes_of_which_some_are_killed_leave_a_whole_series(tmp_path: Path) -> None:
    chance = random.Random(5)
    wanted = [f"k{n}" for n in range(12)]

    def work() -> None:
        issue(tmp_path, ["FA"], owed(*wanted), papers, DAY, wait=60)

    processes = [child(work) for _n in range(8)]
    for process in processes[:4]:
        time.sleep(chance.uniform(0.01, 0.05))
        os.kill(process, signal.SIGKILL)

    codes = [ended(process) for process in processes]

    assert set(codes[4:]) == {0}
    assert len(archive.opened(tmp_path, "FA").entries) == 12
    assert wrong(tmp_path) == []
    assert issued(tmp_path, *wanted) == []
