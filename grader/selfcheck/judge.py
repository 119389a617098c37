"""Planned cases and the answers to them → points, an outcome and the likeliest misconception.

A plan is data: calls, the reference's answers, the wrong answers' answers, the law. It says nothing of how the
reference works, so it can travel to readers: NumPy and the standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from .calling import Answer, Call, digests
from .compare import agree
from .laws import LawText, Verdict, catches, is_truth, raises_value_error
from .wire import WireError, decode

Document = dict[str, Any]  # of `wire`: what JSON holds


@dataclass(frozen=True)
class PlannedCase:
    """One case with its arguments made and its answers recorded, all as documents of `grader.selfcheck.wire`.

    Parameters
    ----------
    name
        What the case tries, as a phrase.
    share
        Its share of the exercise's points; the shares of an exercise add up to 1.
    law
        The law that judges it.
    parameters
        What else the law is told.
    calls
        What is asked.
    expected
        The reference's answers.
    mistakes
        What `essence` keeps of the answers of those wrong answers that the law tells from the reference here, by name;
        nothing where other cases say enough of them.
    """

    name: str
    share: float
    law: LawText
    parameters: Document
    calls: list[Document]
    expected: list[Document]
    mistakes: dict[str, list[Document]] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: what is decoded is made anew where the plan arrives."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def asked(self) -> tuple[list[Call], list[Answer], dict[str, Any]]:
        """What a law is told, decoded once for a whole class: the `Call`s, the expected `Answer`s, the parameters."""
        calls = [Call.decode(call) for call in self.calls]
        expected = self.read(self.expected) or [Answer()] * len(calls)  # a law that states a property needs none
        return calls, expected, {key: decode(value) for key, value in self.parameters.items()}

    @cached_property
    def made(self) -> dict[str, list[Answer]]:
        """The wrong answers' `Answer`s by name, decoded once."""
        return {name: [_recall(one) for one in recorded] for name, recorded in self.mistakes.items()}

    @cached_property
    def _before(self) -> list[list[str]]:
        return [digests(call) for call in self.calls]

    def read(self, answers: Sequence[Document]) -> list[Answer]:
        """Return documents of answers to the calls as `Answer`s.

        Raises
        ------
        WireError
            If one of them is not an answer.
        """
        return [Answer.decode(*one) for one in zip(answers, self.calls, self._before)]

    def verdict(self, got: Sequence[Answer]) -> Verdict:
        """Return what the law says of answers to the calls."""
        calls, expected, parameters = self.asked
        return self.law.function(calls, got, expected, **parameters)


def essence(document: Document, answer: Answer) -> Document:
    """Return what tells whether another answer is the same as this: value, error, changes of arguments.

    Parameters
    ----------
    document
        Of the answer.
    answer
        As it was read.
    """
    told: Document = {"error": answer.error[0]} if answer.error else {"value": document["value"]}
    return told | ({"changed": list(answer.changed)} if answer.changed else {})


def _recall(kept: Document) -> Answer:
    error = (kept["error"],) if "error" in kept else ()
    return Answer(decode(kept.get("value")), error, changed=tuple(kept.get("changed", ())))


@dataclass(frozen=True)
class PlannedExercise:
    """One exercise, ready to be asked of anybody's function.

    Parameters
    ----------
    name
        The name of the function, class or variable.
    points
        What a right answer is worth; 0 for a warm-up.
    cases
        The first is the core.
    sentences
        What each wrong answer's reader is told, by its name.
    hints
        Of growing strength.
    probe
        The text of the function that is given the answer and called in its place; '' where the answer is a function
        that is called itself.
    is_tester
        Whether it is given implementations, and is asked in a process of its own.
    questions
        Small public ones, which carry no points: for each known mistake the smallest arguments that show it.
    parameters
        The names of the parameters, as the released stub has them; none where a probe stands between.
    defaults
        The documents of what parameters are that a call leaves out.
    """

    name: str
    points: int
    cases: list[PlannedCase]
    sentences: dict[str, str]
    hints: list[str]
    probe: str = ""
    is_tester: bool = False
    questions: list[PlannedCase] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    defaults: Document = field(default_factory=dict)

    def to_document(self) -> Document:
        """Return the plan as JSON-able data; the text of a module of laws is in it once."""
        texts = list(dict.fromkeys(case.law.source for case in [*self.cases, *self.questions]))

        def as_documents(cases: list[PlannedCase]) -> list[Document]:
            return [one.__getstate__() | {"law": [one.law.name, texts.index(one.law.source)]} for one in cases]

        return vars(self) | {
            "cases": as_documents(self.cases), "questions": as_documents(self.questions), "laws": texts
        }  # fmt: skip

    @classmethod
    def from_document(cls, document: Document) -> PlannedExercise:
        """Read the plan from what `to_document` returned."""
        kept = dict(document)
        texts = kept.pop("laws")
        for group in ("cases", "questions"):
            laws = [LawText(name, texts[place]) for name, place in (case["law"] for case in document[group])]
            kept[group] = [PlannedCase(**case | {"law": law}) for case, law in zip(document[group], laws)]
        return cls(**kept)


@dataclass(frozen=True)
class CaseResult:
    """What became of one case.

    `answers` are documents as they came back; `words` say why the case is not all right.
    """

    name: str
    fraction: float
    words: str = ""
    answers: list[Document] = field(default_factory=list)


@dataclass(frozen=True)
class ExerciseResult:
    """What became of one exercise: `outcome` is passed, partial or failed."""

    name: str
    points: float
    max_points: int
    outcome: str
    cases: list[CaseResult]
    misconception: str = ""
    sentence: str = ""


def judge_case(case: PlannedCase, answers: list[Document]) -> CaseResult:
    """Judge the answers to one case: documents, possibly forged, possibly too few."""
    if len(answers) != len(case.calls):
        return CaseResult(case.name, 0.0, "there is no answer", answers)
    try:
        got = case.read(answers)
    except WireError as error:
        return CaseResult(case.name, 0.0, f"the answer could not be read: {error}", [])
    verdict = case.verdict(got)
    return CaseResult(case.name, verdict.fraction, verdict.words, answers)


def judge(exercise: PlannedExercise, answers: Sequence[list[Document]]) -> ExerciseResult:
    """Judge the answers to all cases of an exercise.

    Parameters
    ----------
    exercise
        What was asked.
    answers
        For each case the answer documents to its calls.

    Returns
    -------
        No points without the core case; else each case earns its share, the exercise's points in hundredths.
    """
    unanswered: list[list[Document]] = [[]] * (len(exercise.cases) - len(answers))
    results = [judge_case(case, got) for case, got in zip(exercise.cases, [*answers, *unanswered])]
    return add_up(exercise, results)


def add_up(exercise: PlannedExercise, results: list[CaseResult]) -> ExerciseResult:
    """Add up the results of an exercise's cases; see `judge`."""
    core_works = bool(results) and results[0].fraction > 0
    earned = sum(case.share * result.fraction for case, result in zip(exercise.cases, results)) if core_works else 0.0
    complete = len(results) == len(exercise.cases) and all(result.fraction == 1 for result in results)
    worth = exercise.points or 1  # a warm-up, too, is right in part
    part = float(worth) if complete else min(round(worth * earned, 2), worth)
    outcome = "passed" if complete else "partial" if part > 0 else "failed"
    mistake = "" if complete else misconception(exercise, results)
    sentence = exercise.sentences.get(mistake, "")
    points = part if exercise.points else 0.0
    return ExerciseResult(exercise.name, points, exercise.points, outcome, results, mistake, sentence)


def misconception(exercise: PlannedExercise, results: Sequence[CaseResult]) -> str:
    """Return the name of the wrong answer whose results these are, or ''.

    A wrong answer explains a case by the very same answers to it, and is contradicted by a right answer to a case that
    it gets wrong. The one that explains the largest share beyond what contradicts it is taken. A missing ValueError
    contradicts nothing: readers add those checks to any mistake. Where the plan says only that it is wrong, a wrong
    answer that has explained another case explains this one too: else those with more results would always win. A
    tester is explained in part by one that misses nothing else than it does: whoever misses more has that to learn as
    well.
    """
    explained: dict[str, float] = {}
    for case, result in zip(exercise.cases, results):
        parts = _authors(case, result.answers) if result.fraction < 1 else {}
        for name, part in parts.items():
            explained[name] = explained.get(name, 0.0) + case.share * part
    for case, result in zip(exercise.cases, results):
        for name in explained.keys() & case.mistakes.keys() if result.fraction < 1 else ():
            explained[name] += 0.0 if case.mistakes[name] else case.share
    doubts = dict.fromkeys(explained, 0.0)
    checks = dict.fromkeys(explained, 0.0)
    for case, result in zip(exercise.cases, results):
        for name in explained.keys() & case.mistakes.keys() if result.fraction == 1 else ():
            (checks if case.law.function is raises_value_error else doubts)[name] += case.share

    def likelihood(name: str) -> tuple[float, float]:  # rounded, so that shares added up in another order stay equal
        return round(explained[name] - doubts[name], 9), -round(checks[name], 9)

    best = max(sorted(explained), key=likelihood, default="")
    return best if best and explained[best] > doubts[best] else ""


def _authors(case: PlannedCase, answers: Sequence[Document]) -> dict[str, float]:
    """Return the wrong answers whose recorded answers these are, each with the part of the mistakes that it explains.

    The same answers have equal values, errors and changes of arguments.
    """
    try:
        got = case.read(answers)
    except WireError:
        return {}
    if len(answers) != len(case.calls) or all(answer.error for answer in got):
        return {}  # an exception alone says too little of what the reader thought
    recorded = {name: mistakes for name, mistakes in case.made.items() if mistakes}
    weaker = _weaker(case, got, recorded) if case.law.function is catches else {}
    return weaker | {name: 1.0 for name, mistakes in recorded.items() if all(map(is_same, got, mistakes))}


def _weaker(case: PlannedCase, got: list[Answer], recorded: dict[str, list[Answer]]) -> dict[str, float]:
    """Return the testers that are wrong of no implementation of which this one is right, if of half as many or more."""
    missed = _missed(case, got)
    parts = {name: _missed(case, mistakes) for name, mistakes in recorded.items()}
    likely = {name: one for name, one in parts.items() if one <= missed and len(missed) <= 2 * len(one)}
    return {name: len(one) / (1 + len(missed)) for name, one in likely.items()}  # less than the very same answers


def _missed(case: PlannedCase, answers: Sequence[Answer]) -> set[int]:
    """Return the places of the implementations of which a tester says something else than the reference."""
    expected = case.asked[1]
    return {place for place, one in enumerate(answers) if not is_truth(one) or one.value != expected[place].value}


def is_same(got: Answer, mistake: Answer) -> bool:
    """Whether two answers have equal values, errors and changes of arguments."""
    if got.error[:1] != mistake.error[:1] or got.changed != mistake.changed:
        return False
    return bool(got.error) or agree(got.value, mistake.value)
