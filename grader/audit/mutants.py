"""Mutants: how well the cases of an exercise tell its reference from what people write instead.

Every mutant is asked with several seeds. For each that passes with one of them, small inputs are tried until one tells
it from the reference; if none does, it counts as equivalent so far. The same course gives the same result every time.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from rich.console import Console
from rich.table import Table

from grader.audit.forked import each
from grader.audit.mutation import Mutant, mutants_of
from grader.course import Chapter
from grader.exercise import Exercise
from grader.plan import plan
from grader.plan.questions import Question, ask, is_right, questions_for, quick_cases
from grader.release import exercises_of
from grader.selfcheck.judge import PlannedCase, PlannedExercise
from grader.selfcheck.laws import LawText, raises_value_error

SEEDS = (b"mutants", b"mutants again", b"mutants once more")
REFUSAL = LawText(raises_value_error.__name__)
SEED = 11  # of the inputs that are tried
Failures = list[str | None]  # the first case that tells a mutant apart, for each seed
HEADINGS = ("mutants", "killed", "equivalent\nso far", "not\ntried", "surviving", "sec-\nonds")


@dataclass(frozen=True)
class Survivor:
    """A mutant that the cases let pass, and a case that would not."""

    mutant: Mutant
    case: str


@dataclass
class MutantAudit:
    """What became of the mutants of one exercise.

    Parameters
    ----------
    exercise
        Which one.
    total, killed
        How many there are, and how many lose points with every seed.
    untried
        How many could be told apart only by cases with a limit of time, which train something and are not tried.
    surviving
        Those that pass with a seed although an input tells them apart.
    seconds
        How long that took.
    """

    exercise: Exercise
    total: int = 0
    killed: int = 0
    untried: int = 0
    surviving: list[Survivor] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def equivalent(self) -> int:
        """How many no input told from the reference."""
        return self.total - self.killed - self.untried - len(self.surviving)


def run(chapters: Iterable[Chapter], console: Console) -> bool:
    """Try the mutants of all exercises and print what became of them; return whether none survives."""
    audits = []
    for chapter in chapters:
        for exercise in exercises_of(chapter).values():
            audits.append(audit_mutants(exercise))
            for one in audits[-1].surviving:
                words = f"{chapter.short}: {exercise.name}: {one.mutant.kind}\n{one.mutant.difference}\n{one.case}\n"
                console.print(words, markup=False, highlight=False, soft_wrap=True)
    console.print(table(audits))
    count = sum(len(one.surviving) for one in audits)
    console.print(f"{count} mutants survive." if count else "No mutant survives that an input tells apart.")
    return not count


def table(audits: Iterable[MutantAudit]) -> Table:
    """Return what became of the mutants as a table, one row per exercise."""
    shown = Table(title="Mutants", padding=(0, 0))
    shown.add_column("exercise", no_wrap=True)
    for heading in HEADINGS:
        shown.add_column(heading, justify="right", no_wrap=True)
    for one in audits:
        surviving = f"[red]{len(one.surviving)}[/red]" if one.surviving else "0"
        counts = map(str, (one.total, one.killed, one.equivalent, one.untried))
        shown.add_row(one.exercise.name, *counts, surviving, f"{one.seconds:.1f}")
    return shown


def audit_mutants(exercise: Exercise) -> MutantAudit:
    """Try all mutants of one exercise."""
    begun = time.perf_counter()
    mutants = mutants_of(exercise)
    quick = replace(exercise, wrong_answers=[])
    quick.cases = quick_cases(exercise, SEED)
    plans = [plan(quick, seed, "grader") for seed in SEEDS]
    failures = each(lambda mutant: _failures(mutant, exercise, plans), mutants)
    living = [(mutant, failed) for mutant, failed in zip(mutants, failures) if failed is not None and None in failed]
    is_whole = len(quick.cases) == len(exercise.cases)
    tried = [one for one in living if is_whole or any(one[1])]
    found = MutantAudit(exercise, len(mutants), len(mutants) - len(living), len(living) - len(tried))
    found.surviving = _surviving(quick, tried, plans[0])
    found.seconds = time.perf_counter() - begun
    return found


def _failures(mutant: Mutant, exercise: Exercise, plans: list[PlannedExercise]) -> Failures:
    """Return the first case that tells a mutant from the reference, for each seed; None where there is none."""
    try:
        thing = mutant.of(exercise)
    except Exception:  # a variable that cannot be computed
        return ["it is not defined"] * len(plans)
    return [next((case.name for case in one.cases if _tells(case, thing, one)), None) for one in plans]


def _tells(case: PlannedCase, thing: Any, planned: PlannedExercise) -> bool:
    return ask(thing, replace(planned, cases=[case])).outcome != "passed"


def _surviving(exercise: Exercise, living: list[tuple[Mutant, Failures]], planned: PlannedExercise) -> list[Survivor]:
    """Return those of the mutants that an input, or another seed, tells from the reference."""
    fair = _fair_questions(exercise, planned) if living else []
    found = []
    for mutant, failed in living:
        case = _telling(mutant, exercise, fair)
        name = next(filter(None, failed), None)
        if case or name:
            found.append(Survivor(mutant, case or f"# {name!r} tells it apart, but not with every seed"))
    return found


def _fair_questions(exercise: Exercise, planned: PlannedExercise) -> list[tuple[Question, PlannedExercise]]:
    questions = questions_for(exercise, SEED)
    plans = each(lambda question: question.planned(exercise, planned), questions)
    return [(question, one) for question, one in zip(questions, plans) if one]


def _telling(mutant: Mutant, exercise: Exercise, fair: list[tuple[Question, PlannedExercise]]) -> str:
    """Return the first question that tells a mutant from the reference, as a case; '' if none does."""
    thing = mutant.of(exercise)
    told = each(lambda one: is_right(thing, one) is False, [one for _, one in fair])
    for (question, one), tells in zip(fair, told):
        if tells is not False:  # or it took too much
            told.close()
            return question.as_case(one.cases[0].law == REFUSAL)
    return ""
