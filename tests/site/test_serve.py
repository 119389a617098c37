"""The site below a base path, as most are published: all its links are relative, so nothing on it changes."""

import threading

import pytest

from grader.book.server import make_server

BASE = "/a/course/"
# JupyterLite asks its service worker here whether it is alive; the worker answers, and nothing reaches the host
ALIVE = "/api/service-worker-heartbeat"
PAGES = ("index.html", "chapters/04-losses/lesson.html", "chapters/04-losses/exercises.html", "appendix/notation.html")
IDLE = ".jp-Notebook-ExecutionIndicator[data-status=idle]"  # before, a cell that is run is forgotten


@pytest.fixture
def below(site):
    """Return the address of the site below a base path."""
    server = make_server(site, 0, BASE)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{BASE}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_below(browser, below):
    """Return a function that opens a page below the base path; what is asked for outside of it fails the test."""
    context = browser.new_context()
    outside, failed = [], []
    context.on("request", lambda request: outside.append(request.url))
    context.on("response", lambda answer: answer.status >= 400 and failed.append(answer.url))

    def open_page(path):
        page = context.new_page()
        page.goto(f"{below}{path}", wait_until="load")
        return page

    yield open_page
    context.close()
    host = below.removesuffix(BASE)
    allowed = (below, "data:", f"blob:{host}", f"{host}{ALIVE}")
    assert [url for url in outside if not url.startswith(allowed)] == []
    assert failed == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_below_a_base_path(open_below, path):
    page = open_below(path)
    page.wait_for_load_state("networkidle")
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    own = [href for href in hrefs if href.startswith("http://127.0.0.1")]
    assert own and all(BASE in href for href in own)


def test_jupyterlite_works_below_a_base_path(open_below):
    page = open_below("chapters/04-losses/exercises.html")
    page.get_by_role("link", name="Open in JupyterLite").click()
    page.locator(IDLE).first.wait_for(state="attached", timeout=180_000)
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    page.locator(".jp-CodeCell .jp-InputPrompt", has_text="[1]:").wait_for(timeout=180_000)
    assert page.locator(".jp-CodeCell [data-mime-type='application/vnd.jupyter.stderr']", has_text="Error").count() == 0


def test_what_is_not_there_shows_the_sites_page_for_it(browser, below):
    page = browser.new_page()
    answer = page.goto(f"{below}chapters/nowhere/page.html")
    assert answer.status == 404
    link = page.get_by_role("link", name="Neural Networks by Hand").first
    assert link.evaluate("link => link.href").startswith(below)
    page.close()
