import shutil

import pytest

from grader import course
from grader.release import cache as release_cache
from grader.release.cache import make, released


@pytest.fixture
def cache(small, monkeypatch, tmp_path):
    """Return an empty cache."""
    monkeypatch.setattr(release_cache, "CACHE", tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def releases(monkeypatch, small):
    """Return the list of releases that are made, each a copy of the small one."""
    made = []

    def release(chapter, to):
        made.append(chapter.assignment)
        return shutil.copytree(small.released, to / chapter.assignment)

    monkeypatch.setattr("grader.release.release", release)
    return made


def _files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_second_release_is_a_copy_of_the_first(cache, releases, small, tmp_path):
    first, second = released(small.chapter, tmp_path / "one"), released(small.chapter, tmp_path / "two")
    assert releases == ["04-losses"]
    assert _files(first) == _files(second) == _files(small.released)
    assert (first, second) == (tmp_path / "one" / "04-losses", tmp_path / "two" / "04-losses")


def test_what_an_instructor_released_is_not_made_again_for_grading(cache, releases, small, tmp_path):
    make(small.chapter, tmp_path / "for students")
    released(small.chapter, tmp_path / "for grading")
    assert releases == ["04-losses"]


def test_a_changed_page_is_released_again_and_the_old_release_forgotten(cache, releases, small, tmp_path, monkeypatch):
    released(small.chapter, tmp_path / "one")
    changed = shutil.copytree(course.CHAPTERS, tmp_path / "chapters")
    with open(changed / "04-losses" / "exercises.md", "a") as page:
        page.write("More.")
    monkeypatch.setattr(course, "CHAPTERS", changed)
    released(small.chapter, tmp_path / "two")
    assert len(releases) == 2
    assert len(list(cache.iterdir())) == 1


def test_another_version_of_a_tool_releases_again(cache, releases, small, tmp_path, monkeypatch):
    released(small.chapter, tmp_path / "one")
    monkeypatch.setattr(release_cache, "version", lambda name: "0")
    released(small.chapter, tmp_path / "two")
    assert len(releases) == 2


def test_a_cache_that_cannot_be_written_is_done_without(cache, releases, small, tmp_path):
    cache.write_text("a file")
    for place in ("one", "two"):
        assert _files(released(small.chapter, tmp_path / place)) == _files(small.released)
    assert len(releases) == 2
