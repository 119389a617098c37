"""How chapter 1 is judged where many answers are right: squared distances, each within the rounding of its two rows."""

import numpy as np

from grader.selfcheck import RIGHT, SINGLE_PRECISION, as_numbers, by_value, difference, trouble, wrong

ACCURACY = 1e-9  # of the squared lengths of the two rows together


@by_value
def squared_distances(calls, answers, expected):
    """No entry is negative, and none is further off than a billionth of the squared lengths of its two rows.

    In single precision a millionth will do. A formula that subtracts large numbers is right as well, where rows far
    from the origin are close together.
    """
    for position, (call, answer, reference) in enumerate(zip(calls, answers, expected)):
        words = trouble(call, answer) or _inaccuracy(call.arguments, answer.value, reference.value)
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def _inaccuracy(arguments, got, exact):
    distances, words = as_numbers(got)
    if words or distances.shape != exact.shape or not np.isfinite(distances).all():
        return difference(got, exact)
    lengths_A, lengths_B = (np.square(rows, dtype=np.float64).sum(axis=1) for rows in arguments)
    accuracy = SINGLE_PRECISION if np.asarray(got).dtype == np.float32 else ACCURACY
    if np.any(np.abs(distances - exact) > accuracy * np.add.outer(lengths_A, lengths_B)):
        return difference(got, exact) or "a distance between rows near the origin is not accurate enough"
    return "a squared distance is negative" if np.any(distances < 0) else None
