import pytest
import sqlalchemy

from grader.gradebook import Gradebook
from tests.grader.gradebook.recorded import ASKED


@pytest.fixture
def query(gradebook_url):
    """Return a function that asks the database itself."""
    engine = sqlalchemy.create_engine(gradebook_url)

    def ask(sql, **values):
        with engine.begin() as connection:
            result = connection.execute(sqlalchemy.text(sql), values)
            return [tuple(row) for row in result] if result.returns_rows else None

    yield ask
    engine.dispose()


@pytest.fixture
def gradebook(gradebook_url):
    with Gradebook(gradebook_url) as opened:
        opened.prepare(ASKED)
        yield opened


@pytest.fixture
def nbgrader(gradebook, gradebook_url):
    """Return nbgrader's own view of the gradebook."""
    from nbgrader.api import Gradebook as NbgradersGradebook

    with NbgradersGradebook(gradebook_url) as opened:
        yield opened
