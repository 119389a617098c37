"""Chapter 3: the multilayer perceptron. Layers of neurons, each layer reading what the one before it says.

A layer of D_in inputs and D_out neurons is `X @ W + b`, one example per row, followed by an activation. A network is
a list of weights and a list of biases.
"""

import numpy as np

from solutions.perceptron import activation


# Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1.
def affine(X, W, b):
    """Compute the weighted sums of one layer, for all examples at once.

    X         shape (N, D_in), one example per row
    W         shape (D_in, D_out), column k belongs to neuron k
    b         shape (D_out,), one bias per neuron
    returns   shape (N, D_out), the pre-activations of the layer

    >>> affine(np.array([[1, 2]]), np.array([[1, 0, -1], [0, 1, 1]]), np.array([10, 20, 30])).tolist()
    [[11.0, 22.0, 31.0]]
    """
    X, W, b = (np.asarray(array, dtype=np.float64) for array in (X, W, b))
    return X @ W + b


def count_parameters(layer_sizes):
    """Count the weights and biases of a fully connected network.

    layer_sizes   sequence of L + 1 whole numbers: the inputs, then the neurons of each layer
    returns       a whole number

    >>> count_parameters([2, 3, 1])
    13
    """
    sizes = [int(size) for size in layer_sizes]  # Python's integers do not overflow
    return sum((sizes[layer - 1] + 1) * sizes[layer] for layer in range(1, len(sizes)))


# Nielsen, Neural Networks and Deep Learning (2015), chapter 2, equation 25 (there with columns for examples).
def mlp_forward(X, weights, biases, hidden, output):
    """Run a network and keep what every layer computed on the way.

    X         shape (N, D_0), one example per row
    weights   list of L arrays, shapes (D_0, D_1) to (D_{L-1}, D_L)
    biases    list of L arrays, shapes (D_1,) to (D_L,)
    hidden    activation of layers 1 to L - 1, a name such as "relu"
    output    activation of layer L
    returns   (pre_activations, activations): lists of L arrays z[1]..z[L] and of L + 1 arrays a[0] = X..a[L]
    """
    kinds = [hidden] * (len(weights) - 1) + [output]
    pre_activations, activations = [], [np.asarray(X, dtype=np.float64)]
    for W, b, kind in zip(weights, biases, kinds):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], kind))
    return pre_activations, activations


# Minsky and Papert, Perceptrons (1969), chapter 3, on what it takes to tell odd from even.
def parity_network(n):
    """Build a network that tells whether an odd number of its n inputs, each 0 or 1, is 1.

    n         number of inputs and of hidden neurons, 2 to 8
    returns   (weights, biases): lists of 2 arrays, shapes (n, n), (n, 1) and (n,), (1,)

    The hidden layer uses ReLU. The output has no activation; it is above 0.5 exactly for odd, 0.1 or more from 0.5.
    """
    # Each hidden neuron counts the ones beyond its own number; the slope turns there, so the sum goes up and down.
    turns = np.where(np.arange(n) % 2, -2.0, 2.0)
    turns[0] = 1.0
    return [np.ones((n, n)), turns[:, np.newaxis]], [-np.arange(n, dtype=np.float64), np.zeros(1)]


# Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1.
def collapse_linear(W1, b1, W2, b2):
    """Find the one layer that does what two layers do when nothing nonlinear stands between them.

    W1, b1    shapes (D_in, D_hidden), (D_hidden,): the first layer
    W2, b2    shapes (D_hidden, D_out), (D_out,): the second layer, which reads what the first says
    returns   (W, b): shapes (D_in, D_out), (D_out,)
    """
    W1, b1, W2, b2 = (np.asarray(array, dtype=np.float64) for array in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W2 + b2


def interpolating_network(x, y):
    """Build a network of one hidden ReLU layer that draws straight lines from point to point.

    x         shape (n,), positions, increasing, n at least 2
    y         shape (n,), heights
    returns   (weights, biases): lists of 2 arrays, shapes (1, n - 1), (n - 1, 1) and (n - 1,), (1,)
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    slopes = np.diff(y) / np.diff(x)
    turns = np.diff(slopes, prepend=0.0)  # hinge i starts at x[i] and adds what the slope changes there
    return [np.ones((1, len(turns))), turns[:, np.newaxis]], [-x[:-1], np.array([y[0]])]


# Telgarsky, Benefits of depth in neural networks (2016).
def sawtooth_network(depth):
    """Build a narrow, deep ReLU network that draws a triangle wave with 2 ** (depth - 1) teeth over [0, 1].

    depth     number of hidden layers, 1 or more, of 2 neurons each
    returns   (weights, biases): lists of depth + 1 arrays, shapes (1, 2), (2, 2)..., (2, 1) and (2,)..., (1,)

    The wave begins and ends at 0, its teeth are equally wide, and each rises to 1; the output has no activation.
    """
    tent = np.array([[2.0], [-4.0]])  # of relu(x) and relu(x - 1/2): up to 1 and down again
    both, corners = np.ones((1, 2)), np.array([0.0, -0.5])
    weights = [both, *[tent @ both] * (depth - 1), tent]  # each layer folds the wave before it once more
    return weights, [*[corners] * depth, np.zeros(1)]
