"""The glossary: the page that explains a term links it, and a lesson links a technical term where it first uses it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "appendix" / "glossary.md"
LESSONS = sorted(page for page in ROOT.glob("chapters/*/*.md") if page.name != "exercises.md")
LINK = re.compile(r"\{term\}`(?:[^`<]*<([^`>]+)>|([^`<]+))`")
ENTRY = re.compile(r"^(\S.*)\n((?:  .*\n)+)", re.MULTILINE)
NO_PROSE = re.compile(
    r"\A---.*?\n---\n"  # the page's settings
    r"|^```.*?^```$"  # code
    r"|^#.*?$|^:{3,}\{.*?$|^:\w+:.*?$"  # headings, titles and options of boxes
    r"|\$\$.*?\$\$|\$[^$]*\$"
    r"|(?P<link>\{term\}`[^`]*`)|(?:\{[\w:]+\})?`[^`]*`",
    re.DOTALL | re.MULTILINE,
)
# Words of plain English that are also terms, and what no page from chapter 1 on can do without.
EVERYDAY = {
    *("accuracy", "array", "batch", "bias", "class", "depth", "example", "feature", "folding", "label", "layer"),
    *("leak", "margin", "mean", "model", "neuron", "parameter", "shape", "slope", "threshold", "vector", "warm-up"),
    *("weight", "width"),
}


def entries():
    """Return the text of each entry by its term."""
    return dict(ENTRY.findall(GLOSSARY.read_text(encoding="utf-8").split("```{glossary}\n")[1]))


def explained_on(text):
    """Return the page that an entry names, spread over two lines or not."""
    named = re.search(r"Explained\s+in\s+\{doc\}`[^`]*<([^`>]+)>`", text)
    return (GLOSSARY.parent / f"{named.group(1)}.md").resolve()


def links(text):
    """Return the place of each link and its term as the glossary writes it, but in small letters."""
    return [(found.start(), " ".join((found[1] or found[2]).split()).lower()) for found in LINK.finditer(text)]


def prose(page):
    """Return a page in which everything but prose and links to terms is blank, in the same places."""
    return NO_PROSE.sub(
        lambda found: found["link"] or re.sub(r"[^\n]", " ", found[0]), page.read_text(encoding="utf-8")
    )


def first_uses(text, terms):
    """Return where each term first stands outside links; a longer term hides the shorter ones in it."""
    text = LINK.sub(lambda found: " " * len(found[0]), text)
    first = {}
    for term in sorted(terms, key=len, reverse=True):
        words = r"[\s-]+".join(map(re.escape, term.split()))
        exact = 0 if term != term.lower() else re.IGNORECASE
        whole = re.compile(rf"(?<![\w-]){words}(?:s|es)?(?![\w-])", exact)
        if found := whole.search(text):
            first[term] = found.start()
        text = whole.sub(lambda found: " " * len(found[0]), text)
    return first


@pytest.mark.parametrize(("term", "text"), entries().items(), ids=list(entries()))
def test_a_term_is_linked_from_the_page_that_is_said_to_explain_it(term, text):
    page = explained_on(text).read_text(encoding="utf-8")
    assert term.lower() in {named for _, named in links(page)}


def test_every_link_to_a_term_has_an_entry():
    terms = {term.lower() for term in entries()}
    linked = {(page.parent.name, term) for page in LESSONS for _, term in links(prose(page))}
    assert {(chapter, term) for chapter, term in linked if term not in terms} == set()


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_technical_term_is_linked_where_a_lesson_first_uses_it(page):
    text = prose(page)
    linked = {}
    for place, term in links(text):
        linked.setdefault(term, place)
    late = {
        f"{term}, line {text.count(chr(10), 0, place) + 1}"
        for term, place in first_uses(text, set(entries())).items()
        if term not in EVERYDAY and place < linked.get(term.lower(), len(text))
    }
    assert late == set()
