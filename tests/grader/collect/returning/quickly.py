"""A class graded without a grader: what is given back is about whose marks are whose."""

import csv
import re
import zipfile

from grader.collect.manifest import NAME
from grader.grading.result import ExerciseReport, SubmissionResult
from grader.report.tables import write_csv
from tests.grader.collect.conftest import answer_in, put

MOST = 3


def points_of(number):
    """Return the points of the student of a number: neighbours differ."""
    return (number * 7 % 13) / 4


def grade_quickly(submitted, out, error=()):
    """Grade a class quickly: the answer of the student of number 5 is `# 5`."""
    results = []
    for path in sorted(submitted.glob("*/*/*.ipynb")):
        student, assignment = path.parts[-3:-1]
        number = int(re.search(r"\d+", answer_in(path))[0])
        report = ExerciseReport("halve", points_of(number), MOST, "partial", graded=number not in error)
        results.append(SubmissionResult(student, assignment, [report]))
        put(out / "feedback" / student / f"{assignment}.html", f"of {number}".encode())
    write_csv(results, out / "grades.csv")
    (out / NAME).write_bytes((submitted / NAME).read_bytes())
    return out


def rows_in(path, delimiter=","):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def pages_in(path):
    with zipfile.ZipFile(path) as pack:
        return {name: pack.read(name).decode() for name in pack.namelist()}
