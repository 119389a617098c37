"""Which answers of a class agree more than chance explains: a help for a conversation, and no verdict.

An answer becomes the sequence of its tokens without comments, docstrings and layout. All names that its author chose
are one token, so that renaming changes nothing and a statement that was moved keeps what is around its names. Of every
few tokens a hash is taken, and of every few hashes the least is kept: winnowing (Schleimer, Wilkerson and Aiken, 2003).
What stands in the stub, in the reference or in a known answer is taken away, since nobody need have it from a
neighbour. How much two answers agree is the share of the rest that they have in common.

How often such agreement is to be expected is counted in this class: for each exercise the share of all pairs that agree
as much. These shares are put together over the exercises by Fisher's method, as if exercises were independent. They are
not where people have a style: who writes loops does so everywhere. So what is expected is never less than how slowly
agreement falls off in this class itself, by the median of what the tenth of its pairs that agree most have beyond the
others: in an exponential tail it is log 2 over the rate (Pickands, 1975).
"""

from __future__ import annotations

import builtins
import io
import keyword
import math
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import median
from zlib import crc32

from grader.grading.result import ExerciseReport, SubmissionResult

GRAM, WINDOW = 6, 4  # tokens in a hash, hashes of which one is kept
LEAST = 0.5  # how much two answers have in common that are shown
FEWEST = 4  # hashes beside those that everybody may have: with fewer an answer says nothing
MOST_EXPECTED = 0.1  # pairs that agree as much by chance: of ten classes one shows two who wrote on their own
TAIL, FEWEST_PAIRS = 0.1, 20  # the part of all pairs that agree most, by which the others are judged; at least so many
RARE = 0.05  # of the class have a mistake that is rare
LANGUAGE = frozenset({"np", *dir(builtins)})  # names that nobody chose
SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
Fingerprint = frozenset[int]
Pair = tuple[str, str]


def tokens(source: str) -> list[str]:
    r"""Return what an answer says, however it is laid out and whatever its names are.

    >>> tokens("def f(x):\n    '''Doc.'''\n    y = 2 * np.abs(x)  # twice\n    return y")
    ['def', 'v', '(', 'v', ')', ':', 'v', '=', '2', '*', 'np', '.', 'abs', '(', 'v', ')', 'return', 'v']
    """
    said: list[str] = []
    before = ""
    for token in _tokenized(source):
        if token.type in SKIPPED or (token.type == tokenize.STRING and before in (":", "")):
            continue
        text = token.string
        if token.type == tokenize.NAME and not keyword.iskeyword(text) and before != "." and text not in LANGUAGE:
            text = "v"
        said.append(text)
        before = token.string
    return said


def _tokenized(source: str) -> Iterator[tokenize.TokenInfo]:
    """Yield the tokens of a text up to where it stops to be Python. Nothing is compiled."""
    try:
        yield from tokenize.generate_tokens(io.StringIO(source).readline)
    except (tokenize.TokenError, SyntaxError, ValueError):
        return


def fingerprint(said: Sequence[str]) -> Fingerprint:
    """Return the hashes that winnowing keeps."""
    grams = [
        crc32(" ".join(said[place : place + GRAM]).encode("utf-8", "replace")) for place in range(len(said) - GRAM + 1)
    ]
    return frozenset(min(grams[place : place + WINDOW]) for place in range(max(1, len(grams) - WINDOW + 1)) if grams)


@dataclass(frozen=True)
class Agreement:
    """Two answers to one exercise that agree.

    Parameters
    ----------
    share
        How much they have in common, between 0 and 1.
    chance
        The share of all pairs of the class that agree as much.
    sources
        The two answers.
    mistake
        What both got wrong and few others; '' if nothing.
    """

    exercise: str
    share: float
    chance: float
    sources: tuple[str, str]
    mistake: str = ""


@dataclass(frozen=True)
class Likeness:
    """Two students whose answers agree.

    Parameters
    ----------
    expected
        How many pairs of the class would agree as much by chance.
    """

    students: Pair
    assignment: str
    expected: float
    agreements: list[Agreement] = field(default_factory=list)


def likenesses(results: Iterable[SubmissionResult], known: Mapping[str, Sequence[str]]) -> list[Likeness]:
    """Return the pairs whose answers agree more than chance explains, the least expected first.

    Parameters
    ----------
    results
        A class, of any number of assignments.
    known
        For each exercise the texts that everybody may have: the stub, the reference, known answers.
    """
    classes: dict[str, dict[str, SubmissionResult]] = {}
    for result in results:
        if not result.error:
            classes.setdefault(result.assignment, {})[result.student] = result
    free = {name: frozenset().union(*(fingerprint(tokens(text)) for text in texts)) for name, texts in known.items()}
    found = [one for name, people in sorted(classes.items()) for one in _of_assignment(name, people, free)]
    return sorted(found, key=lambda one: (one.expected, one.assignment, one.students))


def _of_assignment(
    assignment: str, people: Mapping[str, SubmissionResult], free: Mapping[str, Fingerprint]
) -> Iterator[Likeness]:
    reports = {student: {one.name: one for one in result.exercises} for student, result in sorted(people.items())}
    exercises = list(dict.fromkeys(name for of_one in reports.values() for name in of_one))
    shares = {name: _shares(reports, name, free.get(name, frozenset())) for name in exercises}
    chances = {name: _chances(of_pairs, len(reports)) for name, of_pairs in shares.items()}
    agreeing = {
        pair: [name for name in exercises if pair in shares[name]]
        for pair in sorted({pair for of_pairs in shares.values() for pair in of_pairs})
    }
    together = {
        pair: fisher([chances[name][shares[name][pair]] for name in names], _compared(reports, pair))
        for pair, names in agreeing.items()
    }
    for pair, expected in _expected(together, math.comb(len(reports), 2)).items():
        if expected < MOST_EXPECTED:
            yield Likeness(pair, assignment, expected, [
                _agreement(name, pair, shares[name][pair], chances[name], reports) for name in agreeing[pair]
            ])  # fmt: skip


def _expected(together: Mapping[Pair, float], count: int) -> dict[Pair, float]:
    """Return how many of so many pairs agree by chance as much as each one does."""
    most = max(FEWEST_PAIRS, int(TAIL * count))
    scores = sorted((-math.log(chance) for chance in together.values()), reverse=True)
    top = [*scores, *[0.0] * most][:most]  # pairs that agree in nothing score 0
    excess = median(score - top[-1] for score in top)
    rate = min(1.0, math.log(2) / excess) if excess else 1.0
    return {
        pair: max(count * chance, len(top) * math.exp(-rate * (-math.log(chance) - top[-1])))
        for pair, chance in together.items()
    }


def _shares(reports: Mapping[str, Mapping[str, ExerciseReport]], name: str, free: Fingerprint) -> dict[Pair, float]:
    """Return how much each two answers have in common that have much."""
    own = {
        student: fingerprint(tokens(of_one[name].source)) - free
        for student, of_one in reports.items()
        if name in of_one
    }
    own = {student: marks for student, marks in own.items() if len(marks) >= FEWEST}
    shares = {
        pair: len(own[pair[0]] & own[pair[1]]) / len(own[pair[0]] | own[pair[1]]) for pair in combinations(own, 2)
    }
    return {pair: share for pair, share in shares.items() if share >= LEAST}


def _chances(shares: Mapping[Pair, float], people: int) -> dict[float, float]:
    """Return for each share in common which part of all pairs has as much."""
    ordered = sorted(shares.values(), reverse=True)
    return {share: (place + 1) / math.comb(people, 2) for place, share in enumerate(ordered)}


def _compared(reports: Mapping[str, Mapping[str, ExerciseReport]], pair: Pair) -> int:
    """Return in how many exercises two students both wrote something."""
    one, other = (reports[student] for student in pair)
    return sum(bool(one[name].source and name in other and other[name].source) for name in one)


def fisher(chances: Sequence[float], count: int) -> float:
    """Return the chance of some chances together, of so many exercises; of those that are not named it is 1.

    Fisher's statistic is -2 times the sum of their logarithms; with twice as many degrees of freedom as exercises its
    distribution has a closed form.

    >>> round(fisher([0.05, 0.05], 2), 4)
    0.0175
    """
    half = -sum(math.log(chance) for chance in chances)
    return math.exp(-half) * sum(half**i / math.factorial(i) for i in range(max(1, count)))


def _agreement(
    name: str, pair: Pair, share: float, chances: Mapping[float, float],
    reports: Mapping[str, Mapping[str, ExerciseReport]],
) -> Agreement:  # fmt: skip
    one, other = (reports[student][name] for student in pair)
    mistake = _mistake(one)
    alike = [of_one[name] for of_one in reports.values() if name in of_one and _mistake(of_one[name]) == mistake]
    is_rare = mistake and mistake == _mistake(other) and len(alike) <= max(2, RARE * len(reports))
    words = f"{mistake}: {len(alike)} of {len(reports)}" if is_rare else ""
    return Agreement(name, share, chances[share], (one.source, other.source), words)


def _mistake(report: ExerciseReport) -> str:
    """Return what is wrong with an answer in a few words; '' if nothing is."""
    if report.outcome not in ("failed", "partial"):
        return ""
    return report.sentence or "; ".join(f"{case.name}: {case.words}" for case in report.cases if case.fraction < 1)
