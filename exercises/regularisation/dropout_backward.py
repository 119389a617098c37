"""dropout_backward: the gradient goes where the signal went."""

import numpy as np

from exercises.forms import calls, forms
from exercises.regularisation.masked import masked, whole_masked, without_mask
from grader import Case, Exercise
from solutions import regularisation

dropout_backward = Exercise(
    regularisation.dropout_backward,
    points=2,
    hints=(
        "Forwards each entry was multiplied by a fixed number. What is the derivative of c times x in x?",
        "A unit that was dropped did nothing to the loss, so its gradient is 0; one that was kept was multiplied by "
        "1 / (1 - p), and so is its gradient. In prediction the layer did nothing at all.",
        "Outside training return `grad_output` untouched, without a look at the mask. In training the answer is the "
        "product of the two, entry by entry, in float64.",
    ),
    cases=(
        Case("a batch in training", masked(4, 5), share=2),
        Case("a batch in prediction", masked(6, 3, training=False)),
        Case("prediction without a mask", calls(without_mask(7, 2), without_mask(4, 4)), share=0.5),
        Case("as many rows as columns, and other shares dropped", calls(masked(3, 3, p=0.75), masked(2, 6, p=0.2))),
        Case("one example, one axis, three axes", calls(masked(1, 7), masked(8), masked(3, 2, 5))),
        Case(
            "other number types and memory layouts",
            calls(forms(masked(4, 3)), whole_masked(5, 2), whole_masked(2, 5, training=False)),
        ),
    ),
)


@dropout_backward.wrong("What was dropped forwards gets no gradient: multiply by the mask of the forward pass.")
def dropout_backward_without_the_mask(grad_output, mask, training):
    return grad_output


@dropout_backward.wrong("Nothing was dropped in prediction, so the gradient passes there as it is.")
def dropout_backward_in_prediction_too(grad_output, mask, training):
    return grad_output if mask is None else grad_output.astype(float) * mask


@dropout_backward.wrong("The scale counts backwards too: what was kept was multiplied by 1 / (1 - p).")
def dropout_backward_without_the_scale(grad_output, mask, training):
    return grad_output * (mask > 0) if training else grad_output


@dropout_backward.wrong("Multiply, do not divide: the derivative of c times x is c.")
def dropout_backward_divides(grad_output, mask, training):
    if not training:
        return grad_output
    return np.where(mask > 0, grad_output / np.where(mask > 0, mask, 1), 0)


@dropout_backward.wrong("Once is enough: the derivative is the mask, not its square.")
def dropout_backward_multiplies_twice(grad_output, mask, training):
    return grad_output.astype(float) * mask**2 if training else grad_output


@dropout_backward.wrong("The units that were kept get the gradient, not those that were dropped.")
def dropout_backward_to_the_dropped(grad_output, mask, training):
    return grad_output * (mask == 0) if training else grad_output


@dropout_backward.wrong("Work on a new array: `grad_output *= mask` writes into the caller's own.")
def dropout_backward_changes_its_input(grad_output, mask, training):
    if training:
        grad_output *= mask
    return grad_output


@dropout_backward.wrong("The other way round: the mask counts in training, in prediction the gradient passes as it is.")
def dropout_backward_in_prediction_only(grad_output, mask, training):
    return grad_output if training or mask is None else grad_output.astype(float) * mask


@dropout_backward.wrong("Multiply the mask by what comes from above: the mask alone is the derivative of the layer.")
def dropout_backward_forgets_the_gradient(grad_output, mask, training):
    return mask if training else grad_output


@dropout_backward.wrong("Outside training the gradient passes as it is.")
def dropout_backward_silent_in_prediction(grad_output, mask, training):
    return grad_output * mask if training else np.zeros_like(grad_output)


@dropout_backward.wrong("What was kept gets its gradient: multiply by the mask itself.")
def dropout_backward_by_the_opposite(grad_output, mask, training):
    return grad_output * (1 - mask) if training else grad_output


@dropout_backward.wrong("Negative gradients pass too: the mask alone decides.")
def dropout_backward_where_positive(grad_output, mask, training):
    return np.where(grad_output > 0, grad_output * mask, 0) if training else grad_output


@dropout_backward.wrong("The gradient is that of the forward pass, entry by entry: nothing is divided by N.")
def dropout_backward_averaged(grad_output, mask, training):
    return grad_output * mask / len(mask) if training else grad_output


@dropout_backward.wrong("Each example has a row of the mask of its own.")
def dropout_backward_by_the_first_row(grad_output, mask, training):
    return grad_output * mask[0] if training else grad_output


@dropout_backward.wrong("The gradient has the shape of what went in: nothing is added up.")
def dropout_backward_summed(grad_output, mask, training):
    return (grad_output * mask).sum(axis=0) if training else grad_output


@dropout_backward.wrong("The mask multiplies, backwards as forwards.")
def dropout_backward_adds_the_mask(grad_output, mask, training):
    return grad_output + mask if training else grad_output


@dropout_backward.variant
def dropout_backward_in_one_expression(grad_output, mask, training):
    return np.array(grad_output, dtype=float) * (mask if training else 1)


@dropout_backward.variant
def dropout_backward_with_loops(grad_output, mask, training):
    if not training:
        return grad_output.tolist()
    grad = [float(g) * float(m) for g, m in zip(grad_output.ravel(), mask.ravel())]
    return np.reshape(grad, mask.shape)


@dropout_backward.variant
def dropout_backward_where_it_was_kept(grad_output, mask, training):
    grad = grad_output.astype(np.float64)
    if training:
        grad[mask == 0] = 0
        grad *= mask.max()
    return grad
