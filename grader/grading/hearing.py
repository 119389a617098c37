"""The conversation with one submission: its cells are run and its exercises asked, in order, in a confined runner.

A runner that is lost costs the step it was on, and a fresh one replays the rest without it: of a cell that ended it
only the definitions are made, and an exercise that ended it is not asked again. What lacked a name is tried once more
when everything else has run: a helper may stand further down. An exercise in which the reader is the tester has a
runner of its own, because it is given implementations, and one that is right could be kept as the answer to another
exercise.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from grader.grading import refusals
from grader.intake import Step
from grader.sandbox import Budget, CellOutcome, Pool, Runner, RunnerLost
from grader.selfcheck.judge import ExerciseResult, PlannedCase, PlannedExercise, judge

MOST_OWN_LOST = 3  # cells of the reader's own that end the runner; of those not yet run, only definitions are made then
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
    budget
        What is left to the submission.
    heard_before
        Whether its cells ran before, in another hearing.

    Attributes
    ----------
    answers
        For each exercise that was asked to its end, the answer documents of each case.
    small_answers
        For each of those that is not all right, the answer documents of each of its small questions, if it came to
        that.
    answers_again
        The same, of asking once more.
    lost
        For each other exercise of the steps, why there is no answer.
    stopped
        For each exercise whose cell stopped, a sentence that says where and why.
    outcomes
        How the cells of these exercises ended.
    remarks
        What else the reader should know.
    refused
        What of the reader's own cells stopped for a reason of grading alone, in sentences.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        exercises: Mapping[str, PlannedExercise],
        budget: Budget,
        heard_before: bool = False,
    ) -> None:
        self.steps = steps
        self.exercises = exercises
        self.answers: dict[str, Documents] = {}
        self.small_answers: dict[str, Documents] = {}
        self.answers_again: dict[str, Documents] = {}
        self.lost: dict[str, str] = {}
        self.stopped: dict[str, str] = {}
        self.remarks: list[str] = []
        self.outcomes: dict[str, CellOutcome] = {}
        self.refused: list[str] = []
        self._results: dict[str, ExerciseResult] = {}
        self._left_out: set[int] = set()
        self._sparing: set[int] = set()  # cells of which only the definitions are made
        self._ran = set(range(len(steps))) if heard_before else set()
        self._budget = budget
        self._position = -1
        self._losses = 0

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
        self._seconds = pool.limits.exchange_seconds
        asked = [step.exercises[0] for step in self.steps if step.kind == "ask"]
        testers = [name for name in asked if self.exercises[name].is_tester]
        for together in [[name for name in asked if name not in testers], *([name] for name in testers)]:
            self._hear(pool, together)

    @property
    def lacks_a_name(self) -> bool:
        """Whether anything that is not all right stopped with a NameError."""
        return any(self._lacks_a_name(name) for name in self.answers)

    def result(self, name: str) -> ExerciseResult:
        """Return the verdict on an exercise that was asked to its end."""
        if name not in self._results:
            self._results[name] = judge(self.exercises[name], self.answers[name])
        return self._results[name]

    def _lacks_a_name(self, name: str) -> bool:
        return self.result(name).outcome != "passed" and any(map(_is_name_error, _flat(self.answers[name])))

    def _hear(self, pool: Pool, names: Sequence[str]) -> None:
        """Ask some exercises in one runner, and in further ones while runners are lost."""
        while open_ones := [name for name in names if name not in self.answers and name not in self.lost]:
            self._position = -1
            try:
                with pool.runner(self._budget) as runner:
                    self._converse(runner, names)
                    with suppress(RunnerLost):  # what follows costs nothing
                        self._try_again(runner, names)
                        self._ask_small_questions(runner, names)
            except RunnerLost as loss:
                if not self._has_seen_readers_code():
                    raise
                self._lose(str(loss))
                self._losses += 1
                if self._losses >= MOST_LOST:
                    self.lost = dict.fromkeys(open_ones, f"The notebook ended {self._losses} processes.") | self.lost

    def _converse(self, runner: Runner, names: Sequence[str]) -> None:
        last = max(i for i, step in enumerate(self.steps) if step.kind == "ask" and step.exercises[0] in names)
        self._lacking: list[Step] = []
        for position, step in enumerate(self.steps[: last + 1]):  # what follows can change no answer
            self._position = position
            if position in self._left_out:
                continue
            if step.kind != "ask":
                self._run(runner, step)
            elif step.exercises[0] in names:
                self._ask(runner, step.exercises[0])

    def _try_again(self, runner: Runner, names: Sequence[str]) -> None:
        """Run and ask once more what lacked a name when its turn came; the better answer counts."""
        lacking = [name for name in names if name in self.answers and self._lacks_a_name(name)]
        for step in self._lacking if lacking else ():
            runner.run_cell(step.source, step.exercises)
        for name in lacking:
            before, answers = self.result(name), self._call(runner, name, self.exercises[name].cases)
            after = judge(self.exercises[name], answers)
            if after.points > before.points:
                self.answers[name], self._results[name] = answers, after

    def _ask(self, runner: Runner, name: str) -> None:
        if name in self.answers or name in self.lost:
            return
        self.answers[name] = self._call(runner, name, self.exercises[name].cases)

    def _call(self, runner: Runner, name: str, cases: Sequence[PlannedCase]) -> Documents:
        calls = [call for case in cases for call in case.calls]
        documents = iter(runner.call(name, calls, self.exercises[name].probe))
        return [list(islice(documents, len(case.calls))) for case in cases]

    def _ask_small_questions(self, runner: Runner, names: Sequence[str]) -> None:
        """Ask the small questions of what is not all right."""
        for name in names:
            questions = self.exercises[name].questions
            if name in self.answers and questions and self.result(name).outcome != "passed":
                twice = self._call(runner, name, [*questions, *questions])
                self.small_answers[name], self.answers_again[name] = twice[: len(questions)], twice[len(questions) :]

    def _run(self, runner: Runner, step: Step) -> None:
        position = self._position
        again, is_readers = position in self._ran, step.kind in ("answer", "own")
        if is_readers and not self._budget.allows(again):
            self._sparing.add(position)
        outcome = runner.run_cell(step.source, step.exercises, position in self._sparing, again)
        self._ran.add(position)
        if outcome.error:
            self._note(step, outcome)

    def _note(self, step: Step, outcome: CellOutcome) -> None:
        """Remember that a cell stopped."""
        words = refusals.in_words(step.source, outcome, self._seconds)
        for name in step.exercises:
            self.stopped[name], self.outcomes[name] = words, outcome
        if step.kind == "own" and outcome.error in refusals.OF_GRADING and words not in self.refused:
            self.refused.append(words)
        if outcome.error == "NameError":
            self._lacking.append(step)

    def _has_seen_readers_code(self) -> bool:
        seen = (step for i, step in enumerate(self.steps[: self._position + 1]) if i not in self._left_out)
        return any(step.kind in ("answer", "own") for step in seen)

    def _lose(self, reason: str) -> None:
        step = self.steps[self._position]
        if step.kind == "ask":
            self.lost[step.exercises[0]] = f"When it was called: {reason}"
            self._leave_out_uses(step.exercises[0])
            return
        if self._position in self._sparing:
            self._left_out.add(self._position)
            return
        self._sparing.add(self._position)
        for name in step.exercises:
            self.stopped[name] = f"When its cell was run: {reason}"
        if step.kind == "own":
            first = step.source.strip().splitlines()[0][:60]
            self.remarks.append(f"Of the cell that begins with {first!r}, only definitions were read: {reason}")
            self._limit_own_cells()

    def _leave_out_uses(self, name: str) -> None:
        """Leave out the released cells that use a function: they would end the next runner in the same way."""
        uses = re.compile(rf"\b{name}\b")
        self._left_out |= {i for i, step in enumerate(self.steps) if step.kind == "use" and uses.search(step.source)}

    def _limit_own_cells(self) -> None:
        """After a few of the reader's own cells have ended a runner, make no more than definitions of those to come."""
        own = {i for i, step in enumerate(self.steps) if step.kind == "own"}
        if len(own & self._sparing) == MOST_OWN_LOST and own - self._sparing - self._ran:
            self._sparing |= own - self._ran
            self.remarks.append("Of your own cells that follow, only definitions were read.")


def _flat(answers: Documents) -> list[dict[str, Any]]:
    return [answer for case in answers for answer in case]


def _is_name_error(answer: Mapping[str, Any]) -> bool:
    names = answer.get("error")  # possibly forged
    return isinstance(names, list) and "NameError" in names
