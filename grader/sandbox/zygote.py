"""The zygote: an interpreter that has everything loaded, and forks a warm process whenever somebody asks for one.

One machine needs one, whatever its workers grade: loading takes a second, and a fork some hundredths of it. It starts
from nothing: a clean environment, no descriptor but its end of one socket pair. The other end may be shared, because a
request is a single byte with two descriptors: of a socket for the warm process, and of a file for what it says before
it is ready.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

from grader.sandbox import calibration, old_names, warm

if TYPE_CHECKING:  # slow to import
    from grader.sandbox.shell import Shell

ASK = b"w"
DESCRIPTORS = 2


def main(descriptor: int) -> None:
    """Load everything, then fork warm processes until nobody is left who could ask for one, or SIGTERM comes."""
    from grader.sandbox.shell import make_shell

    shell = make_shell()
    old_names.put_back()
    scale = calibration.scale()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        with socket.socket(fileno=descriptor) as line:
            _serve(line, shell, scale)
    finally:
        _reap(0)  # their processor time is ours


def _serve(line: socket.socket, shell: Shell, scale: float) -> None:
    while True:
        message, descriptors, _, _ = socket.recv_fds(line, len(ASK), DESCRIPTORS)
        if not message:
            return
        if not os.fork():
            line.close()
            descriptor, said = descriptors
            _become_warm(descriptor, said, shell, scale)
        for one in descriptors:
            os.close(one)
        _reap(os.WNOHANG)


def _reap(options: int) -> None:
    """Take leave of warm processes that have ended; without WNOHANG wait for all of them."""
    with contextlib.suppress(ChildProcessError):  # there is none
        while os.waitpid(-1, options)[0]:
            pass


def _become_warm(descriptor: int, said: int, shell: Shell, scale: float) -> NoReturn:
    """Be a warm process to the end, which this function brings about: what the zygote would do next is not for it."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.dup2(said, 2)
        os.close(said)
        warm.serve(descriptor, shell, scale)
        code = 0
    except SystemExit as stopped:
        print(stopped, file=sys.stderr, flush=True)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
