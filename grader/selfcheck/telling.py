"""What a wrong answer's results have in common, where no author has thought of it: one sentence, true of what was seen.

All answers that have one right value each are compared with it. A sentence is told only if it holds for every wrong
one of them. It is one of a limited number, and quotes nothing of the arguments but the names of parameters, and a
choice such as 'relu' that a public question makes too: it may be told where arguments are hidden.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from . import circumstances, parts
from .beside import NEAR, Pair, is_number, named, numbers, tell_apart
from .calling import Answer, Call
from .clauses import Clause, clause_of
from .compare import SINGLE_PRECISION
from .dependence import TWIN, Asked, ignored
from .judge import Document, ExerciseResult, PlannedCase, PlannedExercise, judge_case
from .laws import catches, is_truth, raises_value_error
from .stops import stop
from .wire import Other, WireError, decode
from .wording import other_kind

GENERAL = "general: "  # what begins the names of what is told; no author's name has a colon
LONGEST = 120  # characters of a sentence


@dataclass(frozen=True)
class Told:
    """What was found: a kind for tables, the sentence, and whether it leaves open how results are wrong."""

    kind: str
    sentence: str
    is_vague: bool = False

    @property
    def name(self) -> str:
        """What gradebooks call it, as they call misconceptions by name."""
        return GENERAL + self.kind


NOTHING = Told("none", "Nothing comes back: is the `return` missing, or is the result printed?")
NOTHING_SOMETIMES = Told("none", "Where it is wrong, nothing comes back: is a `return` missing on that way?")


@dataclass(frozen=True)
class Seen:
    """One call: its result beside the right one, the answer as it came, whether it is wrong, whether all may see it."""

    pair: Pair
    answer: Answer
    wrong: bool
    public: bool


def with_telling(
    planned: PlannedExercise,
    result: ExerciseResult,
    answers: Sequence[Sequence[Document]],
    small: Sequence[Sequence[Document]] = (),
    again: Sequence[Sequence[Document]] = (),
) -> ExerciseResult:
    """Return a verdict with what its wrong results have in common, where they are those of no known wrong answer.

    Parameters
    ----------
    planned
        What was asked.
    result
        The verdict.
    answers, small, again
        See `tell`.
    """
    told = None if result.outcome == "passed" or result.misconception else tell(planned, answers, small, again)
    return replace(result, misconception=told.name, sentence=told.sentence) if told else result


def is_general(misconception: str) -> bool:
    """Whether a misconception's name is one that `tell` gives, and no author."""
    return misconception.startswith(GENERAL)


def tell(
    planned: PlannedExercise,
    answers: Sequence[Sequence[Document]],
    small: Sequence[Sequence[Document]] = (),
    again: Sequence[Sequence[Document]] = (),
) -> Told | None:
    """Say what the wrong results of an answer have in common; None if nothing is found.

    Parameters
    ----------
    planned
        What was asked.
    answers
        For each case the answer documents to its calls, possibly forged.
    small
        The same for each small question.
    again
        The same for the small questions when they were asked once more.
    """
    usual = [(one, got) for one, got in zip(planned.questions, small) if one.name != TWIN]
    public = _asked(planned, [one for one, _ in usual], [got for _, got in usual])
    seen = [*_asked(planned, planned.cases, answers), *(replace(one, public=True) for one in public)]
    told = _short(_unsteady(small, again) or _by_value(seen)) or _short(_of_usual_types(seen))
    if told is None or told.is_vague:
        told = _short(_ignored(planned, small)) or told or _short(_otherwise(planned, answers, seen))
    return told


def _short(told: Told | None) -> Told | None:
    return told if told and len(told.sentence) <= LONGEST else None


def _ignored(planned: PlannedExercise, small: Sequence[Sequence[Document]]) -> Told | None:
    """Tell of arguments that change nothing: public questions show it, some of which differ in one argument alone."""
    asked = []
    for question, documents in zip(planned.questions, small):
        if len(question.calls) == 1:
            given = _documents(planned, question.calls[0])
            seen = _asked(planned, [question], [documents])
            asked += [Asked(given, one.pair) for one in seen if not one.answer.error]
    said = ignored(asked)
    return Told("ignored", said) if said else None


def _documents(planned: PlannedExercise, call: Document) -> dict[str, Document]:
    """Return the documents of a call's arguments by the words that stand for them, with defaults that it leaves out."""
    given = {named(place, planned.parameters): one for place, one in enumerate(call["arguments"])}
    given |= {f"`{key}`": one for key, one in call.get("keywords", {}).items()}
    return {f"`{key}`": one for key, one in planned.defaults.items()} | given


def _asked(
    planned: PlannedExercise, cases: Sequence[PlannedCase], answers: Sequence[Sequence[Document]]
) -> Iterator[Seen]:
    """Yield each call that has one right value."""
    for case, documents in zip(cases, answers):
        if not case.law.is_by_value or len(documents) != len(case.calls):
            continue
        calls, expected, parameters = case.asked
        try:
            got = case.read(documents)
        except WireError:
            continue
        for call, answer, due in zip(calls, got, expected):
            if not due.error:
                verdict = case.law.function([call], [answer], [due], **parameters)
                rtol = max(NEAR, parameters.get("rtol", 0.0), _coarseness(answer.value))
                pair = Pair(answer.value, due.value, _given(planned, call), rtol)
                yield Seen(pair, answer, not verdict.passed, False)


def _coarseness(value: Any) -> float:
    is_coarse = isinstance(value, (np.ndarray, np.generic)) and value.dtype in (np.float32, np.float16)
    return SINGLE_PRECISION if is_coarse else 0.0


def _given(planned: PlannedExercise, call: Call) -> dict[str, Any]:
    """Return the arguments of a call by the words that stand for them."""
    given = {named(place, planned.parameters): _as_array(value) for place, value in enumerate(call.arguments)}
    given |= {f"`{key}`": _as_array(value) for key, value in call.keywords.items()}
    left_out = {f"`{key}`": decode(value, trusted=True) for key, value in planned.defaults.items()}
    return given | {words: value for words, value in left_out.items() if words not in given}


def _as_array(value: Any) -> Any:
    """Return a list of numbers, or of equally long lists of them, as an array: questions are asked with both."""
    return np.array(value) if isinstance(value, list) and _shape(value) else value


def _shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of lists within lists; None where they are not equally long, or hold something else."""
    if is_number(value):
        return ()
    shapes = {_shape(one) for one in value} if isinstance(value, list) else {None}
    within = shapes.pop() if len(shapes) == 1 else None
    return None if within is None else (len(value), *within)


def _unsteady(small: Sequence[Sequence[Document]], again: Sequence[Sequence[Document]]) -> Told | None:
    """Tell of results that change when the same is asked once more."""
    for one, other in zip(small, again):
        if [document.get("value") for document in one] != [document.get("value") for document in other]:
            return Told(
                "unsteady",
                "The same call gives another result the second time: by chance, or by what the first one left?",
            )
    return None


def _of_usual_types(seen: Sequence[Seen]) -> Told | None:
    """Tell what holds but for arguments of small types, which make wrong answers in a way of their own."""
    usual = [one for one in seen if not any(map(circumstances.is_narrow, one.pair.given.values()))]
    told = _by_value(usual) if len(usual) < len(seen) else None
    return told and replace(told, sentence=f"Small number types aside, {told.sentence[0].lower()}{told.sentence[1:]}")


def _by_value(seen: Sequence[Seen]) -> Told | None:
    """Tell what the wrong ones of these results have in common."""
    wrong = [one for one in seen if one.wrong]
    back = [one for one in wrong if not one.answer.error]
    off = [one for one in back if not parts.same(one.pair)]
    if not wrong:
        return None
    if not back:
        return _stopped(wrong, seen)
    if 2 * len(back) <= len(wrong):
        said = stop([one.answer for one in wrong if one.answer.error])
        return Told("stops", f"Most of the wrong calls stop: {said[0].lower()}{said[1:]}") if said else None
    if not off:
        return _right_but(back)
    told = _of_kinds(off, len(off) < len(seen))
    if told:
        return told
    right = [one.pair for one in seen if not one.wrong]
    wrong_pairs = [one.pair for one in off]
    clause = clause_of(wrong_pairs, len(off) < len(seen))
    if clause:
        return Told(clause.kind, _sentence(clause, wrong, seen, right, len(back) < len(wrong)), clause.is_vague)
    return _where(wrong, seen, "Results are wrong") or _in_common(wrong_pairs, right)


def _stopped(wrong: Sequence[Seen], seen: Sequence[Seen]) -> Told | None:
    said = stop([one.answer for one in wrong])
    return Told("stops", said) if said else _where(wrong, seen, "The function stops")


def _right_but(wrong: Sequence[Seen]) -> Told | None:
    """Tell of right results that are judged wrong all the same: an argument is changed, or something is warned of."""
    if all(one.answer.changed for one in wrong):
        names = {tuple(one.pair.given)[one.answer.changed[0]] for one in wrong}
        changed = names.pop() if len(names) == 1 else "an argument"
        return Told(
            "changes its arguments", f"What comes back is right, but {changed} is changed by the call: work on a copy."
        )
    if all(one.answer.warnings for one in wrong):
        return Told(
            "warns", "The results are right, but NumPy warns on the way: some step leaves the range of numbers."
        )
    return None


def _of_kinds(off: Sequence[Seen], partial: bool) -> Told | None:
    """Tell of results that are not of the kind asked for."""
    if all(one.pair.got is None for one in off):
        return NOTHING_SOMETIMES if partial else NOTHING
    if all(isinstance(one.pair.got, Other) for one in off):
        return Told("kind", "The result is of a kind that cannot be compared: return numbers, arrays, lists or tuples.")
    if all(numbers(one.pair.right) is not None and _holds_truths(one.pair.got) for one in off):
        return Told("kind", "Wrong results are True and False where numbers are asked.")
    if all(numbers(one.pair.right) is not None and isinstance(one.pair.got, str) for one in off):
        return Told("kind", "Wrong results are text where numbers are asked.")
    if all(_holds_truths(one.pair.right) for one in off) and len(off) > 1:
        return _of_truths(off)
    said = other_kind([one.pair for one in off])
    return Told("kind", said) if said else None


def _of_truths(off: Sequence[Seen]) -> Told | None:
    if all(np.array_equal(np.asarray(one.pair.got), ~np.asarray(one.pair.right)) for one in off):
        return Told("opposite", "Every wrong result is the opposite: True for False and False for True.")
    for value in (True, False):
        if all(np.all(np.asarray(one.pair.got) == value) for one in off):
            return Told("constant", f"Every wrong result is {value}.")
    return None


def _holds_truths(value: Any) -> bool:
    return isinstance(value, (bool, np.bool_)) or (isinstance(value, np.ndarray) and value.dtype == bool)


def _sentence(
    clause: Clause, wrong: Sequence[Seen], seen: Sequence[Seen], right: Sequence[Pair], some_stop: bool
) -> str:
    """Return a clause as a sentence about all results, or about the wrong ones."""
    it = "every wrong result" if right else "every result"
    said = clause.words.format(it + (" that comes back" if some_stop else "")) if clause.is_whole else clause.words
    where = _shared(wrong, seen)
    if where and where.always:
        said = said.replace("every wrong result", "every result")
    longer = f"Where {where.words}, {said}." if where else ""
    return longer if 0 < len(longer) <= LONGEST else f"{said[0].upper()}{said[1:]}."


def _shared(wrong: Sequence[Seen], seen: Sequence[Seen]) -> circumstances.Condition | None:
    """Return what the arguments of all wrong calls have in common, if a public question shows it."""
    if not any(one.public for one in wrong):
        return None
    right = [one.pair.given for one in seen if not one.wrong]
    return circumstances.condition([one.pair.given for one in wrong], right)


def _where(wrong: Sequence[Seen], seen: Sequence[Seen], said: str) -> Told | None:
    shared = _shared(wrong, seen)
    if not shared:
        return None
    sentence = (
        f"{said} where {shared.words}, and nowhere else." if shared.always else f"{said} only where {shared.words}."
    )
    return Told("circumstances", sentence)


def _in_common(wrong: Sequence[Pair], right: Sequence[Pair]) -> Told | None:
    """Tell what results of any kind have in common: they are all one, or lack what all right ones have."""
    arrays = [array for pair in wrong if (array := numbers(pair.got)) is not None]
    is_one = len(arrays) == len(wrong) > 2 and all(np.array_equal(array, arrays[0]) for array in arrays)
    if is_one and tell_apart(wrong):
        return Told("unchanging", "Every wrong result is the same, whatever is asked.")
    lost = circumstances.lost_property(wrong, right)
    said = f"{lost[0].upper()}{lost[1:]}: that is not so of any wrong one." if lost else ""
    return Told("property", said, is_vague=True) if lost else None


def _otherwise(planned: PlannedExercise, answers: Sequence[Sequence[Document]], seen: Sequence[Seen]) -> Told | None:
    """Tell of answers that are not compared with a value: refusals that are missing, testers, what a law says."""
    results = [judge_case(case, list(got)) for case, got in zip(planned.cases, answers)]
    failing = [(case, result) for case, result in zip(planned.cases, results) if result.fraction < 1]
    if any(one.wrong for one in seen) or not failing:
        return None
    if all(case.law.function is raises_value_error for case, _ in failing):
        return Told(
            "refusal", "The results are right; what is missing is the ValueError for arguments that make no sense."
        )
    read = [answer for case, result in failing for answer in _read(case, result.answers)]
    if read and all(answer.error for answer in read):
        said = stop(read)
        return Told("stops", said) if said else None
    if read and all(answer.value is None for answer in read):
        return NOTHING
    said_by_laws = [result.words for case, result in failing if _read(case, result.answers)]
    return _of_tester(failing[0][0], read) if planned.is_tester else _of_laws(said_by_laws)


def _of_laws(words: Sequence[str]) -> Told | None:
    """Tell what a chapter's own laws say of the cases that are wrong: most often, if they say different things."""
    said = Counter(re.sub(r"^call \d+ of \d+: ", "", one) for one in words)
    one = max(said, key=said.__getitem__, default="")
    if not one or one.startswith("it raised"):
        return None
    end = "" if one.endswith(("?", ".")) else "."
    return Told("law", (f"{one[0].upper()}{one[1:]}" if len(said) == 1 else f"Among other things: {one}") + end)


def _read(case: PlannedCase, answers: Sequence[Document]) -> list[Answer]:
    try:
        return case.read(answers)
    except WireError:
        return []


def _of_tester(case: PlannedCase, answers: Sequence[Answer]) -> Told | None:
    if case.law.function is not catches or not answers:
        return None
    if any(answer.error for answer in answers):
        return Told("stops", "On some implementations the test itself stops with an error.")
    said = [answer.value for answer in answers if is_truth(answer)]
    if len(said) < len(answers):
        return Told("kind", "A test says True or False; here something else comes back.")
    if all(said):
        return Told("constant", "Every implementation is taken for right.")
    return None if any(said) else Told("constant", "Every implementation is refused, the right ones too.")
