"""early_stopping: when to stop, and which epoch to keep."""

import numpy as np

from exercises.forms import forms
from grader import Case, Exercise, slip
from solutions import regularisation


def curves(times, wanted, patiences=(1, 4), dtype=np.float64):
    """Make that many calls whose losses, small whole numbers of any length, have a property.

    `wanted` is asked of the losses, the patience, and what the reference answers. Each answer comes about by chance,
    so that knowing lengths does not help.
    """

    def make(rng):
        made = []
        while len(made) < times:
            losses = rng.integers(1, 10, size=rng.integers(5, 16)).astype(dtype)
            patience = int(rng.integers(patiences[0], patiences[1] + 1))
            if wanted(losses, patience, *regularisation.early_stopping(losses, patience)):
                made.append((losses, patience))
        return made

    return make


def stops(losses, patience, best, stop):
    """Whether patience runs out after some progress, and a lower loss would have come later."""
    return 0 < best < stop < len(losses) - 1 and losses.min() < losses[best]


def relapses(losses, patience, best, stop):
    """Whether there are two epochs of progress after an epoch without, and then a stop."""
    progress = [t for t in range(1, stop + 1) if losses[t] < losses[:t].min()]
    return stop - best == patience > 1 and len(progress) > 1 and progress[0] > 1 and progress[-1] - progress[0] > 1


def goes_on(losses, patience, best, stop):
    """Whether nothing stops the training although the last epoch brings no progress."""
    return 0 < best < stop == len(losses) - 1 and stop - best < patience


def has_ties(losses, patience, best, stop):
    """Whether the best loss comes again while patience lasts, and that matters."""
    return stop < len(losses) - 1 and losses[best] in losses[best + 1 : stop]


def starts_best(losses, patience, best, stop):
    """Whether the first epoch is the best of those that are trained."""
    return best == 0 < stop < len(losses) - 1


def noisy(length, patience):
    """Make losses that fall, turn and rise, with noise."""

    def make(rng):
        turn = rng.uniform(0.3, 0.6)
        return 4 + 8 * np.abs(np.linspace(0, 1, length) - turn) + rng.random(length), patience

    return make


def close(times):
    """Make losses near 1 that differ in the sixth digit, where the best epoch and the stop lie in the middle."""

    def make(rng):
        return [(1 + 1e-6 * losses, patience) for losses, patience in curves(times, stops)(rng)]

    return make


early_stopping = Exercise(
    regularisation.early_stopping,
    points=3,
    hints=(
        "Walk through the epochs and remember only one thing: which epoch was the best so far.",
        "At each epoch there are two possibilities: the loss is strictly lower than the best so far, then this epoch "
        "is the best now; or it is not, then count how many epochs have passed since the best one.",
        "Begin with best epoch 0 and loop over the epochs. If the loss is lower than that of the best epoch, remember "
        "this one; otherwise, if the epoch minus the best epoch has reached the patience, return both. After the loop "
        "return the best epoch and the last one, T - 1.",
    ),
    cases=(
        Case("it stops when patience runs out", curves(6, stops), share=2),
        Case("progress starts the count again", curves(6, relapses, patiences=(2, 4))),
        Case("no stop: the last epoch", curves(6, goes_on, patiences=(2, 6))),
        Case("an equal loss is no progress", curves(6, has_ties, patiences=(2, 4))),
        Case("the first epoch is the best", curves(4, starts_best), share=0.5),
        Case("losses as they come", curves(20, lambda *_: True, patiences=(1, 6)), share=0.5),
        Case("losses that differ by little", close(4), share=0.5),
        Case("one epoch", lambda rng: [(np.array([3.5]), 1), (rng.random(1), 2)], share=0.5),
        Case(
            "other number types and memory layouts",
            lambda rng: [
                *forms(noisy(15, 2), noisy(26, 4))(rng),
                *curves(3, stops, dtype=np.int64)(rng),
                *curves(3, stops, dtype=np.uint8)(rng),
            ],
            share=0.5,
        ),
    ),
    wrong_answers=(
        slip(
            "early_stopping_takes_equal_for_progress",
            "A loss must be strictly lower to count as progress: an equal one is none.",
            ("loss < validation_losses", "loss <= validation_losses"),
        ),
        slip(
            "early_stopping_one_epoch_late",
            "Stop at the epoch that COMPLETES the patience: this one waits for one more.",
            (">= patience", "> patience"),
        ),
        slip(
            "early_stopping_one_epoch_early",
            "Wait until `patience` epochs in a row have brought nothing: this one stops an epoch too soon.",
            (">= patience", ">= max(patience - 1, 1)"),
        ),
        slip(
            "early_stopping_in_the_other_order",
            "Return the best epoch first and the stop second.",
            ("return best_epoch, epoch", "return epoch, best_epoch"),
        ),
        slip(
            "early_stopping_counts_from_one",
            "Count the epochs from 0.",
            ("return best_epoch, epoch", "return best_epoch + 1, epoch + 1"),
        ),
        slip(
            "early_stopping_names_the_epoch_after",
            "The stop is the last epoch that is trained, not the first that is not.",
            ("return best_epoch, epoch", "return best_epoch, epoch + 1"),
        ),
        slip(
            "early_stopping_returns_the_loss",
            "Return the number of the best epoch, not its loss.",
            ("return best_epoch, epoch", "return validation_losses[best_epoch], epoch"),
        ),
        slip(
            "early_stopping_keeps_the_last_epoch",
            "The epoch to keep is the one with the lowest loss, which lies before the stop.",
            ("return best_epoch, epoch", "return epoch, epoch"),
        ),
        slip(
            "early_stopping_looks_into_the_future",
            "You cannot know what comes after the stop: the best epoch is the best of those up to it.",
            ("return best_epoch", "return int(np.argmin(validation_losses))"),
        ),
        slip(
            "early_stopping_never_stops",
            "Patience ends training: without the stop this is the best of all epochs, and the last one.",
            ("break", "continue"),
        ),
    ),
)


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


@early_stopping.wrong("Keep the epoch with the lowest loss so far, not the last that was lower than its neighbour.")
def early_stopping_keeps_the_last_fall(validation_losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[epoch - 1]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return best, epoch
    return best, len(validation_losses) - 1


@early_stopping.wrong("An epoch with an equal loss is one without progress: count it too.")
def early_stopping_counts_rises_only(validation_losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best, waited = epoch, 0
        elif validation_losses[epoch] > validation_losses[best]:
            waited += 1
        if waited == patience:
            return best, epoch
    return best, len(validation_losses) - 1


@early_stopping.wrong("A loss that is equal to the best does not start the count again.")
def early_stopping_forgives_ties(validation_losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(validation_losses)):
        waited = 0 if validation_losses[epoch] <= validation_losses[best] else waited + 1
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        if waited == patience:
            return best, epoch
    return best, len(validation_losses) - 1


@early_stopping.wrong("The last of T epochs is number T - 1, also when nothing stops the training.")
def early_stopping_ends_after_the_last_epoch(validation_losses, patience):
    best = 0
    for epoch in range(1, len(validation_losses)):
        if validation_losses[epoch] < validation_losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(validation_losses)


@early_stopping.wrong("The stop is decided epoch by epoch: losses after it are never seen.")
def early_stopping_sees_the_future(validation_losses, patience):
    best = int(np.argmin(validation_losses))
    return best, min(best + patience, len(validation_losses) - 1)


@early_stopping.wrong("The first epoch always makes progress: with `loss < best` it is counted as one without.")
def early_stopping_counts_the_first(validation_losses, patience):
    best, wait = 0, 0
    for e, loss in enumerate(validation_losses):
        if loss < validation_losses[best]:
            best, wait = e, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return best, e


@early_stopping.wrong("A rise does not end the training: patience counts the epochs without progress.")
def early_stopping_at_the_first_rise(validation_losses, patience):
    for e in range(len(validation_losses) - 1):
        if validation_losses[e + 1] > validation_losses[e]:
            return e, e + patience
    return len(validation_losses) - 1, len(validation_losses) - 1


@early_stopping.wrong("Progress is a lower loss: here a higher one counts.")
def early_stopping_follows_the_largest(validation_losses, patience):
    best, wait = 0, 0
    for e in range(1, len(validation_losses)):
        if validation_losses[e] > validation_losses[best]:
            best, wait = e, 0
        else:
            wait += 1
            if wait >= patience:
                return best, e
    return best, len(validation_losses) - 1


@early_stopping.wrong("If patience never runs out, training stops at the last epoch: return that too.")
def early_stopping_without_the_end(validation_losses, patience):
    best, wait = 0, 0
    for e in range(1, len(validation_losses)):
        if validation_losses[e] < validation_losses[best]:
            best, wait = e, 0
        else:
            wait += 1
            if wait >= patience:
                return best, e


@early_stopping.wrong("The epoch that completes the patience is still trained: it is the stop.")
def early_stopping_stops_before(validation_losses, patience):
    best, wait = 0, 0
    for e in range(1, len(validation_losses)):
        if validation_losses[e] < validation_losses[best]:
            best, wait = e, 0
        else:
            wait += 1
            if wait >= patience:
                return best, e - 1
    return best, len(validation_losses) - 1


@early_stopping.wrong("A loss that is lower by however little is progress: nothing says how much it has to be.")
def early_stopping_wants_more(validation_losses, patience):
    best = 0
    for epoch, loss in enumerate(validation_losses):
        if loss < validation_losses[best] - 1e-4:
            best = epoch
        elif epoch - best >= patience:
            break
    return best, epoch


@early_stopping.variant
def early_stopping_with_a_counter(validation_losses, patience):
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
    best = epoch = 0
    while epoch < len(losses) - 1 and epoch - best < patience:
        epoch += 1
        if losses[epoch] < losses[best]:
            best = epoch
    return float(best), float(epoch)
