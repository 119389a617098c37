"""The engine's wheel, alone in an environment of its own: every command, in a course that knows no other folder."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
import typer

from grader.cli import app

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).parent / "uv"
PACKAGES = ("grader", "figures")
CLASS = ("course sample-class --students 4 --to class",)
GRADES = (*CLASS, "course grade class --out grades")
COMMANDS = {
    "help": (["course --help"], []),
    "audit": (["course audit"], []),
    "release": (["course release --to release"], ["release/01-averages/01-averages.ipynb"]),
    "sample-class": ([*CLASS], ["class/truth.csv"]),
    "grade": ([*GRADES], ["grades/grades.csv", "grades/report.html"]),
    "collect": ([*CLASS, "course collect class --to submitted"], ["submitted/collected.csv"]),
    "return": ([*GRADES, "course return grades --for csv --to back || test $? = 3"], ["back/read-me.txt"]),
    "similar": ([*GRADES, "course similar grades"], ["grades/similar.html"]),
    "forget": ([*GRADES, "course forget grades synthetic-001"], ["grades/grades.csv"]),
    "rename": ([*GRADES, "course rename grades 01-averages 01-averages || test $? = 2"], ["grades/grades.csv"]),
    "nbgrader": (
        [
            *CLASS,
            "course nbgrader --to book",
            "cp -r class/. book/submitted",
            "cd book && nbgrader autograde 01-averages && nbgrader generate_feedback 01-averages",
        ],
        ["book/gradebook.db", "book/feedback/synthetic-001/01-averages/01-averages.html"],
    ),
    "mutants": (["course audit --mutants"], []),
    "pyodide": (["course pyodide --source registries --to pyodide"], ["pyodide/pyodide-lock.json"]),
    "build": (["course build"], ["build/site/index.html", "build/site/chapters/01-averages/exercises.html"]),
}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Return a copy of what the wheel is built from: builds leave folders where they run."""
    folder = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    """Return the wheel."""
    to = tmp_path_factory.mktemp("wheel")
    subprocess.run([UV, "build", "--quiet", "--wheel", "--out-dir", to, source], check=True)
    return next(to.glob("*.whl"))


@pytest.fixture(scope="module")
def shell(wheel, tmp_path_factory):
    """Return a function that runs a line of a shell in a folder, where nothing but the wheel is installed."""
    environment = tmp_path_factory.mktemp("environment") / "env"
    subprocess.run([UV, "venv", "--quiet", "--seed", "--python", sys.executable, environment], check=True)
    install = [UV, "pip", "install", "--quiet", "--python", environment / "bin" / "python"]
    subprocess.run([*install, f"course-grader[book] @ {wheel.as_uri()}"], check=True)
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    variables = kept | {"PATH": f"{environment / 'bin'}:/usr/local/bin:/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1"}

    def run(line, folder, start=subprocess.run, **options):
        return start(["sh", "-c", line], cwd=folder, env=variables, text=True, **options)

    return run


@pytest.fixture(scope="module")
def made(shell, tmp_path_factory):
    """Return a course that `course new` made in an empty folder."""
    folder = tmp_path_factory.mktemp("empty")
    shell("course new statistics", folder, check=True)
    return folder / "statistics"


def test_the_wheel_holds_the_engine_whole_and_nothing_else(source, wheel):
    written = {path.relative_to(source).as_posix() for name in PACKAGES for path in (source / name).rglob("*")}
    files = {name for name in written if (source / name).is_file()}
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == files


@pytest.mark.parametrize(("lines", "paths"), COMMANDS.values(), ids=COMMANDS)
def test_every_command_works_with_the_wheel_alone(shell, made, tmp_path, lines, paths):
    course = shutil.copytree(made, tmp_path / "statistics")
    for line in lines:
        done = shell(line, course, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, f"{line}: {done.stdout}"
    assert not [path for path in paths if not (course / path).is_file()]


def test_no_command_is_left_out():
    tried = {
        name for lines, _ in COMMANDS.values() for line in lines for name in re.findall(r"course ([a-z][\w-]*)", line)
    }
    assert tried | {"new", "serve"} == set(typer.main.get_command(app).commands)


def test_the_extras_of_every_hint_are_extras_of_the_wheel(wheel, source):
    name = next(name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("METADATA"))
    said = zipfile.ZipFile(wheel).read(name).decode()
    extras = set(re.findall(r"^Provides-Extra: (\S+)$", said, re.MULTILINE))
    texts = [path.read_text(encoding="utf-8") for path in (source / "grader").rglob("*.py")]
    hints = {hint for text in texts for hint in re.findall(r"course-grader\[(\w+)\]", text)}
    assert hints and hints <= extras


def test_the_site_is_served_with_the_wheel_alone(shell, made, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<h1>Averages</h1>", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with shell(f"exec course serve {site} --port {port}", made, subprocess.Popen) as server:
        try:
            assert b"Averages" in _fetched(f"http://127.0.0.1:{port}/", server)
        finally:
            server.terminate()


def _fetched(address, server, patience=60):
    until = time.monotonic() + patience
    while server.poll() is None and time.monotonic() < until:
        try:
            return urllib.request.urlopen(address, timeout=10).read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer; exit code {server.poll()}")
