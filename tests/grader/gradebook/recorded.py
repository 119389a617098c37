"""A result as grading gives it, and the released notebook that it belongs to."""

from grader.grading.result import CaseReport, ExerciseReport, SubmissionResult

ASKED = {"04-losses": [("mse", 2), ("softmax", 3)]}
CHECKED = [
    CaseReport("a batch of scores", 1.0),
    CaseReport("scores of 10,000", 0.0, "6 of 30 values are not a number (NaN)"),
]
PASSED = ExerciseReport("mse", 2.0, 2.0, "passed", "def mse(): ...", [CaseReport("a batch", 1.0)])
PARTIAL = ExerciseReport(
    "softmax", 1.5, 3.0, "partial", "def softmax(): ...", CHECKED, "unshifted", "Shift the scores."
)
RESULT = SubmissionResult(
    "ana", "04-losses", [PASSED, PARTIAL], ["softmax: the cell was split."], content_digest="c", plan_digest="p"
)


def released_cell(grade_id, source, **kind):
    marks = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    nbgrader = marks | {"grade_id": grade_id, "checksum": "0123", "cell_type": "code"} | kind
    outputs = {"outputs": [], "execution_count": None}
    return {"cell_type": "code", "metadata": {"nbgrader": nbgrader}, "source": source} | outputs


RELEASED = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "Text"},
        released_cell("carry-over", "# paste", solution=True),
        released_cell("mse", "def mse(): ...", solution=True),
        released_cell("mse-check", "check(mse)", grade=True, locked=True, points=2),
        released_cell("softmax", ["def softmax():\n", "    ..."], solution=True),
        released_cell("softmax-check", "check(softmax)", grade=True, locked=True, points=3),
    ],
    "metadata": {"kernelspec": {"name": "python3"}},
}
