"""The last pages of the book: the course's solutions of its exercises, where the site has them too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from grader.book.editions.contents import Page
from grader.book.editions.questions import SOLUTIONS
from grader.book.editions.tree import content_of, element, parse, with_class
from grader.book.pages import assignment_of
from grader.book.solutions import address_of
from grader.selfcheck.solution import Solution


def solved_in(site: Path, name: str) -> dict[str, Solution]:
    """Return the solutions of the exercises on a page, if the site has them."""
    assignment = assignment_of(name)
    path = site / address_of(assignment) if assignment and name.endswith("/exercises") else None
    if path is None or not path.is_file():
        return {}
    document = json.loads(path.read_text(encoding="utf-8"))
    return {exercise: Solution(**solution) for exercise, solution in document.items()}


def solutions_page(site: Path, pages: Sequence[Page]) -> Page | None:
    """Return the page with all solutions, or None if there are none."""
    sections = [_section(page, solved) for page in pages if (solved := solved_in(site, page.name))]
    if not sections:
        return None
    return Page(SOLUTIONS, element("div", element("section", element("h1", "Solutions"), *sections)), apart=True)


def _section(page: Page, solved: dict[str, Solution]) -> Element:
    title = content_of(page.heading) if page.heading is not None else [page.title]
    made = element("section", element("h2", *title), id=f"solutions-{page.key}")
    for exercise in with_class(page.text, "exercise"):
        name = exercise.get("id", "").removeprefix("exercise-")
        if name in solved:
            made.append(_solution(page, exercise, name, solved[name]))
    return made


def _solution(page: Page, exercise: Element, name: str, solution: Solution) -> Element:
    number = "".join("".join(node.itertext()) for node in with_class(exercise, "exercise-number"))
    lead = element("a", "To the exercise", href=f"book:{page.name}#exercise-{name}", class_="with-page")
    title = element("h3", f"{number} ", element("code", name), id=f"solution-{name}")
    made = element("div", title, element("p", lead, class_="to-place"), class_="solution")
    for heading, comment, text in solution.parts:
        if text != solution.reference:
            made.append(element("p", f"{heading}. {comment}".strip()))
        made.append(highlighted(text))
    return made


def highlighted(text: str) -> Element:
    """Return Python code with colours, as the pages have it."""
    return next(parse(highlight(text, PythonLexer(), HtmlFormatter())).iter("div"))
