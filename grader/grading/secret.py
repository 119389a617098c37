"""The instructor's secret: what the hidden arguments are made from.

The same secret gives the same questions, so grades can be made again. It is made once, is readable by its owner only,
and a new one is never put in the place of one that grades were made with.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from grader.course import UnusableInput

FEWEST_BYTES = 16


def read(path: Path) -> bytes:
    """Return the secret in a file.

    Parameters
    ----------
    path
        The file; white space at its ends does not count.

    Raises
    ------
    UnusableInput
        If it cannot be read or is too short to be one.
    """
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise UnusableInput(f"The secret {path} cannot be read: {error.strerror}.") from error
    if len(secret) < FEWEST_BYTES:
        raise UnusableInput(f"The secret {path} has {len(secret)} bytes; it must have {FEWEST_BYTES} at least.")
    return secret


def create(path: Path) -> bytes:
    """Make a secret in a file that does not exist yet, readable by its owner only, and return it.

    Raises
    ------
    UnusableInput
        If the file exists or cannot be written.
    """
    secret = secrets.token_hex(32).encode("ascii")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
        with open(descriptor, "wb") as file:
            file.write(secret + b"\n")
            file.flush()
            os.fsync(descriptor)
    except OSError as error:
        raise UnusableInput(f"The secret cannot be written to {path}: {error.strerror}.") from error
    return secret


def seed(secret: bytes, assignment: str) -> bytes:
    """Return the seed of an assignment's hidden arguments, from which the secret cannot be told.

    >>> seed(b"a secret", "04-losses").hex()[:16]
    'b1cbc70b55052296'
    """
    return hmac.new(secret, assignment.encode("utf-8"), hashlib.sha256).digest()
