"""Numbers in a platform's own table, with a decimal point or a comma, as the language of its reader has it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

NUMBER = re.compile(r"-?\d[\d.,]*")
BLANKS = re.compile(r"[\s'’]")  # also the narrow ones between thousands


def number_in(text: str) -> float | None:
    """Return the number that a cell holds; None if it holds none. The last sign is the decimal one.

    >>> number_in("100.00"), number_in("1.000,50"), number_in("26"), number_in("read only")
    (100.0, 1000.5, 26.0, None)
    """
    digits = BLANKS.sub("", text)
    if not NUMBER.fullmatch(digits):
        return None
    *whole, last = re.split("[.,]", digits)
    return float(f"{''.join(whole)}.{last}" if whole else last)


def decimal_sign(cells: Iterable[str]) -> str:
    """Return the decimal sign that most numbers of some cells have; a point where none tells.

    >>> decimal_sign(["3,00", "", "-"]), decimal_sign(["3.00", "1,5", "1.5"]), decimal_sign(["3"])
    (',', '.', '.')
    """
    numbers = (digits for cell in cells if NUMBER.fullmatch(digits := BLANKS.sub("", cell)))
    signs = Counter(found[-1] for digits in numbers if (found := re.findall("[.,]", digits)))
    return "," if signs[","] > signs["."] else "."
