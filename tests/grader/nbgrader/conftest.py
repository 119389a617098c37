import json
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

import grader


@pytest.fixture(scope="session")
def nbgrader():
    """Return a function that runs a command of nbgrader in a course directory."""

    def run(folder, *arguments):
        command = [sys.executable, "-m", "nbgrader", *arguments]
        return subprocess.run(
            command, cwd=folder, env=_environment(folder), capture_output=True, text=True, timeout=900
        )

    return run


def _environment(folder):
    """Return the environment without its programs on PATH: nbgrader needs alembic, and the configuration sees to it."""
    own = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(Path(grader.__file__).parents[1])}
    return own | {"OPENBLAS_NUM_THREADS": "1", "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}


@pytest.fixture(scope="session")
def query():
    """Return a function that asks a gradebook's file."""

    def ask(path, statement):
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(statement).fetchall()

    return ask


@pytest.fixture
def serve():
    """Return a function that starts a Jupyter server with formgrader in a course directory, and says its address."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(_formgrader(folder))


@contextmanager
def _formgrader(folder):
    runtime = folder / "runtime"
    config = {"ip": "127.0.0.1", "port": 0, "open_browser": False, "allow_root": True, "disable_check_xsrf": True}
    config |= {"jpserver_extensions": {"nbgrader.server_extensions.formgrader": True}}
    (folder / "server.json").write_text(json.dumps({"ServerApp": config, "IdentityProvider": {"token": ""}}))
    command = [sys.executable, "-m", "jupyter_server", "--config", str(folder / "server.json")]
    with open(folder / "server.log", "wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=_environment(folder), stdout=log, stderr=log)
    try:
        yield _address(runtime, server, folder / "server.log")
    finally:
        server.kill()  # asked politely, it takes its time
        server.wait()
        shutil.rmtree(runtime)


def _address(runtime, server, log):
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                address = json.loads(path.read_text())["url"] + "formgrader"
                urllib.request.urlopen(address, timeout=30).close()
            except (ValueError, OSError):  # not written, or not listening yet
                continue
            return address
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture
def page(browser):
    """Return a page of a real browser."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
