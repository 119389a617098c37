"""The warm process: a fork of the zygote that knows one released folder, and forks a runner whenever it is asked to.

It has no descriptor but its end of one socket pair. It never imports the reference, the exercises or a plan, and never
reads a byte of a submission; that is why a fork of it holds no secret.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import struct
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.sandbox import frames, landlock, readable, runner
from grader.sandbox.confine import UNKNOWN_SIZE, Confinement, sizes
from grader.sandbox.limits import Limits

if TYPE_CHECKING:  # slow to import
    from grader.sandbox.shell import Shell

COMMAND = struct.Struct("<cq")  # b"f" with a socket: fork; b"e" with a process id: end it
REPLY = struct.Struct("<qd")  # process id and the machine's scale; or wait status and processor time
KEPT = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MPLBACKEND", "LANG")


def serve(descriptor: int, shell: Shell, scale: float) -> None:
    """Be told what for, then fork runners until the grader goes away.

    Parameters
    ----------
    descriptor
        Of a socket whose other end is the grader's.
    shell
        Which cells are run by.
    scale
        By what limits of time are multiplied on this machine.
    """
    _, settings = frames.read(descriptor)
    _enter(Path(settings["folder"]))
    confinement = _prepare(settings)
    _forget(settings["packages"])
    os.dup2(1, 2)  # what was said until here, the grader reads if the start fails; from now on nobody does
    with socket.socket(fileno=descriptor) as control:
        control.sendall(REPLY.pack(os.getpid(), scale))
        _serve(control, shell, confinement)


def _enter(folder: Path) -> None:
    """Load what submissions need beside the shell: the released folder's own package, and those that it names."""
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True  # the released folder stays as it is
    if Path("selfcheck").is_dir():
        importlib.import_module("selfcheck")
    checks = Path("selfcheck/checks.json")
    for name in json.loads(checks.read_bytes()).get("packages", ()) if checks.is_file() else ():
        _load(name)


def _load(package: str) -> None:
    """Load a package: what is loaded, submissions may read."""
    try:
        importlib.import_module(package)
    except ImportError as error:
        sys.exit(f"The course's package {package!r} cannot be imported here: {error}. Install it where you grade.")


def _prepare(settings: dict[str, Any]) -> Confinement:
    """Make the confinement that all forks share."""
    limits, folder = Limits(**settings["limits"]), Path(settings["folder"])
    packages = [Path(package) for package in settings["packages"]]
    granted = readable.loaded(packages) if sys.platform == "linux" else []
    sys.meta_path.insert(0, readable.Absent(packages, [*granted, *folder.iterdir()]))
    held = sizes() if sys.platform == "linux" else UNKNOWN_SIZE
    if not settings["program"]:
        return Confinement(limits, held=held)
    library = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")]
    libraries = readable.shared_libraries([*packages, *library, folder])
    paths = [*granted, folder, *readable.standard_library(library), *libraries, *readable.fonts()]
    ruleset = landlock.ruleset(paths, listable=[*packages, *library], writable=[Path(os.devnull)])
    return Confinement(limits, ruleset, bytes.fromhex(settings["program"]), held)


def _forget(packages: list[str]) -> None:
    """Leave no way to the grader's files, and nothing in the environment that says where this machine keeps what."""
    beside = str(readable.ENGINE.parent)
    sys.path[:] = [entry for entry in sys.path if entry != beside or entry in packages]
    sys.path_importer_cache.pop(beside, None)
    for module in list(sys.modules.values()):
        if readable.is_ours(module) and hasattr(module, "__path__"):
            module.__path__ = []
    for name in set(os.environ) - set(KEPT):
        del os.environ[name]
    sys.argv, sys.orig_argv = [""], []
    gc.collect()
    gc.freeze()  # a collection in a fork leaves our objects, and so the pages that it shares with us, alone


def _serve(control: socket.socket, shell: Shell, confinement: Confinement) -> None:
    running: set[int] = set()
    try:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, COMMAND.size, 1)
            if len(message) < COMMAND.size:
                return
            command, process = COMMAND.unpack(message)
            if command == b"f":
                process = _fork(control, descriptors[0], shell, confinement)
                running.add(process)
                control.sendall(REPLY.pack(process, 0.0))
            else:
                running.discard(process)
                control.sendall(REPLY.pack(*_end(process)))
    finally:
        for process in running:
            _end(process)


def _fork(control: socket.socket, descriptor: int, shell: Shell, confinement: Confinement) -> int:
    process = os.fork()
    if not process:
        control.close()
        runner.serve(descriptor, shell, confinement)
    os.close(descriptor)
    return process


def _end(process: int) -> tuple[int, float]:
    """End a runner with all that it started, and return its wait status and its processor time.

    A process that ended by itself keeps its status: it is known before the socket closes, which is what we notice.
    """
    for kill in (os.kill, os.killpg):
        with contextlib.suppress(ProcessLookupError):
            kill(process, signal.SIGKILL)
    _, status, used = os.wait4(process, 0)
    return status, used.ru_utime + used.ru_stime
