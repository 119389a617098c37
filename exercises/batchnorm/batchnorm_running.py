"""batchnorm_running: the averages that are kept for prediction."""

import numpy as np

from exercises.forms import calls, every_form
from grader import Case, Exercise
from solutions import batchnorm


def statistics(num_columns, decay):
    """Make two running statistics and two of a batch `(D,)`, variances above 0, and the decay."""

    def make(rng):
        running_mean, mean = rng.normal(size=(2, num_columns))
        running_var, var = rng.uniform(0.3, 3.0, size=(2, num_columns))
        return running_mean, running_var, mean, var, decay

    return make


def whole_statistics(num_columns, decay, dtype=np.int64):
    """Make the same of integers."""
    return lambda rng: (*rng.integers(1, 9, size=(4, num_columns)).astype(dtype), decay)


def formed(rng):
    """Make one call for each form of the arguments."""
    return every_form(*statistics(8, 0.3)(rng))


batchnorm_running = Exercise(
    batchnorm.batchnorm_running,
    points=2,
    hints=(
        "A weighted average of old and new: the two weights add up to 1.",
        "`decay` is the weight of the OLD value, and 1 - decay that of the batch.",
        "Compute decay times the running value plus (1 - decay) times the batch's, once for the mean and once for the "
        "variance, in new arrays, and return both.",
    ),
    cases=(
        Case("three columns, a decay of 0.9", statistics(3, 0.9), share=2),
        Case("another decay, another number of columns", calls(statistics(5, 0.98), statistics(2, 0.6))),
        Case("one column", statistics(1, 0.7), share=0.5),
        Case("decays of 0 and 1: only the new, only the old", calls(statistics(4, 0.0), statistics(4, 1.0)), share=0.5),
        Case("whole numbers, also in bytes", calls(whole_statistics(4, 0.8), whole_statistics(6, 0.8, np.uint8))),
        Case("other number types and memory layouts", formed, share=0.5),
    ),
)


@batchnorm_running.wrong("`decay` weights the old value here; PyTorch's `momentum` is the other way round.")
def batchnorm_running_the_other_way_round(running_mean, running_var, mean, var, decay):
    return (1 - decay) * running_mean + decay * mean, (1 - decay) * running_var + decay * var


@batchnorm_running.wrong("The weights must add up to 1: multiply the batch's statistics by 1 - decay.")
def batchnorm_running_adds_up(running_mean, running_var, mean, var, decay):
    return decay * running_mean + mean, decay * running_var + var


@batchnorm_running.wrong("The variance is averaged too, with the same two weights.")
def batchnorm_running_forgets_the_variance(running_mean, running_var, mean, var, decay):
    return decay * running_mean + (1 - decay) * mean, running_var


@batchnorm_running.wrong("Average the variances themselves: here their roots are averaged, and squared again.")
def batchnorm_running_averages_the_roots(running_mean, running_var, mean, var, decay):
    std = decay * np.sqrt(running_var) + (1 - decay) * np.sqrt(var)
    return decay * running_mean + (1 - decay) * mean, std**2


@batchnorm_running.wrong("The order of the results is mean, then variance.")
def batchnorm_running_in_another_order(running_mean, running_var, mean, var, decay):
    return decay * running_var + (1 - decay) * var, decay * running_mean + (1 - decay) * mean


@batchnorm_running.wrong("Use `decay`, not always 0.9.")
def batchnorm_running_always_nine_tenths(running_mean, running_var, mean, var, decay):
    return 0.9 * running_mean + 0.1 * mean, 0.9 * running_var + 0.1 * var


@batchnorm_running.wrong("Make new arrays: `*=` writes into the caller's own.")
def batchnorm_running_in_place(running_mean, running_var, mean, var, decay):
    running_mean *= decay
    running_mean += (1 - decay) * mean
    running_var *= decay
    running_var += (1 - decay) * var
    return running_mean, running_var


@batchnorm_running.wrong("Use `decay`: here old and new have the same weight.")
def batchnorm_running_with_equal_weights(running_mean, running_var, mean, var, decay):
    return (running_mean + mean.astype(float)) / 2, (running_var + var.astype(float)) / 2


@batchnorm_running.wrong("Add the batch's share: here it is subtracted.")
def batchnorm_running_subtracts(running_mean, running_var, mean, var, decay):
    return decay * running_mean - (1 - decay) * mean, decay * running_var - (1 - decay) * var


@batchnorm_running.wrong("The old averages count too: these are the statistics of the batch.")
def batchnorm_running_forgets_the_past(running_mean, running_var, mean, var, decay):
    return mean, var


@batchnorm_running.wrong("The variance is averaged just as the mean is.")
def batchnorm_running_keeps_the_last_variance(running_mean, running_var, mean, var, decay):
    return decay * running_mean + (1 - decay) * mean, var


@batchnorm_running.wrong("The weight of the batch is (1 - decay), in brackets.")
def batchnorm_running_without_brackets(running_mean, running_var, mean, var, decay):
    return decay * running_mean + 1 - decay * mean, decay * running_var + 1 - decay * var


@batchnorm_running.wrong("Return two averages: that of the mean and that of the variance.")
def batchnorm_running_of_the_mean_alone(running_mean, running_var, mean, var, decay):
    return decay * running_mean + (1 - decay) * mean


@batchnorm_running.wrong("The batch's variance is given: average it, and measure nothing anew.")
def batchnorm_running_measures_the_way(running_mean, running_var, mean, var, decay):
    m = decay * running_mean + (1 - decay) * mean
    return m, decay * running_var + (1 - decay) * (mean - m) ** 2


@batchnorm_running.wrong("The weights of the old and the new add up to 1: the batch has 1 - decay.")
def batchnorm_running_with_two_decays(running_mean, running_var, mean, var, decay):
    return decay * running_mean + (1 - decay) * mean, decay * running_var + decay * var


@batchnorm_running.wrong("The old value of the variance is the running variance, not the mean.")
def batchnorm_running_mixes_mean_and_variance(running_mean, running_var, mean, var, decay):
    return decay * running_mean + (1 - decay) * mean, decay * mean + (1 - decay) * var


@batchnorm_running.wrong("Every column keeps its own average.")
def batchnorm_running_of_all_columns(running_mean, running_var, mean, var, decay):
    return decay * running_mean + (1 - decay) * mean.mean(), decay * running_var + (1 - decay) * var.mean()


@batchnorm_running.wrong("The old average is multiplied by decay: else the average grows for ever.")
def batchnorm_running_grows(running_mean, running_var, mean, var, decay):
    return running_mean + (1 - decay) * mean, running_var + (1 - decay) * var


@batchnorm_running.variant
def batchnorm_running_by_the_difference(running_mean, running_var, mean, var, decay):
    arrays = [np.asarray(array, dtype=np.float64) for array in (running_mean, running_var, mean, var)]
    old_mean, old_var, new_mean, new_var = arrays
    return old_mean + (1 - decay) * (new_mean - old_mean), old_var + (1 - decay) * (new_var - old_var)


@batchnorm_running.variant
def batchnorm_running_both_at_once(running_mean, running_var, mean, var, decay):
    old = np.stack([running_mean, running_var]).astype(float)
    new = np.stack([mean, var]).astype(float)
    return np.average([old, new], axis=0, weights=[decay, 1 - decay])


@batchnorm_running.variant
def batchnorm_running_column_by_column(running_mean, running_var, mean, var, decay):
    means = [decay * float(old) + (1 - decay) * float(new) for old, new in zip(running_mean, mean)]
    return means, [decay * float(old) + (1 - decay) * float(new) for old, new in zip(running_var, var)]
