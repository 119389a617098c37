"""Chapter 3: the multilayer perceptron. Layers of neurons, each layer reading what the one before it says.

A layer of D_in inputs and D_out neurons is `X @ W + b`, one example per row, followed by an activation. A network is
a list of weights and a list of biases.
"""

import numpy as np

from solutions.perceptron import activation


def affine(X, W, b):
    """Compute the weighted sums of one layer, for all examples at once.

        Z[n, k] = sum over d of X[n, d] * W[d, k] + b[k]

    Parameters
    ----------
    X : ndarray, shape (N, D_in)
        One example per row.
    W : ndarray, shape (D_in, D_out)
        The weights: column k belongs to neuron k.
    b : ndarray, shape (D_out,)
        One bias per neuron, the same for every example.

    Returns
    -------
    ndarray, shape (N, D_out)
        The pre-activations of the layer.

    Raises
    ------
    ValueError
        If the three shapes do not fit together, even where NumPy would broadcast them.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1.

    Examples
    --------
    >>> affine(np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 1.0]]), np.array([10.0, 20.0, 30.0]))
    array([[11., 22., 31.]])
    """
    X = np.asarray(X, dtype=np.float64)
    W = np.asarray(W, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0] or b.shape != W.shape[1:]:
        raise ValueError(f"X {X.shape}, W {W.shape}, b {b.shape} must have shapes (N, D_in), (D_in, D_out), (D_out,)")
    return X @ W + b


def count_parameters(layer_sizes):
    """Count the weights and biases of a fully connected network.

        count = sum over layers l = 1..L of (D[l-1] * D[l] + D[l]),   D = layer_sizes

    Parameters
    ----------
    layer_sizes : sequence of L + 1 int
        The number of inputs, then the number of neurons in each layer.

    Returns
    -------
    int
        All entries of all weight matrices and bias vectors together.

    Examples
    --------
    >>> count_parameters([2, 3, 1])
    13
    """
    sizes = [int(size) for size in layer_sizes]  # Python's integers do not overflow
    return sum(sizes[layer - 1] * sizes[layer] + sizes[layer] for layer in range(1, len(sizes)))


def mlp_forward(X, weights, biases, hidden, output):
    """Run a network and keep what every layer computed on the way.

        a[0] = X;   z[l] = a[l-1] @ W[l] + b[l],   a[l] = f(z[l])   for l = 1..L

    The activation f is `hidden` in layers 1..L - 1 and `output` in layer L.

    Parameters
    ----------
    X : ndarray, shape (N, D_0)
        One example per row.
    weights : list of L ndarray, shapes (D_{l-1}, D_l)
        The weights of each layer, from input to output.
    biases : list of L ndarray, shapes (D_l,)
        The biases of each layer, in the same order.
    hidden : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        The activation of every layer but the last.
    output : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        The activation of the last layer.

    Returns
    -------
    pre_activations : list of L ndarray, shapes (N, D_l)
        z[1]..z[L].
    activations : list of L + 1 ndarray, shapes (N, D_l)
        a[0]..a[L]: the input first, the network's answer last.

    Raises
    ------
    ValueError
        If there are no layers, not one bias vector per weight matrix, two shapes that do not fit, or an unknown
        activation.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 2, equation 25 (there with columns for examples).

    Examples
    --------
    >>> weights, biases = [np.array([[1.0, -1.0]]), np.array([[2.0], [2.0]])], [np.zeros(2), np.array([1.0])]
    >>> pre_activations, activations = mlp_forward(np.array([[3.0]]), weights, biases, "relu", "identity")
    >>> activations[1], activations[2]
    (array([[3., 0.]]), array([[7.]]))
    """
    num_layers = len(weights)
    if num_layers == 0 or len(biases) != num_layers:
        raise ValueError(f"one bias vector per weight matrix is needed, not {len(biases)} for {num_layers}")
    pre_activations, activations = [], [np.asarray(X, dtype=np.float64)]
    for W, b, kind in zip(weights, biases, [hidden] * (num_layers - 1) + [output]):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], kind))
    return pre_activations, activations


def xor_network():
    """Build a network with two inputs, two hidden neurons and one output that computes XOR.

        mlp_forward(X, weights, biases, "relu", "identity")  ->  above 0.5 exactly where one input is 1 and one is 0

    Returns
    -------
    weights : list of 2 ndarray, shapes (2, 2) and (2, 1)
        The weights of the hidden and of the output layer.
    biases : list of 2 ndarray, shapes (2,) and (1,)
        Their biases. Many choices are right; each of the four outputs must be at least 0.1 away from 0.5.

    References
    ----------
    Minsky and Papert, Perceptrons (1969). Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1.

    Examples
    --------
    >>> weights, biases = xor_network()
    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> mlp_forward(X, weights, biases, "relu", "identity")[1][-1][:, 0] > 0.5
    array([False,  True,  True, False])
    """
    # The first hidden neuron counts the ones; the second fires at two ones only, and takes the count back.
    weights = [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[1.0], [-2.0]])]
    biases = [np.array([0.0, -1.0]), np.array([0.0])]
    return weights, biases


def collapse_linear(W1, b1, W2, b2):
    """Find the one layer that does what two layers do when nothing nonlinear stands between them.

        X @ W + b = (X @ W1 + b1) @ W2 + b2   for every X

    Parameters
    ----------
    W1 : ndarray, shape (D_in, D_hidden)
        The weights of the first layer.
    b1 : ndarray, shape (D_hidden,)
        The biases of the first layer.
    W2 : ndarray, shape (D_hidden, D_out)
        The weights of the second layer.
    b2 : ndarray, shape (D_out,)
        The biases of the second layer.

    Returns
    -------
    W : ndarray, shape (D_in, D_out)
        The weights of the one layer.
    b : ndarray, shape (D_out,)
        Its biases.

    Raises
    ------
    ValueError
        If the four shapes do not fit together, even where NumPy would broadcast them.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1.

    Examples
    --------
    >>> collapse_linear(np.array([[2.0]]), np.array([1.0]), np.array([[3.0, -1.0]]), np.array([0.0, 5.0]))
    (array([[ 6., -2.]]), array([3., 4.]))
    """
    W1, b1 = np.asarray(W1, dtype=np.float64), np.asarray(b1, dtype=np.float64)
    if W1.ndim != 2 or b1.shape != W1.shape[1:]:
        raise ValueError(f"W1 {W1.shape} and b1 {b1.shape} must have shapes (D_in, D_hidden) and (D_hidden,)")
    b = affine(b1[np.newaxis], W2, b2)[0]
    return W1 @ W2, b


def interpolating_network(x, y):
    """Build a network of one hidden ReLU layer that draws straight lines through n given points.

        mlp_forward(x[:, np.newaxis], weights, biases, "relu", "identity")[1][-1][:, 0] = y

    Each hidden neuron is a hinge: flat on one side of its corner, a slope on the other.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Positions of the points, increasing, n at least 2.
    y : ndarray, shape (n,)
        Heights of the points.

    Returns
    -------
    weights : list of 2 ndarray, shapes (1, n - 1) and (n - 1, 1)
        The weights of the hidden and of the output layer.
    biases : list of 2 ndarray, shapes (n - 1,) and (1,)
        Their biases.

    Raises
    ------
    ValueError
        If `x` and `y` do not both have shape (n,) with n at least 2, or `x` does not increase from each point to the
        next.

    Examples
    --------
    >>> weights, biases = interpolating_network(np.array([0.0, 1.0, 3.0]), np.array([5.0, 7.0, 1.0]))
    >>> mlp_forward(np.array([[0.0], [0.5], [1.0], [3.0]]), weights, biases, "relu", "identity")[1][-1][:, 0]
    array([5., 6., 7., 1.])
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape or len(x) < 2:
        raise ValueError(f"x {x.shape} and y {y.shape} must both have shape (n,), n at least 2")
    if np.any(np.diff(x) <= 0):
        raise ValueError("x must increase from each point to the next")
    slopes = np.diff(y) / np.diff(x)
    turns = np.diff(slopes, prepend=0.0)  # hinge i starts at x[i] and adds what the slope changes there
    weights = [np.ones((1, len(x) - 1)), turns[:, np.newaxis]]
    biases = [-x[:-1], np.array([y[0]])]
    return weights, biases
