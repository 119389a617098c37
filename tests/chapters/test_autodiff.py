"""The page on automatic differentiation is as short as its title says."""

from pathlib import Path

import jupytext

PAGE = Path(__file__).parents[2] / "chapters" / "05-backprop" / "autodiff.md"


def test_the_program_has_at_most_forty_lines():
    cells = [cell.source for cell in jupytext.read(PAGE).cells if "class Number" in cell.source]
    assert len(cells) == 1
    assert 20 < sum(bool(line.strip()) for line in cells[0].splitlines()) <= 40
