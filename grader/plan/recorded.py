"""Which results of wrong answers a plan carries: it travels to readers, and most of it was these.

Each wrong answer keeps its results in the core, in cases where they are short, and in as many more, the shortest first,
as tell it from all others. Elsewhere, and where it does nothing but stop, the plan says only that it is wrong there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.selfcheck import wire
from grader.selfcheck.judge import PlannedCase, is_same

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
    kept = {name: _kept(name, cases) for case in cases for name in case.mistakes}
    return [
        replace(case, mistakes={name: one if place in kept[name] else [] for name, one in case.mistakes.items()})
        for place, case in enumerate(cases)
    ]


def _kept(name: str, cases: Sequence[PlannedCase]) -> list[int]:
    """Return the places of the cases in which a wrong answer keeps its results."""
    results = {place: case.mistakes[name] for place, case in enumerate(cases) if name in case.mistakes}
    sizes = {place: len(wire.dumps(one)) for place, one in results.items() if any("value" in answer for answer in one)}
    kept: list[int] = []
    for place in sorted(sizes, key=lambda place: (place > 0, sizes[place])):
        is_needed = len(kept) < FEWEST or sizes[place] <= SHORT or not _is_known_by(name, [cases[one] for one in kept])
        if is_needed and sizes[place] <= LONGEST:
            kept.append(place)
    return kept


def _is_known_by(name: str, cases: Sequence[PlannedCase]) -> bool:
    """Whether every other wrong answer has other results in one of these cases, by more than rounding."""
    others = {other for case in cases for other in case.mistakes} - {name}
    return all(any(not _is_alike(case, name, other) for case in cases) for other in others)


def _is_alike(case: PlannedCase, name: str, other: str) -> bool:
    return other in case.made and all(map(is_same, case.made[other], case.made[name]))
