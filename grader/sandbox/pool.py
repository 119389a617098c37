"""A pool of one warm process, and as many runners forked from it, one after the other, as there are submissions."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO, Self, get_args

import platformdirs

from grader.sandbox import confine, frames, seccomp
from grader.sandbox.conversation import Runner
from grader.sandbox.limits import Budget, Isolation, IsolationUnavailable, Limits
from grader.sandbox.scratch import scratch_folder
from grader.sandbox.warm import COMMAND, REPLY

BESIDE = Path(__file__).parents[2]  # where the engine is found
START_SECONDS = 300  # the first start after an installation compiles modules, on a machine that may be busy
REPLY_SECONDS = 20
BOOTSTRAP = """
import sys
sys.path += sys.argv[2:]
from grader.sandbox.warm import main
main(int(sys.argv[1]))
"""


class Pool:
    """Runs submissions of one assignment. A context manager; not for two threads at once.

    Parameters
    ----------
    folder
        The released assignment's folder: readable, the working directory, first on the path.
    isolation
        Whether runners are confined by Landlock and seccomp. The limits hold in any case.
    limits
        What one submission may use. Their scale is this machine's, once the pool is entered.
    warm
        One that was started early and is not in use; by default the pool starts its own.

    Raises
    ------
    IsolationUnavailable
        On entering, if runners are to be confined and cannot be.
    ValueError
        If there is no such folder or isolation.
    """

    def __init__(
        self,
        folder: Path,
        isolation: Isolation = "confined",
        limits: Limits | None = None,
        warm: WarmProcess | None = None,
    ) -> None:
        self.folder, self.isolation, self.limits = Path(folder).resolve(), isolation, limits or Limits()
        if isolation not in get_args(Isolation):
            raise ValueError(f"isolation is {isolation!r}; it can be {' or '.join(map(repr, get_args(Isolation)))}")
        if not self.folder.is_dir():
            raise ValueError(f"{folder} is no folder; release the assignment first")
        self._early: WarmProcess | None = warm
        self._warm: WarmProcess | None = None

    def __enter__(self) -> Self:
        """Start the warm process, and see for once that a fork of it is confined."""
        try:
            if self.isolation == "confined":
                _refuse(confine.missing())
            with self.runner() as runner:
                if self.isolation == "confined":
                    _refuse([f"a confinement that keeps a submission from {words}" for words in runner.possible()])
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End everything."""
        self.close()

    def runner(self, budget: Budget | None = None) -> Runner:
        """Return a new runner: a `conversation.Runner`, a context manager.

        Parameters
        ----------
        budget
            What is left to its submission; None for that of a new one.
        """
        try:
            return self._fork(budget)
        except (EOFError, OSError):  # the warm process is gone: the machine may have run out of memory
            self.close()
            return self._fork(budget)

    def close(self) -> None:
        """End the warm process and everything that came of it."""
        for process in (self._warm, self._early):
            if process:
                process.close()
        self._warm = self._early = None

    def _fork(self, budget: Budget | None) -> Runner:
        if not self._warm:
            self._warm, self._early = self._early or WarmProcess(), None
            scale = self._warm.greet(self.folder, self.isolation, self.limits)
            self.limits = replace(self.limits, scale=scale)
        connection, process = self._warm.fork()
        return Runner(connection, process, self.limits, budget or Budget(self.limits), self._warm.end)


class WarmProcess:
    """The grader's end of one warm process, which warms up as soon as this is made; see `grader.sandbox.warm`."""

    def __init__(self) -> None:
        self._open = contextlib.ExitStack()
        self._scratch = self._open.enter_context(scratch_folder())
        self._control, theirs = socket.socketpair()
        self._packages = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
        with theirs, open(self._scratch / "said", "wb") as said:
            self._process = self._spawn(theirs.fileno(), said)
        self._told = False

    def _spawn(self, descriptor: int, said: BinaryIO) -> subprocess.Popen[bytes]:
        interpreter = [sys.executable, "-P", "-s", "-S", "-c", BOOTSTRAP]
        return subprocess.Popen(
            [*interpreter, str(descriptor), str(BESIDE), *self._packages],
            env=_environment(self._scratch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            pass_fds=[descriptor],
            cwd=self._scratch,
            start_new_session=True,  # Ctrl-C is ours to handle
        )

    def greet(self, folder: Path, isolation: Isolation, limits: Limits) -> float:
        """Tell the process what it is for, as of `Pool`, wait until it can fork, and return the scale of this machine.

        Raises
        ------
        RuntimeError
            If it does not start, with what it said.
        """
        settings = {
            "folder": str(folder),
            "limits": asdict(limits),
            "packages": self._packages,
            "program": seccomp.program().hex() if isolation == "confined" else "",
        }
        self._told = True
        self._control.settimeout(START_SECONDS)
        try:
            self._control.sendall(frames.pack(frames.NO_NONCE, settings))
            _, scale = self._reply()
        except (EOFError, OSError) as error:
            words = (self._scratch / "said").read_text(errors="replace").strip()
            self.close()
            raise RuntimeError(f"the process that runs submissions did not start: {words or error}") from error
        self._control.settimeout(REPLY_SECONDS)
        return scale

    def _reply(self) -> tuple[int, float]:
        data = self._control.recv(REPLY.size, socket.MSG_WAITALL)
        if len(data) < REPLY.size:
            raise EOFError("the warm process is gone")
        status, seconds = REPLY.unpack(data)
        return status, seconds

    def fork(self) -> tuple[socket.socket, int]:
        """Return the socket and the process id of a new runner."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [COMMAND.pack(b"f", 0)], [theirs.fileno()])
            return ours, self._reply()[0]
        except BaseException:
            ours.close()
            raise

    def end(self, process: int) -> tuple[int, float]:
        """End a runner and return its wait status and its processor seconds.

        Raises
        ------
        RuntimeError
            If the warm process is gone, which no submission can bring about: the machine is to blame.
        """
        try:
            self._control.sendall(COMMAND.pack(b"e", process))
            return self._reply()
        except (EOFError, OSError) as error:
            raise RuntimeError("the process that runs submissions was killed; is memory short?") from error

    def close(self) -> None:
        """End the warm process, which ends its runners."""
        self._control.close()
        if not self._told:  # it is still warming up, and has forked nothing
            self._process.kill()
        try:
            self._process.wait(REPLY_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._open.close()


def _environment(scratch: Path) -> dict[str, str]:
    """Return the environment of the warm process: nothing of ours but where shared libraries are.

    The seed of hashes is fixed, so that a submission that depends on the order of a set gets the same grade twice; this
    is why the interpreter runs with -P -s -S and this environment, not with -I, which would ignore it.
    """
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    libraries = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    cache = platformdirs.user_cache_path("course-grader") / "matplotlib"
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
    return {
        **threads,
        **libraries,
        "HOME": str(scratch),
        "IPYTHONDIR": str(scratch / "ipython"),
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(cache if os.access(cache, os.W_OK) else scratch),
        "PYTHONHASHSEED": "0",
    }


def _refuse(missing: list[str]) -> None:
    """Raise IsolationUnavailable if anything is missing."""
    if missing:
        raise IsolationUnavailable(
            f"Submissions cannot be confined here. Missing: {'; '.join(missing)}. Grade in a Linux container or "
            "virtual machine that has it, or use --isolation none, which runs submissions with your own rights."
        )
