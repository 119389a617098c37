"""In place of the course's functions, where a site does not publish them: the reader's own, as the browser keeps them.

It is the package `solutions` of the lessons. The page puts `written.json` beside it, their texts.
A function that is not there yet can be imported, and says so when it is called.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

NOT_THERE = (
    "{} is a function that you write in the exercises. This site publishes no solutions: this cell runs once your own "
    "function is there. Write it, then reload this page."
)


class NotWritten(Exception):
    """A lesson calls a function that the reader has still to write."""


def _defined(path: Path) -> dict[str, Any]:
    """Return what the reader's texts define, in one namespace as in a notebook; one that does not run is left out."""
    names: dict[str, Any] = {"np": np}
    for text in json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []:
        with suppress(Exception):
            exec(compile(text, "your own functions", "exec"), names)
    return names


_names = _defined(Path(__file__).with_name("written.json"))


def __getattr__(name: str) -> Callable[..., Any]:
    """Return the reader's function of this name, or one that says that it is still to be written."""
    if name.startswith("__"):
        raise AttributeError(name)

    def not_written(*_: object, **__: object) -> None:
        raise NotWritten(NOT_THERE.format(name))

    return _names.get(name, not_written)
