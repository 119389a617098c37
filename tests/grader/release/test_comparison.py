import json

import pytest

from grader.cli import main
from grader.grading.grade import grade, prepare
from grader.release import release
from grader.release.branch import write_branch
from grader.release.cache import make, released
from grader.release.comparison import without_docstrings
from grader.sandbox import Pool

PEEKING = """def softmax(logits):
    import json
    import pathlib

    names = {"np": np}
    exec(json.loads(pathlib.Path("selfcheck/solutions.json").read_text())["softmax"]["reference"], names)
    return names["softmax"](logits)
"""


def held(folder):
    path = folder / "selfcheck" / "solutions.json"
    return json.loads(path.read_bytes()) if path.is_file() else None


def texts(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_release_has_no_solutions_unless_it_is_asked_to(small, tmp_path):
    assert held(release(small.chapter, tmp_path)) is None
    assert b"shifted = logits" not in texts(tmp_path)


def test_a_release_with_solutions_has_one_file_more(small, tmp_path):
    folder = release(small.chapter, tmp_path, "after")
    assert list(held(folder)) == list(small.right)
    assert "exponentials / exponentials.sum" in held(folder)["softmax"]["reference"]
    (folder / "selfcheck" / "solutions.json").unlink()
    assert texts(folder) == texts(small.released)


@pytest.mark.parametrize(("how", "code"), [("after", 0), ("sometimes", 2)])
def test_the_command_asks_for_them(small, tmp_path, how, code):
    with pytest.raises(SystemExit) as ended:
        main(["release", "losses", "--root", str(small.course.root), "--solutions", how, "--to", str(tmp_path / "to")])
    assert ended.value.code == code
    assert (code == 0) == (tmp_path / "to" / "04-losses" / "selfcheck" / "solutions.json").is_file()


def test_the_branch_of_notebooks_has_them_where_they_are_asked_for(small, tmp_path):
    (with_them,) = write_branch([small.chapter], tmp_path / "with", "owner/name", "after")
    (without,) = write_branch([small.chapter], tmp_path / "without", "owner/name")
    assert held(with_them) is not None
    assert held(without) is None


def test_what_submissions_run_beside_never_has_solutions_whatever_was_released_before(small, tmp_path):
    (for_readers,) = make([small.chapter], tmp_path / "readers", "after", cache=tmp_path / "cache")
    assert held(for_readers) is not None
    assert not list((tmp_path / "cache").rglob("solutions.json"))
    assert held(released(small.chapter, tmp_path / "one", cache=tmp_path / "cache")) is None
    make([small.chapter], tmp_path / "readers", "after", cache=tmp_path / "cache")
    assert held(released(small.chapter, tmp_path / "two", cache=tmp_path / "cache")) is None


@pytest.mark.confined
def test_a_submission_that_looks_for_the_solution_finds_none(small, tmp_path):
    make([small.chapter], tmp_path / "readers", "after", cache=tmp_path / "cache")
    folders = {
        "as course grade does": released(small.chapter, tmp_path / "grading", cache=tmp_path / "cache"),
        "as nobody should": tmp_path / "readers" / "04-losses",
    }
    assert {how: outcome_of_peeking(small, folder) for how, folder in folders.items()} == {
        "as course grade does": "failed",
        "as nobody should": "passed",  # so the attempt is a real one
    }


def outcome_of_peeking(small, folder):
    assignment = prepare(small.chapter, b"a secret", folder)
    with Pool(folder) as pool:
        result = grade("eve", small.notebook(**small.right | {"softmax": PEEKING}), assignment, pool)
    return next(exercise.outcome for exercise in result.exercises if exercise.name == "softmax")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("def one():\n    return 1", "def one():\n    return 1"),
        ('@x.variant\ndef one():\n    """Say.\n\n    More.\n    """\n    return 1', "def one():\n    return 1"),
        ("def one():\n    'Say.'", "def one():\n    'Say.'"),
        (
            'class One:\n    "Say."\n\n    @property\n    def two(self):\n        "Say."\n        return 2',
            "class One:\n\n    @property\n    def two(self):\n        return 2",
        ),
        ("# how old\nmean_age = 40", "# how old\nmean_age = 40"),
    ],
    ids=["none", "a long one", "nothing else", "a class", "a variable"],
)
def test_docstrings_and_the_decorator_of_a_variant_are_left_out(text, kept):
    assert without_docstrings(text) == kept
