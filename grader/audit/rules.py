"""The house rules: what a course asks of its exercises beyond what is proven, as its course.toml says."""

from __future__ import annotations

from collections.abc import Iterator

from grader.course import Rules
from grader.exercise import Exercise


def breaches(exercise: Exercise, rules: Rules) -> Iterator[str]:
    """Find what an exercise has too few of; a warm-up is short, and held to what is proven alone."""
    if exercise.is_warm_up:
        return
    fewest = rules.wrong_answers_from_3_points if exercise.points >= 3 else rules.wrong_answers
    if len(exercise.wrong_answers) < fewest:
        yield f"{len(exercise.wrong_answers)} wrong answers; with {exercise.points} points there are {fewest} or more"
    if len(exercise.variants) < rules.variants:
        yield f"{len(exercise.variants)} variants; an exercise has {rules.variants} or more"
    if len(exercise.hints) < rules.hints:
        yield f"{len(exercise.hints)} hints; an exercise has {rules.hints} or more"
    yield from (f"hint {place} is empty" for place, hint in enumerate(exercise.hints, 1) if not hint)
