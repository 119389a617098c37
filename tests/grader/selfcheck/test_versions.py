"""A reader whose Python or NumPy is not the one that grades is told so, once."""

import json

import pytest

from grader.selfcheck import check, checking, finding, versions
from solutions.losses import softmax


@pytest.mark.parametrize(
    ("graded_with", "words"),
    [
        ({"Python": "3.99"}, "graded with Python 3.99"),
        ({"NumPy": "1.0"}, "graded with NumPy 1.0"),
        ({"Python": "3.99", "NumPy": "1.0"}, "graded with Python 3.99 and NumPy 1.0"),
    ],
)
def test_other_versions_are_named_beside_ours(graded_with, words):
    said = versions.remark(graded_with)
    assert words in said and all(f"{name} {versions.here()[name]}" in said for name in graded_with)


@pytest.mark.parametrize("graded_with", [{}, versions.here(), {"NumPy": versions.here()["NumPy"]}])
def test_the_same_versions_and_releases_that_name_none_are_no_matter(graded_with):
    assert versions.remark(graded_with) == ""


def test_a_check_says_it_once(checks_file, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(checking, "_said", set())
    document = json.loads(checks_file.read_bytes()) | {"graded_with": {"Python": "3.99"}}
    (tmp_path / "checks.json").write_text(json.dumps(document))
    finding.RELEASE.set(tmp_path)
    check(softmax)
    assert "it is graded with Python 3.99" in capsys.readouterr().out
    check(softmax)
    assert "3.99" not in capsys.readouterr().out


def test_a_release_names_the_versions_that_made_it(small):
    assert json.loads((small.released / "selfcheck" / "checks.json").read_bytes())["graded_with"] == versions.here()
    cells = json.loads((small.released / "04-losses.ipynb").read_bytes())["cells"]
    setup = "".join(cell for cell in cells[1]["source"])
    assert f"from selfcheck import check  # graded with {versions.in_words(versions.here())}" in setup
