"""What a released notebook needs beside it: the folder `selfcheck`, and the files that the course says travel.

To release `selfcheck` is to copy `grader/selfcheck`, all that is in it, and to add `checks.json`: calls and recorded
results, no reference code.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from grader import selfcheck
from grader.course import Course, UnusableInput
from grader.exercise import Exercise
from grader.plan import plan
from grader.plan.by_hand import with_questions
from grader.selfcheck import versions, wire
from grader.selfcheck.surroundings import USUAL

TRAVELLERS = Path(selfcheck.__file__).parent
LEFT_HERE = shutil.ignore_patterns("__pycache__")


def write_selfcheck(
    folder: Path,
    assignment: str,
    exercises: dict[str, Exercise],
    travellers: Path = TRAVELLERS,
    packages: Sequence[str] = USUAL,
) -> None:
    """Write the travelling package.

    Parameters
    ----------
    folder
        The folder to make, `.../selfcheck`.
    assignment
        The assignment's name.
    exercises
        The exercises of the notebook, by name.
    travellers
        The package to copy.
    packages
        What answers may import beside the standard library.
    """
    plans = {name: with_questions(exercise, plan(exercise)).to_document() for name, exercise in exercises.items()}
    document = {
        "assignment": assignment,
        "graded_with": versions.here(),
        "packages": list(packages),
        "exercises": plans,
    }
    shutil.copytree(travellers, folder, ignore=LEFT_HERE)
    (folder / "checks.json").write_bytes(wire.dumps(document))


def copy_files(course: Course, folder: Path) -> None:
    """Copy the course's files that travel, each to the same place as in the course.

    Raises
    ------
    UnusableInput
        If one is not there, or would take the place of something else.
    """
    for name, path in course.files().items():
        if (folder / name).exists() or name.partition("/")[0] == "selfcheck":
            raise UnusableInput(
                f"{course.place_naming(name)}: {name!r} takes the place of what is released; rename it."
            )
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / name)
