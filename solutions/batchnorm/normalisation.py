"""Chapter 8, second part: batch normalisation, which keeps the numbers between the layers in range.

Variances are biased (divided by N), and epsilon is inside the root. In training the statistics are the batch's own; for
prediction they are averages that were kept, so that one example is enough.
"""

import numpy as np


def batchnorm_forward(x, gamma, beta, epsilon=1e-5):
    """Normalise every column over the batch, then let the network rescale it.

        mean[d] = 1/N * sum over n of x[n, d],   var[d] = 1/N * sum over n of (x[n, d] - mean[d])**2
        out[n, d] = gamma[d] * (x[n, d] - mean[d]) / sqrt(var[d] + epsilon) + beta[d]

    Parameters
    ----------
    x : ndarray, shape (N, D)
        A batch, one example per row.
    gamma, beta : ndarray, shape (D,)
        Scale and shift of every column, learned like weights.
    epsilon : float
        Inside the root, where it is added to a variance; it keeps a constant column from dividing by 0.

    Returns
    -------
    out : ndarray, shape (N, D)
        The normalised batch.
    mean, var : ndarray, shape (D,)
        The statistics of the batch, the variance biased (divided by N) and without epsilon.

    Raises
    ------
    ValueError
        If the three shapes do not fit together, even where NumPy would broadcast them.

    References
    ----------
    Ioffe and Szegedy, Batch Normalization (2015), algorithm 1.

    Examples
    --------
    >>> out, mean, var = batchnorm_forward(np.array([[1.0], [5.0]]), np.array([10.0]), np.array([3.0]))
    >>> out.ravel().round(3), mean, var
    (array([-7., 13.]), array([3.]), array([4.]))
    """
    x, gamma, beta = (np.asarray(array, dtype=np.float64) for array in (x, gamma, beta))
    if x.ndim != 2 or not gamma.shape == beta.shape == x.shape[1:]:
        raise ValueError(f"x {x.shape}, gamma {gamma.shape}, beta {beta.shape} must have shapes (N, D), (D,), (D,)")
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


def batchnorm_running(running_mean, running_var, mean, var, decay):
    """Update the statistics that are kept for prediction, after a training batch.

        running_mean <- decay * running_mean + (1 - decay) * mean
        running_var <- decay * running_var + (1 - decay) * var

    Parameters
    ----------
    running_mean, running_var : ndarray, shape (D,)
        The averages so far; mean 0 and variance 1 at first.
    mean, var : ndarray, shape (D,)
        The statistics of the batch, from `batchnorm_forward`.
    decay : float
        The weight of the old value: 0.9 averages over about the last 10 batches.

    Returns
    -------
    running_mean, running_var : ndarray, shape (D,)
        The averages after this batch.

    Raises
    ------
    ValueError
        If the four shapes differ, even where NumPy would broadcast them.

    References
    ----------
    Ioffe and Szegedy, Batch Normalization (2015), section 3.1.

    Examples
    --------
    >>> batchnorm_running(np.array([0.0]), np.array([1.0]), np.array([8.0]), np.array([9.0]), decay=0.75)
    (array([2.]), array([3.]))
    """
    running_mean, running_var = (np.asarray(array, dtype=np.float64) for array in (running_mean, running_var))
    mean, var = (np.asarray(array, dtype=np.float64) for array in (mean, var))
    if not running_mean.shape == running_var.shape == mean.shape == var.shape:
        raise ValueError("running_mean, running_var, mean and var must have the same shape")
    return decay * running_mean + (1 - decay) * mean, decay * running_var + (1 - decay) * var


def batchnorm_predict(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    """Normalise at prediction time, with the kept statistics, so that no example depends on another.

        out[n, d] = gamma[d] * (x[n, d] - running_mean[d]) / sqrt(running_var[d] + epsilon) + beta[d]

    Parameters
    ----------
    x : ndarray, shape (N, D)
        Any number of examples, also one.
    gamma, beta, running_mean, running_var : ndarray, shape (D,)
        Scale, shift and kept statistics of every column.
    epsilon : float
        Inside the root, as in training.

    Returns
    -------
    ndarray, shape (N, D)
        The normalised examples.

    Raises
    ------
    ValueError
        If the five shapes do not fit together, even where NumPy would broadcast them.

    References
    ----------
    Ioffe and Szegedy, Batch Normalization (2015), algorithm 2.

    Examples
    --------
    >>> gamma, beta, running_mean, running_var = np.array([[10.0], [3.0], [1.0], [4.0]])
    >>> batchnorm_predict(np.array([[5.0]]), gamma, beta, running_mean, running_var).round(3)
    array([[23.]])
    """
    x = np.asarray(x, dtype=np.float64)
    gamma, beta, mean, var = (np.asarray(array, dtype=np.float64) for array in (gamma, beta, running_mean, running_var))
    if x.ndim != 2 or not gamma.shape == beta.shape == mean.shape == var.shape == x.shape[1:]:
        raise ValueError(f"x {x.shape} must have shape (N, D), gamma, beta and the running statistics (D,)")
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta


def batchnorm_backward(grad_output, x, gamma, epsilon=1e-5):
    """Send a gradient back through `batchnorm_forward`, also through its mean and variance.

        grad_x[n, d] = sum over m of grad_output[m, d] * (derivative of out[m, d] in x[n, d])

    Every x[n, d] moves the mean and the variance of its column, and with them all N entries out[m, d].

    Parameters
    ----------
    grad_output : ndarray, shape (N, D)
        Gradient of the loss in `out`, the first result of `batchnorm_forward`.
    x : ndarray, shape (N, D)
        The batch of the forward pass.
    gamma : ndarray, shape (D,)
        The scale of the forward pass.
    epsilon : float
        Inside the root, as in the forward pass.

    Returns
    -------
    grad_x : ndarray, shape (N, D)
    grad_gamma, grad_beta : ndarray, shape (D,)
        Gradients of the loss in the batch, the scale and the shift.

    Raises
    ------
    ValueError
        If the three shapes do not fit together, even where NumPy would broadcast them.

    References
    ----------
    Ioffe and Szegedy, Batch Normalization (2015), section 3, the six equations before algorithm 2.

    Examples
    --------
    >>> grad_output, x, gamma = np.array([[1.0], [0.0], [0.0]]), np.array([[1.0], [2.0], [3.0]]), np.array([24**0.5])
    >>> grad_x, grad_gamma, grad_beta = batchnorm_backward(grad_output, x, gamma, epsilon=0.0)
    >>> grad_x.ravel().round(6), grad_gamma.round(6), grad_beta
    (array([ 1., -2.,  1.]), array([-1.224745]), array([1.]))
    """
    grad_output, x, gamma = (np.asarray(array, dtype=np.float64) for array in (grad_output, x, gamma))
    if x.ndim != 2 or grad_output.shape != x.shape or gamma.shape != x.shape[1:]:
        raise ValueError(f"grad_output {grad_output.shape}, x {x.shape}, gamma {gamma.shape} do not fit together")
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_beta = grad_output.sum(axis=0)
    grad_gamma = (grad_output * x_hat).sum(axis=0)
    # what the mean takes back, and what the variance takes back, of the direct path
    grad_x = gamma / std * (grad_output - grad_beta / len(x) - x_hat * grad_gamma / len(x))
    return grad_x, grad_gamma, grad_beta


def batchnorm_images(x, gamma, beta, epsilon=1e-5):
    """Normalise a batch of images in training, as after a convolution: one mean and one variance per channel.

        out[n, y, x, c] = gamma[c] * (in[n, y, x, c] - mean[c]) / sqrt(var[c] + epsilon) + beta[c]

    Parameters
    ----------
    x : ndarray, shape (N, H, W, C)
        A batch of images, channels last. Mean and variance of a channel are taken over all n, y and x.
    gamma, beta : ndarray, shape (C,)
        Scale and shift of every channel.
    epsilon : float
        Inside the root.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        The normalised batch.

    Raises
    ------
    ValueError
        If the three shapes do not fit together, even where NumPy would broadcast them.

    References
    ----------
    Ioffe and Szegedy, Batch Normalization (2015), section 3.2.

    Examples
    --------
    >>> batchnorm_images(np.array([[[[1.0], [5.0]]]]), np.array([1.0]), np.array([0.0])).round(3).ravel()
    array([-1.,  1.])
    """
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 4:
        raise ValueError(f"x must have shape (N, H, W, C), not {x.shape}")
    out, _, _ = batchnorm_forward(x.reshape(-1, x.shape[3]), gamma, beta, epsilon)
    return out.reshape(x.shape)


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    """Merge an affine layer and the `batchnorm_predict` behind it into one affine layer.

        X @ W_folded + b_folded = batchnorm_predict(X @ W + b, gamma, beta, running_mean, running_var, epsilon)

    Parameters
    ----------
    W : ndarray, shape (D_in, D_out)
    b : ndarray, shape (D_out,)
        The affine layer.
    gamma, beta, running_mean, running_var : ndarray, shape (D_out,)
        Scale, shift and kept statistics of the batch normalisation.
    epsilon : float
        Inside the root.

    Returns
    -------
    W : ndarray, shape (D_in, D_out)
    b : ndarray, shape (D_out,)
        The one layer, equal to the two for every X.

    Raises
    ------
    ValueError
        If the six shapes do not fit together, even where NumPy would broadcast them.

    References
    ----------
    Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference (2018),
    section 3.2.

    Examples
    --------
    >>> gamma, beta, running_mean, running_var = np.array([[4.0], [7.0], [2.0], [4.0]])
    >>> fold_batchnorm(np.array([[3.0]]), np.array([5.0]), gamma, beta, running_mean, running_var, epsilon=0.0)
    (array([[6.]]), array([13.]))
    """
    W, b, gamma, beta = (np.asarray(array, dtype=np.float64) for array in (W, b, gamma, beta))
    mean, var = (np.asarray(array, dtype=np.float64) for array in (running_mean, running_var))
    if W.ndim != 2 or not b.shape == gamma.shape == beta.shape == mean.shape == var.shape == W.shape[1:]:
        raise ValueError(f"W {W.shape} must have shape (D_in, D_out), the other five (D_out,)")
    scale = gamma / np.sqrt(var + epsilon)
    return W * scale, (b - mean) * scale + beta
