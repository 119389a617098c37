"""A drawn digit is read by the network that the reader's own function trained, and the cover says what is theirs."""

import inspect
import json
from pathlib import Path

import pytest

from grader.course import Course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
]  # the whole site, a lesson's cells and a training in the browser
COURSE = Course(Path(__file__).parents[2])
LESSON = "chapters/08-batchnorm/lesson.html"
PATIENCE = 1_500_000  # milliseconds on a busy machine
PUT = "([name, record]) => localStorage.setItem(`neural-networks-by-hand@/:${name}`, record)"
KEPT = {
    chapter.assignment: {name: inspect.getsource(one.reference) for name, one in chapter.definitions().items()}
    for chapter in COURSE.chapters()
    if chapter.has_exercises
}


def keep(page, assignment, answers):
    """Have the browser keep answers of a chapter that have passed."""
    entries = {
        name: {"source": text, "stub": None, "outcome": "passed", "points": 1, "checked": text, "when": 1}
        for name, text in answers.items()
    }
    record = {"format": 1, "release": "", "exercises": dict.fromkeys(answers, 1), "freeTexts": {}, "answers": entries}
    page.evaluate(PUT, [assignment, json.dumps(record)])


def test_the_cover_counts_what_is_the_readers(visit):
    page = visit("index.html")
    line = page.locator(".own-count")
    assert "those that you write in the exercises" in line.inner_text()
    for assignment, answers in KEPT.items():
        keep(page, assignment, answers)
        if assignment == "02-perceptron":
            page.reload(wait_until="networkidle")
            some = line.inner_text()
    page.reload(wait_until="networkidle")
    assert "in this network are yours." in some and not some.startswith("All")
    assert line.inner_text().startswith("All ")


def test_a_digit_is_read_by_the_readers_own_network(visit):
    page = visit(LESSON)
    says_so = "    print('my own training')\n    # a digit moved"
    own = KEPT["08-batchnorm"]["train_digits"].replace("    # a digit moved", says_so, 1)
    keep(page, "08-batchnorm", {"train_digits": own})
    page.evaluate("localStorage.setItem('neural-networks-by-hand@/:own-functions', 'on')")
    page.reload(wait_until="networkidle")
    cells = json.loads(page.locator("#course-page").text_content())["cells"]
    number = next(cell["id"] for cell in cells if "capstone = train_digits" in cell["source"])
    cell = page.locator(f"[data-cell='{number}']")
    cell.locator("summary").first.click()
    cell.get_by_role("button", name="Run", exact=True).click()
    cell.get_by_text("Computed with your train_digits.").wait_for(timeout=PATIENCE)
    assert "my own training" in cell.locator(".cell_output").inner_text()
    says = cell.locator(".says")
    assert says.inner_text().startswith("The network says 8")
    cell.get_by_role("button", name="Wipe").click()
    sheet = cell.locator(".sheet")
    sheet.evaluate("sheet => sheet.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.15)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.85, steps=8)
    page.mouse.up()
    page.wait_for_function("said => said.textContent.startsWith('The network says 1')", arg=says.element_handle())
