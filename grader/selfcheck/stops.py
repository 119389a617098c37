"""What an exception says of the answer, in sentences of ours: its own message could quote hidden arguments."""

from __future__ import annotations

from collections.abc import Sequence

from .calling import Answer

SAID = (
    ("ValueError", "truth value of an array", "`if`, `and` or `or` is asked of a whole array: which number is meant?"),
    ("ValueError", "could not be broadcast together", "Arrays are combined entry by entry whose shapes do not fit."),
    ("ValueError", "could not broadcast input array", "An array is put into a place of another shape."),
    ("ValueError", "matmul", "A matrix product is taken of shapes that do not fit: is a transpose missing?"),
    ("ValueError", "not aligned", "A matrix product is taken of shapes that do not fit: is a transpose missing?"),
    ("ValueError", "inhomogeneous", "An array is made of rows that have different lengths."),
    ("ValueError", "setting an array element with a sequence", "An array is put into the place of a single number."),
    ("ValueError", "cannot reshape", "An array is reshaped to a shape that holds another number of entries."),
    ("ValueError", "unpack", "What comes back from a call or a loop is taken apart into the wrong number of names."),
    ("ValueError", "zero-size array", "The largest or smallest number of nothing is asked for: an array is empty."),
    ("IndexError", "out of bounds", "An index goes beyond the end of an array."),
    ("IndexError", "list index out of range", "An index goes beyond the end of a list."),
    ("IndexError", "too many indices", "An array is given more indices than it has axes."),
    ("IndexError", "must be integers", "An index is no whole number."),
    ("IndexError", "must be of integer", "Indices are no whole numbers."),
    ("IndexError", "boolean index did not match", "A mask has another length than the array that it picks from."),
    ("AxisError", "", "An axis is named that the array does not have."),
    ("UnboundLocalError", "", "A name is used in the function before it has a value there."),
    ("NameError", "", "A name is used that is not defined."),
    ("RecursionError", "", "The function calls itself without end."),
    ("ZeroDivisionError", "", "A number is divided by 0."),
    ("OverflowError", "", "A number grows beyond what can be held."),
    ("KeyError", "", "A dict is asked for a key that it does not have."),
    ("TypeError", "'NoneType'", "None is used as a value: does a call in it return nothing?"),
    ("TypeError", "unexpected keyword", "A function is called with a keyword that it does not have."),
    ("TypeError", "positional argument", "A function is called with too many or too few arguments."),
    ("TypeError", "missing", "A function is called with too few arguments."),
    ("TypeError", "is not subscriptable", "Something is indexed that cannot be."),
    ("TypeError", "is not callable", "Something is called that is no function: is a `*` missing before a bracket?"),
    ("TypeError", "is not iterable", "A loop or unpacking is tried on a single value."),
    ("TypeError", "only integer scalar arrays", "An array stands where one whole number is needed."),
    ("TypeError", "be interpreted as an integer", "A float stands where a whole number is needed: use `//` or `int`."),
    ("TypeError", "indices must be integers", "An index is no whole number."),
    ("TypeError", "list indices", "A list is indexed as only an array can be."),
    ("TypeError", "length-1 arrays", "A whole array stands where one number is needed."),
    ("TypeError", "only 0-dimensional", "A whole array stands where one number is needed."),
    ("UFuncTypeError", "", "A result with fractions is put into an array of whole numbers."),
    ("TypeError", "unsupported operand", "Values are combined whose types do not go together."),
    ("AttributeError", "'list' object", "A list is treated as an array."),
    ("AttributeError", "'float' object", "A single number is treated as an array."),
    ("AttributeError", "'int' object", "A single number is treated as an array."),
    ("AttributeError", "'tuple' object", "A tuple is treated as an array."),
    ("AttributeError", "module", "A function of NumPy is called that does not exist."),
)  # fmt: skip


def stop(answers: Sequence[Answer]) -> str | None:
    """Return what the exceptions of all these answers say, as one sentence; None if they say different things.

    >>> stop([Answer(error=("ZeroDivisionError", "ArithmeticError", "Exception"), message="division by zero")])
    'A number is divided by 0.'
    """
    found = {_sentence(answer) for answer in answers}
    return found.pop() if len(found) == 1 else None


def _sentence(answer: Answer) -> str | None:
    for name, part, sentence in SAID:
        if name in answer.error and part in answer.message:
            return sentence
    return None
