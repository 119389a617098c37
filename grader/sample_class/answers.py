"""What synthetic students write: texts for answer cells, made from an exercise's own right and wrong answers."""

import ast
import builtins
import inspect
import re
import textwrap
from dataclasses import dataclass

from grader.course import SOLUTIONS
from grader.exercise import split

RIGHT, WRONG, UNFINISHED, BLANK, ENDLESS, EXITS = "right", "wrong", "unfinished", "blank", "endless", "exits"


@dataclass(frozen=True)
class WrittenAnswer:
    """One answer.

    Parameters
    ----------
    kind : str
        `right`, `wrong`, `unfinished`, `blank`, `endless` (never returns) or `exits` (ends its process).
    name : str
        The function that it was made from; '' if there is none.
    source : str
        Its text; '' leaves the stub.
    uses : frozenset of str
        The names that it takes from elsewhere: `np`, and other exercises, which must be right for it to be what it is.
    """

    kind: str
    name: str = ""
    source: str = ""
    uses: frozenset = frozenset()


def possible_answers(exercise, kind):
    """Return the answers of a kind that an exercise offers.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    kind : str
        One of the kinds of `WrittenAnswer`.

    Returns
    -------
    list of WrittenAnswer
        Those that are met more often stand there more than once.
    """
    head, _ = split(exercise.reference)
    if kind == RIGHT:
        most_often = [exercise.reference] * max(1, len(exercise.variants))
        return [_from(exercise, kind, function) for function in (*most_often, *exercise.variants)]
    if kind == WRONG:
        return [_from(exercise, kind, wrong.function) for wrong in exercise.wrong_answers]
    if kind == UNFINISHED:
        return [_unfinished(exercise, head)]
    if kind == ENDLESS:
        return [WrittenAnswer(kind, source=f"{head}\n    while True:\n        pass")]
    if kind == EXITS:
        return [WrittenAnswer(kind, source=f"{head}\n    import os\n\n    os._exit(0)")]
    return [WrittenAnswer(BLANK)]


def _from(exercise, kind, function):
    return WrittenAnswer(
        kind, function.__name__, written_as(exercise, function), names_from_outside(function) - {exercise.name}
    )


def written_as(exercise, function):
    """Return the text of a function as the answer to an exercise: its name, and the stub's docstring where it fits.

    Parameters
    ----------
    exercise : Exercise
        Whose answer it is to be.
    function : callable
        A reference, a variant or a wrong answer.

    Returns
    -------
    str
    """
    text = textwrap.dedent(inspect.getsource(function))
    definition = _definition(text)
    lines = text.rstrip("\n").splitlines()
    if ast.get_docstring(definition) is None and _same_parameters(function, exercise.reference):
        body = lines[definition.body[0].lineno - 1 :]
        lines = [*split(exercise.reference)[0].splitlines(), *body]
    else:
        lines = lines[definition.lineno - 1 :]  # without decorators
    return re.sub(rf"\b{function.__name__}\b", exercise.name, "\n".join(lines))


def _definition(text):
    [definition] = ast.parse(text).body
    if not isinstance(definition, ast.FunctionDef):
        raise ValueError(f"not the definition of a function: {text[:60]}")
    return definition


def _same_parameters(one, other):
    return inspect.signature(one) == inspect.signature(other)


def _unfinished(exercise, head):
    """Return the reference cut off in the middle, so that it returns nothing."""
    _, body = split(exercise.reference)
    statements = ast.parse(textwrap.dedent(body)).body
    kept = body.splitlines()[: statements[len(statements) // 2].lineno - 1] if len(statements) > 1 else []
    text = "\n".join([head, *kept, "    # and now?", "    pass"])
    return WrittenAnswer(UNFINISHED, exercise.reference.__name__, text, names_from_outside(exercise.reference))


def names_from_outside(function):
    """Return the names that a function takes from its module.

    >>> from solutions.losses import softmax
    >>> sorted(names_from_outside(softmax))
    ['np']
    """
    body = _definition(textwrap.dedent(inspect.getsource(function))).body
    names = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Name)]
    own = {node.id for node in names if not isinstance(node.ctx, ast.Load)} | set(
        inspect.signature(function).parameters
    )
    used = {node.id for node in names} - own
    return frozenset(name for name in used if name in function.__globals__ and not hasattr(builtins, name))


def carried_over(course, imports):
    """Return the text of a carry-over cell in which a student pasted what earlier chapters asked for.

    Parameters
    ----------
    course : Course
        The course.
    imports : dict of str to tuple of str
        The functions that are wanted, by module of `solutions`.

    Returns
    -------
    str
    """
    texts: dict[str, str] = {}
    for module, names in imports.items():
        for name in names:
            _paste(getattr(course.module(SOLUTIONS, module), name), texts)
    return "\n\n\n".join(texts.values())


def _paste(function, texts):
    """Add a function's text, after that of everything it builds on."""
    for name in sorted(names_from_outside(function) - {"np", function.__name__} - set(texts)):
        value = function.__globals__[name]
        if inspect.isfunction(value):
            _paste(value, texts)
        else:
            texts[name] = f"{name} = {value!r}"
    texts[function.__name__] = inspect.getsource(function).rstrip("\n")
