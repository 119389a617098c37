"""What synthetic students write: texts for answer cells, made from an exercise's own right and wrong answers."""

import ast
import inspect
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from grader.course import SOLUTIONS, Course
from grader.exercise import Exercise, Variable, WrongAnswer, split
from grader.exercise.reference import names_around, names_from_outside, pieces, source_of

RIGHT, WRONG, UNFINISHED, BLANK, ENDLESS, EXITS = "right", "wrong", "unfinished", "blank", "endless", "exits"
BODIES = {ENDLESS: "while True:\n    pass", EXITS: "import os\n\nos._exit(0)"}


@dataclass(frozen=True)
class WrittenAnswer:
    """One answer.

    Parameters
    ----------
    kind
        `right`, `wrong`, `unfinished`, `blank`, `endless` (never returns) or `exits` (ends its process).
    name
        What it was made from: the reference, a variant or a wrong answer; '' if there is none.
    source
        Its text; '' leaves the stub.
    uses
        The names that it takes from elsewhere: `np`, and other exercises, which must be right for it to be what it is.
    """

    kind: str
    name: str = ""
    source: str = ""
    uses: frozenset[str] = frozenset()


def possible_answers(exercise: Exercise, kind: str) -> list[WrittenAnswer]:
    """Return the answers of a kind that an exercise offers.

    Parameters
    ----------
    exercise
        The exercise.
    kind
        One of the kinds of `WrittenAnswer`.

    Returns
    -------
    Those that are met more often stand there more than once.
    """
    if kind == RIGHT:
        most_often = [_reference(exercise)] * max(1, len(exercise.variants))
        return [*most_often, *(_variant(exercise, thing) for thing in exercise.variants)]
    if kind == WRONG:
        return [_wrong(exercise, wrong) for wrong in exercise.wrong_answers]
    if kind == UNFINISHED:
        return [_unfinished(exercise)]
    if kind in BODIES:
        return [WrittenAnswer(kind, source=_with_body(exercise, BODIES[kind]))]
    return [WrittenAnswer(BLANK)]


def _reference(exercise: Exercise) -> WrittenAnswer:
    return _written(exercise, RIGHT, exercise.name, source_of(exercise.reference), exercise.thing)


def _variant(exercise: Exercise, thing: Any) -> WrittenAnswer:
    if isinstance(exercise.reference, Variable):
        return _assigned(exercise, RIGHT, exercise.name, thing)
    return _written(exercise, RIGHT, thing.__name__, source_of(thing), thing)


def _wrong(exercise: Exercise, wrong: WrongAnswer) -> WrittenAnswer:
    if isinstance(exercise.reference, Variable) and not wrong.text:
        return _assigned(exercise, WRONG, wrong.name, wrong.thing)
    return _written(exercise, WRONG, wrong.name, wrong.source, wrong.thing)


def _assigned(exercise: Exercise, kind: str, name: str, value: object) -> WrittenAnswer:
    return WrittenAnswer(kind, name, f"{exercise.name} = {value!r}")


def _written(exercise: Exercise, kind: str, name: str, text: str, thing: Any) -> WrittenAnswer:
    """Return the answer that a text is: with the exercise's name, and the stub's docstring where it fits."""
    around = names_around(exercise.reference if isinstance(exercise.reference, Variable) else thing)
    text = text if isinstance(exercise.reference, Variable) else _with_docstring(exercise, text, thing)
    source = re.sub(rf"\b{name}\b", exercise.name, text)
    return WrittenAnswer(kind, name, source, names_from_outside(source, around) - {exercise.name})


def _with_docstring(exercise: Exercise, text: str, thing: Any) -> str:
    """Return a definition without its decorators; of a function without a docstring, with the stub's if that fits."""
    [definition] = ast.parse(text).body
    if not isinstance(definition, ast.FunctionDef | ast.ClassDef):
        raise ValueError(f"neither a function nor a class: {text[:60]}")
    lines = text.splitlines()
    fits = inspect.isfunction(thing) and inspect.signature(thing) == inspect.signature(exercise.thing)
    if not fits or ast.get_docstring(definition):
        return "\n".join(lines[definition.lineno - 1 :])
    return "\n".join([split(exercise.thing)[0], *lines[definition.body[0].lineno - 1 :]])


def _with_body(exercise: Exercise, body: str) -> str:
    """Return the stub of a function with another body; of anything else, the body alone."""
    if not inspect.isfunction(exercise.reference):
        return body
    return f"{split(exercise.reference)[0]}\n{textwrap.indent(body, '    ')}"


def _unfinished(exercise: Exercise) -> WrittenAnswer:
    """Return the reference with what is to be written cut off in the middle, so that it returns nothing."""
    if isinstance(exercise.reference, Variable):
        return WrittenAnswer(UNFINISHED, exercise.name, f"{exercise.name} = None  # and now?")
    parts = [_cut_off(piece.text) if piece.is_answer else piece.text for piece in pieces(exercise.reference)]
    return _written(exercise, UNFINISHED, exercise.name, "\n".join(parts), exercise.thing)


def _cut_off(body: str) -> str:
    """Return the first half of a body's statements, and nothing in the place of the others."""
    indent = body[: len(body) - len(body.lstrip())].rpartition("\n")[2]
    lines = list(takewhile(lambda line: not line.strip() or line.startswith(indent), body.splitlines()))
    statements = ast.parse(textwrap.dedent("\n".join(lines))).body
    kept = lines[: statements[len(statements) // 2].lineno - 1] if len(statements) > 1 else []
    return "\n".join([*kept, f"{indent}# and now?", f"{indent}pass"])


def carried_over(course: Course, imports: Mapping[str, tuple[str, ...]]) -> str:
    """Return the text of a carry-over cell in which a student pasted what earlier chapters asked for.

    Parameters
    ----------
    course
        The course.
    imports
        What is wanted, by module of `solutions`.
    """
    texts: dict[str, str] = {}
    for module, names in imports.items():
        for name in names:
            _paste(name, vars(course.module(SOLUTIONS, module)), texts)
    return "\n\n\n".join(texts.values())


def _paste(name: str, around: dict[str, Any], texts: dict[str, str]) -> None:
    """Add the text of what a module calls by a name, after that of everything it builds on."""
    thing = around[name]
    if not (inspect.isfunction(thing) or inspect.isclass(thing)):
        texts[name] = f"{name} = {thing!r}"
        return
    text, own = source_of(thing), names_around(thing)
    for needed in sorted(names_from_outside(text, own) - {"np", name} - set(texts)):
        _paste(needed, own, texts)
    texts[name] = text
