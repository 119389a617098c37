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

What is no function is asked through a probe: a small function that is given the thing and the arguments, runs beside
the answer, and returns what is judged.

    def popped(Stack, items): ...

    stack = Exercise(structures.Stack, ..., cases=(Case("three items", lambda rng: ([1, 2, 3],)),), probe=popped)
    mean_age = Exercise(Variable(people, "mean_age"), ..., cases=(Case("the mean", lambda rng: ()),))
    mean_age.wrong("Divide by the number of people.", sum_of_ages=130)
"""

from __future__ import annotations

import inspect
import linecache
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from grader.exercise.reference import Piece, Reference, Variable, name_of, names_around, pieces, source_of, split
from grader.exercise.testing import Arguments, Implementations, alone, divided
from grader.selfcheck.calling import Call
from grader.selfcheck.laws import Verdict, catches, equal, raises_value_error
from grader.selfcheck.probes import value
from grader.selfcheck.wire import Own

__all__ = ["Case", "Exercise", "Slip", "Variable", "WrongAnswer", "raises", "slip", "split", "tester"]

ERROR_SHARE = 0.2  # of an exercise's points, at most, for ValueErrors
Written = TypeVar("Written", bound=Callable[..., Any])
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Case:
    """One thing to try: arguments from a generator, and the law that judges what comes back.

    Parameters
    ----------
    name
        What is tried, as a phrase that a reader understands.
    arguments
        From a `numpy.random.Generator` to the arguments of one call, a tuple; or to a list of such (or of `Call`s).
    share
        Its weight among the exercise's cases.
    law
        How the answers are judged; see `grader.selfcheck.laws`.
    parameters
        Keyword arguments of the law: anything that `grader.selfcheck.wire` encodes, or a callable that returns them
        when the case is planned for grading (data that must not be loaded where readers are).
    audience
        "everyone", "reader" or "grader": whether the self-check, the grading or both ask it.
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


def tester(
    name: str,
    right: Sequence[Any],
    wrong: Sequence[Any],
    own: str = "",
    arguments: Arguments = alone,
    share: float = 1.0,
    names: Sequence[str] = (),
) -> tuple[Case, Case]:
    """Return the cases of an exercise in which the reader tells right implementations from wrong ones.

    Parameters
    ----------
    name
        What is tried, as a phrase.
    right, wrong
        Implementations that use `np` alone: functions, wrong answers of another exercise, or tuples of functions that
        belong together.
    own
        The exercise that they implement: in the reader's own check the right one is what the reader wrote for it. Where
        they implement none, every third right one is public, as every third wrong one is.
    arguments
        From the implementation, as a tuple of functions, and a generator to the arguments of a call.
    share
        The weight among the exercise's cases.
    names
        What the functions of each item are called where they are shown; by default as the exercise.
    """
    public_right, hidden_right = ([Own(own)], right) if own else divided(right)
    public_wrong, hidden_wrong = divided(wrong)
    names = names or (own,)
    public = Implementations(public_right, public_wrong, names, arguments)
    hidden = Implementations(hidden_right, hidden_wrong, names, arguments)
    return (
        Case(name, public, share, catches, audience="reader"),
        Case(f"other {name}", hidden, share, catches, audience="grader"),
    )


@dataclass(frozen=True)
class WrongAnswer:
    """A plausible faulty implementation, and the sentence for whoever wrote it.

    Parameters
    ----------
    name
        What gradebooks call the misconception.
    sentence
        What its author is told.
    thing
        The function, the class or the variable's value.
    text
        Its text, where Python does not know it.
    """

    name: str
    sentence: str
    thing: Any
    text: str = ""

    @property
    def source(self) -> str:
        """Its text; of a variable's value, how it is written."""
        return self.text or (source_of(self.thing) if hasattr(self.thing, "__name__") else repr(self.thing))


@dataclass(frozen=True)
class Slip:
    """A wrong answer as the words in which it differs from the reference; see `slip`."""

    name: str
    sentence: str
    edits: tuple[tuple[str, str], ...]

    def of(self, reference: Reference) -> WrongAnswer:
        """Return the wrong answer.

        Raises
        ------
        ValueError
            If what is to be changed stands in the answer part of the reference more or less than once.
        """
        parts = pieces(reference)
        for old, new in self.edits:
            count = sum(part.text.count(old) for part in parts if part.is_answer)
            if count != 1:
                raise ValueError(f"{self.name}: {old!r} stands {count} times in {name_of(reference)}, not once")
            parts = [Piece(part.text.replace(old, new), True) if part.is_answer else part for part in parts]
        text = re.sub(rf"\b{name_of(reference)}\b", self.name, "\n".join(part.text for part in parts))
        return WrongAnswer(self.name, self.sentence, _defined(self.name, text, names_around(reference)), text)


def _defined(name: str, text: str, names: dict[str, Any]) -> Any:
    """Return what a text defines; `inspect` knows the text of a function."""
    place = f"<slip {name}>"
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
    namespace = dict(names)
    exec(compile(text, place, "exec"), namespace)
    return namespace[name]


def slip(name: str, sentence: str, *edits: tuple[str, str]) -> Slip:
    """Describe a wrong answer as an edit of the reference.

    Parameters
    ----------
    name
        What gradebooks call the misconception.
    sentence
        What its author is told.
    *edits
        Pairs: what stands in the reference's answer once, and what a reader might write there.

    Examples
    --------
    >>> slip("sigmoid_upside_down", "The exponent is -z.", ("-z", "z")).edits
    (('-z', 'z'),)
    """
    return Slip(name, sentence, edits)


@dataclass
class Exercise:
    """What readers write, and everything that judges what they wrote.

    Parameters
    ----------
    reference
        The function or class in `solutions`, or a `Variable`; its name is the exercise's.
    points
        What a right answer is worth; 0 for a warm-up, which readers check and nobody grades.
    hints
        Of growing strength.
    cases
        The first is the core: without it, no points. What `tester` returns may stand among them.
    wrong_answers
        Slips; others are registered by `wrong`.
    variants
        Right answers in other styles, registered by `variant`.
    probe
        What is called in the place of a function: it is given the thing and then the arguments of a call, and what it
        returns is judged. It travels as its text, so it uses `np`, what it imports within itself and nothing else. A
        class needs one. Without one a function is called as it is, and a variable's value is looked at.
    """

    reference: Reference
    points: int
    hints: Sequence[str]
    cases: Sequence[Any]
    wrong_answers: Sequence[Any] = field(default_factory=list)
    variants: list[Any] = field(default_factory=list)
    probe: Callable[..., Any] | None = field(default=None, kw_only=True)
    place: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        """Refuse what no exercise may be, and remember where this one is defined."""
        frame = sys._getframe(2)
        self.place = self.place or f"{frame.f_code.co_filename}:{frame.f_lineno}"
        if isinstance(self.reference, Variable):
            self.probe = self.probe or value
        self.cases = [case for one in self.cases for case in (one if isinstance(one, tuple) else (one,))]
        self._refuse()
        self.wrong_answers = [one.of(self.reference) if isinstance(one, Slip) else one for one in self.wrong_answers]

    def _refuse(self) -> None:
        if type(self.points) is not int or self.points < 0:
            raise ValueError(f"{self.name}: its points are {self.points!r}; give a whole number, 0 for a warm-up")
        errors = sum(case.share for case in self.cases if case.law is raises_value_error)
        if errors > ERROR_SHARE * sum(case.share for case in self.cases) + 1e-12:
            raise ValueError(f"{self.name}: its ValueErrors carry more than a fifth of the points; lower their shares")
        if not self.cases:
            raise ValueError(f"{self.name}: it has no case")
        if len({case.name for case in self.cases}) < len(self.cases):
            raise ValueError(f"{self.name}: two cases have the same name")
        if inspect.isclass(self.reference) and not self.probe:
            raise ValueError(f"{self.name} is a class: give it a probe, which makes one and uses it")

    @property
    def name(self) -> str:
        """The name of what readers write."""
        return name_of(self.reference)

    @property
    def thing(self) -> Any:
        """The reference itself: the function, the class, or what the variable holds."""
        return self.reference.value if isinstance(self.reference, Variable) else self.reference

    @property
    def is_warm_up(self) -> bool:
        """Whether it carries no points."""
        return self.points == 0

    @property
    def is_tester(self) -> bool:
        """Whether it is given implementations: it is heard by itself then, since a right one could be carried off."""
        return any(case.law is catches for case in self.cases)

    def wrong_answer(self, name: str) -> WrongAnswer:
        """Return the wrong answer of that name."""
        return next(one for one in self.wrong_answers if one.name == name)

    @property
    def chapter(self) -> str:
        """The chapter's short name, `losses`: the module or package in `solutions` that holds the reference."""
        module = self.reference.module.__name__ if isinstance(self.reference, Variable) else self.reference.__module__
        return module.split(".")[1]

    def wrong(self, sentence: str, **values: Any) -> Callable[[Written], Written]:
        """Register the decorated function or class as a wrong answer with its sentence.

        Parameters
        ----------
        sentence
            What its author is told.
        **values
            Of a variable: what it may wrongly hold, each by what gradebooks call the misconception. Nothing is to be
            decorated then.
        """

        def register(thing: Written) -> Written:
            self.wrong_answers = [*self.wrong_answers, WrongAnswer(thing.__name__, sentence, thing)]
            return thing

        self.wrong_answers = [
            *self.wrong_answers, *(WrongAnswer(name, sentence, thing) for name, thing in values.items())
        ]  # fmt: skip
        return register

    def variant(self, thing: Thing) -> Thing:
        """Register a correct answer in another style: the decorated function or class, or a variable's value."""
        self.variants.append(thing)
        return thing

    @property
    def check(self) -> str:
        """How readers check it: a function and a class itself, a variable by its name."""
        return f'check("{self.name}")' if isinstance(self.reference, Variable) else f"check({self.name})"

    @property
    def summary(self) -> str:
        """The first line of the reference's docstring, or of the comment above a variable."""
        if not isinstance(self.reference, Variable):
            return (inspect.getdoc(self.reference) or "").split("\n")[0]
        first = source_of(self.reference).split("\n")[0]
        return first.lstrip("# ") if first.startswith("#") else ""
