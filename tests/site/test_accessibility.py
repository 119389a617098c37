"""Readers who use a keyboard, a screen reader, a phone, large letters or the dark theme can read and do everything."""

from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from grader.course import Course

COURSE = Course(Path(__file__).parents[2])

TOC = yaml.safe_load((COURSE.root / "_toc.yml").read_text(encoding="utf-8"))
LESSON = "chapters/04-losses/lesson.html"
EXERCISES = "chapters/04-losses/exercises.html"
PHONE = 390
ALIKE = 3  # tokens of one kind that are left
# Most of a page's 17,000 elements are drawn letters, pieces of formulas hidden from screen readers, of all of which axe
# says nothing, and tokens of code that are alike.
THIN = """alike => {
    document.querySelectorAll(".katex-html").forEach(formula => formula.replaceChildren());
    for (const drawn of document.querySelectorAll("svg :not(title, desc, text, tspan, a)"))
        if (!drawn.querySelector("text")) drawn.remove();
    const kinds = new Map(), more = [];
    for (const token of document.querySelectorAll(".highlight pre span, .cm-line span")) {
        const {color, backgroundColor, opacity, fontWeight} = getComputedStyle(token);
        const place = token.closest(".highlight, .cm-editor").parentElement.className;
        const kind = [place, color, backgroundColor, opacity, fontWeight].join();
        kinds.set(kind, 1 + (kinds.get(kind) ?? 0));
        if (kinds.get(kind) > alike && !token.childElementCount) more.push(token);
    }
    more.forEach(token => token.remove());
}"""


def files_of(entry):
    """Return all files that an entry of the table of contents names."""
    below = [e for key in ("parts", "chapters", "sections") for e in entry.get(key, [])]
    return [entry[key] for key in ("root", "file") if key in entry] + [f for e in below for f in files_of(e)]


def resize(page, width, height):
    """Give a page another size, and wait until it has it."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => innerWidth === width", arg=width)


def violations(page):
    """Return the rules that a page breaks, each with the elements that break it. The page has fewer ones afterwards."""
    page.evaluate(THIN, ALIKE)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return {one["id"]: [node["html"][:150] for node in one["nodes"]] for one in found}


PAGES = [f"{name}.html" for name in files_of(TOC)] + ["search.html", "genindex.html"]


# each run tries every page in one theme and at one width, the scheduled run in the other
SCREENS = [("light", 1280), ("dark", PHONE)]
VISITS = [
    pytest.param(path, *screen, marks=[pytest.mark.slow] if (k // 2 + j) % 2 else [])
    for k, path in enumerate(PAGES)
    for j, screen in enumerate(SCREENS)
]


@pytest.mark.parametrize(("path", "theme", "width"), VISITS)
def test_a_page_has_its_theme_fits_the_screen_and_axe_finds_nothing(visit, path, theme, width):
    page = visit(path, theme, width)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    resize(page, 640, 450)  # what 1280 pixels are where letters are twice the size
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    resize(page, width, 900)
    assert violations(page) == {}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("article p", "color = '#ccc'"),
        ("article .highlight .n:visible", "backgroundColor = '#777'"),
        (".bd-sidebar-primary a", "opacity = 0.4"),
    ],
    ids=["ink", "ground", "opacity"],
)
def test_one_pale_text_among_many_is_found(visit, text, change):
    page = visit(LESSON)
    page.locator(text).last.evaluate(f"element => element.style.{change}")
    assert "color-contrast" in violations(page)


def test_the_first_stop_of_the_keyboard_leads_to_the_text(visit):
    page = visit(LESSON)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#main-content'")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", [LESSON, EXERCISES])
def test_the_keyboard_is_seen_wherever_it_goes(visit, path, theme):
    page = visit(path, theme)
    page.keyboard.press("Tab")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("""() => {
            const element = document.activeElement, style = getComputedStyle(element);
            const within = element.closest(".cm-editor") ? getComputedStyle(element.closest(".cm-editor")) : style;
            const outlined = one => one.outlineStyle != "none" && parseFloat(one.outlineWidth) > 0;
            const seen = one => outlined(one) || one.boxShadow != "none";
            return [element.outerHTML.slice(0, 120), seen(style) || seen(within)];
        }""")
        if not focused[1]:
            unseen.append(focused[0])
    assert unseen == []


def test_a_formula_that_is_wider_than_a_phone_is_scrolled_by_keyboard(visit):
    page = visit("chapters/08-batchnorm/lesson.html", width=320)
    wide = page.evaluate("""[...document.querySelectorAll("div.math")].map(
        math => [math.scrollWidth > math.clientWidth, math.tabIndex == 0, math.getAttribute("aria-label") != null])""")
    assert any(overflows for overflows, *_ in wide)
    assert all(overflows == reached == named for overflows, reached, named in wide)


@pytest.mark.parametrize("number", range(9))
def test_titles_that_open_and_close_show_all_their_words_on_a_phone(visit, number):
    [chapter] = [c for c in COURSE.chapters() if c.number == number]
    page = visit(f"chapters/{chapter.assignment}/lesson.html", width=PHONE)
    clipped = page.evaluate("""[...document.querySelectorAll("article summary, article .admonition-title")]
        .filter(title => title.offsetParent && title.scrollHeight > title.clientHeight + 2)
        .map(title => title.textContent.trim())""")
    assert clipped == []


def test_the_chapters_exercises_are_always_in_the_menu(visit):
    page = visit("index.html")
    links = page.locator(".bd-sidebar-primary a[href$='exercises.html']")
    assert links.count() == len(COURSE.chapters())
    assert all(links.nth(k).is_visible() for k in range(links.count()))
