import copy
import io
import posixpath
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import matplotlib.image
import numpy as np
import pytest

from grader.book.editions.book import Book
from grader.book.editions.contents import Page
from grader.book.editions.cover import BOTTOM, HEIGHT, SIZE, draw_cover
from grader.book.editions.tree import element

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
OPS = "{http://www.idpf.org/2007/ops}"
EPUBCHECK = Path(shutil.which("epubcheck") or "none").resolve()  # Debian's is the jar itself
NOT_IN_AN_EPUB = {"script", "style", "button", "input", "form", "details", "label", "iframe", "course-touch"}


@pytest.fixture(scope="session")
def files(site):
    """Return the files of the EPUB, in order."""
    with zipfile.ZipFile(site / "a-small-course.epub") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def package(files):
    """Return the list of what is in it."""
    return ElementTree.fromstring(files["EPUB/package.opf"])


@pytest.fixture(scope="session")
def pages(files):
    """Return its pages as trees, by path; reading them as XML is the test that they are."""
    return {name: ElementTree.fromstring(text) for name, text in files.items() if name.endswith(".xhtml")}


def test_it_says_first_and_plainly_what_it_is(site):
    with zipfile.ZipFile(site / "a-small-course.epub") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == (
            "mimetype", zipfile.ZIP_STORED, b"application/epub+zip"
        )  # fmt: skip


@pytest.mark.skipif(not EPUBCHECK.is_file(), reason="needs epubcheck on PATH: apt-get install epubcheck")
def test_epubcheck_finds_nothing(site):
    command = ["java", "-jar"] * (EPUBCHECK.suffix == ".jar") + [str(EPUBCHECK)]
    done = subprocess.run([*command, site / "a-small-course.epub"], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings" in said, said


def test_the_container_leads_to_the_package(files):
    rootfile = ElementTree.fromstring(files["META-INF/container.xml"]).find(".//{*}rootfile")
    assert rootfile.get("full-path") == "EPUB/package.opf"


def test_all_files_are_listed_and_all_listed_files_are_there(files, package):
    listed = [f"EPUB/{item.get('href')}" for item in package.iter(f"{OPF}item")]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(files) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}


def test_what_a_book_must_say_of_itself_is_said(package):
    said = {node.tag.rpartition("}")[2]: node.text for node in package.find(f"{OPF}metadata")}
    assert said["title"] == "A small course" and said["language"] == "en" and said["identifier"].startswith("urn:uuid:")
    identifier = next(node for node in package.iter() if node.get("id") == package.get("unique-identifier"))
    assert identifier.text == said["identifier"]
    assert any(node.get("property") == "dcterms:modified" for node in package.iter(f"{OPF}meta"))


def test_pages_are_read_in_the_order_of_the_contents(package):
    paths = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    assert [paths[item.get("idref")] for item in package.iter(f"{OPF}itemref")] == [
        "title.xhtml", "contents.xhtml", "index.xhtml", "chapters-01-numbers-lesson.xhtml",
        "chapters-01-numbers-exercises.xhtml", "notes.xhtml", "solutions.xhtml",
    ]  # fmt: skip


def test_the_contents_are_nested_as_the_book_is(package, pages):
    item = next(item for item in package.iter(f"{OPF}item") if item.get("properties") == "nav")
    nav = pages[f"EPUB/{item.get('href')}"].find(f".//{XHTML}nav")
    assert nav.get(f"{OPS}type") == "toc"

    def titles(items):
        return {"".join(item[0].itertext()): titles(item.find(f"{XHTML}ol") if len(item) > 1 else ()) for item in items}

    nested = titles(nav.find(f"{XHTML}ol"))
    assert list(nested) == ["About this book", "The chapters", "Behind them", "Solutions"]
    assert list(nested["The chapters"]) == ["1 · Numbers"]
    assert list(nested["The chapters"]["1 · Numbers"]) == ["A figure", "Exercises"]
    assert list(nested["Behind them"]) == ["Notes"]


def test_libraries_find_a_cover_picture_in_the_form_of_a_books_page(files, package):
    [item] = [item for item in package.iter(f"{OPF}item") if "cover-image" in (item.get("properties") or "").split()]
    assert item.get("media-type") == "image/png"
    height, width, _ = picture(files[f"EPUB/{item.get('href')}"]).shape
    assert (width, height) == SIZE and height >= 1600 and height == pytest.approx(1.6 * width, rel=0.01)
    [meta] = [node for node in package.iter(f"{OPF}meta") if node.get("name") == "cover"]
    assert meta.get("content") == item.get("id")


def picture(png):
    return matplotlib.image.imread(io.BytesIO(png))


LONG = "Initialisation, normalisation, regularisation and generalisation: what they have in common and what they do not"


@pytest.mark.parametrize("title", ["A course", "A course: with a question?", LONG, "ε-δ: letters of another script"])
def test_the_words_of_a_cover_keep_clear_of_its_edges_and_of_its_pattern(title):
    lead = element("div", element("p", f"{LONG}. " * 4), class_="lead")
    front = Page("index", element("section", element("h1", title), lead))
    book = Book(title, "Ada Lovelace", "en", "", "#0f5aae", front, [])
    drawn = picture(draw_cover(book))
    end = int(BOTTOM * SIZE[1] / HEIGHT)  # of the words; the pattern begins below
    for edge in (drawn[:90], drawn[:end, :90], drawn[:end, -60:], drawn[end + 15 : end + 60]):
        assert np.ptp(edge.reshape(-1, 4), axis=0).max() == 0, "something is cut off, or nearly"
    assert draw_cover(copy.deepcopy(book)) == draw_cover(book)


def test_pages_have_nothing_to_press_and_nothing_that_runs(pages):
    names = {node.tag.removeprefix(XHTML) for page in pages.values() for node in page.iter()}
    assert not names & NOT_IN_AN_EPUB


def test_no_place_of_a_file_has_the_name_of_another(files):
    for name in files:
        if name.endswith((".xhtml", ".svg", ".opf")):
            ids = [node.get("id") for node in ElementTree.fromstring(files[name]).iter() if "id" in node.attrib]
            assert len(ids) == len(set(ids)), name


def addresses(pages):
    """Yield a page, and an address on it, as often as there is one."""
    for name, page in pages.items():
        for node in page.iter():
            for key in ("href", "src") if node.tag.startswith(XHTML) else (f"{XLINK}href",):
                if key in node.attrib:
                    yield name, node.get(key)


def test_every_link_leads_to_a_place_that_is_there(files, pages):
    places = {name: {node.get("id") for node in page.iter()} for name, page in pages.items()}
    own = [(name, urlsplit(address)) for name, address in addresses(pages)]
    assert {parts.scheme for _, parts in own} == {"", "https"}
    for name, parts in own:
        if not parts.scheme:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)) if parts.path else name
            assert path in files, parts
            assert not parts.fragment or parts.fragment in places[path], parts


def test_formulas_are_mathml_and_no_page_says_too_little_of_what_it_needs(package, pages):
    said = {f"EPUB/{item.get('href')}": (item.get("properties") or "").split() for item in package.iter(f"{OPF}item")}
    for name, page in pages.items():
        for kind, tag in {"mathml": f"{MATHML}math", "svg": f"{SVG}svg"}.items():
            assert (kind in said[name]) == (page.find(f".//{tag}") is not None), (name, kind)
    lesson = pages["EPUB/chapters-01-numbers-lesson.xhtml"]
    assert next(lesson.iter(f"{MATHML}math")).get("alttext") == "20 + 1"
    assert not any("katex" in node.get("class", "") for node in lesson.iter())
    assert not list(lesson.iter(f"{MATHML}annotation"))


def test_a_figure_is_a_file_of_lines_with_its_own_letters_and_its_words_on_the_page(files, pages):
    (picture,) = pages["EPUB/chapters-01-numbers-lesson.xhtml"].iter(f"{XHTML}img")
    assert picture.get("alt") == "A blue line rises from 1 to 4 between axes of grey ink"
    drawing = ElementTree.fromstring(files[f"EPUB/{picture.get('src')}"])
    places = {node.get("id") for node in drawing.iter()}
    used = [node.get(f"{XLINK}href").removeprefix("#") for node in drawing.iter(f"{SVG}use")]
    assert len(used) > 20 and set(used) <= places
    assert not list(drawing.iter(f"{SVG}image"))


def test_a_figure_to_touch_stands_as_it_starts(pages):
    notes = pages["EPUB/notes.xhtml"]
    (drawing,) = (node for node in notes.iter(f"{SVG}svg") if node.get("role") == "img")
    assert drawing.get("aria-label") == "Two bars, one of which a slider sets."
    assert "Back to the start" not in "".join(notes.itertext())


def test_it_has_the_solutions_that_the_site_has(files):
    assert b"ours_alone" in files["EPUB/solutions.xhtml"] and b"theirs_alone" in files["EPUB/solutions.xhtml"]
    assert [name for name, text in files.items() if b"ours_alone" in text] == ["EPUB/solutions.xhtml"]
