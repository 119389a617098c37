import pytest

from grader.course import UnusableInput
from grader.release.files import replace_folder, replace_own


def write(folder, name="new.txt"):
    folder.mkdir()
    (folder / name).write_text(name)


def test_a_folder_appears_whole_when_it_is_made(tmp_path):
    target = tmp_path / "far" / "away"
    with replace_folder(target) as new:
        write(new)
        assert not target.exists()
    assert (target / "new.txt").is_file()
    assert [path.name for path in target.parent.iterdir()] == ["away"]


def test_an_older_folder_is_replaced_and_nothing_of_it_stays(tmp_path):
    write(tmp_path / "out", "old.txt")
    with replace_folder(tmp_path / "out") as new:
        write(new)
        assert (tmp_path / "out" / "old.txt").is_file()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["new.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_scraps_beside_the_new_folder_go(tmp_path):
    with replace_folder(tmp_path / "out") as new:
        write(new)
        write(new.parent / "scraps")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt], ids=["an error", "an interruption"])
def test_what_was_there_stays_when_making_fails(tmp_path, error):
    write(tmp_path / "out", "old.txt")
    with pytest.raises(error), replace_folder(tmp_path / "out") as new:
        write(new)
        raise error
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["old.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_where_nothing_was_nothing_is_left_when_making_fails(tmp_path):
    with pytest.raises(ValueError, match="no"), replace_folder(tmp_path / "far" / "away" / "out") as new:
        write(new)
        raise ValueError("no")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mark", ["nothing", "empty", "its own"])
def test_a_users_folder_may_be_missing_empty_or_of_the_same_kind(tmp_path, mark):
    target = tmp_path / "out"
    if mark != "nothing":
        target.mkdir()
    if mark == "its own":
        (target / "mark").touch()
    with replace_own(target, "release", "mark") as new:
        write(new)
    assert [path.name for path in target.iterdir()] == ["new.txt"]


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_of_another_kind_is_left_alone(tmp_path, kind):
    precious = tmp_path / "out" if kind == "file" else tmp_path / "out" / "precious"
    precious.parent.mkdir(exist_ok=True)
    precious.write_text("the only copy")
    with (
        pytest.raises(UnusableInput, match=r"out exists and is not a release\. Choose another folder, or move it away"),
        replace_own(tmp_path / "out", "release", "mark"),
    ):
        pytest.fail("it was given a place")
    assert precious.read_text() == "the only copy"


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with (
        pytest.raises(UnusableInput, match=r"^The release cannot be written to .*file/out: "),
        replace_own(tmp_path / "file" / "out", "release", "mark"),
    ):
        pytest.fail("it was given a place")
