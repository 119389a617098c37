"""How a fork gives up what a submission must not have: files, privileges, descriptors, resources, system calls.

Prepared once in the warm process, put in force in every fork before it reads the first byte of a submission. None of it
needs root, a namespace or a container.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import landlock, seccomp
from grader.sandbox.limits import Limits

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION = 0x20080522
UNKNOWN_SIZE = (2**32, 2**32)  # where there is no /proc

_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


@dataclass(frozen=True)
class Confinement:
    """What every fork of one warm process puts in force.

    Parameters
    ----------
    limits
        Resources.
    ruleset
        The descriptor of the Landlock ruleset; None leaves the files and the system calls alone.
    program
        The seccomp filter.
    held
        Bytes of the address space and of the data that the warm process has: a fork starts with them.
    """

    limits: Limits
    ruleset: int | None = None
    program: bytes = b""
    held: tuple[int, int] = UNKNOWN_SIZE

    def enter(self, keep: int) -> None:
        """Confine this process, which may have no descriptor but the standard ones and `keep` from now on."""
        os.setsid()
        if sys.platform == "linux":
            _control(PR_SET_PDEATHSIG, signal.SIGKILL)
            _control(PR_SET_NO_NEW_PRIVS, 1)
            _control(PR_SET_DUMPABLE, 0)
        if self.ruleset is not None:
            landlock.restrict(self.ruleset)
            _drop_capabilities()
        _close_all_but(keep)
        _limit(self.limits, *self.held)
        if self.ruleset is not None:
            filtered = _Program(len(self.program) // 8, self.program)
            _control(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(filtered))


def _control(option: int, *values: int) -> None:
    numbers = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if _libc.prctl(option, *numbers):
        error = ctypes.get_errno()
        raise OSError(error, f"prctl {option}: {os.strerror(error)}")


def _drop_capabilities() -> None:
    """Give up what root may do, if the class is graded by root; see capset(2)."""
    header, none = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    if _libc.capset(header, none):
        raise OSError(ctypes.get_errno(), "the capabilities could not be dropped")


def _close_all_but(keep: int) -> None:
    os.closerange(3, keep)
    os.closerange(keep + 1, os.sysconf("SC_OPEN_MAX"))


def _limit(limits: Limits, address_space: int, data: int) -> None:
    wanted: dict[str, int | tuple[int, int]] = {
        "RLIMIT_CPU": (limits.cpu_seconds, limits.cpu_seconds + 1),
        "RLIMIT_FSIZE": limits.file_size,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_AS": address_space + limits.memory,
        "RLIMIT_DATA": data + limits.memory,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    for name, value in wanted.items():
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), value if isinstance(value, tuple) else (value, value))


def sizes(process: int | str = "self") -> tuple[int, int]:
    """Return the bytes of a process's address space and of its data, see proc(5); OSError where that is not told."""
    pages = Path(f"/proc/{process}/statm").read_text().split()
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def times(process: int) -> tuple[float, float]:
    """Return the seconds that a process ran, and those that it waited for a processor; OSError where that is not told.

    Of a process that makes no threads, see Documentation/scheduler/sched-stats.rst of the kernel.
    """
    ran, waited = Path(f"/proc/{process}/schedstat").read_text().split()[:2]
    return int(ran) / 1e9, int(waited) / 1e9


def missing() -> list[str]:
    """Return what this machine lacks to confine a submission, as phrases; empty if nothing is missing."""
    if sys.platform != "linux":
        return [f"Linux (this is {platform.system()})"]
    lacking = []
    if not landlock.version():
        lacking.append(f"Landlock (Linux 5.13 or newer with landlock among its security modules; {_kernel()})")
    try:
        seccomp.program()
    except (ImportError, RuntimeError, OSError) as error:
        lacking.append(f"libseccomp (Debian and Ubuntu: apt install libseccomp2; {error})")
    if not _has_filters():
        lacking.append(f"seccomp filters (CONFIG_SECCOMP_FILTER in the kernel; {_kernel()})")
    return lacking


def _kernel() -> str:
    return f"this is Linux {platform.release()}"


def _has_filters() -> bool:
    # a filter at address 0 is refused as a bad address where filters exist, as a bad value where they do not
    try:
        _control(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0)
    except OSError as error:
        return error.errno == errno.EFAULT
    return False


def possible() -> list[str]:
    """Try what a confined process must not be able to do, and return what succeeded, as phrases."""
    attempts = {
        "reading a file": lambda: open(seccomp.__file__).close(),
        "writing a file": lambda: open(f"/tmp/grader-{os.urandom(8).hex()}", "x").close(),
        "opening a socket": lambda: socket.socket().close(),
        "starting a process": _fork,
        "sending a signal": lambda: os.kill(os.getppid(), 0),
    }
    return [words for words, attempt in attempts.items() if not _is_refused(attempt)]


def _fork() -> None:
    if not os.fork():
        os._exit(0)


def _is_refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError as error:
        return isinstance(error, PermissionError)
    return False
