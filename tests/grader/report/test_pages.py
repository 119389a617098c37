"""The pages in a real browser: nothing hostile runs, both themes and a phone work, and axe finds nothing."""

from dataclasses import replace

import pytest

from grader.grading.result import CaseReport, ExerciseReport, SubmissionResult
from grader.report import write_class_report, write_feedback

CASES = [CaseReport("a batch of scores", 1.0), CaseReport("scores of 10,000", 0.5, "6 of 30 values are NaN")]
HOSTILE = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"
EXERCISES = [
    ExerciseReport("mse", 2.0, 2.0, "passed", "def mse(): ...", CASES[:1]),
    ExerciseReport("softmax", 2.25, 3.0, "partial", HOSTILE, CASES, "unshifted", HOSTILE),
    ExerciseReport("binary_cross_entropy", 0.0, 3.0, "failed", "x = 'y' # " * 99, [replace(CASES[1], fraction=0.0)]),
    ExerciseReport("accuracy", 0.0, 1.0, "ungradable", reason=HOSTILE),
]
RESULT = SubmissionResult("<script>document.title = 1<", "04-losses", EXERCISES, [HOSTILE], isolation="none")
CLASS = [RESULT, replace(RESULT, student="a" * 128), replace(RESULT, student="cleo", exercises=[], error=HOSTILE)]


@pytest.fixture(scope="module")
def pages(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    write_class_report(CLASS, folder / "report.html")
    return {"feedback": write_feedback(RESULT, folder / "feedback", course), "report": folder / "report.html"}


@pytest.fixture
def visit(browser, pages):
    """Return a function that opens a page of some width and theme."""
    contexts = []

    def go(name, width=1280, theme="light", **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme, **options))
        page = contexts[-1].new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(pages[name].as_uri())
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["feedback", "report"])
def test_nothing_hostile_runs_nothing_is_loaded_and_the_policy_is_not_broken(visit, pages, name):
    page = visit(name)
    assert page.title() != "run" and page.title() != "1"
    assert page.asked == [pages[name].as_uri()]
    assert page.said == []


@pytest.mark.parametrize("name", ["feedback", "report"])
def test_the_page_follows_the_readers_theme(visit, name):
    colours = [
        visit(name, theme=theme).evaluate("getComputedStyle(document.body).backgroundColor")
        for theme in ("light", "dark")
    ]
    assert colours == ["rgb(251, 250, 247)", "rgb(22, 25, 29)"]


@pytest.mark.parametrize("name", ["feedback", "report"])
def test_the_page_fits_a_phone_without_scrolling_sideways(visit, name):
    page = visit(name, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["feedback", "report"])
def test_axe_finds_nothing_to_mend(visit, name, theme):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(name, theme=theme, bypass_csp=True)  # axe itself is a script
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
