"""The backend of matplotlib on the page: `plt.show()` hands figures to the reader's session.

worker.js gives the modules of this folder the names that they have in Pyodide.
"""

import page_reader
from matplotlib.backends.backend_agg import FigureCanvasAgg as FigureCanvas

__all__ = ["FigureCanvas", "show"]

show = page_reader.show
