"""A chapter → nbgrader's source form → the notebook that readers get, cut by nbgrader's own generate_assignment.

    release/04-losses/04-losses.ipynb    stubs, check cells, no outputs
    release/04-losses/selfcheck/         what the notebook needs beside it, with files of the course's own; see
                                         `grader.release.travelling`

Every build gives the same bytes.
"""

from __future__ import annotations

import ast
import logging
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import SOLUTIONS, Chapter, UnusableInput
from grader.exercise import Exercise
from grader.exercise.reference import Reference, name_of, names_around, names_from_outside, pieces, source_of
from grader.release.chapter_source import FREE_TEXT, SourceCell, asks_in_words, check_headings, plain_markdown, read
from grader.release.comparison import Publishing, write_solutions
from grader.release.files import replace_own
from grader.release.notebook_format import nbformat
from grader.release.travelling import copy_files, write_selfcheck
from grader.selfcheck import versions

if TYPE_CHECKING:  # slow to import
    from nbformat import NotebookNode

    from grader.release.cache import Kept

NOTHING_SAID = "YOUR ANSWER HERE"  # as nbgrader leaves a text that is to be written
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    # without it JupyterLite asks for a kernel
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


def release(chapter: Chapter, to: Path, solutions: Publishing = "never") -> Path:
    """Make the folder that a chapter's readers get.

    Parameters
    ----------
    chapter
        The chapter.
    to
        The folder to make it in; a release that is already there is replaced whole.
    solutions
        Whether the release holds the course's solutions: "after" an answer has passed the self-check shows them, or
        "never". What a submission runs beside must have none.

    Returns
    -------
        `to/<assignment>`, with the notebook of the same name in it.

    Raises
    ------
    UnusableInput
        If the chapter's source breaks a rule, or the folder cannot be written.
    """
    (made,) = release_all([chapter], to, solutions)
    return made


def release_all(
    chapters: Sequence[Chapter], to: Path, solutions: Publishing = "never", kept: Kept | None = None
) -> list[Path]:
    """Make the folders of several chapters, all of them or none; see `release`.

    Parameters
    ----------
    chapters, to, solutions
        As for `release`.
    kept
        Releases of earlier runs, to copy and to add to; by default each is made anew.
    """
    with ExitStack() as whole:
        made = {chapter: whole.enter_context(_place(chapter, to)) for chapter in chapters}
        missing = [chapter for chapter, new in made.items() if not (kept and kept.copy(chapter, new))]
        woven = {chapter: weave(chapter) for chapter in missing}  # finds all faults before nbgrader is asked
        for chapter, notebook in woven.items():
            _build(chapter, notebook, made[chapter])
            if kept:
                kept.keep(chapter, made[chapter])
        for chapter, new in made.items():
            if solutions == "after":
                write_solutions(new / "selfcheck" / "solutions.json", exercises_of(chapter))
    return [to / chapter.assignment for chapter in chapters]


def _place(chapter: Chapter, to: Path) -> AbstractContextManager[Path]:
    """Return where to make a release, see `replace_own`."""
    return replace_own(to / chapter.assignment, "release", mark="selfcheck/checks.json")


def _build(chapter: Chapter, notebook: NotebookNode, new: Path) -> None:
    """Let nbgrader cut the release, in a course of its own beside the new folder."""
    work = new.parent
    source = work / "source" / chapter.assignment
    source.mkdir(parents=True)
    nbformat.write(notebook, source / f"{chapter.assignment}.ipynb")
    packages = chapter.course.settings.packages
    write_selfcheck(source / "selfcheck", chapter.assignment, exercises_of(chapter), packages=packages)
    copy_files(chapter.course, source)
    generate_assignment(work.resolve(), chapter.assignment)
    (work / "release" / chapter.assignment).rename(new)


def exercises_of(chapter: Chapter) -> dict[str, Exercise]:
    """Return the exercises of a chapter by name, in the order of its page.

    Raises
    ------
    UnusableInput
        If the page has one that is not defined, lacks one that is, or has a heading that disagrees.
    """
    return _exercises_on(read(chapter), chapter)


def count_asked(chapter: Chapter, page: Sequence[SourceCell]) -> tuple[int, int]:
    """Return how much a chapter's page asks for, in code and in words, and what that is worth together.

    Raises
    ------
    UnusableInput
        As `exercises_of`.
    """
    points = [exercise.points for exercise in _exercises_on(page, chapter).values()]
    points += [cell.points for cell in page if cell.kind == FREE_TEXT]
    return len(points), sum(points)


def is_graded(chapter: Chapter) -> bool:
    """Tell whether a chapter asks for something that carries points, without reading its page as a notebook.

    Raises
    ------
    UnusableInput
        If its exercises are not defined as they must be.
    """
    if not chapter.has_exercises:
        return False
    return not all(one.is_warm_up for one in chapter.definitions().values()) or asks_in_words(chapter)


def _exercises_on(page: Sequence[SourceCell], chapter: Chapter) -> dict[str, Exercise]:
    defined = chapter.definitions()
    cells = {cell.names[0]: cell for cell in page if cell.kind == "exercise"}
    for name, cell in cells.items():
        if name not in defined:
            raise UnusableInput(
                f"{cell.place}: exercises/{chapter.short} has no definition of {name}; write it, or take the cell out"
            )
    for name, exercise in defined.items():
        if name not in cells:
            raise UnusableInput(
                f"{exercise.place}: {name} has no cell in {chapter.page}; write one with the tag exercise: "
                f"from {SOLUTIONS}.{chapter.short} import {name}"
            )
    ordered = {name: defined[name] for name in cells}
    check_headings(chapter, page, ordered)
    return ordered


def weave(chapter: Chapter) -> NotebookNode:
    """Return a chapter's exercises as a notebook in nbgrader's source form, solutions included.

    It runs where the folder `selfcheck` and this course's packages can be imported.

    Raises
    ------
    UnusableInput
        If the chapter's source breaks a rule.
    """
    source, cells = read(chapter), []
    defined = _exercises_on(source, chapter)
    given = {"np"}.union(defined, *(cell.gives for cell in source))
    for cell in source:
        if cell.kind == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(plain_markdown(cell.source, cell.place)))
        elif cell.kind == FREE_TEXT:
            cells += _free_text_cells(cell)
        elif cell.kind == "exercise":
            cells += _exercise_cells(defined[cell.names[0]], given, cell.place)
        elif cell.kind == "carry-over":
            cells.append(_answer_cell("carry-over", _carry_over(cell)))
        elif cell.kind != "book-only":
            text = _with_check(cell.source) if cell.kind == "setup" else cell.source
            cells.append(nbformat.v4.new_code_cell(text))
    for number, cell in enumerate(cells):
        cell["id"] = f"{chapter.assignment}-{number:03d}"
    return nbformat.v4.new_notebook(cells=cells, metadata=METADATA)


def _exercise_cells(exercise: Exercise, given: Collection[str], place: str) -> list[NotebookNode]:
    check = nbformat.v4.new_code_cell(exercise.check)
    check.metadata["nbgrader"] = _nbgrader(f"{exercise.name}-check", grade=True, locked=True, points=exercise.points)
    return [_answer_cell(exercise.name, source_form(exercise.reference, given, place)), check]


def _free_text_cells(cell: SourceCell) -> list[NotebookNode]:
    """Return the question, and the cell that nbgrader has a person grade."""
    question = nbformat.v4.new_markdown_cell(plain_markdown(cell.source, cell.place))
    answer = nbformat.v4.new_markdown_cell(NOTHING_SAID)
    answer.metadata["nbgrader"] = _nbgrader(cell.name, grade=True, solution=True, points=cell.points)
    return [question, answer]


def _answer_cell(grade_id: str, source: str) -> NotebookNode:
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["nbgrader"] = _nbgrader(grade_id, solution=True)
    return cell


def _nbgrader(grade_id: str, **special: object) -> dict[str, object]:
    usual = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return usual | {"grade_id": grade_id} | special


def _with_check(setup: str) -> str:
    """Add the import of `check` below the imports of the setup cell."""
    lines = setup.splitlines()
    imports = [node for node in ast.parse(setup).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    after = imports[-1].end_lineno or 0 if imports else 0
    return "\n".join(
        [
            *lines[:after],
            f"from selfcheck import check  # graded with {versions.in_words(versions.here())}",
            *lines[after:],
        ]
    )


def _carry_over(cell: SourceCell) -> str:
    wanted = [f"#   {', '.join(names)}   (chapter {module})" for module, names in cell.imports.items()]
    said = [
        "# The exercises below build on functions that you wrote in earlier chapters:",
        *wanted,
        "# Paste your own here, in place of the two lines below. This cell carries no points.",
    ]
    return "\n".join([*said, BEGIN, cell.source.strip(), END])


def source_form(reference: Reference, given: Collection[str], place: str) -> str:
    """Return the text of an answer cell: the reference with all that readers write between nbgrader's solution markers.

    Raises
    ------
    UnusableInput
        If the reference uses a name that the notebook does not have, or nothing of it is left to write.
    """
    unknown = names_from_outside(source_of(reference), names_around(reference)) - {name_of(reference), *given}
    if unknown:
        raise UnusableInput(
            f"{place}: {name_of(reference)} uses {', '.join(sorted(unknown))}; import modules in the setup cell and "
            "what earlier chapters give in a cell tagged carry-over, and write the rest into the exercise itself"
        )
    try:
        return "\n".join(_marked(piece.text) if piece.is_answer else piece.text for piece in pieces(reference))
    except ValueError as error:
        raise UnusableInput(f"{place}: {error}") from error


def _marked(answer: str) -> str:
    first = answer.lstrip("\n")
    indentation = first[: len(first) - len(first.lstrip())]
    return "\n".join([indentation + BEGIN, answer, indentation + END])


def generate_assignment(course: Path, assignment: str) -> None:
    """Run nbgrader's generate_assignment from `course/source` to `course/release`, silently and without a database.

    Raises
    ------
    UnusableInput
        If nbgrader refuses the assignment, with what it logged.
    """
    from nbgrader.converters import GenerateAssignment  # its import takes half a second
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.assignment_id = assignment
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    log, records = logging.Logger("nbgrader.release"), _Records()
    log.addHandler(records)
    try:
        GenerateAssignment(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()
    except NbGraderException as error:
        said = "\n".join(record.getMessage() for record in records.kept if record.levelno >= logging.ERROR)
        raise UnusableInput(f"nbgrader cannot release {assignment}: {said or error}") from error


class _Records(logging.Handler):
    """Keeps what is logged, and prints nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)
