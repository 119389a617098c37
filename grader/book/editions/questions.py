"""Questions on paper: the answer of a prediction ends its section, and the hints of a page's exercises end the page."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from grader.book.editions.contents import Page
from grader.book.editions.tree import classes_of, content_of, element, parents_in, remove, replace, with_class

SOLUTIONS = "_solutions"  # the page of the book with all of them
NUMBER = "\u2026" * 8  # a line to write on


def move_answers(text: Element) -> None:
    """Put what tells the answer of a question to the end of the question's section: text, and result of the cell."""
    for number, question in enumerate(with_class(text, "predict"), 1):
        asked, told = f"question-{number}", f"answer-{number}"
        parents = parents_in(text)
        answer = element("div", _link("Answer to the question", asked, "with-page"), class_="answer", id=told)
        for folded in (_first(question, "predict-answer"), _result_below(text, question, parents)):
            if folded is not None:
                answer.extend(child for child in list(folded) if child.tag != "summary")
        _put_at_end(_section_around(question, text, parents), question, answer, parents)
        replace(parents[question], question, [_asked(question, asked, told)])
    remove(text, lambda node: "predict-result" in classes_of(node))


def _first(root: Element, name: str) -> Element | None:
    return next(with_class(root, name), None)


def _result_below(text: Element, question: Element, parents: dict[Element, Element]) -> Element | None:
    """Return the folded result of the cell below a question."""
    siblings = list(parents[question])
    below = siblings[siblings.index(question) + 1 :][:1]
    return _first(below[0], "predict-result") if below else None


def _section_around(node: Element, text: Element, parents: dict[Element, Element]) -> Element:
    while node is not text and node.tag != "section":
        node = parents[node]
    return node


def _put_at_end(section: Element, question: Element, answer: Element, parents: dict[Element, Element]) -> None:
    """Put an answer behind the text of a section, before the sections in it that come after the question."""
    inside = question
    while parents[inside] is not section:
        inside = parents[inside]
    children = list(section)
    later = [child for child in children[children.index(inside) :] if child.tag == "section"]
    section.insert(children.index(later[0]) if later else len(children), answer)


def _asked(question: Element, name: str, answer: str) -> Element:
    """Return a question as it stands on paper."""
    legend = next(question.iter("legend"))
    remove(legend, lambda node: "predict-head" in classes_of(node))
    head = element("p", "Predict first", class_="box-title")
    made = element("div", head, element("p", *content_of(legend)), class_="question", id=name)
    choices = [element("li", *content_of(node)) for node in with_class(question, "predict-text")]
    if _first(question, "predict-choice") is not None:
        made.append(element("ul", *choices, class_="choices"))
    else:
        unit = _first(question, "predict-unit")
        made.append(element("p", f"Your number: {NUMBER} ", *(content_of(unit) if unit is not None else ())))
    made.append(_link("Answer and result", answer, "with-page"))
    return made


def _link(said: str, place: str, kind: str = "") -> Element:
    return element("p", element("a", said, href=f"#{place}", class_=kind), class_="to-place")


def move_hints(page: Page, has_solutions: bool) -> None:
    """Put the hints of a page's exercises into a section at its end, and lead from each exercise to them."""
    moved = []
    for exercise in with_class(page.text, "exercise"):
        name, hints = exercise.get("data-exercise", ""), list(with_class(exercise, "hint"))
        exercise.set("id", f"exercise-{name}")
        leads = [("Hints", f"#hints-{name}")] * bool(hints)
        leads += [("Solution", f"book:{SOLUTIONS}#solution-{name}")] * (has_solutions and bool(hints))
        links = [element("a", said, href=place, class_="with-page") for said, place in leads]
        if links:
            exercise.append(element("p", *_joined(links), class_="to-place"))
        if hints:
            moved.append(_hints_of(exercise, name, hints))
    remove(page.text, lambda node: "hint" in classes_of(node))
    if moved:
        section = next(page.text.iter("section"), page.text)
        section.append(element("section", element("h2", "Hints"), *moved, id="hints", class_="hints"))


def _joined(links: list[Element]) -> list[Element | str]:
    return [piece for link in links for piece in (" · ", link)][1:]


def _hints_of(exercise: Element, name: str, hints: list[Element]) -> Element:
    words = [
        "".join(node.itertext()) for key in ("exercise-number", "exercise-name") for node in with_class(exercise, key)
    ]
    title = element(
        "p", element("a", words[0], " ", element("code", name), href=f"#exercise-{name}"), class_="box-title"
    )
    items = [element("li", *(piece for p in hint.iter("p") for piece in content_of(p))) for hint in hints]
    return element("div", title, element("ol", *items), id=f"hints-{name}")
