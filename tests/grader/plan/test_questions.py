import numpy as np
import pytest

from grader.exercise import Case, Exercise, raises
from grader.exercise import tester as cases_of_a_tester
from grader.plan import plan
from grader.plan.inputs import ALIKE
from grader.plan.questions import Question, is_right, questions_for
from grader.selfcheck import Call, Seeded
from grader.selfcheck.laws import RIGHT, LawText, raises_value_error, silent, wrong


def row_means(x, scale):
    """Return the mean of every row, scaled."""
    if np.ndim(x) != 2:
        raise ValueError("two axes")
    return np.asarray(x).mean(axis=1) * scale


def exercise(*variants, reference=row_means, law=silent):
    made = Exercise(reference, 1, (), (Case("rows", lambda rng: (rng.normal(size=(6, 5)), 0.5), law=law),))
    made.variants.extend(variants)
    return made


def question(*arguments):
    return Question("a question", [Call(arguments)], exercise().cases[0])


def planned(asked, of=None):
    of = of or exercise()
    return asked.planned(of, plan(of))


def test_questions_are_small_and_the_smallest_come_first():
    sizes = [one.size for one in questions_for(exercise(), 0)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 2


def test_the_same_seed_asks_the_same():
    first, second = (["".join(one.as_case(False)) for one in questions_for(exercise(), 0)] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "wanted",
    [
        lambda x, scale: x.shape == (1, 1),
        lambda x, scale: x.shape == (3, 2),
        lambda x, scale: x.ndim == 1,
        lambda x, scale: x.ndim == 3,
        lambda x, scale: x.size > 1 and not x.any(),
        lambda x, scale: x.size > 1 and np.all(x == x.flat[0]) and x.any(),
        lambda x, scale: x.size > 1 and np.all(x < 0),
        lambda x, scale: np.abs(x).max(initial=0) > 500,
        lambda x, scale: 0 < np.abs(x).max(initial=0) < 1e-4,
        lambda x, scale: x.dtype == np.uint8,
        lambda x, scale: x.dtype == np.float32,
        lambda x, scale: scale == 0,
        lambda x, scale: scale < 0,
    ],
    ids=[
        *("one number", "not square", "an axis less", "an axis more", "zeros", "equal", "negative", "large", "tiny"),
        *("bytes", "single precision", "a zero factor", "a negative factor"),
    ],
)
def test_questions_are_of_many_kinds(wanted):
    assert any(wanted(*one.calls[0].arguments) for one in questions_for(exercise(), 0))


def test_what_the_reference_answers_is_a_question():
    asked = planned(question(np.ones((2, 2)), 3.0))
    assert asked.cases[0].law == LawText("silent")
    assert is_right(row_means, asked) is True
    assert is_right(lambda x, scale: 0.0, asked) is False


def test_what_the_reference_refuses_is_a_question():
    asked = planned(question(np.ones(3), 3.0))
    assert asked.cases[0].law == LawText("raises_value_error")
    assert is_right(lambda x, scale: 0.0, asked) is False


def test_what_numpy_refuses_is_no_question():
    assert planned(question(np.ones((2, 2)), np.ones(3))) is None


def test_what_the_reference_warns_of_is_no_question():
    assert planned(question(np.ones((2, 0)), 1.0)) is None


def test_what_the_variants_answer_otherwise_is_no_question():
    def row_sums(x, scale):
        return np.sum(x, axis=1) / 5 * scale

    assert planned(question(np.ones((2, 2)), 1.0), exercise(row_sums)) is None
    assert planned(question(np.ones((2, 5)), 1.0), exercise(row_sums)) is not None


LAWS = """
from grader.selfcheck import RIGHT, wrong

def is_positive(calls, answers, expected):
    return RIGHT if all(answer.value > 0 for answer in answers) else wrong("not positive")
"""


def test_a_question_that_a_property_judges_ships_no_result(tmp_path):
    path, names = tmp_path / "laws.py", {"__name__": "laws"}
    path.write_text(LAWS)
    exec(compile(LAWS, str(path), "exec"), names)

    def positive():
        """Return any positive number."""
        return 7.0

    asked = Question("any", [Call(())], Case("any", lambda rng: (), law=names["is_positive"]))
    made = asked.planned(Exercise(positive, 1, (), (asked.case,)), plan(exercise()))
    assert made.cases[0].expected == []
    assert is_right(lambda: 8.0, made) is True
    assert is_right(lambda: -8.0, made) is False


def test_a_law_that_fails_on_a_question_says_nothing():
    asked = planned(question(np.ones((2, 2)), 1.0))
    asked.cases[0].__dict__["asked"] = ([], [], {"no": "such parameter"})
    assert is_right(row_means, asked) is None


CODE = {
    "numbers": ((2.0, True), "(2.0, True)"),
    "one argument": ((2,), "(2,)"),
    "an array": ((np.array([[1.0, 2.0]]),), "(np.array([[1.0, 2.0]]),)"),
    "an array of integers": ((np.array([1, 2]),), "(np.array([1, 2]),)"),
    "an array of bytes": ((np.array([1], dtype=np.uint8),), "(np.array([1], dtype=np.uint8),)"),
    "an empty array": ((np.zeros((0, 2)),), "(np.zeros((0, 2)),)"),
    "a list of arrays": (([np.array([1])], "relu"), "([np.array([1])], 'relu')"),
    "a generator": ((Seeded(3),), "(Seeded(seed=3),)"),
    "a table": (({"a": [1]},), "({'a': [1]},)"),
}


@pytest.mark.parametrize(("arguments", "code"), CODE.values(), ids=CODE)
def test_a_case_can_be_pasted(arguments, code):
    text = question(*arguments).as_case(refused=False)
    assert text == f'Case("a question", lambda rng: {code}, law=silent),'
    pasted = eval(text.rstrip(","), {"Case": Case, "np": np, "Seeded": Seeded, "silent": silent})
    again = Call(pasted.arguments(None)).encode()
    assert again == Call(arguments).encode()


def test_a_refusal_can_be_pasted():
    assert question(1.0, 2).as_case(refused=True) == 'raises("a question", lambda rng: (1.0, 2)),'


def test_keywords_are_pasted_as_a_call():
    asked = Question("two", [Call((1,), {"t": 2}), Call((3,))], Case("two", lambda rng: ()))
    assert asked.as_case(False) == "Case(\"two\", lambda rng: [Call((1,), {'t': 2}), (3,)]),"


def test_texts_are_taken_from_the_other_cases():
    def kind(name, x):
        """Return x of a kind."""
        return x

    cases = [Case(name, lambda rng, name=name: (name, 1.0)) for name in ("relu", "tanh")]
    asked = {one.calls[0].arguments for one in questions_for(Exercise(kind, 1, (), cases), 0)}
    assert ("tanh", 1.0) in asked
    assert ("relu", 1.0) in asked


def test_calls_that_are_judged_together_are_changed_together():
    def shares(calls, answers, expected):
        """Judge all calls at once."""

    made = Exercise(row_means, 1, (), (Case("two", lambda rng: [(np.ones((4, 3)), 1.0)] * 2, law=shares),))
    assert {len(one.calls) for one in questions_for(made, 0)} == {2}


def test_calls_that_are_judged_one_by_one_are_asked_one_by_one():
    cases = (
        Case("two", lambda rng: [(np.ones((4, 3)), 1.0)] * 2),
        raises("one axis", lambda rng: (np.ones(3), 1.0), 0.1),
    )
    made = Exercise(row_means, 1, (), cases)
    assert {len(one.calls) for one in questions_for(made, 0)} == {1}
    assert {one.case.law for one in questions_for(made, 0)} == {cases[0].law, raises_value_error}


def test_cases_whose_laws_are_told_different_things_are_kept_apart():
    cases = [
        Case(f"{share}", lambda rng: (np.ones((4, 3)), 1.0), parameters={"rtol": share}, law=silent)
        for share in (0.1, 0.2)
    ]
    kinds = {Question("", case.calls(np.random.default_rng(0)), case).kind for case in cases}
    assert len(kinds) == 2


def test_a_tester_is_given_one_implementation_at_a_time():
    def is_right(f):
        """Say whether f doubles."""
        return f(3) == 6

    def double(x):
        return 2 * x

    def square(x):
        return x**2

    def triple(x):
        return 3 * x

    cases = cases_of_a_tester("implementations", [double, double, double], [square] * 3 + [triple] * 3, names=("f",))
    asked = questions_for(Exercise(is_right, 1, (), (cases,)), 0, by_hand=True)
    assert {len(one.calls) for one in asked} == {1}
    assert len({repr(one.calls[0].arguments) for one in asked}) == 3


def pair_up(rows, rng):
    """Return a number of each row, by chance."""
    return rows[np.arange(len(rows)), rng.integers(0, rows.shape[1], len(rows))]


def any_of_each(calls, answers, expected):
    """Whatever comes back is right."""
    return RIGHT


def _of_chance(calls, number=150):
    make = lambda rng: [(rng.normal(size=(number, 8)), Seeded(seed)) for seed in range(calls)]  # noqa: E731
    return Exercise(pair_up, 1, (), (Case("numbers by chance", make, law=any_of_each),))


def test_what_calls_share_and_generators_are_read_once():
    rows = np.ones((2, 3))
    asked = Question("", [Call((rows, 2.0, Seeded(1))), Call((rows, 2.0, Seeded(2)))], exercise().cases[0])
    assert asked.size == 6 + 1 + 1
    asked = Question("", [Call((rows, 2.0)), Call((rows, 3.0))], exercise().cases[0])
    assert asked.size == 6 + 2


def test_what_chance_makes_of_a_row_is_asked_of_many_that_are_alike():
    asked = [one for one in questions_for(_of_chance(5), 0, by_hand=True) if one.words == ALIKE]
    assert [one.size for one in asked] == [2 + 1, 3 + 1, 8 + 1]
    for one in asked:
        rows = one.calls[0].arguments[0]
        assert len(one.calls) == 5
        assert len(rows) == 150
        assert np.array_equal(rows, np.tile(np.arange(1, rows.shape[1] + 1), (150, 1)))


def test_few_rows_are_not_asked_of_in_that_way_nor_is_what_has_one_right_result():
    assert not any(one.words == ALIKE for one in questions_for(_of_chance(5, number=49), 0, by_hand=True))
    many = Exercise(row_means, 1, (), (Case("rows", lambda rng: (rng.normal(size=(150, 5)), 0.5)),))
    assert not any(one.words == ALIKE for one in questions_for(many, 0, by_hand=True))


def adds_up(calls, answers, expected, *, total):
    """The numbers add up to what they should."""
    return RIGHT if sum(answers[0].value) <= total else wrong("too much")


def test_what_a_law_is_told_of_its_arguments_is_asked_with_these_alone():
    made = Exercise(lambda n: [1] * n, 1, (), (Case("ones", lambda rng: (9,), law=adds_up, parameters={"total": 9}),))
    assert [one.calls[0].arguments for one in questions_for(made, 0, by_hand=True)] == [(9,)]
