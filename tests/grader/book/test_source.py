import shutil

import pytest
import yaml

from grader.book import Options
from grader.book.build import keep_engines_out
from grader.book.source import write_source
from grader.course import Course, UnusableInput


@pytest.fixture
def course(other_subjects, tmp_path):
    """Return a course of two chapters that a test may change."""
    root = shutil.copytree(other_subjects.root, tmp_path / "course", ignore=shutil.ignore_patterns("build"))
    return Course(root)


@pytest.fixture
def write(course, tmp_path):
    """Return a function that writes what jupyter-book reads, and returns that folder."""

    def write(**options):
        write_source(Options(course, **options), tmp_path / "source")
        return tmp_path / "source"

    return write


def read(folder, name="_config.yml"):
    return yaml.safe_load((folder / name).read_text(encoding="utf-8"))


def test_the_courses_own_pages_are_there_and_nothing_is_written_into_the_course(write, course):
    before = sorted(course.root.rglob("*"))
    source = write()
    assert (source / "chapters" / "01-means" / "lesson.md").samefile(
        course.root / "chapters" / "01-means" / "lesson.md"
    )
    assert sorted(course.root.rglob("*")) == before


def test_what_was_built_or_is_hidden_is_left_out(write, course):
    for name in ("build", ".git", "node_modules"):
        (course.root / name).mkdir()
    assert not {"build", ".git", "node_modules"} & {path.name for path in write().iterdir()}


def test_the_contents_are_the_chapters_in_order_exercises_below_their_lesson(write):
    (part,) = read(write(), "_toc.yml")["parts"]
    assert part["chapters"] == [
        {
            "file": "chapters/01-means/lesson",
            "sections": [{"file": "chapters/01-means/exercises", "title": "Exercises"}],
        },
        {"file": "chapters/02-words/exercises"},
    ]


def test_a_later_chapter_is_neither_in_the_contents_nor_on_the_cover(write):
    source = write(up_to="1")
    assert "02-words" not in (source / "_toc.yml").read_text() + (source / "index.md").read_text()
    assert read(source)["sphinx"]["config"]["course_absent"] == ["02-words"]


def test_a_courses_own_contents_lose_later_chapters_only(write, course):
    chapters = [{"file": "about"}, {"file": "chapters/01-means/lesson"}, {"file": "chapters/02-words/exercises"}]
    own = {"format": "jb-book", "root": "index", "parts": [{"chapters": chapters}]}
    (course.root / "_toc.yml").write_text(yaml.safe_dump(own))
    assert read(write(up_to="1"), "_toc.yml")["parts"] == [{"chapters": chapters[:2]}]


def test_what_course_toml_says_is_on_the_pages(course):
    (course.root / "course.toml").write_text(
        'title = "Means"\ndescription = "All of *them*."\nauthor = "A & B"\ncopyright = "2026"\n'
        '[site]\naccent = "#aa0000"\n'
    )
    source = course.root.parent / "source"
    write_source(Options(Course(course.root)), source)  # read anew
    config = read(source)
    assert (config["title"], config["author"]) == ("Means", "A & B")
    assert config["sphinx"]["config"]["html_theme_options"]["extra_footer"] == "<p>© 2026 A &amp; B</p>"
    assert "#aa0000" in (source / "_made" / "logo.svg").read_text()
    assert "All of *them*." in (source / "index.md").read_text()


def test_a_courses_own_configuration_wins_and_the_rest_of_a_table_stays(write, course):
    own = {"title": "Another title", "execute": {"timeout": 5}}
    (course.root / "_config.yml").write_text(yaml.safe_dump(own))
    config = read(write())
    assert config["title"] == "Another title"
    assert config["execute"]["timeout"] == 5 and config["execute"]["execute_notebooks"] == "cache"


def test_a_courses_own_cover_and_pictures_win(write, course):
    (course.root / "index.md").write_text("# My own\n")
    (course.root / "_static").mkdir()
    (course.root / "_static" / "logo.svg").write_text("<svg/>")
    source = write()
    assert (source / "index.md").read_text() == "# My own\n"
    assert (source / "_made" / "logo.svg").read_text() == "<svg/>"
    assert (source / "_made" / "favicon.svg").read_text() != "<svg/>"


def test_what_cites_is_loaded_for_a_course_with_references_only(write, course):
    def loaded(config):
        return "sphinxcontrib.bibtex" in config["sphinx"]["config"]["extensions"]

    assert not loaded(read(write()))
    shutil.rmtree(course.root.parent / "source")
    (course.root / "references.bib").write_text("")
    config = read(write())
    assert loaded(config) and config["bibtex_bibfiles"] == ["references.bib"]


def test_options_are_values_that_sphinx_reads(write):
    values = read(write(url="https://a.org", draft=True, repository="b/c"))["sphinx"]["config"]
    assert values["html_baseurl"] == "https://a.org/"
    assert values["html_theme_options"]["announcement"].startswith("Draft.")
    assert values["html_theme_options"]["toc_title"] == "On this page"
    assert (values["course_draft"], values["course_repository"]) == (True, "b/c")


def test_what_is_not_asked_for_is_not_said(write):
    values = read(write())["sphinx"]["config"]
    assert {name for name in values if name.startswith("course_")} == {"course_root"}
    assert "html_baseurl" not in values and "announcement" not in values["html_theme_options"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("title: [a\nb: c", r"_config\.yml:2 cannot be read as YAML"), ("- a list", "must hold names with values")],
    ids=["no YAML", "a list"],
)
def test_a_configuration_that_cannot_be_read_is_named(write, course, text, words):
    (course.root / "_config.yml").write_text(text)
    with pytest.raises(UnusableInput, match=words):
        write()


def test_pages_that_sphinx_did_not_make_are_kept_from_search_engines_too(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "index.html").write_text("<html><head><title>A</title></head></html>")
    keep_engines_out(tmp_path)
    assert '<head><meta name="robots" content="noindex" />' in (tmp_path / "deep" / "index.html").read_text()
