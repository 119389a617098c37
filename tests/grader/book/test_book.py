import importlib.util

import pytest

from grader import book
from grader.book import build_book, executed
from grader.course import UnusableInput

CONFIG = """
title: A book of one page
only_build_toc_files: true
exclude_patterns: [build]
latex: {use_jupyterbook_latex: false}
"""


@pytest.fixture
def source(tmp_path, monkeypatch):
    """Put a book of one page in the place of the course's."""
    source = tmp_path / "source"
    source.mkdir()
    monkeypatch.setattr(book, "ROOT", source)
    monkeypatch.setattr(book, "WORK", source / "build" / "book")
    (source / "_config.yml").write_text(CONFIG)
    (source / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (source / "index.md").write_text("# One page\n")
    return source


def test_a_site_is_built_and_replaced_whole(source, tmp_path):
    to = tmp_path / "site"
    assert build_book(to) == to
    assert "One page" in (to / "index.html").read_text()
    (to / "left-over.html").write_text("of an older site")
    (source / "index.md").write_text("# Another page\n")
    build_book(to)
    assert "Another page" in (to / "index.html").read_text()
    assert not (to / "left-over.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "source"]


def test_a_warning_stops_the_build_and_is_said(source, tmp_path):
    (source / "index.md").write_text("# One page\n\nSee [nothing](nowhere.md) and ![](no-picture.svg).\n")
    with pytest.raises(UnusableInput, match=r"The book does not build.*(\n.*)*index\.md.*no-picture\.svg"):
        build_book(tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_folder_that_is_no_site_is_left_alone(source, tmp_path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.tex").write_text("the only copy")
    with pytest.raises(UnusableInput, match="not empty and is not a site"):
        build_book(tmp_path / "precious")
    assert (tmp_path / "precious" / "thesis.tex").exists()


def test_a_file_in_the_place_of_the_site_is_named(source, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnusableInput, match="file is a file"):
        build_book(tmp_path / "file")


def test_a_missing_package_is_named(source, tmp_path, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "jupyter_book" else found(name))
    with pytest.raises(UnusableInput, match="jupyter-book is missing"):
        build_book(tmp_path / "site")


def test_results_are_cached_for_the_present_code_only(source):
    (source / "solutions").mkdir()
    (source / "solutions" / "losses.py").write_text("a = 1")
    before = executed()
    assert executed() == before
    (source / "solutions" / "losses.py").write_text("a = 2")
    assert executed() != before
