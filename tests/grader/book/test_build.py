import http.client
import importlib.util
import json
import threading

import pytest
from bs4 import BeautifulSoup

from grader.book import Options, build_book
from grader.book.executed import executed
from grader.book.server import make_server
from grader.course import Course, UnusableInput

THIS_COURSE = ("neural network", "digits", "nnbh", "by hand")


@pytest.fixture
def course(tmp_path):
    """Return a course whose book is one page."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "course.toml").write_text('title = "A book of one page"\n')
    (source / "index.md").write_text("# One page\n")
    return Course(source)


def test_a_site_is_built_and_replaced_whole(course, tmp_path):
    to = tmp_path / "site"
    assert build_book(to, Options(course)) == to
    assert "One page" in (to / "index.html").read_text()
    (to / "left-over.html").write_text("of an older site")
    (course.root / "index.md").write_text("# Another page\n")
    build_book(to, Options(course))
    assert "Another page" in (to / "index.html").read_text()
    assert not (to / "left-over.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "source"]


def test_a_warning_stops_the_build_and_is_said_with_the_courses_own_file(course, tmp_path):
    (course.root / "index.md").write_text("# One page\n\nSee [nothing](nowhere.md) and ![](no-picture.svg).\n")
    with pytest.raises(UnusableInput, match="The book does not build") as said:
        build_book(tmp_path / "site", Options(course))
    assert f"{course.root / 'index.md'}:3" in str(said.value) and "no-picture.svg" in str(said.value)
    assert not (tmp_path / "site").exists()


def test_a_cell_that_fails_is_shown_with_its_error(course, tmp_path):
    head = "---\nkernelspec: {name: python3, display_name: Python 3}\nfile_format: mystnb\n---\n# One page\n\n"
    (course.root / "index.md").write_text(f"{head}```{{code-cell}} ipython3\nimport no_such_module\n```\n")
    with pytest.raises(UnusableInput, match="No module named 'no_such_module'"):
        build_book(tmp_path / "site", Options(course))


def test_a_folder_that_is_no_site_is_left_alone(course, tmp_path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.tex").write_text("the only copy")
    with pytest.raises(UnusableInput, match="not empty and is not a site"):
        build_book(tmp_path / "precious", Options(course))
    assert (tmp_path / "precious" / "thesis.tex").exists()


def test_a_file_in_the_place_of_the_site_is_named(course, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnusableInput, match="file is a file"):
        build_book(tmp_path / "file", Options(course))


def test_a_missing_package_is_named(course, tmp_path, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "jupyter_book" else found(name))
    with pytest.raises(UnusableInput, match="jupyter-book is missing"):
        build_book(tmp_path / "site", Options(course))


def test_results_are_cached_for_the_present_code_only(course):
    (course.root / "solutions").mkdir()
    (course.root / "solutions" / "losses.py").write_text("a = 1")
    before = executed(course)
    assert executed(course) == before
    (course.root / "solutions" / "losses.py").write_text("a = 2")
    assert executed(course) != before


@pytest.fixture(scope="module")
def site(other_subjects, tmp_path_factory):
    """Return the site of the course of two chapters on other subjects."""
    return build_book(tmp_path_factory.mktemp("other") / "site", Options(other_subjects))


def soup(site, docname):
    return BeautifulSoup((site / f"{docname}.html").read_text(encoding="utf-8"), "html.parser")


def test_a_course_without_a_configuration_or_a_cover_gets_a_site_and_stays_as_it_is(site, other_subjects):
    pages = {str(path.relative_to(site)) for path in site.glob("chapters/**/*.html")}
    assert pages == {
        "chapters/01-means/lesson.html", "chapters/01-means/exercises.html", "chapters/02-words/exercises.html"
    }  # fmt: skip
    assert {path.name for path in other_subjects.root.iterdir()} == {
        "build", "chapters", "course.toml", "exercises", "solutions"
    }  # fmt: skip


def test_its_cover_names_the_course_and_lists_its_chapters_with_exercises_and_points(site, other_subjects):
    cover = soup(site, "index")
    assert cover.h1.find(string=True) == other_subjects.settings.title
    rows = [[cell.get_text(strip=True) for cell in row.find_all("td")] for row in cover.select("article tbody tr")]
    assert rows == [["1", "Means: one number for many", "1", "2"], ["2", "Words", "1", "1"]]
    links = [link["href"] for link in cover.select("article tbody a")]
    assert links[::2] == ["chapters/01-means/lesson.html", "chapters/02-words/exercises.html"]


def test_its_lesson_ran_with_its_own_solutions(site):
    assert soup(site, "chapters/01-means/lesson").select_one(".cell_output").get_text(strip=True) == "3.0"


def test_no_page_of_it_speaks_of_this_repositorys_course(site):
    texts = {path: path.read_text(encoding="utf-8").lower() for path in site.glob("*.html")}
    texts |= {path: path.read_text(encoding="utf-8").lower() for path in site.glob("chapters/**/*.html")}
    texts |= {path: path.read_text(encoding="utf-8").lower() for path in site.glob("_static/*.css")}
    assert [(path.name, name) for path, text in texts.items() for name in THIS_COURSE if name in text] == []


def test_every_page_of_it_keeps_what_readers_write_under_the_courses_own_name(site):
    for page in ("index", "search", "404", "chapters/01-means/lesson", "chapters/02-words/exercises"):
        assert json.loads(soup(site, page).select_one("#course-page").string)["storage"] == "means-texts", page


def test_its_editors_get_the_released_stubs(site):
    page = json.loads(soup(site, "chapters/02-words/exercises").select_one("#course-page").string)
    assert page["exercises"] == [{"name": "shout", "points": 1, "number": "2.1"}]
    assert [cell["kind"] for cell in page["cells"]] == ["setup", "exercise"]
    assert "YOUR CODE HERE" in page["cells"][1]["source"] and "upper" not in page["cells"][1]["source"]


def test_its_logo_and_its_icon_are_made_of_its_first_letter(site):
    for name in ("logo.svg", "favicon.svg"):
        assert BeautifulSoup((site / "_static" / name).read_text(), "html.parser").find("text").get_text() == "M"


def test_it_is_served(site):
    with make_server(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        connection.request("GET", "/chapters/01-means/lesson.html")
        assert b"Means: one number for many" in connection.getresponse().read()
        connection.close()
        server.shutdown()
        thread.join()
