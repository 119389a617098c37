import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.backprop import train_step
from solutions.optimizers import (
    adam_step,
    ewma,
    fit,
    max_stable_learning_rate,
    minibatches,
    momentum_step,
    rmsprop_step,
    sgd_step,
)

RECORDED = Path(__file__).parents[1] / "recorded"
FILES = "inputs.json", "pytorch.json", "keras.json"
INPUTS, PYTORCH, KERAS = (json.loads((RECORDED / name).read_text()) for name in FILES)
seeds = st.integers(0, 2**32 - 1)


# Steps from (w, grad, *state) to (w, *state), the state left out at first; the rates are in the libraries' terms.


def sgd(rate):
    return lambda w, grad: (sgd_step(w, grad, rate),)


def classical_momentum(rate, beta):
    """It adds up whole gradients, so its velocity is 1 / (1 - beta) times ours."""
    return lambda w, grad, *v: momentum_step(w, grad, *(v or [np.zeros_like(w)]), rate / (1 - beta), beta)


def rmsprop(rate, beta, epsilon):
    return lambda w, grad, *state: rmsprop_step(w, grad, *(state or [np.zeros_like(w)]), rate, beta, epsilon)


def adam(rate, *constants):
    return lambda w, grad, *s: adam_step(w, grad, *(s or [np.zeros_like(w), np.zeros_like(w), 0]), rate, *constants)


PYTORCH_IN_OUR_TERMS = {
    "sgd": lambda s: sgd(s["lr"]),
    "momentum": lambda s: classical_momentum(s["lr"], s["momentum"]),
    "rmsprop": lambda s: rmsprop(s["lr"], s["alpha"], s["eps"]),
    "adam": lambda s: adam(s["lr"], *s["betas"], s["eps"]),
    "adam_large_epsilon": lambda s: adam(s["lr"], *s["betas"], s["eps"]),
}
KERAS_IN_OUR_TERMS = {
    "sgd": lambda s: sgd(s["learning_rate"]),
    "momentum": lambda s: classical_momentum(s["learning_rate"], s["momentum"]),
    "rmsprop": lambda s: rmsprop(s["learning_rate"], s["rho"], s["epsilon"]),
    "adam": lambda s: adam(s["learning_rate"], s["beta_1"], s["beta_2"], s["epsilon"]),
}


def trajectory(step, w, gradients):
    state, weights = (), []
    for grad in gradients:
        w, *state = step(w, grad, *state)
        weights.append(w)
    return weights


@pytest.mark.parametrize("name", PYTORCH_IN_OUR_TERMS)
def test_steps_follow_the_recorded_weights_of_pytorch(name):
    step = PYTORCH_IN_OUR_TERMS[name](PYTORCH["settings"][name])
    weights = trajectory(step, INPUTS["w"], INPUTS["gradients"])
    np.testing.assert_allclose(weights, PYTORCH["trajectories"][name], rtol=1e-12)


@pytest.mark.parametrize("name", KERAS_IN_OUR_TERMS)
def test_steps_follow_the_recorded_weights_of_keras(name):
    step = KERAS_IN_OUR_TERMS[name](KERAS["settings"][name])
    weights = trajectory(step, INPUTS["w"], INPUTS["gradients"])
    np.testing.assert_allclose(weights, KERAS["trajectories"][name], rtol=1e-6)


# ewma


@pytest.mark.parametrize(
    "values, beta, bias_correction, averages",
    [
        ([4, 8, 0], 0.5, False, [2, 5, 2.5]),
        ([4, 8, 0], 0.5, True, [4, 20 / 3, 20 / 7]),
        ([1, 2, 3], 0.0, True, [1, 2, 3]),
        ([10], 0.9, False, [1]),
        ([10], 0.9, True, [10]),
    ],
    ids=["raw", "corrected", "no-memory", "first-raw", "first-corrected"],
)
def test_ewma_follows_the_hand_computation(values, beta, bias_correction, averages):
    np.testing.assert_allclose(ewma(values, beta, bias_correction), averages, rtol=1e-12)


@given(value=st.floats(-100, 100), beta=st.floats(0, 0.99))
def test_ewma_of_a_constant_is_the_constant_only_when_corrected(value, beta):
    powers = beta ** np.arange(1, 11)
    series = np.full(10, value)
    np.testing.assert_allclose(ewma(series, beta, True), series, rtol=1e-9)
    np.testing.assert_allclose(ewma(series, beta, False), value * (1 - powers), rtol=1e-9, atol=1e-9)


@given(seed=seeds, beta=st.floats(0, 0.99))
def test_ewma_with_correction_is_a_weighted_mean_of_the_past(seed, beta):
    values = np.random.default_rng(seed).normal(size=8)
    past = [beta ** np.arange(t)[::-1] for t in range(1, 9)]
    expected = [weights @ values[: len(weights)] / weights.sum() for weights in past]
    np.testing.assert_allclose(ewma(values, beta, True), expected, rtol=1e-9, atol=1e-12)


# the four steps


def test_sgd_step_goes_against_the_gradient():
    np.testing.assert_allclose(sgd_step([[1, 2]], [[10, -10]], 0.1), [[0, 3]], rtol=1e-12, atol=1e-12)


def test_momentum_step_averages_the_gradients_and_moves_along_the_new_average():
    w, velocity = momentum_step([1.0, 0.0], [4.0, -2.0], [2.0, 0.0], 0.1, beta=0.5)
    np.testing.assert_allclose(velocity, [3, -1])
    np.testing.assert_allclose(w, [0.7, 0.1])


def test_momentum_step_forgets_one_tenth_by_default():
    np.testing.assert_allclose(momentum_step(0.0, 10.0, 1.0, 1.0)[1], 1.9)


def test_momentum_step_without_memory_is_a_step_of_sgd():
    w, grad, velocity = np.random.default_rng(0).normal(size=(3, 4))
    np.testing.assert_allclose(momentum_step(w, grad, velocity, 0.3, beta=0)[0], sgd_step(w, grad, 0.3))


def test_rmsprop_step_divides_by_the_root_mean_square():
    w, mean_square = rmsprop_step([1.0, 1.0], [2.0, -4.0], [14.0, 2.0], 0.5, beta=0.5)
    np.testing.assert_allclose(mean_square, [9, 9])
    np.testing.assert_allclose(w, [1 - 1 / 3, 1 + 2 / 3], rtol=1e-8)


def test_rmsprop_step_adds_epsilon_outside_the_root():
    w, _ = rmsprop_step([0.0], [1.0], [1.0], 1.0, epsilon=3.0)
    np.testing.assert_allclose(w, [-0.25])


@pytest.mark.parametrize(
    "step",
    [lambda: rmsprop_step(0.0, 1e-8, 1e-16, 1.0), lambda: adam_step(0.0, 1e-8, 0.0, 0.0, 0, 1.0)],
    ids=["rmsprop", "adam"],
)
def test_adaptive_steps_are_halved_by_the_default_epsilon_where_gradients_are_as_small(step):
    np.testing.assert_allclose(step()[0], -0.5)


def test_adam_step_corrects_both_averages_for_the_steps_done():
    w, m, v, t = adam_step([1.0], [3.0], [1.0], [1.0], 1, 0.1, beta1=0.5, beta2=0.5)
    np.testing.assert_allclose([m, v, [t]], [[2], [5], [2]])
    np.testing.assert_allclose(w, [1 - 0.1 * (2 / 0.75) / np.sqrt(5 / 0.75)], rtol=1e-8)


def test_adam_step_hands_on_averages_that_are_not_corrected():
    _, m, v, t = adam_step([1.0], [2.0], [0.0], [0.0], 0, 0.1)
    np.testing.assert_allclose([m, v], [[0.2], [0.004]])
    assert t == 1


def test_adam_step_adds_epsilon_outside_the_root():
    w, *_ = adam_step([0.0], [1.0], [0.0], [0.0], 0, 1.0, epsilon=3.0)
    np.testing.assert_allclose(w, [-0.25])


@given(size=st.floats(1e-3, 1e6), sign=st.sampled_from([-1, 1]))
def test_the_first_adam_step_is_as_long_as_the_learning_rate_for_any_gradient(size, sign):
    w, *_ = adam_step([0.0], [sign * size], [0.0], [0.0], 0, 0.1)
    np.testing.assert_allclose(w, [-0.1 * sign], rtol=1e-4)


@pytest.mark.parametrize("step", [rmsprop(0.1, 0.9, 1e-8), adam(0.1)], ids=["rmsprop", "adam"])
def test_adaptive_steps_do_not_divide_by_a_gradient_of_zero(step):
    np.testing.assert_array_equal(step(np.ones(3), np.zeros(3))[0], np.ones(3))


def steps_until_small(step, most):
    """Steps from (-7, 2) until x**2 / 20 + y**2 is below 1e-3: the race of the lesson."""
    w, state = np.array([-7.0, 2.0]), ()
    for number in range(1, most + 1):
        w, *state = step(w, w * [0.1, 2.0], *state)
        if w**2 @ [0.05, 1.0] < 1e-3:
            return number
    return None


@pytest.mark.parametrize(
    "step, steps",
    [
        (sgd(0.1), 389),
        (sgd(0.95), 43),
        (sgd(1.0), None),
        (classical_momentum(0.01, 0.9), 360),
        (classical_momentum(0.1, 0.9), 58),
        (rmsprop(0.1, 0.9, 1e-8), 85),
        (adam(0.1), 123),
    ],
    ids=["sgd-0.1", "sgd-0.95", "sgd-1.0", "momentum-0.1", "momentum-1.0", "rmsprop-0.1", "adam-0.1"],
)
def test_steps_needed_on_an_elongated_valley(step, steps):
    assert steps_until_small(step, 1000) == steps


# minibatches


@given(num_examples=st.integers(1, 40), batch_size=st.integers(1, 50), seed=seeds)
def test_minibatches_hold_every_example_once_and_only_the_last_is_short(num_examples, batch_size, seed):
    batches = minibatches(num_examples, batch_size, np.random.default_rng(seed))
    assert sorted(np.concatenate(batches).tolist()) == list(range(num_examples))
    sizes = [len(batch) for batch in batches]
    assert sizes[:-1] == [batch_size] * (len(sizes) - 1)
    assert 1 <= sizes[-1] <= batch_size


def test_minibatches_are_dealt_anew_every_epoch_from_the_given_generator():
    rng = np.random.default_rng(1)
    first, second = np.concatenate(minibatches(100, 10, rng)), np.concatenate(minibatches(100, 10, rng))
    again = np.concatenate(minibatches(100, 10, np.random.default_rng(1)))
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(first, again)


def test_minibatches_put_every_example_in_every_place_equally_often():
    rng = np.random.default_rng(2)
    orders = np.array([np.concatenate(minibatches(4, 2, rng)) for _ in range(4000)])
    counts = [np.bincount(column, minlength=4) for column in orders.T]
    np.testing.assert_allclose(counts, 1000, atol=130)  # 4.7 standard deviations


# max_stable_learning_rate


@pytest.mark.parametrize(
    "hessian, bound",
    [([[4]], 0.5), ([[0.1, 0], [0, 2]], 1.0), ([[2, 1], [1, 2]], 2 / 3)],
    ids=["one-weight", "the-valley", "tilted"],
)
def test_max_stable_learning_rate_is_two_over_the_largest_eigenvalue(hessian, bound):
    assert max_stable_learning_rate(hessian) == pytest.approx(bound)


@pytest.mark.parametrize("share, converges", [(0.99, True), (1.01, False)], ids=["below", "above"])
def test_gradient_descent_converges_below_the_bound_and_diverges_above(share, converges):
    rng = np.random.default_rng(3)
    factor = rng.normal(size=(4, 4))
    hessian = factor @ factor.T + np.eye(4)
    w = start = rng.normal(size=4)
    for _ in range(3000):
        w = sgd_step(w, hessian @ w, share * max_stable_learning_rate(hessian))
    assert (np.linalg.norm(w) < 1e-6 * np.linalg.norm(start)) == converges


# fit


def small_task(num_examples=5):
    rng = np.random.default_rng(4)
    X, labels = rng.normal(size=(num_examples, 2)), rng.integers(3, size=num_examples)
    return X, labels, [rng.normal(size=(2, 4)), rng.normal(size=(4, 3))], [np.zeros(4), np.zeros(3)], "tanh", 0.5


def test_fit_with_one_batch_an_epoch_makes_one_train_step_an_epoch():
    X, labels, weights, biases, hidden, rate = small_task()
    losses, *network = fit(X, labels, weights, biases, hidden, rate, 5, 3, np.random.default_rng(0))
    for loss in losses:
        expected, weights, biases = train_step(X, labels, weights, biases, hidden, rate)
        assert loss == pytest.approx(expected, rel=1e-12)
    for got, want in zip(network[0] + network[1], weights + biases, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-12)


@given(batch_size=st.integers(1, 6), seed=seeds)
def test_fit_at_rate_0_measures_the_mean_loss_of_all_examples_in_every_epoch(batch_size, seed):
    X, labels, weights, biases, hidden, _ = small_task()
    losses, *network = fit(X, labels, weights, biases, hidden, 0.0, batch_size, 2, np.random.default_rng(seed))
    np.testing.assert_allclose(losses, train_step(X, labels, weights, biases, hidden, 0.0)[0], rtol=1e-12)
    for got, want in zip(network[0] + network[1], weights + biases, strict=True):
        np.testing.assert_array_equal(got, want)


def test_fit_weighs_the_loss_of_a_short_batch_by_its_examples():
    X, labels, weights, biases, hidden, rate = small_task()
    X, labels = np.repeat(X[:1], 3, axis=0), np.repeat(labels[:1], 3)
    [loss], *_ = fit(X, labels, weights, biases, hidden, rate, 2, 1, np.random.default_rng(0))
    first, *network = train_step(X[:2], labels[:2], weights, biases, hidden, rate)
    second = train_step(X[:1], labels[:1], *network, hidden, rate)[0]
    assert loss == pytest.approx(2 / 3 * first + 1 / 3 * second, rel=1e-12)


def test_fit_shuffles_anew_in_every_epoch():
    X, labels, weights, biases, hidden, rate = small_task(3)
    seen = {
        tuple(np.round(fit(X, labels, weights, biases, hidden, rate, 1, 2, np.random.default_rng(seed))[0], 9))
        for seed in range(200)
    }
    assert len(seen) > 30  # of 36


def test_fit_learns_a_ring_around_a_disc():
    rng = np.random.default_rng(5)
    X = rng.uniform(-1, 1, size=(200, 2))
    labels = (np.sum(X**2, axis=1) > 0.5).astype(int)
    weights, biases = [rng.normal(size=(2, 16)), rng.normal(size=(16, 2))], [rng.normal(size=16), np.zeros(2)]
    losses, *_ = fit(X, labels, weights, biases, "tanh", 0.5, 20, 60, rng)
    assert losses[-1] < 0.15 < 0.4 < losses[0]


# all


@pytest.mark.parametrize(
    "function",
    [
        lambda a, b, c, d: ewma(a[0], 0.9, True),
        lambda a, b, c, d: sgd_step(a, b, 0.1),
        lambda a, b, c, d: momentum_step(a, b, c, 0.1),
        lambda a, b, c, d: rmsprop_step(a, b, c, 0.1),
        lambda a, b, c, d: adam_step(a, b, c, d, 3, 0.1),
        lambda a, b, c, d: max_stable_learning_rate(d),
        lambda a, b, c, d: fit(d, [0, 1], [a], [b[0]], "relu", 0.1, 1, 2, np.random.default_rng(0)),
    ],
    ids=["ewma", "sgd", "momentum", "rmsprop", "adam", "max_stable_learning_rate", "fit"],
)
def test_optimizers_accept_any_form_of_input_and_leave_it_as_it_was(function, assert_form_is_accepted):
    four = [[3, 200], [7, 0]], [[100, 1], [20, 255]], [[9, 4], [0, 30]], [[5, 2], [2, 8]]
    assert_form_is_accepted(function, *(np.array(table, dtype=float) for table in four))
