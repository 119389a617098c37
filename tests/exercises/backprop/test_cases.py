from pathlib import Path

import numpy as np
import pytest

import solutions.backprop
from exercises.backprop import numerical_gradient as numerical
from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from grader.selfcheck import wire
from solutions.backprop import activation_grad, affine_backward

EXERCISES = Course.find(Path(__file__)).chapter("backprop").definitions()
WITHOUT_EXAMPLES = {"chain_gradient", "numerical_gradient"}  # a chain has no batch; neither has a point


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= (10 if exercise.points >= 3 else 6)


def test_there_are_a_square_case_and_one_example(exercise):
    shapes = []
    for case in exercise.cases:
        for call in case.calls(np.random.default_rng(0)):
            array = call.arguments[1] if exercise.name == "numerical_gradient" else call.arguments[0]
            shapes.append(np.shape(array))
    assert exercise.name in WITHOUT_EXAMPLES or 1 in [shape[0] for shape in shapes if shape]
    assert exercise.name == "chain_gradient" or [s for s in shapes if len(s) == 2 and s[0] == s[1]]


def test_functions_to_differentiate_travel_as_text():
    documents = [call["arguments"][0] for case in plan(EXERCISES["numerical_gradient"]).cases for call in case.calls]
    assert documents
    for document in documents:
        f = wire.decode(wire.loads(wire.dumps(document)), trusted=True)
        assert np.isfinite(f(np.ones((2, 3))))


def with_moving_entries(f, x, h=1e-5):
    """Add h, take it away twice and add it again, as many do: the last digits of x wander."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        ahead = f(x)
        x[index] -= 2 * h
        grad[index] = (ahead - f(x)) / (2 * h)
        x[index] += h
    return grad


def by_the_distance_that_was_stepped(f, x, h=1e-5):
    """Divide by the distance between the two points as floats have it, which differs from 2h in the last digits."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[index] += h
        behind[index] -= h
        grad[index] = (f(ahead) - f(behind)) / (ahead[index] - behind[index])
    return grad


@pytest.mark.parametrize("function", [with_moving_entries, by_the_distance_that_was_stepped])
@pytest.mark.parametrize("seed", range(5))
def test_the_tolerance_forgives_rounding(function, seed):
    planned = plan(EXERCISES["numerical_gradient"], str(seed).encode(), "grader")
    assert ask(function, planned).outcome == "passed"


def test_the_tolerance_lies_far_from_rounding_and_far_from_forward_differences():
    """Both distances are a factor of ten or more at every point that is asked with the default step."""
    forward = next(w.thing for w in numerical.numerical_gradient.wrong_answers if w.name.endswith("_forward"))
    for seed in range(20):
        f, x = numerical.at(numerical.COUPLED, 4, 3)(np.random.default_rng(seed))
        f = f.build()
        expected = solutions.backprop.numerical_gradient(f, x)
        scale = np.max(np.abs(expected))
        rounding = np.max(np.abs(by_the_distance_that_was_stepped(f, x) - expected)) / scale
        assert rounding < numerical.RTOL["rtol"] / 10
        assert np.max(np.abs(forward(f, x) - expected)) / scale > numerical.RTOL["rtol"] * 10


def test_slopes_may_be_told_from_the_activations():
    """a(1 - a) is the slope of a sigmoid as well as what `activation_grad` says of z, also where a is rounded."""

    def mlp_backward(grad_output, weights, pre_activations, activations, hidden):
        L = len(weights)
        if L < 1 or len(pre_activations) != L or len(activations) != L + 1:
            raise ValueError("lists")
        if np.shape(grad_output) != np.shape(pre_activations[-1]):
            raise ValueError("gradient")
        slopes = {
            "sigmoid": lambda a: a * (1 - a),
            "tanh": lambda a: 1 - a**2,
            "relu": lambda a: a > 0,
            "leaky_relu": lambda a: np.where(a > 0, 1, 0.01),
            "elu": lambda a: np.where(a > 0, 1, a + 1),
            "identity": lambda a: np.ones(a.shape),
        }
        if hidden not in slopes:
            raise ValueError(hidden)
        grad_weights, grad_biases = [], []
        for i in reversed(range(L)):
            grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
            grad_weights.insert(0, grad_W)
            grad_biases.insert(0, grad_b)
            if i and np.shape(pre_activations[i - 1]) != np.shape(activations[i]):
                raise ValueError("sums")
            grad_output = grad_output * slopes[hidden](activations[i]) if i else grad_output
        return grad_weights, grad_biases

    for seed in range(5):
        assert ask(mlp_backward, plan(EXERCISES["mlp_backward"], str(seed).encode(), "grader")).outcome == "passed"


def test_the_natural_first_answer_earns_most_points():
    def activation_backward(grad_output, z, kind):
        return grad_output * activation_grad(z, kind)

    result = ask(activation_backward, plan(EXERCISES["activation_backward"]))
    assert result.points > 1.7
    assert result.misconception == "activation_backward_broadcasts"
