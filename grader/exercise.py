"""What an exercise is: a reference, its points, hints, cases, named wrong answers and correct variants.

    softmax = Exercise(
        losses.softmax,
        points=3,
        hints=("...", "...", "..."),
        cases=(
            Case("a batch of scores", lambda rng: (rng.normal(size=(5, 3)),), share=2),
            Case("scores of any size", lambda rng: (1e4 * rng.normal(size=(4, 6)),), law=silent),
            raises("one axis", lambda rng: (rng.normal(size=3),)),
        ),
    )

    @softmax.wrong("Each row is an example: sum over axis 1.")
    def softmax_down_the_columns(logits): ...

    @softmax.variant
    def softmax_row_by_row(logits): ...

Wrong answers and variants are written as a reader would write them: they use `np`, and other exercises by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from grader.calling import Call
from grader.laws import general

ERROR_SHARE = 0.2  # of an exercise's points, at most, for ValueErrors


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
        How the answers are judged; see `grader.laws`.
    parameters : mapping
        Keyword arguments of the law: anything that `grader.wire` encodes, or a callable that returns them when the case
        is planned for grading (data that must not be loaded where readers are).
    audience : {"everyone", "reader", "grader"}
        Whether the self-check, the grading or both ask it.
    """

    name: str
    arguments: Callable[[np.random.Generator], tuple | list]
    share: float = 1.0
    law: Callable = general.equal
    parameters: Mapping | Callable[[], Mapping] = field(default_factory=dict)
    audience: str = "everyone"

    def calls(self, rng):
        """Return the calls of this case as a list of `Call`."""
        made = self.arguments(rng)
        made = made if isinstance(made, list) else [made]
        return [call if isinstance(call, Call) else Call(tuple(call)) for call in made]


def raises(name, arguments, share=0.25):
    """Return a case in which every call must raise a ValueError."""
    return Case(name, arguments, share, law=general.raises_value_error)


@dataclass(frozen=True)
class WrongAnswer:
    """A plausible faulty implementation, and the sentence for whoever wrote it."""

    function: Callable
    sentence: str

    @property
    def name(self):
        """The function's name, which is what gradebooks call the misconception."""
        return self.function.__name__


@dataclass
class Exercise:
    """A function that readers write, and everything that judges what they wrote.

    Parameters
    ----------
    reference : callable
        The function in `solutions`; its name is the exercise's.
    points : int
        What a right answer is worth.
    hints : tuple of str
        Three, of growing strength.
    cases : tuple of Case
        The first is the core: without it, no points.
    """

    reference: Callable
    points: int
    hints: tuple
    cases: tuple
    wrong_answers: list = field(default_factory=list)
    variants: list = field(default_factory=list)

    def __post_init__(self):
        """Refuse what no exercise may be."""
        errors = sum(case.share for case in self.cases if case.law is general.raises_value_error)
        if errors > ERROR_SHARE * sum(case.share for case in self.cases) + 1e-12:
            raise ValueError(f"{self.name}: its ValueErrors carry more than a fifth of the points; lower their shares")
        if len({case.name for case in self.cases}) < len(self.cases):
            raise ValueError(f"{self.name}: two cases have the same name")

    @property
    def name(self):
        """The function's name."""
        return self.reference.__name__

    @property
    def chapter(self):
        """The chapter's short name, `losses`: the module or package in `solutions` that holds the reference."""
        return self.reference.__module__.split(".")[1]

    def wrong(self, sentence):
        """Register the decorated function as a wrong answer with its sentence."""

        def register(function):
            self.wrong_answers.append(WrongAnswer(function, sentence))
            return function

        return register

    def variant(self, function):
        """Register the decorated function as a correct answer in another style."""
        self.variants.append(function)
        return function
