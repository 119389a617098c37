"""What needs matplotlib waits until a cell needs it: most checks never do, and it takes seconds to load."""

import matplotlib.pyplot as plt
import pytest

NOTHING_WRONG = {"error": None}


def test_matplotlib_is_wanted_only_by_a_cell_that_uses_it(reader):
    setup = "import matplotlib.pyplot as plt\nimport numpy as np"
    assert reader.packages(setup) == ["numpy"]
    assert reader.run("setup", setup) == NOTHING_WRONG
    assert "plt" not in reader.names
    assert reader.packages("np.ones(2)") == []
    assert reader.packages("plt.plot([1])") == ["matplotlib"]
    assert reader.run("cell 2", "def draw():\n    plt.plot([1])") == NOTHING_WRONG
    assert reader.names["plt"] is plt


def test_an_import_that_its_own_cell_uses_is_not_put_off(reader):
    assert reader.packages("import matplotlib.pyplot as plt\nplt.plot([1])") == ["matplotlib"]
    assert reader.packages("from figures import player\nplayer") == ["figures", "matplotlib"]
    assert reader.packages("from figures import player") == []
    assert reader.packages("not python") == []


SETUP = """import numpy as np
import matplotlib.pyplot as plt
from matplotlib.colors import ListedColormap
colours = ["red", "white"]
two = ListedColormap(colours)
plt.rcParams["lines.linewidth"] = 7
plt.rc("axes", grid=True)
def draw(x, size=3):
    plt.plot(x)
"""


def test_what_a_quiet_cell_makes_with_matplotlib_waits_until_it_is_named(reader, shown):
    assert reader.packages(SETUP, quiet=True) == ["numpy"]
    assert reader.run("setup", SETUP, quiet=True) == NOTHING_WRONG
    assert {"plt", "two", "draw"}.isdisjoint(reader.names) and reader.names["colours"] == ["red", "white"]
    assert reader.packages("def mean(x):\n    return np.mean(x)") == []
    assert reader.packages("print(two.N)") == ["matplotlib"]
    with plt.rc_context():
        assert reader.run("cell 1", "print(two.N, plt.rcParams['lines.linewidth'], plt.rcParams['axes.grid'])") == (
            NOTHING_WRONG
        )
    assert [output["text"] for output in shown] == ["2 7.0 True\n"]
    assert reader.packages("draw([1])") == []


def test_a_cell_that_is_shown_makes_at_once_what_it_makes_with_matplotlib(reader):
    assert reader.packages(SETUP) == ["matplotlib", "numpy"]


@pytest.mark.parametrize(
    "line",
    [
        "plt.plot(rng.normal(size=3))",
        "def draw(x=rng.normal()):\n    plt.plot(x)",
        "class Plot:\n    plt.plot([rng.normal()])",
        "for k in range(3):\n    plt.plot(rng.normal(size=k))",
        "kept = {}\nkept['map'] = plt.cm",
    ],
    ids=["an argument", "a default", "a class", "a loop", "what is changed in place"],
)
def test_what_could_change_other_cells_results_does_not_wait(reader, line):
    source = f"import matplotlib.pyplot as plt\nimport numpy as np\nrng = np.random.default_rng(0)\n{line}"
    assert reader.packages(source, quiet=True) == ["matplotlib", "numpy"]


def test_nothing_is_shown_of_what_was_put_off(reader, shown):
    reader.run("cell 1", "import matplotlib.pyplot as plt\nplt.figure()\nplt.show()", quiet=True)
    assert reader.run("cell 2", "plt.figure(figsize=(1, 1))") == NOTHING_WRONG
    assert [output["kind"] for output in shown] == ["svg"] and plt.get_fignums() == []


def test_an_error_in_what_was_put_off_is_one_of_its_own_cell(reader):
    reader.run("setup", "import matplotlib.pyplot as plt\nplt.no_such_function()", quiet=True)
    error = reader.run("cell 2", "plt")["error"]
    assert error["type"] == "AttributeError" and 'File "setup", line 2' in error["text"]
