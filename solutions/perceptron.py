"""Chapter 2: the perceptron. One neuron weighs its inputs, adds a bias, and decides.

The threshold rule comes first, with the way it learns from its mistakes; then the smooth functions that take the place
of its step, because a step has no slope to learn from.
"""

import numpy as np


def perceptron_predict(X, w, b):
    """Answer 1 where the weighted sum of a row plus the bias is above 0, else 0.

        prediction[n] = 1 if X[n] . w + b > 0 else 0

    Parameters
    ----------
    X : ndarray, shape (N, D)
        One example per row.
    w : ndarray, shape (D,)
        One weight per input.
    b : float
        The bias: minus the threshold that the weighted sum has to pass.

    Returns
    -------
    ndarray, shape (N,)
        0 or 1 for each example. A sum of exactly 0 does not pass.

    Raises
    ------
    ValueError
        If `X` does not have two axes, there is not one weight per column, or `b` is not a single number.

    References
    ----------
    Rosenblatt, The perceptron (1958). Nielsen, Neural Networks and Deep Learning (2015), chapter 1, equation 2.

    Examples
    --------
    >>> perceptron_predict(np.array([[2.0, 0.0], [1.0, 1.0]]), np.array([1.0, -1.0]), 0.0)
    array([1, 0])
    """
    X = np.asarray(X, dtype=np.float64)
    w = np.asarray(w, dtype=np.float64)
    if X.ndim != 2 or w.shape != X.shape[1:] or np.shape(b) != ():
        raise ValueError(f"X {X.shape}, w {w.shape} and b {np.shape(b)} must have shapes (N, D), (D,) and ()")
    return (X @ w + b > 0).astype(int)


def gate_weights(gate):
    """Weights and bias with which a perceptron of two inputs is a logic gate.

        perceptron_predict(X, w, b) = gate(X[:, 0], X[:, 1])   for inputs that are 0 or 1

    Parameters
    ----------
    gate : {"AND", "OR", "NAND"}
        The truth table to realise. AND is 1 only for (1, 1), OR is 0 only for (0, 0), NAND is the opposite of AND.

    Returns
    -------
    w : ndarray, shape (2,)
        One weight per input.
    b : float
        The bias. Many choices are right; any line that separates the ones from the zeros will do.

    Raises
    ------
    ValueError
        If `gate` is not one of the three names.

    References
    ----------
    McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity (1943).

    Examples
    --------
    >>> w, b = gate_weights("OR")
    >>> perceptron_predict(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), w, b)
    array([0, 1, 1, 1])
    """
    if gate == "AND":
        return np.array([1.0, 1.0]), -1.5
    if gate == "OR":
        return np.array([1.0, 1.0]), -0.5
    if gate == "NAND":
        return np.array([-1.0, -1.0]), 1.5
    raise ValueError(f"gate must be AND, OR or NAND, not {gate!r}")


def perceptron_update(w, b, x, y, learning_rate):
    """Learn from one example: change nothing if the prediction is right, else move towards the right answer.

        w <- w + learning_rate * (y - prediction) * x
        b <- b + learning_rate * (y - prediction)

    Parameters
    ----------
    w : ndarray, shape (D,)
        The weights before the step.
    b : float
        The bias before the step.
    x : ndarray, shape (D,)
        One example.
    y : {0, 1}
        Its right answer.
    learning_rate : float
        How far one mistake moves the weights.

    Returns
    -------
    w : ndarray, shape (D,)
        The weights after the step. The array passed in is not changed.
    b : float
        The bias after the step.

    Raises
    ------
    ValueError
        If `x` and `w` do not both have shape (D,), `b` is not a single number, or `y` is neither 0 nor 1.

    References
    ----------
    Rosenblatt, Principles of Neurodynamics (1962), the error-correction rule.

    Examples
    --------
    >>> w, b = perceptron_update(np.zeros(2), 0.0, np.array([1.0, 2.0]), 1, learning_rate=0.5)
    >>> w, float(b)
    (array([0.5, 1. ]), 0.5)
    """
    x = np.asarray(x, dtype=np.float64)
    if np.shape(y) != () or y not in (0, 1):
        raise ValueError(f"y must be 0 or 1, not {y!r}")
    prediction = perceptron_predict(x[np.newaxis], w, b)[0]
    step = learning_rate * (y - prediction)
    return w + step * x, b + step


def perceptron_fit(X, y, num_epochs, learning_rate):
    """Train a perceptron: visit the examples in order, epoch after epoch, and update after each one.

        w = 0, b = 0;   in each epoch, for n = 0..N - 1:   w, b <- perceptron_update(w, b, X[n], y[n], learning_rate)

    Parameters
    ----------
    X : ndarray, shape (N, D)
        One example per row.
    y : ndarray, shape (N,)
        The right answers, each 0 or 1.
    num_epochs : int
        How many times to go through all the examples.
    learning_rate : float
        How far one mistake moves the weights.

    Returns
    -------
    w : ndarray, shape (D,)
        The weights after the last update.
    b : float
        The bias after the last update.
    mistakes : ndarray, shape (num_epochs,)
        How many predictions were wrong in each epoch, each judged just before its own update.

    Raises
    ------
    ValueError
        If `X` does not have two axes, there is not one answer per row, or an answer is neither 0 nor 1.

    References
    ----------
    Novikoff, On convergence proofs on perceptrons (1962): on separable data the mistakes come to an end.

    Examples
    --------
    >>> w, b, mistakes = perceptron_fit(np.array([[0.0], [1.0]]), np.array([0, 1]), num_epochs=3, learning_rate=1.0)
    >>> mistakes
    array([1, 1, 0])
    """
    X = np.asarray(X, dtype=np.float64)
    y = np.asarray(y)
    if X.ndim != 2 or y.shape != (len(X),):
        raise ValueError(f"X {X.shape} and y {y.shape} must have shapes (N, D) and (N,)")
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = np.zeros(num_epochs, dtype=int)
    for epoch in range(num_epochs):
        for x_n, y_n in zip(X, y):
            mistakes[epoch] += perceptron_predict(x_n[np.newaxis], w, b)[0] != y_n
            w, b = perceptron_update(w, b, x_n, y_n, learning_rate)
    return w, b, mistakes


def sigmoid(z):
    """Squash any number into the interval from 0 to 1, smoothly.

        sigmoid(z) = 1 / (1 + exp(-z)) = exp(z) / (1 + exp(z))

    Parameters
    ----------
    z : float or ndarray of any shape
        Any size, also 1000, -1000 and the infinities, without a warning.

    Returns
    -------
    float or ndarray, the shape of `z`
        Every entry in [0, 1], element by element; 0.5 at 0.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 1, equation 3.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, np.inf]))
    array([0. , 0.5, 1. ])
    """
    z = np.asarray(z, dtype=np.float64)
    exponential = np.exp(-np.abs(z))  # at most 1, so nothing overflows
    return np.where(z >= 0, 1.0, exponential) / (1.0 + exponential)


def activation(z, kind):
    """Apply an activation function to every entry.

        identity    z
        sigmoid     1 / (1 + exp(-z))
        tanh        (exp(z) - exp(-z)) / (exp(z) + exp(-z))
        relu        z if z > 0 else 0
        leaky_relu  z if z > 0 else 0.01 z
        elu         z if z > 0 else exp(z) - 1

    Parameters
    ----------
    z : float or ndarray of any shape
        Pre-activations: what arrives before the nonlinearity.
    kind : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        Which function to apply.

    Returns
    -------
    float or ndarray, the shape of `z`
        The function, element by element.

    Raises
    ------
    ValueError
        If `kind` is not one of the six names.

    References
    ----------
    Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models (2013), for leaky ReLU.
    Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units (2016).

    Examples
    --------
    >>> activation(np.array([-2.0, 0.0, 3.0]), "leaky_relu")
    array([-0.02,  0.  ,  3.  ])
    """
    z = np.asarray(z, dtype=np.float64)
    if kind == "identity":
        return z
    if kind == "sigmoid":
        return sigmoid(z)
    if kind == "tanh":
        return np.tanh(z)
    if kind == "relu":
        return np.where(z > 0, z, 0.0)
    if kind == "leaky_relu":
        return np.where(z > 0, z, 0.01 * z)
    if kind == "elu":
        return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))  # the branch not taken must not overflow either
    raise ValueError(f"unknown activation {kind!r}: choose identity, sigmoid, tanh, relu, leaky_relu or elu")


def activation_grad(z, kind):
    """Differentiate an activation function at the pre-activation z, for every entry.

        identity    1
        sigmoid     sigmoid(z) (1 - sigmoid(z))
        tanh        1 - tanh(z)**2
        relu        1 if z > 0 else 0
        leaky_relu  1 if z > 0 else 0.01
        elu         1 if z > 0 else exp(z)

    Parameters
    ----------
    z : float or ndarray of any shape
        Pre-activations: the argument of `activation`, not its result.
    kind : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        Whose derivative to take.

    Returns
    -------
    float or ndarray, the shape of `z`
        The derivative, element by element. At 0, ReLU has 0 and leaky ReLU 0.01.

    Raises
    ------
    ValueError
        If `kind` is not one of the six names.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.3.

    Examples
    --------
    >>> activation_grad(np.array([-2.0, 0.0, 3.0]), "leaky_relu")
    array([0.01, 0.01, 1.  ])
    """
    z = np.asarray(z, dtype=np.float64)
    if kind == "identity":
        return np.ones_like(z)
    if kind == "sigmoid":
        return sigmoid(z) * (1.0 - sigmoid(z))
    if kind == "tanh":
        return 1.0 - np.tanh(z) ** 2
    if kind == "relu":
        return np.where(z > 0, 1.0, 0.0)
    if kind == "leaky_relu":
        return np.where(z > 0, 1.0, 0.01)
    if kind == "elu":
        return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0.0)))  # the branch not taken must not overflow either
    raise ValueError(f"unknown activation {kind!r}: choose identity, sigmoid, tanh, relu, leaky_relu or elu")
