"""The session that runs in Pyodide, here in plain Python."""

import contextlib
import importlib.util
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

import grader


def load(name):
    """Return a module of the page, which has another name in Pyodide."""
    spec = importlib.util.spec_from_file_location(f"page_{name}", Path(grader.__file__).parent / "page" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sys.modules["page_notebook_syntax"] = load("notebook_syntax")
sys.modules["page_put_off"] = load("put_off")
reader_module = sys.modules["page_reader"] = load("reader")


@pytest.fixture
def shown():
    return []


class Session(reader_module.Reader):
    """A session whose streams are in place while a cell runs, and only then."""

    def run(self, *arguments, **keywords):
        with contextlib.redirect_stdout(self.out), contextlib.redirect_stderr(self.err):
            return super().run(*arguments, **keywords)


@pytest.fixture
def reader(shown, monkeypatch):
    monkeypatch.setattr("builtins.input", reader_module._refuse_input)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setitem(sys.modules, "page_portability", load("portability"))
    yield Session(shown.append)
    plt.close("all")
