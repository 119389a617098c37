import csv
import json
import multiprocessing
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from grader.course import UnusableInput
from grader.gradebook import Gradebook, comment, nbgrader_tables
from grader.grading.result import ExerciseReport, SubmissionResult
from tests.grader.gradebook.recorded import ASKED, PARTIAL, PASSED, RELEASED, RESULT

# What is recorded


def test_nothing_is_graded_at_first(gradebook):
    assert gradebook.graded("ana", "04-losses") is None
    assert list(gradebook.results()) == []


def test_a_result_comes_back_as_it_was_recorded(gradebook):
    gradebook.record(RESULT)
    assert gradebook.graded("ana", "04-losses") == ("c", "p")
    assert list(gradebook.results()) == [RESULT]


def test_a_gradebook_that_is_opened_again_still_has_everything(gradebook, gradebook_url):
    gradebook.record(RESULT)
    gradebook.close()
    with Gradebook(gradebook_url) as again:
        assert again.graded("ana", "04-losses") == ("c", "p")
        assert list(again.results()) == [RESULT]


def test_more_results_than_are_read_at_once_come_back_in_order(gradebook, monkeypatch):
    monkeypatch.setattr("grader.gradebook.PAGE", 3)
    students = [f"student {n}" for n in range(8)]
    for student in reversed(students):
        gradebook.record(replace(RESULT, student=student))
    assert [result.student for result in gradebook.results()] == students


def test_a_regrade_replaces_everything(gradebook, query):
    gradebook.record(RESULT)
    other = replace(
        RESULT, exercises=[replace(PASSED, points=0.0), replace(PARTIAL, sentence="", cases=[])], plan_digest="q"
    )
    gradebook.record(other)
    assert list(gradebook.results()) == [other]
    assert gradebook.graded("ana", "04-losses") == ("c", "q")
    assert sorted(query("SELECT auto_score FROM grade")) == [(0.0,), (1.5,)]
    assert query("SELECT auto_comment FROM comment") == [(None,), (None,)]


def test_an_error_of_ours_is_not_recorded_and_leaves_what_stands(gradebook):
    failed = SubmissionResult(
        "ana", "04-losses", [], error="the runner could not be started", content_digest="d", plan_digest="p"
    )
    gradebook.record(failed)
    assert gradebook.graded("ana", "04-losses") is None
    gradebook.record(RESULT)
    gradebook.record(failed)
    assert gradebook.graded("ana", "04-losses") == ("c", "p")


def test_a_submission_that_nbgrader_removed_is_to_be_graded_again(gradebook, nbgrader):
    gradebook.record(RESULT)
    nbgrader.remove_submission("04-losses", "ana")
    assert gradebook.graded("ana", "04-losses") is None
    assert list(gradebook.results()) == []
    gradebook.record(RESULT)
    assert list(gradebook.results()) == [RESULT]


def test_what_databases_cannot_store_is_stored_all_the_same(gradebook, query):
    odd = replace(PARTIAL, source="x = '\0\ud800'", reason="\0 and \udfff", sentence="é ∑ 你好 <script>")
    result = replace(RESULT, exercises=[PASSED, odd])
    gradebook.record(result)
    assert list(gradebook.results()) == [result]
    assert ("\ufffd and \ufffd\né ∑ 你好 <script>\n" in text for (text,) in query("SELECT auto_comment FROM comment"))


@pytest.mark.parametrize("name", ["a" * 129, "a\0b", "\udcff"], ids=["too long", "NUL", "no UTF-8"])
def test_a_student_whose_name_cannot_be_stored_is_refused(gradebook, name):
    with pytest.raises(ValueError, match="rename the folder"):
        gradebook.record(replace(RESULT, student=name))
    assert list(gradebook.results()) == []


@pytest.mark.parametrize(
    "result",
    [
        pytest.param(replace(RESULT, exercises=[PASSED]), id="one too few"),
        pytest.param(replace(RESULT, exercises=[PASSED, PARTIAL, PARTIAL]), id="one twice"),
        pytest.param(replace(RESULT, exercises=[PASSED, replace(PARTIAL, name="relu")]), id="another"),
        pytest.param(replace(RESULT, assignment="05-backprop"), id="another assignment"),
    ],
)
def test_a_result_that_does_not_fit_the_assignment_is_refused(gradebook, result):
    with pytest.raises(ValueError, match="not prepared"):
        gradebook.record(result)
    assert list(gradebook.results()) == []


def test_a_failure_at_the_end_leaves_nothing_of_the_submission(gradebook, query):
    with pytest.raises(UnusableInput, match="fails: "):
        gradebook.record(replace(RESULT, content_digest=None))
    for table in ("student", "submitted_assignment", "submitted_notebook", "grade", "comment", "course_results"):
        assert query(f"SELECT count(*) FROM {table}") == [(0,)]


# What a person entered


def test_a_score_given_by_hand_survives_a_regrade_and_is_marked_for_another_look(gradebook, nbgrader):
    gradebook.record(RESULT)
    grade = nbgrader.find_grade("softmax-check", "04-losses", "04-losses", "ana")
    grade.manual_score, grade.extra_credit = 2.5, 0.5
    nbgrader.find_comment("softmax", "04-losses", "04-losses", "ana").manual_comment = "Well explained."
    nbgrader.db.commit()
    gradebook.record(RESULT)
    nbgrader.db.expire_all()
    grade = nbgrader.find_grade("softmax-check", "04-losses", "04-losses", "ana")
    assert (grade.manual_score, grade.extra_credit, grade.auto_score, grade.score) == (2.5, 0.5, 1.5, 3.0)
    assert grade.needs_manual_grade
    assert not nbgrader.find_grade("mse-check", "04-losses", "04-losses", "ana").needs_manual_grade
    assert nbgrader.find_comment("softmax", "04-losses", "04-losses", "ana").comment == "Well explained."


def test_a_cell_that_is_no_longer_asked_goes_with_its_grades_unless_a_person_graded_it(gradebook, nbgrader, query):
    gradebook.prepare({"04-losses": [*ASKED["04-losses"], ("relu", 1), ("elu", 1)]})
    more = [replace(PASSED, name="relu"), replace(PASSED, name="elu")]
    gradebook.record(replace(RESULT, exercises=[*RESULT.exercises, *more]))
    nbgrader.find_grade("elu-check", "04-losses", "04-losses", "ana").manual_score = 1.0
    nbgrader.db.commit()
    gradebook.prepare(ASKED)
    cells = query("SELECT name FROM base_cell JOIN grade_cells USING (id) ORDER BY name")
    assert cells == [("elu-check",), ("mse-check",), ("softmax-check",)]
    assert query("SELECT count(*) FROM grade") == [(3,)]
    gradebook.record(RESULT)


# As nbgrader sees it


def test_our_tables_are_those_of_the_installed_nbgrader():
    from nbgrader.api import Base
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.schema import CreateTable

    assert set(nbgrader_tables.nbgrader.tables) == set(Base.metadata.tables)
    for name, theirs in Base.metadata.tables.items():
        for dialect in (sqlite.dialect(), postgresql.dialect()):
            ours = nbgrader_tables.nbgrader.tables[name]
            statements = [str(CreateTable(table).compile(dialect=dialect)) for table in (ours, theirs)]
            assert statements[0].split("\n") == statements[1].split("\n")


def test_the_database_is_stamped_with_the_version_that_the_installed_nbgrader_wants(gradebook, query):
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    assert query("SELECT version_num FROM alembic_version") == [(ScriptDirectory(ALEMBIC_DIR).get_current_head(),)]


def test_nbgrader_reads_assignment_scores_and_comments(gradebook, nbgrader):
    gradebook.record(RESULT)
    assert nbgrader.find_assignment("04-losses").max_score == 5
    submission = nbgrader.find_submission("04-losses", "ana")
    assert (submission.score, submission.max_score, submission.needs_manual_grade) == (3.5, 5.0, False)
    grades = {
        grade.name: (grade.score, grade.max_score, grade.failed_tests) for grade in submission.notebooks[0].grades
    }
    assert grades == {"mse-check": (2.0, 2.0, False), "softmax-check": (1.5, 3.0, True)}
    said = nbgrader.find_comment("softmax", "04-losses", "04-losses", "ana").comment
    assert said == "Shift the scores.\nscores of 10,000: 6 of 30 values are not a number (NaN)."
    assert nbgrader.find_comment("mse", "04-losses", "04-losses", "ana").comment is None


def test_the_queries_behind_formgrader_pages_work(gradebook, nbgrader):
    gradebook.record(RESULT)
    gradebook.record(replace(RESULT, student="ben", exercises=[replace(PASSED, points=0.0), PARTIAL]))
    assert nbgrader.average_assignment_score("04-losses") == 2.5
    assert {student["id"]: student["score"] for student in nbgrader.student_dicts()} == {"ana": 3.5, "ben": 1.5}
    submissions = nbgrader.notebook_submission_dicts("04-losses", "04-losses")
    assert {row["student"]: (row["score"], row["failed_tests"]) for row in submissions} == {
        "ana": (3.5, True),
        "ben": (1.5, True),
    }
    assert [row["needs_manual_grade"] for row in nbgrader.submission_dicts("04-losses")] == [False, False]


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader under SQLAlchemy 2.1
def test_nbgrader_can_take_over_a_gradebook_of_ours_and_the_other_way_round(gradebook, nbgrader):
    gradebook.prepare(ASKED, {"04-losses": RELEASED})
    nbgrader.add_student("ana")
    nbgrader.add_submission("04-losses", "ana", timestamp="2026-01-02 03:04:05")
    gradebook.record(RESULT)
    nbgrader.db.expire_all()
    submission = nbgrader.find_submission("04-losses", "ana")
    assert (submission.score, submission.timestamp.year) == (3.5, 2026)
    assert nbgrader.find_comment("carry-over", "04-losses", "04-losses", "ana").comment is None


def test_with_the_released_notebook_nbgrader_has_the_cells_sources(gradebook, nbgrader):
    gradebook.prepare(ASKED, {"04-losses": RELEASED})
    notebook = nbgrader.find_notebook("04-losses", "04-losses")
    assert json.loads(notebook.kernelspec) == {"name": "python3"}
    assert sorted(cell.name for cell in notebook.solution_cells) == ["carry-over", "mse", "softmax"]
    sources = {cell.name: (cell.source, cell.locked, cell.checksum) for cell in notebook.source_cells}
    assert sources["softmax"] == ("def softmax():\n    ...", False, "0123")
    assert sources["mse-check"] == ("check(mse)", True, "0123")
    assert len(sources) == 5


def test_nbgraders_generate_assignment_accepts_the_cells_of_a_graded_gradebook(gradebook, nbgrader, gradebook_url):
    from nbgrader.preprocessors import SaveCells

    gradebook.prepare(ASKED, {"04-losses": RELEASED})
    gradebook.record(RESULT)
    about = {"notebook": "04-losses", "assignment": "04-losses", "db_url": gradebook_url}
    released = nbformat.reads(json.dumps({"nbformat": 4, "nbformat_minor": 4} | RELEASED), as_version=4)
    SaveCells().preprocess(released, {"nbgrader": about})
    assert nbgrader.find_submission("04-losses", "ana").score == 3.5


def test_changed_points_and_exercises_reach_nbgrader(gradebook, nbgrader):
    gradebook.prepare({"04-losses": [("mse", 4), ("accuracy", 1)]})
    notebook = nbgrader.find_notebook("04-losses", "04-losses")
    assert {cell.name: cell.max_score for cell in notebook.grade_cells} == {"mse-check": 4.0, "accuracy-check": 1.0}
    assert sorted(cell.name for cell in notebook.solution_cells) == ["accuracy", "mse"]


def test_nbgrader_export_writes_the_scores(gradebook, gradebook_url, tmp_path):
    gradebook.record(RESULT)
    gradebook.close()
    command = [Path(sys.executable).parent / "nbgrader", "export", "--db", gradebook_url, "--to", "exported.csv"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "JUPYTER_PLATFORM_DIRS": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [row] = csv.DictReader((tmp_path / "exported.csv").read_text().splitlines())
    assert (row["assignment"], row["student_id"], row["score"], row["max_score"]) == ("04-losses", "ana", "3.5", "5.0")


# Several at once


def record_some(url, students, ready):
    ready.wait()
    with Gradebook(url) as gradebook:
        gradebook.prepare(ASKED)
        for student in students:
            gradebook.record(replace(RESULT, student=student))


def test_processes_that_make_and_fill_one_gradebook_at_once_lose_nothing(gradebook_url, query):
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(3)
    shares = [[f"student {n}" for n in range(start, start + 12)] for start in (0, 6, 12)]
    processes = [context.Process(target=record_some, args=(gradebook_url, share, ready)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with Gradebook(gradebook_url) as gradebook:
        assert len(list(gradebook.results())) == 24
    assert query("SELECT count(*) FROM grade") == [(48,)]
    assert query("SELECT count(*) FROM grade_cells") == [(2,)]


def test_the_comment_gives_the_reason_first():
    report = ExerciseReport("mse", 0.0, 2.0, "ungradable", reason="No cell defines mse.")
    assert comment(report) == "No cell defines mse."
