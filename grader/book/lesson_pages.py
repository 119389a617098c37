"""Lesson pages of the book: every code cell that is shown can be changed and run by the reader.

Some cells are left out of the page (`remove-cell`): they assert what the prose says, and now and then they bind a name
that a later cell needs. Only those statements travel to the reader, and they run silently in their place.
"""

import ast

import jupytext
from docutils import nodes
from sphinx.errors import ExtensionError

LEFT_OUT = {"remove-cell", "remove_cell"}


def read_cells(path):
    """Return the source and the tags of each code cell of a MyST notebook.

    Parameters
    ----------
    path : Path
        The page.

    Returns
    -------
    list of (str, frozenset of str)
    """
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [(cell.source, frozenset(cell.metadata.get("tags", []))) for cell in code]


def shown_cells(doctree):
    """Return the nodes of a page's code cells, in order."""
    return [node for node in doctree.findall(nodes.container) if node.get("nb_element") == "cell_code"]


def course_cells(cells):
    r"""Return what a lesson's cells are for the page: id, kind and text of each cell that has something to run.

    Parameters
    ----------
    cells : list of (str, frozenset of str)
        As of `read_cells`.

    Returns
    -------
    list of dict
        A cell that is shown has the kind "plain" and counts up from 1; one that is not has the kind "hidden".

    Examples
    --------
    >>> cells = course_cells([("x = 1\nassert x", {"remove-cell"}), ("print(x)", set())])
    >>> [(cell["id"], cell["kind"], cell["source"]) for cell in cells]
    [('hidden-1', 'hidden', 'x = 1'), ('1', 'plain', 'print(x)')]
    """
    needed, found, number = set(), [], sum(not tags & LEFT_OUT for _, tags in cells)
    for position, (source, tags) in reversed(list(enumerate(cells, 1))):
        hidden = bool(tags & LEFT_OUT)
        text = needed_statements(source, needed) if hidden else source
        if hidden and text:
            found.append({"id": f"hidden-{position}", "kind": "hidden", "name": None, "source": text})
        elif not hidden:
            found.append({"id": str(number), "kind": "plain", "name": None, "source": source})
            number -= 1
        needed |= names_used(text) if text else set()
    return found[::-1]


def needed_statements(source, needed):
    """Return those statements of a cell, as text, that bind a name that is needed later, or that these build on."""
    wanted, kept = set(needed), []
    for statement in reversed(ast.parse(source).body):
        if names_bound(statement) & wanted:
            kept.append(statement)
            wanted |= names_used(statement)
    return "\n".join(map(ast.unparse, reversed(kept)))


def names_bound(statement):
    """Return the names that a statement gives a value or changes.

    >>> sorted(names_bound(ast.parse("a = b[0] = c.d = 1; import e.f, g as h").body[0]))
    ['a', 'b', 'c']
    """
    bound = set()
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.Subscript(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
                bound.add(_owner(node))
            case ast.alias(name=name, asname=alias):
                bound.add(alias or name.split(".")[0])
    return bound - {None}


def _owner(node):
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def names_used(code):
    """Return the names that a text or a statement reads.

    >>> sorted(names_used("a = b + c.d"))
    ['b', 'c']
    """
    tree = ast.parse(code) if isinstance(code, str) else code
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def pair_with_nodes(cells, doctree, docname):
    """Return the cells that a page shows, each with its node.

    Parameters
    ----------
    cells : list of (str, frozenset of str)
        All of the page's.
    doctree : docutils.nodes.document
        The page.
    docname : str
        How error messages name it.

    Raises
    ------
    ExtensionError
        If they do not fit each other.
    """
    shown = [cell for cell in cells if not cell[1] & LEFT_OUT]
    found = shown_cells(doctree)
    if len(shown) != len(found):
        raise ExtensionError(f"{docname} has {len(shown)} cells to show, but {len(found)} are on the page")
    return list(zip(shown, found))
