"""Small questions of whole numbers, which a person can work out: for each mistake the smallest that shows it.

They are public and carry no points. A reader's check asks them before everything else and shows the smallest that
fails; feedback on grading shows the same, in the place of arguments that stay hidden. Mistakes that nobody has thought
of are shown by others: the smallest there are, and for each kind of arguments some whose axes have unlike lengths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from grader.exercise import Exercise, WrongAnswer
from grader.plan.inputs import ALIKE, GENERAL, TENTHS
from grader.plan.questions import Question, is_right, questions_for, texts_in
from grader.plan.twins import twins
from grader.selfcheck.judge import PlannedCase, PlannedExercise
from grader.selfcheck.laws import raises_value_error

SEED = 3  # of the numbers that are drawn
MOST_NUMBERS = 24  # in a question
FEW_NUMBERS = 6  # questions so small are asked of everybody, a few of them
MOST_TRIED, MOST_FOR_ALL = 200, 5
MOST_ALIKE = 6  # tried of one kind and shape, until one is fair


def with_questions(exercise: Exercise, planned: PlannedExercise) -> PlannedExercise:
    """Return the plan with small questions: one for each wrong answer that one of them shows, and a few for all others.

    Parameters
    ----------
    exercise
        What is asked.
    planned
        Its plan.
    """
    public = [case for case in exercise.cases if case.audience != "grader"]  # the others' arguments stay hidden
    choice = _Choice(replace(exercise, wrong_answers=[], cases=public), planned, list(exercise.wrong_answers))
    small = [one for one in questions_for(choice.exercise, SEED, by_hand=True) if one.size <= MOST_NUMBERS]
    choice.take(one for one in small if one.case.law is not raises_value_error)
    choice.take(one for one in small if one.case.law is raises_value_error)
    if planned.parameters:  # no probe stands between, whose arguments would be no reader's
        choice.take_twins()
    return replace(planned, questions=choice.in_order())


@dataclass
class _Choice:
    """The questions chosen so far, and the wrong answers that none of them shows yet."""

    exercise: Exercise
    planned: PlannedExercise
    left: list[WrongAnswer]
    chosen: list[tuple[Question, PlannedCase]] = field(default_factory=list)
    twins: list[PlannedCase] = field(default_factory=list)
    tried: Counter[Any] = field(default_factory=Counter)

    def take(self, questions: Iterable[Question]) -> None:
        """Choose among questions, which come in the order of their sizes."""
        for number, question in enumerate(questions):
            is_for_all = self._is_for_all(number, question)
            if is_for_all or (self.left and number < MOST_TRIED):
                self._consider(question, is_for_all)

    def _is_for_all(self, number: int, question: Question) -> bool:
        """Whether everybody is asked: one of the first, or the first fair one of its kind and shape."""
        if question.words == GENERAL:
            return self.tried[question.kind, question.shapes] < MOST_ALIKE
        return number < MOST_FOR_ALL and question.size <= FEW_NUMBERS and question.words not in (TENTHS, ALIKE)

    def _consider(self, question: Question, is_for_all: bool) -> None:
        self.tried[question.kind, question.shapes] += 1
        asked = question.planned(self.exercise, self.planned)
        if not asked:
            return
        shown = [wrong for wrong in self.left if is_right(wrong.thing, asked) is False]
        if shown or is_for_all:
            self.tried[question.kind, question.shapes] += MOST_ALIKE
            self.left = [wrong for wrong in self.left if wrong not in shown]
            self.chosen.append((question, replace(asked.cases[0], name=question.words)))

    def take_twins(self) -> None:
        """Choose some that differ in one argument alone from one that is chosen."""
        self.twins = list(twins(self.exercise, self.planned, self.chosen, texts_in(self.exercise, SEED), SEED))

    def in_order(self) -> list[PlannedCase]:
        """Return the questions, those about numbers before refusals: what goes wrong with numbers is shown first."""
        cases = [*(case for _, case in self.chosen), *self.twins]
        return sorted(cases, key=lambda case: case.law.function is raises_value_error)
