"""The grader graded: proof that an exercise's cases accept what is right and tell apart what is wrong.

For every exercise and several seeds: the reference and every variant earn all points, every wrong answer loses some and
is told its own sentence, and nothing that merely looks like an answer earns any.
"""

import inspect
import secrets
import time
from dataclasses import dataclass, field

import numpy as np
from rich.table import Table

from grader.course import Rules
from grader.exercise import ERROR_SHARE, Exercise
from grader.plan import PUBLIC_SEED, plan
from grader.release import exercises_of
from grader.selfcheck import wire
from grader.selfcheck.calling import Answer, answer
from grader.selfcheck.judge import judge
from grader.selfcheck.laws import raises_value_error

NO_RULES = Rules()
PATIENCE = 20.0  # seconds for one exercise: after them no further seed is begun

# what a hostile or careless answer may hold, as documents
ODD_VALUES = (
    *("text", True, [], {"tuple": []}, {"dict": {}}, {"other": "Odd"}, [[1.0], [1.0, 2.0]], [None], {"float": "nan"}),
    *(1e308, {"integer": hex(10**300)}, {"tuple": [{"tuple": [1, 2]}, "text"]}, [{"other": "Odd"}, 1.0]),
    *(wire.encode(array) for array in (np.zeros(0), np.full((1, 1), np.nan), np.array([1 + 2j]), np.array(True))),
)


@dataclass
class ExerciseAudit:
    """What was found out about one exercise.

    Parameters
    ----------
    chapter, name : str
        Which one.
    exercise : Exercise
        It.
    findings : list of str
        What is wrong with it; empty if all is proven.
    seeds : int
        With how many seeds it was tried.
    seconds : float
        How long that took.
    """

    chapter: str
    name: str
    exercise: Exercise
    findings: list = field(default_factory=list)
    seeds: int = 0
    seconds: float = 0.0


def run(chapters, console):
    """Audit chapters and print what was found; the `course audit` command.

    Parameters
    ----------
    chapters : iterable of Chapter
        Which.
    console : rich.console.Console
        Where to print.

    Returns
    -------
    bool
        Whether everything is proven.
    """
    audits = audit(chapters)
    console.print(table(audits))
    findings = [(one.name, finding) for one in audits for finding in one.findings]
    for name, finding in findings:
        console.print(f"{name}: {finding}", markup=False, highlight=False, soft_wrap=True)
    if not findings:
        console.print(f"{len(audits)} exercises: every right answer passes, every wrong one is told apart.")
    return not findings


def table(audits):
    """Return the audit as a rich table, one row per exercise."""
    shown = Table(title="The grader graded", padding=(0, 0))
    shown.add_column("exercise", no_wrap=True)
    for heading in ("points", "cases", "vari-\nants", "wrong", "seeds", "sec-\nonds"):
        shown.add_column(heading, justify="right", no_wrap=True)
    shown.add_column("verdict")
    for one in audits:
        verdict = f"[red]{len(one.findings)} to mend[/red]" if one.findings else "[green]proven[/green]"
        shown.add_row(one.name, *_counts(one), verdict)
    return shown


def _counts(one):
    counts = len(one.exercise.cases), len(one.exercise.variants), len(one.exercise.wrong_answers), one.seeds
    return [str(one.exercise.points), *map(str, counts), f"{one.seconds:.1f}"]


def audit(chapters):
    """Audit all exercises of some chapters.

    Parameters
    ----------
    chapters : iterable of Chapter
        Which.

    Returns
    -------
    list of ExerciseAudit
        In the order of the pages.
    """
    return [
        audit_exercise(exercise, chapter.course.settings.audit, _given(chapter))
        for chapter in chapters
        for exercise in exercises_of(chapter).values()
    ]


def _given(chapter):
    """Return the names that a reader of a chapter may have: all exercises up to there."""
    chapters = chapter.course.chapters()
    return {name for one in chapters[: chapters.index(chapter) + 1] for name in exercises_of(one)}


def audit_exercise(exercise, rules=NO_RULES, given=frozenset(), seeds=None):
    """Audit one exercise.

    Parameters
    ----------
    exercise : Exercise
        Which.
    rules : Rules
        The house rules of the course.
    given : set of str
        The exercises that its readers may have.
    seeds : list of (bytes, str), optional
        Seeds with the audience that asks; if left out, the public seed for readers, and for the grader one that never
        changes and one that always does.

    Returns
    -------
    ExerciseAudit
    """
    begun = time.perf_counter()
    one = ExerciseAudit(exercise.chapter, exercise.name, exercise, [*_form(exercise, rules, given)])
    fresh = secrets.token_hex(8).encode()
    for seed, audience in seeds or [(PUBLIC_SEED, "reader"), *((s, "grader") for s in (b"audit", fresh))]:
        if time.perf_counter() - begun > PATIENCE:
            break
        made = plan(exercise, seed, audience)
        found = [*_right(exercise, made), *_wrong(exercise, made), *_idle(made), *_errors(made)]
        found += [] if one.seeds else _odd(made)  # no seed matters to what is no number
        one.findings += [f"{finding} (seed {seed.decode()!r}, {audience})" for finding in found]
        one.seeds += 1
    one.seconds = time.perf_counter() - begun
    return one


def ask(function, planned):
    """Ask a function everything and judge its answers.

    Parameters
    ----------
    function : callable
        Anybody's.
    planned : PlannedExercise
        What to ask.

    Returns
    -------
    ExerciseResult
    """
    return judge(planned, [[answer(function, call) for call in case.calls] for case in planned.cases])


def _form(exercise, rules, given):
    """Find what can be said without asking anything."""
    fewest = rules.wrong_answers_from_3_points if exercise.points >= 3 else rules.wrong_answers
    if len(exercise.wrong_answers) < fewest:
        yield f"{len(exercise.wrong_answers)} wrong answers; with {exercise.points} points there are {fewest} or more"
    if len(exercise.variants) < rules.variants:
        yield f"{len(exercise.variants)} variants; an exercise has {rules.variants} or more"
    if len(exercise.hints) < rules.hints or not all(exercise.hints):
        yield f"{len(exercise.hints)} hints; an exercise has {rules.hints} or more"
    functions = [wrong.function for wrong in exercise.wrong_answers] + exercise.variants
    for names in ([f.__name__ for f in functions], [wrong.sentence for wrong in exercise.wrong_answers]):
        yield from (f"twice the same: {name!r}" for name in sorted(set(names)) if names.count(name) > 1)
    for function in functions:
        yield from (f"{function.__name__} uses {name}, which no reader has" for name in _foreign(function, given))


def _foreign(function, given):
    """Return the globals of a wrong answer or variant that are neither `np` nor an exercise's function."""
    used = inspect.getclosurevars(function)
    at_hand = {name for name, value in used.globals.items() if name in given and inspect.isfunction(value)}
    return sorted((set(used.globals) - at_hand - {"np"}) | set(used.nonlocals))


def _right(exercise, made):
    """Find where the reference or a variant does not earn everything, or the reference warns."""
    for function in (exercise.reference, *exercise.variants):
        result = ask(function, made)
        if result.outcome != "passed":
            yield f"{function.__name__} is right and earns {result.points}: {_failing(result)}"
    warned = [case.name for case in made.cases for document in case.expected if document["warnings"]]
    yield from (f"the reference warns in {name!r}" for name in sorted(set(warned)))


def _failing(result):
    return "; ".join(f"{case.name!r}: {case.words}" for case in result.cases if case.fraction < 1)


def _wrong(exercise, made):
    """Find wrong answers that lose nothing, or whose author would be told another sentence."""
    for wrong in exercise.wrong_answers:
        result = ask(wrong.function, made)
        if result.points >= made.points:
            yield f"{wrong.name} is wrong and earns {result.points}"
        elif result.misconception != wrong.name:
            yield f"{wrong.name} is taken for {result.misconception or 'nothing known'}"


def _idle(made):
    """Find what earns points without any work."""
    for function in (stub, nothing, first_argument, refusal):
        yield from _earning(function.__name__, ask(function, made))
    zeros = [[_zeros(*asked) for asked in zip(case.calls, case.expected)] for case in made.cases]
    yield from _earning("zeros in the right shape", judge(made, zeros))


def _odd(made):
    """Find what earns points without being an answer, or cannot be judged."""
    yield from _earning("no answer at all", judge(made, []))
    yield from _earning("a message that is no answer", judge(made, [[{} for _ in case.calls] for case in made.cases]))
    for value in ODD_VALUES:
        answers = [[_document(value, call) for call in case.calls] for case in made.cases]
        yield from _earning(f"always {str(value)[:60]}", judge(made, answers))


def _earning(name, result):
    if result.points > 0 or result.outcome != "failed":
        yield f"{name} earns {result.points}"


def stub(*arguments, **keywords):
    """Answer as the released notebook does."""
    raise NotImplementedError


def nothing(*arguments, **keywords):
    """Answer with None."""


def first_argument(*arguments, **keywords):
    """Answer with what was given."""
    return arguments[0] if arguments else None


def refusal(*arguments, **keywords):
    """Answer with a ValueError to everything."""
    raise ValueError


def _zeros(call, expected):
    """Return the answer document of zeros in the shape that is expected."""
    value = Answer.decode(expected, call).value
    return _document(wire.encode(_zero(value)), call)


def _zero(value):
    if isinstance(value, (list, tuple)):
        return type(value)(_zero(item) for item in value)
    return np.zeros(np.shape(value))


def _document(value, call):
    untouched = answer(nothing, call)
    return untouched | {"value": value}


def _errors(made):
    """Find whether the ValueErrors carry too much of the points."""
    share = sum(case.share for case in made.cases if case.law.function is raises_value_error)
    if share > ERROR_SHARE + 1e-9:
        yield f"the ValueErrors carry {share:.0%} of the points; a fifth is allowed"
