"""What an exercise is: a reference, its points, hints, cases, named wrong answers and correct variants.

    softmax = Exercise(
        losses.softmax,
        points=3,
        hints=("...", "...", "..."),
        cases=(
            Case("a batch of scores", lambda rng: (rng.normal(size=(5, 3)),), share=2),
            Case("scores of any size", lambda rng: (1e4 * rng.normal(size=(4, 6)),), law=silent),
        ),
        wrong_answers=(slip("softmax_over_the_batch", "Divide each row by its own sum.", ("axis=1", "axis=None")),),
    )

    @softmax.wrong("Each row is an example: sum over axis 1.")
    def softmax_down_the_columns(logits): ...

    @softmax.variant
    def softmax_row_by_row(logits): ...

Wrong answers and variants are written as a reader would write them: they use `np`, and other exercises by name. A slip
is a wrong answer that differs from the reference in a few words, and says only these.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import re
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from grader.selfcheck.calling import Call
from grader.selfcheck.laws import Verdict, equal, raises_value_error

ERROR_SHARE = 0.2  # of an exercise's points, at most, for ValueErrors
Written = TypeVar("Written", bound=Callable[..., Any])


@dataclass(frozen=True)
class Case:
    """One thing to try: arguments from a generator, and the law that judges what comes back.

    Parameters
    ----------
    name : str
        What is tried, as a phrase that a reader understands.
    arguments : callable
        From a `numpy.random.Generator` to the arguments of one call, a tuple; or to a list of such (or of `Call`s).
    share : float
        Its weight among the exercise's cases.
    law : callable
        How the answers are judged; see `grader.selfcheck.laws`.
    parameters : mapping
        Keyword arguments of the law: anything that `grader.selfcheck.wire` encodes, or a callable that returns them
        when the case is planned for grading (data that must not be loaded where readers are).
    audience : {"everyone", "reader", "grader"}
        Whether the self-check, the grading or both ask it.
    """

    name: str
    arguments: Callable[[np.random.Generator], Any]
    share: float = 1.0
    law: Callable[..., Verdict] = equal
    parameters: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)
    audience: str = "everyone"

    def calls(self, rng: np.random.Generator) -> list[Call]:
        """Return the calls of this case."""
        made = self.arguments(rng)
        made = made if isinstance(made, list) else [made]
        return [call if isinstance(call, Call) else Call(tuple(call)) for call in made]


def raises(name: str, arguments: Callable[[np.random.Generator], Any], share: float = 0.25) -> Case:
    """Return a case in which every call must raise a ValueError."""
    return Case(name, arguments, share, law=raises_value_error)


@dataclass(frozen=True)
class WrongAnswer:
    """A plausible faulty implementation, and the sentence for whoever wrote it."""

    function: Callable[..., Any]
    sentence: str

    @property
    def name(self) -> str:
        """The function's name, which is what gradebooks call the misconception."""
        return self.function.__name__


@dataclass(frozen=True)
class Slip:
    """A wrong answer as the words in which it differs from the reference; see `slip`."""

    name: str
    sentence: str
    edits: tuple[tuple[str, str], ...]

    def of(self, reference: Callable[..., Any]) -> WrongAnswer:
        """Return the wrong answer.

        Raises
        ------
        ValueError
            If what is to be changed stands in the body of the reference more or less than once.
        """
        head, body = split(reference)
        for old, new in self.edits:
            if body.count(old) != 1:
                raise ValueError(
                    f"{self.name}: {old!r} stands {body.count(old)} times in {reference.__name__}, not once"
                )
            body = body.replace(old, new)
        signature = head[: head.index('"""')].rstrip()
        text = re.sub(rf"\b{reference.__name__}\b", self.name, f"{signature}\n{body}\n")
        return WrongAnswer(_defined(self.name, text, reference.__globals__), self.sentence)


def _defined(name: str, text: str, names: dict[str, Any]) -> Callable[..., Any]:
    """Return the function that a text defines, which `inspect` knows the text of."""
    place = f"<slip {name}>"
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
    namespace = dict(names)
    exec(compile(text, place, "exec"), namespace)
    return namespace[name]


def slip(name: str, sentence: str, *edits: tuple[str, str]) -> Slip:
    """Describe a wrong answer as an edit of the reference.

    Parameters
    ----------
    name : str
        What gradebooks call the misconception.
    sentence : str
        What its author is told.
    *edits : (str, str)
        What stands in the reference's body once, and what a reader might write there.

    Examples
    --------
    >>> slip("sigmoid_upside_down", "The exponent is -z.", ("-z", "z")).edits
    (('-z', 'z'),)
    """
    return Slip(name, sentence, edits)


@dataclass
class Exercise:
    """A function that readers write, and everything that judges what they wrote.

    Parameters
    ----------
    reference : callable
        The function in `solutions`; its name is the exercise's.
    points : int
        What a right answer is worth.
    hints : sequence of str
        Of growing strength.
    cases : sequence of Case
        The first is the core: without it, no points.
    wrong_answers : sequence of Slip or WrongAnswer
        More of them are registered by the decorator `wrong`.
    """

    reference: Callable[..., Any]
    points: int
    hints: Sequence[str]
    cases: Sequence[Case]
    wrong_answers: Sequence[Any] = field(default_factory=list)
    variants: list[Callable[..., Any]] = field(default_factory=list)
    place: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        """Refuse what no exercise may be, and remember where this one is defined."""
        frame = sys._getframe(2)
        self.place = self.place or f"{frame.f_code.co_filename}:{frame.f_lineno}"
        errors = sum(case.share for case in self.cases if case.law is raises_value_error)
        if errors > ERROR_SHARE * sum(case.share for case in self.cases) + 1e-12:
            raise ValueError(f"{self.name}: its ValueErrors carry more than a fifth of the points; lower their shares")
        if not self.cases:
            raise ValueError(f"{self.name}: it has no case")
        if len({case.name for case in self.cases}) < len(self.cases):
            raise ValueError(f"{self.name}: two cases have the same name")
        self.wrong_answers = [one.of(self.reference) if isinstance(one, Slip) else one for one in self.wrong_answers]

    @property
    def name(self) -> str:
        """The function's name."""
        return self.reference.__name__

    @property
    def chapter(self) -> str:
        """The chapter's short name, `losses`: the module or package in `solutions` that holds the reference."""
        return self.reference.__module__.split(".")[1]

    def wrong(self, sentence: str) -> Callable[[Written], Written]:
        """Register the decorated function as a wrong answer with its sentence."""

        def register(function: Written) -> Written:
            self.wrong_answers = [*self.wrong_answers, WrongAnswer(function, sentence)]
            return function

        return register

    def variant(self, function: Written) -> Written:
        """Register the decorated function as a correct answer in another style."""
        self.variants.append(function)
        return function

    @property
    def summary(self) -> str:
        """The first line of the reference's docstring."""
        return (inspect.getdoc(self.reference) or "").split("\n")[0]


def split(function: Callable[..., Any]) -> tuple[str, str]:
    """Split a function's text into its head, which readers get, and its body, which they write.

    Returns
    -------
    (str, str)
        The signature with the docstring, and what follows.

    Raises
    ------
    ValueError
        If there is no docstring.

    Examples
    --------
    >>> head, body = split(slip)
    >>> head.splitlines()[0], body.strip()
    ('def slip(name: str, sentence: str, *edits: tuple[str, str]) -> Slip:', 'return Slip(name, sentence, edits)')
    """
    text = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(text).body[0]
    if not isinstance(definition, ast.FunctionDef) or not ast.get_docstring(definition):
        raise ValueError(f"{function.__name__} has no docstring, which would be its readers' only contract")
    lines = text.rstrip("\n").splitlines()
    end = definition.body[0].end_lineno
    return "\n".join(lines[:end]), "\n".join(lines[end:])
