"""JupyterLite under `lite/`: each chapter's released notebook, whole, in Jupyter's own interface in the browser.

`jupyter lite build` does the work. What is here are the traps of its versions, each where it is avoided.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from grader.book.lite_notebooks import prepare_notebooks
from grader.book.pyodide import CDN
from grader.course import UnusableInput
from grader.release.files import NEVER

FOLDER = "lite"
SETTINGS = Path(__file__).parent / "lite_settings"
APPS = ["lab", "notebooks", "tree"]
NOTICES = "notices.js"
# its own icon comes late, so that the browser asks for one that is not there; and what it does not say itself
HEAD = (
    '<link rel="icon" type="image/svg+xml" href="../../_static/favicon.svg" />'
    f'<script type="module" src="../{NOTICES}"></script>'
)
KERNEL = "@jupyterlite/pyodide-kernel-extension"
STORAGE = ["asyncStorage", "localStorageWrapper", "memoryStorageDriver"]  # localForage's names, the first that works
EPOCH = "315532800"  # 1980, the earliest time that a zip file can tell
# what would only puzzle: the age of the file that the reader has not saved yet, and a trust that concerns outputs
SILENCED = ["@jupyter-notebook/notebook-extension:checkpoints", "@jupyter-notebook/notebook-extension:trusted"]
# of an installed package; a wheel has none of them
INSTALLED_ONLY = ("INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json")
FAULT = "JupyterLite cannot be built: {}. Install the course with its extra `book`."


def address_of(assignment: str) -> str:
    """Return where a chapter's notebook opens, from the site's root.

    >>> address_of("04-losses")
    'lite/notebooks/index.html?path=04-losses/04-losses.ipynb'
    """
    return f"{FOLDER}/notebooks/index.html?path={assignment}/{assignment}.ipynb"


def add_lite(site: Path, pyodide: str = CDN) -> None:
    """Add JupyterLite to a built site, with the notebooks that the site offers for download.

    Parameters
    ----------
    site
        The site; its `downloads/*.zip` hold the releases.
    pyodide
        The address of Pyodide's files, absolute or from the site's root, with a slash at its end.

    Raises
    ------
    UnusableInput
        If JupyterLite is not installed or refuses to build.
    """
    archives = sorted((site / "downloads").glob("*.zip"))
    if not archives:
        return
    with tempfile.TemporaryDirectory(prefix="lite-") as work:
        project = Path(work)
        for archive in archives:
            with zipfile.ZipFile(archive) as pack:
                pack.extractall(project / "files")
        releases = prepare_notebooks(project / "files")
        (project / "wheels").mkdir()
        configure(project, pyodide, wheel_of("comm", project / "wheels"))
        _run_lite_build(project, site / FOLDER)
    for app in APPS:
        _add_to_head(site / FOLDER / app / "index.html")
    shutil.copyfile(SETTINGS / NOTICES, site / FOLDER / NOTICES)
    _write(site / FOLDER / "releases.json", releases)
    for listing in (site / FOLDER / "api" / "contents").rglob("all.json"):
        _sort(listing)


def configure(project: Path, pyodide: str, *wheels: Path) -> None:
    """Write the three files that tell `jupyter lite build` and the page what to do.

    Parameters
    ----------
    project
        The folder to build from.
    pyodide
        As of `add_lite`.
    *wheels
        Wheels that the kernel would otherwise ask PyPI for.
    """
    building = {
        "apps": APPS,
        "contents": ["files"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        # the environment's other extensions, nbgrader's and jupytext's, want a server: the page stays blank with them
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [str(_kernel_extension())],
    }
    hosted = pyodide != CDN
    settings = {
        "pyodideUrl": f"{'./../' if hosted else ''}{pyodide}pyodide.js",
        "disablePyPIFallback": hosted,
    }
    shown = {
        "litePluginSettings": {f"{KERNEL}:kernel": settings},
        "disabledExtensions": SILENCED,
        # where the browser keeps nothing, the notebook lasts as long as the page
        "enableMemoryStorage": True,
        **{f"{kept}StorageDrivers": STORAGE for kept in ("contents", "settings", "workspaces")},
    }
    wheel_names = {"piplite_urls": [str(path) for path in wheels]}
    _write(project / "jupyter_lite_config.json", {"LiteBuildConfig": building, "PipliteAddon": wheel_names})
    _write(project / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": shown})
    # a way to download: a button, and in JupyterLab, which has none in 0.6, an entry of its menu; and all cells are on
    # the page, where the browser and a screen reader find them, not only those that are in view
    shutil.copyfile(SETTINGS / "overrides.json", project / "overrides.json")
    (project / "lab").mkdir()
    shutil.copyfile(SETTINGS / "lab-overrides.json", project / "lab" / "overrides.json")


def _write(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=1, sort_keys=True), encoding="utf-8")


def _kernel_extension() -> Path:
    """Return the folder of the kernel's extension among the environment's."""
    folder = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / KERNEL
    if not (folder / "package.json").is_file():
        raise UnusableInput(FAULT.format("jupyterlite-pyodide-kernel is missing"))
    return folder


def wheel_of(name: str, folder: Path) -> Path:
    """Pack an installed distribution of plain Python modules as the wheel that it was installed from.

    The kernel installs `comm`, which neither Pyodide nor JupyterLite brings, so it would ask PyPI for it.

    Parameters
    ----------
    name
        The distribution.
    folder
        Where to put the wheel.

    Returns
    -------
        The wheel; the same bytes each time.
    """
    try:
        distribution = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError as error:
        raise UnusableInput(FAULT.format(f"{name} is missing")) from error
    path = folder / f"{name}-{distribution.version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for file in sorted(distribution.files or []):
            if file.name not in INSTALLED_ONLY and not {"__pycache__", ".."} & set(file.parts):
                content = _own_lines(file) if file.name == "RECORD" else Path(file.locate()).read_bytes()
                pack.writestr(zipfile.ZipInfo(file.as_posix(), NEVER), content, zipfile.ZIP_DEFLATED)
    os.utime(path, (int(EPOCH), int(EPOCH)))
    return path


def _own_lines(record: importlib.metadata.PackagePath) -> str:
    """Return the lines of an installed package's list of files that a wheel's list has."""
    lines = Path(record.locate()).read_text(encoding="utf-8").splitlines(keepends=True)
    added = (*INSTALLED_ONLY, ".pyc")
    return "".join(sorted(line for line in lines if not line.split(",")[0].endswith(added) and line[:2] != ".."))


def _run_lite_build(project: Path, to: Path) -> None:
    if importlib.util.find_spec("jupyterlite_core") is None:
        raise UnusableInput(FAULT.format("jupyterlite-core is missing"))
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", str(to.resolve())]
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    if done.returncode or not (to / "notebooks" / "index.html").is_file():
        said = [line for line in (done.stderr + done.stdout).strip().splitlines() if "[contents]" not in line]
        raise UnusableInput("JupyterLite does not build:\n" + "\n".join(said[-20:]))


def _add_to_head(page: Path) -> None:
    """Give a page the course's icon and notices."""
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("<head>", f"<head>\n    {HEAD}", 1), encoding="utf-8", newline="\n")


def _sort(listing: Path) -> None:
    """Put the entries of a folder's listing in the order of their names: it is that of the disk."""
    document = json.loads(listing.read_text(encoding="utf-8"))
    document["content"].sort(key=lambda entry: entry["name"])
    _write(listing, document)
