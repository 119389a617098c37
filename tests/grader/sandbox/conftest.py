"""Pools for the tests: one with ordinary limits, one whose runners must be quick and small, one without confinement."""

from dataclasses import replace

import numpy as np
import pytest

from grader.sandbox import Limits, Pool
from grader.sandbox.confine import missing
from grader.selfcheck.calling import Answer, Call

SMALL = Limits(cpu_seconds=2, memory=2**28, answer_bytes=2**20, open_files=16)
HASTY = replace(SMALL, exchange_seconds=0.8)


def pytest_collection_modifyitems(items):
    lacking = missing()
    for item in items:
        if lacking and "confined" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=f"missing: {'; '.join(lacking)}"))


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A released folder with a package that travels and some data."""
    folder = tmp_path_factory.mktemp("released")
    (folder / "selfcheck").mkdir()
    (folder / "selfcheck" / "__init__.py").write_text("TRAVELLED = True\n")
    np.save(folder / "digits.npy", np.arange(6.0))
    return folder


@pytest.fixture(scope="session")
def pool(released):
    with Pool(released) as made:
        yield made


@pytest.fixture(scope="session")
def hasty_pool(released):
    with Pool(released, limits=HASTY) as made:
        yield made


@pytest.fixture(scope="session")
def small_pool(released):
    with Pool(released, limits=SMALL) as made:
        yield made


@pytest.fixture(scope="session")
def open_pool(released):
    with Pool(released, isolation="none", limits=HASTY) as made:
        yield made


@pytest.fixture
def runner(pool):
    with pool.runner() as made:
        yield made


@pytest.fixture
def hasty(hasty_pool):
    """A runner with little time; afterwards the next one must work."""
    yield from _runner_and_the_next(hasty_pool)


@pytest.fixture
def small(small_pool):
    """A runner with little memory and processor time; afterwards the next one must work."""
    yield from _runner_and_the_next(small_pool)


def _runner_and_the_next(pool):
    with pool.runner() as made:
        yield made
    with pool.runner() as following:
        assert _value_of(following, "21 * 2") == 42


def _value_of(runner, expression):
    assert runner.run_cell(f"def evaluated():\n    return {expression}").error == ""
    return _call(runner, "evaluated").value


def _call(runner, name, *arguments, memory=None):
    document = Call(arguments, memory=memory).encode()
    (answer,) = runner.call(name, [document])
    return Answer.decode(answer, document)


@pytest.fixture(scope="session")
def value_of():
    """Evaluates an expression in a runner and returns its value."""
    return _value_of


@pytest.fixture(scope="session")
def call():
    """Calls a function of a runner once and returns its `Answer`."""
    return _call
