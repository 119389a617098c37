"""Code that comes from a web page, a PDF, a word processor or a terminal runs: pasted, or in an uploaded notebook."""

import json

import pytest

EXERCISES = "chapters/01-numbers/exercises.html"
FIRST_RUN = 240_000  # milliseconds on a busy machine: Python starts
SHOWN = """([place, texts]) =>
  texts.includes([...place.querySelectorAll(".cm-line")].map(line => line.textContent).join("\\n"))"""
COPIED = {  # what is copied, and what is then in the editor
    "non-breaking spaces": (
        "def doubled(x):\n\u00a0\u00a0\u00a0\u00a0return\u00a0x + x",
        "def doubled(x):\n    return x + x",
    ),
    "zero-width characters": (
        "\ufeffdef doubled(x):\n    return x\u200b + x\u2060",
        "def doubled(x):\n    return x + x",
    ),
    "curly quotes": (
        "def doubled(x):\n    “A number’s double.”\n    return x + len(‘’) + x",
        "def doubled(x):\n    \"A number’s double.\"\n    return x + len('') + x",
    ),
    "tabs": (
        "def doubled(x):\n\tif x:\n\t\treturn x + x\n\treturn 0",
        "def doubled(x):\n    if x:\n        return x + x\n    return 0",
    ),
    "a minus and a dash in a text": (
        "def doubled(x):\n    label = 'a − b'\n    return x − (−x)",
        "def doubled(x):\n    label = 'a − b'\n    return x - (-x)",
    ),
    "prompts of Python": (
        ">>> def doubled(x):\n...     return x + x\n...\n>>> doubled(2)",
        ">>> def doubled(x):\n...     return x + x\n...\n>>> doubled(2)",
    ),
    "lines of Windows": ("def doubled(x):\r\n    return x + x\r\n", "def doubled(x):\n    return x + x\n"),
}


class Exercise:
    """The exercise `doubled` on its page."""

    def __init__(self, page):
        self.page = page
        self.place = page.locator('.exercise[data-exercise="doubled"]')

    def paste(self, text):
        """Put a text into the clipboard, and that in place of what is in the editor."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.place.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Control+V")

    def expect(self, *texts):
        """Wait until the editor shows one of these texts and nothing else."""
        self.page.wait_for_function(SHOWN, arg=[self.place.element_handle(), texts])

    def check(self):
        self.place.get_by_role("button", name="Run & check").click()
        self.place.locator(".feedback[data-outcome]").wait_for(timeout=FIRST_RUN)
        return self.place.locator(".feedback").get_attribute("data-outcome")


@pytest.fixture(scope="module")
def exercise(browser, small_address):
    """Return the exercise in a tab that all tests use, since Python starts slowly."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{small_address}/{EXERCISES}", wait_until="networkidle")
    yield Exercise(page)
    context.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("copied", "shown"), COPIED.values(), ids=COPIED.keys())
def test_what_is_pasted_runs_and_passes(exercise, copied, shown):
    exercise.paste(copied)
    exercise.expect(shown)
    assert exercise.check() == "passed"


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("copied", "shown"), COPIED.values(), ids=COPIED.keys())
def test_what_is_uploaded_runs_and_passes(exercise, copied, shown):
    exercise.paste("another = 1")
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [{"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "doubled", "solution": True}},
                   "source": copied.splitlines(keepends=True), "outputs": [], "execution_count": None}],
    }  # fmt: skip
    with exercise.page.expect_file_chooser() as chooser:
        exercise.page.get_by_role("button", name="Upload notebook").click()
    chooser.value.set_files({"name": "01-numbers.ipynb", "mimeType": "", "buffer": json.dumps(notebook).encode()})
    exercise.page.get_by_role("button", name="Replace my answer").click()
    exercise.page.locator(".bar-says", has_text="Taken from").wait_for()
    exercise.expect(shown, shown.rstrip())
    assert exercise.check() == "passed"
