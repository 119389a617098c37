"""Chapter 5: gradient descent and backpropagation. The chain rule, layer by layer, from the loss back to the input.

The incoming gradient is always called `grad_output`, and every gradient has the shape of the thing it belongs to. The
1/N of the mean loss enters once, at the loss, and travels through the layers from there.
"""

import numpy as np

from solutions.losses import cross_entropy, cross_entropy_grad, mse_grad
from solutions.mlp import mlp_forward
from solutions.perceptron import activation, activation_grad, sigmoid


# Goodfellow, Bengio and Courville, Deep Learning (2016), section 11.5. The error of the formula shrinks like h**2, the
# rounding error grows like 1/h: 1e-5 balances the two in float64.
def numerical_gradient(f, x, h=1e-5):
    """Measure the slope of the scalar function f in every entry of x, by a step of h to either side.

    f takes an array of the shape of x (any shape) and returns a number. Returns an array of that shape.

    >>> numerical_gradient(lambda x: x[0] ** 3 * x[1], np.array([2, 1]), h=0.1).round(6)
    array([12.01,  8.  ])
    """
    x = np.asarray(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        grad[index] = (f(x + step) - f(x - step)) / (2 * h)
    return grad


def relative_error(a, b):
    """Return the largest difference between two gradients, relative to the sizes of the two entries: from 0 to 1.

    a and b have one shape, any. Where both sizes add up to less than 1e-12, that takes their place. Returns a float.

    >>> relative_error(np.array([1.0, 0.0]), np.array([3.0, 0.0]))
    0.5
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    return float(np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12)))


# Nielsen, Neural Networks and Deep Learning (2015), chapter 5, equation 122, there for the bias.
def chain_gradient(x, weights, biases, kind):
    """Differentiate the end of a chain of single neurons in its first weight.

    x is a number, weights and biases have shape (L,), kind names the activation of all. Returns a float.

    >>> chain_gradient(2.0, np.array([1.0, 3.0, -5.0]), np.zeros(3), "identity")
    -30.0
    """
    weights, biases = np.asarray(weights, dtype=np.float64), np.asarray(biases, dtype=np.float64)
    h, grad = float(x), float(x)
    for i in range(len(weights)):
        u = h * weights[i] + biases[i]
        if i > 0:
            grad = grad * weights[i]  # u_1 varies with w_1 itself, every later one through h alone
        grad = grad * activation_grad(u, kind)
        h = activation(u, kind)
    return float(grad)


# Nielsen (2015), chapter 2, equation 30 (BP1a), there for one example.
def output_delta(z, targets):
    """Return the derivative of `mse` in each pre-activation of a sigmoid output layer.

    z and targets have shape (N, K), and so has the result.

    >>> output_delta(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]))
    array([[-0.125,  0.125]])
    """
    return mse_grad(sigmoid(z), targets) * activation_grad(z, "sigmoid")


# Nielsen (2015), chapter 2, BP2 to BP4.
def affine_backward(grad_output, X, W):
    """Send a gradient back through the layer Z = X @ W + b.

    grad_output (N, D_out) is the gradient of the loss in Z, the layer read X (N, D_in) with W (D_in, D_out).
    Returns (grad_X, grad_W, grad_b), each of the shape of the thing that it belongs to.

    >>> affine_backward(np.array([[1.0], [2.0]]), np.array([[3.0], [5.0]]), np.array([[-1.0]]))[1:]
    (array([[13.]]), array([3.]))
    """
    grad_output, X, W = (np.asarray(array, dtype=np.float64) for array in (grad_output, X, W))
    return grad_output @ W.T, X.T @ grad_output, grad_output.sum(axis=0)


# Nielsen (2015), chapter 2, equation 45: the second factor of BP2.
def activation_backward(grad_output, z, kind):
    """Send a gradient back through a = f(z), entry by entry.

    grad_output is the gradient of the loss in a, of the same shape as z (any); kind names f. Returns that in z.

    >>> activation_backward(np.array([10.0, 10.0]), np.array([-1.0, 2.0]), "relu")
    array([ 0., 10.])
    """
    return np.asarray(grad_output, dtype=np.float64) * activation_grad(z, kind)


# Rumelhart, Hinton and Williams, Learning representations by back-propagating errors (1986).
def mlp_backward(grad_output, weights, pre_activations, activations, hidden):
    """Backpropagation: the gradients of the loss in all weights and biases of a network.

    grad_output (N, D_L) is the gradient in the last pre-activation. weights (L arrays), pre_activations (L arrays,
    z[1] to z[L]) and activations (L + 1 arrays, a[0] to a[L]) are as in `mlp_forward`; hidden names the activation of
    every layer but the last.
    Returns (grad_weights, grad_biases), two lists of L arrays; the first entry belongs to the first layer.
    """
    grad_weights, grad_biases = [], []
    for layer in reversed(range(len(weights))):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[layer], weights[layer])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
        if layer > 0:
            grad_output = activation_backward(grad_output, pre_activations[layer - 1], hidden)
    return grad_weights, grad_biases


# Nielsen (2015), chapter 1, equations 16 and 17.
def train_step(X, labels, weights, biases, hidden, learning_rate):
    """Make one step of gradient descent on the softmax cross-entropy of all examples.

    X has shape (N, D), labels (N,); the network (lists of L arrays) has the activation hidden, and none behind the
    last layer, whose outputs are logits.
    Returns (loss before the step, new weights, new biases).
    """
    pre_activations, activations = mlp_forward(X, weights, biases, hidden, "identity")
    loss = cross_entropy(activations[-1], labels)
    grad_logits = cross_entropy_grad(activations[-1], labels)
    grad_weights, grad_biases = mlp_backward(grad_logits, weights, pre_activations, activations, hidden)
    new_weights = [W - learning_rate * grad for W, grad in zip(weights, grad_weights)]
    new_biases = [b - learning_rate * grad for b, grad in zip(biases, grad_biases)]
    return loss, new_weights, new_biases


def gradient_is_right(f, gradient, x):
    """Say whether gradient(x) is the gradient of the scalar function f at x.

    x is an array of any shape, f(x) a number, and gradient(x) ought to have the shape of x. Returns True or False.

    >>> gradient_is_right(lambda x: np.sum(x**2), lambda x: 2 * x, np.array([1.0, -3.0]))
    True
    """
    computed = np.asarray(gradient(x))
    return computed.shape == np.shape(x) and relative_error(computed, numerical_gradient(f, x)) < 1e-5
