"""The conversation with one submission: its cells are run and its exercises asked, in order, in a confined runner.

A runner that is lost costs the step it was on, and a fresh one replays the rest without it: a cell that ended it is
left out, an exercise that ended it is not asked again. An exercise in which the reader is the tester has a runner of
its own, because it is given implementations, and one that is right could be kept as the answer to another exercise.
"""

import builtins
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice
from typing import Any

from grader.intake import Step
from grader.sandbox import Pool, Runner, RunnerLost
from grader.selfcheck.judge import ExerciseResult, PlannedCase, PlannedExercise, judge

MOST_OWN_LOST = 3  # cells of the reader's own that end the runner; after that none of them is run
MOST_LOST = 20  # runners of one submission
Documents = list[list[dict[str, Any]]]  # the answers to each case


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
    small_answers
        For each of those that is not all right, the answer documents of each of its small questions, if it came to
        that.
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
        self.steps = steps
        self.exercises = exercises
        self.answers: dict[str, Documents] = {}
        self.small_answers: dict[str, Documents] = {}
        self.lost: dict[str, str] = {}
        self.stopped: dict[str, str] = {}
        self.remarks: list[str] = []
        self.lacks_a_name = False
        self.result = cache(self._result)
        self._left_out: set[int] = set()
        self._position = -1
        self._runners = 0

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
        asked = [step.exercises[0] for step in self.steps if step.kind == "ask"]
        testers = [name for name in asked if self.exercises[name].is_tester]
        for together in [[name for name in asked if name not in testers], *([name] for name in testers)]:
            self._hear(pool, together)

    def _result(self, name: str) -> ExerciseResult:
        """Return the verdict on an exercise that was asked to its end."""
        return judge(self.exercises[name], self.answers[name])

    def _hear(self, pool: Pool, names: Sequence[str]) -> None:
        """Ask some exercises in one runner, and in further ones while runners are lost."""
        while open_ones := [name for name in names if name not in self.answers and name not in self.lost]:
            self._runners += 1
            self._position = -1
            try:
                with pool.runner() as runner:
                    self._converse(runner, names)
                    self._ask_small_questions(runner, names)
            except RunnerLost as loss:
                if not self._has_seen_readers_code():
                    raise
                self._lose(str(loss))
                if self._runners >= MOST_LOST:
                    self.lost = dict.fromkeys(open_ones, f"The notebook ended {self._runners} processes.") | self.lost

    def _converse(self, runner: Runner, names: Sequence[str]) -> None:
        last = max(i for i, step in enumerate(self.steps) if step.kind == "ask" and step.exercises[0] in names)
        for position, step in enumerate(self.steps[: last + 1]):  # what follows can change no answer
            self._position = position
            if position in self._left_out:
                continue
            if step.kind != "ask":
                self._run(runner, step)
            elif step.exercises[0] in names:
                self._ask(runner, step.exercises[0])

    def _ask(self, runner: Runner, name: str) -> None:
        if name in self.answers or name in self.lost:
            return
        self.answers[name] = self._call(runner, name, self.exercises[name].cases)
        self.lacks_a_name |= any(_is_name_error(answer) for case in self.answers[name] for answer in case)

    def _call(self, runner: Runner, name: str, cases: Sequence[PlannedCase]) -> Documents:
        calls = [call for case in cases for call in case.calls]
        documents = iter(runner.call(name, calls, self.exercises[name].probe))
        return [list(islice(documents, len(case.calls))) for case in cases]

    def _ask_small_questions(self, runner: Runner, names: Sequence[str]) -> None:
        """Ask the small questions of what is not all right; a runner that is lost over them costs nothing."""
        with suppress(RunnerLost):
            for name in names:
                questions = self.exercises[name].questions
                if name in self.answers and questions and self.result(name).outcome != "passed":
                    self.small_answers[name] = self._call(runner, name, questions)

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
