"""Earlier versions of each answer: kept in the browser, looked at, put back, and taken along in a backup."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site import stored

EXERCISES = "chapters/01-numbers/exercises.html"
KEY, RECORD = "a-small-course@/:versions:01-numbers", "a-small-course@/:01-numbers"
FIRST_RUN = 240_000  # milliseconds on a busy machine: Python starts
WRONG = "def doubled(x):\n    return x * 3"
RIGHT = "def doubled(x):\n    return x + x"
SHOWN = """([place, text]) =>
  [...place.querySelectorAll(".cm-line")].map(line => line.textContent).join("\\n") === text"""


def version(text, when, outcome=None, points=None, release=""):
    return {"text": text, "when": when, "outcome": outcome, "points": points, "release": release}


class Answer:
    """The exercise `doubled` on its page."""

    def __init__(self, page):
        self.page = page
        self.place = page.locator('.exercise[data-exercise="doubled"]')
        self.dialog = page.get_by_role("dialog")
        self.button = self.place.get_by_role("button", name="Earlier versions")

    def write(self, text):
        self.place.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def expect(self, text):
        """Wait until the editor, which is loaded after the page, shows a text and no other."""
        self.page.wait_for_function(SHOWN, arg=[self.place.element_handle(), text])

    def text(self):
        self.place.locator(".cm-line").first.wait_for()
        return "\n".join(self.place.locator(".cm-line").all_text_contents())

    def check(self):
        self.place.get_by_role("button", name="Run & check").click()
        self.place.locator(".feedback[data-outcome]").wait_for(timeout=FIRST_RUN)

    def state(self):
        return self.place.locator(".exercise-state").inner_text()

    def has_arrived(self, words):
        """Wait until this tab sees that versions with these words are kept."""
        stored.wait_for_part_with(self.page, KEY, words)

    def kept(self):
        return stored.versions(self.page, KEY, "doubled")

    def keep(self, versions):
        """Make the browser keep versions, as earlier pages did, and open the page anew."""
        stored.replace(self.page, KEY, versions if isinstance(versions, str) else json.dumps({"doubled": versions}))
        self.page.reload(wait_until="networkidle")

    def reset(self):
        self.place.get_by_role("button", name="Reset").click()
        self.page.get_by_role("button", name="Reset it").click()
        self.page.wait_for_function("!document.querySelector('dialog.ask')")

    def listed(self):
        """Open the dialog and return what it lists."""
        self.button.click()
        self.dialog.locator(".version-list").wait_for()
        return [label.inner_text().split("\n") for label in self.dialog.locator(".version-list label").all()]

    def put_back(self, position=0):
        self.dialog.get_by_role("radio").nth(position).check()
        self.dialog.get_by_role("button", name="Put it back").click()
        self.dialog.wait_for(state="detached")


@pytest.fixture
def answer(visit_small):
    """Return the exercise in a browser that keeps nothing yet."""
    return Answer(visit_small(EXERCISES))


@pytest.mark.timeout(900)
def test_what_was_checked_is_kept_with_its_outcome_and_comes_back_and_goes_again(answer):
    assert not answer.button.is_visible()
    for text in (WRONG, RIGHT, WRONG, "def doubled(x)"):
        answer.write(text)
        answer.check()
    assert answer.kept() == [RIGHT, WRONG, "def doubled(x)"]
    answer.page.reload(wait_until="networkidle")
    assert [words[1] for words in answer.listed()] == ["does not pass", "passes"]
    assert "removes 1 line (−) and adds 2 lines (+)" in answer.dialog.get_by_role("status").inner_text()
    answer.put_back(1)
    answer.expect(RIGHT)
    assert answer.state() == "passes"
    assert "among the earlier versions" in answer.place.locator(".cell-says").inner_text()
    answer.page.reload(wait_until="networkidle")
    answer.expect(RIGHT)
    assert answer.state() == "passes"
    assert [words[1] for words in answer.listed()] == ["does not run", "does not pass"]
    answer.put_back(0)
    answer.expect("def doubled(x)")
    assert answer.state() == "does not run"


def test_what_was_put_back_is_undone_in_the_editor_too(answer):
    answer.keep([version(RIGHT, 1)])
    answer.write("mine = 1")
    answer.listed()
    answer.put_back()
    answer.place.locator(".cm-content").click()
    answer.page.keyboard.press("Control+Z")
    answer.expect("mine = 1")
    answer.page.reload(wait_until="networkidle")
    answer.expect("mine = 1")


def test_the_keyboard_chooses_looks_and_puts_back(answer):
    answer.keep([version(WRONG, 1), version(RIGHT, 2)])
    answer.button.focus()
    answer.page.keyboard.press("Enter")
    shown = answer.dialog.locator("pre")
    assert "+     return x + x" in shown.inner_text()
    answer.page.keyboard.press("ArrowDown")
    assert "+     return x * 3" in shown.inner_text()
    answer.page.keyboard.press("Tab")
    assert answer.page.evaluate("document.activeElement.tagName") == "PRE"
    answer.page.keyboard.press("Tab")
    answer.page.keyboard.press("Enter")
    answer.dialog.wait_for(state="detached")
    answer.expect(WRONG)
    assert answer.page.evaluate("document.activeElement.textContent") == "Earlier versions"
    answer.page.keyboard.press("Enter")
    answer.dialog.wait_for()
    answer.page.keyboard.press("Escape")
    answer.dialog.wait_for(state="detached")
    answer.expect(WRONG)


def test_a_second_press_while_the_dialog_is_loaded_opens_no_second_one(answer):
    answer.keep([version(WRONG, 1)])
    answer.button.evaluate("button => { button.click(); button.click(); }")
    answer.dialog.get_by_role("button", name="Close").click()
    answer.dialog.wait_for(state="detached")
    assert len(answer.listed()) == 1


def test_a_reset_and_an_upload_take_nothing_away(answer):
    answer.write(RIGHT)
    answer.reset()
    assert answer.kept() == [RIGHT]
    with answer.page.expect_download() as download:
        answer.page.get_by_role("button", name="Download notebook").click()
    notebook = json.loads(download.value.path().read_bytes())
    [cell] = [one for one in notebook["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == "doubled"]
    cell["source"] = ["uploaded = 1"]
    answer.write(WRONG)
    with answer.page.expect_file_chooser() as chooser:
        answer.page.get_by_role("button", name="Upload notebook").click()
    chooser.value.set_files({"name": "01-numbers.ipynb", "mimeType": "", "buffer": json.dumps(notebook).encode()})
    answer.page.get_by_role("button", name="Replace my answer").click()
    answer.page.locator(".bar-says", has_text="Taken from").wait_for()
    answer.expect("uploaded = 1")
    assert answer.kept() == [RIGHT, WRONG]


def test_no_more_than_twenty_are_kept_each_once_and_the_oldest_go(answer):
    answer.keep([version(f"x = {number}", number) for number in range(30)])
    for text in ("y = 1", "x = 29"):
        answer.write(text)
        answer.reset()
    assert answer.kept() == [*(f"x = {number}" for number in range(11, 29)), "y = 1", "x = 29"]


def test_long_texts_leave_room_for_answers(answer):
    answer.keep([version(f"# {number}" + "x" * 30_000, number) for number in range(6)])
    answer.write(RIGHT)
    answer.reset()
    kept = answer.kept()
    assert [text[:3] for text in kept] == ["# 3", "# 4", "# 5", "def"]
    assert sum(map(len, kept)) <= 100_000


def test_where_the_storage_is_full_answers_come_first(answer):
    answer.keep([version(RIGHT, 1)])
    answer.page.evaluate("""key => {
        const put = Storage.prototype.setItem;
        Storage.prototype.setItem = function (name, text) {
            const isKept = Object.keys(localStorage).some(one => one.startsWith(key));
            if (isKept) throw new DOMException("full", "QuotaExceededError");
            put.call(this, name, text);
        };
    }""", KEY)  # fmt: skip
    answer.write(WRONG)
    stored.wait_for_answer(answer.page, RECORD, "doubled", WRONG)
    assert answer.kept() == [] and not answer.page.locator(".bar-problem").inner_text()


@pytest.mark.parametrize(
    "kept",
    ["{", "[]", "null", '"text"', '{"doubled": 7}', '{"doubled": [null, {"text": 1}, {"text": "x", "when": "y"}]}'],
)
def test_what_cannot_be_read_does_no_harm(answer, kept):
    answer.keep(kept)
    assert not answer.button.is_visible()
    answer.write(RIGHT)
    answer.reset()
    assert answer.kept() == [RIGHT]


def test_another_tab_keeps_its_own_and_sees_these(answer):
    released = answer.text()
    other = Answer(answer.page.context.new_page())
    other.page.goto(answer.page.url, wait_until="networkidle")
    answer.write(WRONG)
    answer.reset()
    other.has_arrived("x * 3")
    other.write(RIGHT)
    other.reset()
    answer.has_arrived("x + x")
    answer.expect(released)
    assert answer.kept() == [WRONG, RIGHT]
    assert len(answer.listed()) == 2


def test_a_backup_takes_them_along_and_of_two_answers_keeps_the_older_one_too(answer, visit_small):
    answer.write(RIGHT)
    answer.keep([version("first = 1", 1, "failed", 0)])
    answer.page.get_by_role("button", name="All chapters").click()
    with answer.page.expect_download() as download:
        answer.page.get_by_role("button", name="Download a backup").click()
    backup = download.value.path().read_bytes()
    elsewhere = Answer(visit_small(EXERCISES))
    elsewhere.write("newer = 1")
    elsewhere.page.get_by_role("button", name="All chapters").click()
    with elsewhere.page.expect_file_chooser() as chooser:
        elsewhere.page.get_by_role("button", name="Restore a backup").click()
    chooser.value.set_files({"name": "backup.json", "mimeType": "application/json", "buffer": backup})
    elsewhere.page.locator(".bar-says", has_text="among its earlier versions").wait_for()
    elsewhere.expect("newer = 1")
    assert elsewhere.kept() == ["first = 1", RIGHT]
    assert [words[1] for words in elsewhere.listed()] == ["not checked", "does not pass"]


def test_who_forgets_the_answers_forgets_their_versions(answer):
    answer.write(RIGHT)
    answer.keep([version(WRONG, 1)])
    answer.page.get_by_role("button", name="Forget my answers").click()
    answer.page.get_by_role("button", name="Forget", exact=True).click()
    answer.page.locator(".bar-says", has_text="has forgotten").wait_for()
    assert answer.kept() == [] and not answer.button.is_visible()


def test_a_text_is_code_and_never_markup(answer):
    answer.keep([version("<img src=x onerror='document.title = 1'>", 1)])
    answer.listed()
    assert "<img src=x" in answer.dialog.locator("pre").inner_text()
    assert answer.dialog.locator("img").count() == 0


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_the_dialog_fits_and_axe_finds_nothing(visit_small, theme, width):
    answer = Answer(visit_small(EXERCISES, theme=theme, width=width))
    long = "\n".join(f"line_{number} = '{'wide ' * 30}'" for number in range(60))
    answer.keep([version(f"{long}\n# {number}", number, "passed", 1) for number in range(20)])
    answer.listed()
    found = Axe().run(answer.page, context="dialog").response["violations"]
    assert [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]] == []
    box = answer.dialog.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] <= 900
    assert answer.dialog.get_by_role("button", name="Put it back").is_visible()
    assert answer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
