import pytest
import sqlalchemy


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
