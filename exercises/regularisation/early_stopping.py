"""early_stopping: when to stop, and which epoch to keep."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise, raises
from solutions import regularisation

VALLEY = [9, 7, 8, 5, 6, 4, 5, 7, 3, 8]  # progress with relapses; patience 2 misses the 3


def curve(length, patience, noise=1.0):
    """Make losses that fall, turn and rise, with noise."""

    def make(rng):
        turn = rng.uniform(0.3, 0.6)
        return 4 + 8 * np.abs(np.linspace(0, 1, length) - turn) + noise * rng.random(length), patience

    return make


def pattern(losses, patience):
    """Make the given losses, stretched and moved by chance: only their order matters."""
    return lambda rng: (rng.uniform(0.5, 2) * np.array(losses, dtype=float) + rng.uniform(0, 5), patience)


def plain(losses, patience, kind=np.int64):
    """Make the given losses as they are."""
    return lambda rng: (np.array(losses, dtype=kind), patience)


early_stopping = Exercise(
    regularisation.early_stopping,
    points=3,
    hints=(
        "Walk through the epochs and remember only one thing: which epoch was the best so far.",
        "At each epoch there are two possibilities: the loss is strictly lower than the best so far, then this epoch "
        "is the best now; or it is not, then count how many epochs have passed since the best one.",
        "Begin with best epoch 0 and loop over the epochs. If the loss is lower than that of the best epoch, remember "
        "this one; otherwise, if the epoch minus the best epoch has reached the patience, return both. After the loop "
        "return the best epoch and the last one, T - 1. ValueErrors come before all that.",
    ),
    cases=(
        Case("it stops when patience runs out", pattern(VALLEY, 2), share=2),
        Case("more patience sees further", calls(pattern(VALLEY, 3), pattern(VALLEY, 1))),
        Case(
            "no stop: the last epoch",
            calls(pattern([8, 6, 5, 3, 2], 2), pattern([5, 3, 4], 5), pattern([6, 2, 3, 4, 1, 7], 3)),
        ),
        Case("an equal loss is no progress", calls(pattern([4, 3, 3, 3, 1], 2), pattern([5, 5, 5, 5, 5], 3))),
        Case("the first epoch is the best", calls(pattern([1, 5, 4, 3, 2], 2), pattern([2, 3, 1, 4], 1))),
        Case("noisy losses", calls(curve(30, 3), curve(40, 6, noise=2.0), curve(25, 1), curve(12, 4)), share=0.5),
        Case("one epoch", plain([3.5], 1, float), share=0.5),
        Case(
            "other number types and memory layouts",
            calls(forms(curve(15, 2)), plain(VALLEY, 2), plain(VALLEY, 4, np.uint8)),
            share=0.5,
        ),
        raises("a patience of 0", plain([3, 2, 4], 0)),
        raises("a patience of -1", plain([3, 2, 4], -1)),
        raises("no losses at all", plain([], 2, float)),
        raises("losses with two axes", lambda rng: (rng.random((4, 3)), 1)),
    ),
)


@early_stopping.wrong("A loss must be strictly lower to count as progress: an equal one is none.")
def early_stopping_takes_equal_for_progress(validation_losses, patience):
    losses = np.asarray(validation_losses)
    if losses.ndim != 1 or len(losses) == 0 or patience < 1:
        raise ValueError("losses of shape (T,) and a patience of at least 1")
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] <= losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(losses) - 1


@early_stopping.wrong("Stop at the epoch that COMPLETES the patience: this one waits for one more.")
def early_stopping_one_epoch_late(validation_losses, patience):
    best = 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        elif epoch - best > patience:
            return best, epoch
    return best, len(validation_losses) - 1


@early_stopping.wrong("Wait until `patience` epochs in a row have brought nothing: this one stops an epoch too soon.")
def early_stopping_one_epoch_early(validation_losses, patience):
    best = 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        elif epoch - best >= patience - 1:
            return best, epoch
    return best, len(validation_losses) - 1


@early_stopping.wrong("Only epochs in a row count: when the loss falls below the best, the count starts again at 0.")
def early_stopping_never_forgives(validation_losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        else:
            waited += 1
            if waited == patience:
                return best, epoch
    return best, len(validation_losses) - 1


@early_stopping.wrong("Compare with the best loss so far: lower than the epoch before is not yet progress.")
def early_stopping_compares_with_the_epoch_before(validation_losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        waited = 0 if validation_losses[epoch] < validation_losses[epoch - 1] else waited + 1
        if waited == patience:
            return best, epoch
    return best, len(validation_losses) - 1


@early_stopping.wrong("You cannot know what comes after the stop: the best epoch is the best of those up to it.")
def early_stopping_looks_into_the_future(validation_losses, patience):
    best = 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return int(np.argmin(validation_losses)), epoch
    return best, len(validation_losses) - 1


@early_stopping.wrong("Patience ends training: without the stop this is the best of all epochs, and the last one.")
def early_stopping_never_stops(validation_losses, patience):
    losses = np.asarray(validation_losses)
    if losses.ndim != 1 or len(losses) == 0 or patience < 1:
        raise ValueError("losses of shape (T,) and a patience of at least 1")
    return int(np.argmin(losses)), len(losses) - 1


@early_stopping.wrong("Return the best epoch first and the stop second.")
def early_stopping_in_the_other_order(validation_losses, patience):
    best = 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch, best
    return len(validation_losses) - 1, best


@early_stopping.wrong("Count the epochs from 0.")
def early_stopping_counts_from_one(validation_losses, patience):
    best = 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return best + 1, epoch + 1
    return best + 1, len(validation_losses)


@early_stopping.wrong("The last of T epochs is number T - 1, also when nothing stops the training.")
def early_stopping_ends_after_the_last_epoch(validation_losses, patience):
    losses = np.asarray(validation_losses)
    if losses.ndim != 1 or len(losses) == 0 or patience < 1:
        raise ValueError("losses of shape (T,) and a patience of at least 1")
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(losses)


@early_stopping.wrong("Raise a ValueError for a patience below 1 and for losses without exactly one axis.")
def early_stopping_without_questions(validation_losses, patience):
    losses, best = np.ravel(validation_losses), 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(losses) - 1


@early_stopping.variant
def early_stopping_with_a_counter(validation_losses, patience):
    if np.ndim(validation_losses) != 1 or np.size(validation_losses) == 0 or patience <= 0:
        raise ValueError("losses of shape (T,) and a patience of at least 1")
    lowest, best, waited = np.inf, 0, 0
    for epoch, loss in enumerate(validation_losses):
        waited += 1
        if loss < lowest:
            lowest, best, waited = loss, epoch, 0
        if waited == patience:
            break
    return [best, epoch]


@early_stopping.variant
def early_stopping_by_the_running_minimum(validation_losses, patience):
    losses = np.asarray(validation_losses, dtype=float)
    if losses.ndim != 1 or losses.size == 0 or patience < 1:
        raise ValueError("losses of shape (T,) and a patience of at least 1")
    lowest = np.minimum.accumulate(losses)
    progress = np.append(True, lowest[1:] < lowest[:-1])
    epochs = np.arange(len(losses))
    since = epochs - np.maximum.accumulate(np.where(progress, epochs, 0))
    stops = np.flatnonzero(since == patience)
    stop = stops[0] if len(stops) else len(losses) - 1
    return np.argmin(losses[: stop + 1]), stop


@early_stopping.variant
def early_stopping_with_while(validation_losses, patience):
    losses = list(validation_losses)
    if np.ndim(validation_losses) > 1 or not losses or patience < 1:
        raise ValueError("losses of shape (T,) and a patience of at least 1")
    best = epoch = 0
    while epoch < len(losses) - 1 and epoch - best < patience:
        epoch += 1
        if losses[epoch] < losses[best]:
            best = epoch
    return float(best), float(epoch)
