import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader import cli
from grader.course import Course

COMMANDS = (
    *(
        "new",
        "release",
        "audit",
        "collect",
        "grade",
        "return",
        "similar",
        "forget",
        "rename",
        "nbgrader",
        "sample-class",
    ),
    *("build", "pyodide", "serve"),
)


@pytest.fixture
def invoke(capsys, monkeypatch):
    """Return a function that runs the command: exit code, output, complaints."""
    monkeypatch.setenv("COLUMNS", "200")

    def run_command(*arguments):
        with pytest.raises(SystemExit) as left:
            cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run_command


@pytest.fixture
def run(invoke, small):
    """Return a function that runs the command on the small course."""
    return lambda *arguments: invoke("--root", small.course.root, *arguments)


def _is_one_sentence(said):
    return said.strip() and "Traceback" not in said and len(said.strip().splitlines()) == 1


def test_help_names_every_command_with_examples(run):
    code, said, _ = run("--help")
    assert code == 0
    assert all(command in said for command in COMMANDS)
    assert "course grade submitted --out grades" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_in_its_help(run, command):
    code, said, _ = run(command, "--help")
    assert code == 0
    assert f"course {command}" in said.split("Examples")[1]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Return the current folder, which is no course and in none."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("--root", "COURSE", "release", "losses", "--to", "here"),
        ("release", "--root", "COURSE", "losses", "--to", "here"),
        ("release", "losses", "--to", "here", "--root", "COURSE"),
        ("release", "losses", "--to", "here", "--root=COURSE"),
    ],
    ids=["before the command", "after it", "at the end", "in one word"],
)
def test_the_course_may_be_named_anywhere(invoke, small, elsewhere, arguments):
    code, _, complaints = invoke(*(word.replace("COURSE", str(small.course.root)) for word in arguments))
    assert (code, complaints) == (0, "")
    assert (elsewhere / "here" / "04-losses" / "04-losses.ipynb").is_file()


@pytest.mark.parametrize("within", ["", "chapters/04-losses"], ids=["in its folder", "deep within"])
def test_without_a_name_the_course_is_looked_for_upwards(invoke, small, tmp_path, monkeypatch, within):
    monkeypatch.chdir(small.course.root / within)
    assert invoke("release", "losses", "--to", tmp_path / "here")[0] == 0
    assert (tmp_path / "here" / "04-losses" / "04-losses.ipynb").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("audit",), "There is no course.toml in HERE or above it."),
        (("audit", "--root", "HERE"), "There is no course.toml in HERE. Name the folder of a course"),
        (("audit", "--root", "HERE/nowhere"), "There is no course.toml in HERE/nowhere."),
    ],
    ids=["here", "in the named folder", "no such folder"],
)
def test_a_folder_that_is_no_course_is_named_with_what_to_do(invoke, elsewhere, arguments, words):
    code, said, complaints = invoke(*(word.replace("HERE", str(elsewhere)) for word in arguments))
    assert (code, said) == (2, "")
    assert words.replace("HERE", str(elsewhere)) in complaints and "course new DIR" in complaints
    assert _is_one_sentence(complaints)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "A"\ntitel = "B"\n', "course.toml:2: there is no setting 'titel'; did you mean 'title'?"),
        ('title = "A"\n\nfiles = "data.csv"\n', "course.toml:3: files is 'data.csv', where a list of texts is asked."),
        ('title = "A"\n[audit]\nhints = "many"\n', "course.toml:3: hints is 'many', where a whole number is asked."),
        ('title = "A"\naudit = 3\n', "course.toml:2: audit is a table: write it below a line [audit]."),
        ('title = "A"\n[site]\naccent = "blue"\n', "course.toml:3: accent is 'blue', where a colour is asked, as in"),
        ('slug = "a"\n', "course.toml: 'title' is missing. Write it as: title = \"...\""),
        ('title = "A"\nslug = [\nauthor = 1', "course.toml:3: this is not TOML:"),
        ('title = "A"\nslug = "', "course.toml:2: this is not TOML:"),
    ],
    ids=[
        "unknown key",
        "text for a list",
        "text for a number",
        "no table",
        "no colour",
        "no title",
        "not TOML",
        "cut off",
    ],
)
def test_what_is_wrong_in_a_course_toml_is_named_with_its_line(invoke, tmp_path, text, words):
    (tmp_path / "course.toml").write_text(text)
    code, said, complaints = invoke("audit", "--root", tmp_path)
    assert (code, said) == (2, "")
    assert str(tmp_path / words) in complaints
    assert _is_one_sentence(complaints)


def test_help_is_quick_because_nothing_else_is_imported():
    script = (
        "import sys; from grader import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    imported = set(said.splitlines()[-1].split())
    assert not imported & {"numpy", "nbgrader", "nbformat", "jupytext", "sqlalchemy", "matplotlib", "IPython"}


def test_grading_imports_no_plotting_and_no_notebook_library(small, tmp_path):
    small.hand_in(tmp_path / "class", "ada", b"{")
    script = (
        "import sys\nfrom grader import cli\n"
        "try: cli.main(sys.argv[1:])\nexcept SystemExit as left: assert left.code == 0\nprint(*sys.modules)"
    )
    command = [sys.executable, "-c", script, "--root", small.course.root]
    command += ["grade", tmp_path / "class", "--out", tmp_path / "out"]
    own = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}  # other tests release chapters of the same name
    subprocess.run(command, env=own, capture_output=True, check=True)  # fills the cache of releases
    said = subprocess.run(command, env=own, capture_output=True, text=True, check=True).stdout
    imported = set(said.splitlines()[-1].split())
    assert not imported & {"nbgrader", "nbformat", "jupytext", "matplotlib", "IPython", "distributed"}


def test_release_writes_the_notebook_and_says_where(run, tmp_path):
    code, said, _ = run("release", "losses", "--to", tmp_path / "release")
    assert code == 0
    assert Path(said.strip()) == tmp_path / "release" / "04-losses"
    assert (tmp_path / "release" / "04-losses" / "04-losses.ipynb").is_file()


def test_grade_says_what_it_did_and_where_it_is_written(run, small, tmp_path):
    small.hand_in(tmp_path / "class", "ada")
    code, said, complaints = run("grade", tmp_path / "class", "--out", tmp_path / "out", "--workers", 1)
    assert code == 0
    assert "1 submission graded." in said
    assert "6.0 of 6" in said
    assert str(tmp_path / "out" / "report.html") in said
    assert complaints == "Grading 1 submission.\n"
    code, said, _ = run("grade", tmp_path / "class", "--out", tmp_path / "out", "--workers", 1)
    assert "0 submissions graded, 1 unchanged since an earlier run." in said


def test_what_is_left_to_grade_is_named_with_exit_code_3(run, small, tmp_path):
    small.hand_in(tmp_path / "class", "ada", b"{")
    (tmp_path / "class" / "eve").symlink_to("/etc")
    code, said, complaints = run("grade", tmp_path / "class", "--out", tmp_path / "out")
    assert code == 3
    assert "1 submission graded." in said
    assert "'eve' is left out: it is a symbolic link, which is not followed." in complaints


def test_to_grade_without_isolation_warns(run, small, tmp_path):
    small.hand_in(tmp_path / "class", "ada", b"{")
    code, _, complaints = run("grade", tmp_path / "class", "--out", tmp_path / "out", "--isolation", "none")
    assert code == 0
    assert "Without isolation submissions run with your own rights" in complaints


def test_a_submission_in_error_is_named_with_exit_code_3(run, small, tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("no page\x1b[2J")

    small.hand_in(tmp_path / "class", "[red]ada", b"{")
    monkeypatch.setattr("grader.report.write_feedback", fail)
    code, _, complaints = run("grade", tmp_path / "class", "--out", tmp_path / "out")
    assert code == 3
    assert "[red]ada, 04-losses is left to be graded again: RuntimeError: no page\\x1b[2J" in complaints
    assert str(tmp_path / "out" / "grading.log") in complaints
    assert "Traceback" in (tmp_path / "out" / "grading.log").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("release", "poetry", "--to", "TMP/r"), "The chapters are: 04-losses."),
        (("audit", "poetry"), "There is no chapter 'poetry'"),
        (("sample-class", "--chapter", "poetry", "--to", "TMP/c"), "There is no chapter 'poetry'"),
        (("grade", "TMP/nowhere", "--out", "TMP/out"), "There is no folder TMP/nowhere"),
        (("grade", "TMP", "--out", "TMP/out"), "There are no submissions in TMP"),
        (("grade", "TMP", "--out", "TMP/out", "--secret", "TMP/x"), "The secret TMP/x cannot be read"),
        (("grade", "TMP", "--out", "TMP/o", "--workers", "2", "--cluster", "tcp://h:1"), "give one of the two"),
        (("release", "losses", "--to", "TMP/file"), "TMP/file"),
        (("serve", "TMP/nowhere"), "There is no site in TMP/nowhere. Build it with"),
    ],
    ids=["release", "audit", "sample-class", "no folder", "empty", "no secret", "both", "file", "no site"],
)
def test_unusable_input_is_one_sentence_and_exit_code_2(run, tmp_path, arguments, words):
    (tmp_path / "file").write_text("")
    code, said, complaints = run(*(argument.replace("TMP", str(tmp_path)) for argument in arguments))
    assert code == 2
    assert said == ""
    assert words.replace("TMP", str(tmp_path)) in complaints
    assert _is_one_sentence(complaints)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "arguments",
    [("grade",), ("grade", "class"), ("grade", "class", "--out", "o", "--workers", "0"), ("dance",), ("--nonsense",)],
    ids=" ".join,
)
def test_a_mistyped_command_is_exit_code_2(run, arguments):
    code, _, complaints = run(*arguments)
    assert code == 2
    assert complaints and "Traceback" not in complaints


def test_debug_shows_where_it_went_wrong(run, tmp_path):
    code, _, complaints = run("grade", tmp_path / "nowhere", "--out", tmp_path / "out", "--debug")
    assert code == 2
    assert "Traceback" in complaints and complaints.strip().endswith("Name the one that holds the students' folders.")


def test_a_fault_of_ours_is_said_to_be_ours(run, tmp_path, monkeypatch):
    monkeypatch.setattr(Course, "chapters", lambda course: 1 / 0)
    code, _, complaints = run("release", "--to", tmp_path / "r")
    assert code == 1
    assert "a fault of the course" in complaints and "--debug" in complaints and _is_one_sentence(complaints)


@pytest.mark.parametrize(("proven", "code"), [(True, 0), (False, 1)], ids=["proven", "not proven"])
def test_audit_tells_by_its_exit_code(run, monkeypatch, proven, code):
    asked = []
    monkeypatch.setattr("grader.audit.run", lambda chapters, console: asked.extend(chapters) or proven)
    assert run("audit", "losses")[0] == code
    assert [chapter.assignment for chapter in asked] == ["04-losses"]


def test_a_sample_class_can_be_graded(run, tmp_path):
    code, said, _ = run("sample-class", "--students", 2, "--seed", 3, "--to", tmp_path / "class")
    assert code == 0 and "synthetic" in said
    assert run("grade", tmp_path / "class", "--out", tmp_path / "out")[0] == 0
    with open(tmp_path / "out" / "grades.csv", newline="") as file:
        assert len({row["student"] for row in csv.DictReader(file)}) == 2


def test_a_folder_without_pyodides_files_is_said_before_the_book_is_built(run, tmp_path):
    code, _, said = run("build", "--to", tmp_path / "site", "--pyodide", tmp_path / "nowhere")
    assert code == 2 and _is_one_sentence(said)
    assert "nowhere is not a folder. `course pyodide --to " in said
    assert list(tmp_path.iterdir()) == []
