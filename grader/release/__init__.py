"""A chapter → nbgrader's source form → the notebook that readers get, cut by nbgrader's own generate_assignment.

    release/04-losses/04-losses.ipynb    stubs, check cells, no outputs
    release/04-losses/selfcheck/         what the notebook needs beside it, with files of the course's own; see
                                         `grader.release.travelling`

Every build gives the same bytes.
"""

import ast
import builtins
import inspect
import logging
import tempfile
import textwrap
from pathlib import Path

from traitlets.config import Config

from grader.course import UnusableInput
from grader.exercise import split
from grader.release.chapter_source import check_headings, plain_markdown, read
from grader.release.notebook_format import nbformat
from grader.release.travelling import copy_files, write_selfcheck

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


def release(chapter, to):
    """Make the folder that a chapter's readers get.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    to : Path
        The folder to make it in; a release that is already there is replaced whole.

    Returns
    -------
    Path
        `to/<assignment>`, with the notebook of the same name in it.

    Raises
    ------
    UnusableInput
        If the chapter's source breaks a rule, or the folder cannot be written.
    """
    to = Path(to)
    target = to / chapter.assignment
    if target.exists() and not (target / "selfcheck" / "checks.json").is_file():
        raise UnusableInput(f"{target} exists and is not a release. Choose another folder, or move it away.")
    notebook = weave(chapter)
    try:
        to.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".release-", dir=to) as work:
            built = _build(chapter, notebook, Path(work))
            if target.exists():
                target.rename(Path(work) / "replaced")
            built.rename(target)
    except OSError as error:
        raise UnusableInput(f"The release cannot be written to {to}: {error.strerror or error}.") from error
    return target


def _build(chapter, notebook, course):
    source = course / "source" / chapter.assignment
    source.mkdir(parents=True)
    nbformat.write(notebook, source / f"{chapter.assignment}.ipynb")
    write_selfcheck(source / "selfcheck", chapter.assignment, exercises_of(chapter))
    copy_files(chapter.course, source)
    generate_assignment(course.resolve(), chapter.assignment)
    return course / "release" / chapter.assignment


def exercises_of(chapter):
    """Return the exercises of a chapter by name, in the order of its page.

    Raises
    ------
    UnusableInput
        If the page has one that is not defined, lacks one that is, or has a heading that disagrees.
    """
    return _exercises_on(read(chapter), chapter)


def _exercises_on(page, chapter):
    defined = chapter.definitions()
    cells = {cell.names[0]: cell for cell in page if cell.kind == "exercise"}
    for name, cell in cells.items():
        if name not in defined:
            raise UnusableInput(f"{cell.place}: exercises/{chapter.short} has no definition of {name}")
    for name, exercise in defined.items():
        if name not in cells:
            raise UnusableInput(f"{exercise.place}: {name} has no cell tagged exercise in {chapter.page}")
    ordered = {name: defined[name] for name in cells}
    check_headings(chapter, page, ordered)
    return ordered


def weave(chapter):
    """Return a chapter's exercises as a notebook in nbgrader's source form, solutions included.

    It runs where the folder `selfcheck` and this course's packages can be imported.

    Parameters
    ----------
    chapter : Chapter
        The chapter.

    Returns
    -------
    NotebookNode

    Raises
    ------
    UnusableInput
        If the chapter's source breaks a rule.
    """
    source, cells = read(chapter), []
    defined = _exercises_on(source, chapter)
    given = {"np"}.union(defined, *(cell.names for cell in source if cell.kind == "carry-over"))
    for cell in source:
        if cell.kind == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(plain_markdown(cell.source, cell.place)))
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


def _exercise_cells(exercise, given, place):
    check = nbformat.v4.new_code_cell(f"check({exercise.name})")
    check.metadata["nbgrader"] = _nbgrader(f"{exercise.name}-check", grade=True, locked=True, points=exercise.points)
    return [_answer_cell(exercise.name, source_form(exercise.reference, given, place)), check]


def _answer_cell(grade_id, source):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["nbgrader"] = _nbgrader(grade_id, solution=True)
    return cell


def _nbgrader(grade_id, **special):
    usual = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return usual | {"grade_id": grade_id} | special


def _with_check(setup):
    """Add the import of `check` below the imports of the setup cell."""
    lines = setup.splitlines()
    imports = [node for node in ast.parse(setup).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    after = imports[-1].end_lineno if imports else 0
    return "\n".join([*lines[:after], "from selfcheck import check", *lines[after:]])


def _carry_over(cell):
    wanted = [f"#   {', '.join(names)}   (chapter {module})" for module, names in cell.imports.items()]
    said = [
        "# The exercises below build on functions that you wrote in earlier chapters:",
        *wanted,
        "# Paste your own here, in place of the two lines below. This cell carries no points.",
    ]
    return "\n".join([*said, BEGIN, cell.source.strip(), END])


def source_form(reference, given, place):
    """Return the text of an answer cell: the reference with its body between nbgrader's solution markers.

    Raises
    ------
    UnusableInput
        If the function uses a name that the notebook does not have.
    """
    head, body = split(reference)
    unknown = [name for name in _names_from_outside(reference) if name not in given]
    if unknown:
        raise UnusableInput(
            f"{place}: {reference.__name__} uses {', '.join(unknown)}; import what earlier chapters give in a cell "
            "tagged carry-over, and write the rest into the function"
        )
    return "\n".join([head, f"    {BEGIN}", body, f"    {END}"])


def _names_from_outside(function):
    definition = ast.parse(textwrap.dedent(inspect.getsource(function)))
    used = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)}
    return sorted(name for name in used if name in function.__globals__ and not hasattr(builtins, name))


def generate_assignment(course, assignment):
    """Run nbgrader's generate_assignment from `course/source` to `course/release`, silently and without a database.

    Raises
    ------
    UnusableInput
        If nbgrader refuses the assignment, with what it logged.
    """
    from nbgrader.converters import GenerateAssignment  # its import takes half a second
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

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

    def __init__(self):
        super().__init__()
        self.kept: list[logging.LogRecord] = []

    def emit(self, record):
        self.kept.append(record)
