"""The notebooks of JupyterLite: the released ones, with a cell that fetches what a browser may not share with Python.

JupyterLite hands its files to the kernel by a service worker. Private windows, and sites without https, have none;
there `check` and the data of a chapter come from the site's download, as they do on Colab.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from grader.release.notebook_format import nbformat

FETCH_ID = "fetch-selfcheck"
FETCH = """\
# `check` needs the folder `selfcheck`. Where the browser shares no files with Python here, this cell fetches it.
import importlib.util

if importlib.util.find_spec("selfcheck") is None:
    import io
    import sys
    import zipfile

    from js import XMLHttpRequest, location

    request = XMLHttpRequest.new()
    request.open("GET", location.href.partition("/lite/")[0] + "/downloads/{assignment}.zip", False)
    request.responseType = "arraybuffer"
    request.send()
    zipfile.ZipFile(io.BytesIO(request.response.to_bytes())).extractall()
    sys.path.insert(0, "{assignment}")
    importlib.invalidate_caches()"""


def prepare_notebooks(folder: Path) -> dict[str, str]:
    """Add the cell to each notebook.

    Parameters
    ----------
    folder
        Holds a folder for each chapter, with its notebook.

    Returns
    -------
        For each notebook, by its path within the folder, which release it is.
    """
    releases = {}
    for path in sorted(folder.glob("*/*.ipynb")):
        releases[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        add_fetch(path)
    return releases


def add_fetch(path: Path) -> None:
    """Put the cell before the notebook's first one with code; for the grader it is one of the reader's own."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = nbformat.v4.new_code_cell(FETCH.format(assignment=path.stem))
    cell["id"] = FETCH_ID
    cell["source"] = cell["source"].splitlines(keepends=True)
    first = next(number for number, other in enumerate(notebook["cells"]) if other["cell_type"] == "code")
    notebook["cells"].insert(first, cell)
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
