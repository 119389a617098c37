"""The benchmark's course of one chapter: ten exercises and a plot, put in the place of the course in this process.

`python -m benchmarks.ten grade ...` is `course grade ...` on it.
"""

from pathlib import Path

import grader.exercises
import solutions
from grader import course

FOLDER = Path(__file__).parent / "course"
ASSIGNMENT = "10-benchmark"


def chapter():
    """Put the benchmark's course in the place of the course, and return its chapter."""
    course.CHAPTERS = FOLDER / "chapters"
    for package in (grader.exercises, solutions):
        own = str(FOLDER / package.__name__.rpartition(".")[2])
        if own not in package.__path__:
            package.__path__.append(own)
    return course.chapter(ASSIGNMENT)


if __name__ == "__main__":
    from grader.cli import main

    chapter()
    main()
