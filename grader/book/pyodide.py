"""Pyodide, which runs Python in the reader's browser: where the site takes it from, and which of its files it needs.

By default pages load it from its CDN. A site that hosts it itself gets a copy of a folder's files, each compared with a
sha256: that of the core and of the lock file is recorded here, that of every package is in the lock file.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from grader.course import UnusableInput

VERSION = "0.27.7"
VERSIONS = {"Python": "3.12", "NumPy": "2.0"}  # what pages say that they run; a test asks them
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
LOCK = "pyodide-lock.json"
CORE = {
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",  # JupyterLite's kernel takes this
    "pyodide.mjs": "04c052c815abb0bf2981fa38c2dfa58e3120ee5288c956df2b2a15e301782c5f",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
    LOCK: "9c45b916001a750f4102fc287494f3eab215909c7535c626a20db80fd6333e2c",
}
# what cells of every course may import, and what JupyterLite's kernel installs when it starts
WANTED = ("numpy", "matplotlib", "micropip", "ssl", "sqlite3", "jedi", "ipython")
OWN = "pyodide/"


def setup(app: Sphinx) -> None:
    """Register with Sphinx the address of Pyodide: absolute, or relative to the site's root."""
    app.add_config_value("course_pyodide", CDN, "html")


def address(choice: str | Path) -> str:
    """Return where pages find Pyodide: an absolute address, or one relative to the site's root.

    Parameters
    ----------
    choice
        "cdn", or the folder that the site's copy is made of.

    Examples
    --------
    >>> address("cdn")
    'https://cdn.jsdelivr.net/pyodide/v0.27.7/full/'
    >>> address("downloads/pyodide")
    'pyodide/'
    """
    return CDN if str(choice) == "cdn" else OWN


def integrity() -> dict[str, str]:
    """Return what a browser needs to check the core files as it fetches them: name to "sha256-...", in base 64.

    >>> integrity()["pyodide.mjs"]
    'sha256-BMBSyBWrsL8pgfo4wt+ljjEg7lKIyVbfKyoV4wF4LF8='
    """
    return {name: f"sha256-{b64encode(bytes.fromhex(digest)).decode()}" for name, digest in CORE.items()}


def digests(place: str) -> dict[str, str]:
    """Return what pages compare files of Pyodide with, which they load from a place; a site has a lock file of its own.

    >>> sorted(digests(CDN).keys() - digests(OWN).keys())
    ['pyodide-lock.json']
    """
    return {
        name: digest for name, digest in integrity().items() if name != "pyodide.js" and (place == CDN or name != LOCK)
    }


def closure(lock: dict[str, Any], wanted: Iterable[str] = WANTED) -> dict[str, Any]:
    """Return the entries of packages in a lock file and of all that they depend on, by name.

    >>> entries = {"a": {"depends": ["b"]}, "b": {"depends": []}, "c": {"depends": []}}
    >>> list(closure({"packages": entries}, ["a"]))
    ['a', 'b']

    Raises
    ------
    UnusableInput
        If Pyodide does not have one.
    """
    found: dict[str, Any] = {}
    left = list(wanted)
    while left:
        name = _package_of(left.pop(), lock)
        if name not in found:
            found[name] = lock["packages"][name]
            left += found[name]["depends"]
    return dict(sorted(found.items()))


def _package_of(module: str, lock: dict[str, Any]) -> str:
    """Return the package that brings a module, or that is called like it: the lock file does not spell all alike."""
    name, known = re.sub(r"[-_.]+", "-", module).lower(), lock["packages"]
    for package, entry in known.items():
        if package == name or (name not in known and module in entry.get("imports", ())):
            return package
    raise UnusableInput(f"Pyodide {VERSION} has no package {module!r}. Take it out of packages in course.toml.")


def files(lock: dict[str, Any], packages: Iterable[str] = ()) -> dict[str, str]:
    """Return the files that a site needs whose cells import some packages, each with its sha256."""
    return CORE | {entry["file_name"]: entry["sha256"] for entry in closure(lock, (*WANTED, *packages)).values()}


def find_in(folder: Path, packages: Iterable[str] = ()) -> dict[str, str]:
    """Look for the files that the site needs in a folder, and read them all.

    Parameters
    ----------
    folder
        A folder with files of Pyodide's distribution.
    packages
        What cells of the course import.

    Returns
    -------
        The names of the files, each with its sha256.

    Raises
    ------
    UnusableInput
        If files are missing or are other ones; the message names each, what was expected and where to get it.
    """
    if not folder.is_dir():
        raise UnusableInput(f"{folder} is not a folder. `course pyodide --to {folder}` makes one with Pyodide's files.")
    faults = _faults(folder, CORE)
    wanted = {} if (folder / LOCK).name in faults else files(read_lock(folder), packages)
    faults |= _faults(folder, {name: digest for name, digest in wanted.items() if name not in CORE})
    if faults:
        listed = "\n".join(f"  {name} {fault}" for name, fault in faults.items())
        raise UnusableInput(
            f"{folder} does not hold Pyodide {VERSION} as the site needs it:\n{listed}\n"
            f"`course pyodide --to {folder}` fetches what is missing or wrong."
        )
    return wanted


def _faults(folder: Path, wanted: dict[str, str]) -> dict[str, str]:
    """Return what is wrong with each of the files, those that are right left out."""
    found = {name: digest_of(folder / name) for name in wanted}
    return {
        name: f"{f'has the sha256 {found[name]}' if found[name] else 'is missing'}; "
        f"expected is {wanted[name]}, from {CDN}{name}"
        for name in wanted
        if found[name] != wanted[name]
    }


def digest_of(path: Path) -> str | None:
    """Return the sha256 of a file, or None where there is none."""
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_lock(folder: Path) -> dict[str, Any]:
    """Return Pyodide's lock file."""
    return json.loads((folder / LOCK).read_text(encoding="utf-8"))


def copy(folder: Path, to: Path, packages: Iterable[str] = ()) -> None:
    """Copy what the site needs, with a lock file that names nothing else.

    A cell that imports another package is then told that there is none; with the whole lock file, Pyodide would ask for
    a file that the site does not have.

    Parameters
    ----------
    folder, to
        The folder, as `find_in` accepts it, and the one to make.
    packages
        As of `find_in`.

    Raises
    ------
    UnusableInput
        As `find_in`.
    """
    names = find_in(folder, packages)
    to.mkdir(parents=True)
    for name in names:
        shutil.copyfile(folder / name, to / name)
    lock = read_lock(folder)
    text = json.dumps({"info": lock["info"], "packages": closure(lock, (*WANTED, *packages))}, separators=(",", ":"))
    (to / LOCK).write_text(text, encoding="utf-8", newline="\n")
