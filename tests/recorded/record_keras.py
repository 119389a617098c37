"""Write keras.json: what Keras makes of inputs.json, in Keras's own conventions.

The tests read the file, so they need no Keras. To record again, in an environment of its own:

    python -m venv build/keras && build/keras/bin/pip install keras==3.15.1 jax==0.10.2
    build/keras/bin/python tests/recorded/record_keras.py
"""

import json
import os
from pathlib import Path

HERE = Path(__file__).parent
# Keras puts epsilon elsewhere (inside the root in RMSprop, before the bias correction in Adam): without it they agree.
SETTINGS = {
    "sgd": ("SGD", {"learning_rate": 0.1}),
    "momentum": ("SGD", {"learning_rate": 0.01, "momentum": 0.9}),
    "rmsprop": ("RMSprop", {"learning_rate": 0.1, "rho": 0.9, "epsilon": 0.0}),
    "adam": ("Adam", {"learning_rate": 0.1, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 0.0}),
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
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in recorded.items())
    (HERE / "keras.json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    main()
