"""The conversation with one submission: its cells are run and its exercises asked, in order, in a confined runner.

A runner that is lost costs the step it was on, and a fresh one replays the rest without it: a cell that ended it is
left out, an exercise that ended it is not asked again. Nothing here judges.
"""

import builtins
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from grader.intake import Step
from grader.sandbox import Pool, Runner, RunnerLost
from grader.selfcheck.judge import PlannedExercise

MOST_OWN_LOST = 3  # cells of the reader's own that end the runner; after that none of them is run
MOST_LOST = 20  # runners of one submission


class Hearing:
    """The hearing of one submission.

    Parameters
    ----------
    steps
        What to run and to ask.
    exercises
        What can be asked, by name.

    Attributes
    ----------
    answers
        For each exercise that was asked to its end, the answer documents of each case.
    lost
        For each other exercise of the steps, why there is no answer.
    stopped
        For each exercise whose cell raised an exception, a sentence that says so.
    remarks
        What else the reader should know.
    lacks_a_name
        Whether anything stopped with a NameError.
    """

    def __init__(self, steps: Sequence[Step], exercises: Mapping[str, PlannedExercise]) -> None:
        last = max((i for i, step in enumerate(steps) if step.kind == "ask"), default=-1)
        self.steps = steps[: last + 1]  # what follows can change no answer
        self.exercises = exercises
        self.answers: dict[str, list[list[dict[str, Any]]]] = {}
        self.lost: dict[str, str] = {}
        self.stopped: dict[str, str] = {}
        self.remarks: list[str] = []
        self.lacks_a_name = False
        self._left_out: set[int] = set()
        self._position = -1

    def hear(self, pool: Pool) -> None:
        """Run and ask everything, with as many runners as it takes.

        Parameters
        ----------
        pool
            Where runners come from.

        Raises
        ------
        RunnerLost
            If a runner is lost before it has seen any of the reader's code: that is our fault.
        """
        runners = 0
        while open_ones := self._open():
            runners += 1
            self._position = -1
            try:
                with pool.runner() as runner:
                    self._converse(runner)
            except RunnerLost as loss:
                if not self._has_seen_readers_code():
                    raise
                self._lose(str(loss))
                if runners == MOST_LOST:
                    self.lost = dict.fromkeys(open_ones, f"The notebook ended {runners} processes.") | self.lost

    def _open(self) -> list[str]:
        """Return the exercises that are neither answered nor lost."""
        asked = [step.exercises[0] for step in self.steps if step.kind == "ask"]
        return [name for name in asked if name not in self.answers and name not in self.lost]

    def _converse(self, runner: Runner) -> None:
        for position, step in enumerate(self.steps):
            self._position = position
            if position in self._left_out:
                continue
            if step.kind == "ask":
                self._ask(runner, step.exercises[0])
            else:
                self._run(runner, step)

    def _ask(self, runner: Runner, name: str) -> None:
        if name in self.answers or name in self.lost:
            return
        cases = self.exercises[name].cases
        calls = [call for case in cases for call in case.calls]
        documents = iter(runner.call(name, calls, self.exercises[name].probe))
        self.answers[name] = [list(islice(documents, len(case.calls))) for case in cases]
        self.lacks_a_name |= any(_is_name_error(answer) for case in self.answers[name] for answer in case)

    def _run(self, runner: Runner, step: Step) -> None:
        error = runner.run_cell(step.source)
        self.lacks_a_name |= error == "NameError"
        if error:
            for name in step.exercises:
                self.stopped[name] = f"Its cell stopped with {_exception(error)}."

    def _has_seen_readers_code(self) -> bool:
        seen = (step for i, step in enumerate(self.steps[: self._position + 1]) if i not in self._left_out)
        return any(step.kind in ("answer", "own") for step in seen)

    def _lose(self, reason: str) -> None:
        step = self.steps[self._position]
        if step.kind == "ask":
            self.lost[step.exercises[0]] = f"When it was called: {reason}"
            self._leave_out_uses(step.exercises[0])
            return
        self._left_out.add(self._position)
        if step.kind == "answer":
            self.lost.update(dict.fromkeys(step.exercises, f"When its cell was run: {reason}"))
        else:
            first = step.source.strip().splitlines()[0][:60]
            self.remarks.append(f"The cell that begins with {first!r} was left out: {reason}")
            self._limit_own_cells()

    def _leave_out_uses(self, name: str) -> None:
        """Leave out the released cells that use a function: they would end the next runner in the same way."""
        uses = re.compile(rf"\b{name}\b")
        self._left_out |= {i for i, step in enumerate(self.steps) if step.kind == "use" and uses.search(step.source)}

    def _limit_own_cells(self) -> None:
        own = {i for i, step in enumerate(self.steps) if step.kind == "own"}
        if len(own & self._left_out) == MOST_OWN_LOST and own - self._left_out:
            self._left_out |= own
            self.remarks.append("The other cells of your own were left out too.")


def _exception(name: str) -> str:
    """Name one of Python's own exceptions: a name of the reader's own could quote hidden arguments of earlier calls."""
    return name if isinstance(vars(builtins).get(name), type) else "an exception"


def _is_name_error(answer: Mapping[str, Any]) -> bool:
    names = answer.get("error")  # possibly forged
    return isinstance(names, list) and "NameError" in names
