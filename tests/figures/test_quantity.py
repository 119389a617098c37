"""Quantities that follow controls are what NumPy computes, wherever the controls stand, and in the browser too."""

import re
from pathlib import Path

import numpy as np
import pytest

import figures
from figures import between, choice, row, slider
from figures.program import Pen
from figures.quantity import quantity

SCRIPT = Path(figures.__file__).parent / "touch_program.js"
rng = np.random.default_rng(0)
x, y = rng.normal(size=(4, 3)).round(3), rng.normal(size=(3, 5)).round(3)  # constants carry seven digits
SETTINGS = [(0.7, 1.0), (-2.2, 3.5), (0.0, 0.0), (3.0, 5.0)]


def softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def momentum(rate, start):
    w, velocity = start, 0.0
    for _ in range(20):
        velocity = 0.9 * velocity + 0.1 * w
        w = w - rate * velocity
    return w


# Each is computed from two controls, and from two numbers by NumPy alone.
COMPUTATIONS = {
    "arithmetic": lambda c, k: (c + 2) * 3 - c / 4 + 2**c - (-c) ** 2 + 1 / (k + 1),
    "functions": lambda c, k: np.tanh(c * x) * np.sin(x) + np.cos(c * x) + np.exp(-abs(c) * x),
    "logarithms": lambda c, k: np.log(c**2 + 1) + np.log10(c**2 + 1) + np.log1p(c**2) + np.sqrt(k),
    "logarithm of a sum": lambda c, k: np.logaddexp(0, 100 * c * x),
    "rounding": lambda c, k: np.floor(c * x) + np.ceil(c * x) + np.rint(10 * c * x) + np.sign(c * x),
    "halves to even": lambda c, k: np.rint(k - np.array([0.5, 1.5, -0.5])),
    "comparisons": lambda c, k: (c * x >= 0) * 1 + (x <= c) * 2 + (x == c) * 4 + (x != k) * 8 + (x < c) * 16 + (k > c),
    "logic": lambda c, k: ((c * x > 0) & (x < 1)) * 1 + ((x > c) | (x < -1)) * 2,
    "where": lambda c, k: np.where(c * x > 0.1, c * x, -1),
    "smaller and larger": lambda c, k: np.maximum(c * x, 0) + np.minimum(x, c) + np.clip(c * x, -0.2, 0.3),
    "sum of all": lambda c, k: (c * x).sum(),
    "sum along an axis": lambda c, k: (c * x).sum(axis=0) - np.sum(x * k, axis=0, keepdims=True),
    "product along an axis": lambda c, k: np.prod(1 + c * x, axis=1),
    "mean and deviation": lambda c, k: np.mean(c * x, axis=0) + np.std(c * x, axis=0) + np.var(c * x),
    "largest and smallest": lambda c, k: np.max(c * x, axis=1) - (c * x).min(),
    "span": lambda c, k: np.ptp(c * x, axis=0) + np.ptp(c * x),
    "place of the largest": lambda c, k: np.argmax(c * x, axis=0),
    "running sum": lambda c, k: np.cumsum(c * x, axis=0),
    "running product": lambda c, k: np.cumprod(1 - c * x[0]),
    "matrix product": lambda c, k: (c * x) @ y,
    "matrix and vector": lambda c, k: (c * x) @ np.array([1.0, 2, 3]) + np.array([1.0, 2, 3, 4]) @ (k * x) @ np.ones(3),
    "softmax": lambda c, k: softmax(c * x),
    "transpose": lambda c, k: (c * x).T,
    "slices": lambda c, k: (c * x)[1:, ::-1],
    "chosen places": lambda c, k: (c * x)[[0, 2], [1, 1]],
    "new shape": lambda c, k: (c * x).reshape(2, 6) + np.ravel(c * x)[:6],
    "new axis": lambda c, k: (c * x)[:, None] * np.ones(2)[:, None],
    "stack": lambda c, k: np.stack([c, k, c * k]),
    "joined": lambda c, k: np.concatenate([c * x, k * x], axis=1),
    "interpolation": lambda c, k: np.interp(c, [-3, 0, 3], [1, 5, -2]),
    "stretched": lambda c, k: np.broadcast_to(c, (2, 2)) + x[:2, :2],
    "evenly spaced": lambda c, k: np.linspace(c, k, 4),
    "a loop": lambda c, k: momentum(c, k),
}  # fmt: skip


@pytest.fixture(scope="module")
def controls():
    return slider("c", -3, 3, 0.7), slider("k", 0, 5, 1)


@pytest.mark.parametrize("name", COMPUTATIONS)
@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_a_quantity_is_what_numpy_computes(controls, name, setting):
    followed = COMPUTATIONS[name](*controls).at(dict(zip(controls, setting)))
    expected = np.asarray(COMPUTATIONS[name](*map(np.float64, setting)), dtype=float)
    assert followed.shape == expected.shape
    np.testing.assert_allclose(followed, expected, rtol=1e-6, atol=1e-9)


def test_the_browser_computes_the_same(controls, browser):
    tables = {"row": row(x, controls[1]), "between": between(x, controls[1]), "index": quantity(x)[controls[1]]}
    asked = {name: compute(*controls) for name, compute in COMPUTATIONS.items()} | tables
    program = Pen().program(controls, list(asked.values()))
    compute = """([steps, others, settings]) => {
      const values = computeSteps(steps, settings.map((one) => ({ shape: [], data: [one] })));
      return others.map((i) => [values[i].shape, Array.from(values[i].data, String)]);
    }"""
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT.read_text())
    for setting in SETTINGS:
        answers = page.evaluate(compute, [program["steps"], program["others"], list(setting)])
        for (name, one), (shape, data) in zip(asked.items(), answers):
            got = np.array([float(text) for text in data]).reshape(shape)
            expected = one.at(dict(zip(controls, setting)))
            np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-12, err_msg=name)
    page.close()


@pytest.mark.parametrize(("at", "expected"), [(0, [1, 2]), (0.4, [1, 2]), (0.6, [3, 4]), (9, [3, 4]), (-3, [1, 2])])
def test_a_row_is_the_nearest_one(at, expected):
    which = slider("which", -10, 10, 0)
    assert row([[1, 2], [3, 4]], which).at({which: at}).tolist() == expected


@pytest.mark.parametrize(("at", "expected"), [(0, 1), (0.25, 1.5), (1, 3), (1.5, 6), (2, 9), (7, 9), (-1, 1)])
def test_between_rows_lies_a_straight_line(at, expected):
    where = slider("where", -10, 10, 0)
    assert between([[1], [3], [9]], where).at({where: at}).tolist() == [expected]


def test_what_follows_no_control_stays_a_constant():
    assert (quantity([1.0, 2.0]) * 3 + 1).operation == "constant"


def test_a_choice_is_a_number():
    which = choice("optimizer", ["SGD", "Adam", "RMSProp"], start=1)
    assert (which * 10).value == 10


@pytest.mark.parametrize(
    ("compute", "words"),
    [
        pytest.param(np.asarray, "without np.asarray", id="array"),
        pytest.param(lambda w: np.array([w, w]), "np.stack", id="array of quantities"),
        pytest.param(lambda w: 1 if w > 0 else 0, "np.where in place of an if", id="if"),
        pytest.param(lambda w: np.arctan(w), "np.arctan", id="unknown function"),
        pytest.param(lambda w: np.sort(np.stack([w, w])), "np.sort", id="unknown function of arrays"),
        pytest.param(lambda w: w // 2, "np.floor_divide", id="unknown operator"),
        pytest.param(lambda w: np.add.outer(w, w), "np.add.outer", id="method of a function"),
    ],
)
def test_what_the_browser_cannot_follow_is_refused(compute, words):
    with pytest.raises(TypeError, match=re.escape(words)):
        compute(slider("w", -1, 1, 0))


def test_a_quantity_is_not_changed_in_place():
    values = np.stack([slider("w", -1, 1, 0)] * 2)
    with pytest.raises(TypeError, match=r"np\.where or np\.concatenate"):
        values[0] = 1
