"""Points → the marks of a country or a university, with the rounding said in words. Halves are rounded up, exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from grader.course import UnusableInput

LETTERS = (("A", 90), ("B", 80), ("C", 70), ("D", 60), ("F", 0))  # from how many percent on
WHOLE = {"2-5"}  # marks that are whole numbers
RANGE = re.compile(r"(\d{1,3})-(\d{1,3})")


@dataclass(frozen=True)
class Scale:
    """How points become marks.

    Parameters
    ----------
    name
        As `--scale` has it: points, percent, letters, LOW-HIGH as in 1-7, or the highest mark alone as in 20.
    lowest, highest
        The marks for no points and for all; 0 and 0 for points, which stay as they are.
    step
        What marks are rounded to.
    """

    name: str
    lowest: int = 0
    highest: int = 0
    step: Fraction = Fraction(1, 100)

    @property
    def words(self) -> str:
        """How it is rounded, in a sentence."""
        if self.name == "letters":
            return (
                "Letters: "
                + ", ".join(f"{letter} from {least} %" for letter, least in LETTERS)
                + "; nothing is rounded."
            )
        step = f"{float(self.step):g}"
        if self.name == "points":
            return f"Points, rounded to {step}, halves upwards."
        ends = f"{self.lowest} for no points, {self.highest} for all"
        return f"{ends}, in between in proportion; rounded to {step}, halves upwards."

    def highest_of(self, max_points: float) -> float | None:
        """Return the best mark of an assignment; None if marks are no numbers."""
        return None if self.name == "letters" else self.highest or max_points

    def mark(self, points: float, max_points: float) -> str:
        """Return the mark for some points of those possible.

        Examples
        --------
        >>> scale("1-7").mark(13, 26), scale("percent").mark(1, 3), scale("2-5").mark(13, 26)
        ('4', '33.3', '4')
        >>> scale("points").mark(2.125, 3)
        '2.13'
        """
        exact, possible = Fraction(points).limit_denominator(10**6), Fraction(max_points).limit_denominator(10**6)
        if not self.highest and self.name == "points":
            return _text(_rounded(exact, self.step))
        share = exact / possible if possible else Fraction(0)
        if self.name == "letters":
            return next(letter for letter, least in LETTERS if 100 * share >= least)
        return _text(_rounded(self.lowest + (self.highest - self.lowest) * share, self.step))


def _rounded(value: Fraction, step: Fraction) -> Fraction:
    return step * floor(value / step + Fraction(1, 2))


def _text(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def scale(name: str) -> Scale:
    """Return the scale of a name.

    Raises
    ------
    UnusableInput
        If there is none.
    """
    if name in ("points", "letters"):
        return Scale(name)
    if name == "percent":
        return Scale(name, 0, 100, Fraction(1, 10))
    found = RANGE.fullmatch(name)
    if found and int(found[1]) != int(found[2]):
        return Scale(name, int(found[1]), int(found[2]), Fraction(1 if name in WHOLE else Fraction(1, 10)))
    if name.isdecimal() and 0 < int(name) < 1000:
        return Scale(name, 0, int(name), Fraction(1, 10))
    raise UnusableInput(
        f"There is no scale {name!r}: use points, percent, letters, LOW-HIGH as in 1-7, 1-10 or 2-5, or the highest "
        "mark alone, as in 20."
    )
