"""Chapter 6: optimizers. What to do with a gradient once backpropagation has delivered it.

A step is a function from the old weights, the gradient and the optimizer's state to the new weights and the new state.
It works on an array of any shape, entry by entry, and never changes what it is given.
"""

import numpy as np


def ewma(values, beta, bias_correction):
    """Exponentially weighted moving average of a series.

        v[t] = beta * v[t-1] + (1 - beta) * values[t],   t = 1, 2, .. T,   v[0] = 0
        with bias correction the result at t is v[t] / (1 - beta**t)

    Starting at 0 drags the first averages towards 0; the correction divides by the total weight given so far. It is
    applied to what is returned, never to the v that the recursion carries on. About 1 / (1 - beta) values count.

    Parameters
    ----------
    values : ndarray, shape (T,)
        The series, oldest value first.
    beta : float
        The weight of the past, from 0 up to but without 1.
    bias_correction : bool
        Whether to divide by 1 - beta**t.

    Returns
    -------
    ndarray, shape (T,)
        The average after each value.

    Raises
    ------
    ValueError
        If `values` does not have exactly one axis.

    References
    ----------
    Kingma and Ba, Adam: A Method for Stochastic Optimization (2015), section 3.

    Examples
    --------
    >>> ewma(np.array([4.0, 8.0]), 0.5, bias_correction=False)
    array([2., 5.])
    >>> ewma(np.array([4.0, 4.0]), 0.5, bias_correction=True)
    array([4., 4.])
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"values must have shape (T,), not {values.shape}")
    averages = np.zeros_like(values)
    v = 0.0
    for t, value in enumerate(values, start=1):
        v = beta * v + (1 - beta) * value
        averages[t - 1] = v / (1 - beta**t) if bias_correction else v
    return averages


def sgd_step(w, grad, learning_rate):
    """One step of (stochastic) gradient descent: against the gradient.

        w <- w - learning_rate * grad

    Parameters
    ----------
    w : ndarray, any shape
        The weights before the step.
    grad : ndarray, the same shape
        The gradient of the loss at w.
    learning_rate : float
        The step size, often written as eta.

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
    Robbins and Monro, A Stochastic Approximation Method (1951).

    Examples
    --------
    >>> sgd_step(np.array([1.0, 2.0]), np.array([10.0, -10.0]), 0.1)
    array([0., 3.])
    """
    w = np.asarray(w, dtype=np.float64)
    grad = np.asarray(grad, dtype=np.float64)
    if w.shape != grad.shape:
        raise ValueError(f"w {w.shape} and grad {grad.shape} must have the same shape")
    return w - learning_rate * grad


def momentum_step(w, grad, velocity, learning_rate, beta=0.9):
    """One step along an exponentially weighted average of the gradients.

        velocity <- beta * velocity + (1 - beta) * grad
        w <- w - learning_rate * velocity

    The classical form has no factor 1 - beta: it takes the same path with the learning rate (1 - beta) times as large.

    Parameters
    ----------
    w : ndarray, any shape
        The weights before the step.
    grad : ndarray, the same shape
        The gradient of the loss at w.
    velocity : ndarray, the same shape
        The average so far; zeros at first.
    learning_rate : float
        The step size.
    beta : float
        The weight of the past in the average.

    Returns
    -------
    w : ndarray
        The weights after the step.
    velocity : ndarray
        The average to hand to the next step.

    Raises
    ------
    ValueError
        If the three shapes differ, even where NumPy would broadcast them.

    References
    ----------
    Polyak, Some methods of speeding up the convergence of iteration methods (1964), in the classical form.

    Examples
    --------
    >>> momentum_step(np.array([1.0]), np.array([4.0]), np.array([2.0]), 0.1, beta=0.5)
    (array([0.7]), array([3.]))
    """
    w, grad, velocity = (np.asarray(array, dtype=np.float64) for array in (w, grad, velocity))
    if not w.shape == grad.shape == velocity.shape:
        raise ValueError(f"w {w.shape}, grad {grad.shape} and velocity {velocity.shape} must have the same shape")
    velocity = beta * velocity + (1 - beta) * grad
    return w - learning_rate * velocity, velocity


def rmsprop_step(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    """One step in which every weight has its own scale: the root mean square of its recent gradients.

        mean_square <- beta * mean_square + (1 - beta) * grad**2
        w <- w - learning_rate * grad / (sqrt(mean_square) + epsilon)

    Parameters
    ----------
    w : ndarray, any shape
        The weights before the step.
    grad : ndarray, the same shape
        The gradient of the loss at w.
    mean_square : ndarray, the same shape
        The average of the squared gradients so far; zeros at first.
    learning_rate : float
        The step size.
    beta : float
        The weight of the past in the average.
    epsilon : float
        Outside the root: it keeps a weight whose gradients are all 0 from dividing by 0.

    Returns
    -------
    w : ndarray
        The weights after the step.
    mean_square : ndarray
        The average to hand to the next step.

    Raises
    ------
    ValueError
        If the three shapes differ, even where NumPy would broadcast them.

    References
    ----------
    Tieleman and Hinton, Neural Networks for Machine Learning (2012), lecture 6.5.

    Examples
    --------
    >>> w, mean_square = rmsprop_step(np.array([1.0]), np.array([2.0]), np.array([4.0]), 0.5)
    >>> w.round(6), mean_square
    (array([0.5]), array([4.]))
    """
    w, grad, mean_square = (np.asarray(array, dtype=np.float64) for array in (w, grad, mean_square))
    if not w.shape == grad.shape == mean_square.shape:
        raise ValueError(f"w {w.shape}, grad {grad.shape} and mean_square {mean_square.shape} must have the same shape")
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


def adam_step(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """One step of Adam: momentum over the scale of RMSProp, both averages corrected for their start at 0.

        t <- t + 1
        m <- beta1 * m + (1 - beta1) * grad
        v <- beta2 * v + (1 - beta2) * grad**2
        m_hat = m / (1 - beta1**t),   v_hat = v / (1 - beta2**t)
        w <- w - learning_rate * m_hat / (sqrt(v_hat) + epsilon)

    The state that is handed on is m and v; the corrected averages serve this step only.

    Parameters
    ----------
    w : ndarray, any shape
        The weights before the step.
    grad : ndarray, the same shape
        The gradient of the loss at w.
    m, v : ndarray, the same shape
        The averages of the gradients and of their squares so far; zeros at first.
    t : int
        How many steps were done before this one; 0 at first.
    learning_rate : float
        The step size; no weight moves much further than this in one step.
    beta1, beta2 : float
        The weight of the past in m and in v.
    epsilon : float
        Outside the root: it keeps a weight whose gradients are all 0 from dividing by 0.

    Returns
    -------
    w : ndarray
        The weights after the step.
    m, v : ndarray
        The averages to hand to the next step, not corrected.
    t : int
        How many steps are done now.

    Raises
    ------
    ValueError
        If the four shapes differ, even where NumPy would broadcast them.

    References
    ----------
    Kingma and Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1.

    Examples
    --------
    >>> w, m, v, t = adam_step(np.array([1.0]), np.array([-20.0]), np.zeros(1), np.zeros(1), 0, learning_rate=0.1)
    >>> w.round(6), m.round(6), v.round(6), t
    (array([1.1]), array([-2.]), array([0.4]), 1)
    """
    w, grad, m, v = (np.asarray(array, dtype=np.float64) for array in (w, grad, m, v))
    if not w.shape == grad.shape == m.shape == v.shape:
        raise ValueError(f"w {w.shape}, grad {grad.shape}, m {m.shape} and v {v.shape} must have the same shape")
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    corrected_m = m / (1 - beta1**t)
    corrected_v = v / (1 - beta2**t)
    return w - learning_rate * corrected_m / (np.sqrt(corrected_v) + epsilon), m, v, t


def minibatches(num_examples, batch_size, rng):
    """Shuffle the examples and deal them out: one epoch of mini-batches.

    Parameters
    ----------
    num_examples : int
        N, the size of the training set.
    batch_size : int
        How many examples a batch holds, at least 1; more than N gives one batch with all of them.
    rng : numpy.random.Generator
        Where the order comes from.

    Returns
    -------
    list of ndarray
        Index arrays. Each of 0..N - 1 is in exactly one of them; only the last may be shorter than `batch_size`.

    Raises
    ------
    ValueError
        If `batch_size` is less than 1.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 8.1.3.

    Examples
    --------
    >>> batches = minibatches(5, 2, np.random.default_rng(0))
    >>> [len(batch) for batch in batches], sorted(np.concatenate(batches).tolist())
    ([2, 2, 1], [0, 1, 2, 3, 4])
    """
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, not {batch_size}")
    order = rng.permutation(num_examples)
    return [order[start : start + batch_size] for start in range(0, num_examples, batch_size)]


def max_stable_learning_rate(hessian):
    """Find the learning rate at which gradient descent on a quadratic stops converging.

        f(w) = 1/2 * w @ hessian @ w:   the bound is 2 / lambda_max,   lambda_max the largest eigenvalue of the Hessian

    Below it every step shrinks every component of the error, above it one of them grows.

    Parameters
    ----------
    hessian : ndarray, shape (D, D)
        Symmetric and positive definite.

    Returns
    -------
    float
        The bound.

    Raises
    ------
    ValueError
        If `hessian` is not a square matrix.

    References
    ----------
    LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 5.

    Examples
    --------
    >>> max_stable_learning_rate(np.array([[0.1, 0.0], [0.0, 2.0]]))  # f = x**2 / 20 + y**2
    1.0
    """
    hessian = np.asarray(hessian, dtype=np.float64)
    if hessian.ndim != 2 or hessian.shape[0] != hessian.shape[1]:
        raise ValueError(f"hessian must have shape (D, D), not {hessian.shape}")
    return float(2 / np.linalg.eigvalsh(hessian)[-1])
