"""IPython as a notebook's cell needs it: no kernel, no history, no terminal, no other programs, nobody who reads."""

import ast
import functools
import gc

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import LSString, SList
from traitlets.config import Config

NOT_RUN = 126  # what a shell says of a program that it may not run

# Run before the first submission, so that what NumPy and matplotlib import late and compute once is there. The first
# half opens fonts, which stay open as long as matplotlib remembers them; the second half opens none.
DRAWN = r"""
%matplotlib inline
import io
import numpy as np
import matplotlib.pyplot as plt
np.testing.assert_allclose(np.random.default_rng(0).normal(size=(2, 3)) @ np.ones(3), 0, atol=10)
figure, (left, right) = plt.subplots(1, 2)
left.plot([0.0, 1.0], [1.0, 0.0], label=r"$x^2$")
left.set_title("a title")
left.legend()
figure.colorbar(right.contourf(np.eye(3)))
figure.tight_layout()
figure.savefig(io.BytesIO())
plt.show()
"""
NOT_DRAWN = r"""
%matplotlib inline
figure, axes = plt.subplots(2, 2)
axes[0, 0].plot([0.0, 1.0], "o-", label="a label")
axes[0, 0].set(title="a title", xlabel="x", ylabel="y")
axes[0, 0].legend()
axes[0, 1].hist([0.0, 1.0, 1.0])
axes[1, 0].scatter([0.0, 1.0], [0.0, 1.0])
axes[1, 1].imshow(np.eye(3))
plt.show()
def function(x):
    return x
function(1)
"""


class Shell(InteractiveShell):
    """IPython's shell, which keeps errors to itself."""

    def transform_cell(self, raw_cell: str) -> str:
        """Leave plain Python as it is: IPython looks at every token of it to find that there is nothing to do."""
        try:
            ast.parse(raw_cell)
        except Exception:  # magics, commands, mistakes, and what is too deep for the parser
            return super().transform_cell(raw_cell)
        return f"{raw_cell}\n"

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there is no event loop."""

    def showtraceback(self, *args: object, **kwargs: object) -> None:
        """Do nothing: to colour a traceback costs more than to run most cells."""

    showsyntaxerror = showindentationerror = showtraceback

    def ask_exit(self) -> None:
        """Go on after `exit()`: there is nothing to leave."""

    def system(self, cmd: str) -> None:
        """Do not run `!cmd`; let the cell go on, as it would in a notebook after a command that failed."""
        self.user_ns["_exit_code"] = NOT_RUN

    system_raw = system_piped = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> SList | LSString:
        """Return the output of `!!cmd`, which is not run: nothing."""
        return SList() if split else LSString("")


class Forgetful(dict[int, list[object]]):
    """Stands for the list of what each cell printed, which IPython would keep in memory: keeps nothing."""

    def __missing__(self, key: int) -> list[object]:
        """Return a list that nobody holds."""
        return []


def make_shell() -> Shell:
    """Return a shell that has run the dry run and forgotten it."""
    config = Config()
    config.HistoryManager.enabled = False
    # figures are closed after each cell as in a notebook, but nobody looks at them: the picture is left out
    config.DisplayFormatter.active_types = ["text/plain"]
    shell = Shell.instance(config=config)
    shell.run_cell(DRAWN, store_history=True).raise_error()
    _close_fonts()
    shell.run_cell(NOT_DRAWN, store_history=True).raise_error()
    shell.reset()
    if shell.history_manager:
        shell.history_manager.outputs = Forgetful()
    return shell


def _close_fonts() -> None:
    """Empty matplotlib's caches: its fonts keep their files open, and a fork may not."""
    caches = [thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper)]
    for cache in caches:
        if str(cache.__module__).startswith("matplotlib"):
            cache.cache_clear()
    gc.collect()
