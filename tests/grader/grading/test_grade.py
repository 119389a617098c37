import json
import pickle
import platform
import shutil
from dataclasses import replace

import pytest

from grader.course import Course
from grader.grading.grade import ENGINE, LONGEST, NOT_WRITTEN, digest_of_judging, grade, prepare, ungradable
from grader.grading.result import SubmissionResult
from grader.sandbox import Limits, Pool, Runner, RunnerLost

SECRET = b"the tests' own secret"


@pytest.fixture(scope="module")
def assignment(small):
    return prepare(small.chapter, SECRET, small.released)


@pytest.fixture(scope="module")
def pool(small):
    with Pool(small.released, limits=Limits(exchange_seconds=1)) as pool:
        yield pool


@pytest.fixture
def graded(small, assignment, pool):
    """Return a function that grades a notebook: bytes, a document, or the answers that go into the released one."""

    def grade_one(notebook=None, **answers):
        notebook = small.document(**small.right | answers) if notebook is None else notebook
        data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
        return grade("ada", data, assignment, pool)

    return grade_one


def _outcomes(result):
    return {exercise.name: exercise.outcome for exercise in result.exercises}


def _of(result, name):
    return next(exercise for exercise in result.exercises if exercise.name == name)


def _own_cell(small, document, after, source):
    position = document["cells"].index(small.cell(document, after)) + 1
    document["cells"].insert(position, {"cell_type": "code", "metadata": {}, "source": source, "outputs": []})


def test_right_answers_get_all_points(graded):
    result = graded()
    assert _outcomes(result) == {"mse": "passed", "softmax": "passed", "accuracy": "passed"}
    assert [exercise.points for exercise in result.exercises] == [2, 3, 1]
    assert (result.student, result.assignment, result.error, result.repairs) == ("ada", "04-losses", "", [])


def test_a_result_says_what_it_depends_on(graded, assignment):
    result = graded()
    assert result.plan_digest == assignment.plan_digest
    assert result.content_digest == graded().content_digest != graded(mse="pass").content_digest
    assert result.isolation == "confined"
    assert result.seconds > 0


def test_the_released_notebook_earns_nothing_and_is_said_to_be_unwritten(graded, small):
    result = graded((small.released / "04-losses.ipynb").read_bytes())
    assert [(e.points, e.outcome, e.reason, e.source) for e in result.exercises] == [(0, "failed", NOT_WRITTEN, "")] * 3


def test_a_misconception_is_named(graded, small):
    softmax = _of(graded(softmax=small.wrong_softmax), "softmax")
    assert softmax.misconception == "softmax_down_the_columns"
    assert "axis" in softmax.sentence
    assert softmax.source == small.wrong_softmax


def test_wrong_results_that_nobody_foresaw_are_told_what_they_have_in_common(graded):
    tripled = "return 3 * np.sum((np.asarray(predictions, dtype=float) - targets) ** 2) / (2 * len(predictions))"
    mse = _of(graded(mse=f"def mse(predictions, targets):\n    {tripled}"), "mse")
    assert mse.misconception == "general: factor"
    assert mse.sentence.endswith("result is 3 times the right one.")


def test_a_right_core_without_the_rest_earns_a_part(graded):
    naive = "def softmax(logits):\n    e = np.exp(logits)\n    return e / e.sum(axis=1, keepdims=True)"
    softmax = _of(graded(softmax=naive), "softmax")
    assert softmax.outcome == "partial"
    assert 0 < softmax.points < 3
    assert any(case.fraction == 0 and case.words for case in softmax.cases)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def mse(predictions, targets:\n", f"Python {platform.python_version()} stopped with SyntaxError here"),
        ("1 / 0", "it stopped with ZeroDivisionError"),
        ("class Mine(Exception): pass\nraise Mine('x')", "it stopped with an exception"),
        ("raise SystemExit", "it stopped with SystemExit"),
        ("raise KeyboardInterrupt", "it stopped with KeyboardInterrupt"),
    ],
    ids=["syntax", "division", "own", "SystemExit", "KeyboardInterrupt"],
)
def test_a_cell_that_raises_fails_its_exercise_and_no_other(graded, source, words):
    result = graded(mse=source)
    assert _outcomes(result) == {"mse": "failed", "softmax": "passed", "accuracy": "passed"}
    line = source.splitlines()[-1]
    assert _of(result, "mse").reason == f"Line {len(source.splitlines())}, `{line}`: {words}."


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import os\nos._exit(0)", "When its cell was run: the process ended"),
        ("while True: pass", "Line 1, `while True: pass`: it took more than 1 s of processor time"),
        ("import time\ntime.sleep(60)", "When its cell was run: it slept or waited longer than 1 s"),
        ("import ctypes\ndef mse(a, b): ctypes.string_at(0)", "When it was called: the process ended (a crash"),
        ("import os\ndef mse(a, b): os._exit(0)", "When it was called: the process ended"),
        ("def mse(a, b):\n    while True: pass", "When it was called: it used more than 1 s of processor time"),
    ],
    ids=["exit in the cell", "loop in the cell", "asleep in the cell", "crash", "exit", "loop"],
)
def test_a_runner_that_is_lost_fails_the_exercise_it_was_on_and_no_other(graded, source, words):
    result = graded(mse=source)
    assert _outcomes(result) == {"mse": "failed", "softmax": "passed", "accuracy": "passed"}
    assert _of(result, "mse").reason.startswith(words)
    assert _of(result, "mse").points == 0


def test_every_exercise_can_be_lost_in_one_submission(graded):
    result = graded(**dict.fromkeys(("mse", "softmax", "accuracy"), "import os\nos._exit(0)"))
    assert set(_outcomes(result).values()) == {"failed"}
    assert result.error == ""


def test_of_a_cell_of_the_readers_own_that_ends_the_runner_definitions_are_read_and_it_is_noted(graded, small):
    document = small.document()
    _own_cell(small, document, "mse", "import os; os._exit(1)")
    result = graded(document)
    assert set(_outcomes(result).values()) == {"passed"}
    (words,) = result.repairs
    begins = "Of the cell that begins with 'import os; os._exit(1)', only definitions were read: the process ended"
    assert words.startswith(begins)


def test_after_three_lost_cells_of_the_readers_own_only_definitions_of_others_are_read(graded, small):
    document = small.document()
    for number in range(30):
        _own_cell(small, document, "mse", f"import os; os._exit({number})")
    result = graded(document)
    assert set(_outcomes(result).values()) == {"passed"}
    assert len(result.repairs) == 4


def test_an_answer_that_needs_what_a_released_cell_defines_gets_its_points(graded, small):
    needs = small.right["softmax"].replace("    logits =", "    assert shown == 1.0\n    logits =")
    result = graded(softmax=needs)
    assert set(_outcomes(result).values()) == {"passed"}
    assert needs in {exercise.source for exercise in result.exercises}


def test_released_cells_that_no_answer_needs_are_not_run(graded, small, monkeypatch):
    run, run_cell = [], Runner.run_cell
    monkeypatch.setattr(Runner, "run_cell", lambda runner, *cell: run.append(cell[0]) or run_cell(runner, *cell))
    graded()
    assert run[1:] == list(small.right.values())


def test_a_released_cell_that_uses_a_hanging_function_is_not_run_after_it_was_lost(graded, monkeypatch):
    monkeypatch.setattr("grader.grading.hearing.MOST_LOST", 2)  # a second loss would fail the others
    assert _outcomes(graded(mse="import os\ndef mse(a, b): os._exit(0)"))["softmax"] == "passed"


def test_a_submission_has_only_so_many_runners(graded, monkeypatch):
    monkeypatch.setattr("grader.grading.hearing.MOST_LOST", 2)
    result = graded(mse="import os; os._exit(0)", softmax="import os; os._exit(0)")
    assert set(_outcomes(result).values()) == {"failed"}
    assert _of(result, "accuracy").reason == "The notebook ended 2 processes."


def test_a_deleted_answer_is_ungradable_and_the_others_are_graded(graded, small):
    document = small.document()
    document["cells"].remove(small.cell(document, "softmax"))
    result = graded(document)
    assert _outcomes(result) == {"mse": "passed", "softmax": "ungradable", "accuracy": "passed"}
    assert _of(result, "softmax").reason == "No cell of the notebook defines softmax."


def test_an_unreadable_notebook_is_ungradable_with_the_reason(graded):
    result = graded(b"{")
    assert {exercise.outcome for exercise in result.exercises} == {"ungradable"}
    assert "not valid JSON" in result.exercises[0].reason
    assert (result.points, result.max_points, result.error) == (0, 6, "")


def test_repairs_are_told(graded, small):
    document = small.document()
    for cell in document["cells"]:
        cell["metadata"], cell["id"] = {}, ""
    result = graded(document)
    assert result.points == 6
    assert result.repairs == ["mse, softmax, accuracy: the cell's mark was missing; it was told by the function in it."]


def test_own_helpers_and_state_are_there_when_an_answer_needs_them(graded, small):
    document = small.document(**small.right | {"accuracy": "from math import inf\naccuracy = helped"})
    _own_cell(small, document, "mse-check", small.right["accuracy"].replace("def accuracy", "def helped"))
    assert graded(document).points == 6


@pytest.mark.parametrize(
    "source",
    [
        "class Equal:\n    __eq__ = lambda *_: True\n    __array__ = lambda *_, **__: np.ones(1)\n"
        "def mse(a, b): return Equal()",
        "class Equal(float):\n    __eq__ = __ge__ = __le__ = lambda *_: True\ndef mse(a, b): return Equal(7)",
        "np.abs = np.max = lambda *_, **__: 0\ndef mse(a, b): return 7.0",
        "import selfcheck.judge\nselfcheck.judge.judge = lambda *_: 1\ndef mse(a, b): return 7.0",
        "def mse(a, b): return 10 ** 400",
        "def mse(a, b): return [[1.0], [1.0, 2.0]]",
        "def mse(a, b): return 'nan'",
    ],
    ids=["lying object", "lying float", "patched NumPy", "patched check", "huge", "ragged", "text"],
)
def test_answers_that_lie_earn_nothing(graded, source):
    mse = _of(graded(mse=source), "mse")
    assert (mse.outcome, mse.points) == ("failed", 0)


@pytest.mark.parametrize(
    "source",
    [
        "def softmax(logits): raise ValueError(repr(logits.tolist()))",
        "def softmax(logits): raise type(repr(logits.tolist()), (Exception,), {})",
        "def softmax(logits): return repr(logits.tolist())",
        "def softmax(logits): return type(repr(logits.tolist()), (), {})()",
        "import warnings\ndef softmax(logits):\n    warnings.warn(repr(logits.tolist()))\n    return logits",
        "def softmax(logits): return logits",
    ],
    ids=["message", "class of an exception", "result", "class", "warning", "arguments"],
)
def test_hidden_arguments_are_not_in_the_result(graded, assignment, source):
    result = graded(softmax=source, accuracy=f"{source}\nraise type(str(globals().get('stolen')), (Exception,), {{}})")
    asked = next(exercise for exercise in assignment.exercises if exercise.name == "softmax")
    told = json.dumps(result.to_document())
    from grader.selfcheck.calling import Call

    for case in asked.cases:
        for call in case.calls:
            number = repr(Call.decode(call).arguments[0].ravel()[0].item())
            assert len(number) < 10 or number not in told


def test_the_same_bytes_get_the_same_result(graded, small):
    one, other = (graded(softmax=small.wrong_softmax) for _ in range(2))
    assert replace(one, seconds=0) == replace(other, seconds=0)


def test_a_result_survives_being_sent(graded):
    result = graded()
    assert SubmissionResult.from_document(json.loads(json.dumps(result.to_document()))) == result


class _BrokenPool:
    limits = Limits()

    def __init__(self, error):
        self.error = error

    def runner(self, budget):
        raise self.error


@pytest.mark.parametrize("error", [RuntimeError("no more processes"), RunnerLost("it did not start")], ids=str)
def test_what_goes_wrong_on_our_side_is_an_error_without_grades(small, assignment, caplog, error):
    result = grade("ada", small.notebook(), assignment, _BrokenPool(error))
    assert result.exercises == []
    assert str(error) in result.error
    assert "Traceback" in caplog.text and "04-losses of ada" in caplog.text


def test_nothing_is_run_where_nothing_is_written(small, assignment):
    released = (small.released / "04-losses.ipynb").read_bytes()
    assert grade("ada", released, assignment, _BrokenPool(RuntimeError("unused"))).error == ""


def test_a_submission_without_a_notebook_is_ungradable(assignment):
    result = ungradable("ada", assignment, "The folder holds no notebook.", "0")
    assert {(e.outcome, e.reason) for e in result.exercises} == {("ungradable", "The folder holds no notebook.")}
    assert (result.plan_digest, result.content_digest) == (assignment.plan_digest, "0")
    assert result.isolation == "confined"


def test_the_plan_is_the_same_for_the_same_secret(small, assignment):
    assert prepare(small.chapter, SECRET, small.released) == assignment


def test_another_secret_asks_other_questions(small, assignment):
    other = prepare(small.chapter, b"another secret of the tests", small.released)
    assert other.plan_digest != assignment.plan_digest
    assert other.exercises[0].cases[0].calls != assignment.exercises[0].cases[0].calls


def test_the_digest_tells_how_submissions_were_run(small, assignment):
    assert prepare(small.chapter, SECRET, small.released, isolation="none").plan_digest != assignment.plan_digest


def test_the_digest_tells_a_corrected_definition(small, assignment, tmp_path):
    corrected = Course(shutil.copytree(small.course.root, tmp_path / "course"))
    definition = corrected.root / "exercises" / "losses" / "softmax.py"
    definition.write_text(definition.read_text().replace("points=3", "points=4"))
    assert prepare(corrected.chapter("losses"), SECRET, small.released).plan_digest != assignment.plan_digest


@pytest.fixture
def engine(tmp_path):
    """Return a copy of the engine."""
    return shutil.copytree(ENGINE, tmp_path / "grader", ignore=shutil.ignore_patterns("__pycache__", "katex"))


@pytest.mark.parametrize("folder", ["selfcheck", "intake", "sandbox", "grading"])
def test_a_new_module_in_a_folder_that_judges_changes_the_digest_of_judging(engine, folder):
    before = digest_of_judging(engine)
    (engine / folder / "planted.py").write_text("FAVOUR = 1\n")
    assert set(digest_of_judging(engine)) - set(before) == {f"{folder}/planted.py"}


def test_a_changed_module_that_judges_changes_the_digest_of_judging(engine):
    before = digest_of_judging(engine)
    judge = engine / "selfcheck" / "judge.py"
    judge.write_text(judge.read_text() + "\n")
    assert {name for name, digest in digest_of_judging(engine).items() if before[name] != digest} == {
        "selfcheck/judge.py"
    }


def test_a_new_module_elsewhere_in_the_engine_leaves_the_digest_of_judging_as_it_was(engine):
    before = digest_of_judging(engine)
    (engine / "report" / "planted.py").write_text("COLOUR = 1\n")
    assert before and digest_of_judging(engine) == before


def test_an_assignment_can_be_sent_to_another_process(assignment):
    assert pickle.loads(pickle.dumps(assignment)) == assignment


def test_an_assignment_holds_the_files_beside_the_notebook(assignment):
    assert "selfcheck/checks.json" in assignment.files
    assert not any(name.endswith(".ipynb") for name in assignment.files)


def test_a_long_answer_is_kept_in_part_with_a_word_about_the_rest(graded, small):
    result = graded(softmax=small.right["softmax"] + "# more\n" * 10_000)
    [softmax] = [exercise for exercise in result.exercises if exercise.name == "softmax"]
    assert softmax.outcome == "passed" and len(softmax.source) < 1.1 * LONGEST
    assert softmax.source.endswith("more characters")
