"""A check on the page is one of what the page keeps: as if the notebook had just been opened, and as it is graded."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from grader.book.pyodide import VERSIONS

EXERCISES = "chapters/01-numbers/exercises.html"
LESSON = "chapters/01-numbers/lesson.html"
COURSE = Path(__file__).parent / "small_course"
FIRST_RUN = 180_000  # milliseconds on a busy machine: Python starts
DOUBLED = "def doubled(x):\n    return 2 * x"
MEAN = "def mean(values):\n    return sum(values) / len(values)"
NOTHING_IS_ASKED = "!document.querySelector('dialog.ask')"
PYTHON_SAYS = "import sys\nimport numpy as np\nprint('{}.{}'.format(*sys.version_info), np.__version__)\n"


class Kept:
    """The exercises of the small course in a tab whose Python runs."""

    def __init__(self, page):
        self.page = page

    def place(self, name):
        return self.page.locator(f'.exercise[data-exercise="{name}"]')

    def write(self, name, text):
        self.place(name).locator(".cm-content").first.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def check(self, name):
        self.place(name).get_by_role("button", name="Run & check").click()
        self.place(name).locator(".feedback[data-outcome]").wait_for(timeout=FIRST_RUN)
        return self.place(name).locator(".feedback").get_attribute("data-outcome")

    def outcome(self, name, text):
        self.write(name, text)
        return self.check(name)

    def feedback(self, name):
        return self.place(name).locator(".feedback").inner_text()

    def run(self, number):
        cell = self.page.locator(f'[data-cell="{number}"]')
        cell.get_by_role("button", name="Run", exact=True).click()
        cell.locator("button.stop:disabled").wait_for(timeout=FIRST_RUN)
        return cell.locator(".cell_output").inner_text().strip()


@pytest.fixture(scope="module")
def tab(browser, small_address):
    """Return the exercises page in a tab that all tests use, since Python starts slowly."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{small_address}/{EXERCISES}", wait_until="networkidle")
    yield page
    page.context.close()


@pytest.fixture
def kept(tab):
    """Return the exercises, without an answer."""
    tab.get_by_role("button", name="Forget my answers").click()
    tab.get_by_role("button", name="Forget", exact=True).click()
    tab.wait_for_function(NOTHING_IS_ASKED)  # the page hears of the button when the dialog closes
    return Kept(tab)


@pytest.mark.parametrize(
    ("deleted", "answer", "said"),
    [
        ("def twice(x):\n    return 2 * x\n", "def doubled(x):\n    return twice(x)", "'twice' is not defined"),
        ("import math\n", "def doubled(x):\n    return math.fsum([x, x])", "'math' is not defined"),
    ],
    ids=["a function", "an import"],
)
def test_what_was_deleted_no_longer_helps(kept, deleted, answer, said):
    assert kept.outcome("doubled", deleted + answer) == "passed"
    assert kept.outcome("doubled", answer) == "failed"
    assert said in kept.feedback("doubled")


def test_what_was_deleted_no_longer_harms_and_what_is_kept_above_counts(kept):
    kept.write("doubled", f"sum = 0\n{DOUBLED}")
    assert kept.outcome("mean", MEAN) == "failed"
    kept.write("doubled", DOUBLED)
    assert kept.check("mean") == "passed"


def test_a_cell_to_read_counts_as_it_was_released_and_only_where_an_answer_lacks_it(kept):
    scaled = MEAN.replace("len(values)", "len(values) * scale / 2")
    kept.write("doubled", DOUBLED)
    cell = kept.page.locator('[data-cell="3"]')
    cell.get_by_role("button", name="Edit").click()
    cell.locator(".cm-content").click()
    kept.page.keyboard.press("Control+A")
    kept.page.keyboard.insert_text("scale = 20\nlen = max\nscale")
    assert kept.run(3) == "20"
    assert kept.outcome("mean", scaled) == "passed"
    assert kept.outcome("mean", MEAN) == "passed"
    cell.get_by_role("button", name="Reset").click()
    kept.page.get_by_role("button", name="Reset it").click()
    kept.page.wait_for_function(NOTHING_IS_ASKED)


def test_cells_to_read_run_with_the_answers_that_are_kept(kept):
    assert kept.outcome("doubled", DOUBLED) == "passed"
    assert kept.run(3) == "four times 3 is 12"
    kept.write("doubled", DOUBLED.replace("2", "3"))
    assert kept.run(3) == "four times 3 is 18"


def test_what_an_answer_prints_is_shown_and_answers_above_are_quiet(kept):
    kept.write("doubled", f"{DOUBLED}\nprint('above')")
    assert kept.outcome("mean", f"{MEAN}\nprint('here')") == "passed"
    assert kept.place("mean").locator(".cell_output").inner_text().strip() == "here"


# to doubled, and to mean; and which of them pass on the page
ANSWERS = {
    "both right": (DOUBLED, MEAN, {"doubled", "mean"}),
    "one that calls the other": (DOUBLED, MEAN.replace("sum(values)", "doubled(sum(values)) / 2"), {"doubled", "mean"}),
    "a helper of the answer above": (f"{DOUBLED}\ntotal = sum", MEAN.replace("sum", "total"), {"doubled", "mean"}),
    "a value of a cell to read": (DOUBLED, MEAN.replace("/", "/ scale * 2 /"), {"doubled", "mean"}),
    "a name that nothing makes": (DOUBLED, MEAN.replace("sum", "total"), {"doubled"}),
    "a built-in function spoilt above": (f"{DOUBLED}\nsum = 0", MEAN, {"doubled"}),
    "a cell that stops below its function": (f"{DOUBLED}\n1 / 0", MEAN, {"mean"}),
    "an answer that is not written": (DOUBLED.replace("doubled", "twice"), MEAN, {"mean"}),
}


@pytest.mark.confined
def test_what_passes_on_the_page_passes_in_grading(kept, tmp_path):
    passing = {}
    for student, (doubled, mean, _) in ANSWERS.items():
        passing[student] = {
            name for name, text in (("doubled", doubled), ("mean", mean)) if kept.outcome(name, text) == "passed"
        }
        with kept.page.expect_download() as download:
            kept.page.get_by_role("button", name="Download notebook").click()
        path = tmp_path / "class" / student / "01-numbers" / "01-numbers.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(download.value.path().read_bytes())
    assert passing == {student: expected for student, (_, _, expected) in ANSWERS.items()}
    graded = passing_in_grading(tmp_path)
    assert [student for student in ANSWERS if not passing[student] <= graded[student]] == []
    assert graded["a name that nothing makes"] == {"doubled"}


def passing_in_grading(folder):
    """Return what passes of each student's answers after `course grade`."""
    arguments = ["--root", COURSE, "grade", folder / "class", "--out", folder / "out", "--workers", "1"]
    subprocess.run([sys.executable, "-m", "grader.cli", *arguments], check=True, stdin=subprocess.DEVNULL)
    passing = {student: set() for student in ANSWERS}
    with (folder / "out" / "grades.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["outcome"] == "passed":
                passing[row["student"]].add(row["exercise"])
    return passing


@pytest.mark.parametrize(("path", "number"), [(EXERCISES, 1), (LESSON, 1)], ids=["exercises", "a lesson"])
def test_python_can_be_restarted_and_says_which_it_is(visit_small, path, number):
    page = visit_small(path)
    region = page.get_by_role("region", name="Python", exact=True)
    assert not region.is_visible()
    cell = page.locator(f'[data-cell="{number}"]')
    cell.get_by_role("button", name="Edit").click()
    cell.locator(".cm-content").click()
    for text, shown in ((f"{PYTHON_SAYS}mine = 1", ""), ("mine", "NameError")):
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)
        cell.get_by_role("button", name="Run", exact=True).click()
        cell.locator("button.stop:disabled").wait_for(timeout=FIRST_RUN)
        assert shown in cell.locator(".cell_output").inner_text()
        if not shown:
            python, numpy = cell.locator(".cell_output").inner_text().split()
            region.get_by_text(f"Python {python}, NumPy {numpy.rpartition('.')[0]}").wait_for()
            region.get_by_role("button", name="Restart Python").click()
            region.get_by_text("Restarted.").wait_for(timeout=FIRST_RUN)
            cell.locator(".cm-content").click()


def test_the_bar_says_which_versions_run_here(visit_small):
    said = visit_small(EXERCISES).locator(".bar-about").inner_text()
    assert f"Python {VERSIONS['Python']} and NumPy {VERSIONS['NumPy']}" in said
    assert "grading may use other versions, of Python 3.11 or newer" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"import figures\n{DOUBLED}", "Line 1 imports figures, which may not be there when this is graded"),
        (f"{DOUBLED}\ntype Number = float", "Line 3 is written in newer Python than Python 3.11 can read"),
        (f"{DOUBLED}\nf'{{'x'}}';", "Line 3 is written in newer Python than Python 3.11 can read"),
        ("def doubled(x):\n    return float(np.array([[2 * x]]))", "A newer version may refuse what it only warns of"),
        (f"{DOUBLED}\nnp.trapz([0, 1]);", "Line 3: a newer NumPy has no np.trapz. Write np.trapezoid."),
    ],
    ids=["a package", "syntax", "an f-string", "a conversion", "a function of NumPy's"],
)
def test_a_check_says_what_may_not_run_where_it_is_graded_and_passes(kept, text, said):
    assert kept.outcome("doubled", text) == "passed"
    assert said in kept.feedback("doubled")
