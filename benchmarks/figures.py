"""Put the figures of one run into the pages that quote them: `python -m benchmarks.figures build/bench.json`.

They are README.md beside this file and instructors/scale.md; each has a marked place, and nothing else is touched. With
`--sizes build/sizes.json`, also what a class costs by its size.
"""

import argparse
import json
import pprint
import re
from pathlib import Path

from benchmarks.ten import ROOT

README, PAGE = Path(__file__).with_name("README.md"), ROOT / "instructors" / "scale.md"
HEAD = ("| way | wall, s | CPU, s | peak memory, MB | times stock's speed |", "|---|---:|---:|---:|---:|")
QUOTED = ("course grade, 1 worker", "course grade, 2 workers", "stock nbgrader")


def main():
    """Read the files that the command line names, and change the pages."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.figures", description=__doc__.split("\n")[0])
    parser.add_argument("bench", type=Path, help="what `make bench` wrote")
    parser.add_argument("--sizes", type=Path, help="what `python -m benchmarks.grading --sizes` wrote")
    options = parser.parse_args()
    bench = json.loads(options.bench.read_bytes())
    replace(README, r"(?<=<!-- figures -->\n).*(?=<!-- end of figures -->)", about(bench))
    replace(PAGE, r"(?<=\nFIGURES = )\{.*?\n\}", dictionary(bench))
    if options.sizes:
        sizes = json.loads(options.sizes.read_bytes())
        replace(README, r"(?<=<!-- sizes -->\n).*(?=<!-- end of sizes -->)", about_sizes(sizes))


def replace(path, place, text):
    """Put a text in the one place of a file that a pattern finds.

    Raises
    ------
    ValueError
        If the file does not have just one such place.
    """
    changed, count = re.subn(place, lambda _: text, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{path.name} has {count} places for the figures; there is to be one")
    path.write_text(changed, encoding="utf-8")


def machine(document):
    """Say in words on what was measured, and how busy it was.

    >>> found = {"cores": 2, "processor": "X", "system": "Linux 6", "python": "3.11", "load_at_start": 0.5}
    >>> machine({"machine": found})
    'two cores of an X (load 0.5 when the run began), Linux 6, Python 3.11'
    """
    found = document["machine"]
    cores = {1: "one core", 2: "two cores", 4: "four cores"}.get(found["cores"], f"{found['cores']} cores")
    busy = f"load {found['load_at_start']:.1f} when the run began"
    return f"{cores} of an {found['processor']} ({busy}), {found['system']}, Python {found['python']}"


def about(bench):
    """Return the README's table of one run, and what follows from it."""
    options, packages = bench["options"], bench["machine"]["packages"]
    rounds = "one round" if options["rounds"] == 1 else f"the medians of {options['rounds']} rounds"
    stock = bench["per_submission"]["stock nbgrader"]["wall"]
    rows = [
        f"| {way} | {cost['wall']:.3f} | {cost['cpu']:.3f} | "
        f"{cost['memory'] / 1e6:.0f} | {stock / cost['wall']:.1f} |".replace("| nan |", "| |")
        for way, cost in ((way, {"memory": float("nan")} | cost) for way, cost in bench["per_submission"].items())
    ]
    who = f"{options['students']} submissions ({options['stock']} of them for stock nbgrader and otter-grader)"
    versions = ", ".join(f"{name} {version}" for name, version in packages.items())
    over = f"`cpu_over_floor` {bench['cpu_over_floor']:.2f}, with plots {bench['cpu_over_floor_with_plots']:.2f}"
    speed = [f"`{name}` {bench[name]:.1f}" for name in ("speedup_one_worker", "speedup_two_workers")]
    equal = f"`scores_equal` {str(bench['scores_equal']).lower()} for {bench['scores_compared']} answers"
    lines = [f"{who}, {rounds}, on {machine(bench)}, {versions}.", "", *HEAD, *rows]
    return "\n".join([*lines, "", f"{', '.join([*speed, over, equal])}.", ""])


def about_sizes(sizes):
    """Return the README's table of classes of several sizes."""
    rows = [
        f"| {one['submissions']:,} | {one['wall']:.1f} | {1000 * one['cpu'] / one['submissions']:.0f} | "
        f"{one['memory'] / 1e6:.0f} |"
        for one in sizes["sizes"]
    ]
    head = ["| submissions | wall, s | CPU of one, ms | peak memory, MB |", "|---:|---:|---:|---:|"]
    return "\n".join([f"Two workers, on {machine(sizes)}.", "", *head, *rows, ""])


def dictionary(bench):
    """Return the figures that the instructors' page computes with, as the text of a dictionary."""
    figures = {way: {key: round(bench["per_submission"][way][key], 4) for key in ("wall", "cpu")} for way in QUOTED}
    text = pprint.pformat({"machine": machine(bench)} | figures, width=115, sort_dicts=False).replace("'", '"')
    return "{\n    " + text[1:-1].replace("\n ", "\n    ") + ",\n}"


if __name__ == "__main__":
    main()
