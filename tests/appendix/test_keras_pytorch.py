"""The network of the lecture on batch normalisation, as Keras and PyTorch compute it and as the course does."""

import json
from pathlib import Path

import numpy as np
import pytest

from digits import load_digits
from solutions.batchnorm import (
    batchnorm_forward,
    batchnorm_images,
    batchnorm_predict,
    batchnorm_running,
    fold_batchnorm,
)
from solutions.losses import accuracy, softmax
from solutions.mlp import affine
from solutions.perceptron import activation

RECORDED = Path(__file__).parents[1] / "recorded"
KERAS, PYTORCH = (json.loads((RECORDED / name).read_text())["sequential"] for name in ("keras.json", "pytorch.json"))
WEIGHTS = {layer: {name: np.array(w) for name, w in named.items()} for layer, named in KERAS["weights"].items()}
SCALE = {layer: (WEIGHTS[layer]["gamma"], WEIGHTS[layer]["beta"]) for layer in ("bn_images", "bn_dense")}
KEPT = {layer: (WEIGHTS[layer]["moving_mean"], WEIGHTS[layer]["moving_variance"]) for layer in SCALE}
EPSILON = 1e-3  # Keras's default
LAYERS = ["bn_images", "dense", "bn_dense", "probabilities"]
MODES = ["trained", "predicted"]


def dense(x, layer):
    return affine(x, WEIGHTS[layer]["kernel"], WEIGHTS[layer]["bias"])


def normalised_images(maps, mode):
    if mode == "trained":
        return batchnorm_images(maps, *SCALE["bn_images"], EPSILON)
    columns = maps.reshape(-1, maps.shape[3])
    return batchnorm_predict(columns, *SCALE["bn_images"], *KEPT["bn_images"], EPSILON).reshape(maps.shape)


def normalised(x, mode):
    if mode == "trained":
        return batchnorm_forward(x, *SCALE["bn_dense"], EPSILON)[0]
    return batchnorm_predict(x, *SCALE["bn_dense"], *KEPT["bn_dense"], EPSILON)


def outputs(mode):
    """Return our outputs of every layer behind the convolution, whose output is taken from Keras."""
    maps = np.array(KERAS[mode]["conv"])
    results = {"bn_images": normalised_images(maps, mode)}
    results["dense"] = activation(dense(results["bn_images"].reshape(len(maps), -1), "dense"), "relu")
    results["bn_dense"] = normalised(results["dense"], mode)
    results["probabilities"] = softmax(dense(results["bn_dense"], "probabilities"))
    return results


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_behind_the_convolution_gives_the_output_of_keras(layer, mode):
    np.testing.assert_allclose(outputs(mode)[layer], KERAS[mode][layer], rtol=0, atol=1e-5)


@pytest.mark.parametrize("mode", MODES)
def test_the_same_weights_in_pytorch_give_the_same_probabilities(mode):
    np.testing.assert_allclose(outputs(mode)["probabilities"], PYTORCH[mode], rtol=0, atol=1e-5)


def test_the_two_modes_differ_so_that_neither_can_stand_for_the_other():
    assert np.abs(outputs("trained")["dense"] - outputs("predicted")["dense"]).max() > 0.01


def test_the_recorded_network_reads_the_recorded_digits():
    assert accuracy(outputs("predicted")["probabilities"], load_digits()[1][:4]) == 1


@pytest.mark.parametrize(
    "recorded, bessel",
    [
        pytest.param(KERAS["moved"]["bn_dense"], 1, id="keras"),
        pytest.param(
            {"moving_mean": PYTORCH["moved_mean"], "moving_variance": PYTORCH["moved_var"]}, 4 / 3, id="pytorch"
        ),
    ],
)
def test_the_running_statistics_move_as_in_each_library(recorded, bessel):
    _, mean, var = batchnorm_forward(outputs("trained")["dense"], *SCALE["bn_dense"], EPSILON)
    moved = batchnorm_running(*KEPT["bn_dense"], mean, bessel * var, decay=0.99)
    np.testing.assert_allclose(moved[0], recorded["moving_mean"], rtol=0, atol=1e-5)
    np.testing.assert_allclose(moved[1], recorded["moving_variance"], rtol=0, atol=1e-5)


def test_statistics_of_channels_move_over_all_pixels():
    columns = np.array(KERAS["trained"]["conv"]).reshape(-1, 2)
    _, mean, var = batchnorm_forward(columns, *SCALE["bn_images"], EPSILON)
    moved = batchnorm_running(*KEPT["bn_images"], mean, var, decay=0.99)
    kept = KERAS["moved"]["bn_images"]
    np.testing.assert_allclose(moved, [kept["moving_mean"], kept["moving_variance"]], rtol=0, atol=1e-5)


def test_folding_the_second_normalisation_into_an_identity_layer_changes_no_output():
    W, b = fold_batchnorm(np.eye(8), np.zeros(8), *SCALE["bn_dense"], *KEPT["bn_dense"], EPSILON)
    folded = affine(KERAS["predicted"]["dense"], W, b)
    np.testing.assert_allclose(folded, KERAS["predicted"]["bn_dense"], rtol=0, atol=1e-5)
