import importlib
import sys

import pytest

from grader.exercise.reference import (
    Piece,
    Variable,
    name_of,
    names_around,
    names_from_outside,
    pieces,
    source_of,
    split,
)

TEXT = '''"""A module of references."""

import numpy as np

LIMIT = 3


def area(radius):
    """Return the area of a circle."""
    return np.pi * radius**2


def bare(radius):
    return radius


class Counter:
    """Counts up to a limit."""

    step = 1

    def __init__(self):
        self.count = 0

    def up(self):
        """Count one more."""
        self.count = self._limited(self.count + self.step)

    # kept within the limit
    def _limited(self, count):
        return min(count, LIMIT)

    unit = "times"

    @property
    def text(self):
        """The count in words."""
        return f"{self.count} {self.unit}"

    def _never(self):
        return None


class Silent:
    """Has no method that says what it does."""

    def up(self):
        return 1


# The largest area
# that is allowed.

# A circle of radius 2.
disc = 0
disc: float = area(
    2.0
)
one, two = 1, 2
'''


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    """Return a module with references of all kinds."""
    folder = tmp_path_factory.mktemp("references")
    (folder / "shapes_of_references.py").write_text(TEXT)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("shapes_of_references")
    sys.path.remove(str(folder))
    del sys.modules["shapes_of_references"]


def test_a_functions_signature_and_docstring_are_given(shapes):
    assert pieces(shapes.area) == [
        Piece('def area(radius):\n    """Return the area of a circle."""', False),
        Piece("    return np.pi * radius**2", True),
    ]
    assert split(shapes.area) == tuple(piece.text for piece in pieces(shapes.area))


def test_of_a_class_the_documented_methods_heads_and_what_it_assigns_are_given(shapes):
    given = "\n".join(piece.text for piece in pieces(shapes.Counter) if not piece.is_answer)
    words = 'class Counter: """Counts up to a limit.""" step = 1 def up(self): """Count one more.""" unit = "times"'
    words += ' @property def text(self): """The count in words."""'
    assert " ".join(given.split()) == words


def test_what_is_cut_whole_of_a_class_belongs_to_the_answer_to_a_method(shapes):
    answers = [piece.text for piece in pieces(shapes.Counter) if piece.is_answer]
    assert len(answers) == 2
    assert [word in answers[0] for word in ("self._limited(", "def __init__", "def _limited", "# kept")] == [True] * 4
    assert "def _never" in answers[1]


def test_the_pieces_of_a_class_make_the_class_again(shapes):
    namespace = dict(vars(shapes))
    exec("\n".join(piece.text for piece in pieces(shapes.Counter)), namespace)
    counter = namespace["Counter"]()
    for _ in range(5):
        counter.up()
    assert counter.text == "3 times"


def test_of_a_variable_the_comment_right_above_its_last_assignment_is_given(shapes):
    disc = Variable(shapes, "disc")
    assert source_of(disc) == "disc: float = area(\n    2.0\n)"
    assert pieces(disc) == [Piece("disc: float = area(\n    2.0\n)", True)]


def test_a_comment_right_above_an_assignment_is_given(shapes, tmp_path, monkeypatch):
    (tmp_path / "with_comment.py").write_text("x = 1\n# Two lines\n# of comment.\ny = 2\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("with_comment")
    assert pieces(Variable(module, "y")) == [Piece("# Two lines\n# of comment.", False), Piece("y = 2", True)]
    assert pieces(Variable(module, "x")) == [Piece("x = 1", True)]


NOT_RELEASED = {
    "a function without a docstring": (lambda shapes: shapes.bare, "bare has no docstring, which would be"),
    "a class whose methods say nothing": (lambda shapes: shapes.Silent, "Silent has no method with a docstring"),
    "a variable that is assigned with others": (
        lambda shapes: Variable(shapes, "one"),
        "no line of its own that assigns",
    ),
}


@pytest.mark.parametrize(("reference", "words"), NOT_RELEASED.values(), ids=NOT_RELEASED)
def test_what_readers_could_not_write_from_is_refused(shapes, reference, words):
    with pytest.raises(ValueError, match=words):
        pieces(reference(shapes))


def test_every_kind_of_reference_has_a_name_and_names_around_it(shapes):
    references = [shapes.area, shapes.Counter, Variable(shapes, "disc")]
    assert [name_of(one) for one in references] == ["area", "Counter", "disc"]
    assert all(names_around(one)["LIMIT"] == 3 for one in references)


def test_names_from_outside_are_those_that_a_definition_does_not_bind(shapes):
    around = names_around(shapes.Counter)
    assert names_from_outside(source_of(shapes.Counter), around) == {"LIMIT"}
    assert names_from_outside(source_of(Variable(shapes, "disc")), around) == {"area"}
