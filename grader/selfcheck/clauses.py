"""What holds of all wrong results, as a clause: of the whole, of one of its parts, or of some of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import circumstances, parts
from .beside import Pair, numbers
from .relations import ENTRYWISE, EXACT, LOOSE, SIZES, relation
from .terms import sizes, term
from .wording import wording


@dataclass(frozen=True)
class Clause:
    """What holds of wrong results; `{}` in its words stands for the result, if it is about results as a whole.

    It is vague if it says where results are wrong and not how, or of what they are alike but for something unknown.
    """

    kind: str
    words: str
    is_vague: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is about results as a whole."""
        return "{}" in self.words

    def within(self, where: str, partial: bool) -> Clause:
        """Return what it says of a part of each result, which is right in some of them if it is partial."""
        it = f"{where}, if wrong," if partial and "wrong" not in where else where
        words = self.words.format(it) if self.is_whole else f"in {where}, {self.words}"
        return Clause(self.kind, words, self.is_vague)


def clause_of(pairs: Sequence[Pair], partial: bool) -> Clause | None:
    """Return what holds of all wrong results; None if nothing is found.

    Parameters
    ----------
    pairs
        Wrong results beside the right ones.
    partial
        Whether there are right results, too.
    """
    pairs = list(map(parts.with_lists_of_texts, pairs))
    if all(parts.has_parts(pair.right) for pair in pairs):
        return _of_parts(pairs, partial)
    text = wording(pairs)
    if text:
        return Clause(text.kind, "{} " + text.words)
    found = relation(pairs, ENTRYWISE[:4]) or term(pairs) or relation(pairs, EXACT)
    if found:
        return Clause(found.kind, "{} " + found.words)
    if all((both := pair.arrays) and both[0].shape == both[1].shape for pair in pairs):
        entries = _of_entries(pairs)
        if entries:
            return entries
    rough = relation(pairs, (*LOOSE, *SIZES))
    return Clause(rough.kind, "{} " + rough.words, is_vague=True) if rough else None


def _of_parts(pairs: Sequence[Pair], partial: bool) -> Clause | None:
    """Say what holds of results that have parts."""
    whole = parts.arrangement(pairs)
    if whole:
        return Clause(whole[0], "{} " + whole[1])
    wrong = parts.taken_apart(pairs)
    if not wrong:
        return None
    is_tuple = isinstance(pairs[0].right, tuple)
    where = parts.wrong_parts(wrong, is_tuple)
    some = partial or not where or not where.is_one or len(wrong) < len(pairs)
    inner = clause_of([part.pair for part in wrong], some)
    if inner:
        return inner.within(where.subject if where else "every wrong part", some)
    if where is None:
        return _of_one_part(wrong, pairs, partial) if is_tuple else None
    return Clause("part", where.only, is_vague=True)


def _of_one_part(wrong: Sequence[parts.Part], pairs: Sequence[Pair], partial: bool) -> Clause | None:
    """Say what holds of one part, where several are wrong and each in its own way: the first that can be told."""
    for place in sorted({part.place for part in wrong}):
        alike = [part for part in wrong if part.place == place]
        some = partial or len(alike) < len(pairs)
        inner = clause_of([part.pair for part in alike], some) if 2 * len(alike) > len(pairs) else None
        if inner:
            return inner.within(parts.which(place, alike[0].count), some)
    return None


def _of_entries(pairs: Sequence[Pair]) -> Clause | None:
    """Say which numbers of the results are wrong, and what they are instead."""
    masks = [circumstances.differing(*both, pair.rtol) for pair in pairs if (both := pair.arrays)]
    if all(np.all(mask) for mask in masks):
        return None
    picked = [_picked(pair, mask) for pair, mask in zip(pairs, masks)]
    where = circumstances.place(pairs)
    found = (
        (relation(picked, ENTRYWISE) or term(picked))
        if _say_more_than_two(picked)
        else relation(picked, ENTRYWISE[1:5])
    )
    what = found and found.words.removesuffix(" everywhere")
    if where and found:
        return Clause(found.kind, f"only {where} are wrong: each wrong one {what}")
    if where:
        return Clause("place", f"only {where} are wrong", is_vague=True)
    return Clause(found.kind, f"each wrong number {what}") if found else None


def _say_more_than_two(pairs: Sequence[Pair]) -> bool:
    """Whether the numbers are more than two different ones, such as 0 and 1, each of which is the other's opposite."""
    return len(np.unique(np.concatenate([side.ravel() for pair in pairs for side in pair.arrays or ()]))) > 2


def _picked(pair: Pair, mask: np.ndarray) -> Pair:
    """Return the wrong numbers alone, with the arguments that have as many."""
    got, right = pair.arrays or (mask, mask)
    given = {}
    for words, value in pair.given.items():
        array = numbers(value)
        if array is not None and array.ndim and array.shape == mask.shape:
            given[words] = array[mask]
        elif array is not None and not array.ndim:
            given[words] = value
    return Pair(got[mask], right[mask], given, pair.rtol, sizes(pair))
