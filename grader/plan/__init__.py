"""Exercise and seed → plan: the arguments made, the reference and the wrong answers asked, all as data.

The same seed gives the same plan everywhere. The self-check uses a public seed, grading one derived from the secret.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from grader.course import UnusableInput
from grader.exercise import Case, Exercise
from grader.exercise.reference import names_around
from grader.plan.recorded import without_needless_results
from grader.plan.texts import law_text, probe_text
from grader.selfcheck import wire
from grader.selfcheck.calling import answer, through, with_own
from grader.selfcheck.judge import PlannedCase, PlannedExercise, essence
from grader.selfcheck.laws import catches, raises_value_error

PUBLIC_SEED = b"the questions that readers are asked"


def plan(exercise: Exercise, seed: bytes = PUBLIC_SEED, audience: str = "reader") -> PlannedExercise:
    """Make the plan of an exercise.

    Parameters
    ----------
    exercise
        What is to be asked.
    seed
        Where the arguments come from.
    audience
        Who asks: "reader" or "grader".

    Raises
    ------
    UnusableInput
        If a law or the probe does not travel, or a case cannot be asked or judged.
    """
    cases = [case for case in exercise.cases if case.audience in ("everyone", audience)]
    total = sum(case.share for case in cases)
    probe = probe_text(exercise.probe) if exercise.probe else ""
    planned = [_plan_or_blame(exercise, probe, case, case.share / total, seed) for case in cases]
    parameters = _parameters(exercise)
    return PlannedExercise(
        name=exercise.name,
        points=exercise.points,
        cases=without_needless_results(planned) if audience == "reader" else planned,  # a grader's plan stays here
        sentences={wrong.name: wrong.sentence for wrong in exercise.wrong_answers},
        hints=list(exercise.hints),
        probe=probe,
        is_tester=exercise.is_tester,
        parameters=[*parameters],
        defaults={name: wire.encode(one.default) for name, one in parameters.items() if one.default is not one.empty},
    )


def _parameters(exercise: Exercise) -> Mapping[str, inspect.Parameter]:
    """Return the parameters of the reference; none where a probe stands between it and what it is called with."""
    return (
        {} if exercise.probe or not inspect.isfunction(exercise.thing) else inspect.signature(exercise.thing).parameters
    )


def _plan_or_blame(exercise: Exercise, probe: str, case: Case, share: float, seed: bytes) -> PlannedCase:
    try:
        return _plan_case(exercise, probe, case, share, seed)
    except UnusableInput:
        raise
    except Exception as error:  # of the course's own code, which may raise anything
        words = f"the case {case.name!r} of {exercise.name} cannot be asked"
        raise UnusableInput(f"{exercise.place}: {words}: {type(error).__name__}: {error}.") from error


def _plan_case(exercise: Exercise, probe: str, case: Case, share: float, seed: bytes) -> PlannedCase:
    calls = [call.encode() for call in case.calls(_generator(seed, exercise.name, case.name))]
    parameters = case.parameters() if callable(case.parameters) else case.parameters
    around = names_around(exercise.reference)
    planned = PlannedCase(
        name=case.name,
        share=share,
        law=law_text(case.law),
        parameters={key: wire.encode(value) for key, value in parameters.items()},
        calls=calls,
        expected=[],
    )
    if needs_results(case.law):
        asked = with_own(through(probe, exercise.thing), around)
        planned = replace(planned, expected=_recorded([answer(asked, call) for call in calls]))
    for wrong in exercise.wrong_answers:
        asked = with_own(through(probe, wrong.thing), around)
        answers = [answer(asked, call) for call in calls]
        got = planned.read(answers)
        if planned.verdict(got).fraction < 1:
            planned.mistakes[wrong.name] = list(map(essence, answers, got))
    return planned


def needs_results(law: Callable[..., Any]) -> bool:
    """Whether a law is told what the reference answers: where many answers are right, its own would give one away."""
    return getattr(law, "by_value", False) or law in (raises_value_error, catches)


def _recorded(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return answers without what differs from run to run: the same seed must give the same plan."""
    return [document | {"peak_memory": 0, "seconds": 0} for document in answers]


def _generator(seed: bytes, exercise: str, case: str) -> np.random.Generator:
    """Return a generator that depends on the seed and on the names alone, so that no case disturbs another."""
    digest = hashlib.sha256(b"\0".join([seed, exercise.encode(), case.encode()])).digest()
    return np.random.default_rng(list(digest))
