"""A reader's cells, run and checked in the page by Pyodide, in a real browser."""

import inspect
import re
from pathlib import Path

import pytest

from grader.course import Course
from grader.release import exercises_of
from grader.release.chapter_source import read

COURSE = Course(Path(__file__).parents[2])

EXERCISES = "chapters/04-losses/exercises.html"
LESSON = "chapters/04-losses/lesson.html"
SOON, FIRST_RUN = 30_000, 180_000  # milliseconds on a busy machine; the first run loads Python
SOFTMAX = inspect.getsource(exercises_of(COURSE.chapter("losses"))["softmax"].reference)
DOWN_THE_COLUMNS = """
def softmax(logits):
    e = np.exp(logits - logits.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)
"""
RUN_ALL_CELLS = """async answers => {
  const { Python } = await import(new URL("../../_static/page/python.js", location.href).href);
  const python = new Python(JSON.parse(document.getElementById("course-page").textContent));
  await python.start();
  const found = [];
  for (const { id, kind, name, source } of JSON.parse(document.getElementById("course-page").textContent).cells) {
    let said = "";
    const text = answers[name ?? kind] ?? source;
    const onOutput = ({ name, text }) => (said += name === "stderr" ? text : "");
    const { error } = await python.run({ id, filename: name ?? `cell ${id}`, text, name }, onOutput);
    if (error || said) found.push(`${name ?? id}: ${error?.text ?? ""}${said}`);
    if (kind !== "exercise") continue;
    const { outcome } = await python.check({ name, source: text, carried: [], stubs: [] });
    if (outcome !== "passed") found.push(`${name}: ${outcome}`);
  }
  python.stop();
  return found;
}"""


class Cell:
    """A cell or an exercise of a page, as its reader sees it."""

    def __init__(self, page, selector, label):
        self.page, self.place = page, page.locator(selector)
        self.editor = self.place.get_by_role("textbox", name=label, exact=True)
        self.output = self.place.locator(".cell_output")
        self.says = self.place.locator(".cell-says")
        self.feedback = self.place.get_by_role("region", name=re.compile("^Feedback on "))

    def button(self, name):
        return self.place.get_by_role("button", name=name, exact=True)

    def write(self, text):
        self.editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text.strip("\n"))

    def written(self):
        return self.editor.evaluate(
            "element => [...element.querySelectorAll('.cm-line')].map(l => l.textContent).join('\\n')"
        )

    def check(self, timeout=SOON):
        self.button("Run & check").click()
        return self.outcome(timeout)

    def outcome(self, timeout=SOON):
        self.place.locator("[data-outcome]").wait_for(timeout=timeout)
        return self.feedback.get_attribute("data-outcome")

    def run(self, timeout=FIRST_RUN):
        self.button("Run").click()
        self.place.locator("button.stop:disabled").wait_for(timeout=timeout)


def exercise(page, name):
    return Cell(page, f".exercise[data-exercise={name}]", f"Code of {name}")


def cell(page, number):
    return Cell(page, f"[data-cell='{number}']", f"Code of cell {number}")


def cell_with(page, words):
    number = page.locator("[data-cell]", has_text=words).first.get_attribute("data-cell")
    return cell(page, number)


@pytest.fixture(scope="module")
def softmax(browser, address):
    """Return the exercise `softmax` on a page whose Python runs: each test leaves it usable."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}/{EXERCISES}")
    made = exercise(page, "softmax")
    made.button("Run & check").click()
    made.outcome(FIRST_RUN)
    yield made
    page.context.close()


def test_the_stub_is_there_without_scripts(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/{EXERCISES}")
        assert "def softmax(logits):" in page.locator("[data-exercise=softmax] pre").inner_text()


def test_a_released_stub_is_still_to_be_written(softmax):
    softmax.write(softmax.place.page.evaluate(STUB_OF, "softmax"))
    assert softmax.check() == "failed"
    assert "Still to be written" in softmax.feedback.inner_text()


STUB_OF = """name => JSON.parse(document.getElementById("course-page").textContent)
  .cells.find(cell => cell.name === name).source"""


def test_a_wrong_answer_is_told_its_cause_and_a_right_one_passes(softmax):
    softmax.write(DOWN_THE_COLUMNS)
    assert softmax.check() == "failed"
    assert "sum over axis 1, not down the columns" in softmax.feedback.inner_text()
    softmax.write(SOFTMAX)
    assert softmax.check() == "passed"
    assert "3 of 3 points" in softmax.feedback.inner_text()


def test_an_answer_that_fails_some_cases_is_partly_right(softmax):
    softmax.write("def softmax(logits):\n    e = np.exp(logits)\n    return e / e.sum(axis=1, keepdims=True)")
    assert softmax.check() == "partial"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def softmax(logits)\n    return 1", ['File "softmax", line 1', "SyntaxError"]),
        ("import nothing_like_it", ['File "softmax", line 1', "ModuleNotFoundError"]),
        ("name = input('?')", ["input() cannot ask you anything on this page"]),
    ],
    ids=["a syntax error", "an error at its definition", "a question to the reader"],
)
def test_a_cell_that_does_not_run_says_where_and_why(softmax, text, words):
    softmax.write(text)
    assert softmax.check() == "error"
    said = softmax.feedback.inner_text()
    assert all(word in said for word in words)
    assert "page_reader" not in said and "/lib/" not in said


def test_a_cell_without_the_function_says_so_though_an_earlier_one_had_it(softmax):
    softmax.write(SOFTMAX)
    assert softmax.check() == "passed"
    softmax.write("x = 1")
    assert softmax.check() == "failed"
    assert "defines no function called softmax" in softmax.feedback.inner_text()


def test_only_lines_of_the_reader_are_shown_of_an_error_in_the_function(softmax):
    softmax.write("def softmax(logits):\n    return np.no_such_function(logits)")
    assert softmax.check() == "failed"
    stopped = softmax.feedback.locator("pre", has_text="np.no_such_function").first.inner_text()
    assert stopped.splitlines() == ["line 2, in softmax:  return np.no_such_function(logits)"]


def test_an_endless_print_is_cut_and_the_page_lives(softmax):
    softmax.write(SOFTMAX + "\n\nfor number in range(100_000):\n    print(number)")
    assert softmax.check() == "passed"
    shown = softmax.output.inner_text()
    assert shown.startswith("0\n1\n2") and "The rest is not shown" in shown and len(shown) < 30_000


def test_what_an_answer_calls_and_is_not_written_is_named(softmax):
    softmax.write("def softmax(logits):\n    return log_softmax(logits)")
    assert softmax.check() == "failed"
    assert "It calls log_softmax, still to be written." in softmax.feedback.inner_text()


def test_stop_ends_an_endless_loop_and_everything_goes_on(softmax):
    softmax.write("while True: pass")
    softmax.button("Run & check").click()
    softmax.says.get_by_text("Running…").wait_for()
    softmax.button("Stop").click()
    assert softmax.outcome() == "error"
    assert "Stopped." in softmax.feedback.inner_text()
    assert softmax.button("Stop").is_disabled()
    softmax.write(SOFTMAX)
    assert softmax.check(FIRST_RUN) == "passed"


def test_reset_asks_first_and_can_be_undone(softmax):
    softmax.write("mine = 1")
    softmax.button("Reset").click()
    dialog = softmax.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel").click()
    dialog.wait_for(state="detached")
    assert softmax.written() == "mine = 1"
    softmax.button("Reset").click()
    dialog.get_by_role("button", name="Reset it").click()
    softmax.page.wait_for_function("!document.querySelector('dialog.ask')")
    assert softmax.written().startswith("def softmax(logits):\n")
    softmax.editor.click()
    softmax.page.keyboard.press("Control+z")
    assert softmax.written() == "mine = 1"


def test_tab_indents_and_escape_then_tab_leaves(softmax):
    softmax.write("x = 1")
    softmax.page.keyboard.press("Home")
    softmax.page.keyboard.press("Tab")
    assert softmax.written() == "    x = 1"
    softmax.page.keyboard.press("Escape")
    softmax.page.keyboard.press("Tab")
    focused = softmax.page.evaluate("document.activeElement.textContent")
    assert focused == "Run & check"
    described = softmax.editor.get_attribute("aria-describedby")
    assert "Escape, then Tab leaves" in softmax.page.locator(f"#{described}").inner_text()


def test_shift_enter_runs_and_checks(softmax):
    softmax.write(SOFTMAX)
    softmax.page.keyboard.press("Shift+Enter")
    assert softmax.outcome() == "passed"
    assert softmax.written() == SOFTMAX.strip()


def test_the_text_is_copied_from_the_editor(softmax):
    softmax.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    softmax.write("mine = 2")
    softmax.button("Copy").click()
    softmax.button("Copied").wait_for()
    assert softmax.page.evaluate("navigator.clipboard.readText()") == "mine = 2"


def test_a_plain_cell_runs_those_above_and_shows_its_figure(visit):
    page = visit(EXERCISES)
    mse = exercise(page, "mse")
    mse.write("def mse(predictions, targets):\n    return np.mean((predictions - targets) ** 2) / 2")
    use = cell_with(page, "the guess (dashed")
    use.run()
    picture = use.output.locator("svg.figure:has([id^='drawn-'])")
    picture.wait_for()
    said = picture.get_attribute("aria-label")
    assert "parabola" in said or "drawn by the code" in said
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_plain_cell_names_the_exercise_that_it_waits_for(visit):
    page = visit(EXERCISES)
    use = cell_with(page, "the guess (dashed")
    use.run()
    assert "mse is still to be written" in use.says.inner_text()
    assert "NotImplementedError" in use.output.inner_text()


def test_a_lessons_cell_is_changed_and_run_and_shows_what_it_prints_in_place_of_the_old(visit):
    page = visit(LESSON)
    assert (
        page.evaluate("performance.getEntriesByType('resource').filter(r => r.name.includes('codemirror')).length") == 0
    )
    found = cell_with(page, "exponentials = np.exp(z)")
    found.button("Edit").click()
    found.editor.wait_for()
    found.write(found.written().replace("[-1.45, -7.82, -3.78]", "[0.0, 0.0, 0.0]"))
    found.run()
    assert found.output.inner_text().splitlines()[-1].split()[1:] == ["0.3333333333"] * 3
    found.button("Reset").click()
    page.get_by_role("dialog").get_by_role("button", name="Reset it").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert "-7.82" in found.written()


def test_a_lessons_figure_keeps_its_caption(visit):
    page = visit(LESSON)
    figure = page.locator("[data-cell]:has(figure) figure").first
    caption = figure.locator("figcaption").inner_text()
    number = figure.evaluate("figure => figure.closest('[data-cell]').dataset.cell")
    found = cell(page, number)
    found.place.locator("details > summary").click()
    found.run()
    assert figure.locator("svg.figure [id^='drawn-']").count() > 0
    assert figure.locator("figcaption").inner_text() == caption


def test_functions_of_earlier_chapters_are_named_when_they_are_missing_and_taken_from_there_when_written(visit):
    page = visit("chapters/07-regularisation/exercises.html")
    average = exercise(page, "average_probabilities")
    average.write("def average_probabilities(logits):\n    return np.mean([softmax(one) for one in logits], axis=0)")
    assert average.check(FIRST_RUN) == "failed"
    assert "softmax is yours from an earlier chapter" in average.feedback.inner_text()
    page.goto(page.url.replace("07-regularisation", "04-losses"))
    exercise(page, "softmax").write(SOFTMAX)
    page.go_back()
    carried = Cell(page, "[data-cell='2']", "Code of functions of earlier chapters")
    carried.editor.wait_for()
    assert "def softmax(logits):" in carried.written()
    assert exercise(page, "average_probabilities").check(FIRST_RUN) == "passed"


@pytest.mark.parametrize(
    ("blocked", "words"),
    [("**/pyodide.asm.wasm", "Python could not be loaded"), ("**/numpy-*.whl", "Python could not be loaded")],
    ids=["Python", "NumPy"],
)
def test_a_failure_to_load_says_what_to_do_and_trying_again_works(browser, address, blocked, words):
    page = browser.new_context().new_page()
    page.route(blocked, lambda route: route.abort())
    page.goto(f"{address}/{EXERCISES}")
    mse = exercise(page, "mse")
    assert mse.check(FIRST_RUN) == "error"
    said = mse.feedback.inner_text()
    assert words in said and "Try again" in said and "download the notebook" in said
    page.unroute(blocked)
    assert mse.check(FIRST_RUN) == "failed"
    page.context.close()


def test_the_first_run_says_what_it_loads_and_how_much(browser, address, pyodide_folder):
    page = browser.new_context().new_page()
    page.route("**/pyodide.asm.wasm", lambda route: None)  # never answered
    page.goto(f"{address}/{EXERCISES}")
    mse = exercise(page, "mse")
    mse.button("Run & check").click()
    mse.says.get_by_text("Loading Python and NumPy, 17 MB").wait_for(timeout=SOON)
    assert mse.place.get_by_role("progressbar").is_visible()
    mse.button("Stop").click()
    assert mse.outcome() == "error"
    page.context.close()
    sizes = (COURSE.root / "grader" / "page" / "python.js").read_text(encoding="utf-8")
    told = dict(re.findall(r'"([\w.-]+)": (\d+),', sizes))
    assert told == {name: str((pyodide_folder / name).stat().st_size) for name in told} and len(told) == 6


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_editors_fit_the_screen_and_can_be_read(visit, width, theme):
    page = visit(EXERCISES, theme, width)
    exercise(page, "softmax").editor.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ink = page.locator(".exercise .cm-editor").first.evaluate("editor => getComputedStyle(editor).color")
    assert (theme == "dark") == (sum(map(float, re.findall(r"[\d.]+", ink)[:3])) > 450), ink


def run_all_cells(page, answers):
    """Run a page's cells in order, with answers in place of stubs; return what went wrong, warnings included."""
    page.set_default_timeout(1_700_000)
    return page.evaluate(RUN_ALL_CELLS, answers)


LESSONS = [f"chapters/{chapter.assignment}/lesson.html" for chapter in COURSE.chapters()]


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("path", [*LESSONS, "appendix/keras-pytorch.html"])
def test_every_cell_of_a_lesson_runs_without_a_warning(visit, path):
    assert run_all_cells(visit(path), {}) == []


EXERCISE_PAGES = [
    pytest.param(chapter, id=chapter.assignment, marks=() if chapter.number == 4 else pytest.mark.slow)
    for chapter in COURSE.chapters()
]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("chapter", EXERCISE_PAGES)
def test_with_the_references_every_exercise_passes_and_every_cell_runs(visit, chapter):
    answers = {name: inspect.getsource(exercise.reference) for name, exercise in exercises_of(chapter).items()}
    for source in read(chapter):
        if source.kind == "carry-over":
            functions = [
                exercises_of(COURSE.chapter(short))[name].reference
                for short, names in source.imports.items()
                for name in names
            ]
            answers["carry-over"] = "\n\n".join(map(inspect.getsource, functions))
    assert run_all_cells(visit(f"chapters/{chapter.assignment}/exercises.html"), answers) == []
