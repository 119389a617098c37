"""How much a page makes the browser load, and that nothing on it moves while that arrives."""

from pathlib import Path

import pytest
import yaml

from grader.course import Course

COURSE = Course(Path(__file__).parents[2])

STILL = 0.1  # what is called good, here for a whole way through the page
LIMIT = 600_000  # bytes as they come over the line, without Pyodide
LESSONS = [pytest.param(f"chapters/{c.assignment}/lesson.html", id=c.assignment) for c in COURSE.chapters()]
EXERCISES = [pytest.param(f"chapters/{c.assignment}/exercises.html", id=c.assignment) for c in COURSE.chapters()]
LOADED = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(entry => ({name: entry.name, bytes: entry.encodedBodySize}))"""
SHIFTS = """new Promise(done => {
    let sum = 0;
    const seen = new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value));
    seen.observe({type: "layout-shift", buffered: true});
    const step = () => {
        const before = scrollY;
        scrollBy({top: 700, behavior: "instant"});
        if (scrollY > before) setTimeout(step, 30); else setTimeout(() => done(sum), 300);
    };
    step();
})"""


@pytest.mark.parametrize("path", LESSONS)
def test_a_lesson_is_light(visit, path):
    loaded = visit(path).evaluate(LOADED)
    assert len(loaded) > 10 and sum(file["bytes"] for file in loaded) <= LIMIT, sorted(
        (file["bytes"], file["name"]) for file in loaded
    )[-8:]


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.slow)])
@pytest.mark.parametrize("path", EXERCISES)
def test_nothing_moves_while_exercises_arrive_and_are_read(visit, path, width):
    assert visit(path, width=width).evaluate(SHIFTS) < STILL


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 390])
@pytest.mark.parametrize("path", [*LESSONS, pytest.param("index.html", id="cover")])
def test_nothing_moves_while_a_page_arrives_and_is_read(visit, path, width):
    assert visit(path, width=width).evaluate(SHIFTS) < STILL


def test_every_lesson_of_the_course_is_weighed():
    toc = yaml.safe_load((COURSE.root / "_toc.yml").read_text(encoding="utf-8"))
    files = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    assert [f"{file}.html" for file in files if file.endswith("/lesson")] == [case.values[0] for case in LESSONS]


@pytest.mark.parametrize("path", [LESSONS[3], EXERCISES[3]])
def test_neither_the_themes_icon_font_nor_a_script_for_formulas_is_loaded(visit, path):
    names = [file["name"].lower() for file in visit(path).evaluate(LOADED)]
    assert not [name for name in names if "fontawesome" in name or "mathjax" in name or name.endswith("katex.min.js")]
