"""On which arguments wrong results depend: told by pairs of calls that differ in one argument alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from . import parts
from .beside import Pair

TWIN = "one argument changed"  # the name of a question that differs so from another
FEWEST = 2  # pairs of calls, for each argument that is said to be ignored
NOT_SO = "right ones do not", "right ones change"
MISSING: Any = object()  # stands for an argument that a call leaves out


@dataclass(frozen=True)
class Asked:
    """One call: its arguments as documents, by the words that stand for them, and its result beside the right one."""

    documents: dict[str, Any]
    pair: Pair


def ignored(asked: Sequence[Asked]) -> str | None:
    """Say which arguments change no result, although they change the right ones; None if each changes some.

    Parameters
    ----------
    asked
        The calls that came back, with right results and wrong ones.
    """
    pairs = list(_alike_but_for_one(asked))
    names = {name: f"the numbers in {name}" if is_array else name for name, is_array in _arguments(asked).items()}
    whole = _unused([(words, one.pair, other.pair) for words, one, other in pairs])
    if whole:
        return _sentence("", *whole, names)
    for place, count in _places(asked):
        part = _unused([(words, _part(one, place), _part(other, place)) for words, one, other in pairs])
        if part:
            return _sentence(parts.which(place, count).capitalize(), *part, names)
    return None


def _arguments(asked: Sequence[Asked]) -> dict[str, bool]:
    """Return all arguments, and whether they are arrays or lists: of these, only the numbers were changed."""
    given = [(name, document) for one in asked for name, document in one.documents.items()]
    arrays = {name for name, document in given if _outline(document) is not None}
    return {name: name in arrays for name, _ in given}


def _alike_but_for_one(asked: Sequence[Asked]) -> Iterator[tuple[str, Asked, Asked]]:
    """Yield calls that differ in one argument alone, after the words for it."""
    for one, other in combinations(asked, 2):
        names = list({**one.documents, **other.documents})
        unlike = [name for name in names if one.documents.get(name, MISSING) != other.documents.get(name, MISSING)]
        if len(unlike) == 1 and _outline(one.documents.get(unlike[0])) == _outline(other.documents.get(unlike[0])):
            yield unlike[0], one, other


def _outline(document: Any) -> Any:
    """Return what is told of an argument by how long its arrays and lists are: its numbers left out."""
    if isinstance(document, list):
        return [_outline(one) for one in document]
    return document["array"]["shape"] if isinstance(document, dict) and "array" in document else None


def _unused(pairs: Sequence[tuple[str, Pair, Pair]]) -> tuple[list[str], list[str]] | None:
    """Return the arguments that change no result, and those that do; None if all do, or too few calls tell."""
    tested: dict[str, list[bool]] = {}
    for words, one, other in pairs:
        if not _same(one.right, other.right, one):
            tested.setdefault(words, []).append(_same(one.got, other.got, one))
    unused = [words for words, same in tested.items() if all(same) and len(same) >= FEWEST]
    used = [words for words, same in tested.items() if not all(same)]
    return (unused, used) if unused else None


def _same(one: Any, other: Any, pair: Pair) -> bool:
    return parts.same(Pair(one, other, {}, pair.rtol))


def _places(asked: Sequence[Asked]) -> list[tuple[int, int]]:
    """Return the places of the parts of all results, with how many there are; none if they are not that many."""
    counts = {len(one.pair.right) if isinstance(one.pair.right, tuple) else 0 for one in asked}
    if len(counts) != 1 or any(len(parts.items(one.pair.got) or ()) not in counts for one in asked):
        return []
    count = counts.pop()
    return [(place, count) for place in range(count)]


def _part(asked: Asked, place: int) -> Pair:
    got = parts.items(asked.pair.got) or []
    return replace(asked.pair, got=got[place], right=asked.pair.right[place])


def _sentence(part: str, unused: Sequence[str], used: Sequence[str], names: Mapping[str, str]) -> str:
    """Return what is told of results, or of one part of each; of all arguments only where each of them was tried."""
    stay, depend = (f"{part} stays", f"{part} depends") if part else ("Results stay", "Results depend")
    not_so, change_with = ("the right one does not", "the right one changes") if part else NOT_SO
    is_whole = len(unused) + len(used) == len(names)
    unused = sorted(unused, key=lambda one: names[one] != one)  # what is no array first: else it seems to be one, too
    said = [names[one] for one in unused]
    if is_whole and not used:
        return f"{stay} the same whichever argument changes; {not_so}."
    if is_whole and len(used) == 1 and len(unused) > 1:
        return f"{depend} on {used[0]} alone; {change_with} with {_listed(said)}, too."
    change = "changes" if said[-1] == unused[-1] else "change"
    return f"{stay} the same when {_listed(said, 'or')} alone {change}; {not_so}."


def _listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list.

    >>> _listed(["`a`"]), _listed(["`a`", "`b`", "`c`"])
    ('`a`', '`a`, `b` and `c`')
    """
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
