import pytest
from axe_playwright_python.sync_playwright import Axe

LESSON = "chapters/01-numbers/lesson.html"
# the script of the questions comes after the page, and then folds each result or shows it again
ASKED = """() => [...document.querySelectorAll(".predict")].every(question => question.matches(".is-committed")
  || document.querySelector(`.predict-result[data-predict="${question.dataset.predict}"] > summary`)
    .textContent.includes("once you have"))"""
FADED_IN = "Promise.all(document.getAnimations().map(animation => animation.finished)).then(() => true)"


@pytest.fixture
def lesson(visit_small):
    """Return the lesson with two questions, newly opened."""
    return visit_small(LESSON)


def question(page, position):
    return page.locator(".predict").nth(position)


def result(page, position):
    return page.locator(".predict-result").nth(position)


def commit(asked):
    asked.get_by_role("button", name="Commit").click()


def again(page):
    """Open the page anew, and wait for its questions."""
    page.reload(wait_until="networkidle")
    page.wait_for_function(ASKED)


def focused(page):
    return page.evaluate("document.activeElement.textContent || document.activeElement.name")


def test_until_the_reader_commits_result_and_answer_are_folded(lesson):
    assert result(lesson, 0).get_attribute("open") is None
    assert not question(lesson, 0).get_by_text("added").is_visible()
    result(lesson, 0).locator("summary").click()
    assert result(lesson, 0).get_attribute("open") is None
    assert question(lesson, 0).get_by_role("status").inner_text() == "First commit to an answer."


def test_a_commitment_without_a_choice_is_asked_for(lesson):
    commit(question(lesson, 0))
    commit(question(lesson, 1))
    assert question(lesson, 0).get_by_role("status").inner_text() == "Choose an answer first."
    assert question(lesson, 1).get_by_role("status").inner_text() == "Write a number first, as in 0.5."
    assert focused(lesson) == "prediction"


def test_after_a_wrong_commitment_both_answers_are_marked_and_the_result_unfolds(lesson):
    asked = question(lesson, 0)
    asked.get_by_label("84").check()
    commit(asked)
    assert asked.get_by_role("status").inner_text() == "Not quite: you said 84, the cell says 42."
    assert asked.locator(".is-yours").inner_text().split() == ["84", "your", "answer"]
    assert asked.locator(".is-right").inner_text().split() == ["42", "right"]
    assert asked.get_by_text("added").is_visible()
    assert result(lesson, 0).locator("pre").inner_text().strip() == "42"
    assert focused(lesson) == "Commit"
    assert result(lesson, 1).get_attribute("open") is None


@pytest.mark.parametrize(
    ("written", "verdict"),
    [("3", "Right"), (" 3,4 ", "Right"), ("2.5", "Right"), ("2.4", "Not quite"), ("−3", "Not quite"), ("3e0", "Right")],
)
def test_a_number_is_right_within_its_tolerance_however_it_is_written(lesson, written, verdict):
    asked = question(lesson, 1)
    asked.get_by_role("textbox").fill(written)
    asked.get_by_role("textbox").press("Enter")
    said = asked.get_by_role("status").inner_text()
    assert said == f"{verdict}: you said {written.strip()} points, the cell says 3 points."
    assert focused(lesson) == "prediction"  # the focus stays where the reader is
    assert asked.get_by_role("textbox").get_attribute("readonly") == ""


@pytest.mark.parametrize("written", ["", "three", "1/0", "Infinity"])
def test_what_is_no_number_is_no_answer(lesson, written):
    question(lesson, 1).get_by_role("textbox").fill(written)
    commit(question(lesson, 1))
    assert result(lesson, 1).get_attribute("open") is None


def test_a_question_is_answered_by_keyboard_alone(lesson):
    lesson.get_by_label("21", exact=True).focus()
    lesson.keyboard.press("ArrowDown")
    lesson.keyboard.press("Enter")
    assert question(lesson, 0).get_by_role("status").inner_text() == "Right: you said 42, the cell says 42."
    lesson.keyboard.press("ArrowDown")  # what is committed is committed
    assert question(lesson, 0).locator("input:checked").get_attribute("value") == "`42`"
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("Tab")
    assert focused(lesson) == "Ask me again"
    lesson.keyboard.press("Enter")
    assert result(lesson, 0).get_attribute("open") is None
    assert focused(lesson) == "prediction"


def test_the_answer_is_kept_and_can_be_asked_again(lesson):
    question(lesson, 0).get_by_label("84").check()
    commit(question(lesson, 0))
    again(lesson)
    assert question(lesson, 0).get_by_role("status").inner_text().startswith("Not quite: you said 84")
    assert result(lesson, 0).get_attribute("open") == ""
    question(lesson, 0).get_by_role("button", name="Ask me again").click()
    again(lesson)
    assert question(lesson, 0).locator("input:checked").count() == 0
    assert result(lesson, 0).get_attribute("open") is None


@pytest.mark.parametrize("kept", ["{", "[]", "null", '{"x": 1}', '"text"'])
def test_what_is_kept_and_cannot_be_read_does_no_harm(lesson, kept):
    question(lesson, 0).get_by_label("84").check()
    commit(question(lesson, 0))
    lesson.evaluate("""kept => Object.keys(localStorage).filter(key => key.includes("predictions"))
        .forEach(key => localStorage.setItem(key, kept))""", kept)  # fmt: skip
    again(lesson)
    question(lesson, 0).get_by_label("21", exact=True).check()
    commit(question(lesson, 0))
    assert question(lesson, 0).get_by_role("status").inner_text().startswith("Not quite: you said 21")


def test_a_cell_that_the_reader_runs_keeps_its_fold(lesson):
    cell = lesson.locator("[data-cell]", has=lesson.locator(".predict-result")).first
    cell.get_by_role("button", name="Run").click()
    cell.get_by_text("Done.").wait_for(timeout=120_000)
    assert result(lesson, 0).get_attribute("open") is None
    question(lesson, 0).get_by_label("84").check()
    commit(question(lesson, 0))
    assert result(lesson, 0).locator("pre").inner_text().strip() == "42"


def test_without_javascript_it_is_a_question_whose_answer_and_result_open_by_hand(visit_small):
    page = visit_small(LESSON, java_script_enabled=False)
    assert not page.get_by_role("button", name="Commit").first.is_visible()
    question(page, 0).get_by_text("The answer").click()
    assert question(page, 0).get_by_text("added").is_visible()
    assert question(page, 0).locator("strong").inner_text().strip() == "42"
    result(page, 0).locator("summary").click()
    assert result(page, 0).locator("pre").is_visible()


def test_a_question_prints_with_its_answer_and_the_result(lesson):
    lesson.emulate_media(media="print")
    lesson.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert question(lesson, 0).get_by_text("added").is_visible()
    assert question(lesson, 0).locator("strong").is_visible()
    assert result(lesson, 0).locator("pre").is_visible()
    assert not question(lesson, 0).get_by_role("button", name="Commit").is_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_before_and_after_a_commitment(visit_small, theme, width):
    axe, page = Axe(), visit_small(LESSON, theme=theme, width=width)
    assert violations(axe, page) == []
    question(page, 0).get_by_label("84").check()
    question(page, 1).get_by_role("textbox").fill("3")
    commit(question(page, 0))
    commit(question(page, 1))
    page.evaluate(FADED_IN)
    assert violations(axe, page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def violations(axe, page):
    found = axe.run(page, context=".bd-article").response["violations"]
    return [f"{violation['id']}: {node['html'][:150]}" for violation in found for node in violation["nodes"]]
