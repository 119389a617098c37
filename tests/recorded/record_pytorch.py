"""Write pytorch.json: what PyTorch makes of inputs.json, in PyTorch's own conventions.

The tests read the file, so they need no PyTorch. To record again, in an environment of its own:

    python -m venv build/pytorch && build/pytorch/bin/pip install torch==2.13.0 numpy
    build/pytorch/bin/python tests/recorded/record_pytorch.py
"""

import inspect
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
SETTINGS = {
    "sgd": ("SGD", {"lr": 0.1}),
    "weight_decay": ("SGD", {"lr": 0.1, "weight_decay": 0.25}),
    "momentum": ("SGD", {"lr": 0.01, "momentum": 0.9}),
    "rmsprop": ("RMSprop", {"lr": 0.1, "alpha": 0.9, "eps": 1e-8}),
    "adam": ("Adam", {"lr": 0.1, "betas": (0.9, 0.999), "eps": 1e-8}),
    "adam_large_epsilon": ("Adam", {"lr": 0.1, "betas": (0.5, 0.8), "eps": 0.1}),
}
DEFAULTS = {
    "BatchNorm1d": ("nn", ["momentum", "eps"]),
    "Conv2d": ("nn", ["stride", "padding"]),
    "Linear": ("nn", ["bias"]),
    "Dropout": ("nn", ["p"]),
    "SGD": ("optim", ["lr", "momentum", "dampening"]),
    "RMSprop": ("optim", ["lr", "alpha", "eps"]),
    "Adam": ("optim", ["lr", "betas", "eps"]),
    "CrossEntropyLoss": ("nn", ["reduction"]),
}


def trajectory(torch, name, w, gradients):
    """Return the weights after every step of an optimizer that is given these gradients."""
    kind, settings = SETTINGS[name]
    w = torch.tensor(w, requires_grad=True)
    optimizer = getattr(torch.optim, kind)([w], **settings)
    weights = []
    for gradient in gradients:
        w.grad = torch.tensor(gradient)
        optimizer.step()
        weights.append(w.detach().tolist())
    return weights


def batch_norm(torch, inputs):
    """Return outputs, gradients and running statistics of BatchNorm1d over two batches, then a prediction."""
    layer = torch.nn.BatchNorm1d(3, eps=1e-5, momentum=0.1)
    layer.weight.data, layer.bias.data = torch.tensor(inputs["gamma"]), torch.tensor(inputs["beta"])
    first, second = (torch.tensor(batch, requires_grad=True) for batch in inputs["x"])
    out = layer(first)
    out.backward(torch.tensor(inputs["grad_output"]))
    layer(second)
    results = {
        "out": out,
        "grad_x": first.grad,
        "grad_gamma": layer.weight.grad,
        "grad_beta": layer.bias.grad,
        "running_mean": layer.running_mean,
        "running_var": layer.running_var,
        "predicted": layer.eval()(torch.tensor(inputs["new_x"])),
    }
    return {name: tensor.tolist() for name, tensor in results.items()}


def batch_norm_images(torch, inputs):
    """Return the output of BatchNorm2d, its channels moved to the front and back again."""
    layer = torch.nn.BatchNorm2d(3, eps=1e-5)
    layer.weight.data, layer.bias.data = torch.tensor(inputs["gamma"]), torch.tensor(inputs["beta"])
    return layer(torch.tensor(inputs["images"]).permute(0, 3, 1, 2)).permute(0, 2, 3, 1).tolist()


def initial_std(torch):
    """Return the standard deviations of PyTorch's draws for a layer of 300 inputs and 500 outputs."""
    torch.manual_seed(0)
    weight = torch.empty(500, 300)  # PyTorch keeps (fan_out, fan_in)
    return {
        "he": torch.nn.init.kaiming_normal_(weight, nonlinearity="relu").std().item(),
        "lecun": torch.nn.init.kaiming_normal_(weight, nonlinearity="linear").std().item(),
        "glorot": torch.nn.init.xavier_normal_(weight).std().item(),
    }


def defaults(torch):
    """Return what PyTorch takes where nothing is said."""
    found = {}
    for name, (module, parameters) in DEFAULTS.items():
        signature = inspect.signature(getattr(getattr(torch, module), name)).parameters
        found[name] = {parameter: signature[parameter].default for parameter in parameters}
    return found


def small_facts(torch, inputs):
    """Return a linear layer, its initial range, the values of a dropout layer and two losses."""
    torch.manual_seed(0)
    x = torch.tensor(inputs["new_x"])
    new, linear, batch_norm = torch.nn.Linear(300, 500), torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(3)
    weight, bias = [[0.5, 0.25, 1.5], [-1.0, 2.0, 0.75]], [0.1, -0.2]
    linear.weight.data, linear.bias.data = torch.tensor(weight), torch.tensor(bias)
    dropped = torch.nn.Dropout(p=0.2)(torch.ones(50, 50))
    return {
        "weight": weight,
        "bias": bias,
        "linear": linear(x).tolist(),
        "largest_initial_weight": new.weight.abs().max().item(),
        "largest_initial_bias": new.bias.abs().max().item(),
        "initial_running_mean": batch_norm.running_mean.tolist(),
        "initial_running_var": batch_norm.running_var.tolist(),
        "dropout": sorted(dropped.unique().tolist()),
        "mse": torch.nn.MSELoss()(torch.zeros_like(x), x).item(),
        "cross_entropy": torch.nn.CrossEntropyLoss()(x, torch.tensor([0, 2])).item(),
    }


def sequential(torch):
    """Return what the network of keras.json makes of the same digits, its weights turned into PyTorch's order."""
    sys.path.insert(0, str(HERE.parents[1]))
    from digits import load_digits

    weights = json.loads((HERE / "keras.json").read_text())["sequential"]["weights"]
    model = lecture_layers(torch.nn, {name: torch.tensor(weights["dense"][name]) for name in ("kernel", "bias")})
    conv = weights["conv"]
    model.conv.weight.data = torch.tensor(conv["kernel"]).permute(3, 2, 0, 1)  # Keras: (height, width, in, out)
    model.conv.bias.data = torch.tensor(conv["bias"])
    model.probabilities.weight.data = torch.tensor(weights["probabilities"]["kernel"]).T
    model.probabilities.bias.data = torch.tensor(weights["probabilities"]["bias"])
    for name in ("bn_images", "bn_dense"):
        layer, kept = model.get_submodule(name), weights[name]
        layer.weight.data, layer.bias.data = torch.tensor(kept["gamma"]), torch.tensor(kept["beta"])
        layer.running_mean, layer.running_var = (torch.tensor(kept[f"moving_{s}"]) for s in ("mean", "variance"))
    images = torch.tensor(load_digits()[0][:4, None] / 16)
    # prediction first: training moves the averages
    results = {name: softmax(model.train(name == "trained")(images)) for name in ("predicted", "trained")}
    results["moved_mean"] = model.bn_dense.running_mean.tolist()
    results["moved_var"] = model.bn_dense.running_var.tolist()
    return results


def lecture_layers(nn, dense):
    """Return the layers of keras.json's network, and its first dense layer with the inputs in PyTorch's order."""
    from collections import OrderedDict

    layers = {
        "conv": nn.Conv2d(1, 2, 3),
        "bn_images": nn.BatchNorm2d(2, eps=1e-3, momentum=0.01),
        "flatten": nn.Flatten(),
        "dense": nn.Linear(72, 8),
        "relu": nn.ReLU(),
        "bn_dense": nn.BatchNorm1d(8, eps=1e-3, momentum=0.01),
        "probabilities": nn.Linear(8, 10),
    }
    # Keras flattens (6, 6, 2), PyTorch (2, 6, 6)
    layers["dense"].weight.data = dense["kernel"].reshape(6, 6, 2, 8).permute(3, 2, 0, 1).reshape(8, 72)
    layers["dense"].bias.data = dense["bias"]
    return nn.Sequential(OrderedDict(layers))


def softmax(logits):
    """Return probabilities as lists."""
    return logits.softmax(dim=1).tolist()


def main():
    """Record everything."""
    import torch  # not at the top: collecting the tests imports this file where PyTorch is not installed

    torch.set_default_dtype(torch.float64)
    inputs = json.loads((HERE / "inputs.json").read_text())
    recorded = {
        "recorded_with": {"torch": torch.__version__},
        "settings": {name: settings for name, (_, settings) in SETTINGS.items()},
        "trajectories": {name: trajectory(torch, name, inputs["w"], inputs["gradients"]) for name in SETTINGS},
        "batch_norm": batch_norm(torch, inputs),
        "batch_norm_images": batch_norm_images(torch, inputs),
        "initial_std": initial_std(torch),
        "defaults": defaults(torch),
        "small_facts": small_facts(torch, inputs),
        "sequential": sequential(torch),
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in recorded.items())
    (HERE / "pytorch.json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    main()
