"""softmax and log_softmax."""

import numpy as np

from grader.exercise import Case, Exercise, raises
from grader.exercises.forms import every_form
from grader.laws.general import silent
from solutions import losses

softmax = Exercise(
    losses.softmax,
    points=3,
    hints=(
        "Work on whole rows: `np.exp(logits)` gives every numerator at once; what must each row be divided by?",
        "`array.sum(axis=1, keepdims=True)` has shape (N, 1), so dividing (N, K) by it divides each row by its own sum.",
        "exp(1000) overflows. Subtract each row's largest score first: `logits - logits.max(axis=1, keepdims=True)`.",
    ),
    cases=(
        Case("a batch of scores", lambda rng: (rng.normal(size=(5, 3)),), share=2),
        Case("as many examples as classes", lambda rng: (2 * rng.normal(size=(4, 4)),)),
        Case("one example", lambda rng: (rng.normal(size=(1, 6)),), share=0.5),
        Case("scores of 10,000", lambda rng: (rng.choice([-1e4, 0.0, 1e4 - 1, 1e4], size=(6, 5)),), law=silent),
        Case("other number types and memory layouts", lambda rng: every_form(rng.normal(size=(3, 4))), share=0.5),
        Case("integer scores, then others", lambda rng: [(rng.integers(-5, 6, size=(2, 7)),), (rng.normal(size=(7, 2)),)]),
        raises("scores with one axis", lambda rng: (rng.normal(size=4),)),
    ),
)


@softmax.wrong("Each row is one example: sum over its classes, axis 1, not down the columns.")
def softmax_down_the_columns(logits):
    exponentials = np.exp(logits - logits.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)


@softmax.variant
def softmax_row_by_row(logits):
    logits = np.array(logits, dtype=float)
    if logits.ndim != 2:
        raise ValueError("logits must have shape (N, K)")
    rows = []
    for row in logits:
        exponentials = np.exp(row - np.max(row))
        rows.append(exponentials / np.sum(exponentials))
    return np.array(rows)
