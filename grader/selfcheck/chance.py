"""What chance explains: for laws that judge random numbers without pinning a stream.

A law says what it counts in a right answer, and with which probability each trial counts. A count is refused where, by
Chernoff's bound, it would not lie by chance: a right answer fails with a probability below `FALSE_ALARMS`, however many
counts are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

FALSE_ALARMS = 1e-10  # of all counts that are looked at together


@dataclass(frozen=True)
class Counted:
    """Counts that are binomial in a right answer.

    Parameters
    ----------
    words
        What is wrong where chance does not explain them.
    hits
        How often it happened; one count or an array of them.
    trials
        How often it might have happened: independently of one another, within each count.
    probability
        That it happens in one trial.
    """

    words: str
    hits: np.ndarray | int
    trials: np.ndarray | int
    probability: float

    def surprise(self) -> np.ndarray:
        """Return, for each count, minus the logarithm of Chernoff's bound on the tail that it lies in."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.asarray(self.hits) / self.trials
            hits = np.where(share > 0, share * np.log(share / self.probability), 0.0)
            misses = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - self.probability)), 0.0)
        return np.asarray(self.trials * (hits + misses))


def beyond_chance(counted: Sequence[Counted]) -> str | None:
    """Return the words of the first counts that chance does not explain, or None.

    >>> beyond_chance([Counted("too many heads", 60, 100, 0.5)]) is None
    True
    >>> beyond_chance([Counted("too many heads", 600, 1000, 0.5)]) is None
    True
    >>> beyond_chance([Counted("too many heads", 6000, 10000, 0.5)])
    'too many heads'
    """
    number = sum(np.size(one.hits) for one in counted)
    return next((one.words for one in counted if np.any(one.surprise() > np.log(2 * number / FALSE_ALARMS))), None)


def alike(words: str, first: np.ndarray, second: np.ndarray, probability: float) -> Counted:
    """Count how many pairs of independent marks are equal; `probability` is that of one pair."""
    return Counted(words, int(np.sum(first == second)), np.size(first), probability)


def in_order(words: str, marks: np.ndarray, probability: float) -> Iterator[Counted]:
    """Count equal marks at every distance, and where the sequence is folded in the middle.

    Independent marks are equal as often as chance wants. Sorted ones are so too often one step apart, those that repeat
    themselves one period apart, mirrored ones at the same distance from both ends; turned over, too rarely. No mark
    stands in two pairs of one count.

    Parameters
    ----------
    words
        What is wrong where chance does not explain the counts.
    marks
        The sequence, shape (n,): what is told of each draw, as whole numbers or truths.
    probability
        That two independent marks are equal.
    """
    half = len(marks) // 2
    pairs = [_apart(marks, distance) for distance in range(1, half + 1)]
    yield Counted(words, np.array([p.sum() for p in pairs]), np.array([p.size for p in pairs]), probability)
    yield alike(words, marks[:half], marks[::-1][:half], probability)


def _apart(marks: np.ndarray, distance: int) -> np.ndarray:
    """Return which of the pairs of marks at a distance are equal: of 2 distance marks, the first half has partners."""
    whole = len(marks) // (2 * distance) * 2 * distance
    blocks, rest = marks[:whole].reshape(-1, 2, distance), marks[whole:]
    last = rest[distance:]
    return np.concatenate([(blocks[:, 0] == blocks[:, 1]).ravel(), last == rest[: len(last)]])
