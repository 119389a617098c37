"""A request is watched from outside; a machine that has no time for a submission is not the submission's fault."""

import os
import time

import pytest

from grader.sandbox.limits import Budget, Limits
from grader.sandbox.watch import Watch


def watch_of(budget):
    watch = Watch(os.getpid(), 10.0, 1.0, budget, "questions")
    watch.patience = 0
    return watch


def test_a_submission_that_still_has_time_is_let_be():
    budget = Budget(Limits())
    watch_of(budget).look()
    assert not budget.is_over


def test_a_submission_that_the_machine_kept_waiting_is_left_to_be_graded_again():
    budget = Budget(Limits(exchange_seconds=1e-4))  # of its wall time, sixty times as much
    time.sleep(0.02)
    assert budget.is_over
    with pytest.raises(RuntimeError, match="the machine is too busy"):  # no loss of the runner: an error of ours
        watch_of(budget).look()
