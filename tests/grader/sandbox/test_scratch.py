import subprocess
import sys
import tempfile

import pytest

from grader.sandbox.scratch import scratch_folder

HOLD = """
import sys
from grader.sandbox.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "a file").touch()
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Have the machine's folder for temporary files to ourselves, here and in processes that are started."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def holder(temporary):
    """Return a process that has a folder, and the folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        yield process, temporary / process.stdout.readline().strip()
        process.kill()


def test_a_folder_goes_at_the_end_with_all_that_is_in_it():
    with scratch_folder() as folder:
        (folder / "deep" / "er").mkdir(parents=True)
    assert not folder.exists()


def test_the_folder_of_a_process_that_was_killed_goes_when_the_next_one_begins(holder):
    process, left = holder
    process.kill()
    process.wait()
    assert (left / "a file").exists()
    with scratch_folder() as folder:
        assert folder.exists() and not left.exists()


def test_a_folder_in_use_stays(holder):
    _, used = holder
    with scratch_folder():
        assert (used / "a file").exists()


def test_what_is_no_scratch_folder_stays(temporary):
    (temporary / "course-notes").mkdir()
    (temporary / "elsewhere").mkdir()
    (temporary / "elsewhere" / ".in-use").touch()
    (temporary / "course-link").symlink_to(temporary / "elsewhere")
    with scratch_folder():
        assert (temporary / "course-notes").exists() and (temporary / "elsewhere" / ".in-use").exists()
