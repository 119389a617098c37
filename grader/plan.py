"""Exercise and seed → plan: the arguments made, the reference and the wrong answers asked, all as data.

The same seed gives the same plan everywhere. The self-check uses a public seed, grading one derived from the secret.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import inspect
import symtable
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from grader.course import UnusableInput
from grader.exercise import Case, Exercise
from grader.selfcheck import laws, wire
from grader.selfcheck.calling import answer, through
from grader.selfcheck.judge import PlannedCase, PlannedExercise, judge_case
from grader.selfcheck.laws import FACE, LawText

ANNOTATIONS = "from __future__ import annotations\n"  # those of a probe are never looked at
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
    return PlannedExercise(
        name=exercise.name,
        points=exercise.points,
        cases=[_plan_or_blame(exercise, probe, case, case.share / total, seed) for case in cases],
        sentences={wrong.name: wrong.sentence for wrong in exercise.wrong_answers},
        hints=list(exercise.hints),
        probe=probe,
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
    planned = PlannedCase(
        name=case.name,
        share=share,
        law=law_text(case.law),
        parameters={key: wire.encode(value) for key, value in parameters.items()},
        calls=calls,
        expected=_recorded([answer(through(probe, exercise.thing), call) for call in calls]),
    )
    for wrong in exercise.wrong_answers:
        answers = [answer(through(probe, wrong.thing), call) for call in calls]
        if judge_case(planned, answers).fraction < 1:
            planned.mistakes[wrong.name] = planned.essence(answers)
    return planned


def law_text(law: Callable[..., Any]) -> LawText:
    """Return a law as data.

    Raises
    ------
    UnusableInput
        If it is one of the course's and its module imports what readers do not have.
    """
    if law.__module__ == laws.__name__:
        return LawText(law.__name__)
    path = Path(law.__code__.co_filename)
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        for name in _imported(node):
            if name != FACE and name.partition(".")[0] not in {"numpy"} | sys.stdlib_module_names:
                raise UnusableInput(
                    f"{path}:{getattr(node, 'lineno', 1)}: the law {law.__name__} does not travel: its module imports "
                    f"{name}, and readers have NumPy, the standard library and `from {FACE} import ...`."
                )
    return LawText(law.__name__, source)


def probe_text(probe: Callable[..., Any]) -> str:
    """Return a probe as text.

    Raises
    ------
    UnusableInput
        If it is no plain function of its own, or uses what is neither in it nor `np`.
    """
    text = textwrap.dedent(inspect.getsource(probe))
    place = f"{probe.__code__.co_filename}:{probe.__code__.co_firstlineno}"
    if not text.startswith("def "):
        raise UnusableInput(f"{place}: a probe is written with def, outside of everything else, and not decorated.")
    table = symtable.symtable(f"{ANNOTATIONS}{text}", place, "exec")
    foreign = sorted(_from_around(table) - {"np", probe.__name__} - set(vars(builtins)))
    if foreign:
        raise UnusableInput(
            f"{place}: the probe {probe.__name__} does not travel: it uses {', '.join(foreign)}, and readers have `np` "
            "alone. Write it into the probe; what it imports, it imports within itself."
        )
    return text


def _from_around(table: symtable.SymbolTable) -> set[str]:
    """Return the names that a piece of code reads and does not bind, in whatever is nested in it too."""
    own = {one.get_name() for one in table.get_symbols() if one.is_global() and one.is_referenced()}
    return own.union(*map(_from_around, table.get_children()))


def _imported(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports; a relative import is the course's own module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return ["." * node.level + (node.module or "")] if isinstance(node, ast.ImportFrom) else []


def _recorded(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return answers without what differs from run to run: the same seed must give the same plan."""
    return [document | {"peak_memory": 0, "seconds": 0} for document in answers]


def _generator(seed: bytes, exercise: str, case: str) -> np.random.Generator:
    """Return a generator that depends on the seed and on the names alone, so that no case disturbs another."""
    digest = hashlib.sha256(b"\0".join([seed, exercise.encode(), case.encode()])).digest()
    return np.random.default_rng(list(digest))
