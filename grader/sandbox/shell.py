"""IPython as a notebook's cell needs it: no kernel, no history, no terminal, no other programs, nobody who reads."""

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import LSString, SList
from traitlets.config import Config

NOT_RUN = 126  # what a shell says of a program that it may not run

# drawn once before the first submission, so that what matplotlib imports late and computes once is there
DRY_RUN = r"""
%matplotlib inline
import io
import numpy as np
import matplotlib.pyplot as plt
figure, (left, right) = plt.subplots(1, 2)
left.plot([0.0, 1.0], [1.0, 0.0], label=r"$x^2$")
left.set_title("a title")
left.legend()
figure.colorbar(right.contourf(np.eye(3)))
figure.tight_layout()
figure.savefig(io.BytesIO())
plt.show()
"""


class Shell(InteractiveShell):
    """IPython's shell, which keeps errors to itself."""

    def enable_gui(self, gui=None):
        """Do nothing: there is no event loop."""

    def showtraceback(self, *args, **kwargs):
        """Do nothing: to colour a traceback costs more than to run most cells."""

    showsyntaxerror = showindentationerror = showtraceback

    def ask_exit(self):
        """Go on after `exit()`: there is nothing to leave."""

    def system(self, cmd):
        """Do not run `!cmd`; let the cell go on, as it would in a notebook after a command that failed."""
        self.user_ns["_exit_code"] = NOT_RUN

    system_raw = system_piped = system

    def getoutput(self, cmd, split=True, depth=0):
        """Return the output of `!!cmd`, which is not run: nothing."""
        return SList() if split else LSString("")


class Forgetful(dict):
    """Stands for the list of what each cell printed, which IPython would keep in memory: keeps nothing."""

    def __missing__(self, key):
        """Return a list that nobody holds."""
        return []


def make_shell():
    """Return a shell that has run the dry run and forgotten it."""
    config = Config()
    config.HistoryManager.enabled = False
    # figures are closed after each cell as in a notebook, but nobody looks at them: the picture is left out
    config.DisplayFormatter.active_types = ["text/plain"]
    shell = Shell.instance(config=config)
    shell.run_cell(DRY_RUN, store_history=False).raise_error()
    shell.reset()
    if shell.history_manager:
        shell.history_manager.outputs = Forgetful()
    return shell
