"""How people err when they write NumPy: each kind of slip as the edits of a piece of code that make it.

An edit is a node of the syntax tree that takes the place of another one. A kind is a function from a node to the edits
that it suggests there; `KINDS` lists them all.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

Edits = Iterator[ast.AST]

ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
NEEDED = (ast.Return, ast.Raise, ast.Pass, ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.With)
CONFUSED = (
    *(("max", "min"), ("argmax", "argmin"), ("maximum", "minimum"), ("any", "all"), ("mean", "sum"), ("exp", "log")),
    *(("std", "var"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("floor", "ceil"), ("log1p", "log")),
    *(("expm1", "exp"), ("sum", "prod"), ("sqrt", "square"), ("vstack", "hstack"), ("mean", "median")),
    *(("repeat", "tile"), ("argsort", "sort"), ("append", "extend"), ("array", "asarray"), ("cumsum", "sum")),
    *(("nonzero", "flatnonzero"), ("shuffle", "permutation"), ("random", "normal"), ("union1d", "intersect1d")),
)


def axis(node: ast.AST) -> Edits:
    """Take another axis, or none."""
    match node:
        case ast.keyword(arg="axis", value=value):
            given = _number(value)
            yield from (ast.keyword("axis", _constant(other)) for other in (0, 1, -1, None) if other != given)
        case ast.Tuple(elts=[_, _, *_] as elements) if all(_number(one) is not None for one in elements):
            yield from (ast.Tuple([*elements[:at], *elements[at + 1 :]], node.ctx) for at in range(len(elements)))


def sign(node: ast.AST) -> Edits:
    """Write plus for minus, a minus too many or too few."""
    match node:
        case ast.BinOp(left, ast.Add(), right):
            yield ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left, ast.Sub(), right):
            yield ast.BinOp(left, ast.Add(), right)
        case ast.AugAssign(target, ast.Add(), value):
            yield ast.AugAssign(target, ast.Sub(), value)
        case ast.AugAssign(target, ast.Sub(), value):
            yield ast.AugAssign(target, ast.Add(), value)
        case ast.UnaryOp(ast.USub(), operand):
            yield operand
        case ast.Return(value=ast.BinOp() | ast.Call() | ast.Name() as value):
            yield ast.Return(ast.UnaryOp(ast.USub(), value))


def factor(node: ast.AST) -> Edits:
    """Leave out a factor, a divisor or a power, or take another operation."""
    match node:
        case ast.BinOp(left, ast.Mult() | ast.MatMult(), right):
            yield from (left, right)
        case ast.BinOp(left, ast.Div() | ast.FloorDiv() | ast.Pow() | ast.Mod(), _):
            yield left
    match node:
        case ast.BinOp(left, operator, right):
            yield from (ast.BinOp(left, other(), right) for other in ARITHMETIC.get(type(operator), ()))
        case ast.AugAssign(target, operator, value):
            yield from (ast.AugAssign(target, other(), value) for other in ARITHMETIC.get(type(operator), ()))


def constant(node: ast.AST) -> Edits:
    """Take another constant: one beside it, twice or half of it; True for False."""
    match node:
        case ast.Constant(bool(value)):
            yield _constant(not value)
        case ast.Constant(int(value)):
            yield from (_constant(value + 1), _constant(value - 1))
        case ast.Constant(float(value)):
            yield from (_constant(other) for other in ((2 * value, value / 2, 0.0) if value else (1.0,)))


def keepdims(node: ast.AST) -> Edits:
    """Do not keep the summed axis."""
    match node:
        case ast.keyword(arg="keepdims", value=ast.Constant(value=True)):
            yield ast.keyword("keepdims", _constant(False))


def off_by_one(node: ast.AST) -> Edits:
    """Let a range or a slice begin or end beside its place, or not end at all."""
    match node:
        case ast.Slice(lower, upper, step):
            yield from (ast.Slice(other, upper, step) for other in _beside(lower))
            yield from (ast.Slice(lower, other, step) for other in _beside(upper))
            yield from (ast.Slice(lower, upper, None) for _ in [step] if step)
        case ast.Call(ast.Name("range"), [*start, stop], []) if len(start) < 2:
            yield from (ast.Call(node.func, [*start, _plus(stop, by)], []) for by in (1, -1))
            yield ast.Call(node.func, [_plus(start[0] if start else _constant(0), 1), stop], [])
        case ast.Subscript(value, ast.Name() | ast.BinOp() as index, context):
            yield from (ast.Subscript(value, _plus(index, by), context) for by in (1, -1))


def _beside(bound: ast.expr | None) -> Iterator[ast.expr | None]:
    if bound is not None:
        yield None
    if bound is not None and _number(bound) is None:  # other constants are `constant`'s
        yield from (_plus(bound, 1), _plus(bound, -1))


def comparison(node: ast.AST) -> Edits:
    """Compare otherwise: less or equal, greater, not; join conditions otherwise, or leave one out."""
    match node:
        case ast.Compare(left, operators, right):
            for at, operator in enumerate(operators):
                others = COMPARISONS[type(operator)]
                yield from (
                    ast.Compare(left, [*operators[:at], other(), *operators[at + 1 :]], right) for other in others
                )
            if len(operators) > 1:
                yield ast.Compare(left, operators[:-1], right[:-1])
                yield ast.Compare(right[0], operators[1:], right[1:])
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(ast.And() if isinstance(operator, ast.Or) else ast.Or(), values)
            yield from (_joined(operator, [*values[:at], *values[at + 1 :]]) for at in range(len(values)))
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.IfExp(_, body, otherwise):
            yield from (body, otherwise)


def _joined(operator: ast.boolop, values: list[ast.expr]) -> ast.expr:
    return ast.BoolOp(operator, values) if len(values) > 1 else values[0]


def order(node: ast.AST) -> Edits:
    """Swap arguments, operands, results or indices."""
    match node:
        case ast.BinOp(left, ast.MatMult() | ast.Sub() | ast.Div() | ast.Pow() as operator, right):
            yield ast.BinOp(right, operator, left)
        case ast.Call(function, arguments, keywords):
            yield from (ast.Call(function, swapped, keywords) for swapped in _swapped(arguments))
        case ast.Tuple(elements, ast.Load()):
            yield from (ast.Tuple(swapped, ast.Load()) for swapped in _swapped(elements))


def _swapped(items: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    """Yield the items with two neighbours swapped."""
    for at in range(len(items) - 1):
        yield [*items[:at], items[at + 1], items[at], *items[at + 2 :]]


def number_type(node: ast.AST) -> Edits:
    """Keep numbers in the type in which they come, make them whole, or too short."""
    match node:
        case ast.Call(function, arguments, keywords) if any(one.arg == "dtype" for one in keywords):
            yield ast.Call(function, arguments, [one for one in keywords if one.arg != "dtype"])
        case ast.keyword(arg="dtype", value=ast.Attribute(ast.Name("np"), "float64", context)):
            yield ast.keyword("dtype", ast.Attribute(ast.Name("np", ast.Load()), "float32", context))
            yield ast.keyword("dtype", ast.Name("int", ast.Load()))
        case ast.Call(ast.Name("float"), [value], []):
            yield ast.Call(ast.Name("int", ast.Load()), [value], [])
        case ast.Call(ast.Name("int"), [value], []):
            yield value


def left_out(node: ast.AST) -> Edits:
    """Leave out a term, a call, an argument, a part of a condition or a whole statement."""
    match node:
        case ast.BinOp(left, ast.Add() | ast.Sub(), right):
            yield from (left, right)
        case ast.Call(function, arguments, keywords):
            yield from _uncalled(function, arguments)
            named = [one for one in keywords if one.arg not in ("axis", "keepdims", "dtype", "strict")]
            yield from (ast.Call(function, arguments, [k for k in keywords if k is not one]) for one in named)
        case ast.comprehension(target, iterable, [_, *_], is_async):
            yield ast.comprehension(target, iterable, [], is_async)
        case ast.Subscript(value, _, ast.Load()):
            yield value
        case ast.If(_, body, [_, *_] as otherwise):
            yield from (ast.If(_constant(True), branch, []) for branch in (body, otherwise))
        case ast.stmt() if not isinstance(node, NEEDED):
            yield ast.Pass()


def _uncalled(function: ast.expr, arguments: list[ast.expr]) -> Edits:
    """Return what is left of a call without the function: `x` of `np.abs(x)` and of `x.copy()`."""
    match function:
        case ast.Attribute(ast.Name("np")) | ast.Attribute(ast.Attribute()) | ast.Name():
            yield from (one for one in arguments[:1] if not isinstance(one, ast.Starred))
        case ast.Attribute(receiver):
            yield receiver


def in_place(node: ast.AST) -> Edits:
    """Change a value where a new one is made, or the other way round."""
    match node:
        case ast.Assign([ast.Name(name)], ast.BinOp(ast.Name(first), operator, value)) if name == first:
            yield ast.AugAssign(ast.Name(name, ast.Store()), operator, value)
        case ast.AugAssign(target, _, value):
            yield ast.Assign([target], value, lineno=node.lineno)


def look_alike(node: ast.AST) -> Edits:
    """Take a function for one with a similar name or use."""
    match node:
        case ast.Call(ast.Attribute(value, name, context), arguments, keywords):
            for other in _confused(name):
                yield ast.Call(ast.Attribute(value, other, context), arguments, keywords)
        case ast.Call(ast.Name("max" | "min" | "any" | "all" as name, context), arguments, keywords):
            yield from (ast.Call(ast.Name(other, context), arguments, keywords) for other in _confused(name))
        case ast.Call(ast.Name("len"), [value], []):
            yield ast.Attribute(value, "size", ast.Load())


def _confused(name: str) -> list[str]:
    return [b if name == a else a for a, b in CONFUSED if name in (a, b)]


def transposition(node: ast.AST) -> Edits:
    """Transpose too often or not at all, or take entries in another order."""
    match node:
        case ast.Attribute(value, "T"):
            yield value
        case ast.BinOp(left, ast.MatMult(), right):
            yield ast.BinOp(ast.Attribute(left, "T", ast.Load()), ast.MatMult(), right)
            yield ast.BinOp(left, ast.MatMult(), ast.Attribute(right, "T", ast.Load()))
        case ast.Call(ast.Attribute(_, "reshape" | "ravel" | "flatten"), arguments, keywords):
            yield ast.Call(node.func, arguments, [*keywords, ast.keyword("order", _constant("F"))])


def _number(node: ast.expr | None) -> int | None:
    match node:
        case ast.Constant(int(value)):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int(value))):
            return -value
    return None


def _constant(value: object) -> ast.expr:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)  # type: ignore[arg-type]


def _plus(node: ast.expr, by: int) -> ast.expr:
    return ast.BinOp(node, ast.Add() if by > 0 else ast.Sub(), ast.Constant(abs(by)))


KINDS: tuple[Callable[[ast.AST], Edits], ...] = (
    *(axis, sign, factor, constant, keepdims, off_by_one, comparison, order, number_type, left_out, in_place),
    *(look_alike, transposition),
)
