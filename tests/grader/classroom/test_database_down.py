"""A real PostgreSQL server that hangs up in the middle of a run."""

from dataclasses import replace

import psycopg
import pytest

from grader.classroom import Classroom, Options
from grader.course import UnusableInput
from grader.gradebook import Gradebook

HANG_UP = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'"
)


@pytest.fixture
def administrator(postgresql):
    """Return a connection of our own to a server without tables."""
    with psycopg.connect(host=str(postgresql), user="postgres", autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        yield connection


def _recorded(url):
    with Gradebook(url) as gradebook:
        return {result.student: replace(result, seconds=0) for result in gradebook.results()}


@pytest.fixture
def options(small, administrator, postgresql, tmp_path):
    """Return the options of a run over a class of three."""
    for student in ("ada", "bo", "cy"):
        small.hand_in(tmp_path / "class", student)
    url = f"postgresql://postgres@/postgres?host={postgresql}"
    return Options(small.course, tmp_path / "class", tmp_path / "out", url, workers=1)


@pytest.fixture
def hang_up_before(administrator, monkeypatch):
    """Return a function that has the server hang up before a method of the gradebook is called for the second time."""

    def arrange(name):
        method, calls = getattr(Gradebook, name), []

        def after_a_while(*arguments):
            calls.append(arguments)
            if len(calls) == 2:
                administrator.execute(HANG_UP)
            return method(*arguments)

        monkeypatch.setattr(Gradebook, name, after_a_while)

    return arrange


def _undisturbed(options):
    out = options.out.with_name("undisturbed")
    Classroom(replace(options, out=out, gradebook=None, secret=options.out / "secret")).grade()
    return _recorded(f"sqlite:///{out / 'gradebook.db'}")


@pytest.mark.confined
def test_a_server_that_hangs_up_between_two_submissions_is_called_again(options, hang_up_before):
    hang_up_before("record")
    tally = Classroom(options).grade()
    assert (tally.graded, tally.errors) == (3, [])
    assert _recorded(options.url) == _undisturbed(options)


@pytest.mark.confined
def test_a_server_that_hangs_up_in_a_transaction_ends_the_run_and_the_next_one_goes_on(options, hang_up_before):
    hang_up_before("_submitted_notebook")
    with pytest.raises(UnusableInput, match=r"The gradebook .* fails: "):
        Classroom(options).grade()
    tally = Classroom(options).grade()
    assert (tally.graded, tally.skipped) == (2, 1)
    assert _recorded(options.url) == _undisturbed(options)
