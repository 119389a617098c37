"""What the first command of a newcomer costs: `python -m benchmarks.commands [--against REVISION]`.

Each revision is cloned afresh and set up, which is measured apart. Then `make course` runs twice: as it is, and after a
sentence was added to one lesson. All processor times are also given in units of a fixed piece of work, so that
machines, and loads of one machine, can be compared.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.measure import run

ROOT = Path(__file__).parents[1]
LESSON = Path("chapters/04-losses/lesson.md")
SENTENCE = "\nOne more sentence, to see what a small change costs.\n"
ROUNDS = 3  # of the unit; the fastest counts


@dataclass(frozen=True)
class Times:
    """Seconds of the clock and of the processors, of a command and all its children."""

    wall: float
    cpu: float


def unit():
    """Return the seconds of processor time that a fixed piece of NumPy and Python takes here."""
    return min(_once() for _ in range(ROUNDS))


def _once():
    rng, began = np.random.default_rng(0), time.process_time()
    X = rng.normal(size=(500, 500))
    for _ in range(20):
        X = np.tanh(X @ X.T / 500)
    total = 0
    for number in range(2_000_000):
        total += number % 7
    return time.process_time() - began


def measure(revision, folder):
    """Clone a revision and time its commands.

    Parameters
    ----------
    revision : str
        A commit, branch or tag of this repository.
    folder : Path
        Where; it is not there yet.

    Returns
    -------
    dict of str to Times
        By command: `setup`, `course`, `course again`.
    """
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(folder)], check=True)
    subprocess.run(["git", "checkout", "--quiet", revision], cwd=folder, check=True)
    times = {name: _timed(name, folder) for name in ("setup", "course")}
    lesson = folder / LESSON
    lesson.write_text(lesson.read_text(encoding="utf-8") + SENTENCE, encoding="utf-8")
    return times | {"course again": _timed("course", folder)}


def _timed(target, folder):
    cost = run(["make", target], folder, folder.with_suffix(f".{target}.log"))
    return Times(cost.wall, cost.cpu)


def ratios(times, before=None):
    """Return what the targets are stated in.

    Parameters
    ----------
    times : dict of str to Times
        What `measure` returned of this revision.
    before : dict of str to Times, optional
        Of the revision that it is compared with.

    Returns
    -------
    dict of str to float
        `wall_over_cpu` of the first run; `again_over_first`, processor time of the second over that of the first;
        `cpu_over_before`.

    Examples
    --------
    >>> ratios({"course": Times(60, 100), "course again": Times(9, 10)}, {"course": Times(0, 400)})
    {'wall_over_cpu': 0.6, 'again_over_first': 0.1, 'cpu_over_before': 0.25}
    """
    first, again = times["course"], times["course again"]
    found = {"wall_over_cpu": first.wall / first.cpu, "again_over_first": again.cpu / first.cpu}
    return found | ({"cpu_over_before": first.cpu / before["course"].cpu} if before else {})


def table(measured, seconds):
    """Return a Markdown table of what was measured.

    Parameters
    ----------
    measured : dict of str to dict of str to Times
        By revision and command.
    seconds : float
        Of the unit.
    """
    lines = ["| revision | command | wall, s | CPU, s | CPU, units |", "|---|---|---:|---:|---:|"]
    for revision, times in measured.items():
        lines += [
            f"| {revision} | {name} | {one.wall:.0f} | {one.cpu:.0f} | {one.cpu / seconds:.0f} |"
            for name, one in times.items()
        ]
    return "\n".join(lines)


def main():
    """Measure, print the table and the ratios, write them as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--against", metavar="REVISION", help="compare with this one, measured in the same run")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "commands.json")
    asked = parser.parse_args()
    seconds, load = unit(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        revisions = ["HEAD", *filter(None, [asked.against])]
        measured = {one: measure(one, Path(folder) / f"clone-{place}") for place, one in enumerate(revisions)}
    found = ratios(measured["HEAD"], measured.get(asked.against))
    print(table(measured, seconds), *(f"{name}: {value:.2f}" for name, value in found.items()), sep="\n")
    about = {"unit_seconds": seconds, "load": load, "cores": os.cpu_count()}
    times = {one: {name: vars(cost) for name, cost in by_name.items()} for one, by_name in measured.items()}
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    asked.to.write_text(json.dumps(about | {"times": times} | found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
