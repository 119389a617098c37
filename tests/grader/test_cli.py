import csv
import subprocess
import sys
from pathlib import Path

import pytest

from grader import cli, course

COMMANDS = ("release", "grade", "audit", "build", "sample-class", "serve", "pyodide")


@pytest.fixture
def run(small, capsys, monkeypatch):
    """Return a function that runs the command with the small chapter as the course: exit code, output, complaints."""
    monkeypatch.setenv("COLUMNS", "200")

    def run_command(*arguments):
        with pytest.raises(SystemExit) as left:
            cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run_command


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
        "import sys\nfrom pathlib import Path\n"
        "from grader import cli, course\nfrom grader.classroom import release_cache\n"
        "course.CHAPTERS = Path(sys.argv[1])\nrelease_cache.CACHE = course.CHAPTERS.parent / 'cache'\n"
        "try: cli.main(sys.argv[2:])\nexcept SystemExit as left: assert left.code == 0\nprint(*sys.modules)"
    )
    command = [sys.executable, "-c", script, course.CHAPTERS, "grade", tmp_path / "class", "--out", tmp_path / "out"]
    subprocess.run(command, capture_output=True, check=True)  # fills the cache of releases
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
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
    assert "'eve' in class is left out: it is a symbolic link." in complaints


def test_to_grade_without_isolation_warns(run, small, tmp_path):
    small.hand_in(tmp_path / "class", "ada", b"{")
    code, _, complaints = run("grade", tmp_path / "class", "--out", tmp_path / "out", "--isolation", "none")
    assert code == 0
    assert "Without isolation submissions run with your own rights" in complaints


def test_a_submission_in_error_is_named_with_exit_code_3(run, small, tmp_path, monkeypatch):
    def fail(result, folder):
        raise RuntimeError("no page\x1b[2J")

    small.hand_in(tmp_path / "class", "[red]ada", b"{")
    monkeypatch.setattr("grader.report.write_feedback", fail)
    code, _, complaints = run("grade", tmp_path / "class", "--out", tmp_path / "out")
    assert code == 3
    assert "[red]ada, 04-losses is left to be graded again: RuntimeError: no page\ufffd[2J" in complaints
    assert str(tmp_path / "out" / "grading.log") in complaints
    assert "Traceback" in (tmp_path / "out" / "grading.log").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("release", "poetry", "--to", "TMP/r"), "There is no chapter 'poetry'. The chapters are: 04-losses."),
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
    monkeypatch.setattr("grader.course.chapters", lambda: 1 / 0)
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
