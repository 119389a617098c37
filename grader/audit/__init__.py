"""The grader graded: what is proven of every exercise, what the house rules ask of it, and what was found wanting.

That right answers pass and wrong ones are told apart is in `proof`, that guesses earn next to nothing in `guesses`, the
house rules of course.toml in `rules`. `mutants` asks for more: that the cases notice what people may write instead.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.table import Table

from grader.audit import guesses, proof
from grader.audit.guesses import ODD_VALUES
from grader.audit.proof import ask
from grader.audit.rules import breaches
from grader.course import Chapter, Rules
from grader.exercise import Exercise, Variable
from grader.plan import PUBLIC_SEED, plan
from grader.plan.by_hand import with_questions
from grader.release import exercises_of
from grader.release.chapter_source import read
from grader.selfcheck.judge import PlannedExercise

__all__ = ["ODD_VALUES", "ExerciseAudit", "ask", "audit", "audit_exercise", "run", "table"]

NO_RULES = Rules()
PATIENCE = 20.0  # seconds for one exercise: after them no further seed is begun
HEADINGS = ("points", "cases", "vari-\nants", "wrong", "seeds", "sec-\nonds")


@dataclass
class ExerciseAudit:
    """What was found out about one exercise.

    Parameters
    ----------
    exercise
        Which one.
    findings
        What is wrong with it; empty if all is proven.
    seeds
        With how many seeds it was tried.
    seconds
        How long that took.
    """

    exercise: Exercise
    findings: list[str] = field(default_factory=list)
    seeds: int = 0
    seconds: float = 0.0


def run(chapters: Iterable[Chapter], console: Console) -> bool:
    """Audit chapters, print what was found, and return whether everything is proven; the `course audit` command."""
    audits = audit(chapters)
    console.print(table(audits))
    findings = [(one.exercise.name, finding) for one in audits for finding in one.findings]
    for name, finding in findings:
        console.print(f"{name}: {finding}", markup=False, highlight=False, soft_wrap=True)
    if not findings:
        console.print(f"{len(audits)} exercises: every right answer passes, every wrong one is told apart.")
    return not findings


def table(audits: Iterable[ExerciseAudit]) -> Table:
    """Return the audit as a table, one row per exercise."""
    shown = Table(title="The grader graded", padding=(0, 0))
    shown.add_column("exercise", no_wrap=True)
    for heading in HEADINGS:
        shown.add_column(heading, justify="right", no_wrap=True)
    shown.add_column("verdict")
    for one in audits:
        verdict = f"[red]{len(one.findings)} to mend[/red]" if one.findings else "[green]proven[/green]"
        shown.add_row(one.exercise.name, *_counts(one), verdict)
    return shown


def _counts(one: ExerciseAudit) -> list[str]:
    exercise = one.exercise
    counts = exercise.points, len(exercise.cases), len(exercise.variants), len(exercise.wrong_answers), one.seeds
    return [*map(str, counts), f"{one.seconds:.1f}"]


def audit(chapters: Iterable[Chapter]) -> list[ExerciseAudit]:
    """Audit all exercises of some chapters, in the order of the pages."""
    return [
        audit_exercise(exercise, chapter.course.settings.audit, _given(chapter))
        for chapter in chapters
        for exercise in exercises_of(chapter).values()
    ]


def _given(chapter: Chapter) -> set[str]:
    """Return the names that a reader of a chapter may have: all exercises up to there, and what its page imports."""
    so_far = [one for one in chapter.course.chapters_up_to(chapter.assignment) if one.has_exercises]
    exercises = {name for one in so_far for name in exercises_of(one)}
    return exercises.union(*(cell.gives for cell in read(chapter)))


def audit_exercise(
    exercise: Exercise,
    rules: Rules = NO_RULES,
    given: Collection[str] = frozenset(),
    seeds: Sequence[tuple[bytes, str]] = (),
) -> ExerciseAudit:
    """Audit one exercise.

    Parameters
    ----------
    exercise
        Which.
    rules
        The house rules of the course.
    given
        The exercises that its readers may have.
    seeds
        Seeds with the audience that asks; by default the public seed for readers, and for the grader one that never
        changes and one that always does.
    """
    begun = time.perf_counter()
    one = ExerciseAudit(exercise, [*breaches(exercise, rules), *proof.form(exercise, given)])
    exercise = _worth_something(exercise)
    public = with_questions(exercise, plan(exercise))
    one.findings += guesses.odd(public)  # no seed matters to what is no number
    for seed, audience in seeds or _default_seeds():
        if one.seeds and time.perf_counter() - begun > PATIENCE:
            break
        asked = public if (seed, audience) == (PUBLIC_SEED, "reader") else plan(exercise, seed, audience)
        place = f"(seed {seed.decode()!r}, {audience})"
        one.findings += [f"{finding} {place}" for finding in _tried(exercise, asked, public)]
        one.seeds += 1
    one.seconds = time.perf_counter() - begun
    return one


def _worth_something(exercise: Exercise) -> Exercise:
    """Return a warm-up as if it carried a point: else a wrong answer had nothing to lose."""
    return replace(exercise, points=1) if exercise.is_warm_up else exercise


def _default_seeds() -> list[tuple[bytes, str]]:
    return [(PUBLIC_SEED, "reader"), (b"audit", "grader"), (secrets.token_hex(8).encode(), "grader")]


def _tried(exercise: Exercise, asked: PlannedExercise, public: PlannedExercise) -> Iterator[str]:
    """Find what is wrong with an exercise as one seed asks it."""
    own = proof.answers(exercise.thing, asked)
    yield from proof.right(exercise, asked, own)
    yield from proof.wrong(exercise, asked)
    yield from proof.errors(asked)
    yield from guesses.idle(asked, own)
    # what is known by heart is right where it was learned; and the value of a variable is all that is asked of it
    if asked is not public and not isinstance(exercise.reference, Variable):
        yield from guesses.informed(asked, public)
