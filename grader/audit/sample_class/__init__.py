"""A synthetic class: notebooks of students who do not exist, to try the grader with and to show what it writes.

    TO/README.md                                      says that the class is synthetic
    TO/truth.csv                                      what was put into each answer
    TO/synthetic-001/04-losses/04-losses.ipynb        a notebook as it was handed in

The same seed makes the same bytes.
"""

import csv
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from grader.audit.sample_class.answers import (
    BLANK,
    ENDLESS,
    EXITS,
    RIGHT,
    UNFINISHED,
    WRONG,
    WrittenAnswer,
    carried_over,
    possible_answers,
)
from grader.audit.sample_class.mangling import CUT_OFF, MANGLINGS, Notebook, mangled
from grader.course import Chapter
from grader.exercise import Exercise
from grader.release import exercises_of
from grader.release.cache import released
from grader.release.chapter_source import read
from grader.release.files import replace_own

COLUMNS = ("student", "assignment", "exercise", "kind", "answer", "notebook")
KINDS = (RIGHT, WRONG, UNFINISHED, BLANK)
# how often a kind of student is met, and how often such a student writes each of `KINDS`
STUDENTS = ((25, (90, 8, 1, 1)), (50, (62, 28, 4, 6)), (20, (30, 45, 10, 15)), (5, (0, 0, 0, 1)))
USUAL = STUDENTS[1][1]
STOPS_EARLY = 0.15  # of the students, somewhere in the notebook
EVERY, OF = 3, 20  # something goes wrong with every third student of twenty, until all has gone wrong once
README = """# A synthetic class

These students do not exist. `course sample-class --students {students} --seed {seed}` made their notebooks from the
course's own right and wrong answers, to try the grader with. `truth.csv` says what each answer is: right, wrong (and
which of the named wrong answers), unfinished, blank, endless, or ending its process; and what happened to the notebook.

Grade the class with `course grade` and the name of this folder.
"""


def write(to: Path, students: int, seed: int, chapters: Sequence[Chapter]) -> Path:
    """Make a synthetic class.

    Parameters
    ----------
    to
        The folder to make; a synthetic class that is already there is replaced whole.
    students
        How many.
    seed
        The same seed makes the same class.
    chapters
        What they hand in.

    Returns
    -------
    `to`.

    Raises
    ------
    UnusableInput
        If the folder holds something else, or cannot be written.
    """
    with replace_own(to, "synthetic class", mark="truth.csv") as new:
        _write_class(new, students, seed, chapters)
    return to


def _write_class(folder: Path, students: int, seed: int, chapters: Sequence[Chapter]) -> None:
    folder.mkdir()
    names = [f"synthetic-{number:03d}" for number in range(1, students + 1)]
    truth: list[tuple[str, ...]] = []
    for place, chapter in enumerate(chapters):
        # an endless answer costs the grader half a minute: once is enough
        troubles = [*MANGLINGS, CUT_OFF, EXITS, *([ENDLESS] if place == 0 else [])]
        rng = Random(f"{seed} {chapter.assignment}")
        truth += _write_chapter(folder, names, chapter, troubles, rng)
    truth.sort(key=lambda row: row[:2])  # the exercises stay in their order
    (folder / "README.md").write_text(README.format(students=students, seed=seed), encoding="utf-8")
    with open(folder / "truth.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(truth)


def _write_chapter(
    folder: Path, names: Sequence[str], chapter: Chapter, troubles: Sequence[str], rng: Random
) -> list[tuple[str, ...]]:
    """Write all students' notebooks of a chapter, and return their rows of truth.csv."""
    exercises = exercises_of(chapter)
    page = read(chapter)
    imports: Mapping[str, tuple[str, ...]] = next((cell.imports for cell in page if cell.kind == "carry-over"), {})
    given = {"np"}.union(*(cell.gives for cell in page))
    with tempfile.TemporaryDirectory() as work:
        text = (released(chapter, Path(work)) / f"{chapter.assignment}.ipynb").read_text(encoding="utf-8")
    truth: list[tuple[str, ...]] = []
    for name, trouble in zip(names, _deal(troubles, len(names), rng)):
        answers = _answers(exercises, given, trouble, rng)
        notebook = _fill_in(json.loads(text), answers, carried_over(chapter.course, imports))
        filled_in = [exercise for exercise, answer in answers.items() if answer.source]
        path = folder / name / chapter.assignment / f"{chapter.assignment}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(mangled(trouble, notebook, filled_in or list(exercises), rng))
        happened = trouble if trouble in (*MANGLINGS, CUT_OFF) else ""
        truth += [(name, chapter.assignment, e, a.kind, a.name, happened) for e, a in answers.items()]
    return truth


def _deal(troubles: Sequence[str], students: int, rng: Random) -> list[str]:
    """Return what goes wrong with each student, '' for nothing."""
    dealt = [""] * students
    for start in range(0, students, OF):
        places = range(start + 1, min(start + OF, students), EVERY)
        for place, trouble in zip(places, rng.sample(troubles, len(troubles))):
            dealt[place] = trouble
    return dealt


def _answers(exercises: Mapping[str, Exercise], given: set[str], trouble: str, rng: Random) -> dict[str, WrittenAnswer]:
    """Return one student's answers by exercise. Troubles come to usual students, so that there is something to lose."""
    [weights] = [USUAL] if trouble else rng.choices([w for _, w in STUDENTS], [often for often, _ in STUDENTS])
    stop = rng.randrange(len(exercises)) if rng.random() < STOPS_EARLY else len(exercises)
    victim = rng.choice(list(exercises)) if trouble in (ENDLESS, EXITS) else None
    answers: dict[str, WrittenAnswer] = {}
    at_hand = {*given}
    for place, (name, exercise) in enumerate(exercises.items()):
        [kind] = rng.choices(KINDS, weights) if place < stop else [BLANK]
        kind = trouble if name == victim else kind
        usable = [answer for answer in possible_answers(exercise, kind) if answer.uses <= at_hand]
        answers[name] = rng.choice(usable or possible_answers(exercise, BLANK))
        # an answer that builds on others is what it is only if they are right, and return arrays, not lists
        if answers[name].kind == RIGHT and answers[name].name == name:
            at_hand.add(name)
    return answers


def _fill_in(notebook: Notebook, answers: Mapping[str, WrittenAnswer], carried: str) -> Notebook:
    """Write the answers into the released notebook."""
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        source = carried if name == "carry-over" else answers[name].source if name in answers else ""
        if source:
            cell["source"] = source.splitlines(keepends=True)
    return notebook
