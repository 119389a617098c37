"""What the first chapter asked for."""

import numpy as np


def one_hot(labels, num_classes):
    """Return a row for each label."""
    return np.eye(num_classes)[labels]
