"""How a wrong result may follow from the right one and the arguments: times a factor, plus a term, a step too far."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from .beside import Pair, agree, is_number, numbers, tell_apart
from .compare import QUOTED

WORDS = {1.0: "", 2.0: "twice ", 0.5: "half ", -1.0: "minus ", -2.0: "minus twice ", -0.5: "minus half "}
SAME = 1e-7  # relative: how near two factors are that are taken for the same
LARGEST = 1e6  # factors beyond it, or as small, are rather an overflow
MOST_NUMBERS = 4000  # in an array that is tried
MOST_PARTS = 12  # of a whole: smaller fractions are written with two digits
PLAIN = 3  # pairs of single numbers that it takes to tell by what they differ
Table = dict[str, np.ndarray]


@dataclass(frozen=True)
class Term:
    """What was found: a kind for tables, and a predicate of which the result is the subject."""

    kind: str
    words: str


def term(pairs: Sequence[Pair]) -> Term | None:
    """Return what makes every result of the right one and the arguments; None if nothing does, or too little tells.

    Parameters
    ----------
    pairs
        Wrong results beside the right ones.
    """
    arrays = [pair.arrays for pair in pairs]
    if not tell_apart(pairs) or any(both is None or both[0].size > MOST_NUMBERS for both in arrays):
        return None
    got, right = ([both[side] for both in arrays if both] for side in (0, 1))
    if len(np.unique(np.concatenate([one.ravel() for one in got]))) < 2:
        return None
    with np.errstate(all="ignore"):
        tried = _Tried(pairs, got, right)
        ways = (_argument, _factor, _step, _complement, _addend, _multiplied, _nothing_but)
        return next((found for way in ways if (found := way(tried))), None)


Each = Callable[[int], "np.ndarray | None"]  # of the number of a pair: an array that belongs to it, if there is one


class _Tried:
    """Results, right ones and arguments of some pairs, and how factors are named."""

    def __init__(self, pairs: Sequence[Pair], got: list[np.ndarray], right: list[np.ndarray]) -> None:
        self.got, self.right = got, right
        self.picked = pairs[0].sizes is not None
        self.rtol = max(SAME, *(pair.rtol for pair in pairs))
        self.same_shapes = all(one.shape == other.shape for one, other in zip(got, right))
        self.scalars = _unlike(_common([sizes(pair) for pair in pairs]))
        self.arrays = _common([_arrays(pair.given) for pair in pairs])

    def factor(self, left: Each, over: Each) -> str | None:
        """Return how left is made of what stands under `{}`, by one factor that has a name; None if it is not."""
        ratios: list[float] = []
        for number in range(len(self.got)):
            one, other = left(number), over(number)
            ratio = None if one is None or other is None else _ratio(one, other)
            if ratio is None:
                return None
            ratios.append(ratio)
        known = np.array(ratios)
        if np.ptp(known) <= self.rtol * abs(known[0]):
            return self._constant(known)
        is_clear = len(known) >= PLAIN or any(one.size >= PLAIN for one in self.got)
        return self._scalar(known) if is_clear else None

    def _constant(self, ratios: np.ndarray) -> str:
        value = float(np.round(ratios[0], 9))
        if value in WORDS:
            return WORDS[value] + "{}"
        is_fraction = abs(1 / value - round(1 / value)) < SAME
        return (None if is_fraction else self._scalar(ratios)) or f"{_quoted(value)} times {{}}"

    def _scalar(self, ratios: np.ndarray) -> str | None:
        """Name factors by what they are in every pair, or by twice or half of it."""
        words, table = self._derived
        for factor in (1.0, -1.0, 2.0, 0.5, -2.0, -0.5):
            times = np.all(np.abs(table * (factor / ratios) - 1) <= SAME, axis=1)
            over = np.all(np.abs(table * (ratios / factor) - 1) <= SAME, axis=1)
            if np.any(times | over):
                simplest = int(np.argmax(times | over))
                return f"{WORDS[factor]}{{}} {'times' if times[simplest] else 'divided by'} {words[simplest]}"
        return None

    @functools.cached_property
    def _derived(self) -> tuple[list[str], np.ndarray]:
        """Numbers that may be factors, as words and as a row of values, one for each pair; simple ones first."""
        found = [*self.scalars.items()]
        for words, values in self.scalars.items():
            found += [(f"(1 - {words})", 1 - values), (f"({words} - 1)", values - 1), (f"(1 + {words})", 1 + values)]
            found += [(f"the square of (1 - {words})", (1 - values) ** 2)]
            found += [(f"{words} times (1 - {words})", values * (1 - values))]
            found += [(f"the square of {words}", values**2), (f"the root of {words}", np.sqrt(np.maximum(values, 0)))]
        for (one, x), (other, y) in combinations(self.scalars.items(), 2):
            found += [(f"{one} times {other}", x * y), (f"{one} over {other}", x / y)]
        for one, x in self.scalars.items():
            found += [(f"(1 - {one} ** {other})", 1 - x**y) for other, y in self.scalars.items() if other != one]
        return [words for words, _ in found], np.array([values for _, values in found]).reshape(-1, len(self.got))

    def products(self) -> Iterator[tuple[str, Each]]:
        """Yield arrays that may be added or multiplied: arguments, their squares, roots and products."""
        for words, values in self.arrays.items():
            yield words, _each(_same, values)
            yield f"the square of {words}", _each(np.square, values)
            yield f"the root of {words}", _each(np.sqrt, values)
            if any(array.ndim for array in values) and not self.picked:
                yield from ((text.format(words), _each(function, values)) for text, function in REDUCED)
        for (one, x), (other, y) in combinations(self.arrays.items(), 2):
            yield f"{one} times {other}", _each(np.multiply, x, y)
            if self.picked:
                continue
            yield _as_code(f"{one} @ {other}"), _each(np.matmul, x, y)
            yield _as_code(f"{other} @ {one}"), _each(np.matmul, y, x)


def _same(array: np.ndarray) -> np.ndarray:
    return array


def _each(function: Callable[..., np.ndarray], *values: Sequence[np.ndarray]) -> Each:
    """Return what makes of the arrays of a pair one array."""
    return lambda number: _made(function, *(one[number] for one in values))


def _quoted(value: float) -> str:
    """Return a factor as a simple fraction, or with two digits: what is hidden may be in the others."""
    turned = 1 / value
    if 1 < abs(turned) <= MOST_PARTS and abs(turned - round(turned)) < 1e-6:
        return f"{'-' if value < 0 else ''}1/{abs(round(turned))}"
    return f"{value:.2g}" if QUOTED[0] <= abs(value) <= QUOTED[1] else "a constant"


def _ratio(one: np.ndarray, other: np.ndarray) -> float | None:
    """Return the number by which the one is the other multiplied; None if there is none."""
    if one.shape != other.shape or not one.size or not np.all(np.isfinite(one)) or not np.all(np.isfinite(other)):
        return None
    size = float(np.sum(other * other))
    ratio = float(np.sum(one * other)) / size if size else 0.0
    fits = 1 / LARGEST < abs(ratio) < LARGEST and agree(one, ratio * other)
    return ratio if fits else None


def _common(tables: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Turn a table of words and values for each pair into one table of words, with the values of all pairs."""
    words = [one for one in tables[0] if all(one in table for table in tables)]
    found = {one: [table[one] for table in tables] for one in words}
    return {one: np.array(values) if np.isscalar(values[0]) else values for one, values in found.items()}


def _unlike(table: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return a table without what says the same in other words, or is 1 throughout."""
    found: dict[str, np.ndarray] = {}
    for words, values in table.items():
        if not np.all(values == 1) and not any(np.array_equal(values, others) for others in found.values()):
            found[words] = values
    return found


def sizes(pair: Pair) -> Mapping[str, float]:
    """Return the numbers that a call knows: single arguments, and how large the others are and the result."""
    return _scalars(pair.given, numbers(pair.right)) if pair.sizes is None else pair.sizes


def _scalars(given: Mapping[str, Any], right: np.ndarray | None) -> dict[str, float]:
    found = {words: float(value) for words, value in given.items() if is_number(value)}
    for words, value in given.items():
        array = value if isinstance(value, np.ndarray) else None
        if array is not None and array.ndim:
            many = {1: "number of entries", 2: "number of rows"}.get(array.ndim, "length")
            found |= {f"the {many} of {words}": float(len(array)), f"the length of {words}": float(len(array))}
        if array is not None and array.ndim > 1:
            found[f"the number of columns of {words}"] = float(array.shape[-1])
            found[f"the number of entries of {words}"] = float(array.size)
        if isinstance(value, (list, tuple)):
            found[f"the length of {words}"] = float(len(value))
    if right is not None and right.ndim:
        found["the number of its entries"] = float(right.size)
    return found


def _arrays(given: Mapping[str, Any]) -> Table:
    """Return the arguments that are numbers or arrays of numbers, and not too many of them."""
    found = {words: numbers(value) for words, value in given.items()}
    return {words: array for words, array in found.items() if array is not None and array.size <= MOST_NUMBERS}


def _made(function: Callable[..., np.ndarray], *arrays: Any) -> np.ndarray | None:
    """Return what a function makes of arrays; None where their shapes do not fit."""
    try:
        made = np.asarray(function(*arrays))
    except ValueError:
        return None
    return made if made.size <= MOST_NUMBERS else None


def _argument(tried: _Tried) -> Term | None:
    """Say that an argument comes back as it is."""
    for words, values in tried.arrays.items():
        if all(agree(one, array) for one, array in zip(tried.got, values)):
            return Term("argument", f"is {words} as it was given")
    return None


def _factor(tried: _Tried) -> Term | None:
    """Say that the result is the right one, or a simple function of it, times a factor."""
    for words, function in OF_THE_RIGHT if tried.same_shapes else ():
        found = tried.factor(tried.got.__getitem__, _each(function, tried.right))
        if found and found + words != "{}{}":
            return Term("factor", "is " + found.format(words.format("the right one")))
    return None


OF_THE_RIGHT: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("{}", _same),
    ("the square of {}", np.square),
    ("the root of {}", np.sqrt),
    ("{} without its sign", np.abs),
    ("the exponential of {}", np.exp),
    ("the logarithm of {}", np.log),
    ("1 over {}", np.reciprocal),
)


def _step(tried: _Tried) -> Term | None:
    """Say that the step from an argument to the result is the right one times a factor."""
    for words, values in tried.arrays.items() if tried.same_shapes else ():
        if all(array.shape == one.shape for array, one in zip(values, tried.right)):
            found = tried.factor(_each(np.subtract, tried.got, values), _each(np.subtract, tried.right, values))
            if found == "minus {}":
                return Term("step", f"differs from {words} in the opposite direction")
            if found and found != "{}":
                return Term("step", f"differs from {words} by {found.format('the right difference')}")
    return None


def _complement(tried: _Tried) -> Term | None:
    """Say that two arguments have exchanged their weights: the result and the right one add up to them."""
    for (one, x), (other, y) in combinations(tried.arrays.items(), 2) if tried.same_shapes else ():
        sums = _each(np.add, x, y)
        both = zip(tried.got, tried.right, map(sums, range(len(tried.got))))
        if all(s is not None and agree(g + r, s) for g, r, s in both):
            return Term("exchanged", f"gives {one} the share that {other} should have")
    return None


def _addend(tried: _Tried) -> Term | None:
    """Say what is added to the right one."""
    if not tried.same_shapes:
        return None
    more = _each(np.subtract, tried.got, tried.right)
    constant = tried.factor(more, _each(np.ones_like, tried.right))
    if constant:
        return Term("addend", f"is the right one {_signed(constant, '1')}")
    made = ((words, tried.factor(more, _fitted(value, tried.right))) for words, value in tried.products())
    found = _plainest(made)
    return Term("addend", f"is the right one {_signed(found[1], found[0])}") if found else None


def _plainest(tried: Iterator[tuple[str, str | None]]) -> tuple[str, str] | None:
    """Return the first that fits with a constant factor, else the first that fits: a sum is no mean times a length."""
    first = None
    for words, factor in tried:
        if factor and not (" times " in factor or " divided " in factor):
            return words, factor
        first = first or (factor and (words, factor))
    return first or None


def _signed(factor: str, words: str) -> str:
    """Return a term with plus or minus in front.

    >>> _signed("minus {} times `lam`", "`w`"), _signed("-3 times {}", "1"), _signed("twice {}", "1")
    ('minus `w` times `lam`', 'minus 3', 'plus 2')
    """
    text = factor.removeprefix("minus ")
    sign = "minus" if text != factor or text.startswith("-") else "plus"
    text = text.removeprefix("-")
    if words == "1":
        text = (
            text.replace("twice {}", "2").replace("half {}", "0.5").removesuffix(" times {}").removeprefix("{} times ")
        )
    return f"{sign} {text.format(words)}"


def _fitted(value: Each, like: Sequence[np.ndarray]) -> Each:
    """Return arrays repeated to the shapes of others; None where one does not fit."""

    def fitted(number: int) -> np.ndarray | None:
        array = value(number)
        return None if array is None else _made(np.broadcast_to, array, like[number].shape)

    return fitted


def _multiplied(tried: _Tried) -> Term | None:
    """Say by which array the right one is multiplied or divided, entry by entry."""
    for words, value in tried.products() if tried.same_shapes else ():
        fitting = _fitted(value, tried.right)
        first = fitting(0)
        if (
            first is None
            or not np.any(first)
            or all((a := fitting(i)) is None or np.ptp(a) == 0 for i in range(len(tried.got)))
        ):
            continue
        times = tried.factor(tried.got.__getitem__, _times(fitting, tried.right))
        if times:
            return Term("factor", f"is {times.format('the right one')} times {words}, entry by entry")
        over = tried.factor(_times(fitting, tried.got), tried.right.__getitem__)
        if over:
            return Term("factor", f"is {over.format('the right one')} divided by {words}, entry by entry")
    return None


def _times(value: Each, others: Sequence[np.ndarray]) -> Each:
    def times(number: int) -> np.ndarray | None:
        array = value(number)
        return None if array is None else _made(np.multiply, array, others[number])

    return times


REDUCED: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("the mean of {}", np.mean),
    ("the sum of {}", np.sum),
    ("the largest number of {}", np.max),
    ("the smallest number of {}", np.min),
    ("the mean of the rows of {}", lambda a: a.mean(axis=0)),
    ("the sum of the rows of {}", lambda a: a.sum(axis=0)),
    ("the mean of each row of {}", lambda a: a.mean(axis=-1)),
    ("the sum of each row of {}", lambda a: a.sum(axis=-1)),
)
WHOLE: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (("{} transposed", np.transpose),)
ENTRYWISE: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("{}", _same),
    ("the square of {}", np.square),
    ("the root of {}", np.sqrt),
    ("the exponential of {}", np.exp),
    ("the logarithm of {}", np.log),
    ("{} without signs", np.abs),
)
TOGETHER: tuple[tuple[str, Callable[..., np.ndarray]], ...] = (
    ("{} + {}", np.add),
    ("{} - {}", np.subtract),
    ("{1} - {0}", lambda a, b: b - a),
    ("{} * {}", np.multiply),
    ("{} / {}", np.divide),
    ("{1} / {0}", lambda a, b: b / a),
)
PRODUCTS: tuple[tuple[str, Callable[..., np.ndarray]], ...] = (
    ("{} @ {}", np.matmul),
    ("{1} @ {0}", lambda a, b: b @ a),
    ("{} @ {}.T", lambda a, b: a @ b.T),
    ("{}.T @ {}", lambda a, b: a.T @ b),
)


def _nothing_but(tried: _Tried) -> Term | None:
    """Say that the result is a short expression of the arguments, and no more."""
    made = ((words, tried.factor(tried.got.__getitem__, value)) for words, value in _expressions(tried))
    found = _plainest(made)
    return Term("argument", f"is nothing but {found[1].format(found[0])}") if found else None


def _expressions(tried: _Tried) -> Iterator[tuple[str, Each]]:
    large = {words: values for words, values in tried.arrays.items() if any(one.ndim for one in values)}
    for words, values in large.items():
        alone = ENTRYWISE if tried.picked else (*ENTRYWISE, *WHOLE, *REDUCED)
        yield from ((text.format(words), _each(function, values)) for text, function in alone)
    for (one, x), (other, y) in combinations(large.items(), 2):
        for text, function in TOGETHER if tried.picked else (*TOGETHER, *PRODUCTS):
            yield _as_code(text.format(one, other)), _each(function, x, y)


def _as_code(words: str) -> str:
    """Return an expression of names as one piece of code.

    >>> _as_code("`X` @ `W`"), _as_code("the first argument + the second argument")
    ('`X @ W`', 'the first argument + the second argument')
    """
    return f"`{words.replace('`', '')}`" if "`" in words else words
