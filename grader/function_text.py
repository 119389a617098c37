"""The text of a function: its head, which readers get, and its body, which they write."""

import ast
import inspect
import textwrap


def split(function):
    """Split a function's text into its signature with docstring, and its body.

    Examples
    --------
    >>> head, body = split(split)
    >>> head.splitlines()[0]
    'def split(function):'
    """
    text = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(text).body[0]
    if not isinstance(definition, ast.FunctionDef) or not ast.get_docstring(definition):
        raise ValueError(f"{function.__name__} has no docstring, which would be its readers' only contract")
    lines = text.rstrip("\n").splitlines()
    end = definition.body[0].end_lineno
    return "\n".join(lines[:end]), "\n".join(lines[end:])
