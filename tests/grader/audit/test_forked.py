import os
import signal
import time

import pytest

from grader.audit.forked import each

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def test_results_come_in_order():
    assert list(each(lambda n: n**2, [1, 2, 3])) == [1, 4, 9]


def test_nothing_comes_of_no_items():
    assert list(each(lambda n: n, [])) == []


def run_for_ever():
    while True:
        pass


def take_all_memory():
    held = []
    while True:
        held.append(bytearray(2**26))


def crash():
    os.kill(os.getpid(), signal.SIGSEGV)


def leave():
    os._exit(0)


@pytest.mark.parametrize("end", [run_for_ever, take_all_memory, crash, leave], ids=lambda end: end.__name__)
def test_what_ends_its_process_costs_its_own_result_alone(end):
    results = each(lambda item: item() if callable(item) else item, [1, end, 2, end, 3], seconds=1)
    assert list(results) == [1, None, 2, None, 3]


def test_processor_time_counts_for_each_item_by_itself():
    def work(share):
        begun = time.process_time()
        while time.process_time() < begun + share:
            pass
        return share

    assert list(each(work, [0.6, 0.6, 30, 0.6], seconds=1)) == [0.6, 0.6, None, 0.6]


def test_an_error_of_our_own_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        list(each(lambda n: 1 / n, [1, 0]))


def test_a_fork_that_nobody_listens_to_ends():
    processes = each(lambda n: os.getpid(), [1, 2])
    process = next(processes)
    processes.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_fork_cannot_change_what_we_have():
    mine = []
    assert list(each(lambda n: mine.append(n) or len(mine), [1, 2])) == [1, 2]
    assert mine == []
