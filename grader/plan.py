"""Exercise and seed → plan: the arguments made, the reference and the wrong answers asked, all as data.

The same seed gives the same plan everywhere. The self-check uses a public seed, grading one derived from the secret.
"""

import hashlib

import numpy as np

from grader import laws, wire
from grader.calling import answer
from grader.judge import PlannedCase, PlannedExercise, judge_case

PUBLIC_SEED = b"Neural Networks by Hand"


def plan(exercise, seed=PUBLIC_SEED, audience="reader"):
    """Make the plan of an exercise.

    Parameters
    ----------
    exercise : Exercise
        What is to be asked.
    seed : bytes
        Where the arguments come from.
    audience : {"reader", "grader"}
        Who asks.

    Returns
    -------
    PlannedExercise
    """
    cases = [case for case in exercise.cases if case.audience in ("everyone", audience)]
    total = sum(case.share for case in cases)
    return PlannedExercise(
        name=exercise.name,
        points=exercise.points,
        cases=[_plan_case(exercise, case, case.share / total, seed) for case in cases],
        sentences={wrong.name: wrong.sentence for wrong in exercise.wrong_answers},
        hints=list(exercise.hints),
    )


def _plan_case(exercise, case, share, seed):
    calls = [call.encode() for call in case.calls(_generator(seed, exercise.name, case.name))]
    parameters = case.parameters() if callable(case.parameters) else case.parameters
    planned = PlannedCase(
        name=case.name,
        share=share,
        law=laws.name_of(case.law),
        parameters={key: wire.encode(value) for key, value in parameters.items()},
        calls=calls,
        expected=_recorded([answer(exercise.reference, call) for call in calls]),
    )
    for wrong in exercise.wrong_answers:
        answers = [answer(wrong.function, call) for call in calls]
        if judge_case(planned, answers).fraction < 1:
            planned.mistakes[wrong.name] = planned.essence(answers)
    return planned


def _recorded(answers):
    """Return answers without what differs from run to run: the same seed must give the same plan."""
    return [document | {"peak_memory": 0, "seconds": 0} for document in answers]


def _generator(seed, exercise, case):
    """Return a generator that depends on the seed and on the names alone, so that no case disturbs another."""
    digest = hashlib.sha256(b"\0".join([seed, exercise.encode(), case.encode()])).digest()
    return np.random.default_rng(list(digest))
