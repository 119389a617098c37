"""What a command costs: wall time, processor time of it and all its children, and the memory of them together."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True)
class Cost:
    """What a command cost.

    Parameters
    ----------
    wall, cpu : float
        Seconds.
    memory : int
        Bytes at the peak: the proportional set sizes of all its processes, which count shared pages once.
    said : str
        What it printed.
    """

    wall: float
    cpu: float
    memory: int
    said: str


def run(command, folder, log):
    """Run a command to its end.

    Parameters
    ----------
    command : list of str
        What to run; it must end well.
    folder : Path
        Where.
    log : Path
        Where its messages go.

    Returns
    -------
    Cost

    Raises
    ------
    RuntimeError
        If it fails, with the end of its messages.
    """
    started = time.perf_counter()
    with open(log, "wb") as messages:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=messages)
    watch = _Watch(process.pid)
    said = process.stdout.read().decode() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall, peak = time.perf_counter() - started, watch.end()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}: {log.read_text()[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak, said)


class _Watch:
    """Looks at the memory of a process and its descendants until it is told to end."""

    def __init__(self, process):
        self._root, self._peak, self._over = process, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self):
        while not self._over.wait(EVERY):
            self._peak = max(self._peak, sum(map(_proportional, _tree(self._root))))

    def end(self):
        self._over.set()
        self._thread.join()
        return self._peak


def _tree(root):
    try:
        return [root, *(child.pid for child in psutil.Process(root).children(recursive=True))]
    except psutil.Error:
        return []


def _proportional(process):
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:  # it has ended, or is not ours to look at
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
