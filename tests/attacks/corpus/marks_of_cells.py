"""What a notebook says of its own cells, points and outputs is not believed."""


def _each(change):
    def make(document):
        for cell in document["cells"]:
            change(cell, cell["metadata"].get("nbgrader", {}))

    return make


def _graded_by_itself(cell, marks):
    if marks.get("solution"):
        marks.update(grade=True, points=100, locked=False)


def _unlocked(cell, marks):
    if marks.get("grade"):
        marks.update(grade=False, locked=False, points=-5)
        cell["source"] = "100"


def _emptied(cell, marks):
    if marks.get("grade"):
        cell["source"] = ""


def _said_in_output(cell, marks):
    if marks.get("grade"):
        cell["outputs"] = [
            {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "100"}},
            {"output_type": "stream", "name": "stdout", "text": "3.0\n"},
        ]


def _said_below_zero(cell, marks):
    if marks.get("grade"):
        cell["outputs"] = [
            {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "-1"}}
        ]


def _tagged(cell, marks):
    cell["metadata"]["tags"] = ["raises-exception", "skip-execution", "remove-cell"]


def _renamed(cell, marks):
    if marks.get("solution"):
        marks["grade_id"] += "-check"
        marks.update(grade=True, locked=True)


def _retyped(cell, marks):
    if marks.get("grade"):
        cell["cell_type"] = "markdown"


def _with_a_check_of_its_own(document):
    marks = {"nbgrader": {"grade": True, "grade_id": "bonus", "locked": True, "points": 100, "solution": False}}
    document["cells"].append(
        {"cell_type": "code", "id": "bonus", "metadata": marks, "source": "assert True", "outputs": []}
    )


def _without_checks(document):
    document["cells"] = [c for c in document["cells"] if not c["metadata"].get("nbgrader", {}).get("grade")]


def _with_another_kernel(document):
    document["metadata"]["kernelspec"] = {"name": "attack", "language": "bash", "display_name": "/bin/sh"}


WRONG = {
    "graded by itself": _each(_graded_by_itself),
    "unlocked checks": _each(_unlocked),
    "emptied checks": _each(_emptied),
    "outputs that say points": _each(_said_in_output),
    "outputs below zero": _each(_said_below_zero),
    "tags": _each(_tagged),
    "renamed": _each(_renamed),
    "checks as text": _each(_retyped),
    "a check of its own": _with_a_check_of_its_own,
    "no checks": _without_checks,
    "another kernel": _with_another_kernel,
}
