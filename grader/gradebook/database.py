"""The gradebook's database: reached by its URL, made if it is empty, and written to by one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from sqlalchemy import URL, Connection, Engine, create_engine, insert, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from grader.course import UnusableInput
from grader.gradebook import nbgrader_tables as tables

DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
SECONDS = 30  # until others let us in, or the server answers
LOCK = 0x636F75727365  # the number of our lock in PostgreSQL
FORMS = "Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME."
ADVICE = {
    "sqlite": "Is its folder there, may it be written to, and is there room on the disk?",
    "postgresql": "Is the server running, does the database exist, and are the user and the password right?",
}


class Database:
    """nbgrader's tables and ours in a database.

    Parameters
    ----------
    url
        `sqlite:///PATH` (made if it is not there) or `postgresql://USER:PASSWORD@HOST/NAME` (must exist).

    Raises
    ------
    UnusableInput
        If it cannot be reached, read or written, or is some other program's.
    """

    def __init__(self, url: str) -> None:
        self.name = without_password(url)
        parsed = _parse(url, self.name)
        self.kind = parsed.get_backend_name()
        # each has an INSERT of its own that knows ON CONFLICT, and PostgreSQL's takes long to load
        self.insert = import_module(f"sqlalchemy.dialects.{self.kind}").insert
        if self.kind == "sqlite":
            # sqlite3's own transactions begin too late to keep others out
            self._engine = create_engine(parsed, connect_args={"timeout": SECONDS, "isolation_level": None})
        else:
            self._engine = _postgresql(parsed, self.name)
        try:
            with self.writing() as connection:
                _make_tables(connection, self.name)
                # also the first write, which fails where there may be none
                connection.execute(self.insert(tables.course).on_conflict_do_nothing(), {"id": tables.COURSE})
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection.

        Raises
        ------
        UnusableInput
            If the database does not do what it is told, with what it said.
        """
        try:
            with self._engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            said = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
            raise UnusableInput(f"The gradebook {self.name} fails: {said[0]}. {ADVICE[self.kind]}") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that no other writer of ours enters meanwhile; it is committed whole or not at all."""
        with self.reading() as connection, connection.begin():
            if self.kind == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection


def without_password(url: str) -> str:
    """Return a database URL as messages may show it.

    >>> without_password("postgresql://ana:p@ss@db.example/grades")
    'postgresql://ana:***@db.example/grades'
    """
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", re.sub(r"(://[^:/@]*:).*@", r"\1***@", url))


def _parse(url: str, name: str) -> URL:
    try:
        parsed = make_url(url)
        parsed = parsed.set(drivername=DRIVERS[parsed.get_backend_name()])
    except (ArgumentError, KeyError, ValueError) as error:
        raise UnusableInput(f"{name!r} is not the URL of a gradebook. {FORMS}") from error
    if parsed.drivername == DRIVERS["sqlite"] and parsed.database in (None, "", ":memory:"):
        raise UnusableInput(f"The gradebook {name!r} names no file: the grades would be forgotten. {FORMS}")
    return parsed


def _postgresql(url: URL, name: str) -> Engine:
    try:
        return create_engine(url, connect_args={"connect_timeout": SECONDS}, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise UnusableInput(
            f"The gradebook {name} needs {error.name}: pip install 'course-grader[postgres]'."
        ) from error


def _make_tables(connection: Connection, name: str) -> None:
    """Make the tables of an empty database; refuse one that is neither empty nor a gradebook of this nbgrader."""
    present = set(inspect(connection).get_table_names())
    if not present:
        tables.nbgrader.create_all(connection)
        tables.ours.create_all(connection)
        connection.execute(insert(tables.alembic_version), {"version_num": tables.VERSION})
        return
    if not present >= set(tables.nbgrader.tables):
        raise UnusableInput(f"The database {name} belongs to another program. Name an empty one, or a new file.")
    stamped = "alembic_version" in present
    version = connection.execute(select(tables.alembic_version.c.version_num)).scalar() if stamped else None
    if version != tables.VERSION:
        raise UnusableInput(
            f"The gradebook {name} was made by another version of nbgrader ({version}; needed is {tables.VERSION}). "
            f"Run `nbgrader db upgrade` on it, or name a new one."
        )
    tables.ours.create_all(connection)
