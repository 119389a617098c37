"""The grader's ends of the two kinds of process in which submissions are run; see `grader.sandbox.zygote`."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Self

import platformdirs

from grader.sandbox import frames, seccomp
from grader.sandbox.limits import Isolation, Limits
from grader.sandbox.scratch import scratch_folder
from grader.sandbox.warm import COMMAND, REPLY
from grader.sandbox.zygote import ASK

BESIDE = Path(__file__).parents[2]  # where the engine is found
START_SECONDS = 300  # the first start after an installation compiles modules, on a machine that may be busy
REPLY_SECONDS = 20
BOOTSTRAP = """
import sys
sys.path += sys.argv[2:]
from grader.sandbox.zygote import main
main(int(sys.argv[1]))
"""


@dataclass(frozen=True)
class Line:
    """Where warm processes are asked for. It may be sent to processes that this one starts.

    Parameters
    ----------
    end
        Of the socket at whose other end the zygote is.
    said
        What the zygote says, if it does not start.
    packages
        The folders of packages from which it loads.
    """

    end: socket.socket
    said: Path
    packages: list[str]

    def ask(self, theirs: socket.socket, said: BinaryIO) -> None:
        """Ask for a warm process at the other end of a socket; if it does not start, it says why to a file."""
        socket.send_fds(self.end, [ASK], [theirs.fileno(), said.fileno()])


class Zygote:
    """One zygote, which loads everything as soon as this is made. A context manager.

    Attributes
    ----------
    line
        Where it is asked for warm processes, by this process and by others.
    """

    def __init__(self) -> None:
        self._open = contextlib.ExitStack()
        scratch = self._open.enter_context(scratch_folder())
        ours, theirs = socket.socketpair()
        packages = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
        self.line = Line(ours, scratch / "said", packages)
        with theirs, open(self.line.said, "wb") as said:
            self._process = self._spawn(theirs.fileno(), said, scratch)

    def _spawn(self, descriptor: int, said: BinaryIO, scratch: Path) -> subprocess.Popen[bytes]:
        interpreter = [sys.executable, "-P", "-s", "-S", "-c", BOOTSTRAP]
        return subprocess.Popen(
            [*interpreter, str(descriptor), str(BESIDE), *self.line.packages],
            env=_environment(scratch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            pass_fds=[descriptor],
            cwd=scratch,
            start_new_session=True,  # Ctrl-C is ours to handle
        )

    def __enter__(self) -> Self:
        """Return the zygote."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.close()

    def close(self) -> None:
        """End the zygote, whose warm processes must have been closed."""
        self.line.end.close()
        self._process.terminate()  # at once if it is still loading
        try:
            self._process.wait(REPLY_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._open.close()


class WarmProcess:
    """The grader's end of one warm process; see `grader.sandbox.warm`.

    Parameters
    ----------
    line
        Where it is asked for.

    Raises
    ------
    OSError
        If the zygote is gone.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self._process = 0  # not known before it can fork
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (`close` closes it)
        self._control, theirs = socket.socketpair()
        try:
            with theirs:
                line.ask(theirs, self._said)
        except OSError:
            self.close()
            raise

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
            "packages": self._line.packages,
            "program": seccomp.program().hex() if isolation == "confined" else "",
        }
        self._control.settimeout(START_SECONDS)
        try:
            self._control.sendall(frames.pack(frames.NO_NONCE, settings))
            self._process, scale = self._reply()
        except (EOFError, OSError) as error:
            words = self._words()
            self.close()
            raise RuntimeError(f"the process that runs submissions did not start: {words or error}") from error
        self._control.settimeout(REPLY_SECONDS)
        return scale

    def _words(self) -> str:
        self._said.seek(0)
        said = [self._said.read()]
        with contextlib.suppress(OSError):  # the zygote's folder may be gone with it
            said.append(self._line.said.read_bytes())
        return b"\n".join(said).decode(errors="replace").strip()

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
        """End the warm process, which ends its runners, and wait until it has done so."""
        if self._process:
            with contextlib.suppress(OSError):  # it is gone already
                self._control.shutdown(socket.SHUT_WR)
                self._await_end()
        self._process = 0
        self._control.close()
        self._said.close()

    def _await_end(self) -> None:
        """Read to the end of the line, which closes with the process."""
        try:
            while self._control.recv(REPLY.size):
                pass
        except TimeoutError:
            os.kill(self._process, signal.SIGKILL)


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
