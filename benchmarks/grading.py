"""Grade one synthetic class in several ways, in turns, and compare what it costs and what comes out.

    python -m benchmarks.grading --to build/bench.json
    python -m benchmarks.grading --to build/bench.json --students 10 --stock 2 --rounds 1     to see that it works
    python -m benchmarks.grading --to build/sizes.json --sizes 10 100 1000                    cost against class size

What is measured, and what dominates, is in README.md beside this file.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import otter, ways
from benchmarks.classes import Classes
from benchmarks.ten import chapter

STOCK, ONE, TWO, PLOTS = "stock nbgrader", "course grade, 1 worker", "course grade, 2 workers", "the same, plots run"
FLOOR, FLOOR_PLOT, OTTER = "floor: bare fork", "floor, plot run", "otter-grader"

ABOUT_PLOTS = """\
`course grade` leaves out the released cell that plots, because no answer needs it. In the rows with plots each student
has a plot of their own, which is run. Neither the floor nor the grader paints the picture; stock nbgrader does."""


def main():
    """Run the benchmark as the command line says."""
    options = _options()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        classes = Classes(chapter(Path(folder) / "course"), Path(folder), options.seed)
        document = _by_size(classes, options.sizes) if options.sizes else compare(classes, options)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(json.dumps({"machine": machine()} | document, indent=2) + "\n", encoding="utf-8")
    Console().print(f"Written to {options.to}")


def _options():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__.split("\n")[0])
    parser.add_argument("--to", type=Path, default=Path("build/bench.json"), help="the file to write")
    parser.add_argument("--students", type=int, default=100, help="submissions of the class")
    parser.add_argument("--stock", type=int, default=20, help="how many of them stock nbgrader and otter-grader grade")
    parser.add_argument("--rounds", type=int, default=2, help="how often each way gets its turn")
    parser.add_argument("--seed", type=int, default=0, help="of the answers")
    parser.add_argument("--sizes", type=int, nargs="+", help="grade classes of these sizes by two workers instead")
    parser.add_argument("--no-otter", action="store_true", help="leave otter-grader out")
    return parser.parse_args()


def compare(classes, options):
    """Let each way grade in turns; return the figures and print them."""
    students, few = options.students, min(options.stock, options.students)
    measured: dict[str, list] = {name: [] for name in (STOCK, ONE, TWO, PLOTS, FLOOR, FLOOR_PLOT)}
    found: dict[str, dict] = {}
    missing = "left out with --no-otter" if options.no_otter else otter.missing(classes)
    with Progress(transient=True) as progress:
        task = progress.add_task("grading", total=options.rounds * (6 if missing else 7))

        def note(name, count, cost, scores=None):
            measured.setdefault(name, []).append(_per_submission(cost, count))
            found[name] = scores or {}
            progress.advance(task)

        for _ in range(options.rounds):
            note(STOCK, few, *ways.stock(classes, few))
            note(ONE, students, *ways.course_grade(classes, students, 1))
            note(FLOOR, students, ways.floor(classes, students, plot=False))
            note(TWO, students, *ways.course_grade(classes, students, 2))
            note(PLOTS, students, *ways.course_grade(classes, students, 2, plots=True))
            note(FLOOR_PLOT, students, ways.floor(classes, students, plot=True))
            if not missing:
                note(OTTER, few, *otter.grade(classes, few))
    document = _document(measured, found, options, missing)
    _print(document, missing)
    return document


def _per_submission(cost, count):
    cost = cost if isinstance(cost, dict) else {"wall": cost.wall, "cpu": cost.cpu, "memory": cost.memory}
    return {"submissions": count, "wall": cost["wall"] / count, "cpu": cost["cpu"] / count} | (
        {"memory": cost["memory"]} if "memory" in cost else {}
    )


def _document(measured, found, options, missing):
    typical = {name: _typical(runs) for name, runs in measured.items()}
    differing = [list(place) for place, points in found[STOCK].items() if found[ONE].get(place) != points]
    wall, cpu = ({name: figures[key] for name, figures in typical.items()} for key in ("wall", "cpu"))
    return {
        "speedup_two_workers": wall[STOCK] / wall[TWO],
        "speedup_one_worker": wall[STOCK] / wall[ONE],
        "cpu_over_floor": cpu[ONE] / cpu[FLOOR],
        "cpu_over_floor_with_plots": cpu[PLOTS] / cpu[FLOOR_PLOT],
        "scores_equal": not differing and found[ONE] == found[TWO] == found[PLOTS],
        "scores_compared": len(found[STOCK]),
        "scores_differing": differing,
        "per_submission": typical,
        "runs": measured,
        "options": {"students": options.students, "stock": options.stock, "rounds": options.rounds},
        "otter": missing or "measured",
    }


def _typical(runs):
    figures = {key: statistics.median(run[key] for run in runs) for key in ("wall", "cpu")}
    return figures | ({"memory": max(run["memory"] for run in runs)} if "memory" in runs[0] else {})


def _print(document, missing):
    table = Table("way", "wall, s", "CPU, s", "peak memory, MB", "against stock", title="Cost of a submission")
    stock = document["per_submission"][STOCK]["wall"]
    for name, figures in document["per_submission"].items():
        memory = f"{figures['memory'] / 1e6:.0f}" if "memory" in figures else ""
        table.add_row(
            name, f"{figures['wall']:.4f}", f"{figures['cpu']:.4f}", memory, f"{stock / figures['wall']:.1f}×"
        )
    console = Console()
    console.print(table)
    over, over_plots = document["cpu_over_floor"], document["cpu_over_floor_with_plots"]
    console.print(f"CPU over the floor: {over:.2f}; with plots {over_plots:.2f}.")
    equal = "equal" if document["scores_equal"] else "NOT EQUAL"
    console.print(f"Scores of {document['scores_compared']} answers, one by one: {equal}.")
    console.print(ABOUT_PLOTS)
    if missing:
        console.print(f"otter-grader was not measured: {missing}.")


def _by_size(classes, sizes):
    """Grade classes of several sizes by two workers, and print what each submission costs."""
    table = Table("submissions", "wall, s", "wall of one, s", "CPU of one, s", "peak memory, MB", title="Size of class")
    figures = []
    for size in sizes:
        cost, _ = ways.course_grade(classes, size, 2)
        figures.append({"submissions": size, "wall": cost.wall, "cpu": cost.cpu, "memory": cost.memory})
        each = (f"{cost.wall:.1f}", f"{cost.wall / size:.4f}", f"{cost.cpu / size:.4f}", f"{cost.memory / 1e6:.0f}")
        table.add_row(str(size), *each)
    Console().print(table)
    return {"sizes": figures}


def machine():
    """Return what the figures depend on, without the machine's name."""
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = next((int(line.split()[1]) * 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    packages = ("numpy", "ipython", "matplotlib", "nbgrader", "sqlalchemy")
    return {
        "processor": model or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load_at_start": os.getloadavg()[0],
        "memory": memory,
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in packages},
    }


def _lines(path):
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


if __name__ == "__main__":
    main()
