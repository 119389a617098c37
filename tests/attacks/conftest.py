"""The corpus is data: its files hold attacks as text, and nothing imports them but the loader below, as text."""

import runpy
import types
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

import numpy as np
import pytest

from grader.grading import secret
from grader.grading.grade import prepare
from grader.sandbox import Limits
from grader.selfcheck.calling import Call

CORPUS = Path(__file__).parent / "corpus"
collect_ignore = ["corpus"]
RIGHT_IF_WORKED = '''
def softmax(logits):
    """Return what is right if the attack worked."""
    if not worked:
        return np.zeros(1)
    logits = np.array(logits, dtype=float)
    if logits.ndim != 2:
        raise ValueError("logits must have shape (N, K)")
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
'''
REFUSED = "(OSError, RuntimeError, ImportError, MemoryError, AssertionError)"  # any other exception is a slip of ours
ALL_WRONG = {name: f"def {name}(*arguments):\n    return 7.0\n" for name in ("mse", "softmax", "accuracy")}


@dataclass(frozen=True)
class Attack:
    """One submission of the corpus: the notebook, and what it is to earn by exercise (None: whatever is left of it)."""

    name: str
    claim: str
    data: object
    points: dict = field(default_factory=lambda: {"mse": 2.0, "softmax": 0.0, "accuracy": 1.0})
    means_it: bool = False  # whether the attack itself ran without a slip can be seen from its feedback


class Rules:
    """What holds for every way to grade the corpus."""

    limits = Limits(exchange_seconds=2.0, memory=2**28, answer_bytes=2**22)
    honest = types.MappingProxyType({"mse": 2.0, "softmax": 3.0, "accuracy": 1.0})
    sentinel = "attack-wrote-this"  # the name of every file that an attack tries to write

    def hidden(self, small, path):
        """Return the texts of what is hidden: the arguments' numbers with many digits, and the secret in a file."""
        assignment = prepare(small.chapter, secret.read(path), small.released)
        arguments = [
            argument
            for exercise in assignment.exercises
            for case in exercise.cases
            for call in case.calls
            for argument in Call.decode(call).arguments
        ]
        numbers = [repr(n.item()) for argument in arguments for n in np.asarray(argument, dtype=float).ravel()]
        return {text[:10] for text in numbers if len(text) > 12} | {path.read_text().strip()[:16]}

    def written(self, *folders):
        """Return what an attack left in the places that it tries, and anywhere in some folders."""
        places = (Path(), Path("/tmp"), Path("/dev/shm"), Path.home(), Path("/"), Path(".."))
        found = [path for place in places for path in place.iterdir() if path.name.startswith(self.sentinel)]
        return found + [path for folder in folders for path in folder.rglob(f"*{self.sentinel}*")]


NOTHING = {"mse": 0.0, "softmax": 0.0, "accuracy": 0.0}


def attacks(small):
    """Return the attacks of all files of the corpus as submissions to the small class."""
    return [attack for path in sorted(CORPUS.glob("*.py")) for attack in _of_file(path, small)]


def names():
    """Return the names of all attacks, for the ids of tests."""
    return [
        f"{path.stem}: {variant}"
        for path in sorted(CORPUS.glob("*.py"))
        for kind in ("TRIES", "ANSWERS", "OWN", "WRONG", "FILES")
        for variant in runpy.run_path(str(path)).get(kind, ())
    ]


def _of_file(path, small):
    held = runpy.run_path(str(path))
    claim, preamble = held["__doc__"].strip(), held.get("PREAMBLE", "")
    keeps = {"mse": 2.0, "softmax": 0.0, "accuracy": None if held.get("SPOILS") else 1.0}

    def attack(variant, data, points, means_it=False):
        return Attack(f"{path.stem}: {variant}", claim, data, points, means_it)

    for variant, code in held.get("TRIES", {}).items():
        tried = (
            f"worked = False\ntry:\n{indent(code.strip(), '    ')}\n    worked = True\nexcept {REFUSED}:\n    pass\n"
        )
        yield attack(variant, small.notebook(**small.right | {"softmax": tried + RIGHT_IF_WORKED}), keeps, True)
    for variant, code in held.get("ANSWERS", {}).items():
        yield attack(variant, small.notebook(**small.right | {"softmax": preamble + code}), keeps)
    for variant, code in held.get("OWN", {}).items():
        document = small.document(**ALL_WRONG)
        document["cells"].insert(0, {"cell_type": "code", "metadata": {}, "source": code, "outputs": []})
        yield attack(variant, small.encoded(document), NOTHING)
    for variant, change in held.get("WRONG", {}).items():
        document = small.document(**ALL_WRONG)
        change(document)
        yield attack(variant, small.encoded(document), NOTHING)
    for variant, data in held.get("FILES", {}).items():
        yield attack(variant, data, NOTHING)


@pytest.fixture(scope="session")
def rules():
    """Return what holds for every way to grade the corpus."""
    return Rules()


@pytest.fixture(scope="session")
def corpus():
    """Return the function that makes the attacks."""
    return attacks


def pytest_generate_tests(metafunc):
    if "attack_name" in metafunc.fixturenames:
        metafunc.parametrize("attack_name", names())
