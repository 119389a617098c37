"""The example of a failed check is code: copied with one click, or run below the feedback."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.timeout(900)
EXERCISES = "chapters/01-numbers/exercises.html"
FIRST_RUN = 240_000  # milliseconds on a busy machine: Python starts
WRONG = "def doubled(x):\n    return 3 * x"


class Exercise:
    """The exercise `doubled` on its page."""

    def __init__(self, page):
        self.page = page
        self.place = page.locator('.exercise[data-exercise="doubled"]')
        self.cell = self.place.locator(".scratch")
        self.example = self.place.locator("pre.example")

    def check(self, text):
        self.place.locator(".cm-content").first.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        self.place.get_by_role("button", name="Run & check").click()
        self.place.locator(".feedback[data-outcome]").wait_for(timeout=FIRST_RUN)

    def run_example(self):
        # what an earlier run says stands there until the new one has loaded the editor
        self.cell.locator(".cell-says").evaluate_all("said => said.forEach(one => one.replaceChildren())")
        self.place.get_by_role("button", name="Run it here").click()
        self.cell.get_by_text("Done.").wait_for(timeout=FIRST_RUN)
        return self.cell.locator(".cell_output").inner_text().strip()


@pytest.fixture(scope="module")
def failed(browser, small_address):
    """Return the exercise after a check of a wrong answer."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{small_address}/{EXERCISES}", wait_until="networkidle")
    made = Exercise(page)
    made.check(WRONG)
    yield made
    context.close()


def test_the_example_is_a_call_that_is_copied_with_one_click(failed):
    code = failed.example.inner_text()
    assert code.startswith("doubled(") and code.endswith(")")
    failed.place.get_by_role("button", name="Copy it").click()
    failed.place.get_by_role("button", name="Copied").wait_for()
    assert failed.page.evaluate("navigator.clipboard.readText()") == code


def test_it_runs_below_with_the_readers_function_and_can_be_changed(failed):
    argument = float(failed.example.inner_text().removeprefix("doubled(").removesuffix(")"))
    assert float(failed.run_example()) == 3 * argument
    assert failed.cell.locator(".cm-content").inner_text().strip() == failed.example.inner_text()
    failed.cell.locator(".cm-content").click()
    failed.page.keyboard.press("Control+A")
    failed.page.keyboard.insert_text("np.array([doubled(1), doubled(2)])")
    failed.page.keyboard.press("Shift+Enter")
    failed.cell.get_by_text("array([3, 6])").wait_for(timeout=FIRST_RUN)


def test_it_runs_what_is_in_the_editor_now_and_changes_no_check(failed):
    failed.cell.locator(".cm-content").click()
    failed.page.keyboard.press("Control+A")
    failed.page.keyboard.insert_text("doubled = None; sum = 0; doubled")
    failed.page.keyboard.press("Shift+Enter")
    failed.cell.get_by_text("Done.").wait_for(timeout=FIRST_RUN)
    failed.check(WRONG.replace("3", "4"))
    argument = float(failed.example.inner_text().removeprefix("doubled(").removesuffix(")"))
    assert float(failed.run_example()) == 4 * argument
    assert failed.place.locator(".scratch").count() == 1
    failed.check(WRONG.replace("3", "2"))
    assert failed.place.locator(".feedback").get_attribute("data-outcome") == "passed"
    assert failed.place.get_by_role("button", name="Run it here").count() == 0


def test_axe_finds_nothing_in_it(failed):
    failed.check(WRONG)
    failed.run_example()
    found = Axe().run(failed.page, context=".exercise").response["violations"]
    assert [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]] == []
