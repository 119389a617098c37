"""The tables of nbgrader 0.9.6's gradebook, and the one of ours beside them.

nbgrader's own models say the same, but importing nbgrader takes longer than grading a dozen submissions. A test holds
these tables against the models, constraint by constraint, so that another version of nbgrader cannot pass unnoticed.
"""

from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Enum,
    Float,
    ForeignKey,
    Interval,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

COURSE = "default_course"  # what nbgrader calls a course without a name
VERSION = "e43177bfe90b"  # of the schema: the head of nbgrader's migrations

nbgrader = MetaData()
ours = MetaData()


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True, default=lambda: uuid4().hex)


def _cell_id() -> Column[str]:
    return Column("id", String(32), ForeignKey("base_cell.id"), primary_key=True)


def _cell_type(owner: str) -> Column[str]:
    return Column(
        "cell_type", Enum("code", "markdown", name=f"{owner}_cell_type", validate_strings=True), nullable=False
    )


def _to(table: str, length: int = 32, nullable: bool = True, name: str | None = None) -> Column[str]:
    return Column(name or f"{table}_id", String(length), ForeignKey(f"{table}.id"), nullable=nullable)


course = Table("course", nbgrader, Column("id", String(128), unique=True, primary_key=True, nullable=False))

student = Table(
    "student",
    nbgrader,
    Column("id", String(128), primary_key=True, nullable=False),
    Column("first_name", String(128)),
    Column("last_name", String(128)),
    Column("email", String(128)),
    Column("lms_user_id", String(128)),
)

assignment = Table(
    "assignment",
    nbgrader,
    _id(),
    Column("name", String(128), unique=True, nullable=False),
    Column("duedate", DateTime()),
    _to("course", length=128, nullable=False),
)

notebook = Table(
    "notebook",
    nbgrader,
    _id(),
    Column("name", String(128), nullable=False),
    _to("assignment"),
    Column("kernelspec", String(1024)),
    UniqueConstraint("name", "assignment_id"),
)

base_cell = Table(
    "base_cell",
    nbgrader,
    _id(),
    Column("name", String(128), nullable=False),
    _to("notebook", nullable=False),
    Column("type", String(50)),
    UniqueConstraint("name", "notebook_id", "type"),
)

grade_cell = Table(
    "grade_cells", nbgrader, _cell_id(), Column("max_score", Float(), nullable=False), _cell_type("grade")
)

solution_cell = Table("solution_cells", nbgrader, _cell_id())

task_cell = Table("task_cells", nbgrader, _cell_id(), Column("max_score", Float(), nullable=False), _cell_type("grade"))

source_cell = Table(
    "source_cell",
    nbgrader,
    _id(),
    Column("name", String(128), nullable=False),
    _cell_type("source"),
    Column("locked", Boolean, default=False, nullable=False),
    Column("source", Text()),
    Column("checksum", String(128)),
    _to("notebook"),
    UniqueConstraint("name", "notebook_id"),
)

submitted_assignment = Table(
    "submitted_assignment",
    nbgrader,
    _id(),
    _to("assignment"),
    _to("student", length=128),
    Column("timestamp", DateTime()),
    Column("extension", Interval()),
    UniqueConstraint("assignment_id", "student_id"),
)

submitted_notebook = Table(
    "submitted_notebook",
    nbgrader,
    _id(),
    _to("submitted_assignment", name="assignment_id"),
    _to("notebook"),
    Column("flagged", Boolean, default=False),
    Column("late_submission_penalty", Float(0)),
    UniqueConstraint("notebook_id", "assignment_id"),
)

grade = Table(
    "grade",
    nbgrader,
    _id(),
    _to("submitted_notebook", name="notebook_id"),
    _to("base_cell", name="cell_id"),
    Column("auto_score", Float()),
    Column("manual_score", Float()),
    Column("extra_credit", Float()),
    Column("needs_manual_grade", Boolean, default=True, nullable=False),
    UniqueConstraint("cell_id", "notebook_id"),
)

comment = Table(
    "comment",
    nbgrader,
    _id(),
    _to("submitted_notebook", name="notebook_id"),
    _to("base_cell", name="cell_id"),
    Column("auto_comment", Text()),
    Column("manual_comment", Text()),
    UniqueConstraint("cell_id", "notebook_id"),
)

# Alembic's own table, in which nbgrader looks for the version of its schema.
alembic_version = Table("alembic_version", ours, Column("version_num", String(32), nullable=False))

# What nbgrader's schema has no place for: the results themselves, and which deadlines are those of course.toml.
course_results = Table(
    "course_results",
    ours,
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("content_digest", String(64), nullable=False),
    Column("plan_digest", String(64), nullable=False),
    Column("result", Text(), nullable=False),
    Column("recorded_at", DateTime(), nullable=False),
)

course_deadlines = Table(
    "course_deadlines",
    ours,
    Column("assignment", String(128), primary_key=True),
    Column("due", DateTime(), nullable=False),
)
