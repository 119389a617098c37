"""Write pytorch.json: what PyTorch makes of inputs.json, in PyTorch's own conventions.

The tests read the file, so they need no PyTorch. To record again, in an environment of its own:

    python -m venv build/pytorch && build/pytorch/bin/pip install torch==2.13.0 numpy
    build/pytorch/bin/python tests/recorded/record_pytorch.py
"""

import json
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
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in recorded.items())
    (HERE / "pytorch.json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    main()
