"""What a submission may use, and the two ways in which it cannot be run."""

from dataclasses import dataclass
from typing import Literal

Isolation = Literal["confined", "none"]  # none runs submissions with the rights of whoever grades; the limits hold


@dataclass(frozen=True)
class Limits:
    """What one submission may use; everything beyond it ends its runner.

    Parameters
    ----------
    cpu_seconds
        Processor time of the whole conversation.
    exchange_seconds, conversation_seconds
        Wall time from a request to its answer, and from the first request to the last answer.
    memory
        Bytes beyond what the interpreter with its libraries takes.
    file_size
        Bytes of a file that is written. Confined, none can be opened for writing.
    open_files
        Open descriptors.
    answer_bytes
        Bytes of one answer.
    """

    cpu_seconds: int = 60
    exchange_seconds: float = 10.0
    conversation_seconds: float = 120.0
    memory: int = 2**30
    file_size: int = 0
    open_files: int = 64
    answer_bytes: int = 16 * 2**20


class RunnerLost(Exception):
    """A runner died, hung or sent nonsense. The message says so in words for whoever wrote the submission."""


class IsolationUnavailable(Exception):
    """Submissions cannot be confined on this machine. The message says what is missing and what to do."""


def in_words(size: int) -> str:
    """Return a number of bytes in words.

    >>> in_words(2**30), in_words(16 * 2**20), in_words(1000)
    ('1 GiB', '16 MiB', '1000 bytes')
    """
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
