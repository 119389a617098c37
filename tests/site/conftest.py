"""Sites with Pyodide's files on them, built once, served over HTTP, looked at in the system's Chromium."""

import fcntl
import os
import shutil
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from grader.book import Options, build_book, pyodide_sources
from grader.book.server import make_server
from grader.course import Course

SMALL_COURSE = Path(__file__).parent / "small_course"
# editors and questions are loaded after the page: on a busy machine long after the network is silent
HAS_ARRIVED = """() => !document.querySelector(".exercise[data-exercise]:not(.free-text, .is-editor)")
  && [...document.querySelectorAll(".predict-result > summary")].every(one => one.textContent.includes("once you have"))
"""
BUILT = {"site", "small_site", "small_copy", "small_site_without_solutions"}


def pytest_itemcollected(item):
    """Give what needs a site the time of its build."""
    if BUILT.intersection(item.fixturenames):
        item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def pyodide_folder():
    """Return the folder with Pyodide's files: the first run fetches them from npm and PyPI, as these are configured."""
    return pyodide_sources.cached()


@pytest.fixture(scope="session")
def build_once(tmp_path_factory, pyodide_folder):
    """Return a function that builds a site. It asks no other host for anything, so neither do tests that look at it.

    The first of pytest's processes that wants it builds it, and the others wait.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder

    def build(name, course, **options):
        with open(folder / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            built = folder / name
            return built if built.is_dir() else build_book(built, Options(course, pyodide=pyodide_folder, **options))

    return build


@pytest.fixture(scope="session")
def site(build_once, course):
    """Return the folder of the site of this repository's course."""
    return build_once("site", course)


@contextmanager
def serving(site):
    """Serve a site, and give its address, without a slash at its end."""
    server = make_server(site, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def address(site):
    """Return the address of the site."""
    with serving(site) as address:
        yield address


@pytest.fixture
def visit_at(browser):
    """Return a function that opens a page of a site; what goes wrong on it fails the test."""
    problems, contexts = [], []

    def note(text):
        problems.append(text)

    def open_page(address, path, theme="light", width=1280, height=900, **options):
        # without a worker between page and site, whose requests a test could not see
        options = {"service_workers": "block", **options}
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.add_init_script(f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')")
        page = context.new_page()
        page.on(
            "request",
            lambda r: r.url.startswith((address, "data:", f"blob:{address}")) or note(f"asks another host: {r.url}"),
        )
        page.on("response", lambda r: r.status >= 400 and note(f"{r.status}: {r.url}"))
        page.on("pageerror", lambda error: note(f"error in a script: {error}"))
        page.on("console", lambda said: said.type == "error" and note(f"console: {said.text}"))
        page.goto(f"{address}/{path}", wait_until="networkidle")
        if options.get("java_script_enabled", True):
            page.wait_for_function(HAS_ARRIVED)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def visit(visit_at, address):
    """Return a function that opens a page of the site of this repository's course."""
    return partial(visit_at, address)


@pytest.fixture(scope="session")
def small_site(build_once):
    """Return the folder of the site of a course of one chapter."""
    return build_once("small-site", Course(SMALL_COURSE))


@pytest.fixture(scope="session")
def small_site_without_solutions(build_once):
    """Return the folder of another site of the same course, which publishes no solutions."""
    return build_once("small-site-without-solutions", Course(SMALL_COURSE), solutions="never")


@pytest.fixture(scope="session")
def small_address(small_site):
    """Return the address of the small course's site."""
    with serving(small_site) as address:
        yield address


@pytest.fixture
def visit_small(visit_at, small_address):
    """Return a function that opens a page of the small course."""
    return partial(visit_at, small_address)


@pytest.fixture
def small_copy(small_site, tmp_path):
    """Return the folder and the address of a copy of the small course's site, which a test may change."""
    folder = shutil.copytree(small_site, tmp_path / "site")
    with serving(folder) as address:
        yield folder, address


@pytest.fixture
def visit_without_solutions(visit_at, small_site_without_solutions):
    """Return a function that opens a page of the small course where no solutions are published."""
    with serving(small_site_without_solutions) as address:
        yield partial(visit_at, address)
