"""Two sites of one course on one host keep their readers' answers apart, and old ones are taken over."""

import json

from tests.site import stored

EXERCISES = "chapters/01-numbers/exercises.html"
OLD, OWN = "a-small-course:01-numbers", "a-small-course@/:01-numbers"
RECORD = json.dumps(
    {
        "format": 1,
        "release": "earlier",
        "exercises": {"doubled": 1},
        "freeTexts": {},
        "answers": {"doubled": {"source": "mine = 1", "stub": None, "outcome": None, "points": None, "checked": None}},
    }
)


def at(visit_small, **kept):
    """Open the exercises in a browser that keeps some records already."""
    page = visit_small("genindex.html")
    page.evaluate("kept => { localStorage.clear(); Object.assign(localStorage, kept) }", kept)
    page.goto(page.url.replace("genindex.html", EXERCISES), wait_until="networkidle")
    return page


def forget(page):
    """Forget the chapter's answers, and wait until it is done: the page hears of the button when the dialog closes."""
    page.get_by_role("button", name="Forget my answers").click()
    page.get_by_role("button", name="Forget", exact=True).click()
    page.locator(".bar-says", has_text="has forgotten").wait_for()


def kept(page, key):
    """Return the answer that is kept under a key of its own, or as earlier pages kept it."""
    record = json.loads(page.evaluate("key => localStorage.getItem(key)", key) or "{}")
    answers = {**record.get("answers", {}), **stored.parts(page, key)}
    return answers["doubled"]["source"] if "doubled" in answers else None


def test_answers_of_earlier_pages_are_taken_over_once_and_left_for_other_sites(visit_small):
    page = at(visit_small, **{OLD: RECORD})
    page.get_by_role("textbox", name="Code of doubled").get_by_text("mine = 1").wait_for()
    assert kept(page, OWN) == "mine = 1" and kept(page, OLD) == "mine = 1"
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [OLD, RECORD.replace("mine", "other")])
    page.evaluate("keys => keys.forEach(key => localStorage.removeItem(key))", [OWN, f"{OWN}#doubled"])
    page.reload()
    assert kept(page, OWN) is None


def test_what_a_site_has_is_newer_than_what_it_could_take_over(visit_small):
    page = at(visit_small, **{OLD: RECORD, OWN: RECORD.replace("mine", "newer")})
    assert kept(page, OWN) == "newer = 1"


def test_another_sites_answers_are_not_touched(visit_small):
    other = "a-small-course@/2025/:01-numbers"
    page = at(visit_small, **{other: RECORD})
    assert page.get_by_role("textbox", name="Code of doubled").inner_text().startswith("def doubled")
    forget(page)
    assert kept(page, other) == "mine = 1"


def test_forgetting_forgets_what_was_taken_over(visit_small):
    page = at(visit_small, **{OLD: RECORD})
    forget(page)
    page.reload()
    assert kept(page, OWN) is None and kept(page, OLD) is None


def test_what_was_changed_in_a_lessons_cell_is_kept_until_it_is_reset(visit_small):
    page = visit_small("chapters/01-numbers/lesson.html")
    cell = page.locator('[data-cell="2"]')
    cell.get_by_role("button", name="Edit").click()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("print(doubled(4))")
    page.reload()
    assert cell.locator(".cm-content").inner_text().strip() == "print(doubled(4))"
    cell.get_by_role("button", name="Reset").click()
    page.get_by_role("button", name="Reset it").click()
    page.wait_for_function("!document.querySelector('dialog.ask')")
    page.reload()
    assert cell.locator("pre").first.inner_text().strip() == "print(doubled(21))"
