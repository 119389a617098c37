"""Whatever keeps Python from loading, or ends it, the page says in a sentence what it was and what to do."""

import re

import pytest

pytestmark = pytest.mark.timeout(900)
LESSON = "chapters/01-numbers/lesson.html"
FIRST_RUN = 240_000  # milliseconds on a busy machine: Python starts
POLICY = "script-src 'self' 'unsafe-inline' blob:"
HANGS = "**/python_stdlib.zip"


@pytest.fixture
def open_lesson(browser, small_address):
    """Return a function that opens the lesson in a tab whose requests a test may answer."""
    contexts = []

    def open_page(*routes):
        context = browser.new_context()
        contexts.append(context)
        for pattern, answer in routes:
            context.route(pattern, answer)
        page = context.new_page()
        page.goto(f"{small_address}/{LESSON}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def run(page, text=None):
    """Run the first cell, with another text if there is one, and return what is said below it, and its output."""
    cell = page.locator('[data-cell="1"]')
    if text is not None:
        if cell.get_by_role("button", name="Edit").is_visible():
            cell.get_by_role("button", name="Edit").click()
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)
    cell.get_by_role("button", name="Run", exact=True).click()
    cell.locator("button.stop:disabled").wait_for(timeout=FIRST_RUN)
    return cell.locator(".cell-says").inner_text(), cell.locator(".cell_output").inner_text()


def with_policy(route):
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, "content-security-policy": POLICY})


def cut(route):
    response = route.fetch()
    headers = {name: value for name, value in response.headers.items() if name not in ("content-encoding", "etag")}
    route.fulfill(status=200, headers=headers, body=response.body()[:-100])


def impatient(route):
    text = re.sub(r"SILENCE = [\d_]+", "SILENCE = 2000", route.fetch().text())
    route.fulfill(body=text, content_type="text/javascript")


def test_a_policy_that_forbids_webassembly_is_named(open_lesson):
    says, _ = run(open_lesson(("**/*.html", with_policy), ("**/worker.js", with_policy)))
    assert "forbids WebAssembly" in says and "wasm-unsafe-eval" in says


@pytest.mark.parametrize(
    "name", ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "numpy-*.whl"]
)
def test_of_a_file_that_was_cut_nothing_runs_and_the_next_time_it_is_fetched_anew(open_lesson, name):
    page = open_lesson((f"**/{name}", cut))
    says, _ = run(page)
    assert "came cut short or changed, so nothing of it was run" in says and "fetched anew" in says
    page.context.unroute(f"**/{name}")
    if name == "pyodide.asm.js":
        assert run(page, "6 * 7") == ("Done.", "42")


def test_a_connection_that_stalls_ends_in_a_sentence(open_lesson):
    page = open_lesson(("**/downloads.js", impatient), (HANGS, lambda route: None))
    says, _ = run(page)
    assert "has stopped sending" in says and "Try again." in says


def write(page):
    """Write into the first cell, and return the addresses of Python's files that were asked for meanwhile."""
    asked = []
    page.on("request", lambda request: "/pyodide/" in request.url and asked.append(request.url))
    cell = page.locator('[data-cell="1"]')
    cell.get_by_role("button", name="Edit").click()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("6 * 7")
    return asked


def test_python_starts_while_the_reader_writes(open_lesson):
    page = open_lesson()
    write(page)
    page.get_by_role("region", name="Python", exact=True).wait_for(timeout=FIRST_RUN)
    assert page.locator(".is-running").count() == 0
    assert run(page) == ("Done.", "42")


def test_who_runs_while_python_starts_is_told_how_far_it_is(open_lesson):
    page = open_lesson((HANGS, lambda route: None))
    write(page)
    page.locator('[data-cell="1"]').get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Loading Python and NumPy").wait_for()
    page.locator('[data-cell="1"]').get_by_role("button", name="Stop").click()


def test_for_who_saves_data_nothing_is_loaded_before_it_is_asked_for(open_lesson):
    page = open_lesson()
    page.evaluate("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    asked = write(page)
    page.wait_for_timeout(2000)
    assert asked == []
    assert run(page) == ("Done.", "42") and asked


def test_what_ends_python_is_called_what_it_is(open_lesson):
    page = open_lesson()
    ended, _ = run(page, "import os\nos._exit(3)")
    assert "ended Python itself, as os._exit(3) does" in ended
    deep, _ = run(page, "x = [0]\nfor _ in range(100_000): x = [x]\nprint(x)")
    assert "goes too deep" in deep
    says, output = run(page, "raise KeyboardInterrupt")
    assert "KeyboardInterrupt" in output
    says, output = run(page, "def f(n): return f(n + 1)\nf(0)")
    assert "RecursionError" in output
    assert not [words for words in (ended, deep, says) if "memory" in words]
    assert run(page, "6 * 7") == ("Done.", "42")
