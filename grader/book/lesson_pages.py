"""Lesson pages of the book: every code cell that is shown can be changed and run by the reader.

Some cells are left out of the page (`remove-cell`): they assert what the prose says, and now and then they bind a name
that a later cell needs. Only those statements travel to the reader, and they run silently in their place.
"""

import jupytext
from docutils import nodes
from sphinx.errors import ExtensionError

from grader.book.name_flow import needed_before, only_draws, statements_for

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
        A cell that is shown has the kind "plain" and counts up from 1; one that is not has the kind "hidden". Cells
        that do nothing but draw have `draws`: they need not run for those below.

    Examples
    --------
    >>> cells = course_cells([("x = 1\nassert x", {"remove-cell"}), ("print(x)", set())])
    >>> [(cell["id"], cell["kind"], cell["source"]) for cell in cells]
    [('hidden-1', 'hidden', 'x = 1'), ('1', 'plain', 'print(x)')]
    """
    needed: set[str] = set()
    found, number = [], sum(not tags & LEFT_OUT for _, tags in cells)
    for position, (source, tags) in reversed(list(enumerate(cells, 1))):
        if tags & LEFT_OUT:
            source = statements_for(source, needed)
            made = {"id": f"hidden-{position}", "kind": "hidden", "name": None, "source": source}
        else:
            made = {"id": str(number), "kind": "plain", "name": None, "source": source}
            made |= {"draws": True} if "hide-input" in tags and only_draws(source, needed) else {}
            number -= 1
        if source:
            found.append(made)
        needed = needed_before(source, needed)
    return found[::-1]


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
