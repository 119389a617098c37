"""What notebooks take and Python does not: `%time`, `!pip`, `softmax?`, `>>>`. IPython, which grades, is too large.

As in grading, a cell that is plain Python is left as it is, and a command that cannot be obeyed does not stop the cell.
"""

from __future__ import annotations

import ast
import inspect
import re
import time
from collections.abc import Callable
from typing import Any

PROMPTS = ((re.compile(r">>>(?: |$)"), re.compile(r"(?:>>>|\.\.\.)(?: |$)")), (re.compile(r"In \[\d+\]: "),) * 2)
ASSIGNED = re.compile(r"(?P<indent>\s*)(?P<target>[\w, ]+=\s*)?(?P<sign>%{1,2}|!{1,2})(?P<rest>.*)")
ASKED = re.compile(r"(?P<indent>\s*)(?:\?{1,2}(?P<after>[\w.]+)|(?P<before>[\w.]+)\?{1,2})\s*")
CELL_MAGIC = re.compile(r"%%(\w+)[ \t]*(.*)")
RUN_WHOLE = ("time", "timeit", "capture")  # the magics of a cell that is Python
NO_SHELL = (
    "[!{} was not run: there is no shell on this page. Cells can import the standard library, NumPy and matplotlib.]"
)
NO_MAGIC = "[%{} does nothing on this page.]"
SILENT = ("matplotlib", "config", "load_ext", "autoreload", "precision")


def as_python(source: str) -> str:
    r"""Return a cell as Python, line for line; what is neither is left for Python to complain of.

    Examples
    --------
    >>> as_python("x = 1\n%time x"), as_python(">>> 1 + 1")
    ("x = 1\nget_ipython().run_line_magic('time', 'x')", '1 + 1')
    """
    if _parses(source):
        return source
    magic = CELL_MAGIC.match(source.lstrip())
    if magic:
        return _cell_magic(magic[1], magic[2], source)
    lines = _without_prompts(source.split("\n"))
    for _ in lines:
        place = _first_fault("\n".join(lines))
        made = _line(lines[place]) if place is not None and place < len(lines) else None
        if place is None or made is None:
            break
        lines[place] = made
    return "\n".join(lines)


def _parses(source: str) -> bool:
    return _first_fault(source) is None


def _first_fault(source: str) -> int | None:
    """Return the line, from 0, that Python cannot read; None if it can read all."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        return (error.lineno or 1) - 1
    except (ValueError, RecursionError):
        return None  # Python says it better
    return None


def _without_prompts(lines: list[str]) -> list[str]:
    for first, prompt in PROMPTS:
        if any(first.match(line) for line in lines[:2]):
            return [prompt.sub("", line, count=1) for line in lines]
    return lines


def _line(line: str) -> str | None:
    """Return a line with a command as Python; None if it has none."""
    if asked := ASKED.fullmatch(line):
        return f"{asked['indent']}get_ipython().explain({asked['after'] or asked['before']!r})"
    found = ASSIGNED.fullmatch(line)
    if not found:
        return None
    head, rest = found["indent"] + (found["target"] or ""), found["rest"].strip()
    if found["sign"].startswith("!"):
        return f"{head}get_ipython().{'getoutput' if found['target'] else 'system'}({rest!r})"
    name, _, argument = rest.partition(" ")
    return f"{head}get_ipython().run_line_magic({name!r}, {argument.strip()!r})"


def _cell_magic(name: str, argument: str, source: str) -> str:
    """Return a cell that begins with a command for all of it; what is no Python is not run."""
    _, _, body = source.lstrip().partition("\n")
    if name not in RUN_WHOLE:
        return f"get_ipython().refuse({f'%{name}'!r})"
    if name == "timeit":
        return f"get_ipython().run_line_magic('timeit', {as_python(body or argument)!r})"
    return f"get_ipython().begin_cell({name!r})\n{as_python(body)}"


class Notebook:
    """What IPython is to the cells of a notebook, as far as there is such a thing on a page.

    Parameters
    ----------
    names
        Returns the names among which cells run now.
    """

    def __init__(self, names: Callable[[], dict[str, Any]]) -> None:
        self._names = names
        self._begun: float | None = None

    def begin_cell(self, name: str) -> None:
        """Begin a cell with a command for all of it; its time is told at the end."""
        self._begun = time.perf_counter() if name == "time" else None

    def end_cell(self) -> None:
        """Tell how long the cell took, if it asked for that."""
        if self._begun is not None:
            print(f"Wall time: {_in_words(time.perf_counter() - self._begun)}")
        self._begun = None

    def run_line_magic(self, name: str, argument: str) -> Any:
        """Do what a line like `%time f()` asks for."""
        match name:
            case "time":
                self.begin_cell(name)
                value = self._run(argument)
                self.end_cell()
                return value
            case "timeit":
                print(f"{_in_words(self._measured(argument))} a loop")
            case _ if name not in SILENT:
                self.refuse(name)
        return None

    def _run(self, text: str) -> Any:
        tree = ast.parse(text)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "a magic", "exec"), self._names())
        if not isinstance(last, ast.Expr):
            return None
        return eval(compile(ast.Expression(last.value), "a magic", "eval"), self._names())

    def _measured(self, text: str) -> float:
        import timeit  # only here, as few ask for it

        timer = timeit.Timer(text, globals=self._names())
        loops, seconds = timer.autorange()
        return min(seconds, *timer.repeat(2, loops)) / loops

    def system(self, command: str) -> None:
        """Say of a command of the shell that it was not run."""
        print(NO_SHELL.format(command))

    def getoutput(self, command: str) -> list[str]:
        """Return what a command of the shell has printed, which was not run: nothing."""
        self.system(command)
        return []

    def refuse(self, name: str) -> None:
        """Say of a magic that there is none."""
        print(NO_MAGIC.format(name))

    def explain(self, name: str) -> None:
        """Print the signature and the docstring of what a name means, as `name?` does."""
        try:
            value = eval(name, self._names())
        except Exception:
            print(f"{name} is not defined here.")
            return
        with_signature = callable(value) and _signature(value)
        print("\n\n".join(filter(None, (f"{name}{with_signature or ''}", inspect.getdoc(value)))))


def _signature(value: Callable[..., Any]) -> str:
    try:
        return str(inspect.signature(value))
    except (TypeError, ValueError):  # some of NumPy's tell none
        return ""


def _in_words(seconds: float) -> str:
    """Return a time with its unit.

    >>> _in_words(2.5), _in_words(0.0125), _in_words(3e-6)
    ('2.5 s', '12.5 ms', '3 µs')
    """
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
