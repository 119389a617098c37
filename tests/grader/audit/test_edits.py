import ast

import pytest

from grader.audit import edits
from grader.audit.mutation import places

EDITS = {
    "axis": (edits.axis, "f(x, axis=1)", {"f(x, axis=0)", "f(x, axis=-1)", "f(x, axis=None)"}),
    "axis from the end": (edits.axis, "f(x, axis=-1)", {"f(x, axis=0)", "f(x, axis=1)", "f(x, axis=None)"}),
    "sign of a sum": (edits.sign, "a + b", {"a - b"}),
    "sign of a difference": (edits.sign, "a - b", {"a + b"}),
    "a minus too few": (edits.sign, "f(-z)", {"f(z)"}),
    "factor": (edits.factor, "2 * x", {"2", "x", "2 / x", "2 + x"}),
    "divisor": (edits.factor, "x / n", {"x", "x * n", "x // n"}),
    "square": (edits.factor, "x ** 2", {"x", "x * 2"}),
    "whole constant": (edits.constant, "x[0]", {"x[1]", "x[-1]"}),
    "constant": (edits.constant, "f(0.5)", {"f(1.0)", "f(0.25)", "f(0.0)"}),
    "truth value": (edits.constant, "f(True)", {"f(False)"}),
    "keepdims": (edits.keepdims, "f(x, keepdims=True)", {"f(x, keepdims=False)"}),
    "range": (edits.off_by_one, "range(n)", {"range(n + 1)", "range(n - 1)", "range(0 + 1, n)"}),
    "slice": (edits.off_by_one, "x[a:]", {"x[:]", "x[a + 1:]", "x[a - 1:]"}),
    "step": (edits.off_by_one, "x[::-1]", {"x[:]"}),
    "index": (edits.off_by_one, "x[i]", {"x[i + 1]", "x[i - 1]"}),
    "comparison": (edits.comparison, "a < b", {"a <= b", "a > b"}),
    "chain": (edits.comparison, "a == b == c", {"a != b == c", "a == b != c", "a == b", "b == c"}),
    "condition": (edits.comparison, "a or b", {"a and b", "a", "b"}),
    "negation": (edits.comparison, "not a", {"a"}),
    "order of arguments": (edits.order, "f(a, b)", {"f(b, a)"}),
    "order of operands": (edits.order, "a @ b", {"b @ a"}),
    "order of results": (edits.order, "f((a, b))", {"f((b, a))"}),
    "type": (
        edits.number_type,
        "np.asarray(x, dtype=np.float64)",
        {"np.asarray(x)", "np.asarray(x, dtype=np.float32)", "np.asarray(x, dtype=int)"},
    ),
    "term": (edits.left_out, "a - b", {"a", "b", "pass"}),
    "call": (edits.left_out, "np.abs(x)", {"x", "pass"}),
    "copy": (edits.left_out, "x.copy()", {"x", "pass"}),
    "keyword": (edits.left_out, "f(x, ddof=1)", {"x", "f(x)", "pass"}),
    "index left out": (edits.left_out, "x[i]", {"x", "pass"}),
    "in place": (edits.in_place, "x = x - y", {"x -= y"}),
    "anew": (edits.in_place, "x += y", {"x = y"}),
    "statement": (edits.left_out, "x = y", {"pass"}),
    "largest": (edits.look_alike, "np.max(x)", {"np.min(x)"}),
    "place of the largest": (edits.look_alike, "x.argmax()", {"x.argmin()"}),
    "any": (edits.look_alike, "np.any(x)", {"np.all(x)"}),
    "mean": (edits.look_alike, "x.mean()", {"x.sum()", "x.median()"}),
    "logarithm": (edits.look_alike, "np.log(x)", {"np.exp(x)", "np.log1p(x)"}),
    "number of rows": (edits.look_alike, "len(x)", {"x.size"}),
    "transposed": (edits.transposition, "x.T", {"x"}),
    "not transposed": (edits.transposition, "a @ b", {"a.T @ b", "a @ b.T"}),
    "order of entries": (edits.transposition, "x.ravel()", {"x.ravel(order='F')"}),
}


def edited(kind, text):
    """Return the texts that the edits of one kind make of a text."""
    tree = ast.parse(text)
    found = set()
    for place in list(places(tree)):
        node = place.node
        for edit in kind(node):
            place.put(edit)
            found.add(ast.unparse(tree))
        place.put(node)
    return found


@pytest.mark.parametrize(("kind", "text", "expected"), EDITS.values(), ids=EDITS)
def test_people_err_like_this(kind, text, expected):
    assert expected == edited(kind, text)


@pytest.mark.parametrize("kind", edits.KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_slip_is_told_in_words(kind):
    assert kind.__doc__.endswith(".")
    assert any(kind is one for one, *_ in EDITS.values())


def test_where_there_is_nothing_to_err_nothing_is_suggested():
    assert [kind for kind in edits.KINDS if edited(kind, "import x")] == []
