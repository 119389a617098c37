import io
import re

import pytest
from rich.console import Console

from grader import cli
from grader.audit import run as audit
from grader.course import Course, UnusableInput
from grader.course.new import write


@pytest.fixture
def made(tmp_path):
    return Course(write(tmp_path / "statistics-for-all"))


def _files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_course_passes_its_own_audit(made):
    said = io.StringIO()
    assert audit(made.chapters(), Console(file=said)), said.getvalue()


def test_a_new_course_keeps_house_rules_of_its_own(made):
    rules = made.settings.audit
    assert min(rules.variants, rules.hints, rules.wrong_answers) > 0


def test_its_title_is_made_of_the_name_of_its_folder(made):
    assert made.settings.title == "Statistics for all"
    assert (made.root / "README.md").read_text(encoding="utf-8").startswith("# Statistics for all\n")


@pytest.mark.parametrize("title", ["Éléments", 'A "second" course', r"C:\temp", "統計"])
def test_any_title_on_one_line_is_kept(tmp_path, title):
    course = Course(write(tmp_path / "course", title))
    assert course.settings.title == title
    assert (course.root / "README.md").read_text(encoding="utf-8").startswith(f"# {title}\n")


def test_its_readme_has_two_commands_and_names_files_that_are_there(made):
    text = (made.root / "README.md").read_text(encoding="utf-8")
    commands = text.split("## Two commands")[1].split("```")[1].splitlines()[1:]
    assert len(commands) == 2
    named = re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)
    assert named and all((made.root / name).exists() for name in named)


def test_only_what_belongs_to_a_course_is_in_it(made):
    top = {name.partition("/")[0] for name in _files(made.root)}
    assert top == {
        *(".github", ".gitignore", "README.md", "requirements.txt"),
        *("course.toml", "chapters", "solutions", "exercises"),
    }
    assert not [name for name in _files(made.root) if "__pycache__" in name]


def test_an_empty_folder_in_which_somebody_stands_stays_the_same_folder(tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    before = folder.stat().st_ino
    with pytest.raises(SystemExit) as left:
        cli.main(["new", "."])
    assert not left.value.code
    assert folder.stat().st_ino == before
    assert Course.find().settings.title == "Here"
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def _full(folder):
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")


def _file(folder):
    folder.write_text("mine")


@pytest.mark.parametrize("occupy", [_full, _file], ids=["a folder with a file in it", "a file"])
def test_what_is_there_is_refused_and_left_as_it_was(tmp_path, capsys, occupy):
    occupy(tmp_path / "course")
    before = _files(tmp_path)
    with pytest.raises(SystemExit) as left:
        cli.main(["new", str(tmp_path / "course")])
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert f"{tmp_path / 'course'} is not an empty folder" in said
    assert len(said.splitlines()) == 1
    assert _files(tmp_path) == before


@pytest.mark.parametrize("title", ["", "  ", "two\nlines"], ids=["empty", "blank", "two lines"])
def test_what_is_no_title_is_refused_before_anything_is_written(tmp_path, title):
    with pytest.raises(UnusableInput, match="is not a title"):
        write(tmp_path / "course", title)
    assert not _files(tmp_path)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableInput, match="cannot be written"):
        write(tmp_path / "file" / "course")
