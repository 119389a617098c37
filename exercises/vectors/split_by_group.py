"""split_by_group: a training and a test set that share no group."""

import numpy as np

from exercises.forms import calls, forms
from exercises.vectors.tables import changed, small
from grader import Case, Exercise
from solutions import vectors

WRITERS = ["ada", "bo", "cleo", "dan", "eve", "fay", "gus", "hal"]


def scattered(num_examples, num_groups, num_tested, also=()):
    """Make groups with numbers from 0 to 19, and some of them to be tested, in any order.

    The examples to be tested never stand in a single stretch. The groups in `also` have no example and are to be tested
    besides.
    """

    def make(rng):
        names, test = rng.permutation(20)[:num_groups], np.arange(2)
        while np.all(np.diff(test) == 1):
            groups = rng.permutation(names[np.arange(num_examples) % num_groups])
            test = np.flatnonzero(np.isin(groups, names[:num_tested]))
        return groups, rng.permutation([*names[:num_tested], *also]).astype(int).tolist()

    return make


def by_name(num_examples, num_groups, num_tested):
    """Make the same with names in the place of numbers."""

    def make(rng):
        groups, tested = scattered(num_examples, num_groups, num_tested)(rng)
        places = {group: place for place, group in enumerate(np.unique(groups).tolist())}
        return np.array([WRITERS[places[group]] for group in groups]), [WRITERS[places[group]] for group in tested]

    return make


split_by_group = Exercise(
    vectors.split_by_group,
    points=2,
    hints=(
        "For each example ask: is its group among those to be tested on? The examples with yes are one side, the "
        "others are the other.",
        "`np.isin(groups, test_groups)` answers for all examples at once, with True and False. Positions are asked "
        "for: where is it True?",
        "`np.flatnonzero` of the answers gives the positions where they are True, in ascending order; for the training "
        "set turn the answers over with `~`. Return the training set first.",
    ),
    cases=(
        Case("examples of four groups, one tested", scattered(11, 4, 1), share=2),
        Case("several groups tested, in any order", calls(scattered(16, 6, 3), scattered(12, 5, 4)), share=2),
        Case("as many examples as groups", scattered(7, 7, 3)),
        Case("a group to be tested that has no example", scattered(9, 4, 2, also=[25]), share=0.5),
        Case("groups with names", by_name(13, 5, 2), share=0.5),
        Case(
            "other number types and memory layouts",
            calls(forms(scattered(10, 3, 1)), changed(scattered(14, 5, 2), 0, small)),
            share=0.5,
        ),
    ),
)


@split_by_group.wrong("The training set comes first, then the test set: here they have changed places.")
def split_by_group_test_first(groups, test_groups):
    tested = np.isin(groups, test_groups)
    return np.flatnonzero(tested), np.flatnonzero(~tested)


@split_by_group.wrong("Positions are asked for, not True and False: `np.flatnonzero` turns one into the other.")
def split_by_group_into_truth_values(groups, test_groups):
    tested = np.isin(groups, test_groups)
    return ~tested, tested


@split_by_group.wrong("Return where the examples stand, not the groups that stand there.")
def split_by_group_returns_groups(groups, test_groups):
    tested = np.isin(groups, test_groups)
    return groups[~tested], groups[tested]


@split_by_group.wrong("`np.where` gives a tuple with one array per axis: take its item 0, or `np.flatnonzero`.")
def split_by_group_into_tuples(groups, test_groups):
    tested = np.isin(groups, test_groups)
    return np.where(~tested), np.where(tested)


@split_by_group.wrong("What is tested on may not be trained on: leave the test set out of the training set.")
def split_by_group_trains_on_everything(groups, test_groups):
    return np.arange(len(groups)), np.flatnonzero(np.isin(groups, test_groups))


@split_by_group.wrong("All of `test_groups` are tested on, not only the first of them.")
def split_by_group_of_the_first_group(groups, test_groups):
    tested = groups == test_groups[0]
    return np.flatnonzero(~tested), np.flatnonzero(tested)


@split_by_group.wrong("All examples of a tested group are tested on: here the others of its members are trained on.")
def split_by_group_of_first_members(groups, test_groups):
    test = sorted(groups.tolist().index(group) for group in test_groups if group in groups)
    return [n for n in range(len(groups)) if n not in test], test


@split_by_group.wrong("`test_groups` names groups, not positions: look for the examples that belong to them.")
def split_by_group_takes_groups_for_positions(groups, test_groups):
    return [n for n in range(len(groups)) if n not in test_groups], sorted(test_groups)


@split_by_group.wrong("Give the positions in ascending order: here they stand group by group.")
def split_by_group_group_by_group(groups, test_groups):
    test = [n for group in test_groups for n in np.flatnonzero(groups == group)]
    return [n for n in range(len(groups)) if n not in test], test


@split_by_group.wrong("`np.isin` does not look into a set, it finds nothing there: give it the list.")
def split_by_group_looks_into_a_set(groups, test_groups):
    tested = np.isin(groups, np.array(set(test_groups)))
    return np.flatnonzero(~tested), np.flatnonzero(tested)


@split_by_group.wrong("Ask whether a group is in the list, not whether it lies between its first and its last.")
def split_by_group_in_a_range(groups, test_groups):
    tested = (groups >= min(test_groups)) & (groups <= max(test_groups))
    return np.flatnonzero(~tested), np.flatnonzero(tested)


@split_by_group.wrong("The groups decide who is tested on: here it is the last examples, whatever group they are of.")
def split_by_group_at_the_end(groups, test_groups):
    count = len(groups) - int(np.isin(groups, test_groups).sum())
    return np.arange(count), np.arange(count, len(groups))


@split_by_group.wrong("A position counts from 0: the first example has the position 0.")
def split_by_group_counts_from_one(groups, test_groups):
    tested = np.isin(groups, test_groups)
    return np.flatnonzero(~tested) + 1, np.flatnonzero(tested) + 1


@split_by_group.wrong("Two arrays of positions are asked for: this is the one array of all of them.")
def split_by_group_joined(groups, test_groups):
    tested = np.isin(groups, test_groups)
    return np.concatenate([np.flatnonzero(~tested), np.flatnonzero(tested)])


@split_by_group.wrong("All of `test_groups` are tested on: here each group replaces the one before it.")
def split_by_group_of_the_last_group(groups, test_groups):
    tested = groups == test_groups[-1]
    return np.flatnonzero(~tested), np.flatnonzero(tested)


@split_by_group.wrong("All N examples are dealt with, the last one too: `range(N)` already stops before N.")
def split_by_group_without_the_last_example(groups, test_groups):
    tested = np.isin(groups, test_groups)[:-1]
    return np.flatnonzero(~tested), np.flatnonzero(tested)


@split_by_group.variant
def split_by_group_with_a_loop(groups, test_groups):
    train, test = [], []
    for n, group in enumerate(groups):
        if group in test_groups:
            test.append(n)
        else:
            train.append(n)
    return train, test


@split_by_group.variant
def split_by_group_by_comparing_all(groups, test_groups):
    tested = (groups[:, np.newaxis] == np.array(test_groups)).any(axis=1)
    positions = np.arange(len(groups))
    return positions[np.logical_not(tested)], positions[tested]


@split_by_group.variant
def split_by_group_as_sets(groups, test_groups):
    test = {n for n, group in enumerate(groups.tolist()) if group in set(test_groups)}
    return np.array(sorted(set(range(len(groups))) - test)), np.array(sorted(test))
