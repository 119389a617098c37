"""In the browser NumPy has 32-bit indices, and some of its functions then refuse 64-bit integers, such as labels.

`np.bincount(labels)` works on every reader's machine and is refused there. What a reader writes should not depend on
where it runs, so those functions are made to take what they could take.
"""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

INDICES = {"bincount": (0, "x"), "repeat": (1, "repeats"), "take": (1, "indices")}  # which argument must be narrow


def accept_wide_indices() -> None:
    """Wrap the functions of NumPy that refuse 64-bit indices; do nothing where indices have 64 bits."""
    if np.dtype(np.intp).itemsize < np.dtype(np.int64).itemsize:
        for name, place in INDICES.items():
            setattr(np, name, narrowing(getattr(np, name), *place))


def narrowing(
    function: Callable[..., Any], position: int, name: str, narrow: type[np.integer] = np.intp
) -> Callable[..., Any]:
    """Return a function whose argument at a position, or of a name, may be an array of wider integers.

    Parameters
    ----------
    function
        The function.
    position, name
        The argument.
    narrow
        What the function takes.

    Returns
    -------
        It gives on what does not fit as it is, for the function to refuse.

    Examples
    --------
    >>> dtype_of = narrowing(lambda x: x.dtype, 0, "x", narrow=np.int32)
    >>> dtype_of(np.array([1, 2])), dtype_of(x=np.array([2**40])), dtype_of(np.array([0.5]))
    (dtype('int32'), dtype('int64'), dtype('float64'))
    """

    @functools.wraps(function)
    def call(*arguments: Any, **keywords: Any) -> Any:
        if len(arguments) > position:
            arguments = (*arguments[:position], _narrowed(arguments[position], narrow), *arguments[position + 1 :])
        elif name in keywords:
            keywords = {**keywords, name: _narrowed(keywords[name], narrow)}
        return function(*arguments, **keywords)

    return call


def _narrowed(value: Any, narrow: type[np.integer]) -> Any:
    if (
        not isinstance(value, np.ndarray)
        or value.dtype.kind != "i"
        or value.dtype.itemsize <= np.dtype(narrow).itemsize
    ):
        return value
    made = value.astype(narrow)
    return made if np.array_equal(made, value) else value
