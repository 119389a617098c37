"""The ways to grade the class that are compared; each measures one run over submissions of its own."""

import json
import shutil
import sqlite3
import sys

from benchmarks.measure import run
from benchmarks.ten import ASSIGNMENT, ROOT

SCORES = """
    SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score
    FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
"""


def stock(classes, students):
    """Grade with `nbgrader autograde`, as nbgrader ships it; return the cost and the scores."""
    folder = classes.folder / "stock"
    for made in ("submitted", "autograded"):
        shutil.rmtree(folder / made, ignore_errors=True)
    classes.hand_in_to_stock(students)
    cost = run([sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT], folder, classes.folder / "stock.log")
    return cost, scores(folder / "gradebook.db")


def course_grade(classes, students, workers, plots=False):
    """Grade with `course grade`, confined, everything written; return the cost and the scores."""
    work = classes.folder / "ours"
    shutil.rmtree(work, ignore_errors=True)
    classes.hand_in(students, work / "submitted", plots)
    command = [sys.executable, "-m", "grader.cli", "--root", classes.chapter.course.root, "grade", work / "submitted"]
    command += ["--out", work / "out"]
    command += ["--workers", str(workers), "--secret", classes.folder / "secret"]
    cost = run([str(word) for word in command], ROOT, classes.folder / "ours.log")
    return cost, scores(work / "out" / "gradebook.db")


def floor(classes, students, plot):
    """Execute the cells in bare forks; return processor and wall seconds of all of them."""
    path = classes.folder / "cells.json"
    cells = [classes.cells(number, plot) for number in range(students)]
    stock_release = classes.folder / "stock" / "source" / ASSIGNMENT
    path.write_text(json.dumps({"folder": str(stock_release), "students": cells}), encoding="utf-8")
    cost = run([sys.executable, "-m", "benchmarks.floor", str(path)], ROOT, classes.folder / "floor.log")
    return json.loads(cost.said)


def scores(gradebook):
    """Return the points in nbgrader's gradebook by student and check cell."""
    connection = sqlite3.connect(gradebook)
    try:
        return {(student, cell): points for student, cell, points in connection.execute(SCORES)}
    finally:
        connection.close()
