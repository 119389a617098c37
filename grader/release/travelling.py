"""What a released notebook needs beside it: the folder `selfcheck`, a package that needs NumPy and nothing installed.

It holds the reader's `check`, the modules that the grader shares with it, the laws that the chapter's cases name, the
digits that readers may have, and `checks.json`: calls and recorded results, no reference code. In this repository these
modules have their full names; here, and in the notebook's cells, they get the names of the folder.
"""

import ast
import re
import shutil
from pathlib import Path

from grader import wire
from grader.course import ROOT
from grader.plan import plan

SHARED = ("wire", "calling", "compare", "judge")
NEW_NAMES = (
    (r"\bgrader\.selfcheck\b", "selfcheck"),
    (rf"\bgrader\.({'|'.join(SHARED)}|laws)\b", r"selfcheck.\1"),
    (rf"\bfrom grader import(?= (?:{'|'.join(SHARED)}|laws)\b)", "from selfcheck import"),
    (r"\bsolutions\.datasets\b", "selfcheck.datasets"),
)
GRADER = ROOT / "grader"
# never digits-held-out.npz: train_digits is judged on it
FROM_SOLUTIONS = ("datasets.py", "data/digits.npz", "data/README.md")


def rename(text):
    r"""Return program text with the modules' names in the travelling package.

    >>> rename("from grader import wire\nfrom solutions.datasets import load_digits")
    'from selfcheck import wire\nfrom selfcheck.datasets import load_digits'
    """
    for old, new in NEW_NAMES:
        text = re.sub(old, new, text)
    return text


def write_selfcheck(folder, assignment, exercises):
    """Write the travelling package.

    Parameters
    ----------
    folder : Path
        The folder to make, `.../selfcheck`.
    assignment : str
        The assignment's name.
    exercises : dict of str to Exercise
        The exercises of the notebook.

    Raises
    ------
    ImportError
        If a module of the package imports one that does not travel.
    """
    plans = {name: plan(exercise).to_document() for name, exercise in exercises.items()}
    laws = {"__init__", "general"} | {case["law"].split(".")[0] for made in plans.values() for case in made["cases"]}
    shared = [GRADER / f"{name}.py" for name in [*SHARED, *(f"laws/{law}" for law in _with_imported(laws))]]
    sources = {path.relative_to(GRADER): path for path in shared}
    sources |= {Path(name): ROOT / "solutions" / name for name in FROM_SOLUTIONS} | {Path("LICENSE"): ROOT / "LICENSE"}
    for path in _own_files(GRADER / "selfcheck"):
        if path.relative_to(GRADER / "selfcheck") in sources:
            raise ImportError(f"grader/selfcheck/{path.name} takes the place of a file that travels; rename it")
        sources[path.relative_to(GRADER / "selfcheck")] = path
    for place, path in sources.items():
        _copy(path, folder / place)
    (folder / "checks.json").write_bytes(wire.dumps({"assignment": assignment, "exercises": plans}))


def _own_files(folder):
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def _with_imported(laws):
    """Return the laws' modules and the laws' modules that they import."""
    found: set[str] = set()
    while laws - found:
        law = (laws - found).pop()
        found.add(law)
        laws = laws | set(re.findall(r"\bgrader\.laws\.(\w+) import", (GRADER / "laws" / f"{law}.py").read_text()))
    return sorted(found)


def _copy(path, place):
    place.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".py":
        shutil.copyfile(path, place)
        return
    text = rename(path.read_text(encoding="utf-8"))
    for module in _imported_from_here(text):
        raise ImportError(f"{path.name} travels to readers and imports {module}, which does not")
    place.write_text(text, encoding="utf-8", newline="\n")


def _imported_from_here(text):
    for node in ast.walk(ast.parse(text)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name for name in names if name.split(".")[0] in ("grader", "solutions", "figures"))
