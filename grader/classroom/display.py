"""What `course grade` shows: progress (a bar on a terminal, else a line), a summary, a sentence for each trouble."""

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from grader.classroom import Options
from grader.classroom.tally import Tally

OUTCOMES = ("passed", "partial", "failed", "ungradable")
MANUAL = "manual"


class Display:
    """A context manager around one run.

    Parameters
    ----------
    options
        What is graded, and how.
    """

    def __init__(self, options: Options) -> None:
        self._out, self._isolation = options.out, options.isolation
        self._errors = Console(stderr=True, soft_wrap=True, highlight=False)
        self._bar = Progress(
            TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=self._errors, transient=True, disable=not self._errors.is_terminal,
        )  # fmt: skip
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Show the bar, which moves when grading begins."""
        if self._isolation == "none":
            self._complain(
                "Without isolation submissions run with your own rights: they can read, change and send files."
            )
        self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """Remove it."""
        self._bar.stop()

    def show(self, tally: Tally) -> None:
        """Show how far a run is."""
        if self._task is None:
            self._task = self._bar.add_task("", total=tally.total)
            if self._bar.disable:
                self._errors.print(f"Grading {_count(tally.total, 'submission')}.")
        self._bar.update(self._task, completed=tally.done)

    def interrupted(self, tally: Tally) -> None:
        """Say what is kept of a run that was interrupted."""
        done = f"{tally.graded + tally.skipped} of {_count(tally.total, 'submission')} are recorded"
        self._errors.print(f"Interrupted: {done}. Run the same command again to go on.", markup=False)

    def summarise(self, tally: Tally) -> None:
        """Print what a run did, and where it is written."""
        console = Console(highlight=False)
        console.print(_table(tally))
        again = f", {tally.skipped} unchanged since an earlier run" if tally.skipped else ""
        console.print(f"{_count(tally.graded, 'submission')} graded{again}.")
        for name, what in (("grades.csv", "Grades"), ("report.html", "Report"), ("feedback", "Feedback")):
            console.print(Text(f"{what:<10}{self._out / name}"), soft_wrap=True)
        if waiting := sum(row.waiting for row in tally.assignments.values()):
            console.print(f"To be graded by hand, in formgrader: {waiting}. Then run the same command again.")
        for result in tally.errors:
            self._complain(f"{result.student}, {result.assignment} is left to be graded again: {result.error}")
        for words in (*tally.left_out, *tally.notes):
            self._complain(words)
        if tally.errors:
            self._complain(f"{self._out / 'grading.log'} has the whole story; run the same command again.")

    def _complain(self, words: str) -> None:
        """Print a line on standard error, without what a terminal would obey."""
        self._errors.print(Text(printable(words)))


def printable(words: str) -> str:
    r"""Return words with what is no visible letter as Python writes it: a terminal would obey it.

    >>> printable("red \x1b[31m")
    'red \\x1b[31m'
    """
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in words)


def _table(tally: Tally) -> Table:
    table = Table(title="Exercises by outcome", padding=(0, 0))
    table.add_column("assignment", no_wrap=True)
    is_asked = any(row.outcomes[MANUAL] for row in tally.assignments.values())  # few courses ask for words
    outcomes = (*OUTCOMES, MANUAL) if is_asked else OUTCOMES
    for heading in ("handed in", *outcomes, "mean points"):
        table.add_column(heading, justify="right")
    for assignment, row in sorted(tally.assignments.items()):
        mean = f"{row.points / row.submissions:.1f} of {row.max_points:g}" if row.submissions else ""
        table.add_row(assignment, str(row.submissions), *(str(row.outcomes[name]) for name in outcomes), mean)
    return table


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
