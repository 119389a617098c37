"""JupyterLite where the browser gives it little: no service worker, no storage, no https; and after a newer release."""

import pytest

pytestmark = pytest.mark.slow  # two starts of JupyterLite whose files Python is given one by one: minutes
NOTEBOOK = "lite/notebooks/index.html?path=01-numbers/01-numbers.ipynb"
PATIENCE = 600_000  # milliseconds on a busy machine: Python starts in the browser
IDLE = ".jp-Notebook-ExecutionIndicator[data-status=idle]"
# not by Playwright's own option: it lets JupyterLite believe that it has a worker, which then never answers
NO_WORKER = "delete Navigator.prototype.serviceWorker;"
REFUSED = """ServiceWorkerContainer.prototype.register =
  () => Promise.reject(new DOMException("not allowed", "SecurityError"));"""
NO_STORAGE = """for (const name of ["indexedDB", "localStorage"])
  Object.defineProperty(window, name, {get() { throw new DOMException("not allowed", "SecurityError") }})"""
RELEASES = "**/lite/releases.json"


KEPT = """() => new Promise(done => {
  const opening = indexedDB.open("JupyterLite Storage - /lite/")
  opening.onsuccess = () => {
    const asked = opening.result.transaction("files").objectStore("files").getAllKeys()
    asked.onsuccess = () => {
      opening.result.close()
      done(asked.result.some(key => key.endsWith("01-numbers.ipynb")))
    }
  }
})"""


def wait_until_kept(page):
    """Wait until the browser keeps the reader's notebook; Playwright waits for no promise itself."""
    for _ in range(PATIENCE // 1000):
        if page.evaluate(KEPT):
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the notebook is not kept")


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    "script",
    [NO_WORKER, REFUSED, NO_WORKER + NO_STORAGE],
    ids=["no service worker", "it is refused", "no storage either"],
)
def test_a_check_runs(browser, small_address, script):
    with browser.new_context() as context:
        context.add_init_script(script)
        page = context.new_page()
        page.goto(f"{small_address}/{NOTEBOOK}")
        page.locator(IDLE).first.wait_for(state="attached", timeout=PATIENCE)
        cells = page.locator(".jp-Notebook .jp-CodeCell")
        for number in range(4):  # what fetches, what imports, the stub, its check
            cells.nth(number).locator(".cm-content").click()
            page.keyboard.press("Control+Enter")
        cells.nth(3).get_by_text("still to be written").first.wait_for(timeout=PATIENCE)
        assert "Error" not in cells.nth(1).locator(".jp-OutputArea").inner_text()


def test_without_https_it_says_what_is_lacking(browser, small_address):
    with browser.new_context() as context:
        context.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
        page = context.new_page()
        page.goto(f"{small_address}/{NOTEBOOK}")
        page.get_by_role("alert").filter(has_text="https://").wait_for(timeout=PATIENCE)


@pytest.mark.timeout(1800)
def test_a_newer_release_is_said_and_the_readers_copy_is_kept_beside_it(browser, small_address):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{small_address}/{NOTEBOOK}")
        cell = page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(1)
        cell.wait_for(timeout=PATIENCE)
        cell.click()
        page.keyboard.insert_text("# mine\n")
        page.keyboard.press("Control+s")
        wait_until_kept(page)
        page.route(RELEASES, lambda route: route.fulfill(json={"01-numbers/01-numbers.ipynb": "of-next-year"}))
        page.reload()
        alert = page.get_by_role("alert").filter(has_text="There is a newer release of this notebook")
        alert.get_by_role("button", name="Keep my copy beside it").click(timeout=PATIENCE)
        page.wait_for_load_state()
        page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(1).wait_for(timeout=PATIENCE)
        assert "# mine" not in page.locator(".jp-Notebook").inner_text()
        page.goto(f"{small_address}/{NOTEBOOK.replace('.ipynb', '-mine.ipynb')}")
        page.locator(".jp-Notebook .jp-CodeCell", has_text="# mine").first.wait_for(timeout=PATIENCE)
