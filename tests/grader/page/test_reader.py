"""The session that runs in Pyodide, here in plain Python: what it shows, and what it hides."""

import inspect
import shutil
import sys
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from grader import selfcheck
from grader.selfcheck import Call, wire
from grader.selfcheck.calling import answer
from grader.selfcheck.judge import PlannedCase, PlannedExercise
from grader.selfcheck.laws import LawText
from grader.selfcheck.probes import value

NOTHING_WRONG = {"error": None}
VALUE = inspect.getsource(value)


reader_module = sys.modules["page_reader"]  # as conftest loads it


def test_the_last_expression_is_shown_and_others_are_not(reader, shown):
    assert reader.run("cell 1", "1 + 1\n[2, 3]") == NOTHING_WRONG
    assert shown == [{"kind": "text", "text": "[2, 3]"}]


@pytest.mark.parametrize("source", ["1 + 1;", "None", "x = 2", ""], ids=["semicolon", "None", "assignment", "empty"])
def test_nothing_is_shown_of(reader, shown, source):
    assert reader.run("cell 1", source) == NOTHING_WRONG
    assert shown == []


def test_cells_share_their_names(reader, shown):
    reader.run("cell 1", "x = 2")
    reader.run("cell 2", "print(x)")
    assert shown == [{"kind": "stream", "name": "stdout", "text": "2\n"}]


def test_the_names_of_a_session_are_those_of_its_main_module(reader, shown):
    reader.run("cell 1", "__name__")
    assert shown == [{"kind": "text", "text": "'__main__'"}]


def test_what_a_value_says_of_itself_as_html_is_shown(reader, shown):
    reader.run("cell 1", "class A:\n    def _repr_html_(self): return '<b>a</b>'\nA()")
    assert shown == [{"kind": "html", "text": "<b>a</b>"}]


def test_a_bundle_comes_before_html_and_display_shows_several(reader, shown):
    source = "class A:\n    def _repr_mimebundle_(self): return {'image/svg+xml': '<svg/>'}\ndisplay(A(), 3)"
    reader.run("cell 1", source)
    assert shown == [{"kind": "svg", "text": "<svg/>"}, {"kind": "text", "text": "3"}]


def test_a_cell_that_runs_quietly_shows_nothing_and_binds_its_names(reader, shown):
    assert reader.run("cell 1", "x = 1\nprint(x)\nx", quiet=True) == NOTHING_WRONG
    reader.run("cell 2", "x")
    assert shown == [{"kind": "text", "text": "1"}]


def test_an_error_shows_the_readers_lines_only(reader):
    reader.run("halve", "def halve(x):\n    return int(x) / 0\n")
    error = reader.run("cell 2", "sorted([1, 2], key=halve)")["error"]
    assert (error["type"], error["message"]) == ("ZeroDivisionError", "division by zero")
    lines = error["text"].splitlines()
    assert [line.strip() for line in lines if line.startswith("  File")] == [
        'File "cell 2", line 1, in <module>',
        'File "halve", line 2, in halve',
    ]
    assert "    return int(x) / 0" in error["text"]


def test_frames_of_this_file_are_hidden_in_an_error_behind_an_error_too(reader):
    error = reader.run("cell 1", "try:\n    int('x')\nexcept ValueError as e:\n    raise KeyError('y') from e")["error"]
    assert "direct cause" in error["text"] and "reader.py" not in error["text"]


def test_a_function_that_is_not_written_yet_is_named(reader):
    reader.run("halve", "def halve(x):\n    raise NotImplementedError()")
    assert reader.run("cell 2", "halve(2)")["error"]["unwritten"] == "halve"
    assert reader.run("cell 3", "1 / 0")["error"]["unwritten"] is None


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("exit()", "SystemExit"),
        ("x = ", "SyntaxError"),
        ("input()", "RuntimeError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_nothing_that_a_cell_does_ends_the_session(reader, source, kind):
    assert reader.run("cell 1", source)["error"]["type"] == kind
    assert reader.run("cell 2", "x = 1") == NOTHING_WRONG


def test_a_long_print_is_cut_and_said_to_be(reader, shown):
    reader.run("cell 1", "for k in range(100_000): print(k)")
    text = "".join(output["text"] for output in shown)
    assert text.startswith("0\n1\n") and text.endswith(reader_module.CUT)
    assert len(text) == reader_module.MAX_PRINTED + len(reader_module.CUT)
    shown.clear()
    reader.run("cell 2", "print('short')")
    assert shown == [{"kind": "stream", "name": "stdout", "text": "short\n"}]


def test_a_print_is_handed_over_before_a_loop_that_never_ends(reader, shown):
    seen = []
    reader.names["look"] = lambda: seen.append(len(shown))
    reader.run("cell 1", "print('a')\nlook()\nprint('b')\nlook()")
    assert seen == [1, 2]


def test_a_warning_is_given_each_time_its_cell_runs(reader):
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("default")
        for _ in range(2):
            reader.run("cell 1", "import warnings\nwarnings.warn('careful')")
    assert [str(one.message) for one in given] == ["careful", "careful"]


def test_a_figure_left_open_is_shown_once_and_closed(reader, shown):
    reader.run("cell 1", "import matplotlib.pyplot as plt\nplt.figure(figsize=(1, 1))")
    assert [output["kind"] for output in shown] == ["svg"]
    assert shown[0]["text"].lstrip().startswith("<?xml") and plt.get_fignums() == []


def test_figures_of_a_quiet_cell_are_closed_undrawn(reader, shown):
    reader.run("cell 1", "import matplotlib.pyplot as plt\nplt.figure()", quiet=True)
    assert shown == [] and plt.get_fignums() == []


def test_an_earlier_function_of_the_name_is_forgotten(reader):
    reader.run("halve", "def halve(x): return x / 2", "halve")
    reader.run("halve", "y = 1", "halve")
    assert "halve" not in reader.names


# New names


@pytest.mark.parametrize(
    "before",
    ["def helper(): return 1", "helper = 0", "import numpy as helper", "import matplotlib.pyplot as helper"],
    ids=["a function", "a value", "an import", "an import that was put off"],
)
def test_among_new_names_nothing_is_left_of_what_ran_before(reader, before):
    reader.enter(True)
    reader.run("cell 1", before)
    reader.enter(True)
    assert reader.run("cell 2", "helper")["error"]["message"] == "name 'helper' is not defined"


def test_a_built_in_function_is_itself_again_among_new_names(reader, shown):
    reader.enter(True)
    reader.run("cell 1", "sum = 0")
    reader.enter(True)
    assert reader.run("cell 2", "sum([1, 2])") == NOTHING_WRONG
    assert shown == [{"kind": "text", "text": "3"}]


def test_random_numbers_and_numpys_errors_begin_anew_with_new_names(reader, shown):
    draw = "import random\nimport numpy as np\n(random.random(), np.random.rand(), np.geterr()['divide'])"
    for _ in range(2):
        reader.enter(True)
        reader.run("cell 1", draw)
        reader.run("cell 2", "np.seterr(all='raise');")
    assert shown[0] == shown[1]


def test_the_names_that_the_page_shares_outlast_a_check(reader, shown):
    reader.run("cell 1", "x = 2")
    reader.enter(True)
    reader.run("cell 2", "x = 3")
    reader.enter(False)
    reader.run("cell 3", "x")
    assert shown == [{"kind": "text", "text": "2"}]


def test_the_names_of_now_are_those_of_the_main_module(reader, shown):
    reader.enter(True)
    reader.run("cell 1", "x = 2\nimport __main__\n__main__.x")
    assert shown == [{"kind": "text", "text": "2"}]


@pytest.mark.parametrize(
    ("answer", "to_read", "needed"),
    [
        ("def f(x): return SCALE * x", "SCALE = 2", True),
        ("def f(x): return scaled(x)", "def scaled(x): return 2 * x", True),
        ("def f(x): return 2 * x", "SCALE = 2", False),
        ("def f(x): return x.T", "x = 2", False),
        ("def f(x): return sum(x)", "sum = 2", False),
        ("def f(x): return SCAEL * x", "SCALE = 2", False),
        ("not python", "SCALE = 2", False),
    ],
    ids=["a value", "a function", "nothing", "its own", "a built-in function", "a misspelt name", "a syntax error"],
)
def test_cells_to_read_are_needed_only_for_a_name_that_no_answer_makes(reader, answer, to_read, needed):
    assert reader.needs([answer], [to_read]) is needed


# Checks


@pytest.fixture
def checks(tmp_path, monkeypatch):
    """Have the reader import a package `selfcheck` that knows a function and a variable."""
    folder = tmp_path / "selfcheck"
    shutil.copytree(Path(selfcheck.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    case = PlannedCase(
        "a case", 1.0, LawText("equal"), {}, [Call(()).encode()], [answer(lambda: 32, Call(()).encode())]
    )
    plans = {"mean_age": VALUE, "oldest": ""}
    documents = {name: PlannedExercise(name, 1, [case], {}, [], probe).to_document() for name, probe in plans.items()}
    (folder / "checks.json").write_bytes(wire.dumps({"assignment": "01-ages", "exercises": documents}))
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "selfcheck"]:
        del sys.modules[name]


REPORTED = {
    "a variable": ("mean_age", "mean_age = 32.0", "passed"),
    "a variable that is wrong": ("mean_age", "mean_age = 31", "failed"),
    "a function": ("oldest", "def oldest():\n    return 32", "passed"),
    "a function that is not written": ("oldest", "def oldest():\n    raise NotImplementedError", "failed"),
}


@pytest.mark.parametrize(("name", "source", "outcome"), REPORTED.values(), ids=REPORTED)
def test_functions_and_variables_are_checked_by_their_names(reader, checks, name, source, outcome):
    reader.run("cell 1", source, name)
    made = reader.report(name, source, [], [], [])
    assert (made["outcome"], made["missing"], made["unwritten"]) == (outcome, [], [])
    assert name in made["html"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mean_age", "begins with: mean_age ="),
        ("oldest", "begins with: def oldest("),
        ("older", "Did you mean oldest?"),
    ],
    ids=["a variable", "a function", "no exercise"],
)
def test_a_cell_that_does_not_make_what_is_asked_is_told_so(reader, checks, name, words):
    assert words in reader.report(name, "other = 1", [], [], [])["says"]


def test_a_check_says_what_may_not_run_elsewhere(reader, checks):
    source = "import warnings\ndef oldest():\n    warnings.warn('old is deprecated', DeprecationWarning)\n    return 32"
    reader.run("cell 1", source, "oldest")
    made = reader.report("oldest", source, [], [], [])
    assert made["outcome"] == "passed"
    assert made["remarks"] == ["A newer version may refuse what it only warns of here: old is deprecated"]


def test_a_check_among_new_names_looks_there(reader, checks):
    reader.run("cell 1", "mean_age = 31", "mean_age")
    reader.enter(True)
    reader.run("cell 2", "mean_age = 32.0", "mean_age")
    assert reader.report("mean_age", "mean_age = 32.0", [], [], [])["outcome"] == "passed"


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("%time x = 1\nprint(x)", "Wall time: "),
        ("%%time\nprint(7)", "7\nWall time: "),
        ("!pip install torch\nprint(8)", "[!pip install torch was not run: there is no shell on this page."),
        ("files = !ls\nprint(files)", "[]"),
        ("%%bash\nls", "[%%bash does nothing on this page.]"),
        ("%load_ext autoreload\nprint(9)", "9\n"),
        ("def twice(x):\n    'Twice it.'\ntwice?", "twice(x)\n\nTwice it."),
        (">>> for k in range(2):\n...     print(k)", "0\n1\n"),
        ("In [3]: import math\nprint(math.e)", "2.718"),
        ("text = '''\n%time\n'''\nprint(text)", "\n%time\n"),
        ("if True:\n    %time y = 2", "Wall time: "),
    ],
    ids=["%time", "%%time", "!", "= !", "another magic", "a silent magic", "?", ">>>", "In []", "a string", "indented"],
)
def test_what_notebooks_take_is_taken(reader, shown, source, printed):
    assert reader.run("cell 1", source) == NOTHING_WRONG
    assert printed in "".join(output["text"] for output in shown)


def test_a_mistake_beside_a_command_is_shown_as_it_was_written(reader):
    error = reader.run("cell 1", "%time x = 1\nx = = 2")["error"]
    assert error["type"] == "SyntaxError" and "line 2" in error["text"] and "x = = 2" in error["text"]
