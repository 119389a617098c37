"""What of an answer runs on the page and perhaps not where it is graded: said beside its check, which stays as it is.

The page has one Python and one NumPy. Grading may have others: a Python that is older or newer, a NumPy that is newer.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Collection, Iterator, Sequence

OLDEST = (3, 11)  # of the Pythons that grade
GONE = {"in1d": "isin", "row_stack": "vstack", "trapz": "trapezoid"}  # from newer NumPys, and what is there
CHECKS = "selfcheck"  # lies beside every notebook
GRADED_BY = "Python " + ".".join(map(str, OLDEST))


def remarks_on(source: str, modules: Collection[str], warnings: Sequence[str] = ()) -> list[str]:
    """Return sentences about what may not run where an answer is graded.

    Parameters
    ----------
    source
        Its text, which runs here.
    modules
        What the course's readers can import besides the standard library.
    warnings
        What Python and NumPy warned of when it was called.
    """
    tree = ast.parse(source)
    known = ", ".join(sorted(modules))
    return [
        *(
            f"Line {line} imports {name}, which may not be there when this is graded. Exercises need no more than the "
            f"standard library and {known}."
            for line, name in _imported(tree)
            if name not in (CHECKS, *modules, *sys.stdlib_module_names)
        ),
        *(
            f"Line {line} is written in newer Python than {GRADED_BY} can read, and this may be graded with that."
            for line in _newer_lines(source)
        ),
        *(f"Line {line}: a newer NumPy has no np.{old}. Write np.{GONE[old]}." for line, old in _gone(tree)),
        *(
            f"A newer version may refuse what it only warns of here: {said}"
            for said in warnings
            if "deprecated" in said
        ),
    ]


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.partition(".")[0]


def _gone(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=attribute) if attribute in GONE:
                yield node.lineno, attribute
            case ast.ImportFrom(module="numpy", names=names):
                yield from ((node.lineno, alias.name) for alias in names if alias.name in GONE)


def _newer_lines(source: str) -> list[int]:
    """Return the lines that the oldest Python cannot read: the first that the parser tells, and of f-strings all."""
    lines = set(_newer_fstrings(source))
    try:
        ast.parse(source, feature_version=OLDEST)
    except SyntaxError as error:
        lines.add(error.lineno or 1)
    return sorted(lines)


def _newer_fstrings(source: str) -> Iterator[int]:
    """Yield the lines of what an f-string could not hold before Python 3.12: its own quotes, backslashes, comments.

    The parser knows no older f-strings. Before Python 3.12 the tokenizer does not look into them, nor has it to.
    """
    open_ones: list[str] = []
    for kind, text, (line, _), _, _ in tokenize.generate_tokens(io.StringIO(source).readline):
        name = tokenize.tok_name[kind]
        if name == "FSTRING_END":
            open_ones.pop()
        elif open_ones and _is_newer_within(name, text, open_ones):
            yield line
        if name == "FSTRING_START":
            open_ones.append(_quotes(text))


def _is_newer_within(name: str, text: str, open_ones: Sequence[str]) -> bool:
    if name in ("STRING", "FSTRING_START"):
        return _quotes(text) in open_ones or "\\" in text
    return name == "COMMENT" or (name == "NL" and len(open_ones[-1]) == 1)


def _quotes(text: str) -> str:
    """Return the quotes with which a string begins.

    >>> _quotes('rf"x"'), _quotes("'''x'''")
    ('"', "'''")
    """
    bare = text.lstrip("rRbBuUfF")
    return bare[:3] if bare[:3] in ('"""', "'''") else bare[:1]
