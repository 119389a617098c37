"""The site can be read and used without a connection after the first visit, and says when it has been updated."""

import pytest

pytestmark = pytest.mark.timeout(900)
EXERCISES, LESSON = "chapters/01-numbers/exercises.html", "chapters/01-numbers/lesson.html"
FIRST_RUN = 240_000  # milliseconds on a busy machine: Python starts
KEPT = """async wanted => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    const urls = (await cache.keys()).map(request => request.url)
    wanted = wanted.filter(end => !urls.some(url => url.endsWith(end)))
  }
  return wanted.length === 0
}"""
LISTENS = """ServiceWorkerRegistration.prototype.addEventListener = function (...told) {
  window.isListening = true
  EventTarget.prototype.addEventListener.apply(this, told)
}"""
FILES = [
    "exercises.html",
    "index.html",
    "search.html",
    "01-numbers.ipynb",
    "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl",
]


def wait_until_kept(page):
    """Wait until the browser keeps some files of each kind; Playwright waits for no promise itself."""
    for _ in range(FIRST_RUN // 1000):
        if page.evaluate(KEPT, FILES):
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the site is not kept")


def run(page):
    cell = page.locator('[data-cell="1"]')
    cell.get_by_role("button", name="Edit").click()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("6 * 7")
    cell.get_by_role("button", name="Run", exact=True).click()
    cell.locator("button.stop:disabled").wait_for(timeout=FIRST_RUN)
    return cell.locator(".cell_output").inner_text()


def test_after_one_visit_pages_cells_and_the_notebook_are_there_without_a_connection(browser, small_address):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{small_address}/{LESSON}")
        assert run(page) == "42"
        wait_until_kept(page)
        context.set_offline(True)
        page.goto(f"{small_address}/{EXERCISES}")
        page.locator('.exercise[data-exercise="doubled"] .cm-content').wait_for()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download notebook").click()
        assert download.value.suggested_filename == "01-numbers.ipynb"
        assert run(page) == "42"


def test_an_update_is_said_and_reload_brings_it(browser, small_copy):
    folder, address = small_copy
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(LISTENS)
        page.goto(f"{address}/{LESSON}")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.wait_for_function("navigator.serviceWorker.controller !== null && window.isListening")
        with (folder / "service-worker.js").open("a") as worker:
            worker.write("// newer")
        page.evaluate("navigator.serviceWorker.getRegistration().then(known => known.update()).then(() => true)")
        said = page.get_by_text("This book has been updated since you opened it.")
        said.wait_for(timeout=FIRST_RUN)
        page.get_by_role("button", name="Reload").click()
        said.wait_for(state="detached")
