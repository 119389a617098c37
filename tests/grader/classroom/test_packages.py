"""The packages that a course names are there for answers, and no others; one that is not installed is refused."""

import shutil

import pytest

from grader.classroom import Classroom, Options
from grader.course import Course, UnusableInput
from grader.gradebook import Gradebook
from grader.sandbox.confine import missing

WITH_YAML = """import yaml
def accuracy(logits, labels):
    return float(yaml.safe_load(str(np.mean(np.argmax(logits, axis=1) == labels))))
"""  # PyYAML is installed beside the grader, and is part of no other course


@pytest.fixture
def naming(small, tmp_path):
    """Return a function that makes a course of the packages that it is given."""

    def make(*packages):
        root = shutil.copytree(small.course.root, tmp_path / "course", ignore=shutil.ignore_patterns("build"))
        lines = (root / "course.toml").read_text().splitlines()
        kept = [line for line in lines if not line.startswith("packages")]
        (root / "course.toml").write_text("\n".join([*kept[:1], f"packages = {list(packages)}", *kept[1:], ""]))
        return Course(root)

    return make


@pytest.mark.confined
@pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}")
@pytest.mark.parametrize(
    ("packages", "points"), [(("numpy", "yaml"), 1), (("numpy",), 0)], ids=["named", "installed and not named"]
)
def test_an_answer_can_use_a_package_if_the_course_names_it(small, naming, tmp_path, packages, points):
    small.hand_in(tmp_path / "class", "ada", small.notebook(**small.right | {"accuracy": WITH_YAML}))
    Classroom(Options(naming(*packages), tmp_path / "class", tmp_path / "out", workers=1)).grade()
    with Gradebook(f"sqlite:///{tmp_path / 'out' / 'gradebook.db'}") as gradebook:
        [result] = gradebook.results()
    assert {one.name: one.points for one in result.exercises} == {"mse": 2, "softmax": 3, "accuracy": points}


def test_a_package_that_is_not_installed_is_refused_with_its_line_and_nothing_is_written(small, naming, tmp_path):
    small.hand_in(tmp_path / "class", "ada")
    with pytest.raises(UnusableInput, match=r"course\.toml:2: the package 'numpi' is not installed here"):
        Classroom(Options(naming("numpy", "numpi"), tmp_path / "class", tmp_path / "out", workers=1)).grade()
    assert not (tmp_path / "out").exists()
