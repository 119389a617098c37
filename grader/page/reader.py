"""What runs a reader's cells inside Pyodide: outputs are handed to the page as they appear, answers are checked.

The cells of a page share their names, as in a notebook. An answer is checked among new names, after the cells above it
ran there: what the page keeps decides, and nothing that ran once and was deleted. The names are not copied from an
earlier run, because functions keep those among which they were defined, and what cells above made may have changed.

Of an error only the lines that the reader wrote are shown.
"""

from __future__ import annotations

import ast
import base64
import builtins
import io
import linecache
import logging
import os
import random
import sys
import time
import traceback
import types
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from page_notebook_syntax import Notebook, as_python
from page_put_off import PutOff, modules_in

MAX_PRINTED = 20_000  # characters of a cell; a page must survive an endless print
MAX_SHOWN = 60  # figures and other values of a cell
EAGER_POSTS = 200  # so many prints are handed over at once, the others ten times a second
REQUIRED = {"figures": ("matplotlib",), "solutions": ("numpy",), "selfcheck": ("numpy",)}
BACKEND = "page_backend"
NUMPY_ERRORS: Any = np.geterr()
NO_INPUT = "input() cannot ask you anything on this page. Write the value into the cell instead."
Post = Callable[[dict[str, str]], object]
CUT = f"\n[The rest is not shown: a cell may print {MAX_PRINTED:,} characters here.]\n"


class Scope:
    """Names that cells share, and what of the cells is put off."""

    def __init__(self, display: Callable[..., None], notebook: Notebook) -> None:
        self.module = types.ModuleType("__main__")
        self.names: dict[str, Any] = vars(self.module)
        self.names |= {"display": display, "get_ipython": lambda: notebook}
        self.put_off = PutOff()


class Reader:
    """The reader's session.

    Parameters
    ----------
    post
        Is given each output as a dict: its `kind` is "stream", "text", "html" or "svg", its `text` the content.
    """

    def __init__(self, post: Post) -> None:
        self.post = post
        self.files: set[str] = set()
        self.shown = 0
        self.quiet = False
        self.unseeded = False
        self.notebook = Notebook(lambda: self.names)
        self.scope = self.shared = Scope(self.display, self.notebook)
        self.out = Stream(post, "stdout")
        self.err = Stream(post, "stderr")

    def install(self) -> None:
        """Make this the session of the whole interpreter."""
        sys.modules["__main__"] = self.scope.module
        sys.stdout, sys.stderr = self.out, self.err
        builtins.input = _refuse_input
        os.environ["MPLBACKEND"] = f"module://{BACKEND}"
        globals()["show"] = self.show_figures  # page_backend takes it from here
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it tells that it builds a cache

    @property
    def names(self) -> dict[str, Any]:
        """The names among which cells run now."""
        return self.scope.names

    def enter(self, fresh: bool) -> None:
        """Let cells run among new names, as in a notebook that was just opened, or among those that the page shares.

        With new names, random numbers that nobody seeds and NumPy's handling of errors begin anew too.
        """
        self.scope = Scope(self.display, self.notebook) if fresh else self.shared
        sys.modules["__main__"] = self.scope.module
        if fresh:
            random.seed(0)
            self.unseeded = True
            np.seterr(**NUMPY_ERRORS)

    def needs(self, sources: Sequence[str], others: Sequence[str]) -> bool:
        """Tell whether cells use a name that none of them makes, and that one of some other cells does."""
        used, made = _used_and_made(sources)
        return not (used - made - vars(builtins).keys()).isdisjoint(_used_and_made(others)[1])

    def packages(self, source: str, quiet: bool = False) -> list[str]:
        """Return the top-level modules that a cell will import, and what those of the course need in their turn.

        Parameters
        ----------
        source, quiet
            As of `run`.
        """
        put_off = self.scope.put_off
        _, kept, is_due = put_off.divide(_parsed(source).body, quiet)
        due = [statement for statement, _ in put_off.statements] if is_due else []
        found = {name for statement in [*due, *kept] for name in modules_in(statement)}
        return sorted(found.union(*(REQUIRED.get(name, ()) for name in found)))

    def run(self, filename: str, source: str, name: str | None = None, quiet: bool = False) -> dict[str, Any]:
        """Run a cell; the value of a last expression is shown, and so are the figures that are still open.

        Parameters
        ----------
        filename, source
            How tracebacks name the cell, and its text.
        name
            What the cell is to define: an earlier thing of that name is forgotten.
        quiet
            Whether to run it for what it defines only: nothing is shown, and no figure is drawn.

        Returns
        -------
        With `error` None, or a dict with `type`, `message`, `text` (all that a reader should see) and `unwritten`.
        """
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        self.files.add(filename)
        self.shown = 0
        self.quiet = self.out.quiet = self.err.quiet = quiet
        self.names.pop("__warningregistry__", None)
        try:
            self._execute(filename, source, name, quiet)
            self.show_figures()
            return {"error": None}
        except BaseException as error:  # SystemExit and KeyboardInterrupt are a cell's errors, too
            return {"error": self.describe(error)}
        finally:
            self.notebook.end_cell()
            self._close_figures()
            self.out.finish()
            self.err.finish()

    def _execute(self, filename: str, source: str, name: str | None, quiet: bool) -> None:
        tree = ast.parse(as_python(source), filename)
        if self.unseeded and "random" in source:
            np.random.seed(0)  # not before: NumPy loads what it draws with when that is asked for, and it is large
            self.unseeded = False
        waiting, kept, is_due = self.scope.put_off.divide(tree.body, quiet)
        if is_due:
            self._catch_up(quiet)
        self.scope.put_off.add(waiting, filename)
        if name:
            self.names.pop(name, None)
        last = kept.pop() if kept and isinstance(kept[-1], ast.Expr) and not source.rstrip().endswith(";") else None
        exec(compile(ast.Module(kept, []), filename, "exec"), self.names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), filename, "eval"), self.names)
            if value is not None:
                self.display(value)

    def _catch_up(self, quiet: bool) -> None:
        """Run what was put off, of which nothing is shown; then the course's style is that of figures."""
        _use_course_style()
        self.quiet = self.out.quiet = self.err.quiet = True
        for statement, filename in self.scope.put_off.take():
            exec(compile(ast.Module([statement], []), filename, "exec"), self.names)
        self._close_figures()
        self.quiet = self.out.quiet = self.err.quiet = quiet

    def display(self, *values: Any) -> None:
        """Show values as a notebook does: as figure, HTML, picture or text."""
        if self.quiet:
            return
        self.out.flush()
        self.err.flush()
        for value in values:
            self.shown += 1
            if self.shown <= MAX_SHOWN:
                kind, text = _represent(value)
                self.post({"kind": kind, "text": text})

    def show_figures(self, *_: Any, **__: Any) -> None:
        """Show all open figures and close them: what `plt.show()` does here."""
        for manager in _open_figures():
            self.display(manager.canvas.figure)
        self._close_figures()

    def _close_figures(self) -> None:
        if _open_figures():
            sys.modules["matplotlib.pyplot"].close("all")

    def describe(self, error: BaseException) -> dict[str, Any]:
        """Return an error in words: its type, its message, and the reader's own lines of the traceback."""
        told = traceback.TracebackException.from_exception(error)
        innermost = next((f.filename for f in reversed(told.stack) if f.filename in self.files), None)
        render = getattr(error, "_render_traceback_", None)
        text = "\n".join(render()) if render else "".join(self._own_lines(told).format())
        unwritten = innermost if isinstance(error, NotImplementedError) else None
        return {"type": type(error).__name__, "message": str(error), "text": text.rstrip(), "unwritten": unwritten}

    def _own_lines(self, told: traceback.TracebackException) -> traceback.TracebackException:
        """Leave only the reader's frames, of the error and of those before it."""
        told.stack = traceback.StackSummary.from_list([f for f in told.stack if f.filename in self.files])
        for earlier in filter(None, (told.__cause__, told.__context__)):
            self._own_lines(earlier)
        return told

    def report(
        self, name: str, source: str, carried: Sequence[str], stubs: Sequence[str], modules: Sequence[str]
    ) -> dict[str, Any]:
        """Check an exercise.

        Parameters
        ----------
        name, source
            The exercise, and the text of its cell, which has run.
        carried, stubs
            The functions of earlier chapters, and the exercises that are still as they were released.
        modules
            What the course's readers can import besides the standard library.

        Returns
        -------
        With `outcome`, `points` and `html`, or `says` in place of `html`; `missing` and `unwritten` name functions
        that the answer uses and that are not there; `remarks` are sentences about what may not run where it is graded.
        """
        from page_portability import remarks_on

        made, source = self._checked(name), as_python(source)
        used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)} - {name}
        return {
            "missing": [n for n in carried if n in used and n not in self.names],
            "unwritten": [n for n in stubs if n in used],
            "remarks": remarks_on(source, modules, made.pop("warnings", ())),
            **made,
        }

    def _checked(self, name: str) -> dict[str, Any]:
        from selfcheck import CannotCheck, checking, report

        checking._show = self.display  # `check` in a cell, too, shows HTML here
        if name not in self.names:
            return _unchecked(_says_what_is_missing(name))
        try:
            made = report(name, self.names)
        except CannotCheck as error:
            return _unchecked(str(error))
        outcome = "failed" if made.outcome == "unwritten" else made.outcome
        return {"outcome": outcome, "points": made.points, "html": made.html, "warnings": made.warnings}


def _unchecked(says: str) -> dict[str, Any]:
    return {"outcome": "failed", "points": 0, "says": says}


def _says_what_is_missing(name: str) -> str:
    from selfcheck import CannotCheck
    from selfcheck.finding import planned_for

    try:
        is_function = not planned_for(name).probe
    except CannotCheck as error:
        return str(error)
    if is_function:
        return f"This cell defines no function called {name}. It should hold a line that begins with: def {name}("
    return f"This cell makes nothing called {name}. It should hold a line that begins with: {name} = (or: class {name})"


class Stream(io.TextIOBase):
    """What a cell prints, handed to the page in pieces, up to a limit."""

    def __init__(self, post: Post, name: str) -> None:
        self.post, self.name, self.quiet = post, name, False
        self.pending: list[str] = []
        self.finish()

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, text: str) -> int:
        """Take text in; what is beyond the limit is dropped, and that is said once."""
        room = MAX_PRINTED - self.printed
        self.printed += len(text)
        if room >= 0:
            self.pending.append(text if len(text) <= room else text[:room] + CUT)
            due = time.monotonic() - self.flushed > 0.1
            if "\n" in text and (self.posts < EAGER_POSTS or due or len(text) > room):
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Hand over what was printed since the last time."""
        if self.pending and not self.quiet:
            self.post({"kind": "stream", "name": self.name, "text": "".join(self.pending)})
            self.posts += 1
            self.flushed = time.monotonic()
        self.pending = []

    def finish(self) -> None:
        """End a cell's output: the next cell has its own limit."""
        self.flush()
        self.printed, self.posts, self.flushed = 0, 0, 0.0


def _refuse_input(prompt: object = "") -> str:
    raise RuntimeError(NO_INPUT)


def _use_course_style() -> None:
    try:
        from figures import use_course_style
    except ModuleNotFoundError:
        return
    use_course_style()


def _open_figures() -> list[Any]:
    pyplot = sys.modules.get("matplotlib._pylab_helpers")
    return pyplot.Gcf.get_all_fig_managers() if pyplot else []


def _used_and_made(sources: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return the names that cells read, and those that they make, wherever in them."""
    used: set[str] = set()
    made: set[str] = set()
    for node in (node for tree in map(_parsed, sources) for node in ast.walk(tree)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                made.add(name)
            case ast.alias(name=name, asname=other):
                made.add(other or name.partition(".")[0])
    return used, made


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(as_python(source))
    except SyntaxError:
        return ast.Module([], [])


def _represent(value: Any) -> tuple[str, str]:
    """Return how a value is shown: a kind and a text."""
    if isinstance(value, type):
        return "text", repr(value)
    if type(value).__module__.startswith("matplotlib") and hasattr(value, "savefig"):
        return "svg", _svg_of(value)
    bundle = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else None
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle or {}
    for kind, mime in (("svg", "image/svg+xml"), ("html", "text/html"), ("png", "image/png")):
        made = bundle.get(mime) or getattr(value, f"_repr_{kind}_", lambda: None)()
        if made is not None:
            return kind, base64.b64encode(made).decode() if isinstance(made, bytes) else made
    return "text", _as_text(value)


def _as_text(value: object) -> str:
    plain = isinstance(value, (list, tuple, dict, set)) and type(value).__repr__ in _PLAIN
    if plain:
        import pprint  # here, as it would take its part of the time in which Python starts

        text = pprint.pformat(value, width=79, sort_dicts=False)
    else:
        text = repr(value)
    return text if len(text) <= MAX_PRINTED else text[:MAX_PRINTED] + CUT


_PLAIN = {kind.__repr__ for kind in (list, tuple, dict, set)}


def _svg_of(figure: Any) -> str:
    stream = io.StringIO()
    figure.savefig(stream, format="svg", bbox_inches="tight", metadata={"Date": None})
    sys.modules["matplotlib.pyplot"].close(figure)
    return stream.getvalue()
