"""Which results of wrong answers a plan carries: it travels to readers, and most of it was these.

Each wrong answer keeps its results in the core, in cases where they are short, and in as many more, the shortest first,
as tell it from all others. Elsewhere, and where it does nothing but stop, the plan says only that it is wrong there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.selfcheck import wire
from grader.selfcheck.judge import PlannedCase, is_same

IsAlike = Callable[[int, tuple[str, str]], bool]  # whether two wrong answers have the same results in a case

LONGEST = 200_000  # bytes of the results of a wrong answer in one case: longer ones never travel
SHORT = 500  # bytes that are not worth leaving out
FEWEST = 2  # cases with results, where there are so many


def without_needless_results(cases: Sequence[PlannedCase]) -> list[PlannedCase]:
    """Return the cases of an exercise, with an empty list in the place of results that nobody needs.

    Parameters
    ----------
    cases
        With the results of all wrong answers that lose there; the first is the core.
    """
    is_alike = functools.cache(lambda place, pair: _is_alike(cases[place], *pair))
    kept = {name: _kept(name, cases, is_alike) for case in cases for name in case.mistakes}
    return [
        replace(case, mistakes={name: one if place in kept[name] else [] for name, one in case.mistakes.items()})
        for place, case in enumerate(cases)
    ]


def _kept(name: str, cases: Sequence[PlannedCase], is_alike: IsAlike) -> list[int]:
    """Return the places of the cases in which a wrong answer keeps its results."""
    results = {place: case.mistakes[name] for place, case in enumerate(cases) if name in case.mistakes}
    sizes = {place: len(wire.dumps(one)) for place, one in results.items() if any("value" in answer for answer in one)}
    kept: list[int] = []
    for place in sorted(sizes, key=lambda place: (place > 0, sizes[place])):
        is_needed = len(kept) < FEWEST or sizes[place] <= SHORT or not _is_known_by(name, cases, kept, is_alike)
        if is_needed and sizes[place] <= LONGEST:
            kept.append(place)
    return kept


def _is_known_by(name: str, cases: Sequence[PlannedCase], places: Sequence[int], is_alike: IsAlike) -> bool:
    """Whether every other wrong answer has other results in one of these cases, by more than rounding."""
    others = {other for place in places for other in cases[place].mistakes} - {name}
    pairs = [(name, other) if name < other else (other, name) for other in others]
    return all(any(not is_alike(place, pair) for place in places) for pair in pairs)


def _is_alike(case: PlannedCase, name: str, other: str) -> bool:
    known = name in case.made and other in case.made
    return known and all(map(is_same, case.made[other], case.made[name]))
