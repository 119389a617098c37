import pytest
import yaml

from grader.book import _keep_engines_out
from grader.book.settings import Settings

CONFIG = "title: A\nsphinx: {config: {html_theme_options: {toc_title: On this page}}}\n"
TOC = """
format: jb-book
root: index
parts:
- chapters:
  - file: chapters/04-losses/lesson
    sections: [{file: chapters/04-losses/exercises}]
  - file: chapters/05-backprop/lesson
    sections: [{file: chapters/05-backprop/exercises}]
"""


@pytest.fixture
def written(tmp_path):
    """Return a function that writes what jupyter-book reads, and returns both files' content."""
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "_toc.yml").write_text(TOC)
    (tmp_path / "work").mkdir()

    def write(**settings):
        return [yaml.safe_load(path.read_text()) for path in Settings(**settings).write(tmp_path, tmp_path / "work")]

    return write


def test_without_settings_the_files_are_the_books_own(written):
    assert written() == [yaml.safe_load(CONFIG), yaml.safe_load(TOC)]


def test_later_chapters_are_not_in_the_table_of_contents(written):
    (part,) = written(up_to="4")[1]["parts"]
    assert [chapter["file"] for chapter in part["chapters"]] == ["chapters/04-losses/lesson"]
    assert part["chapters"][0]["sections"] == [{"file": "chapters/04-losses/exercises"}]


def test_settings_are_values_that_sphinx_reads(written):
    values = written(url="https://a.org", draft=True, repository="b/c", up_to="7")[0]["sphinx"]["config"]
    assert values["html_baseurl"] == "https://a.org/"
    assert values["html_theme_options"]["announcement"].startswith("Draft.")
    assert values["html_theme_options"]["toc_title"] == "On this page"
    assert (values["course_draft"], values["course_repository"]) == (True, "b/c")
    assert values["course_absent"] == ["08-batchnorm"]


def test_pages_that_sphinx_did_not_make_are_kept_from_search_engines_too(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "index.html").write_text("<html><head><title>A</title></head></html>")
    _keep_engines_out(tmp_path)
    assert '<head><meta name="robots" content="noindex" />' in (tmp_path / "deep" / "index.html").read_text()
