"""gate_weights: a perceptron that is a logic gate. Many answers are right."""

import numpy as np

from exercises.forms import calls
from exercises.perceptron.laws import realises_gate
from grader import Case, Exercise, slip
from solutions import perceptron
from solutions.perceptron import perceptron_fit


def gates(*names):
    """Make one call for each gate."""
    return calls(*(lambda rng, name=name: (name,) for name in names))


AND, OR, NAND = "np.array([1.0, 1.0]), -1.5", "np.array([1.0, 1.0]), -0.5", "np.array([-1.0, -1.0]), 1.5"

gate_weights = Exercise(
    perceptron.gate_weights,
    points=2,
    hints=(
        "Draw the four inputs as the corners of a square and a line that has the ones on one side. The weights point "
        "across it, the bias shifts it.",
        "With both weights 1 the sums of the four inputs are 0, 1, 1 and 2, plus the bias. Which bias leaves only the "
        "last of them above 0, and which leaves the last three?",
        "AND wants a threshold between 1 and 2, OR one between 0 and 1; the bias is minus the threshold. NAND is AND "
        "with the signs of both weights and of the bias reversed.",
    ),
    cases=(
        Case("AND", gates("AND"), law=realises_gate),
        Case("OR", gates("OR"), law=realises_gate),
        Case("NAND", gates("NAND"), law=realises_gate),
        Case("one after the other, and again", gates("NAND", "AND", "OR", "AND"), share=0.5, law=realises_gate),
    ),
    wrong_answers=(
        slip(
            "gate_weights_with_thresholds",
            "The bias is minus the threshold: with b = +1.5 the neuron passes even when both inputs are 0.",
            (AND, "np.array([1.0, 1.0]), 1.5"),
            (OR, "np.array([1.0, 1.0]), 0.5"),
            (NAND, "np.array([-1.0, -1.0]), -1.5"),
        ),
        slip(
            "gate_weights_with_the_threshold_of_and",
            "The bias is minus the threshold: this AND answers 1 even when both inputs are 0.",
            (AND, "np.array([1.0, 1.0]), 1.5"),
        ),
        slip(
            "gate_weights_with_the_threshold_of_or",
            "The bias is minus the threshold: this OR answers 1 even when both inputs are 0.",
            (OR, "np.array([1.0, 1.0]), 0.5"),
        ),
        slip(
            "gate_weights_on_the_border",
            "A sum of exactly 0 does not pass: for AND, the sum of both weights has to be larger than -b.",
            (AND, "np.array([1.0, 1.0]), -2.0"),
            (OR, "np.array([1.0, 1.0]), -1.0"),
            (NAND, "np.array([-1.0, -1.0]), 1.0"),
        ),
        slip(
            "gate_weights_with_and_on_the_border",
            "A sum of exactly 0 does not pass: in AND, the two weights together have to outweigh the bias.",
            (AND, "np.array([1.0, 1.0]), -2.0"),
        ),
        slip(
            "gate_weights_with_or_on_the_border",
            "A sum of exactly 0 does not pass: in OR, each weight alone has to outweigh the bias.",
            (OR, "np.array([1.0, 1.0]), -1.0"),
        ),
        slip(
            "gate_weights_with_nand_on_the_border",
            "A sum of exactly 0 does not pass: in NAND, the bias has to outweigh one weight alone.",
            (NAND, "np.array([-1.0, -1.0]), 1.0"),
        ),
        slip(
            "gate_weights_of_halves_on_the_border",
            "A sum of exactly 0 does not pass: two halves and a threshold of 1 are just not enough.",
            (AND, "np.array([0.5, 0.5]), -1.0"),
        ),
        slip(
            "gate_weights_without_a_bias",
            "Without a bias the inputs (0, 0) always give a sum of 0: no gate may choose its threshold.",
            (AND, "np.array([1.0, 1.0]), 0.0"),
            (OR, "np.array([1.0, 1.0]), 0.0"),
            (NAND, "np.array([-1.0, -1.0]), 0.0"),
        ),
        slip(
            "gate_weights_exchanged",
            "AND and OR are exchanged: the gate that needs both inputs has the higher threshold.",
            (AND, "np.array([1.0, 1.0]), -1 / 2"),
            (OR, "np.array([1.0, 1.0]), -1.5"),
        ),
        slip(
            "gate_weights_with_and_as_or",
            "This AND is OR, since one input is enough: its threshold lies between 1 and 2.",
            (AND, "np.array([1.0, 1.0]), -0.5"),
        ),
        slip(
            "gate_weights_with_or_as_and",
            "This OR is AND, since it needs both inputs: its threshold lies between 0 and 1.",
            (OR, "np.array([1.0, 1.0]), -1.5"),
        ),
        slip(
            "gate_weights_of_nor",
            "This NAND is NOR, 1 for (0, 0) alone: its bias has to outweigh one weight, not none.",
            (NAND, "np.array([-1.0, -1.0]), 0.5"),
        ),
        slip(
            "gate_weights_with_the_bias_left_behind",
            "To turn AND into NAND, reverse the sign of the bias together with those of the weights.",
            (NAND, "np.array([-1.0, -1.0]), -1.5"),
        ),
        slip(
            "gate_weights_with_the_weights_left_behind",
            "To turn AND into NAND, reverse the signs of the weights together with that of the bias.",
            (NAND, "np.array([1.0, 1.0]), 1.5"),
        ),
        slip(
            "gate_weights_with_nand_as_and",
            "NAND is the opposite of AND: here it has the very weights of AND.",
            (NAND, "np.array([1.0, 1.0]), -1.5"),
        ),
        slip(
            "gate_weights_with_nand_as_nor",
            "This NAND never answers 1: with a bias of -0.5 and weights of -1 no sum is above 0.",
            (NAND, "np.array([-1.0, -1.0]), -0.5"),
        ),
    ),
)


@gate_weights.wrong("Return the two weights first, then the bias.")
def gate_weights_bias_first(gate):
    table = {"AND": ([1.0, 1.0], -1.5), "OR": ([1.0, 1.0], -0.5), "NAND": ([-1.0, -1.0], 1.5)}
    w, b = table[gate]
    return b, w


@gate_weights.wrong("Return the weights and the bias apart: an array of two weights, and a single number.")
def gate_weights_in_one_array(gate):
    table = {"AND": ([1.0, 1.0], -1.5), "OR": ([1.0, 1.0], -0.5), "NAND": ([-1.0, -1.0], 1.5)}
    w, b = table[gate]
    return np.array([*w, b])


@gate_weights.wrong("The bias is a single number: take it out of its brackets.")
def gate_weights_with_the_bias_in_brackets(gate):
    table = {"AND": ([1.0, 1.0], -1.5), "OR": ([1.0, 1.0], -0.5), "NAND": ([-1.0, -1.0], 1.5)}
    w, b = table[gate]
    return np.array(w), np.array([b])


@gate_weights.variant
def gate_weights_of_whole_numbers(gate):
    return {"AND": ([1, 1], -1), "OR": ([1, 1], 0), "NAND": ([-2, -2], 3)}[gate]


@gate_weights.variant
def gate_weights_of_different_sizes(gate):
    match gate:
        case "AND":
            return [0.3, 5.0], -5.1
        case "OR":
            return [7.0, 0.2], -0.1
    return [-0.3, -5.0], 5.1


@gate_weights.variant
def gate_weights_by_learning(gate):
    answers = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}
    w, b, _ = perceptron_fit(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array(answers[gate]), 20, 1.0)
    return w, b
