"""Chapter 5: gradient descent and backpropagation. The chain rule, layer by layer, from the loss back to the input.

The incoming gradient is always called `grad_output`, and every gradient has the shape of the thing it belongs to. The
1/N of the mean loss enters once, at the loss, and travels through the layers from there.
"""

import numpy as np

from solutions.losses import cross_entropy, cross_entropy_grad, mse_grad
from solutions.mlp import mlp_forward
from solutions.perceptron import activation, activation_grad, sigmoid


def numerical_gradient(f, x, h=1e-5):
    """Gradient of a scalar function by central differences, entry by entry.

        grad[i] = (f(x + h e_i) - f(x - h e_i)) / (2 h)

    Here e_i is 1 at entry i and 0 elsewhere. The error of the formula shrinks like
    h**2, the rounding error grows like 1/h: 1e-5 balances the two in float64.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x and returns a number.
    x : ndarray, any shape
        The point at which the gradient is wanted. It is not changed, not even for a
        moment.
    h : float
        The step to either side.

    Returns
    -------
    ndarray, the shape of x
        An approximation of the derivative of f in each entry of x.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 11.5.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> numerical_gradient(lambda x: np.sum(x**2), x).round(6)
    array([[2., 4.],
           [6., 8.]])
    """
    x = np.asarray(x, dtype=np.float64)
    grad = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        grad[index] = (f(x + step) - f(x - step)) / (2 * h)
    return grad


def relative_error(a, b):
    """Largest difference between two gradients, relative to their entries.

        max over i of  abs(a[i] - b[i]) / max(abs(a[i]) + abs(b[i]), 1e-12)

    Below 1e-7 a gradient is right; above 1e-2 it is wrong, or the function has a
    kink at this point.

    Parameters
    ----------
    a, b : ndarray, the same shape
        Two gradients of the same thing, one by formula, one by
        `numerical_gradient`.

    Returns
    -------
    float
        A number from 0 (equal) to 1 (opposite signs, or one of the two is 0).

    Raises
    ------
    ValueError
        If the two shapes differ, even where NumPy would broadcast them.

    Examples
    --------
    >>> relative_error(np.array([1.0, 0.0]), np.array([3.0, 0.0]))
    0.5
    """
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"the two gradients must have the same shape, not {a.shape} and {b.shape}")
    return float(np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12)))


def chain_gradient(x, weights, biases, kind):
    """Differentiate the end of a chain of single neurons in its first weight.

        u_i = h_{i-1} w_i + b_i,   h_i = f(u_i),   h_0 = x
        dh_L / dw_1 = x * f'(u_1) * product over i = 2..L of w_i f'(u_i)

    With a sigmoid every factor f' is at most 1/4: in this product gradients vanish.

    Parameters
    ----------
    x : float
        The input of the chain.
    weights, biases : ndarray, shape (L,)
        w_1 .. w_L and b_1 .. b_L.
    kind : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        The activation f.

    Returns
    -------
    float
        The derivative of h_L in w_1.

    Raises
    ------
    ValueError
        If `weights` and `biases` do not both have shape (L,), `x` is not a single
        number, or the kind is unknown.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 5, equation 122
    (there for the bias).

    Examples
    --------
    >>> chain_gradient(2.0, np.array([1.0, 3.0, -5.0]), np.zeros(3), "identity")
    -30.0
    """
    weights = np.asarray(weights, dtype=np.float64)
    biases = np.asarray(biases, dtype=np.float64)
    if np.ndim(x) != 0 or weights.ndim != 1 or weights.shape != biases.shape:
        raise ValueError(f"x must be a number, weights {weights.shape} and biases {biases.shape} of shape (L,)")
    h = float(x)
    grad = 1.0
    for i in range(len(weights)):
        u = h * weights[i] + biases[i]
        # u_1 depends on w_1 directly, every later u_i only through h_{i-1}
        grad = grad * (h if i == 0 else weights[i]) * activation_grad(u, kind)
        h = activation(u, kind)
    return float(grad)


def output_delta(z, targets):
    """Error of a sigmoid output layer: the gradient of `mse` in its pre-activation.

        delta = (sigmoid(z) - targets) / N * sigmoid'(z)        (entry by entry)

    Parameters
    ----------
    z : ndarray, shape (N, K)
        Pre-activation of the last layer, whose outputs are sigmoid(z).
    targets : ndarray, shape (N, K)
        What the outputs should have been.

    Returns
    -------
    ndarray, shape (N, K)
        The derivative of the loss in each z. The 1/N of the mean is in it.

    Raises
    ------
    ValueError
        If `z` does not have two axes, or the two shapes differ, even where NumPy
        would broadcast them.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 2, equation 30 (BP1a;
    there for one example).

    Examples
    --------
    >>> output_delta(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]))
    array([[-0.125,  0.125]])
    """
    if np.ndim(z) != 2:
        raise ValueError(f"z must have shape (N, K), not {np.shape(z)}")
    return mse_grad(sigmoid(z), targets) * activation_grad(z, "sigmoid")


def affine_backward(grad_output, X, W):
    """Send a gradient back through the layer Z = X @ W + b.

        grad_X = grad_output @ W.T
        grad_W = X.T @ grad_output
        grad_b = sum over n of grad_output[n]

    Parameters
    ----------
    grad_output : ndarray, shape (N, D_out)
        Gradient of the loss in Z.
    X : ndarray, shape (N, D_in)
        The input that the layer saw.
    W : ndarray, shape (D_in, D_out)
        The weights that it used.

    Returns
    -------
    grad_X : ndarray, shape (N, D_in)
    grad_W : ndarray, shape (D_in, D_out)
    grad_b : ndarray, shape (D_out,)
        Gradients of the loss in the input, the weights and the bias. There is no
        further division by N.

    Raises
    ------
    ValueError
        If the three shapes do not fit together.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 2, BP2 to BP4.

    Examples
    --------
    >>> grad_output, X = np.array([[1.0], [2.0]]), np.array([[3.0], [5.0]])
    >>> W = np.array([[-1.0]])
    >>> grad_X, grad_W, grad_b = affine_backward(grad_output, X, W)
    >>> grad_X.ravel(), grad_W.ravel(), grad_b
    (array([-1., -2.]), array([13.]), array([3.]))
    """
    grad_output, X, W = (np.asarray(array, dtype=np.float64) for array in (grad_output, X, W))
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0]:
        raise ValueError(f"X {X.shape} and W {W.shape} must have shapes (N, D_in) and (D_in, D_out)")
    if grad_output.shape != (X.shape[0], W.shape[1]):
        raise ValueError(f"grad_output must have shape {(X.shape[0], W.shape[1])}, not {grad_output.shape}")
    return grad_output @ W.T, X.T @ grad_output, grad_output.sum(axis=0)


def activation_backward(grad_output, z, kind):
    """Send a gradient back through a = f(z).

        grad_z = grad_output * f'(z)        (entry by entry)

    Parameters
    ----------
    grad_output : ndarray, any shape
        Gradient of the loss in a.
    z : ndarray, the same shape
        The pre-activation.
    kind : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        The activation f.

    Returns
    -------
    ndarray, the shape of z
        Gradient of the loss in z.

    Raises
    ------
    ValueError
        If the two shapes differ, even where NumPy would broadcast them, or the kind
        is unknown.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 2, equation 45 (the
    second factor of BP2).

    Examples
    --------
    >>> activation_backward(np.array([10.0, 10.0]), np.array([-1.0, 2.0]), "relu")
    array([ 0., 10.])
    """
    grad_output = np.asarray(grad_output, dtype=np.float64)
    if grad_output.shape != np.shape(z):
        raise ValueError(f"grad_output {grad_output.shape} and z {np.shape(z)} must have the same shape")
    return grad_output * activation_grad(z, kind)


def mlp_backward(grad_output, weights, pre_activations, activations, hidden):
    """Backpropagation: gradients of the loss in all weights and biases.

        delta[L] = grad_output
        grad_W[l] = a[l-1].T @ delta[l]                    for l = L..1
        grad_b[l] = sum over the rows of delta[l]          for l = L..1
        delta[l-1] = (delta[l] @ W[l].T) * f'(z[l-1])      for l = L..2

    Parameters
    ----------
    grad_output : ndarray, shape (N, D_L)
        Gradient of the loss in z[L], the last pre-activation.
    weights : list of L ndarray, shapes (D_{l-1}, D_l)
        W[1]..W[L].
    pre_activations : list of L ndarray, shapes (N, D_l)
        z[1]..z[L], as `mlp_forward` returned them.
    activations : list of L + 1 ndarray, shapes (N, D_l)
        a[0]..a[L], as `mlp_forward` returned them.
    hidden : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        The activation f of every layer but the last.

    Returns
    -------
    grad_weights : list of L ndarrays, the shapes of `weights`
    grad_biases : list of L ndarray, shapes (D_l,)
        In the order of the layers: the first entry belongs to the first layer.

    Raises
    ------
    ValueError
        If the lengths of the lists or the shapes of the arrays do not fit together,
        or the kind is unknown.

    References
    ----------
    Rumelhart, Hinton and Williams, Learning representations by back-propagating
    errors (1986).
    Nielsen, Neural Networks and Deep Learning (2015), chapter 2, BP1 to BP4.

    Examples
    --------
    >>> weights, biases = [np.array([[3.0]]), np.array([[5.0]])], [np.zeros(1)] * 2
    >>> zs, activations = mlp_forward([[2.0]], weights, biases, "relu", "identity")
    >>> grads = mlp_backward(np.ones((1, 1)), weights, zs, activations, "relu")
    >>> [float(g.item()) for g in grads[0]], [float(g.item()) for g in grads[1]]
    ([10.0, 6.0], [5.0, 1.0])
    """
    num_layers = len(weights)
    if num_layers == 0 or len(pre_activations) != num_layers or len(activations) != num_layers + 1:
        raise ValueError("weights, pre_activations and activations must have L, L and L + 1 entries, L at least 1")
    if np.shape(grad_output) != np.shape(pre_activations[-1]):
        raise ValueError(f"grad_output must have the shape of the last pre-activation, not {np.shape(grad_output)}")
    grad_weights, grad_biases = [], []
    for layer in reversed(range(num_layers)):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[layer], weights[layer])
        grad_weights.append(grad_W)
        grad_biases.append(grad_b)
        if layer > 0:
            grad_output = activation_backward(grad_output, pre_activations[layer - 1], hidden)
    return grad_weights[::-1], grad_biases[::-1]


def train_step(X, labels, weights, biases, hidden, learning_rate):
    """One step of gradient descent on the softmax cross-entropy of all examples.

        W[l] <- W[l] - learning_rate * grad_W[l]      for l = 1..L
        b[l] <- b[l] - learning_rate * grad_b[l]      for l = 1..L

    All gradients are taken at the old weights; then all layers move at once.

    Parameters
    ----------
    X : ndarray, shape (N, D_0)
        One row per example.
    labels : ndarray, shape (N,)
        The right classes, integers from 0 to D_L - 1.
    weights : list of L ndarray, shapes (D_{l-1}, D_l)
    biases : list of L ndarray, shapes (D_l,)
        The network. Its outputs are logits: the last layer has no activation.
        Neither list is changed.
    hidden : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        The activation of every layer but the last.
    learning_rate : float
        The step size, often written as eta.

    Returns
    -------
    loss : float
        The mean cross-entropy before the step.
    weights : list of L ndarrays
    biases : list of L ndarrays
        The network after the step.

    Raises
    ------
    ValueError
        If the shapes do not fit together, a label is outside 0..D_L - 1, or the
        kind is unknown.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 1, equations 16 and
    17.

    Examples
    --------
    >>> X, weights, biases = np.array([[1.0]]), [np.zeros((1, 2))], [np.zeros(2)]
    >>> loss, weights, biases = train_step(X, [0], weights, biases, "relu", 0.5)
    >>> round(loss, 6), weights[0], biases[0]
    (0.693147, array([[ 0.25, -0.25]]), array([ 0.25, -0.25]))
    """
    pre_activations, activations = mlp_forward(X, weights, biases, hidden, "identity")
    loss = cross_entropy(activations[-1], labels)
    grad_logits = cross_entropy_grad(activations[-1], labels)
    grad_weights, grad_biases = mlp_backward(grad_logits, weights, pre_activations, activations, hidden)
    new_weights = [W - learning_rate * grad for W, grad in zip(weights, grad_weights, strict=True)]
    new_biases = [b - learning_rate * grad for b, grad in zip(biases, grad_biases, strict=True)]
    return loss, new_weights, new_biases
