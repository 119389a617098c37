"""Chapter 7: regularisation. Ways to make a network do well on examples that it has not seen.

Randomness is always an argument: whoever hands over the generator decides the draw. n is the size of the training set,
whatever the size of the batch.
"""

import numpy as np

from solutions.losses import softmax


# Nielsen, Neural Networks and Deep Learning (2015), chapter 3, equation 87.
def l2_penalty(weights, lam, n):
    """Return the L2 penalty of all weights, one number.

    weights is a list of arrays of any shapes, lam the strength, n the size of the training set.

    >>> l2_penalty([np.array([[1, 2]]), np.array([[3], [0]])], 10, 7)
    10.0
    """
    return float(lam / (2 * n) * sum(np.sum(np.asarray(w, dtype=np.float64) ** 2) for w in weights))


# Nielsen, Neural Networks and Deep Learning (2015), chapter 3, equation 92.
def weight_decay_step(w, grad, learning_rate, lam, n):
    """Return the weights after one step of gradient descent on the loss with its L2 penalty.

    w and grad have the same shape, any; grad is the gradient of the loss without the penalty.

    >>> weight_decay_step(np.array([10, 0]), np.array([2, 2]), 0.5, lam=4, n=20)
    array([ 8., -1.])
    """
    w, grad = np.asarray(w, dtype=np.float64), np.asarray(grad, dtype=np.float64)
    return (1 - learning_rate * lam / n) * w - learning_rate * grad


# Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout (2014), sections 4 and 10.
def dropout_mask(shape, p, rng):
    """Return a mask of zeros and 1 / (1 - p), drawn from the generator rng.

    shape is a tuple or an int; p is the probability to drop, 0 <= p < 1.

    >>> np.unique(dropout_mask((100, 100), 0.75, np.random.default_rng(0)))
    array([0., 4.])
    """
    return (rng.random(shape) >= p) / (1 - p)


def dropout_forward(x, mask, training):
    """Return the activations after dropout, in the shape of x.

    mask has the shape of x; where training is false it may be None.

    >>> dropout_forward(np.array([1, 2]), np.array([0, 4]), training=True)
    array([0., 8.])
    """
    x = np.asarray(x, dtype=np.float64)
    return x * mask if training else x


def dropout_backward(grad_output, mask, training):
    """Return the gradient in the activations before dropout, in the shape of grad_output.

    mask is that of the forward pass; where training is false it may be None.

    >>> dropout_backward(np.array([1, 2]), np.array([0, 4]), training=True)
    array([0., 8.])
    """
    # Dropout multiplies by a fixed mask, so its derivative is the mask: backwards is the same product as forwards.
    return dropout_forward(grad_output, mask, training)


def dropout_is_right(f):
    """Return True if f draws masks as `dropout_mask` should, and False if it does not.

    >>> dropout_is_right(dropout_mask), dropout_is_right(lambda shape, p, rng: np.ones(shape))
    (True, False)
    """

    def is_chance(found, share):
        """Whether a share of what was found lies within six standard deviations of the one that is due."""
        return abs(found.mean() - share) <= 6 * np.sqrt(share * (1 - share) / found.size)

    for p in (0, 0.2, 0.75):
        mask, again, other = (np.asarray(f((60, 50), p, np.random.default_rng(seed))) for seed in (0, 0, 1))
        dropped = mask == 0
        if mask.shape != (60, 50) or not np.all(dropped | np.isclose(mask, 1 / (1 - p))):
            return False
        if not np.array_equal(mask, again) or (p > 0 and np.array_equal(mask, other)):
            return False  # all chance comes from rng
        if not all(is_chance(part, p) for part in (dropped, *dropped, *dropped.T)):
            return False
        half, other_half = np.split(dropped.ravel(), 2)
        pairs = dropped[::2] == dropped[1::2], half[::2] == half[1::2], half == other_half, half == other_half[::-1]
        if not all(is_chance(alike, p**2 + (1 - p) ** 2) for alike in pairs):
            return False
    numbers = {np.count_nonzero(f((10, 12), 0.5, np.random.default_rng(seed))) for seed in range(20)}
    return len(numbers) > 1 and np.shape(f(7, 0.5, np.random.default_rng(0))) == (7,)


def shift_images(images, dy, dx):
    """Return the images, shape (N, H, W), with their content dy pixels further down and dx further to the right.

    dy and dx are whole numbers of any size; negative ones move up and to the left. What enters is 0.

    >>> shift_images(np.array([[[1, 2], [3, 4]]]), dy=1, dx=0)
    array([[[0., 0.],
            [1., 2.]]])
    """
    images = np.asarray(images, dtype=np.float64)
    _, height, width = images.shape
    rows, columns = np.arange(height) - dy, np.arange(width) - dx  # where each new pixel comes from
    inside = np.outer((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
    return np.where(inside, images[:, rows[:, np.newaxis] % height, columns % width], 0.0)


# Krizhevsky, Sutskever and Hinton, ImageNet Classification with Deep Convolutional Neural Networks (2012), section 4.1.
def random_crops(images, size, rng):
    """Return a square piece of every image, shape (N, size, size), each from a place of its own.

    images have the shape (N, H, W); the places are drawn from the generator rng.

    >>> random_crops(np.ones((5, 8, 9)), 6, np.random.default_rng(0)).shape
    (5, 6, 6)
    """
    num_images, height, width = images.shape
    tops = rng.integers(0, height - size + 1, num_images)
    lefts = rng.integers(0, width - size + 1, num_images)
    crops = [image[y : y + size, x : x + size] for image, y, x in zip(images, tops, lefts, strict=True)]
    return np.stack(crops).astype(np.float64)


# Goodfellow, Bengio and Courville, Deep Learning (2016), algorithm 7.1.
def early_stopping(validation_losses, patience):
    """Return (best_epoch, stop_epoch), two whole numbers; epochs are counted from 0.

    validation_losses has the shape (T,), one loss for each epoch; patience is at least 1.

    >>> early_stopping(np.array([3, 2, 2.5, 2, 1]), patience=2)
    (1, 3)
    """
    best_epoch = 0
    for epoch, loss in enumerate(validation_losses):
        if loss < validation_losses[best_epoch]:
            best_epoch = epoch
        elif epoch - best_epoch >= patience:
            break
    return best_epoch, epoch


# Goodfellow, Bengio and Courville, Deep Learning (2016), section 7.11.
def average_probabilities(logits):
    """Return the mean of the probabilities that M networks give, shape (N, K).

    logits has the shape (M, N, K): networks, examples, classes.

    >>> average_probabilities(np.array([[[0, 0]], [[1000, 0]]]))
    array([[0.75, 0.25]])
    """
    return np.mean([softmax(of_one_network) for of_one_network in logits], axis=0)
