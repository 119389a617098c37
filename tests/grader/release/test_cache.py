import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.release import cache as release_cache
from grader.release import release
from grader.release.cache import DIGEST, ENGINE, key_of, make, released

FOLDERS = sorted(path.name for path in ENGINE.iterdir() if path.is_dir() and path.name != "__pycache__")


def _files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _kept(cache):
    return sorted(path.name for path in cache.iterdir())


def _mark(cache, name="mark"):
    """Put a file into what is kept, and into its digest: only a copy has it."""
    (folder,) = cache.glob("*/04-losses")
    (folder / name).touch()
    (folder.parent / DIGEST).write_text(release_cache._digest_of(folder))


def test_the_second_release_is_a_copy_of_the_first(small, tmp_path):
    first = released(small.chapter, tmp_path / "one", cache=tmp_path / "cache")
    assert _files(first) == _files(small.released)
    _mark(tmp_path / "cache")
    second = released(small.chapter, tmp_path / "two", cache=tmp_path / "cache")
    assert (second / "mark").is_file()
    (second / "mark").unlink()
    assert _files(second) == _files(first)
    assert (first, second) == (tmp_path / "one" / "04-losses", tmp_path / "two" / "04-losses")


def test_what_an_instructor_released_is_not_made_again_for_grading(small, tmp_path):
    make([small.chapter], tmp_path / "for students", cache=tmp_path / "cache")
    _mark(tmp_path / "cache")
    assert (released(small.chapter, tmp_path / "for grading", cache=tmp_path / "cache") / "mark").is_file()


@pytest.mark.parametrize("name", ["04-losses.ipynb", "selfcheck/checks.json", "selfcheck/extra.py"])
def test_a_release_that_was_damaged_where_it_is_kept_is_made_anew(small, tmp_path, name):
    released(small.chapter, tmp_path / "one", cache=tmp_path / "cache")
    (folder,) = (tmp_path / "cache").glob("*/04-losses")
    (folder / name).write_text("damaged")
    again = released(small.chapter, tmp_path / "two", cache=tmp_path / "cache")
    assert _files(again) == _files(small.released)
    assert _files(released(small.chapter, tmp_path / "three", cache=tmp_path / "cache")) == _files(small.released)


@pytest.mark.parametrize("left", [0, 1], ids=["nothing", "one file"])
def test_a_release_that_another_command_takes_away_during_the_copy_is_made_anew(small, tmp_path, monkeypatch, left):
    cache = tmp_path / "cache"
    released(small.chapter, tmp_path / "one", cache=cache)
    copies = []

    def copy_after_the_other_command(source, target):
        if not copies:
            for path in sorted(path for path in source.rglob("*") if path.is_file())[left:]:
                path.unlink()
        copies.append(target)
        return shutil.copytree(source, target)

    monkeypatch.setattr(
        release_cache, "shutil", SimpleNamespace(copytree=copy_after_the_other_command, rmtree=shutil.rmtree)
    )
    again = released(small.chapter, tmp_path / "two", cache=cache)
    assert _files(again) == _files(small.released)
    assert len(copies) == 2  # it was kept again


def test_what_is_kept_has_no_solutions_and_a_release_gets_them_if_it_is_to(small, tmp_path):
    cache = tmp_path / "cache"
    for place in ("first", "again"):
        with_them = released(small.chapter, tmp_path / place / "after", "after", cache)
        without = released(small.chapter, tmp_path / place / "never", "never", cache)
        assert set(_files(with_them)) - set(_files(without)) == {Path("selfcheck/solutions.json")}
        assert _files(with_them) == _files(release(small.chapter, tmp_path / place / "anew", "after"))
    assert not list(cache.rglob("solutions.json"))


def test_a_changed_page_is_released_again_and_the_old_release_forgotten(authored, change, tmp_path):
    chapter, cache = authored.chapter("tiny"), tmp_path / "cache"
    released(chapter, tmp_path / "one", cache=cache)
    older = _kept(cache)
    change("chapters/09-tiny/exercises.md", "Use it.", "Use it twice.")
    assert "Use it twice." in (released(chapter, tmp_path / "two", cache=cache) / "09-tiny.ipynb").read_text()
    assert len(_kept(cache)) == 1
    assert _kept(cache) != older


def test_another_version_of_a_tool_has_another_key(small, monkeypatch):
    before = key_of(small.chapter)
    monkeypatch.setattr(release_cache, "version", lambda name: "0")
    assert key_of(small.chapter) != before


def test_a_cache_that_cannot_be_written_is_done_without(small, tmp_path):
    (tmp_path / "cache").write_text("a file")
    for place in ("one", "two"):
        assert _files(released(small.chapter, tmp_path / place, cache=tmp_path / "cache")) == _files(small.released)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Return a copy of the engine."""
    return shutil.copytree(ENGINE, tmp_path_factory.mktemp("engine") / "grader")


@pytest.mark.parametrize("folder", [".", *FOLDERS])
def test_a_module_planted_anywhere_in_the_engine_changes_the_key(small, engine, folder):
    before = key_of(small.chapter, engine)
    planted = engine / folder / "planted.py"
    planted.touch()
    assert key_of(small.chapter, engine) != before
    planted.unlink()
    assert key_of(small.chapter, engine) == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("exercises/tiny.py", "Divide by 2, not by 4.", "Divide by two."),
        ("solutions/tiny.py", "a comment", "A comment"),
        ("solutions/losses.py", "Return probabilities.", "Probabilities."),
        ("chapters/09-tiny/exercises.md", "Use it.", "Use it!"),
        ("course.toml", "A tiny course", "A small course"),
        ("digits/__init__.py", "two images", "2 images"),
    ],
    ids=["exercise", "reference", "earlier chapter", "page", "course.toml", "file that travels"],
)
def test_whatever_a_release_is_made_of_changes_the_key(authored, change, name, old, new):
    before = key_of(authored.chapter("tiny")).rpartition("-")[2]
    change(name, old, new)
    assert key_of(authored.chapter("tiny")).rpartition("-")[2] != before


def test_a_renamed_module_changes_the_key(authored):
    before = key_of(authored.chapter("tiny"))
    os.rename(authored.root / "solutions" / "vectors.py", authored.root / "solutions" / "arrows.py")
    assert key_of(authored.chapter("tiny")) != before


def test_another_course_of_the_same_files_has_the_same_digest(authored, tiny_course):
    assert key_of(authored.chapter("tiny")) == key_of(tiny_course.chapter("tiny"))


def test_a_release_is_the_same_whether_it_is_kept_or_not(authored, tmp_path):
    chapter = authored.chapter("tiny")
    assert _files(released(chapter, tmp_path / "kept", cache=tmp_path / "cache")) == _files(release(chapter, tmp_path))
