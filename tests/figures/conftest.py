"""Figures are drawn without a window, and a test's style ends with its module."""

import matplotlib
import pytest


@pytest.fixture(scope="module", autouse=True)
def own_style():
    with matplotlib.rc_context():
        matplotlib.use("agg")
        yield
