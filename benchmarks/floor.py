"""The floor: a bare fork that executes a submission's cells, tests included, and trusts the result.

`python -m benchmarks.floor CELLS` reads {"folder": ..., "students": [[source, ...], ...]} and prints what it cost in
processor and wall seconds. There is no confinement, no IPython, no verdict outside: nothing that forks can cost less.
"""

import json
import os
import sys
import time


def main(path):
    """Execute every student's cells, each in a fork of this process, and print the cost as JSON."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot
    import numpy  # noqa: F401

    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    os.chdir(document["folder"])
    sys.path.insert(0, document["folder"])
    import selfcheck.judge  # noqa: F401

    started, cpu = time.perf_counter(), 0.0
    for sources in document["students"]:
        process = os.fork()
        if not process:
            _execute(sources)
        _, status, usage = os.wait4(process, 0)
        if status:
            raise RuntimeError(f"a fork ended with {status}")
        cpu += usage.ru_utime + usage.ru_stime
    print(json.dumps({"cpu": cpu, "wall": time.perf_counter() - started}))


def _execute(sources):
    """Execute cells one after the other; an exception ends a cell, as in a notebook."""
    import warnings

    warnings.simplefilter("ignore")
    names = {"__name__": "__main__"}
    for source in sources:
        try:
            exec(compile(source, "<cell>", "exec"), names)
        except Exception:
            continue
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
