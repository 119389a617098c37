"""Write keras.json: what Keras makes of inputs.json, in Keras's own conventions.

The tests read the file, so they need no Keras. To record again, in an environment of its own:

    python -m venv build/keras && build/keras/bin/pip install keras==3.15.1 jax==0.10.2
    build/keras/bin/python tests/recorded/record_keras.py
"""

import inspect
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Keras puts epsilon elsewhere (inside the root in RMSprop, before the bias correction in Adam): without it they agree,
# and with a large one the difference shows.
SETTINGS = {
    "sgd": ("SGD", {"learning_rate": 0.1}),
    "momentum": ("SGD", {"learning_rate": 0.01, "momentum": 0.9}),
    "rmsprop": ("RMSprop", {"learning_rate": 0.1, "rho": 0.9, "epsilon": 0.0}),
    "adam": ("Adam", {"learning_rate": 0.1, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 0.0}),
    "rmsprop_large_epsilon": ("RMSprop", {"learning_rate": 0.1, "rho": 0.9, "epsilon": 0.1}),
    "adam_large_epsilon": ("Adam", {"learning_rate": 0.1, "beta_1": 0.5, "beta_2": 0.8, "epsilon": 0.1}),
}
DEFAULTS = {
    "BatchNormalization": (
        "layers",
        ["axis", "momentum", "epsilon", "moving_mean_initializer", "moving_variance_initializer"],
    ),
    "Conv2D": ("layers", ["strides", "padding"]),
    "Dense": ("layers", ["activation", "use_bias", "kernel_initializer", "bias_initializer"]),
    "SGD": ("optimizers", ["learning_rate", "momentum"]),
    "RMSprop": ("optimizers", ["learning_rate", "rho", "epsilon"]),
    "Adam": ("optimizers", ["learning_rate", "beta_1", "beta_2", "epsilon"]),
    "SparseCategoricalCrossentropy": ("losses", ["from_logits", "reduction"]),
}


def trajectory(keras, name, w, gradients):
    """Return the weights after every step of an optimizer that is given these gradients."""
    kind, settings = SETTINGS[name]
    w = keras.Variable(w)
    optimizer = getattr(keras.optimizers, kind)(**settings)
    weights = []
    for gradient in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(gradient, dtype="float64")], [w])
        weights.append(w.numpy().tolist())
    return weights


def batch_norm(keras, inputs):
    """Return the output of BatchNormalization, its moving statistics after two batches, then a prediction.

    Keras computes them in float32, whatever it is given.
    """
    layer = keras.layers.BatchNormalization(epsilon=1e-5, momentum=0.9)
    first, second = (keras.ops.convert_to_tensor(batch, dtype="float64") for batch in inputs["x"])
    layer.build(first.shape)
    layer.gamma.assign(inputs["gamma"])
    layer.beta.assign(inputs["beta"])
    results = {"out": layer(first, training=True)}
    layer(second, training=True)
    results["running_mean"], results["running_var"] = layer.moving_mean, layer.moving_variance
    results["predicted"] = layer(keras.ops.convert_to_tensor(inputs["new_x"], dtype="float64"), training=False)
    return {name: keras.ops.convert_to_numpy(tensor).tolist() for name, tensor in results.items()}


def batch_norm_images(keras, inputs):
    """Return the output of BatchNormalization for images, channels last."""
    layer = keras.layers.BatchNormalization(epsilon=1e-5)
    images = keras.ops.convert_to_tensor(inputs["images"], dtype="float64")
    layer.build(images.shape)
    layer.gamma.assign(inputs["gamma"])
    layer.beta.assign(inputs["beta"])
    return keras.ops.convert_to_numpy(layer(images, training=True)).tolist()


def initial_std(keras):
    """Return the standard deviations of Keras's draws for a layer of 300 inputs and 500 outputs."""
    initialisers = {
        "he": keras.initializers.HeNormal(seed=0),
        "lecun": keras.initializers.LecunNormal(seed=0),
        "glorot": keras.initializers.GlorotNormal(seed=0),
    }
    draws = {scheme: keras.ops.convert_to_numpy(draw((300, 500))) for scheme, draw in initialisers.items()}
    return {scheme: float(draw.std()) for scheme, draw in draws.items()}


def defaults(keras):
    """Return what Keras takes where nothing is said."""
    found = {}
    for name, (module, parameters) in DEFAULTS.items():
        signature = inspect.signature(getattr(getattr(keras, module), name)).parameters
        found[name] = {parameter: signature[parameter].default for parameter in parameters}
    return found


def small_facts(keras, inputs):
    """Return a dense layer, its initial range, the values of a dropout layer, two losses and a penalty."""
    import numpy as np

    x = keras.ops.convert_to_tensor(inputs["new_x"], dtype="float64")
    dense = keras.layers.Dense(2)
    dense.build(x.shape)
    kernel, bias = [[0.5, -1.0], [0.25, 2.0], [1.5, 0.75]], [0.1, -0.2]
    dense.kernel.assign(kernel)
    dense.bias.assign(bias)
    dropped = keras.layers.Dropout(rate=0.2, seed=0)(keras.ops.ones((50, 50)), training=True)
    zeros = keras.ops.zeros_like(x)
    draw = keras.initializers.GlorotUniform(seed=0)((300, 500))
    return {
        "kernel": kernel,
        "bias": bias,
        "dense": dense(x).tolist(),
        "largest_initial_weight": float(keras.ops.max(keras.ops.abs(draw))),
        "dropout": sorted({round(float(value), 6) for value in dropped.ravel()}),
        "mse": float(keras.losses.MeanSquaredError()(zeros, x)),
        "cross_entropy": float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(np.array([0, 2]), x)),
        "l2": float(keras.regularizers.L2(0.1)(x)),
    }


def sequential(keras):
    """Return the weights and the intermediate outputs of a network that has learnt a few digits.

    Its weights are rounded before it is used, so that the file stays small and is exact all the same.
    """
    sys.path.insert(0, str(HERE.parents[1]))
    import numpy as np

    from digits import load_digits

    images, labels = load_digits()
    images = images[..., None] / 16
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((8, 8, 1)), *lecture_layers(keras.layers)])
    model.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy())
    model.fit(images[100:], labels[100:], batch_size=32, epochs=10, verbose=0)
    for layer in model.layers:
        layer.set_weights([np.round(weight, 4) for weight in layer.get_weights()])
    same = keras.layers.Conv2D(2, 3, padding="same")
    same.build(images.shape)
    same.set_weights(model.layers[0].get_weights())
    return {
        "weights": {layer.name: dict(named_weights(layer)) for layer in model.layers if layer.weights},
        "same_padding": rounded(same(images[:1])),
        # prediction first: training moves the averages
        "predicted": outputs(keras, model, images[:4], training=False),
        "trained": outputs(keras, model, images[:4], training=True),
        "moved": {layer.name: dict(named_weights(layer, "moving")) for layer in model.layers if "bn" in layer.name},
    }


def lecture_layers(layers):
    """Return the layers of the lecture's example, everything at its default that can be."""
    return [
        layers.Conv2D(2, 3, name="conv"),
        layers.BatchNormalization(name="bn_images"),
        layers.Flatten(name="flatten"),
        layers.Dense(8, activation="relu", name="dense"),
        layers.BatchNormalization(name="bn_dense"),
        layers.Dense(10, activation="softmax", name="probabilities"),
    ]


def named_weights(layer, prefix=""):
    """Yield the weights of a layer whose names begin so."""
    return ((weight.name, rounded(weight)) for weight in layer.weights if weight.name.startswith(prefix))


def outputs(keras, model, x, training):
    """Return what every layer makes of a batch; the flattened images are the images."""
    found = {}
    for layer in model.layers:
        bn = isinstance(layer, keras.layers.BatchNormalization)
        x = layer(x, training=training) if bn else layer(x)
        if layer.name != "flatten":
            found[layer.name] = rounded(x)
    return found


def rounded(tensor):
    """Return a tensor as lists of numbers of seven decimals."""
    import numpy as np

    return np.round(np.asarray(tensor, dtype=np.float64), 7).tolist()


def main():
    """Record everything."""
    os.environ |= {"KERAS_BACKEND": "jax", "JAX_ENABLE_X64": "1"}
    import jax  # not at the top: collecting the tests imports this file where Keras is not installed
    import keras

    keras.config.set_floatx("float64")
    inputs = json.loads((HERE / "inputs.json").read_text())
    recorded = {
        "recorded_with": {"keras": keras.__version__, "jax": jax.__version__},
        "settings": {name: settings for name, (_, settings) in SETTINGS.items()},
        "trajectories": {name: trajectory(keras, name, inputs["w"], inputs["gradients"]) for name in SETTINGS},
        "batch_norm": batch_norm(keras, inputs),
        "batch_norm_images": batch_norm_images(keras, inputs),
        "initial_std": initial_std(keras),
        "defaults": defaults(keras),
        "small_facts": small_facts(keras, inputs),
        "sequential": sequential(keras),
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in recorded.items())
    (HERE / "keras.json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    main()
