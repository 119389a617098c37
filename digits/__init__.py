"""The data that the course works on: 1,797 handwritten digits of 8 by 8 pixels.

Source: Alpaydin and Kaynak, Optical Recognition of Handwritten Digits (UCI, 1998), CC BY 4.0; see README.md.
"""

from pathlib import Path

import numpy as np

DATA = Path(__file__).parent
FILES = {
    "released": ("digits.npz",),
    "held-out": ("digits-held-out.npz",),
    "all": ("digits.npz", "digits-held-out.npz"),
}


def load_digits(part="released"):
    """Load handwritten digits, in the order of the original file.

    Parameters
    ----------
    part : {"released", "held-out", "all"}
        The 1,347 digits that come with every assignment, the 450 that the grader keeps, or all 1,797. A released
        assignment has the first part only.

    Returns
    -------
    images : ndarray, shape (N, 8, 8)
        Grey levels in float64: 0.0 is paper, 16.0 is full ink.
    labels : ndarray, shape (N,)
        The digit each image shows, an integer from 0 to 9.

    Raises
    ------
    ValueError
        If `part` is not one of the three names.
    FileNotFoundError
        If this copy of the course does not hold that part.

    Examples
    --------
    >>> images, labels = load_digits()
    >>> images.shape, labels.shape
    ((1347, 8, 8), (1347,))
    """
    if part not in FILES:
        raise ValueError(f"part must be one of {', '.join(FILES)}, not {part!r}")
    paths = [DATA / name for name in FILES[part]]
    missing = [path.name for path in paths if not path.exists()]
    if missing:
        raise FileNotFoundError(
            f"this copy of the course holds the released digits only: {', '.join(missing)} is not in it"
        )
    tables = [np.load(path) for path in paths]
    images, labels, position = (np.concatenate([t[key] for t in tables]) for key in ("images", "labels", "position"))
    order = np.argsort(position)
    return images[order].astype(np.float64), labels[order].astype(np.int64)
