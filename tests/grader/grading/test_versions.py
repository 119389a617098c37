"""Other versions of Python and NumPy: what can be graded is, what cannot is told, and nothing of it is a silent 0."""

import json
import sys

import numpy as np
import pytest

from grader.grading.grade import grade, prepare
from grader.intake import notebook
from grader.sandbox import Limits, Pool, old_names
from grader.sandbox.confine import missing

confined = pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}")
NEWER = f"3.{sys.version_info[1] + 2}"
OURS = f"{sys.version_info[0]}.{sys.version_info[1]}"
TOO_NEW = "def mse(a, b):\n    return a =:= b\n"  # no Python yet, which stands for that of a later one


@pytest.fixture(scope="module")
def assignment(small):
    return prepare(small.chapter, b"the tests' own secret", small.released)


@pytest.fixture(scope="module")
def pool(small):
    with Pool(small.released, limits=Limits(exchange_seconds=2)) as pool:
        yield pool


@pytest.fixture
def graded(small, assignment, pool):
    """Return a function that grades answers in a notebook that names a version of Python."""

    def grade_one(python="", **answers):
        document = small.document(**small.right | answers)
        document["metadata"]["language_info"] = {
            "codemirror_mode": {"name": "ipython", "version": 3}, "name": "python", "version": python
        }  # fmt: skip
        return grade("ada", json.dumps(document, indent=1).encode(), assignment, pool)

    return grade_one


@confined
def test_newer_syntax_is_ungradable_and_both_versions_are_named(graded):
    [mse, softmax, accuracy] = graded(f"{NEWER}.1", mse=TOO_NEW).exercises
    assert (mse.outcome, softmax.outcome, accuracy.outcome) == ("ungradable", "passed", "passed")
    assert f"Written for Python {NEWER}, graded with {OURS}" in mse.reason
    assert "Line 2, `return a =:= b`" in mse.reason


@confined
@pytest.mark.parametrize("python", ["", "3.8.1", f"{OURS}.0", "3.x", "newest"])
def test_a_mistake_in_syntax_is_the_students_where_no_newer_version_is_named(graded, python):
    assert graded(python, mse=TOO_NEW).exercises[0].outcome == "failed"


@confined
def test_newer_syntax_beside_a_function_costs_nothing(graded, small):
    below = small.right["mse"] + "\nshown = a =:= b\n"
    assert graded(f"{NEWER}.0", mse=below).points == 6


@confined
@pytest.mark.parametrize("body", ["np.float_(0.5) * np.sum", "np.product([0.5]) * np.sum", "0.5 * np.sum"])
def test_names_of_an_older_numpy_are_there(graded, small, body):
    mse = small.right["mse"].replace("np.sum", body).replace("(2 * len(predictions))", "len(predictions)")
    assert graded(mse=mse).points == 6


@confined
def test_what_became_stricter_is_told(graded, small):
    mse = small.right["mse"].replace("return ", "return float(np.ones((1, 1))) * ")
    [report, *_] = graded(mse=mse).exercises
    try:
        float(np.ones((1, 1)))
    except TypeError:
        assert report.reason.startswith(f"Graded with NumPy {np.__version__}: an array of one number that has axes")
    else:
        assert report.outcome == "passed"


def test_old_names_mean_what_they_meant():
    class Numpy:
        isin, inf, float64, bool_ = np.isin, np.inf, np.float64, np.bool_
        product = "its own"

    numpy = type("Module", (), {})()
    vars(numpy).update({name: value for name, value in vars(Numpy).items() if not name.startswith("_")})
    old_names.put_back(numpy)
    assert (numpy.in1d, numpy.Inf, numpy.float_, numpy.int) == (np.isin, np.inf, np.float64, int)
    assert numpy.product == "its own"
    assert not hasattr(numpy, "trapz"), "there is nothing to make it of"


def test_every_old_name_has_something_to_stand_for():
    assert [name for name, now in old_names.SAME.items() if not hasattr(np, now)] == []


@pytest.mark.parametrize(
    ("said", "version"),
    [
        (b'"language_info": {"version": "3.13.1"}', "3.13"),
        (b'"language_info": {\n "codemirror_mode": {"version": 3},\n "name": "python",\n "version": "3.9.2"}', "3.9"),
        (b'"language_info": {"version": 3.13}', ""),
        (b'"language_info": {"version": "3.' + b"9" * 400 + b'"}', ""),
        (b'"language_info": {' + b"{" * 10_000, ""),
        (b"", ""),
    ],
    ids=["alone", "as Jupyter writes it", "a number", "too long", "braces", "none"],
)
def test_the_version_is_read_from_any_bytes(said, version):
    assert notebook.python_version(b'{"metadata": {' + said) == version
