"""Where the grader's own process spends its time: `python -m benchmarks.profile [SUBMISSIONS]`.

One process grades, records and writes feedback; the profile is that of the grading. What the forked runners do shows
in it as waiting for them (`recv`).
"""

import cProfile
import os
import pstats
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.classes import SECRET, Classes
from benchmarks.ten import ASSIGNMENT, chapter


def main(count):
    """Grade the first submissions of the class under cProfile, and print the functions that took most."""
    from grader.gradebook import Gradebook
    from grader.grading.grade import grade, prepare
    from grader.report import write_feedback
    from grader.sandbox import Pool

    with tempfile.TemporaryDirectory(prefix="profile-") as folder:
        work = Path(folder)
        classes = Classes(chapter(work / "course"), work)
        classes.hand_in(count, work / "submitted")
        assignment = prepare(classes.chapter, SECRET, classes.release)
        papers = {p.parents[1].name: p.read_bytes() for p in sorted((work / "submitted").rglob("*.ipynb"))}
        with Gradebook(f"sqlite:///{work / 'gradebook.db'}") as gradebook, Pool(classes.release) as pool:
            gradebook.prepare({ASSIGNMENT: assignment.points})
            profile, parts = cProfile.Profile(), {"grade": 0.0, "feedback": 0.0, "gradebook": 0.0}
            for student, data in papers.items():
                started = time.perf_counter()
                result = profile.runcall(grade, student, data, assignment, pool)
                graded = time.perf_counter()
                write_feedback(result, work / "feedback", classes.chapter.course)
                written = time.perf_counter()
                gradebook.record(result)
                for part, seconds in zip(parts, (graded - started, written - graded, time.perf_counter() - written)):
                    parts[part] += seconds
    print({part: f"{1000 * seconds / count:.1f} ms" for part, seconds in parts.items()})
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(18)


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
