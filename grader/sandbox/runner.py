"""The fork that holds one submission: it runs cells and calls functions, and says what came of it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from grader.sandbox import cells, confine, frames
from grader.selfcheck import wire
from grader.selfcheck.calling import MAX_WORDS, answer, through

if TYPE_CHECKING:  # slow to import
    from grader.sandbox.shell import Shell

OUT_OF_MEMORY = 86  # the exit code after an answer that memory was too small for


def serve(descriptor: int, shell: Shell, confinement: confine.Confinement) -> NoReturn:
    """Confine this process, say so, and answer requests until the grader goes away; never returns."""
    code = 1
    random.seed(0)  # whoever does not seed gets the same numbers in every regrading
    np.random.seed(0)
    try:
        nonce = frames.NO_NONCE
        document: object = _confined(confinement, descriptor)
        while True:
            frames.write(descriptor, nonce, document)
            nonce, request = frames.read(descriptor)
            document = _answer(shell, request)
    except MemoryError:
        code = OUT_OF_MEMORY
    except EOFError:
        code = 0
    finally:
        os._exit(code)


def _confined(confinement: confine.Confinement, descriptor: int) -> dict[str, bool] | str:
    try:
        confinement.enter(descriptor)
    except (OSError, ValueError) as error:
        return str(error)
    return {"ready": True}


def _answer(shell: Shell, request: dict[str, Any]) -> dict[str, Any] | list[Any]:
    match request:
        case {"cell": source, "names": names, "seconds": seconds, "sparing": sparing}:
            return cells.run_cell(shell, source, names, seconds, sparing)
        case {"call": name, "calls": calls, "probe": probe}:
            return [call(shell, name, document, probe) for document in calls]
    return confine.possible()


def call(shell: Shell, name: str, document: dict[str, Any], probe: str = "") -> dict[str, Any]:
    """Call a function of the submission, or a probe of what has the name, and return the document of its answer."""
    try:
        return answer(_asked(shell.user_ns, name, probe), document)
    except BaseException as raised:  # KeyboardInterrupt, and what objects that lie can do to us
        stand_in = type(type(raised).__name__, (Exception,), {})
        return answer(_raiser(stand_in(_words(raised))), document)


def _asked(names: dict[str, Any], name: str, probe: str) -> Callable[..., Any]:
    is_there = name in names if probe else callable(names.get(name))
    return through(probe, names[name]) if is_there else _undefined(name)


def _undefined(name: str) -> Callable[..., NoReturn]:
    return _raiser(NameError(f"name {name!r} is not defined"))


def _raiser(error: Exception) -> Callable[..., NoReturn]:
    def function(*_: object, **__: object) -> NoReturn:
        raise error

    return function


def _words(error: BaseException) -> str:
    try:
        return wire.printable(error).replace("\0", "")[:MAX_WORDS]
    except BaseException:  # its own __str__ may be anything
        return ""
