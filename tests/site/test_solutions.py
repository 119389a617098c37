import io
import json
import zipfile
from html import unescape

from axe_playwright_python.sync_playwright import Axe

LESSON = "chapters/01-numbers/lesson.html"
EXERCISES = "chapters/01-numbers/exercises.html"
FILE = "_static/solutions/01-numbers.json"
RIGHT = "def doubled(x):\n    return x * 2\n"
WRONG = "def doubled(x):\n    return x * 3\n"
SECRETS = (b"ours_alone", b"ours_too", b"theirs_alone")  # names in the bodies of references and variants


def files_of(site):
    """Yield the path and the content of every file of a site, also of those within zip files, but for Pyodide's."""
    for path in sorted(path for path in site.rglob("*") if path.is_file() and "pyodide" not in path.parts):
        yield from opened(str(path.relative_to(site)), path.read_bytes())


def opened(name, content):
    yield name, content
    if name.endswith((".zip", ".whl")):
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            for member in pack.namelist():
                yield from opened(f"{name}/{member}", pack.read(member))


def tellers(site):
    """Return the files in which a part of a reference or of a variant stands."""
    return {name for name, content in files_of(site) if any(secret in content for secret in SECRETS)}


def test_a_site_without_solutions_has_no_body_of_any_reference_in_any_file(small_site_without_solutions):
    names = {name for name, _ in files_of(small_site_without_solutions)}
    assert {"downloads/01-numbers.zip/01-numbers/selfcheck/checks.json", LESSON, EXERCISES} <= names
    assert "_static/page/packages.zip/packages/solutions/numbers.py" in names
    assert tellers(small_site_without_solutions) == set()


def test_a_site_with_solutions_has_them_in_files_of_their_own_and_on_no_page(small_site):
    found = tellers(small_site)
    assert FILE in found and "_static/page/packages.zip/packages/solutions/numbers.py" in found
    assert [name for name in found if name.endswith((".html", ".ipynb", ".js", "checks.json"))] == []


def test_the_file_of_a_chapter_has_the_reference_and_a_variant_with_its_authors_comment(small_site):
    solutions = json.loads((small_site / FILE).read_bytes())
    assert solutions["doubled"] == {
        "reference": "def doubled(x):\n    ours_alone = 2\n    return ours_alone * x",
        "variant": "def doubled(x):\n    theirs_alone = x\n    return theirs_alone + x",
        "comment": "What is added to itself is doubled.",
    }
    assert solutions["mean"]["variant"] == ""


def exercise(page, name="doubled"):
    return page.locator(f'.exercise[data-exercise="{name}"]')


def answer(page, text, name="doubled"):
    """Write an answer and check it."""
    place = exercise(page, name)
    place.locator(".cm-content").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    place.get_by_role("button", name="Run & check").click()
    place.locator(".feedback[data-outcome]").wait_for(timeout=120_000)


def compared(page, name="doubled"):
    """Return headings and texts of what is compared."""
    parts = exercise(page, name).locator(".comparison.is-loaded section")
    parts.first.wait_for()
    return {part.locator("h3").inner_text(): part.locator(".cm-content").inner_text() for part in parts.all()}


def asked_for(page):
    return [url for url in page.evaluate("performance.getEntriesByType('resource').map(e => e.name)") if FILE in url]


def test_who_has_passed_can_compare_three_ways_side_by_side(visit_small):
    page = visit_small(EXERCISES)
    offered = exercise(page).get_by_text("Compare with the course's solution")
    answer(page, WRONG)
    assert not offered.is_visible()
    answer(page, RIGHT)
    assert asked_for(page) == []  # what nobody opens is not fetched
    offered.click()
    shown = compared(page)
    assert list(shown) == ["Yours", "The course's", "Another way"]
    assert "x * 2" in shown["Yours"] and "ours_alone * x" in shown["The course's"] and "theirs" in shown["Another way"]
    assert exercise(page).get_by_text("What is added to itself").is_visible()
    boxes = [part.bounding_box() for part in exercise(page).locator(".comparison section").all()]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
    assert exercise(page).locator(".comparison .tok-keyword").count() >= 6  # in the colours of the editor
    page.reload(wait_until="networkidle")
    assert offered.is_visible()


def test_on_a_phone_they_stand_below_each_other(visit_small):
    page = visit_small(EXERCISES, theme="dark", width=390)
    answer(page, RIGHT)
    exercise(page).get_by_text("Compare with the course's solution").click()
    assert len(compared(page)) == 3
    boxes = [part.bounding_box() for part in exercise(page).locator(".comparison section").all()]
    assert len({box["x"] for box in boxes}) == 1 and boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, context=".exercise").response["violations"]
    assert [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]] == []


def test_after_the_last_hint_whoever_is_sure_sees_the_solution(visit_small):
    page = visit_small(EXERCISES)
    place = exercise(page, "mean")
    request = place.get_by_role("button", name="Show the course's solution")
    assert not request.is_visible()
    place.locator(".hint > summary").last.click()
    request.click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert not place.locator(".comparison").is_visible() and asked_for(page) == []
    request.press("Enter")
    page.get_by_role("button", name="Show it").click()
    assert "ours_too / len(values)" in compared(page, "mean")["The course's"]
    assert page.evaluate("document.activeElement.textContent") == "Compare with the course's solution"


def test_where_the_file_does_not_come_a_sentence_says_so_and_the_next_try_may_work(visit_small):
    page = visit_small(EXERCISES)
    page.context.route(f"**/{FILE}", lambda route: route.fulfill(body="no JSON"))
    place = exercise(page, "mean")
    place.locator(".hint > summary").last.click()
    place.get_by_role("button", name="Show the course's solution").click()
    page.get_by_role("button", name="Show it").click()
    place.get_by_text("The solution could not be loaded.").wait_for()
    page.context.unroute(f"**/{FILE}")
    place.locator(".comparison > summary").click()
    place.locator(".comparison > summary").click()
    assert "ours_too" in compared(page, "mean")["The course's"]


def test_a_site_without_solutions_offers_none(visit_without_solutions):
    page = visit_without_solutions(EXERCISES)
    answer(page, RIGHT)
    assert exercise(page).locator(".feedback").get_attribute("data-outcome") == "passed"
    assert unescape(page.content()).count("course's solution") == 0


def run_cell(page, text):
    """Run the lesson's cell that has this text, and return what comes out."""
    cell = page.locator("[data-cell]").filter(has_text=text)
    cell.get_by_role("button", name="Run").click()
    cell.locator(".cell_output:not(.is-old) .output, .cell_output:not(.is-old) pre").first.wait_for(
        timeout=120_000, state="attached"
    )
    page.wait_for_function("!document.querySelector('.is-running')")
    return cell.locator(".cell_output").text_content()


def test_without_solutions_a_lesson_says_which_function_is_to_be_written_and_then_runs_with_it(visit_without_solutions):
    page = visit_without_solutions(LESSON)
    assert "doubled is a function that you write in the exercises" in run_cell(page, "print(doubled(21))")
    page.goto(page.url.replace("lesson", "exercises"), wait_until="networkidle")
    answer(page, RIGHT)
    page.goto(page.url.replace("exercises", "lesson"), wait_until="networkidle")
    assert run_cell(page, "print(doubled(21))").strip() == "42"
    assert "mean is a function that you write in the exercises" in run_cell(page, "the mean is")
