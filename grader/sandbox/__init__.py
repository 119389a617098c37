"""Where submissions run: a warm process, forks of it that confine themselves, and the grader's end of the line."""

from grader.sandbox.conversation import CellOutcome, Runner
from grader.sandbox.limits import Budget, Isolation, IsolationUnavailable, Limits, RunnerLost
from grader.sandbox.pool import Pool

__all__ = ["Budget", "CellOutcome", "Isolation", "IsolationUnavailable", "Limits", "Pool", "Runner", "RunnerLost"]
