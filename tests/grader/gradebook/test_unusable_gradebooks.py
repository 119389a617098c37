"""What cannot be a gradebook, or stops being one, is told in a sentence, and what was in it stays."""

import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy

from grader.course import UnusableInput
from grader.gradebook import Gradebook
from grader.gradebook.database import without_password
from grader.grading.result import ExerciseReport, SubmissionResult

ASKED = {"04-losses": [("mse", 2)]}
RESULT = SubmissionResult(
    "ana", "04-losses", [ExerciseReport("mse", 2.0, 2.0, "passed")], content_digest="c", plan_digest="p"
)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("gradebook.db", "'gradebook.db' is not the URL of a gradebook"),
        ("mysql://ana:secret@localhost/grades", r"mysql://ana:\*\*\*@localhost/grades"),
        ("postgresql://ana:secret@localhost:notaport/grades", r"ana:\*\*\*@localhost"),
        ("sqlite://", "names no file"),
        ("sqlite:////proc/none/gradebook.db", "/proc/none/gradebook.db fails: unable to open database file"),
        ("postgresql://ana:secret@127.0.0.1:1/grades", r"ana:\*\*\*@127.0.0.1:1/grades fails: .*refused"),
    ],
    ids=["a path", "another system", "no port", "memory", "no folder", "no server"],
)
def test_a_gradebook_that_cannot_be_reached_is_refused_in_a_sentence_without_the_password(url, words):
    with pytest.raises(UnusableInput, match=words) as refused:
        Gradebook(url)
    assert "secret" not in str(refused.value) and "\n" not in str(refused.value)


def test_passwords_are_not_shown_wherever_they_stand():
    assert without_password("postgresql:///grades?user=a&password=b&host=c").endswith("password=***&host=c")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be taken for one by its size alone" * 20)
    with pytest.raises(UnusableInput, match="file is not a database"):
        Gradebook(f"sqlite:///{path}")
    assert path.read_text().startswith("not a database")


def test_another_programs_database_is_refused_and_left_alone(gradebook_url, query):
    query("CREATE TABLE albums (title TEXT)")
    with pytest.raises(UnusableInput, match="belongs to another program"):
        Gradebook(gradebook_url)
    with pytest.raises(sqlalchemy.exc.DatabaseError):
        query("SELECT * FROM student")


def test_a_gradebook_of_another_nbgrader_is_refused(gradebook_url, query):
    Gradebook(gradebook_url).close()
    query("UPDATE alembic_version SET version_num = '50a4d84c131a'")
    with pytest.raises(UnusableInput, match=r"another version of nbgrader \(50a4d84c131a"):
        Gradebook(gradebook_url)


def test_a_gradebook_that_nbgrader_made_is_taken_over(tmp_path, monkeypatch):
    from nbgrader.api import Gradebook as NbgradersGradebook

    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")  # where it looks for alembic
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    NbgradersGradebook(url).close()
    with Gradebook(url) as gradebook:
        gradebook.prepare(ASKED)
        gradebook.record(RESULT)
        assert list(gradebook.results()) == [RESULT]


def test_a_gradebook_that_may_not_be_written_is_refused(tmp_path):
    path = tmp_path / "gradebook.db"
    Gradebook(f"sqlite:///{path}").close()
    with pytest.raises(UnusableInput, match="readonly database"):
        Gradebook(f"sqlite:///file:{path}?mode=ro&uri=true")


def test_a_gradebook_that_fails_in_the_middle_keeps_what_was_recorded(tmp_path):
    path = tmp_path / "gradebook.db"
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.prepare(ASKED)
        gradebook.record(RESULT)
        with sqlite3.connect(path) as raw:
            raw.execute("ALTER TABLE comment RENAME TO gone")
        raw.close()
        with pytest.raises(UnusableInput, match="fails: no such table: comment"):
            gradebook.record(replace(RESULT, student="ben"))
        assert list(gradebook.results()) == [RESULT]
