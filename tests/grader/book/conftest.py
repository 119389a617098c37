"""Files in the form of Pyodide's, small ones, for the tests of what is taken of them and how they are checked."""

import hashlib
import json

import pytest

from grader.book import pyodide

DEPENDS = {
    "numpy": [],
    "matplotlib": ["numpy", "Pillow"],
    "pillow": [],
    "micropip": [],
    "ssl": [],
    "sqlite3": [],
    "jedi": [],
    "ipython": ["prompt_toolkit"],  # names are not always spelt as their entries are
    "prompt-toolkit": ["numpy"],
    "scipy": ["numpy"],
}


def digest(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def pyodide_files(tmp_path, monkeypatch):
    """Return a folder in the form of Pyodide's, whose files are small; their sha256 take the place of the real ones."""
    folder = tmp_path / "files"
    folder.mkdir()
    entries = {}
    for name, depends in DEPENDS.items():
        content = f"the wheel of {name}".encode()
        (folder / f"{name}-1.0.whl").write_bytes(content)
        entries[name] = {"file_name": f"{name}-1.0.whl", "sha256": digest(content), "depends": depends}
    lock = {"info": {"version": pyodide.VERSION}, "packages": entries}
    for name in pyodide.CORE:
        content = json.dumps(lock) if name == pyodide.LOCK else f"core {name}"
        (folder / name).write_text(content)
    monkeypatch.setattr(pyodide, "CORE", {name: digest((folder / name).read_bytes()) for name in pyodide.CORE})
    return folder
