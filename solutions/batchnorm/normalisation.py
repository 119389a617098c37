"""Chapter 8, second part: batch normalisation, which keeps the numbers between the layers in range.

Variances are biased (divided by N), and epsilon is inside the root. In training the statistics are the batch's own; for
prediction they are averages that were kept, so that one example is enough.
"""

import numpy as np


# Ioffe and Szegedy, Batch Normalization (2015), algorithm 1.
def batchnorm_forward(x, gamma, beta, epsilon=1e-5):
    """Return (out, mean, var): the normalised batch, shape (N, D), and the statistics of the batch, shape (D,) each.

    x has the shape (N, D), gamma and beta the shape (D,).

    >>> out, mean, var = batchnorm_forward(np.array([[1], [5]]), np.array([10]), np.array([3]))
    >>> out.ravel().round(3), mean, var
    (array([-7., 13.]), array([3.]), array([4.]))
    """
    x = np.asarray(x, dtype=np.float64)
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


# Ioffe and Szegedy, Batch Normalization (2015), section 3.1.
def batchnorm_running(running_mean, running_var, mean, var, decay):
    """Return (running_mean, running_var), the averages after one more batch, shape (D,) each.

    The four arrays have the shape (D,); decay weights the old value.

    >>> batchnorm_running(np.array([0]), np.array([1]), np.array([8]), np.array([9]), decay=0.75)
    (array([2.]), array([3.]))
    """
    running_mean, running_var = np.asarray(running_mean, dtype=np.float64), np.asarray(running_var, dtype=np.float64)
    mean, var = np.asarray(mean, dtype=np.float64), np.asarray(var, dtype=np.float64)
    return decay * running_mean + (1 - decay) * mean, decay * running_var + (1 - decay) * var


# Ioffe and Szegedy, Batch Normalization (2015), algorithm 2.
def batchnorm_predict(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    """Return the examples normalised with the kept statistics, shape (N, D).

    x has the shape (N, D), N may be 1; the other four have the shape (D,).

    >>> batchnorm_predict(np.array([[5]]), np.array([10]), np.array([3]), np.array([1]), np.array([4])).round(3)
    array([[23.]])
    """
    x, running_var = np.asarray(x, dtype=np.float64), np.asarray(running_var, dtype=np.float64)
    return gamma * (x - running_mean) / np.sqrt(running_var + epsilon) + beta


# Ioffe and Szegedy, Batch Normalization (2015), section 3, the six equations before algorithm 2.
def batchnorm_backward(grad_output, x, gamma, epsilon=1e-5):
    """Return (grad_x, grad_gamma, grad_beta), shapes (N, D), (D,) and (D,).

    grad_output is the gradient in `out` of `batchnorm_forward`; it and x have the shape (N, D), gamma the shape (D,).

    >>> grad_output, x = np.array([[1], [0], [0]]), np.array([[1], [2], [3]])
    >>> batchnorm_backward(grad_output, x, np.array([24**0.5]), epsilon=0)[0].ravel().round(6)
    array([ 1., -2.,  1.])
    """
    grad_output, x = np.asarray(grad_output, dtype=np.float64), np.asarray(x, dtype=np.float64)
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_gamma, grad_beta = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    # what the mean takes back, and what the variance takes back, of the direct path
    grad_x = gamma / std * (grad_output - grad_beta / len(x) - x_hat * grad_gamma / len(x))
    return grad_x, grad_gamma, grad_beta


# Ioffe and Szegedy, Batch Normalization (2015), section 3.2.
def batchnorm_images(x, gamma, beta, epsilon=1e-5):
    """Return the normalised batch of images, in the shape of x.

    x has the shape (N, H, W, C), channels last; gamma and beta have the shape (C,).

    >>> batchnorm_images(np.array([[[[1], [5]]]]), np.array([1]), np.array([0])).round(3).ravel()
    array([-1.,  1.])
    """
    out, _, _ = batchnorm_forward(x.reshape(-1, x.shape[3]), gamma, beta, epsilon)
    return out.reshape(x.shape)


# Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference (2018),
# section 3.2.
def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    """Return (W, b) of the one affine layer, in the shapes of W and b.

    W has the shape (D_in, D_out), the other five arrays have the shape (D_out,).

    >>> numbers = (np.array([number]) for number in (5, 4, 7, 2, 4))
    >>> fold_batchnorm(np.array([[3]]), *numbers, epsilon=0)
    (array([[6.]]), array([13.]))
    """
    b, running_var = np.asarray(b, dtype=np.float64), np.asarray(running_var, dtype=np.float64)
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, (b - running_mean) * scale + beta


def batchnorm_is_right(f):
    """Return True if f normalises batches as `batchnorm_forward` should, and False if it does not.

    f is called with x, gamma, beta and epsilon, and returns (out, mean, var).

    >>> batchnorm_is_right(batchnorm_forward), batchnorm_is_right(lambda x, *_: (x, x.mean(axis=0), x.var(axis=0)))
    (True, False)
    """
    rng = np.random.default_rng(0)
    for shape, epsilon in [((5, 3), 1e-5), ((4, 4), 0.5), ((1, 2), 0.1), ((6, 2), 1e-3)]:
        x, (gamma, beta) = rng.normal(2, 3, shape), rng.normal(size=(2, shape[1]))
        x[:, -1] = x[0, -1]  # a column without any spread
        mean = x.sum(axis=0) / len(x)
        var = ((x - mean) ** 2).sum(axis=0) / len(x)
        expected = gamma * (x - mean) / (var + epsilon) ** 0.5 + beta, mean, var
        before, results = x.copy(), f(x, gamma, beta, epsilon)
        if not isinstance(results, (tuple, list)) or len(results) != 3 or not np.array_equal(x, before):
            return False
        if any(np.shape(got) != np.shape(due) or not np.allclose(got, due) for got, due in zip(results, expected)):
            return False
    return True
