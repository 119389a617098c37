"""Small questions of whole numbers, which a person can work out: for each mistake the smallest that shows it.

They are public and carry no points. A reader's check asks them before everything else and shows the smallest that
fails; feedback on grading shows the same, in the place of arguments that stay hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grader.exercise import Exercise
from grader.plan.questions import Question, is_right, questions_for
from grader.selfcheck.calling import answer, through, with_own
from grader.selfcheck.judge import PlannedCase, PlannedExercise
from grader.selfcheck.laws import raises_value_error

SEED = 3  # of the numbers that are drawn
MOST_NUMBERS = 24  # in a question
FEW_NUMBERS = 6  # questions so small are asked of everybody, a few of them
MOST_TRIED, MOST_FOR_ALL = 200, 5


def with_questions(exercise: Exercise, planned: PlannedExercise) -> PlannedExercise:
    """Return the plan with small questions: one for each wrong answer that one of them shows, and a few for all others.

    Parameters
    ----------
    exercise
        What is asked.
    planned
        Its plan.
    """
    chosen: dict[str, PlannedCase] = {}
    left = list(exercise.wrong_answers)
    for number, (question, asked) in enumerate(_fair(exercise, planned)):
        shown = [wrong for wrong in left if is_right(wrong.thing, asked) is False]
        left = [wrong for wrong in left if wrong not in shown]
        if shown or (number < MOST_FOR_ALL and question.size <= FEW_NUMBERS):
            chosen[repr(asked.cases[0].calls)] = _named(exercise, asked, question)
        if not left and number >= MOST_FOR_ALL:
            break
    return replace(planned, questions=list(chosen.values()))


def _fair(exercise: Exercise, planned: PlannedExercise) -> Iterator[tuple[Question, PlannedExercise]]:
    """Yield the questions that may be asked, each with the plan that asks it and nothing else; the smallest first."""
    public = [case for case in exercise.cases if case.audience != "grader"]  # the others' arguments stay hidden
    alone = replace(exercise, wrong_answers=[], cases=public)
    small = [one for one in questions_for(alone, SEED, by_hand=True) if one.size <= MOST_NUMBERS]
    numbers = [one for one in small if one.case.law is not raises_value_error]
    refusals = [one for one in small if one.case.law is raises_value_error]
    refused = []
    for question in [*numbers[:MOST_TRIED], *refusals[:MOST_TRIED]]:
        asked = question.planned(alone, planned)
        if asked and asked.cases[0].law.function is raises_value_error:
            refused.append((question, asked))
        elif asked:
            yield question, asked
    yield from refused  # what goes wrong with numbers is shown first


def _named(exercise: Exercise, asked: PlannedExercise, question: Question) -> PlannedCase:
    """Return the case of a small question, with what the wrong answers say to it."""
    [case] = asked.cases
    for wrong in exercise.wrong_answers:
        if is_right(wrong.thing, asked) is False:
            function = with_own(through(asked.probe, wrong.thing), {})
            case.mistakes[wrong.name] = case.essence([answer(function, call) for call in case.calls])
    return replace(case, name=question.words)
