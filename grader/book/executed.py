"""Where builds of a course keep their log and the pages that they have executed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import figures
from grader.course import SOLUTIONS, Course

WORK = Path("build/book")  # below the course
PROGRESS = "executed: "  # a line of the log that begins so is shown to whoever waits for the build


def work_of(course: Course) -> Path:
    """Return the folder in which builds of a course keep their log and the executed pages."""
    return course.root / WORK


def executed(course: Course) -> Path:
    """Return where executed pages are cached: a folder for the present code, since other code has other results."""
    digest = hashlib.sha256()
    code = [*(course.root / SOLUTIONS).rglob("*"), *Path(figures.__file__).parent.rglob("*"), *course.lesson_files()]
    for path in sorted(path for path in code if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return work_of(course) / "executed" / digest.hexdigest()[:16]
