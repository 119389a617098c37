import json
from pathlib import Path

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digits import load_digits
from solutions.batchnorm import (
    activation_rms,
    batchnorm_backward,
    batchnorm_forward,
    batchnorm_images,
    batchnorm_is_right,
    batchnorm_predict,
    batchnorm_running,
    fold_batchnorm,
    initialise,
    standardise,
    standardise_fit,
    train_digits,
)
from solutions.losses import accuracy
from solutions.mlp import affine, mlp_forward
from solutions.regularisation import shift_images

RECORDED = Path(__file__).parents[1] / "recorded"
FILES = "inputs.json", "pytorch.json", "keras.json"
INPUTS, PYTORCH, KERAS = (json.loads((RECORDED / name).read_text()) for name in FILES)
GAMMA, BETA = np.array(INPUTS["gamma"]), np.array(INPUTS["beta"])
LIBRARIES = [pytest.param(PYTORCH, 1e-9, id="pytorch"), pytest.param(KERAS, 1e-4, id="keras")]  # Keras: float32
seeds = st.integers(0, 2**32 - 1)


# initialise


@pytest.mark.parametrize("scheme, variance", [("lecun", 1 / 400), ("he", 2 / 400), ("glorot", 2 / 1000)])
def test_initialise_draws_normal_weights_of_the_schemes_variance(scheme, variance):
    W = initialise(400, 600, scheme, np.random.default_rng(0))
    assert W.shape == (400, 600)
    z = W / np.sqrt(variance)
    assert np.mean(z) == pytest.approx(0, abs=0.01)
    assert np.mean(z**2) == pytest.approx(1, abs=0.015)
    assert np.mean(z**4) == pytest.approx(3, abs=0.1)  # a uniform distribution would have 1.8
    assert np.mean(np.abs(z) > 2) == pytest.approx(0.0455, abs=0.002)  # a truncated one would have none


@pytest.mark.parametrize("library", [PYTORCH, KERAS], ids=["pytorch", "keras"])
@pytest.mark.parametrize("scheme", ["lecun", "he", "glorot"])
def test_initialise_spreads_its_weights_as_recorded_draws_of_other_libraries(scheme, library):
    W = initialise(300, 500, scheme, np.random.default_rng(1))
    assert W.std() == pytest.approx(library["initial_std"][scheme], rel=0.015)


# activation_rms


def test_activation_rms_follows_the_hand_computation():
    weights = [np.array([[1.0, -1.0]]), np.array([[2.0], [5.0]])]
    np.testing.assert_allclose(activation_rms([[3.0], [-1.0]], weights, "relu"), np.sqrt([10 / 4, (36 + 25) / 2]))


@pytest.mark.parametrize("kind", ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"])
def test_activation_rms_is_that_of_the_activations_of_a_network_without_biases(kind):
    rng = np.random.default_rng(2)
    X, weights = rng.normal(size=(5, 3)), [rng.normal(size=shape) for shape in [(3, 4), (4, 2), (2, 6)]]
    _, activations = mlp_forward(X, weights, [np.zeros(4), np.zeros(2), np.zeros(6)], kind, kind)
    expected = [np.sqrt(np.mean(a**2)) for a in activations[1:]]
    np.testing.assert_allclose(activation_rms(X, weights, kind), expected, rtol=1e-12)


def test_he_keeps_twenty_relu_layers_alive_and_the_variance_of_the_notes_lets_them_fade():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(200, 100))
    he = [initialise(100, 100, "he", rng) for _ in range(20)]
    notes = [initialise(100, 100, "glorot", rng) / np.sqrt(2) for _ in range(20)]  # 1 / (d_in + d_out)
    assert 0.4 < activation_rms(X, he, "relu")[-1] < 2.5
    assert 2e-7 < activation_rms(X, notes, "relu")[-1] < 3e-6


# standardise_fit and standardise


def test_standardise_fit_measures_each_column_with_the_biased_deviation():
    mean, std = standardise_fit([[1, 10], [3, 10], [5, 40]])
    np.testing.assert_allclose(mean, [3, 20])
    np.testing.assert_allclose(std, [np.sqrt(8 / 3), np.sqrt(200)])


@pytest.mark.parametrize("value", [0.0, 7.0, 0.1, 1e12 / 3], ids=str)
def test_standardise_fit_gives_a_constant_column_the_deviation_one(value):
    X = np.column_stack([np.full(1347, value), np.arange(1347.0)])
    mean, std = standardise_fit(X)
    assert std[0] == 1
    assert mean[0] == pytest.approx(value)
    assert std[1] > 300


def test_standardise_fit_keeps_the_deviation_of_a_column_that_hardly_varies():
    X = np.array([[1e-9], [3e-9]])
    np.testing.assert_allclose(standardise_fit(X)[1], [1e-9])


def test_standardise_uses_the_statistics_it_is_given():
    np.testing.assert_allclose(standardise([[1, 7], [9, 8]], [3, 7], [2, 1]), [[-1, 0], [3, 1]])


@given(seed=seeds)
def test_standardised_training_examples_have_mean_zero_and_variance_one(seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(rng.uniform(-50, 50, size=4), rng.uniform(0.1, 50, size=4), size=(20, 4))
    standardised = standardise(X, *standardise_fit(X))
    np.testing.assert_allclose(standardised.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(standardised.var(axis=0), 1, rtol=1e-9)


# batchnorm_forward, batchnorm_running, batchnorm_predict


def test_batchnorm_forward_follows_the_hand_computation():
    out, mean, var = batchnorm_forward([[1, 2], [5, 2]], [10, 10], [3, -1], epsilon=5)
    np.testing.assert_allclose(mean, [3, 2])
    np.testing.assert_allclose(var, [4, 0])
    np.testing.assert_allclose(out, [[3 - 20 / 3, -1], [3 + 20 / 3, -1]])


def test_batchnorm_forward_is_undone_by_the_gamma_and_beta_of_the_lecture():
    x = np.random.default_rng(4).normal(5, 3, size=(6, 4))
    gamma, beta = np.sqrt(x.var(axis=0) + 1e-5), x.mean(axis=0)
    np.testing.assert_allclose(batchnorm_forward(x, gamma, beta)[0], x, rtol=1e-12)


@given(seed=seeds)
def test_batchnorm_forward_does_not_see_a_bias_before_it(seed):
    rng = np.random.default_rng(seed)
    x, b = rng.normal(size=(5, 3)), 10 * rng.normal(size=3)
    np.testing.assert_allclose(
        batchnorm_forward(x + b, GAMMA, BETA)[0], batchnorm_forward(x, GAMMA, BETA)[0], atol=1e-9
    )


@pytest.mark.parametrize("library, tolerance", LIBRARIES)
def test_batchnorm_forward_gives_the_recorded_output_of_other_libraries(library, tolerance):
    out, _, _ = batchnorm_forward(INPUTS["x"][0], GAMMA, BETA)
    np.testing.assert_allclose(out, library["batch_norm"]["out"], rtol=tolerance, atol=tolerance)


def test_batchnorm_running_weights_the_old_value_with_decay():
    mean, var = batchnorm_running([0, 10], [1, 1], [10, 0], [2, 3], 0.9)
    np.testing.assert_allclose(mean, [1, 9])
    np.testing.assert_allclose(var, [1.1, 1.2])


def running_statistics(unbias):
    """Return the statistics after the two recorded batches, from mean 0 and variance 1."""
    mean, var = np.zeros(3), np.ones(3)
    for batch in INPUTS["x"]:
        _, batch_mean, batch_var = batchnorm_forward(batch, GAMMA, BETA)
        mean, var = batchnorm_running(mean, var, batch_mean, unbias(batch_var, len(batch)), 0.9)
    return mean, var


# PyTorch's momentum 0.1 weights the new value; it normalises with the biased variance and keeps the unbiased one.
KEPT = [
    pytest.param(PYTORCH, lambda var, n: var * n / (n - 1), 1e-12, id="pytorch"),
    pytest.param(KERAS, lambda var, n: var, 1e-5, id="keras"),
]


@pytest.mark.parametrize("library, unbias, tolerance", KEPT)
def test_batchnorm_running_keeps_the_recorded_statistics_of_other_libraries(library, unbias, tolerance):
    mean, var = running_statistics(unbias)
    np.testing.assert_allclose(mean, library["batch_norm"]["running_mean"], rtol=tolerance)
    np.testing.assert_allclose(var, library["batch_norm"]["running_var"], rtol=tolerance)


@pytest.mark.parametrize("library, unbias, tolerance", KEPT)
def test_batchnorm_predict_gives_the_recorded_output_of_other_libraries(library, unbias, tolerance):
    out = batchnorm_predict(INPUTS["new_x"], GAMMA, BETA, *running_statistics(unbias))
    np.testing.assert_allclose(out, library["batch_norm"]["predicted"], rtol=tolerance)


def test_batchnorm_predict_follows_the_hand_computation():
    np.testing.assert_allclose(batchnorm_predict([[5, 1]], [10, 2], [3, 0], [1, 1], [4, 9], epsilon=0), [[23, 0]])


@given(seed=seeds)
def test_batchnorm_predict_treats_every_row_on_its_own(seed):
    rng = np.random.default_rng(seed)
    x, mean, var = rng.normal(size=(4, 3)), rng.normal(size=3), rng.uniform(0.1, 2, size=3)
    rows = np.concatenate([batchnorm_predict(row[np.newaxis], GAMMA, BETA, mean, var) for row in x])
    np.testing.assert_allclose(batchnorm_predict(x, GAMMA, BETA, mean, var), rows, rtol=1e-12)


@given(seed=seeds)
def test_batchnorm_predict_with_the_statistics_of_a_batch_is_batchnorm_forward(seed):
    x = np.random.default_rng(seed).normal(size=(6, 3))
    out, mean, var = batchnorm_forward(x, GAMMA, BETA)
    np.testing.assert_allclose(batchnorm_predict(x, GAMMA, BETA, mean, var), out, rtol=1e-12)


# batchnorm_backward


@pytest.mark.parametrize("shape, epsilon", [((5, 3), 1e-5), ((3, 3), 0.5), ((2, 3), 1e-5), ((8, 3), 0.0)], ids=str)
def test_batchnorm_backward_agrees_with_autograd(shape, epsilon):
    x, grad_output = np.random.default_rng(5).normal(size=(2, *shape))

    def loss(arguments):
        x, gamma, beta = arguments
        centred = x - anp.mean(x, axis=0)
        return anp.sum(grad_output * (gamma * centred / anp.sqrt(anp.mean(centred**2, axis=0) + epsilon) + beta))

    expected = autograd.grad(loss)((x, GAMMA, BETA))
    for got, want in zip(batchnorm_backward(grad_output, x, GAMMA, epsilon), expected, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-8, atol=1e-10)


def test_batchnorm_backward_is_the_slope_of_batchnorm_forward(central_differences):
    x, grad_output = np.random.default_rng(6).normal(size=(2, 5, 3))
    slope = central_differences(lambda x: np.sum(grad_output * batchnorm_forward(x, GAMMA, BETA)[0]), x)
    np.testing.assert_allclose(batchnorm_backward(grad_output, x, GAMMA)[0], slope, rtol=1e-6, atol=1e-8)


def test_batchnorm_backward_gives_the_recorded_gradients_of_pytorch():
    gradients = batchnorm_backward(INPUTS["grad_output"], INPUTS["x"][0], GAMMA)
    for got, name in zip(gradients, ["grad_x", "grad_gamma", "grad_beta"], strict=True):
        np.testing.assert_allclose(got, PYTORCH["batch_norm"][name], rtol=1e-9, atol=1e-9, err_msg=name)


@given(seed=seeds)
def test_batchnorm_backward_has_no_slope_along_a_shift_or_a_stretch_of_the_batch(seed):
    x, grad_output = np.random.default_rng(seed).normal(size=(2, 5, 3))
    grad_x, _, _ = batchnorm_backward(grad_output, x, np.ones(3), epsilon=0.0)
    scale = np.abs(grad_x).max()
    np.testing.assert_allclose(grad_x.sum(axis=0), 0, atol=1e-9 * scale)
    np.testing.assert_allclose((grad_x * x).sum(axis=0), 0, atol=1e-9 * scale)


# batchnorm_images and fold_batchnorm


@pytest.mark.parametrize("library, tolerance", LIBRARIES)
def test_batchnorm_images_gives_the_recorded_output_of_other_libraries(library, tolerance):
    out = batchnorm_images(np.array(INPUTS["images"]), GAMMA, BETA)
    np.testing.assert_allclose(out, library["batch_norm_images"], rtol=tolerance, atol=tolerance)


def test_batchnorm_images_normalises_each_channel_over_batch_height_and_width():
    x = np.random.default_rng(7).normal([1, 50, -3], [1, 9, 0.1], size=(4, 5, 6, 3))
    out = batchnorm_images(x, GAMMA, BETA, epsilon=0.0)
    assert out.shape == x.shape
    np.testing.assert_allclose(out.mean(axis=(0, 1, 2)), BETA, atol=1e-9)
    np.testing.assert_allclose(out.std(axis=(0, 1, 2)), np.abs(GAMMA))


@given(seed=seeds, epsilon=st.sampled_from([1e-5, 0.5]))
def test_fold_batchnorm_is_one_layer_equal_to_the_two(seed, epsilon):
    rng = np.random.default_rng(seed)
    X, W, b = rng.normal(size=(6, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
    kept = GAMMA, BETA, rng.normal(size=3), rng.uniform(0.1, 2, size=3)
    folded = affine(X, *fold_batchnorm(W, b, *kept, epsilon))
    np.testing.assert_allclose(folded, batchnorm_predict(affine(X, W, b), *kept, epsilon), rtol=1e-9, atol=1e-9)


def test_fold_batchnorm_of_a_square_layer_scales_columns():
    W, b = fold_batchnorm(np.ones((2, 2)), [0, 1], [2, 12], [0, 5], [0, 3], [1, 16], epsilon=0)
    np.testing.assert_allclose(W, [[2, 3], [2, 3]])
    np.testing.assert_allclose(b, [0, -1])


def test_fold_batchnorm_and_batchnorm_predict_have_the_same_default_epsilon():
    tiny = [[3.0], [1.0], [2.0], [1e-6]]  # gamma, beta, running mean and variance
    (folded,) = affine([[7.0]], *fold_batchnorm([[1.0]], [0.0], *tiny))
    np.testing.assert_allclose(folded, batchnorm_predict([[7.0]], *tiny)[0], rtol=1e-12)
    np.testing.assert_allclose(folded, 3 * 5 / np.sqrt(1.1e-5) + 1, rtol=1e-12)


# batchnorm_is_right


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_batchnorm_is_right_accepts_results_of_either_precision_in_a_list(dtype):
    assert batchnorm_is_right(lambda *batch: [part.astype(dtype) for part in batchnorm_forward(*batch)]) is True


@pytest.mark.parametrize(
    "change",
    [
        lambda out, mean, var, n: (out, mean, var * n / max(n - 1, 1)),
        lambda out, mean, var, n: (out, mean),
        lambda out, mean, var, n: (out, var, mean),
        lambda out, mean, var, n: (out + 1e-3, mean, var),
        lambda out, mean, var, n: (out, mean[np.newaxis], var),
        lambda out, mean, var, n: out,
    ],
    ids=["unbiased", "two", "order", "shifted", "as-a-row", "alone"],
)
def test_batchnorm_is_right_refuses_other_results(change):
    assert not batchnorm_is_right(lambda x, *rest: change(*batchnorm_forward(x, *rest), len(x)))


def test_batchnorm_is_right_refuses_a_batch_that_was_changed():
    def in_place(x, gamma, beta, epsilon):
        results = batchnorm_forward(x, gamma, beta, epsilon)
        x -= results[1]
        return results

    assert not batchnorm_is_right(in_place)


# train_digits


@pytest.mark.parametrize("seed", [0, 1])
def test_train_digits_reads_held_out_digits_as_well_as_the_course_promises(seed):
    rng = np.random.default_rng(seed)
    images, labels = load_digits()
    chosen = rng.permutation(len(images))[:1200]
    weights, biases = train_digits(images[chosen].reshape(-1, 64), labels[chosen], rng)
    assert 1 <= len(weights) <= 4
    assert sum(array.size for array in weights + biases) <= 30_000
    images, labels = load_digits("held-out")

    def read(images):
        logits = mlp_forward(images.reshape(-1, 64), weights, biases, "relu", "identity")[1][-1]
        return accuracy(logits, labels)

    assert read(images) >= 0.965
    moved = [read(shift_images(images, dy, dx)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    assert np.mean(moved) >= 0.96


def test_train_digits_depends_on_the_generator_and_on_nothing_else():
    images, labels = load_digits()
    X, labels = images[:30].reshape(-1, 64), labels[:30]
    first, again, other = (train_digits(X, labels, np.random.default_rng(seed))[0][0] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


# all


@pytest.mark.parametrize(
    "function",
    [
        lambda x, g, v: activation_rms(x, [x.T, x], "tanh"),
        lambda x, g, v: standardise_fit(x),
        lambda x, g, v: standardise(x, g, v),
        lambda x, g, v: batchnorm_forward(x, g, v),
        lambda x, g, v: batchnorm_running(g, v, v, g, 0.9),
        lambda x, g, v: batchnorm_predict(x, g, v, g, v),
        lambda x, g, v: batchnorm_backward(x, x, g),
        lambda x, g, v: batchnorm_images(x.reshape(1, 2, 2, 3), g, v),
        lambda x, g, v: fold_batchnorm(x, g, g, v, g, v),
        lambda x, g, v: train_digits(np.tile(x, (1, 22))[:, :64], v[[0, 1, 2, 0]], np.random.default_rng(0)),
    ],
    ids=["rms", "fit", "standardise", "forward", "running", "predict", "backward", "images", "fold", "train"],
)
def test_normalisation_accepts_any_form_of_input_and_leaves_it_as_it_was(function, assert_form_is_accepted):
    x = np.array([[1.0, 200, 3], [0, 7, 2], [255, 0, 1], [9, 8, 4]])
    assert_form_is_accepted(function, x, np.array([1.0, 250, 3]), np.array([5.0, 1, 9]))
