"""adam_step: momentum over the scale of RMSProp, both corrected for their start at 0."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import at_rest, flat_somewhere, named, state, whole_state
from grader import Case, Exercise, slip
from solutions import optimizers

COUNT = "    t = t + 1\n"
FIRST, SECOND = "beta1 * m + (1 - beta1) * grad\n", "beta2 * v + (1 - beta2) * grad**2"
CORRECTED = "corrected_m = m / (1 - beta1**t)", "corrected_v = v / (1 - beta2**t)"
DIVISOR = "(np.sqrt(corrected_v) + epsilon)"
MOVED = f"w - learning_rate * corrected_m / {DIVISOR}"

adam_step = Exercise(
    optimizers.adam_step,
    points=5,
    hints=(
        "m is what momentum keeps, v what RMSProp keeps. New are the counter t and the division of both averages by "
        "the total weight they have been given so far.",
        "First t grows by 1. Then come the new m and v; then `m_hat = m / (1 - beta1**t)` and v_hat likewise with "
        "beta2, under names of their own: m and v go on uncorrected.",
        "Step along m_hat divided by `np.sqrt(v_hat) + epsilon`, with epsilon outside the root, times the learning "
        "rate. Return w, m, v and t in this order: the averages without correction, and t one more than was given.",
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
            "weights whose gradients were always 0",
            flat_somewhere(at_rest(state(4, averages="gs", rest=(0, 0.5)), "gs")),
            share=0.5,
        ),
        Case(
            "one weight, then an array with three axes",
            calls(state(1, averages="gs", rest=(6, 1.5)), state(2, 3, 4, averages="gs", rest=(9, 0.05))),
            share=0.5,
        ),
        Case(
            "whole numbers, also for epsilon, then another shape",
            calls(
                whole_state(2, 6, averages="gs", rest=(1, 0.5, 0.5, 0.8, 1)),
                whole_state(3, averages="gs", rest=(0, 0.5, 0.5, 0.8)),
                whole_state(4, averages="gs", rest=(2, 0.5)),
                state(6, 2, averages="gs", rest=(7, 0.1)),
            ),
        ),
        Case("other number types and memory layouts", forms(state(3, 4, averages="gs", rest=(1, 0.2))), share=0.5),
    ),
    wrong_answers=[
        slip(
            "adam_step_without_correction",
            "Correct both averages for their start at 0: divide m by 1 - beta1**t and v by 1 - beta2**t.",
            (CORRECTED[0], "corrected_m = m"),
            (CORRECTED[1], "corrected_v = v"),
        ),
        slip(
            "adam_step_hands_on_corrected_averages",
            "Hand on m and v as they are: the corrected averages serve this step only, or errors pile up.",
            (f"{DIVISOR}, m, v, t", f"{DIVISOR}, corrected_m, corrected_v, t"),
        ),
        slip(
            "adam_step_returns_the_old_count",
            "Return t + 1: if the counter stands still, every later step is corrected as if it were the first.",
            ("m, v, t", "m, v, t - 1"),
        ),
        slip(
            "adam_step_corrects_m_alone",
            "Correct v as well: it starts at 0 too, and with beta2 = 0.999 it needs the correction most.",
            (CORRECTED[1], "corrected_v = v"),
        ),
        slip(
            "adam_step_corrects_v_alone",
            "Correct m as well: it starts at 0 too, and the first steps would be far too short.",
            (CORRECTED[0], "corrected_m = m"),
        ),
        slip(
            "adam_step_corrects_both_with_beta1",
            "Correct v with beta2: each average is divided by what its own beta has left of the start.",
            (CORRECTED[1], "corrected_v = v / (1 - beta1**t)"),
        ),
        slip(
            "adam_step_corrects_each_with_the_other_beta",
            "Each average is corrected with its own beta: m with beta1, v with beta2.",
            (CORRECTED[0], "corrected_m = m / (1 - beta2**t)"),
            (CORRECTED[1], "corrected_v = v / (1 - beta1**t)"),
        ),
        slip(
            "adam_step_corrects_as_in_the_first_step",
            "The correction is 1 - beta**t, and fades as t grows: 1 - beta is right in the first step alone.",
            (CORRECTED[0], "corrected_m = m / (1 - beta1)"),
            (CORRECTED[1], "corrected_v = v / (1 - beta2)"),
        ),
        slip(
            "adam_step_multiplies_by_the_correction",
            "Divide by 1 - beta**t: multiplying makes the averages, small at first, smaller still.",
            (CORRECTED[0], "corrected_m = m * (1 - beta1**t)"),
            (CORRECTED[1], "corrected_v = v * (1 - beta2**t)"),
        ),
        slip(
            "adam_step_corrects_after_the_root",
            "Correct v before you take its root: the root of the correction belongs below as well.",
            (CORRECTED[1], "corrected_v = (np.sqrt(v) / (1 - beta2**t)) ** 2"),
        ),
        slip(
            "adam_step_along_the_gradient",
            "Step along m_hat, the averaged gradient: with grad in its place Adam has no momentum.",
            ("learning_rate * corrected_m", "learning_rate * grad"),
        ),
        slip(
            "adam_step_without_the_square",
            "v averages the squares of the gradients, `grad**2`, not the gradients.",
            ("grad**2", "grad"),
            ("np.sqrt(corrected_v)", "np.sqrt(np.abs(corrected_v))"),
        ),
        slip(
            "adam_step_without_the_root",
            "Divide by the root of v_hat: without it the step does not have the size of the learning rate.",
            ("np.sqrt(corrected_v)", "corrected_v"),
        ),
        slip(
            "adam_step_with_epsilon_in_the_root",
            "Add epsilon after the root: sqrt(v_hat) + epsilon, not sqrt(v_hat + epsilon).",
            (DIVISOR, "np.sqrt(corrected_v + epsilon)"),
        ),
        slip(
            "adam_step_without_epsilon",
            "Add epsilon to the root: a weight whose gradients are all 0 would be divided by 0.",
            (DIVISOR, "np.sqrt(corrected_v)"),
        ),
        slip(
            "adam_step_with_epsilon_outside_the_quotient",
            "Epsilon belongs to the divisor: put `np.sqrt(v_hat) + epsilon` in parentheses.",
            (DIVISOR, "np.sqrt(corrected_v) + epsilon"),
        ),
        slip(
            "adam_step_with_the_betas_exchanged",
            "beta1 belongs to m, the average of the gradients, and beta2 to v, the average of their squares.",
            (FIRST, "beta2 * m + (1 - beta2) * grad\n"),
            (SECOND, "beta1 * v + (1 - beta1) * grad**2"),
            (CORRECTED[0], "corrected_m = m / (1 - beta2**t)"),
            (CORRECTED[1], "corrected_v = v / (1 - beta1**t)"),
        ),
        slip(
            "adam_step_with_the_weights_exchanged",
            "A beta is the weight of the past: the old average gets beta, what is new 1 - beta.",
            (FIRST, "(1 - beta1) * m + beta1 * grad\n"),
            (SECOND, "(1 - beta2) * v + beta2 * grad**2"),
        ),
        slip(
            "adam_step_of_sums",
            "What is new enters with the weight 1 - beta: without it m and v are sums, not averages.",
            (FIRST, "beta1 * m + grad\n"),
            (SECOND, "beta2 * v + grad**2"),
        ),
        slip(
            "adam_step_with_one_beta_for_both",
            "v has a beta of its own, beta2, for its past and for what is new.",
            (SECOND, "beta1 * v + (1 - beta1) * grad**2"),
            (CORRECTED[1], "corrected_v = v / (1 - beta1**t)"),
        ),
        slip(
            "adam_step_with_betas_of_its_own",
            "Use `beta1` and `beta2`: 0.9 and 0.999 are only their values when nobody says otherwise.",
            (COUNT, "    t, beta1, beta2 = t + 1, 0.9, 0.999\n"),
        ),
        slip(
            "adam_step_uphill",
            "Subtract: m is an average of gradients, and gradients point uphill.",
            ("w - learning_rate", "w + learning_rate"),
        ),
        slip(
            "adam_step_returns_the_averages_first",
            "Return the weights first, then m, v and t.",
            (f"{MOVED}, m, v, t", f"m, v, t, {MOVED}"),
        ),
        slip(
            "adam_step_forgets_the_count",
            "Return t as well, after w, m and v: the next step needs it for its correction.",
            ("m, v, t", "m, v"),
        ),
    ],
)


@adam_step.wrong("Count this step before you correct: t + 1 gradients are in the averages by then.")
def adam_step_counts_too_late(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    with np.errstate(all="ignore"):
        m_hat, v_hat = m / np.float64(1 - beta1**t), v / np.float64(1 - beta2**t)
        return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v, t + 1


@adam_step.wrong("The correction is a power: 1 - beta**t, not 1 - beta * t.")
def adam_step_corrects_with_a_product(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    with np.errstate(all="ignore"):
        m_hat, v_hat = m / np.float64(1 - beta1 * t), v / np.float64(1 - beta2 * t)
        return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v, t


@adam_step.wrong("Work on copies: `m *= beta1` writes into the caller's own array.")
def adam_step_changes_its_input(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t = t + 1
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * grad**2
    return w - learning_rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + epsilon), m, v, t


@adam_step.wrong("v averages the squares of the gradients, not of m.")
def adam_step_squares_the_average(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-08):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * m**2
    mh = m / (1 - beta1**t)
    vh = v / (1 - beta2**t)
    return w - learning_rate * mh / (np.sqrt(vh) + epsilon), m, v, t


@adam_step.wrong("t is an exponent: the correction is 1 - beta**t.")
def adam_step_with_beta_times_t(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-08):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    mh = m / (1 - beta1 * t)
    vh = v / (1 - beta2 * t)
    return w - learning_rate * mh / (np.sqrt(np.abs(vh)) + epsilon), m, v, t


@adam_step.variant
def adam_step_as_it_is_written(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t += 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
    return w, m, v, t


@adam_step.variant
def adam_step_with_loops(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
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
    t += 1
    m += (1 - beta1) * (grad - m)
    v += (1 - beta2) * (np.square(grad) - v)
    root = np.sqrt(1 - beta2**t)  # of the correction, multiplied into rate and epsilon
    return [w - learning_rate * root / (1 - beta1**t) * m / (np.sqrt(v) + epsilon * root), m, v, t]


@adam_step.variant
def adam_step_from_its_two_halves(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    def average(past, new, beta):
        kept = beta * np.asarray(past, dtype=float) + (1 - beta) * new
        return kept, kept / (1.0 - beta ** (int(t) + 1))

    grad = np.asarray(grad, dtype=float)
    m, m_hat = average(m, grad, beta1)
    v, v_hat = average(v, grad**2, beta2)
    return np.asarray(w, dtype=float) - learning_rate * (m_hat / (v_hat**0.5 + epsilon)), m, v, np.int64(t) + 1
