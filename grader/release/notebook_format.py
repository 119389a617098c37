"""nbformat and jupytext, imported in a third of the time.

The schema checker that nbformat uses builds 38 parsers when it is imported, of a grammar of internationalised addresses
(rfc3987_syntax). No notebook's schema asks for one, and the import alone takes most of a second.
"""

import sys

UNUSED = "rfc3987_syntax"

_spared = UNUSED not in sys.modules
if _spared:
    sys.modules[UNUSED] = None  # type: ignore[assignment]  # Python's own way to say that it is not there
try:
    import jupytext
    import nbformat
    from nbformat import NotebookNode
finally:
    if _spared:
        del sys.modules[UNUSED]

__all__ = ["NotebookNode", "jupytext", "nbformat"]
