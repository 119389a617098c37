import os
import socket
from pathlib import Path

import pytest

from grader.classroom.submissions import Submission, find
from grader.course import UnusableInput
from grader.intake.notebook import MAX_BYTES, Unreadable

KNOWN = ["04-losses", "05-backprop"]


def _hand_in(submitted, student, assignment="04-losses", name=None, data=b"{}"):
    path = submitted / student / assignment / (name or f"{assignment}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_submissions_are_found_by_assignment_and_then_student(tmp_path):
    for student, assignment in [("bo", "05-backprop"), ("bo", "04-losses"), ("ada", "04-losses")]:
        _hand_in(tmp_path, student, assignment)
    found = find(tmp_path, KNOWN)
    assert [(s.assignment, s.student) for s in found.submissions] == [
        ("04-losses", "ada"),
        ("04-losses", "bo"),
        ("05-backprop", "bo"),
    ]
    assert (found.left_out, found.notes) == ([], [])


@pytest.mark.parametrize(
    "name",
    [
        "ada lovelace",
        "Ann [audit]",
        "Ñandú",
        "=1+1",
        "<b>ada</b>",
        "a'b\"c",
        "-rf",
        ".name",
        "selfcheck",
        "明",
        "علی\u200cرضا",
        "נֹעָה",
        "a" * 128,
    ],
)
def test_students_may_have_any_printable_name(tmp_path, name):
    path = _hand_in(tmp_path, name.replace("/", ""))
    [found] = find(tmp_path, KNOWN).submissions
    assert (found.student, found.path) == (path.parts[-3], path)


@pytest.mark.parametrize(
    "name",
    ["a\nb", "a\tb", "\x1b[31mada", "a\\b", "\u202eada", os.fsdecode(b"\xff"), "a" * 129],
    ids=ascii,
)
def test_names_that_break_files_and_pages_are_left_out_and_the_others_found(tmp_path, name):
    _hand_in(tmp_path, name)
    _hand_in(tmp_path, "ada")
    found = find(tmp_path, KNOWN)
    assert [s.student for s in found.submissions] == ["ada"]
    [words] = found.left_out
    assert "rename it" in words and words.isprintable()


def test_what_computers_leave_behind_is_no_student(tmp_path):
    _hand_in(tmp_path, "ada")
    for name in ("__MACOSX", ".git", ".ipynb_checkpoints"):
        _hand_in(tmp_path, name)
    (tmp_path / "list.csv").write_text("ada")
    found = find(tmp_path, KNOWN)
    assert [s.student for s in found.submissions] == ["ada"] and found.left_out == found.notes == []


def test_a_folder_of_another_kind_beside_the_assignments_is_ignored(tmp_path):
    _hand_in(tmp_path, "ada")
    _hand_in(tmp_path, "ada", "pictures", "one.png")
    assert find(tmp_path, KNOWN).notes == []


def test_an_unknown_assignment_is_left_out_with_the_known_ones(tmp_path):
    _hand_in(tmp_path, "ada")
    _hand_in(tmp_path, "bo", "04-loses")
    [words] = find(tmp_path, KNOWN).left_out
    assert "'bo/04-loses/04-loses.ipynb'" in words and "04-losses, 05-backprop" in words


def test_notebooks_that_lie_beside_a_submission_are_left_out_and_named(tmp_path):
    _hand_in(tmp_path, "ada")
    _hand_in(tmp_path, "ada", "my-drafts")
    found = find(tmp_path, KNOWN)
    [words] = found.left_out
    assert "'ada/my-drafts/my-drafts.ipynb'" in words and found.notes == []


def test_a_student_whose_folder_is_hidden_is_graded_and_named(tmp_path):
    _hand_in(tmp_path, ".name")
    _hand_in(tmp_path, ".cache", "other")
    found = find(tmp_path, KNOWN)
    assert [s.student for s in found.submissions] == [".name"]
    [words] = found.notes
    assert "'.name' begins with a dot" in words


def test_links_to_folders_are_not_followed(tmp_path):
    elsewhere = _hand_in(tmp_path / "elsewhere", "bo").parents[1]
    submitted = tmp_path / "submitted"
    _hand_in(submitted, "ada")
    (submitted / "eve").symlink_to(elsewhere)
    (submitted / "ada" / "05-backprop").symlink_to(elsewhere / "04-losses")
    found = find(submitted, KNOWN)
    assert [(s.student, bool(s.path)) for s in found.submissions] == [("ada", True), ("ada", False)]
    with pytest.raises(Unreadable, match=r"'05-backprop'.*symbolic link"):
        found.submissions[1].read()
    assert "'eve'" in found.left_out[0] and "symbolic link" in found.left_out[0]


@pytest.mark.parametrize(
    "make", [os.mkfifo, Path.touch, lambda path: path.symlink_to("nowhere")], ids=["pipe", "file", "link"]
)
def test_what_is_no_folder_where_one_should_be_costs_its_owner_alone(tmp_path, make):
    _hand_in(tmp_path, "ada")
    (tmp_path / "eve").mkdir()
    make(tmp_path / "eve" / "04-losses")
    of_ada, of_eve = find(tmp_path, KNOWN).submissions
    assert of_ada.read() == b"{}"
    with pytest.raises(Unreadable, match="There is no folder '04-losses' to look into"):
        of_eve.read()


def test_a_notebook_that_is_a_socket_costs_its_owner_alone(tmp_path, monkeypatch):
    path = _hand_in(tmp_path, "eve")
    path.unlink()
    monkeypatch.chdir(path.parent)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as open_one:
        open_one.bind(path.name)
        [found] = find(tmp_path, KNOWN).submissions
        with pytest.raises(Unreadable, match="cannot be read"):
            found.read()


def test_a_notebook_that_is_a_link_is_not_read(tmp_path):
    (tmp_path / "secret").write_text("{}")
    path = _hand_in(tmp_path / "submitted", "eve")
    path.unlink()
    path.symlink_to(tmp_path / "secret")
    [found] = find(tmp_path / "submitted", KNOWN).submissions
    with pytest.raises(Unreadable, match="symbolic link"):
        found.read()


def test_a_notebook_that_is_a_pipe_is_not_waited_for(tmp_path):
    path = _hand_in(tmp_path, "eve")
    path.unlink()
    os.mkfifo(path)
    [found] = find(tmp_path, KNOWN).submissions
    with pytest.raises(Unreadable, match="no file"):
        found.read()


def test_a_notebook_of_many_bytes_is_not_read(tmp_path):
    path = _hand_in(tmp_path, "eve")
    os.truncate(path, 100 * 2**20)
    [found] = find(tmp_path, KNOWN).submissions
    with pytest.raises(Unreadable, match=r"100 MB.*clear its outputs"):
        found.read()
    os.truncate(path, MAX_BYTES)
    assert len(found.read()) == MAX_BYTES


def test_a_folder_without_a_notebook_is_a_submission_without_one(tmp_path):
    _hand_in(tmp_path, "ada", name="notes.txt")
    _hand_in(tmp_path, "ada", name=".hidden")
    [found] = find(tmp_path, KNOWN).submissions
    with pytest.raises(Unreadable, match="holds no notebook"):
        found.read()


@pytest.mark.parametrize("name", ["losses.ipynb", "04-losses (1).ipynb", "04-LOSSES.IPYNB", "04-losses.ipynb.txt"])
def test_a_renamed_notebook_is_read_and_noted(tmp_path, name):
    path = _hand_in(tmp_path, "ada", name=name)
    [found] = find(tmp_path, KNOWN).submissions
    assert found.path == path
    assert found.repairs == (f"The notebook is named {name!r}, not '04-losses.ipynb'; it was read all the same.",)


def test_of_two_notebooks_the_one_of_the_right_name_is_the_likeliest(tmp_path):
    path = _hand_in(tmp_path, "ada")
    _hand_in(tmp_path, "ada", name="another.ipynb")
    [found] = find(tmp_path, KNOWN).submissions
    assert found.path == path
    assert [one.name for one in found.candidates] == ["04-losses.ipynb", "another.ipynb"]


def test_of_two_notebooks_of_other_names_the_newest_is_the_likeliest(tmp_path):
    os.utime(_hand_in(tmp_path, "ada", name="b.ipynb"), (1, 1))
    newest = _hand_in(tmp_path, "ada", name="a.ipynb")
    [found] = find(tmp_path, KNOWN).submissions
    assert found.path == newest


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_text("")], ids=["nothing", "file"])
def test_without_a_folder_the_message_names_it(tmp_path, make):
    make(tmp_path / "class")
    with pytest.raises(UnusableInput, match=r"There is no folder .*class"):
        find(tmp_path / "class", KNOWN)


def test_an_empty_folder_says_what_is_looked_for(tmp_path):
    with pytest.raises(UnusableInput, match=r"no submissions in .*<student>/<assignment>/<assignment>.ipynb"):
        find(tmp_path, KNOWN)


def test_a_folder_with_unknown_assignments_only_names_one_and_the_known_ones(tmp_path):
    _hand_in(tmp_path, "ada", "ps1")
    with pytest.raises(UnusableInput, match=r"nothing to grade in .*'ada/ps1/ps1.ipynb'.*04-losses, 05-backprop"):
        find(tmp_path, KNOWN)


def test_reading_does_not_follow_a_link_that_takes_the_place_of_a_file(tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to("/etc/hostname")
    monkeypatch.setattr("pathlib.Path.is_symlink", lambda path: False)  # as it was a moment ago
    with pytest.raises(Unreadable, match="symbolic links"):
        Submission("eve", "04-losses", tmp_path / "link").read()
