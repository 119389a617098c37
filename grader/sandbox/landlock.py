"""Landlock: a process restricts itself, for ever, to files that it names.

Own bindings, because the package `landlock` knows neither TCP nor scopes and hides the ruleset's descriptor, which is
made once and used by every fork. See https://docs.kernel.org/userspace-api/landlock.html.
"""

import ctypes
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
GET_VERSION = 1
PATH_BENEATH = 1
QUIET = 1  # do not fill the machine's audit log with what submissions try
WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
# rights on files in all, by the version of the interface that brought the newest of them
FILE_RIGHTS = {1: 2**13 - 1, 2: 2**14 - 1, 3: 2**15 - 1, 5: 2**16 - 1}
NETWORK_RIGHTS = {4: 0b11}  # bind and connect TCP
SCOPES = {6: 0b11}  # abstract UNIX sockets, signals

_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _fields_ = (("rights", ctypes.c_uint64), ("directory", ctypes.c_int32))


def version() -> int:
    """Return the version of the kernel's Landlock interface, 0 if there is none."""
    return max(0, _libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(GET_VERSION)))


def ruleset(readable: Iterable[Path], listable: Iterable[Path] = (), writable: Iterable[Path] = ()) -> int:
    """Make a ruleset: nothing is allowed that Landlock can forbid, but to read some files and folders.

    Parameters
    ----------
    readable
        Files, and folders with all that is in them.
    listable
        Folders in which the names may be read, also in the folders within.
    writable
        Files that may be written, too.

    Returns
    -------
    The ruleset's descriptor.
    """
    rights = _Ruleset(*(_newest(table, version()) for table in (FILE_RIGHTS, NETWORK_RIGHTS, SCOPES)))
    made = _checked(CREATE_RULESET, ctypes.byref(rights), ctypes.c_size_t(ctypes.sizeof(rights)), ctypes.c_uint32(0))
    rules = [(path, READ_FILE | READ_DIR if path.is_dir() else READ_FILE) for path in readable]
    rules += [(path, READ_DIR) for path in listable] + [(path, READ_FILE | WRITE_FILE) for path in writable]
    try:
        for path, granted in rules:
            _allow(made, path, granted)
    except OSError:
        os.close(made)
        raise
    return made


def restrict(made: int) -> None:
    """Put a ruleset in force for this process. It must have set no_new_privs."""
    quiet = QUIET if version() >= 7 else 0
    _checked(RESTRICT_SELF, ctypes.c_int(made), ctypes.c_uint32(quiet))


def _newest(table: Mapping[int, int], known: int) -> int:
    return max((rights for since, rights in table.items() if since <= known), default=0)


def _allow(made: int, path: Path, rights: int) -> None:
    directory = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathBeneath(rights, directory)
        _checked(ADD_RULE, ctypes.c_int(made), ctypes.c_int(PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(directory)


def _checked(number: int, *arguments: object) -> int:
    result = _libc.syscall(number, *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"Landlock: {os.strerror(error)}")
    return result
