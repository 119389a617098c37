"""One zygote for many warm processes: none of them is in the way of another, and none stays."""

import resource
import time

import psutil
import pytest

from grader.sandbox import Pool
from grader.sandbox.processes import WarmProcess, Zygote

pytestmark = pytest.mark.confined


@pytest.fixture(scope="module")
def zygote():
    with Zygote() as zygote:
        yield zygote


@pytest.fixture
def folders(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data.txt").write_text(name)
    return [tmp_path / "one", tmp_path / "other"]


def _said_in(pool):
    with pool.runner() as runner:
        assert not runner.run_cell("text = open('data.txt').read()\ndef said():\n    return text").error
        (answer,) = runner.call("said", [{"arguments": []}])
    return answer["value"]


def test_two_pools_of_one_zygote_have_each_its_own_folder(zygote, folders):
    one, other = folders
    with Pool(one, line=zygote.line) as first, Pool(other, line=zygote.line) as second:
        assert [_said_in(pool) for pool in (first, second, first)] == ["one", "other", "one"]


def test_a_submission_cannot_read_the_folder_of_another_pool_of_its_zygote(zygote, folders):
    one, other = folders
    with Pool(other, line=zygote.line), Pool(one, line=zygote.line) as pool, pool.runner() as runner:
        assert "PermissionError" in runner.run_cell(f"open({str(other / 'data.txt')!r})").error


OPEN = """
import os, stat

def is_socket(number):
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False

def sockets():
    return [number for number in range(256) if is_socket(number)]
"""


def test_a_runner_has_no_socket_but_its_own(zygote, folders):
    with Pool(folders[0], line=zygote.line) as pool, pool.runner() as runner:
        assert not runner.run_cell(OPEN).error
        (answer,) = runner.call("sockets", [{"arguments": []}])
    assert len(answer["value"]) == 1


def test_a_warm_process_that_does_not_start_says_why(zygote, tmp_path):
    (tmp_path / "selfcheck").mkdir()
    (tmp_path / "selfcheck" / "checks.json").write_text('{"packages": ["no_such_package"]}')
    with pytest.raises(RuntimeError, match="did not start: The course's package 'no_such_package' cannot be imported"):
        Pool(tmp_path, line=zygote.line).__enter__()


def test_the_zygote_goes_on_when_a_warm_process_did_not_start(zygote, folders, tmp_path):
    test_a_warm_process_that_does_not_start_says_why(zygote, tmp_path)
    with Pool(folders[0], line=zygote.line) as pool:
        assert _said_in(pool) == "one"


def test_a_pool_whose_zygote_is_gone_has_one_of_its_own(folders):
    with Zygote() as gone:
        pass
    with Pool(folders[0], line=gone.line) as pool:
        assert _said_in(pool) == "one"


def test_a_warm_process_that_was_never_greeted_ends(zygote, folders):
    process = psutil.Process(zygote._process.pid)
    WarmProcess(zygote.line).close()
    with Pool(folders[0], line=zygote.line) as pool:  # requests are served in their order: the other was forked before
        limit = time.monotonic() + 60
        while len(_living(process)) > 1 and time.monotonic() < limit:
            time.sleep(0.05)
        assert _living(process) == [pool._warm._process]


def _living(process):
    return [child.pid for child in process.children() if child.status() != psutil.STATUS_ZOMBIE]


def test_processor_time_of_submissions_counts_as_the_graders(folders):
    before = _used_by_children()
    with Zygote() as zygote, Pool(folders[0], line=zygote.line) as pool, pool.runner() as runner:
        runner.run_cell("import time\nwhile time.process_time() < 3: pass")
    assert _used_by_children() - before > 3


def _used_by_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
