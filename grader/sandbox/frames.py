"""Frames between the grader and a runner: a nonce, a length, and a document as JSON.

The grader draws a nonce for every request and believes only the answer that repeats it. A submission can find the
runner's socket and write to it, but it cannot know the nonce of a request that was not sent yet, so the two sides
cannot get out of step. What it writes within an exchange is an answer like any other: data, which earn nothing by
themselves.
"""

import os
import struct
from typing import Any

from grader.selfcheck import wire

HEADER = struct.Struct("<16sI")
NONCE_BYTES = 16
NO_NONCE = bytes(NONCE_BYTES)


def pack(nonce: bytes, document: object) -> bytes:
    """Return the bytes of a frame.

    >>> pack(NO_NONCE, {"cell": "1 + 1"})[-16:]
    b'{"cell":"1 + 1"}'
    """
    data = wire.dumps(document)
    return HEADER.pack(nonce, len(data)) + data


def write(descriptor: int, nonce: bytes, document: object) -> None:
    """Write a frame to a descriptor: `os.write`, because a confined process has no other way to use a socket."""
    data = memoryview(pack(nonce, document))
    while data:
        data = data[os.write(descriptor, data) :]


def read(descriptor: int) -> tuple[bytes, Any]:
    """Read a frame from a descriptor whose other end is trusted.

    Returns
    -------
    The nonce and the document.

    Raises
    ------
    EOFError
        If the other end is closed.
    """
    nonce, length = HEADER.unpack(_read_exactly(descriptor, HEADER.size))
    return nonce, wire.loads(_read_exactly(descriptor, length))


def _read_exactly(descriptor: int, length: int) -> bytes:
    parts = []
    while length:
        part = os.read(descriptor, min(length, 2**20))
        if not part:
            raise EOFError("the other end is closed")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
