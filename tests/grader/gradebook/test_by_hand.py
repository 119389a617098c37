"""What only a person can grade waits for one, and what a person entered comes back and stays."""

from dataclasses import replace

import pytest

from grader.gradebook import points_in
from grader.grading.result import ExerciseReport
from tests.grader.gradebook.recorded import ASKED, RELEASED, RESULT, released_cell

IN_WORDS = ExerciseReport("explain", 0.0, 2.0, "manual", "Because.", graded=False)
ASKED_IN_WORDS = {"04-losses": [*ASKED["04-losses"], ("explain", 2)]}
RELEASED_IN_WORDS = RELEASED | {
    "cells": [
        *RELEASED["cells"],
        released_cell("explain", "YOUR ANSWER HERE", grade=True, solution=True, points=2) | {"cell_type": "markdown"},
    ]
}


@pytest.fixture
def in_words(gradebook):
    """Return a result with an answer in words, which is recorded."""
    gradebook.prepare(ASKED_IN_WORDS, {"04-losses": RELEASED_IN_WORDS})
    result = replace(RESULT, exercises=[*RESULT.exercises, IN_WORDS])
    gradebook.record(result)
    return result


def graded_by_hand(nbgrader, student="ana"):
    grade = nbgrader.find_grade("explain", "04-losses", "04-losses", student)
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.25, False
    nbgrader.find_comment("explain", "04-losses", "04-losses", student).manual_comment = "Say more."
    nbgrader.db.commit()


def test_what_a_notebook_asks_for_is_in_it_with_its_points():
    assert points_in(RELEASED_IN_WORDS) == ASKED_IN_WORDS["04-losses"]


def test_an_answer_in_words_waits_for_formgrader(in_words, gradebook, nbgrader):
    [cell] = [one for one in nbgrader.find_notebook("04-losses", "04-losses").grade_cells if one.name == "explain"]
    assert (cell.max_score, cell.cell_type) == (2.0, "markdown")
    submission = nbgrader.find_submission("04-losses", "ana")
    assert (submission.score, submission.max_score, submission.needs_manual_grade) == (3.5, 7.0, True)
    assert list(gradebook.results()) == [in_words]


def test_what_is_not_written_in_words_waits_for_nobody(gradebook, nbgrader):
    gradebook.prepare(ASKED_IN_WORDS, {"04-losses": RELEASED_IN_WORDS})
    blank = replace(IN_WORDS, outcome="failed", source="", graded=True)
    gradebook.record(replace(RESULT, exercises=[*RESULT.exercises, blank]))
    assert not nbgrader.find_submission("04-losses", "ana").needs_manual_grade


def test_the_points_and_words_of_a_person_come_back_with_the_result(in_words, gradebook, nbgrader):
    gradebook.record(replace(in_words, student="ben"))
    graded_by_hand(nbgrader)
    expected = replace(IN_WORDS, points=1.75, sentence="Say more.", graded=True)
    assert list(gradebook.results()) == [
        replace(in_words, exercises=[*RESULT.exercises, expected]),
        replace(in_words, student="ben"),
    ]


def test_a_regrade_leaves_the_points_of_a_person_and_asks_for_another_look(in_words, gradebook, nbgrader):
    graded_by_hand(nbgrader)
    gradebook.record(in_words)
    nbgrader.db.expire_all()
    grade = nbgrader.find_grade("explain", "04-losses", "04-losses", "ana")
    assert (grade.manual_score, grade.extra_credit, grade.needs_manual_grade) == (1.5, 0.25, True)
    [result] = gradebook.results()
    assert (result.points, result.waiting) == (5.25, 0)


def test_points_given_by_hand_are_found_on_every_page_of_results(in_words, gradebook, nbgrader, monkeypatch):
    monkeypatch.setattr("grader.gradebook.PAGE", 2)
    students = [f"student {n}" for n in range(5)]
    for student in students:
        gradebook.record(replace(in_words, student=student))
        graded_by_hand(nbgrader, student)
    assert [result.waiting for result in gradebook.results()] == [1, 0, 0, 0, 0, 0]
