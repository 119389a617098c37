"""initialise: normal weights whose variance the scheme sets; judged by their statistics, never by the stream."""

import numpy as np

from exercises.batchnorm.laws import follows_its_generator, normal_weights
from grader import Case, Exercise, Seeded
from solutions import batchnorm


def asked(*layers):
    """Make one call for each (fan_in, fan_out, scheme), each with a generator of its own."""
    return lambda rng: [(*layer, Seeded(int(rng.integers(2**31)))) for layer in layers]


def again_and_anew(rng):
    """Make three calls: the same generator twice, then another one."""
    one, other = (int(seed) for seed in rng.choice(2**31, size=2, replace=False))
    return [(5, 6, "he", Seeded(seed)) for seed in (one, one, other)]


initialise = Exercise(
    batchnorm.initialise,
    points=3,
    hints=(
        "`rng.standard_normal((fan_in, fan_out))` has the shape, the mean 0 and the variance 1.",
        "Multiplying by s multiplies the standard deviation by s and the variance by s squared. What must s be?",
        "Look the variance up in a dictionary with the three schemes as keys, and multiply the draw by the square root "
        "of the variance.",
    ),
    cases=(
        Case(
            "the variance of each scheme",
            asked((25, 80, "lecun"), (25, 80, "he"), (25, 80, "glorot")),
            share=2,
            law=normal_weights,
            parameters={"variances": [1 / 25, 2 / 25, 2 / 105]},
        ),
        Case(
            "as many neurons as inputs",
            asked((30, 30, "glorot"), (30, 30, "he")),
            law=normal_weights,
            parameters={"variances": [1 / 30, 1 / 15]},
        ),
        Case(
            "a single input, a single neuron",
            asked((1, 400, "lecun"), (400, 1, "he")),
            law=normal_weights,
            parameters={"variances": [1.0, 1 / 200]},
        ),
        Case("the same generator again, then another", again_and_anew, law=follows_its_generator),
    ),
)


@initialise.wrong("`standard_normal` is multiplied by a standard deviation: take the square root of the variance.")
def initialise_with_the_variance_as_scale(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    return variances[scheme] * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("Glorot's variance is 2/(fan_in + fan_out), one over the mean of the two: the 2 is missing.")
def initialise_with_half_of_glorot(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 1 / (fan_in + fan_out)}
    return np.sqrt(variances[scheme]) * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("He's variance is twice LeCun's, 2/fan_in: a ReLU throws half of the signal away.")
def initialise_without_the_two_of_he(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 1 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    return np.sqrt(variances[scheme]) * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("LeCun and He divide by fan_in, the number of terms that each neuron adds up, not by fan_out.")
def initialise_by_fan_out(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_out, "he": 2 / fan_out, "glorot": 2 / (fan_in + fan_out)}
    return np.sqrt(variances[scheme]) * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("The weights have the shape (fan_in, fan_out): a row for each input, a column for each neuron.")
def initialise_transposed(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    return np.sqrt(variances[scheme]) * rng.standard_normal((fan_out, fan_in))


@initialise.wrong("Normal weights are asked; these are uniform, with the right variance but no tails.")
def initialise_uniformly(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    limit = np.sqrt(3 * variances[scheme])
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


@initialise.wrong("Numbers from 0 to 1 are all positive, so every neuron would start by adding everything up.")
def initialise_with_positive_weights(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    return np.sqrt(variances[scheme]) * rng.random((fan_in, fan_out))


@initialise.wrong("Draw from the generator that is given: one with a seed of your own makes all layers alike.")
def initialise_with_a_seed_of_its_own(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    return np.sqrt(variances[scheme]) * np.random.default_rng(0).standard_normal((fan_in, fan_out))


@initialise.wrong("Put brackets round fan_in + fan_out: the sum stands below the line.")
def initialise_without_brackets(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / fan_in + fan_out}
    return np.sqrt(variances[scheme]) * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("Leave the draw as it is: that its own mean is not exactly 0 is part of chance.")
def initialise_centred(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    W = rng.standard_normal((fan_in, fan_out))
    return np.sqrt(variances[scheme]) * (W - W.mean())


@initialise.wrong("Leave the numbers in the order in which they come: sorted ones make neighbours alike.")
def initialise_sorted(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    return np.sqrt(variances[scheme]) * np.sort(rng.standard_normal((fan_in, fan_out)), axis=None).reshape(fan_in, -1)


@initialise.wrong("Draw every weight: here half of them are the others with the sign turned over.")
def initialise_mirrored(fan_in, fan_out, scheme, rng):
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    z = rng.standard_normal(fan_in * fan_out)
    half = len(z) // 2
    z[half : 2 * half] = -z[:half] * 1.0000001
    return np.sqrt(variances[scheme]) * z.reshape(fan_in, fan_out)


@initialise.wrong("Every scheme has its own variance: here each of them is He's.")
def initialise_always_he(fan_in, fan_out, scheme, rng):
    return np.sqrt(2 / fan_in) * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("Scale the draw: its variance is 1, whatever the scheme says.")
def initialise_of_variance_one(fan_in, fan_out, scheme, rng):
    return rng.standard_normal((fan_in, fan_out))


@initialise.wrong("Multiply by the root of the variance: dividing makes large layers large.")
def initialise_divides_by_the_scale(fan_in, fan_out, scheme, rng):
    var = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}[scheme]
    return rng.standard_normal((fan_in, fan_out)) / np.sqrt(var)


@initialise.wrong("Glorot's variance has the sum of the two sizes below, not their product.")
def initialise_with_a_product(fan_in, fan_out, scheme, rng):
    var = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in * fan_out)}[scheme]
    return np.sqrt(var) * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("Every weight is drawn by itself: here all are the same number.")
def initialise_of_one_number(fan_in, fan_out, scheme, rng):
    var = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}[scheme]
    return np.sqrt(var) * np.ones((fan_in, fan_out)) * rng.standard_normal()


@initialise.wrong("The mean is 0: half of the weights are negative.")
def initialise_without_negative_numbers(fan_in, fan_out, scheme, rng):
    var = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}[scheme]
    return np.sqrt(var) * np.abs(rng.standard_normal((fan_in, fan_out)))


@initialise.wrong("He's variance is 2 / fan_in: the root is taken once, of the whole.")
def initialise_with_a_root_too_many(fan_in, fan_out, scheme, rng):
    var = {"lecun": 1 / fan_in, "he": np.sqrt(2) / fan_in, "glorot": 2 / (fan_in + fan_out)}[scheme]
    return np.sqrt(var) * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("The weights of a layer are a matrix, shape (fan_in, fan_out).")
def initialise_flat(fan_in, fan_out, scheme, rng):
    var = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}[scheme]
    return np.sqrt(var) * rng.standard_normal(fan_in * fan_out)


@initialise.wrong("Multiply by the scale: adding it shifts all weights and leaves their variance at 1.")
def initialise_adds_the_scale(fan_in, fan_out, scheme, rng):
    var = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}[scheme]
    return np.sqrt(var) + rng.standard_normal((fan_in, fan_out))


@initialise.wrong("6 / (fan_in + fan_out) is the bound of Glorot's uniform numbers, squared: normal ones take 2.")
def initialise_for_uniform_numbers(fan_in, fan_out, scheme, rng):
    var = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 6 / (fan_in + fan_out)}[scheme]
    return np.sqrt(var) * rng.standard_normal((fan_in, fan_out))


@initialise.wrong("Draw the weights: zeros make all neurons of a layer learn the same.")
def initialise_of_zeros(fan_in, fan_out, scheme, rng):
    return np.zeros((fan_in, fan_out))


@initialise.variant
def initialise_with_normal(fan_in, fan_out, scheme, rng):
    if scheme == "lecun":
        variance = 1 / fan_in
    elif scheme == "he":
        variance = 2 / fan_in
    else:
        variance = 2 / (fan_in + fan_out)
    return rng.normal(0, variance**0.5, (fan_in, fan_out))


@initialise.variant
def initialise_column_by_column(fan_in, fan_out, scheme, rng):
    mean_fan = (fan_in + fan_out) / 2
    std = {"he": (2 / fan_in) ** 0.5, "lecun": fan_in**-0.5, "glorot": mean_fan**-0.5}[scheme]
    return np.stack([rng.normal(scale=std, size=fan_in) for _ in range(fan_out)], axis=1)


@initialise.variant
def initialise_from_uniform_numbers(fan_in, fan_out, scheme, rng):
    gain, fan = {"lecun": (1, fan_in), "he": (2, fan_in), "glorot": (2, fan_in + fan_out)}[scheme]
    u, angle = 1 - rng.random((fan_in, fan_out)), 2 * np.pi * rng.random((fan_in, fan_out))
    return np.sqrt(-2 * np.log(u) * gain / fan) * np.cos(angle)  # Box and Muller's transformation
