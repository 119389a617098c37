"""Figures are drawn without a window, a test's style ends with its module, and a real browser shows what was made."""

import matplotlib
import pytest


@pytest.fixture(scope="module", autouse=True)
def own_style():
    with matplotlib.rc_context():
        matplotlib.use("agg")
        yield


@pytest.fixture
def visit(browser):
    """Return a function that opens a page with figures in it; its scripts may raise nothing until the test ends."""
    pages = []

    def open_page(*figures, **context):
        page = browser.new_context(**context).new_page()
        problems = []
        page.on("pageerror", lambda problem, kept=problems: kept.append(problem))
        pages.append((page, problems))
        page.set_content(f"<!doctype html><title>figures</title>{''.join(figure.page for figure in figures)}")
        return page

    yield open_page
    for page, problems in pages:
        assert problems == []
        page.context.close()
