"""Chapter 7: regularisation. Ways to make a network do well on examples that it has not seen.

Randomness is always an argument: whoever hands over the generator decides the draw. n is the size of the training set,
whatever the size of the batch.
"""

import numpy as np

from solutions.losses import softmax


def l2_penalty(weights, lam, n):
    """Measure the L2 penalty that is added to the loss.

        penalty = lam / (2 n) * sum over all entries w of all arrays of w**2

    Parameters
    ----------
    weights : list of ndarray, any shapes
        The weights of the layers. Biases are left out: they are never penalised.
    lam : float
        The strength, often written as lambda.
    n : int
        The size of the training set, not of the batch.

    Returns
    -------
    float
        The penalty.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 3, equation 85.

    Examples
    --------
    >>> l2_penalty([np.array([[1.0, 2.0]]), np.array([[3.0], [0.0]])], 10.0, 7)
    10.0
    """
    return float(lam / (2 * n) * sum(np.sum(np.asarray(w, dtype=np.float64) ** 2) for w in weights))


def weight_decay_step(w, grad, learning_rate, lam, n):
    """One step of gradient descent on the loss with its L2 penalty.

        w <- (1 - learning_rate * lam / n) * w - learning_rate * grad

    The penalty shrinks every weight by the same factor before the gradient moves it: hence the name.

    Parameters
    ----------
    w : ndarray, any shape
        The weights before the step.
    grad : ndarray, the same shape
        The gradient of the loss at w, without the penalty.
    learning_rate : float
        The step size.
    lam : float
        The strength of the penalty.
    n : int
        The size of the training set, not of the batch.

    Returns
    -------
    ndarray, the shape of w
        The weights after the step.

    Raises
    ------
    ValueError
        If the two shapes differ, even where NumPy would broadcast them.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 3, equation 91.

    Examples
    --------
    >>> weight_decay_step(np.array([10.0, 0.0]), np.array([2.0, 2.0]), 0.5, lam=4.0, n=20)
    array([ 8., -1.])
    """
    w = np.asarray(w, dtype=np.float64)
    grad = np.asarray(grad, dtype=np.float64)
    if w.shape != grad.shape:
        raise ValueError(f"w {w.shape} and grad {grad.shape} must have the same shape")
    return (1 - learning_rate * lam / n) * w - learning_rate * grad


def dropout_mask(shape, p, rng):
    """Draw which units to drop.

        mask[i] = 0 with probability p, 1 / (1 - p) otherwise, independently

    The mean of an entry is 1: a layer multiplied by the mask keeps its expected size.

    Parameters
    ----------
    shape : tuple of int, or int
        The shape of the mask.
    p : float
        The probability to drop, from 0 up to but without 1.
    rng : numpy.random.Generator
        Where the draw comes from.

    Returns
    -------
    ndarray of the given shape
        Every entry 0 or 1 / (1 - p).

    Raises
    ------
    ValueError
        If `p` is outside [0, 1).

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout (2014), sections 4 and 10.

    Examples
    --------
    >>> np.unique(dropout_mask((100, 100), 0.75, np.random.default_rng(0)))
    array([0., 4.])
    """
    if not 0 <= p < 1:
        raise ValueError(f"p must lie in [0, 1), not {p}")
    return (rng.random(shape) >= p) / (1 - p)


def dropout_forward(x, mask, training):
    """Apply dropout to the activations of a layer: in training only.

        x * mask in training, x otherwise

    Parameters
    ----------
    x : ndarray, any shape
        The activations.
    mask : ndarray, the same shape
        From `dropout_mask`. Not looked at outside training, where it may be None.
    training : bool
        Whether the network is being trained.

    Returns
    -------
    ndarray, the shape of x
        The activations that the next layer sees.

    Raises
    ------
    ValueError
        If, in training, the two shapes differ, even where NumPy would broadcast them.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout (2014), section 4.

    Examples
    --------
    >>> dropout_forward(np.array([1.0, 2.0]), np.array([0.0, 4.0]), training=True)
    array([0., 8.])
    >>> dropout_forward(np.array([1.0, 2.0]), None, training=False)
    array([1., 2.])
    """
    x = np.asarray(x, dtype=np.float64)
    if not training:
        return x
    mask = np.asarray(mask, dtype=np.float64)
    if x.shape != mask.shape:
        raise ValueError(f"x {x.shape} and mask {mask.shape} must have the same shape")
    return x * mask


def dropout_backward(grad_output, mask, training):
    """Send a gradient back through `dropout_forward`.

        grad_output * mask in training, grad_output otherwise

    Parameters
    ----------
    grad_output : ndarray, any shape
        Gradient of the loss in what `dropout_forward` returned.
    mask : ndarray, the same shape
        The mask of the forward pass. Not looked at outside training, where it may be None.
    training : bool
        Whether the forward pass was in training.

    Returns
    -------
    ndarray, the shape of `grad_output`
        Gradient of the loss in the activations before dropout.

    Raises
    ------
    ValueError
        If, in training, the two shapes differ, even where NumPy would broadcast them.

    Examples
    --------
    >>> dropout_backward(np.array([1.0, 2.0]), np.array([0.0, 4.0]), training=True)
    array([0., 8.])
    """
    # Dropout multiplies by a fixed mask, so its derivative is the mask: backwards is the same product as forwards.
    return dropout_forward(grad_output, mask, training)


def shift_images(images, dy, dx):
    """Move the content of every image; what enters is empty, what leaves is lost.

        shifted[n, y + dy, x + dx] = images[n, y, x]

    Parameters
    ----------
    images : ndarray, shape (N, H, W)
        Grey levels; 0 is empty.
    dy, dx : int
        How far down and to the right, in pixels; negative is up and to the left. Any size: a shift of a whole height or
        width leaves nothing.

    Returns
    -------
    ndarray, shape (N, H, W)
        The shifted images.

    Raises
    ------
    ValueError
        If `images` does not have exactly three axes.

    Examples
    --------
    >>> shift_images(np.array([[[1.0, 2.0], [3.0, 4.0]]]), dy=1, dx=0)
    array([[[0., 0.],
            [1., 2.]]])
    """
    images = np.asarray(images, dtype=np.float64)
    if images.ndim != 3:
        raise ValueError(f"images must have shape (N, H, W), not {images.shape}")
    _, height, width = images.shape
    dy = min(max(dy, -height), height)  # a larger shift leaves nothing either
    dx = min(max(dx, -width), width)
    shifted = np.zeros(images.shape)
    kept = images[:, max(0, -dy) : height - max(0, dy), max(0, -dx) : width - max(0, dx)]
    shifted[:, max(0, dy) : height - max(0, -dy), max(0, dx) : width - max(0, -dx)] = kept
    return shifted


def random_crops(images, size, rng):
    """Cut a square out of every image, each at a position of its own.

    The position of the upper left corner is uniform among all (H - size + 1) * (W - size + 1) that keep the square
    inside the image.

    Parameters
    ----------
    images : ndarray, shape (N, H, W)
        Grey levels.
    size : int
        Height and width of a crop, from 1 to the smaller of H and W.
    rng : numpy.random.Generator
        Where the positions come from.

    Returns
    -------
    ndarray, shape (N, size, size)
        One crop per image, in the order of the images.

    Raises
    ------
    ValueError
        If `images` does not have exactly three axes, or no crop of this size fits.

    References
    ----------
    Krizhevsky, Sutskever and Hinton, ImageNet Classification with Deep Convolutional Neural Networks (2012),
    section 4.1.

    Examples
    --------
    >>> random_crops(np.ones((5, 8, 8)), 6, np.random.default_rng(0)).shape
    (5, 6, 6)
    """
    images = np.asarray(images, dtype=np.float64)
    if images.ndim != 3:
        raise ValueError(f"images must have shape (N, H, W), not {images.shape}")
    num_images, height, width = images.shape
    if not 1 <= size <= min(height, width):
        raise ValueError(f"size must lie in 1..{min(height, width)}, not {size}")
    tops = rng.integers(0, height - size + 1, num_images)
    lefts = rng.integers(0, width - size + 1, num_images)
    crops = [image[y : y + size, x : x + size] for image, y, x in zip(images, tops, lefts, strict=True)]
    return np.stack(crops)


def early_stopping(validation_losses, patience):
    """Decide from the validation losses when training ends and which epoch to keep.

    Training stops at the epoch that completes `patience` epochs in a row without a loss strictly lower than the best
    before. If that never happens it goes on to the last epoch.

    Parameters
    ----------
    validation_losses : ndarray, shape (T,)
        The loss after each epoch; epochs are counted from 0.
    patience : int
        How many epochs without progress to sit through, at least 1.

    Returns
    -------
    best_epoch : int
        The first epoch with the lowest loss among those up to the stop.
    stop_epoch : int
        The last epoch that is trained.

    Raises
    ------
    ValueError
        If there are no losses, they do not have exactly one axis, or `patience` is less than 1.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), algorithm 7.1.

    Examples
    --------
    >>> early_stopping(np.array([3.0, 2.0, 2.5, 2.0, 1.0]), patience=2)
    (1, 3)
    """
    losses = np.asarray(validation_losses, dtype=np.float64)
    if losses.ndim != 1 or len(losses) == 0:
        raise ValueError(f"validation_losses must have shape (T,) with T at least 1, not {losses.shape}")
    if patience < 1:
        raise ValueError(f"patience must be at least 1, not {patience}")
    best_epoch = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best_epoch]:
            best_epoch = epoch
        elif epoch - best_epoch >= patience:
            break
    return best_epoch, epoch


def average_probabilities(logits):
    """Let several networks vote: the mean of their predicted probabilities.

        average[n, k] = 1/M * sum over m of softmax(logits[m])[n, k]

    Parameters
    ----------
    logits : ndarray, shape (M, N, K)
        The logits of M networks for the same N examples.

    Returns
    -------
    ndarray, shape (N, K)
        Probabilities: every row sums to 1.

    Raises
    ------
    ValueError
        If `logits` does not have exactly three axes.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 7.11.

    Examples
    --------
    >>> average_probabilities(np.array([[[0.0, 0.0]], [[1000.0, 0.0]]]))
    array([[0.75, 0.25]])
    """
    logits = np.asarray(logits, dtype=np.float64)
    if logits.ndim != 3:
        raise ValueError(f"logits must have shape (M, N, K), not {logits.shape}")
    return np.mean([softmax(of_one_network) for of_one_network in logits], axis=0)
