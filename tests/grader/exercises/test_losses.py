import ast
import inspect

import numpy as np
import pytest

from grader.audit import ask, audit_exercise
from grader.exercises import of_chapter
from grader.exercises.losses.batches import whole_scored
from grader.exercises.losses.softmax import huge
from grader.laws import general
from grader.plan import plan
from solutions import losses

EXERCISES = of_chapter("losses")
MANY_WRONG_ANSWERS = {"softmax": 8, "cross_entropy_grad": 8}
STATED_FOR_HUGE_SCORES = {"softmax", "log_softmax", "binary_cross_entropy"}


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def test_the_audit_finds_nothing(exercise):
    assert audit_exercise(exercise, [(b"one", "grader"), (b"two", "grader")]).findings == []


def test_there_are_wrong_answers_enough(exercise):
    fewest = MANY_WRONG_ANSWERS.get(exercise.name, 6 if exercise.points >= 3 else 5)
    assert len(exercise.wrong_answers) >= fewest


def test_every_sentence_is_one_sentence(exercise):
    for wrong in exercise.wrong_answers:
        assert wrong.sentence.endswith("."), wrong.name
        assert wrong.sentence.count(". ") <= 1, wrong.name
        assert len(wrong.sentence) <= 120, wrong.name


def test_hints_grow(exercise):
    assert len(exercise.hints[0]) < len(exercise.hints[2])


def test_hints_do_not_hold_the_reference(exercise):
    code = [line.strip() for line in inspect.getsource(exercise.reference).split("Examples")[1].splitlines()]
    returned = [line.removeprefix("return ") for line in code if line.startswith("return ")]
    assert returned
    assert not [hint for hint in exercise.hints for line in returned if line in hint]


def as_a_reader_writes_it(function):
    """Return the function as its text defines it where only NumPy and the chapter's functions are known."""
    definition = ast.parse(inspect.getsource(function))
    definition.body[0].decorator_list.clear()
    namespace = {"np": np} | {name: value for name, value in vars(losses).items() if inspect.isfunction(value)}
    exec(compile(definition, "<a reader's notebook>", "exec"), namespace)
    return namespace[function.__name__]


def test_variants_stand_alone_in_a_notebook(exercise):
    planned = plan(exercise)
    for function in exercise.variants:
        assert ask(as_a_reader_writes_it(function), planned).outcome == "passed", function.__name__


def test_wrong_answers_stand_alone_in_a_notebook(exercise):
    planned = plan(exercise)
    for wrong in exercise.wrong_answers:
        assert ask(as_a_reader_writes_it(wrong.function), planned).misconception == wrong.name


def test_there_are_a_square_case_and_one_example(exercise):
    shapes = [np.shape(call.arguments[0]) for case in exercise.cases for call in case.calls(np.random.default_rng(0))]
    assert 1 in [shape[0] for shape in shapes]
    assert exercise.name == "binary_cross_entropy" or [s for s in shapes if len(s) == 2 and s[0] == s[1]]


def test_huge_scores_are_asked_only_where_the_contract_states_them(exercise):
    largest = 0.0
    for case in exercise.cases:
        for call in case.calls(np.random.default_rng(0)):
            largest = max(largest, np.max(np.abs(call.arguments[0])))
    assert (largest >= 1e3) == (exercise.name in STATED_FOR_HUGE_SCORES)
    assert largest <= 1e4


def test_no_warning_costs_points(exercise):
    assert general.silent not in [case.law for case in exercise.cases]


def test_the_natural_first_answer_earns_most_points():
    def softmax(logits):
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)

    result = ask(softmax, plan(EXERCISES["softmax"]))
    assert (result.points, result.misconception) == (2.78, "softmax_in_the_type_given")


def test_huge_scores_fill_a_row_far_below_the_others():
    rows = huge(np.random.default_rng(0), 6, 5).max(axis=1)
    assert set(rows) == {-1e4, 0.0, 1e4}


def test_whole_scores_have_no_ties():
    logits, _ = whole_scored(5, 4)(np.random.default_rng(0))
    assert all(len(set(row)) == 4 for row in logits.tolist())
