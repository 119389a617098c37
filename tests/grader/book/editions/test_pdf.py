import itertools
import re

import pytest
from pypdf import PdfReader

from grader.book import Options, build_book
from grader.book.editions.book import Book
from grader.book.editions.contents import Page
from grader.book.editions.pdf import write_pdf
from grader.book.editions.tree import parse
from grader.course import UnusableInput

PRESSED = ("Run & check", "Commit", "Ask me again", "Take the empty notebook", "Open in JupyterLite", "Show the code")


@pytest.fixture(scope="session")
def printed(site):
    """Return the PDF, as its pages' texts and as what a reader of PDF knows."""
    reader = PdfReader(site / "a-small-course.pdf")
    return [page.extract_text() for page in reader.pages], reader


def outline(reader, entries=None, depth=0):
    """Yield depth, title and page, from 1, of the bookmarks."""
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            yield from outline(reader, entry, depth + 1)
        else:
            yield depth, entry.title.strip(), reader.get_destination_page_number(entry) + 1


def test_bookmarks_lead_to_parts_pages_and_sections(printed):
    texts, reader = printed
    marks = list(outline(reader))
    assert [(depth, title) for depth, title, _ in marks if not title.startswith(("Exercise ", "In words"))] == [
        (0, "A small course"),
        (0, "About this book"),
        (1, "How it works"),
        (0, "The chapters"),
        (1, "Numbers"),
        (2, "A figure"),
        (2, "Exercises"),
        (3, "Hints"),
        (0, "Behind them"),
        (1, "Notes"),
        (2, "A section whose title is so long that it takes two lines on any paper"),
        (0, "Solutions"),
        (1, "Exercises"),
    ]
    assert all(title in " ".join(texts[page - 1].split()) for _, title, page in marks)


def test_each_page_of_the_site_begins_a_page_of_its_own(printed):
    begins = {title: page for depth, title, page in outline(printed[1]) if title in ("Numbers", "Notes", "Solutions")}
    assert len(set(begins.values())) == 3
    for title, page in begins.items():
        lines = printed[0][page - 1].split("\n")
        assert title in [line.strip() for line in lines[:5]]


def test_the_contents_name_the_pages_on_which_things_begin(printed):
    texts, reader = printed
    contents = re.sub(r"\s+", " ", texts[1])
    assert contents.startswith("A small course Contents")
    pages = {title: page for _, title, page in outline(reader)}
    for said, title in {"1 · Numbers": "Numbers", "A figure": "A figure", "Notes": "Notes"}.items():
        assert f"{said} {pages[title]}" in contents


def test_references_name_pages(printed):
    texts, reader = printed
    pages = {title: page for _, title, page in outline(reader)}
    about = " ".join(texts[pages["About this book"] - 1].split())
    assert f"See the figure (page {pages['A figure']}), the notes (page {pages['Notes']}) and a site." in about
    assert "example.org" not in about


def test_pages_have_numbers_and_running_heads(printed):
    texts, reader = printed
    pages = {title: page for _, title, page in reversed(list(outline(reader)))}  # solutions have titles of exercises
    for title, head in {"Numbers": "1 · Numbers", "Exercises": "1 · Numbers: Exercises", "Notes": "Notes"}.items():
        words = texts[pages[title] - 1].split()
        assert " ".join(words).startswith(f"A small course {head}") and str(pages[title]) in words
    assert "A small course" in texts[0] and "1" not in texts[0].split()


@pytest.mark.parametrize("words", PRESSED)
def test_nothing_that_is_pressed_is_printed(printed, words):
    assert words not in " ".join(" ".join(printed[0]).split())


def test_what_is_folded_on_the_site_is_open(printed):
    text = " ".join(" ".join(printed[0]).split())
    assert "What was folded is open" in text and "It is 42." in text


def test_answers_come_after_what_follows_their_question_and_hints_after_the_exercises(printed):
    text = " ".join(" ".join(printed[0]).split())
    places = [
        text.index(words)
        for words in (
            "What is twice",
            "Between two questions",
            "A number and itself, added",
            "Multiply by 2.",
            "ours_alone",
        )
    ]
    assert places == sorted(places)


def test_figures_are_lines_and_letters_no_pictures_of_pixels(printed):
    for page in printed[1].pages:
        drawn = page["/Resources"].get("/XObject", {})
        assert [name for name, thing in drawn.items() if thing.get_object()["/Subtype"] == "/Image"] == []


def test_all_letters_are_in_the_file(printed):
    fonts = itertools.chain.from_iterable(page["/Resources"].get("/Font", {}).values() for page in printed[1].pages)
    for font in (font.get_object() for font in fonts):
        for below in font.get("/DescendantFonts", [font]):
            below = below.get_object()
            descriptor = below["/FontDescriptor"].get_object() if "/FontDescriptor" in below else {}
            assert below["/Subtype"] == "/Type3" or {"/FontFile2", "/FontFile3"} & set(descriptor), font["/BaseFont"]


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("letter", (612, 792))], ids=["A4", "letter"])
def test_pages_have_the_size_of_the_paper(printer, tmp_path, paper, size):
    front, page = (
        Page(name, parse(f"<section id={name}><h1>{name}</h1></section>").find(".//body")) for name in ("front", "one")
    )
    to = tmp_path / "book.pdf"
    write_pdf(Book("A book", "", "en", "", "#0f5aae", front, [page]), tmp_path, to, printer, paper, lambda words: None)
    assert {tuple(round(float(x)) for x in page.mediabox[2:]) for page in PdfReader(to).pages} == {size}
    assert [path.name for path in tmp_path.iterdir()] == ["book.pdf"]


def test_without_a_browser_nothing_is_begun(small_course, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnusableInput, match="Chromium, which is not installed"):
        build_book(tmp_path / "site", Options(small_course, pdf=True))
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_prints_no_page_numbers_is_refused_with_its_version(small_course, tmp_path, monkeypatch):
    old = tmp_path / "chromium"
    old.write_text("#!/bin/sh\necho Chromium 120.0.6099.224\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(
        UnusableInput, match=r"Chromium 120\.0\.6099\.224; the book is printed by Chromium 131 or newer"
    ):
        build_book(tmp_path / "site", Options(small_course, pdf=True))
    assert not (tmp_path / "site").exists()
