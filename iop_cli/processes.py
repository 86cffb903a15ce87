"""The same work in several processes that inherit everything, so that nothing is sent but results.

Knows no file and no finding. Only where a process can be forked safely; who asks knows where.
"""

import signal
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from iop_cli.diagnostic import IopError
from iop_cli.words import mark, say

MOST = 64

T = TypeVar("T")


def forked(work: Callable[[int], T], indexes: Sequence[int], jobs: int) -> list[T]:
    """What `work` makes of each index, in the same order, in at most 64 processes.

    Raises what the work raised, and IopError when a process is ended from outside, as for want of
    memory.
    """
    from multiprocessing import get_context  # noqa: PLC0415  slow to import

    context, jobs = get_context("fork"), min(jobs, MOST)
    pipes: list[Any] = []
    processes: list[Any] = []
    try:
        # Ctrl-C is for the first process alone: it ends the others, and they say nothing
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        for start in range(jobs):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=_share, args=(work, indexes[start::jobs], sender))
            process.start()
            sender.close()
            pipes.append(receiver)
            processes.append(process)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        shares = [_received(pipe) for pipe in pipes]
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for process in processes:
            process.terminate()
            process.join()
    return [shares[at % jobs][at // jobs] for at in range(len(indexes))]


def _share(work: Callable[[int], T], indexes: Sequence[int], sender: Any) -> None:
    done: list[T] | Exception
    try:
        done = [work(index) for index in indexes]
    except IopError as error:
        done = error
    except Exception:
        done = RuntimeError(traceback.format_exc())
    with suppress(OSError):
        sender.send(done)


def _received(pipe: Any) -> Any:
    try:
        done = pipe.recv()
    except EOFError:
        says = mark("a process that read files was ended by the system; try --jobs 1")
        raise IopError(say(says)) from None
    finally:
        pipe.close()
    if isinstance(done, Exception):
        raise done
    return done
