import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.losses import softmax
from solutions.optimizers import sgd_step
from solutions.regularisation import (
    average_probabilities,
    dropout_backward,
    dropout_forward,
    dropout_is_right,
    dropout_mask,
    early_stopping,
    l2_penalty,
    random_crops,
    shift_images,
    weight_decay_step,
)

RECORDED = Path(__file__).parents[1] / "recorded"
INPUTS, PYTORCH = (json.loads((RECORDED / name).read_text()) for name in ("inputs.json", "pytorch.json"))
seeds = st.integers(0, 2**32 - 1)


# l2_penalty and weight_decay_step


@pytest.mark.parametrize(
    "weights, penalty",
    [([[[1, 2]], [[3], [0]]], 14 * 0.5 / 20), ([[[-3]]], 9 * 0.5 / 20), ([np.zeros((2, 3))], 0), ([], 0)],
    ids=["two-layers", "negative", "zeros", "no-layers"],
)
def test_l2_penalty_is_half_the_sum_of_squares_over_the_training_set(weights, penalty):
    assert l2_penalty([np.array(w) for w in weights], 0.5, 10) == pytest.approx(penalty)


def test_weight_decay_step_shrinks_and_then_moves():
    np.testing.assert_allclose(weight_decay_step([[10, -10]], [[2, 0]], 0.5, 4.0, 20), [[8, -9]])


@given(seed=seeds)
def test_weight_decay_step_descends_the_loss_with_its_penalty(seed):
    w, grad = np.random.default_rng(seed).normal(size=(2, 3))
    step = np.eye(3) * 1e-5
    slope = [(l2_penalty([w + e], 0.7, 9) - l2_penalty([w - e], 0.7, 9)) / 2e-5 for e in step]
    np.testing.assert_allclose(weight_decay_step(w, grad, 0.3, 0.7, 9), sgd_step(w, grad + slope, 0.3), atol=1e-9)


def test_weight_decay_steps_follow_the_recorded_weights_of_pytorch():
    settings = PYTORCH["settings"]["weight_decay"]  # PyTorch's weight_decay is our lam / n
    w, weights = INPUTS["w"], []
    for grad in INPUTS["gradients"]:
        w = weight_decay_step(w, grad, settings["lr"], 8 * settings["weight_decay"], 8)
        weights.append(w)
    np.testing.assert_allclose(weights, PYTORCH["trajectories"]["weight_decay"], rtol=1e-12)


# dropout


@pytest.mark.parametrize("shape", [7, (7,), (3, 4), (2, 3, 4), ()], ids=str)
def test_dropout_mask_has_the_shape_asked_for(shape):
    assert np.shape(dropout_mask(shape, 0.5, np.random.default_rng(0))) == (shape if shape != 7 else (7,))


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_dropout_mask_drops_with_probability_p_and_scales_the_rest(p):
    mask = dropout_mask((200, 500), p, np.random.default_rng(1))
    np.testing.assert_allclose(np.unique(mask), [0, 1 / (1 - p)])
    assert np.mean(mask == 0) == pytest.approx(p, abs=5 * np.sqrt(p * (1 - p) / mask.size))


def test_dropout_mask_without_dropping_is_all_ones():
    np.testing.assert_array_equal(dropout_mask((50, 50), 0, np.random.default_rng(0)), 1)


def test_dropout_mask_entries_are_independent():
    kept = dropout_mask((100_000, 3), 0.3, np.random.default_rng(2)) > 0
    rows = kept @ [1, 2, 4]
    expected = [0.7 ** bin(row).count("1") * 0.3 ** (3 - bin(row).count("1")) for row in range(8)]
    np.testing.assert_allclose(np.bincount(rows, minlength=8) / len(rows), expected, atol=0.007)


def test_dropout_multiplies_in_training_only():
    x, mask = [[1.0, 2.0, 3.0]], [[0.0, 2.0, 2.0]]
    np.testing.assert_array_equal(dropout_forward(x, mask, training=True), [[0, 4, 6]])
    np.testing.assert_array_equal(dropout_backward(x, mask, training=True), [[0, 4, 6]])
    np.testing.assert_array_equal(dropout_forward(x, mask, training=False), x)
    np.testing.assert_array_equal(dropout_backward(x, mask, training=False), x)


@pytest.mark.parametrize("function", [dropout_forward, dropout_backward])
def test_dropout_needs_no_mask_outside_training(function):
    np.testing.assert_array_equal(function([1.0, 2.0], None, training=False), [1, 2])


@pytest.mark.parametrize("training", [True, False], ids=["training", "prediction"])
def test_dropout_backward_is_the_slope_of_dropout_forward(training, central_differences):
    rng = np.random.default_rng(3)
    x, grad_output = rng.normal(size=(2, 3, 4))
    mask = dropout_mask((3, 4), 0.5, rng)
    slope = central_differences(lambda x: np.sum(grad_output * dropout_forward(x, mask, training)), x)
    np.testing.assert_allclose(dropout_backward(grad_output, mask, training), slope, atol=1e-9)


def test_dropout_keeps_the_expected_activation():
    rng = np.random.default_rng(4)
    x = np.array([1.0, -2.0, 5.0])
    mean = np.mean([dropout_forward(x, dropout_mask(3, 0.4, rng), True) for _ in range(20_000)], axis=0)
    np.testing.assert_allclose(mean, x, rtol=0.04)


# dropout_is_right


@pytest.mark.parametrize(
    "draw",
    [
        lambda shape, p, rng: rng.binomial(1, 1 - p, shape) / (1 - p),
        lambda shape, p, rng: rng.choice([0, 1 / (1 - p)], shape, p=[p, 1 - p]).astype(np.float32),
        lambda shape, p, rng: dropout_mask(shape, p, np.random.Generator(np.random.MT19937(rng.integers(2**63)))),
    ],
    ids=["coins", "choice", "another-stream"],
)
def test_dropout_is_right_accepts_every_fair_draw(draw):
    assert dropout_is_right(draw) is True


@pytest.mark.parametrize("seed", range(30))
def test_dropout_is_right_accepts_the_reference_whatever_the_stream(seed):
    assert dropout_is_right(lambda shape, p, rng: dropout_mask(shape, p, rng.spawn(seed + 1)[seed]))


@pytest.mark.parametrize(
    "change",
    [
        lambda mask, p: mask * (1 - p),
        lambda mask, p: mask.T,
        lambda mask, p: mask.ravel(),
        lambda mask, p: np.sort(mask, axis=None).reshape(mask.shape),
        lambda mask, p: mask[..., ::-1] if p == 0.5 else np.repeat(mask[:1], len(mask), axis=0),
        lambda mask, p: np.where(mask > 0, 0, 1 / (1 - p)),
    ],
    ids=["unscaled", "transposed", "flat", "sorted", "whole-columns", "kept-for-dropped"],
)
def test_dropout_is_right_refuses_masks_that_follow_another_law(change):
    assert not dropout_is_right(lambda shape, p, rng: change(dropout_mask(shape, p, rng), p))


# shift_images


IMAGE = np.arange(1.0, 7.0).reshape(1, 2, 3)  # [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    "dy, dx, expected",
    [
        (0, 0, [[1, 2, 3], [4, 5, 6]]),
        (1, 0, [[0, 0, 0], [1, 2, 3]]),
        (-1, 0, [[4, 5, 6], [0, 0, 0]]),
        (0, 1, [[0, 1, 2], [0, 4, 5]]),
        (0, -2, [[3, 0, 0], [6, 0, 0]]),
        (1, -1, [[0, 0, 0], [2, 3, 0]]),
        (2, 0, [[0, 0, 0], [0, 0, 0]]),
        (0, 3, [[0, 0, 0], [0, 0, 0]]),
        (-100, 0, [[0, 0, 0], [0, 0, 0]]),
        (1, 100, [[0, 0, 0], [0, 0, 0]]),
        (3, -4, [[0, 0, 0], [0, 0, 0]]),
    ],
)
def test_shift_images_moves_down_and_right_and_fills_with_zeros(dy, dx, expected):
    np.testing.assert_array_equal(shift_images(IMAGE, dy, dx), [expected])


@given(seed=seeds, dy=st.integers(-6, 6), dx=st.integers(-6, 6))
def test_shift_images_moves_every_pixel_that_stays_inside(seed, dy, dx):
    images = np.random.default_rng(seed).normal(size=(3, 4, 5))
    shifted, expected = shift_images(images, dy, dx), np.zeros((3, 4, 5))
    for y in range(4):
        for x in range(5):
            if 0 <= y + dy < 4 and 0 <= x + dx < 5:
                expected[:, y + dy, x + dx] = images[:, y, x]
    np.testing.assert_array_equal(shifted, expected)


# random_crops


def positions_of_crops(num_images, size, rng):
    """Let every pixel hold its own number, so that a crop tells where it was cut; check that it is whole."""
    image = np.arange(5 * 7).reshape(5, 7)
    crops = random_crops(np.tile(image, (num_images, 1, 1)), size, rng)
    positions = [divmod(int(crop[0, 0]), 7) for crop in crops]
    for crop, (y, x) in zip(crops, positions, strict=True):
        np.testing.assert_array_equal(crop, image[y : y + size, x : x + size])
    return positions


@pytest.mark.parametrize("size", [1, 3, 5])
def test_random_crops_are_uniform_over_all_positions_inside(size):
    num_positions = (5 - size + 1) * (7 - size + 1)
    positions = positions_of_crops(100 * num_positions, size, np.random.default_rng(5))
    counts = [positions.count(position) for position in set(positions)]
    assert len(counts) == num_positions
    np.testing.assert_allclose(counts, 100, atol=45)


def test_random_crops_cut_every_image_at_a_place_of_its_own():
    assert len(set(positions_of_crops(8, 3, np.random.default_rng(6)))) > 1


def test_random_crops_come_in_the_order_of_the_images():
    images = np.repeat(np.arange(10.0), 16).reshape(10, 4, 4)
    np.testing.assert_array_equal(random_crops(images, 2, np.random.default_rng(0))[:, 0, 0], np.arange(10))


def test_random_crops_of_the_whole_image_are_the_image():
    images = np.random.default_rng(7).normal(size=(3, 4, 4))
    np.testing.assert_array_equal(random_crops(images, 4, np.random.default_rng(0)), images)


# early_stopping


@pytest.mark.parametrize(
    "losses, patience, epochs",
    [
        ([3, 2, 2.5, 2, 1], 2, (1, 3)),
        ([3, 2, 2.5, 2, 1], 3, (4, 4)),
        ([3, 2, 1], 1, (2, 2)),
        ([1, 2, 3], 1, (0, 1)),
        ([1, 1, 1, 1], 2, (0, 2)),
        ([5, 4, 6, 3, 6, 6, 2], 2, (3, 5)),
        ([2, 3, 4], 5, (0, 2)),
        ([7], 1, (0, 0)),
        ([5, 6, 4, 6, 3], 2, (4, 4)),
    ],
    ids=[
        "stops",
        "more-patience",
        "still-falling",
        "first-is-best",
        "equal-is-no-progress",
        "a-later-minimum-is-never-seen",
        "too-short-to-stop",
        "one-epoch",
        "the-count-starts-again",
    ],
)
def test_early_stopping_keeps_the_best_epoch_before_patience_runs_out(losses, patience, epochs):
    assert early_stopping(losses, patience) == epochs


@given(losses=st.lists(st.integers(0, 9), min_size=1, max_size=12), patience=st.integers(1, 5))
def test_early_stopping_agrees_with_its_definition(losses, patience):
    def waited(epoch):
        """Epochs in a row, up to this one, without a loss lower than all before."""
        progress = [e for e in range(epoch + 1) if all(losses[e] < before for before in losses[:e])]
        return epoch - progress[-1]

    stops = [epoch for epoch in range(len(losses)) if waited(epoch) == patience]
    stop = stops[0] if stops else len(losses) - 1
    assert early_stopping(losses, patience) == (losses.index(min(losses[: stop + 1])), stop)


# average_probabilities


def test_average_probabilities_averages_after_the_softmax():
    logits = np.log([[[1.0, 3.0]], [[4.0, 1.0]]])
    np.testing.assert_allclose(average_probabilities(logits), [[(0.25 + 0.8) / 2, (0.75 + 0.2) / 2]])


@given(seed=seeds)
def test_average_probabilities_of_equal_networks_are_those_of_one(seed):
    logits = np.random.default_rng(seed).normal(size=(4, 3))
    np.testing.assert_allclose(average_probabilities(np.stack([logits] * 5)), softmax(logits), rtol=1e-12)


@given(seed=seeds)
def test_average_probabilities_are_probabilities_whatever_the_order_of_the_networks(seed):
    logits = 100 * np.random.default_rng(seed).normal(size=(3, 4, 5))
    average = average_probabilities(logits)
    np.testing.assert_allclose(average.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(average, average_probabilities(logits[::-1]), rtol=1e-12)


# all


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y: l2_penalty([x, y], 0.5, 7),
        lambda x, y: weight_decay_step(x, y, 0.1, 0.5, 7),
        lambda x, y: dropout_forward(x, y, training=True),
        lambda x, y: dropout_backward(x, y, training=True),
        lambda x, y: dropout_forward(x, y, training=False),
        lambda x, y: shift_images(x, 1, -1),
        lambda x, y: random_crops(x, 1, np.random.default_rng(0)),
        lambda x, y: early_stopping(y[0, 0], 1),
        lambda x, y: average_probabilities(x),
    ],
    ids=["penalty", "decay", "forward", "backward", "prediction", "shift", "crops", "stopping", "average"],
)
def test_regularisers_accept_any_form_of_input_and_leave_it_as_it_was(function, assert_form_is_accepted):
    x = np.array([[[1.0, 200, 3], [0, 7, 2]], [[255, 0, 1], [9, 8, 4]]])
    assert_form_is_accepted(function, x, x[::-1, ::-1])
