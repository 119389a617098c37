"""The small questions in grading: public ones, of which feedback shows the first that goes wrong.

The answers are the submission's, which may know hidden arguments by then: they are judged and never shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.grading.result import Example
from grader.selfcheck.calling import Answer
from grader.selfcheck.details import code_of, first_wrong, words_of
from grader.selfcheck.judge import PlannedCase, PlannedExercise, judge_case
from grader.selfcheck.values import show

CHECKS = Path("selfcheck") / "checks.json"


def with_small_questions(exercises: Sequence[PlannedExercise], released: Path) -> list[PlannedExercise]:
    """Return plans with the small questions that a release asks.

    Parameters
    ----------
    exercises
        With hidden arguments, and without small questions.
    released
        The released folder.
    """
    public = json.loads((released / CHECKS).read_bytes())["exercises"]
    return [replace(one, questions=_questions(public[one.name])) for one in exercises]


def _questions(document: dict[str, Any]) -> list[PlannedCase]:
    """Return the small questions of a plan, without those that are asked of a reader's own function of another name."""
    questions = PlannedExercise.from_document(document).questions
    return [one for one in questions if not any(_is_own(argument) for argument in _arguments(one))]


def _arguments(question: PlannedCase) -> list[Any]:
    return [argument for call in question.calls for argument in call["arguments"]]


def _is_own(argument: Any) -> bool:
    return isinstance(argument, dict) and "own" in argument


def first_failing(exercise: PlannedExercise, answers: Sequence[list[dict[str, Any]]]) -> Example | None:
    """Return the first small question that goes wrong; None if none does.

    Parameters
    ----------
    exercise
        What was asked.
    answers
        The answer documents to each of its small questions, possibly forged.
    """
    for question, got in zip(exercise.questions, answers):
        if judge_case(question, got).fraction < 1:
            place = first_wrong(question, got)
            return Example(code_of(exercise, question, place), _right(question, place), words_of(question, got))
    return None


def _right(question: PlannedCase, place: int) -> str:
    """Return what the reference answers, where no other answer is right."""
    if not question.expected:
        return ""
    answer = Answer.decode(question.expected[place], question.calls[place])
    if answer.error:
        return f"{answer.error[0]} is raised"
    return show(answer.value) if question.law.is_by_value else ""
