"""The site with Pyodide's files on it, built once, served over HTTP, looked at in the system's Chromium."""

import fcntl
import os
import shutil
import threading

import pytest

from grader.book import build_book, pyodide_sources
from grader.book.server import make_server
from grader.book.settings import Settings

CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ["chromium", "google-chrome"])), None)


def pytest_collection_modifyitems(items):
    """Give what needs the site the time of its build, and leave it out where there is no browser."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(900))
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on PATH"))


@pytest.fixture(scope="session")
def pyodide_folder():
    """Return the folder with Pyodide's files: the first run fetches them from npm and PyPI, as these are configured."""
    return pyodide_sources.cached()


@pytest.fixture(scope="session")
def site(tmp_path_factory, pyodide_folder):
    """Return the folder of the site. It asks no other host for anything, so neither do the tests that look at it.

    The first of pytest's processes that wants it builds it, and the others wait.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with open(folder / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = folder / "site"
        return built if built.is_dir() else build_book(built, Settings(pyodide=pyodide_folder))


@pytest.fixture(scope="session")
def address(site):
    """Return the address under which the site is served, without a slash at its end."""
    server = make_server(site, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser(site):
    """Return a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address):
    """Return a function that opens a page of the site; what goes wrong on it fails the test."""
    problems, contexts = [], []

    def note(text):
        problems.append(text)

    def open_page(path, theme="light", width=1280, height=900):
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        context.add_init_script(f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')")
        page = context.new_page()
        page.on("request", lambda r: r.url.startswith((address, "data:")) or note(f"asks another host: {r.url}"))
        page.on("response", lambda r: r.status >= 400 and note(f"{r.status}: {r.url}"))
        page.on("pageerror", lambda error: note(f"error in a script: {error}"))
        page.on("console", lambda said: said.type == "error" and note(f"console: {said.text}"))
        page.goto(f"{address}/{path}", wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []
