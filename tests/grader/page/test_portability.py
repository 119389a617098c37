"""What the page says of answers that may not run where they are graded."""

import importlib.util
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

import grader

PAGE = Path(grader.__file__).parent / "page"
MODULES = ["matplotlib", "numpy"]
NEWER = pytest.mark.skipif(sys.version_info < (3, 12), reason="this Python cannot read it either")


def load():
    spec = importlib.util.spec_from_file_location("page_portability", PAGE / "portability.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


portability = load()


def remarks_on(source, **more):
    return portability.remarks_on(source, MODULES, **more)


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nimport matplotlib.pyplot as plt\nimport os.path\nfrom math import sqrt",
        "from selfcheck import check",
        "def f(x: list[int]) -> int | None:\n    match x:\n        case [a]: return a",
        "f'{x!r:>{width}} {\"a\"}'",
        'f"""{\n x}"""',
        "np.isin(a, b)\nx.trapz",
    ],
    ids=["what readers have", "the checks", "syntax of today", "an f-string", "one of many lines", "NumPy of today"],
)
def test_nothing_is_said_of_what_runs_everywhere(source):
    assert remarks_on(source) == []


@pytest.mark.parametrize(
    "source",
    ["x = 1\nimport scipy.special", "x = 1\nfrom scipy import special", "x = 1\nimport os, scipy"],
)
def test_a_package_that_the_course_does_not_name_is_named_with_its_line(source):
    (said,) = remarks_on(source)
    assert said.startswith("Line 2 imports scipy, which may not be there")
    assert said.endswith("the standard library and matplotlib, numpy.")


@NEWER
@pytest.mark.parametrize(
    "source",
    [
        "\ntype Row = list[float]",
        "\ndef first[T](items: list[T]) -> T: return items[0]",
        "\nclass Box[T]: pass",
        "\nf'{names['first']}'",
        "\nf'{f'{x}'}'",
        "\nf\"{'\\n'.join(names)}\"",
        "\nf'''{x # the number\n}'''",
    ],
    ids=["a type", "a generic function", "a generic class", "quotes", "f-strings", "a backslash", "a comment"],
)
def test_syntax_of_a_newer_python_is_told_by_its_line(source):
    (said,) = remarks_on(source)
    assert said.startswith("Line 2 is written in newer Python than Python 3.11 can read")


@pytest.mark.parametrize("old", portability.GONE)
@pytest.mark.parametrize("form", ["np.{}(a, b)", "numpy.{}(a, b)", "from numpy import {}"])
def test_a_function_that_newer_numpys_lack_is_told_with_its_like(old, form):
    (said,) = remarks_on("\n" + form.format(old))
    assert said == f"Line 2: a newer NumPy has no np.{old}. Write np.{portability.GONE[old]}."
    assert hasattr(np, portability.GONE[old])


def test_what_was_warned_of_as_deprecated_is_passed_on_and_other_warnings_are_not():
    told = remarks_on("", warnings=["Conversion of an array is deprecated", "overflow encountered in exp"])
    assert told == ["A newer version may refuse what it only warns of here: Conversion of an array is deprecated"]


def test_the_oldest_python_is_the_one_that_the_engine_asks_for():
    project = tomllib.loads((PAGE.parents[1] / "pyproject.toml").read_text())["project"]
    oldest = ".".join(map(str, portability.OLDEST))
    assert project["requires-python"] == f">={oldest}"
    assert f"Python {oldest} or newer" in (PAGE / "bar.js").read_text(encoding="utf-8")
