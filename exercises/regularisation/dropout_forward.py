"""dropout_forward: the mask in training, nothing in prediction."""

import numpy as np

from exercises.forms import calls, forms
from exercises.regularisation.masked import masked, whole_masked, without_mask
from grader import Case, Exercise
from solutions import regularisation

dropout_forward = Exercise(
    regularisation.dropout_forward,
    points=2,
    hints=(
        "Two ways out of the function: one for training, one for prediction. In one of them nothing happens.",
        "If `training` is false, return x as it is, and do that before you look at the mask: it may be None.",
        "In training return the product of x and mask, entry by entry, in float64. The scale 1 / (1 - p) is already in "
        "the mask: multiply by nothing else.",
    ),
    cases=(
        Case("a batch in training", masked(5, 3), share=2),
        Case("a batch in prediction", masked(4, 6, training=False)),
        Case("prediction without a mask", calls(without_mask(2, 7), without_mask(3, 3)), share=0.5),
        Case("as many rows as columns, and other shares dropped", calls(masked(4, 4, p=0.8), masked(6, 2, p=0.1))),
        Case("one example, one axis, three axes", calls(masked(1, 8), masked(9), masked(2, 3, 4))),
        Case(
            "other number types and memory layouts",
            calls(forms(masked(3, 4)), whole_masked(2, 5), whole_masked(5, 2, training=False)),
        ),
    ),
)


@dropout_forward.wrong("Drop in training only: a finished network uses all its units.")
def dropout_forward_in_prediction_too(x, mask, training):
    return x if mask is None else x.astype(float) * mask


@dropout_forward.wrong("The other way round: the mask is for training, prediction leaves x as it is.")
def dropout_forward_in_prediction_only(x, mask, training):
    return x if training or mask is None else x * mask


@dropout_forward.wrong("Multiply by the mask itself: its entries hold the scale 1 / (1 - p) for what is kept.")
def dropout_forward_without_the_scale(x, mask, training):
    return np.where(mask > 0, x, 0) if training else x


@dropout_forward.wrong("Do nothing in prediction: the scale is in the mask already, and training has used it.")
def dropout_forward_scales_in_prediction(x, mask, training):
    if training:
        return x.astype(float) * mask
    return x if mask is None else x.astype(float) / np.max(mask)


@dropout_forward.wrong("Keep the result as it is: rescaling it to the old sum undoes what the mask has done.")
def dropout_forward_rescaled_by_what_was_kept(x, mask, training):
    return x * mask / np.mean(mask) if training else x


@dropout_forward.wrong("Dropped is where the mask is 0: this keeps those units and drops the others.")
def dropout_forward_keeps_what_is_dropped(x, mask, training):
    return x * (mask == 0) * np.max(mask) if training else x


@dropout_forward.wrong("Work on a new array: `x *= mask` writes into the caller's own.")
def dropout_forward_changes_its_input(x, mask, training):
    if training:
        x *= mask
    return x


@dropout_forward.wrong("Once is enough: the mask holds the scale 1 / (1 - p) already.")
def dropout_forward_scales_twice(x, mask, training):
    return x.astype(float) * mask * np.max(mask) if training else x


@dropout_forward.wrong("Keep the shape of x: what is dropped becomes 0 and stays in its place.")
def dropout_forward_leaves_the_dropped_out(x, mask, training):
    return x[mask > 0] * mask[mask > 0] if training else x


@dropout_forward.wrong("Each example has a row of the mask of its own.")
def dropout_forward_by_the_first_row(x, mask, training):
    return x * mask[0] if training else x


@dropout_forward.wrong("The mask multiplies.")
def dropout_forward_adds_the_mask(x, mask, training):
    return x + mask if training else x


@dropout_forward.wrong("Multiply the activations by the mask: here they are lost.")
def dropout_forward_returns_the_mask(x, mask, training):
    if training:
        return mask
    return x


@dropout_forward.wrong("What the mask keeps is not 0: multiply by the mask itself.")
def dropout_forward_by_the_opposite(x, mask, training):
    return x * (1 - mask) if training else x


@dropout_forward.wrong("In prediction the activations pass as they are.")
def dropout_forward_silent_in_prediction(x, mask, training):
    return x * mask if training else np.zeros_like(x)


@dropout_forward.wrong("Multiply by the mask: it holds 1 / (1 - p) already.")
def dropout_forward_divides(x, mask, training):
    return x / mask if training else x


@dropout_forward.wrong("In prediction nothing happens: the mask has done all the scaling in training.")
def dropout_forward_halves_in_prediction(x, mask, training):
    if training:
        return x * mask
    return x / 2


@dropout_forward.wrong("What is kept is scaled up by the mask; and the caller's array stays as it was.")
def dropout_forward_sets_entries_to_zero(x, mask, training):
    if training:
        x[mask == 0] = 0
    return x


@dropout_forward.wrong("What is dropped becomes 0 and keeps its place.")
def dropout_forward_takes_entries_out(x, mask, training):
    return x[mask > 0] if training else x


@dropout_forward.wrong("Dropout lets negative activations pass too: no ReLU belongs here.")
def dropout_forward_with_a_relu(x, mask, training):
    return np.maximum(x, 0) * mask if training else x


@dropout_forward.wrong("In prediction nothing happens, and the mask is not looked at.")
def dropout_forward_takes_the_mean_mask_in_prediction(x, mask, training):
    return x * mask if training else x * mask.mean()


@dropout_forward.variant
def dropout_forward_in_one_expression(x, mask, training):
    return np.array(x, dtype=float) * (mask if training else 1)


@dropout_forward.variant
def dropout_forward_with_loops(x, mask, training):
    if not training:
        return x.tolist()
    out = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        if mask[index] != 0:
            out[index] = float(x[index]) * float(mask[index])
    return out


@dropout_forward.variant
def dropout_forward_with_multiply(x, mask, training):
    out = np.array(x, dtype=np.float64)
    if training:
        np.multiply(out, mask, out=out)
    return out
