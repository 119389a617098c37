"""adam_step: momentum over the scale of RMSProp, both corrected for their start at 0."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import at_rest, changed, shape_errors, small, state, whole_state
from grader import Call, Case, Exercise
from solutions import optimizers


def named(make, **constants):
    """Make one call that names its constants."""
    return lambda rng: [Call(make(rng), constants)]


adam_step = Exercise(
    optimizers.adam_step,
    points=5,
    hints=(
        "m is what momentum keeps, v what RMSProp keeps. New are the counter t and the division of both averages by "
        "the total weight they have been given so far.",
        "First t grows by 1. Then come the new m and v; then `m_hat = m / (1 - beta1**t)` and v_hat likewise with "
        "beta2, under names of their own: m and v go on uncorrected.",
        "Convert the four arrays to float64 and raise a ValueError unless all four shapes are equal. Step along m_hat "
        "divided by `np.sqrt(v_hat) + epsilon`, with epsilon outside the root, times the learning rate. Return w, m, "
        "v and t in this order, t being one more than was given.",
    ),
    cases=(
        Case("several weights after three steps", state(5, averages="gs", rest=(3, 0.3)), share=2),
        Case("the first step, from averages of 0", at_rest(state(7, averages="gs", rest=(0, 0.8)), "gs")),
        Case(
            "the second step, as many rows as columns, then the thousandth",
            calls(state(4, 4, averages="gs", rest=(1, 0.2)), state(6, averages="gs", rest=(999, 0.1))),
        ),
        Case(
            "other values of beta1 and beta2",
            calls(
                named(state(3, 5, averages="gs", rest=(2, 0.3)), beta1=0.6, beta2=0.8),
                state(4, averages="gs", rest=(5, 0.1, 0.0, 0.5)),
            ),
        ),
        Case(
            "a large epsilon, then gradients as small as epsilon",
            calls(
                named(state(6, averages="gs", rest=(4, 0.4)), epsilon=0.05),
                at_rest(state(8, averages="gs", rest=(0, 1.0), scale=1e-8), "gs"),
            ),
        ),
        Case(
            "a weight whose gradients were always 0",
            at_rest(changed(state(4, averages="gs", rest=(0, 0.5)), 1, lambda g: g * [1, 0, 1, 0]), "gs"),
            share=0.5,
        ),
        Case(
            "one weight, then an array with three axes",
            calls(state(1, averages="gs", rest=(6, 1.5)), state(2, 3, 4, averages="gs", rest=(9, 0.05))),
            share=0.5,
        ),
        Case(
            "whole numbers, then another shape",
            calls(whole_state(2, 6, averages="gs", rest=(2, 0.25)), state(6, 2, averages="gs", rest=(7, 0.1))),
        ),
        Case(
            "other number types and memory layouts",
            calls(
                forms(state(3, 4, averages="gs", rest=(1, 0.2))), small(whole_state(9, averages="gs", rest=(3, 0.5)))
            ),
            share=0.5,
        ),
        *shape_errors(("weights", "a gradient", "an average m", "an average v"), "gs", (2, 0.1)),
    ),
)


@adam_step.wrong("Correct both averages for their start at 0: divide m by 1 - beta1**t and v by 1 - beta2**t.")
def adam_step_without_correction(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - learning_rate * m / (np.sqrt(v) + epsilon), m, v, t + 1


@adam_step.wrong("Hand on m and v as they are: the corrected averages serve this step only, or errors pile up.")
def adam_step_hands_on_corrected_averages(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * grad**2) / (1 - beta2**t)
    return w - learning_rate * m / (np.sqrt(v) + epsilon), m, v, t


@adam_step.wrong("Count this step before you correct: t + 1 gradients are in the averages by then.")
def adam_step_counts_too_late(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    with np.errstate(all="ignore"):
        m_hat, v_hat = m / np.float64(1 - beta1**t), v / np.float64(1 - beta2**t)
        return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v, t + 1


@adam_step.wrong("Return t + 1: if the counter stands still, every later step is corrected as if it were the first.")
def adam_step_returns_the_old_count(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat, v_hat = m / (1 - beta1 ** (t + 1)), v / (1 - beta2 ** (t + 1))
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v, t


@adam_step.wrong("Correct v as well: it starts at 0 too, and with beta2 = 0.999 it needs the correction most.")
def adam_step_corrects_m_alone(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - learning_rate * m / (1 - beta1**t) / (np.sqrt(v) + epsilon), m, v, t


@adam_step.wrong("Correct v with beta2: each average is divided by what its own beta has left of the start.")
def adam_step_corrects_both_with_beta1(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - learning_rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta1**t)) + epsilon), m, v, t


@adam_step.wrong("The correction is a power: 1 - beta**t, not 1 - beta * t.")
def adam_step_corrects_with_a_product(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat, v_hat = m / np.float64(1 - beta1 * t), v / np.float64(1 - beta2 * t)
    with np.errstate(all="ignore"):
        return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v, t


@adam_step.wrong("Correct v before you take its root: the root of the correction belongs below as well.")
def adam_step_corrects_after_the_root(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - learning_rate * m / (1 - beta1**t) / (np.sqrt(v) / (1 - beta2**t) + epsilon), m, v, t


@adam_step.wrong("Step along m_hat, the averaged gradient: with grad in its place Adam has no momentum.")
def adam_step_along_the_gradient(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - learning_rate * grad / (np.sqrt(v / (1 - beta2**t)) + epsilon), m, v, t


@adam_step.wrong("v averages the squares of the gradients, `grad**2`, not the gradients.")
def adam_step_without_the_square(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad
    root = np.sqrt(np.abs(v / (1 - beta2**t)))
    return w - learning_rate * m / (1 - beta1**t) / (root + epsilon), m, v, t


@adam_step.wrong("Divide by the root of v_hat: without it the step does not have the size of the learning rate.")
def adam_step_without_the_root(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - learning_rate * m / (1 - beta1**t) / (v / (1 - beta2**t) + epsilon), m, v, t


@adam_step.wrong("Add epsilon after the root: sqrt(v_hat) + epsilon, not sqrt(v_hat + epsilon).")
def adam_step_with_epsilon_in_the_root(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - learning_rate * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + epsilon), m, v, t


@adam_step.wrong("Add epsilon to the root: a weight whose gradients are all 0 would be divided by 0.")
def adam_step_without_epsilon(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - learning_rate * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t)), m, v, t


@adam_step.wrong("beta1 belongs to m, the average of the gradients, and beta2 to v, the average of their squares.")
def adam_step_with_the_betas_exchanged(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta2 * m + (1 - beta2) * grad
    v = beta1 * v + (1 - beta1) * grad**2
    return w - learning_rate * m / (1 - beta2**t) / (np.sqrt(v / (1 - beta1**t)) + epsilon), m, v, t


@adam_step.wrong(
    "Use the arguments `beta1` and `beta2`: 0.9 and 0.999 are only their values when nobody says otherwise."
)
def adam_step_with_betas_of_its_own(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    w, grad, m, v = (np.asarray(array, dtype=np.float64) for array in (w, grad, m, v))
    if not w.shape == grad.shape == m.shape == v.shape:
        raise ValueError("four arrays of one shape")
    t = t + 1
    m = 0.9 * m + 0.1 * grad
    v = 0.999 * v + 0.001 * grad**2
    return w - learning_rate * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + epsilon), m, v, t


@adam_step.wrong("Subtract: m is an average of gradients, and gradients point uphill.")
def adam_step_uphill(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w + learning_rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + epsilon), m, v, t


@adam_step.wrong("Work on copies: `m *= beta1` writes into the caller's own array.")
def adam_step_changes_its_input(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * grad**2
    return w - learning_rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + epsilon), m, v, t


@adam_step.wrong("Compare the four shapes first and raise a ValueError: NumPy stretches a single row silently.")
def adam_step_broadcasts(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    w, grad, m, v = (np.asarray(array, dtype=np.float64) for array in (w, grad, m, v))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat, v_hat = m / (1 - beta1 ** (t + 1)), v / (1 - beta2 ** (t + 1))
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v, t + 1


@adam_step.wrong("Convert to float64 first: float32 carries 7 digits, and squares overflow in small integers.")
def adam_step_in_the_type_given(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if not w.shape == grad.shape == m.shape == v.shape:
        raise ValueError("four arrays of one shape")
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat, v_hat = m / (1 - beta1 ** (t + 1)), v / (1 - beta2 ** (t + 1))
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v, t + 1


@adam_step.variant
def adam_step_with_loops(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if len({np.shape(w), np.shape(grad), np.shape(m), np.shape(v)}) > 1:
        raise ValueError("four arrays of one shape")
    moved, first, second = (np.zeros(np.shape(w)) for _ in range(3))
    for index in np.ndindex(moved.shape):
        slope = float(grad[index])
        first[index] = beta1 * float(m[index]) + (1 - beta1) * slope
        second[index] = beta2 * float(v[index]) + (1 - beta2) * slope**2
        scale = (second[index] / (1 - beta2 ** (t + 1))) ** 0.5 + epsilon
        moved[index] = float(w[index]) - learning_rate * first[index] / (1 - beta1 ** (t + 1)) / scale
    return moved, first, second, t + 1


@adam_step.variant
def adam_step_with_the_corrections_in_the_rate(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    w, grad, m, v = (np.array(array, dtype=float) for array in (w, grad, m, v))
    if not (w.shape == grad.shape and m.shape == v.shape == w.shape):
        raise ValueError("four arrays of one shape")
    t += 1
    m += (1 - beta1) * (grad - m)
    v += (1 - beta2) * (np.square(grad) - v)
    root = np.sqrt(1 - beta2**t)  # of the correction, multiplied into rate and epsilon
    return [w - learning_rate * root / (1 - beta1**t) * m / (np.sqrt(v) + epsilon * root), m, v, t]


@adam_step.variant
def adam_step_from_its_two_halves(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    def average(past, new, beta):
        past, new = np.asarray(past, dtype=float), np.asarray(new, dtype=float)
        if past.shape != new.shape or new.shape != np.shape(w):
            raise ValueError("four arrays of one shape")
        kept = beta * past + (1 - beta) * new
        return kept, kept / (1.0 - beta ** (int(t) + 1))

    m, m_hat = average(m, grad, beta1)
    v, v_hat = average(v, np.asarray(grad, dtype=float) ** 2, beta2)
    return np.asarray(w, dtype=float) - learning_rate * (m_hat / (v_hat**0.5 + epsilon)), m, v, np.int64(t) + 1
