"""A chapter's exercises page as a reader uses it: writing, leaving and coming back, downloading and uploading."""

import inspect
import json

import pytest

from grader.release import exercises_of
from tests.site import stored

WRITTEN = """
box => box.value ?? [...box.querySelectorAll(".cm-line")].map(line => line.textContent).join("\\n")
"""


class Exercises:
    """The exercises page of a chapter in one tab.

    Parameters
    ----------
    page : Page
        The tab.
    assignment : str
        The chapter's assignment.
    """

    def __init__(self, page, assignment):
        self.page, self.assignment = page, assignment
        self.key = f"neural-networks-by-hand@/:{assignment}"  # the site of the tests has the path /

    @property
    def course_page(self):
        """What the page says of itself."""
        return json.loads(self.page.locator("#course-page").text_content())

    def box(self, name):
        """Return the editor of an exercise."""
        return self.page.get_by_role("textbox", name=f"Code of {name}", exact=True)

    def write(self, name, source):
        """Type an answer in place of what is in the editor."""
        self.box(name).click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def expect(self, name, source):
        """Wait until the editor of an exercise shows a text, and no other."""
        self.page.wait_for_function(f"([box, text]) => ({WRITTEN})(box).trimEnd() === text.trimEnd()",
                                    arg=[self.box(name).element_handle(), source])  # fmt: skip

    def expect_released(self, name):
        """Wait until the editor of an exercise begins as it was released; far lines are drawn when scrolled to."""
        beginning = "\n".join(self.stub(name).splitlines()[:2])
        begins = f"([box, text]) => ({WRITTEN})(box).startsWith(text)"
        self.page.wait_for_function(begins, arg=[self.box(name).element_handle(), beginning])

    def expect_progress(self, passed, points):
        """Wait until the bar says how many exercises pass here, and with how many points, of all of the page's."""
        listed = self.course_page["exercises"]
        verb, whole = "passes" if passed == 1 else "pass", sum(exercise["points"] for exercise in listed)
        said = f"{passed} of {len(listed)} exercises {verb}, {points} of {whole} points here"
        self.expect_text(".chapter-bar", said)

    def expect_text(self, place, text):
        """Wait until an element says something."""
        self.page.locator(place, has_text=text).first.wait_for()

    def stub(self, name):
        """Return the released text of an exercise."""
        return next(c["source"] for c in self.course_page["cells"] if c["kind"] == "exercise" and c["name"] == name)

    def record(self):
        """Return what the browser keeps of the chapter, with the answers, which have keys of their own."""
        record = json.loads(self.page.evaluate("key => localStorage.getItem(key)", self.key) or "null")
        answers = stored.parts(self.page, self.key)
        return {**record, "answers": answers} if answers else record

    def expect_kept(self, name, source):
        """Wait until the browser keeps a text as the answer to an exercise."""
        stored.wait_for_answer(self.page, self.key, name, source)

    def put_record(self, record):
        """Replace what the browser keeps of the chapter, given as text or as data, and open the page anew."""
        stored.replace(self.page, self.key, record if isinstance(record, str) else json.dumps(record))
        self.again()

    def put_answers(self, sources, outcomes=()):
        """Make the browser keep answers, checked with the given outcomes and points, and open the page anew."""
        outcomes, answers = dict(outcomes), {}
        for name, source in sources.items():
            outcome, points = outcomes.get(name, (None, None))
            answers[name] = {"source": source, "stub": self.stub(name), "outcome": outcome, "points": points,
                             "checked": source if outcome else None, "when": 1}  # fmt: skip
        described = self.course_page
        exercises = {exercise["name"]: exercise["points"] for exercise in described["exercises"]}
        release = described["release"]
        self.put_record({"format": 1, "release": release, "exercises": exercises, "answers": answers})

    def again(self):
        """Open the page anew."""
        self.page.reload(wait_until="networkidle")
        return self

    def other_tab(self):
        """Open the page in a second tab of the same browser."""
        page = self.page.context.new_page()
        page.goto(self.page.url, wait_until="networkidle")
        return Exercises(page, self.assignment)

    def press(self, name):
        """Press a button by exactly its name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def feedback(self, name):
        """Return the region with the feedback on an exercise."""
        return self.page.get_by_role("region", name=f"Feedback on {name}", exact=True)

    def check(self, name, outcome):
        """Run and check an exercise, and wait for an outcome; the first run loads Python."""
        block = self.page.locator(f".exercise[data-exercise={name}]")
        block.get_by_role("button", name="Run & check").click()
        block.locator(f".feedback[data-outcome={outcome}]").wait_for(timeout=240_000)

    def download(self):
        """Press "Download notebook" and return the file's bytes."""
        with self.page.expect_download() as download:
            self.press("Download notebook")
        assert download.value.suggested_filename == f"{self.assignment}.ipynb"
        return download.value.path().read_bytes()

    def upload(self, data, name=None):
        """Press "Upload notebook" and choose a file."""
        with self.page.expect_file_chooser() as chooser:
            self.press("Upload notebook")
        chooser.value.set_files({"name": name or f"{self.assignment}.ipynb", "mimeType": "", "buffer": data})


@pytest.fixture
def open_exercises(visit):
    """Return a function that opens a chapter's exercises in a browser that keeps nothing yet."""

    def open_chapter(assignment="04-losses", **options):
        return Exercises(visit(f"chapters/{assignment}/exercises.html", **options), assignment)

    return open_chapter


@pytest.fixture
def exercises(open_exercises):
    """Return the exercises of chapter 4 in a browser that keeps nothing yet."""
    return open_exercises()


@pytest.fixture(scope="session")
def right(course):
    """Return right answers to all exercises of chapter 4."""
    exercises = exercises_of(course.chapter("losses"))
    return {name: inspect.getsource(exercise.reference) for name, exercise in exercises.items()}
