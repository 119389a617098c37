import tracemalloc
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digits import load_digits
from solutions.vectors import (
    bag_of_words,
    encode_table,
    flatten_images,
    nearest_centroid,
    nearest_neighbour,
    one_hot,
    pairwise_squared_distances,
    project,
    sliding_windows,
    split_by_group,
)

seeds = st.integers(0, 2**32 - 1)


# one_hot


def test_one_hot_puts_a_single_one_at_the_class():
    np.testing.assert_array_equal(one_hot([1, 0, 1], 2), [[0, 1], [1, 0], [0, 1]])


@given(labels=st.lists(st.integers(0, 6), min_size=1))
def test_one_hot_rows_sum_to_one_and_name_their_label(labels):
    encoded = one_hot(labels, 7)
    assert encoded.shape == (len(labels), 7)
    np.testing.assert_array_equal(encoded.sum(axis=1), 1)
    np.testing.assert_array_equal(encoded.argmax(axis=1), labels)


def test_one_hot_keeps_a_column_for_a_class_that_does_not_occur():
    np.testing.assert_array_equal(one_hot([0, 2], 4), [[1, 0, 0, 0], [0, 0, 1, 0]])


# flatten_images


def test_flatten_images_reads_line_after_line():
    np.testing.assert_array_equal(flatten_images([[[0, 1, 2], [3, 4, 8]]], 8), [[0, 0.125, 0.25, 0.375, 0.5, 1]])


def test_flatten_images_divides_by_the_largest_possible_level_not_the_largest_that_occurs():
    np.testing.assert_array_equal(flatten_images([[[0, 51]], [[102, 0]]], 255), [[0, 0.2], [0.4, 0]])


def test_flattened_digits_fold_back_into_the_images():
    images, _ = load_digits()
    rows = flatten_images(images, 16)
    assert rows.min() == 0 and rows.max() == 1
    np.testing.assert_array_equal(rows.reshape(images.shape) * 16, images)


# bag_of_words


@pytest.mark.parametrize(
    "document, counts",
    [
        ("the cat and the hat", [1, 2]),
        ("The CAT", [1, 1]),
        ("cat.the,cat;the", [2, 2]),
        ("cat5the", [1, 1]),
        ("cat_the-cat\n\tthe", [2, 2]),
        ("cats concatenate; then, others", [0, 0]),
        ("a dog", [0, 0]),
        ("", [0, 0]),
    ],
    ids=["counts", "capitals", "punctuation", "digit", "other-separators", "parts-of-words", "unknown", "empty"],
)
def test_bag_of_words_counts_runs_of_letters(document, counts):
    np.testing.assert_array_equal(bag_of_words([document], ["cat", "the"]), [counts])


def test_bag_of_words_takes_the_letters_of_every_alphabet():
    np.testing.assert_array_equal(
        bag_of_words(["Señor ÉTÉ", "été, Сеть"], ["été", "señor", "сеть"]), [[1, 1, 0], [1, 0, 1]]
    )


@given(document=st.text(st.sampled_from("abAB '.1é\n"), max_size=40))
def test_bag_of_words_agrees_with_grouping_by_letter_or_not(document):
    vocabulary = ["a", "b", "ab", "ba", "é", "aé"]
    words = ["".join(run).lower() for is_letter, run in groupby(document, str.isalpha) if is_letter]
    np.testing.assert_array_equal(bag_of_words([document], vocabulary), [[words.count(word) for word in vocabulary]])


@given(words=st.lists(st.sampled_from(["cat", "the", "sat", "on"])), seed=seeds)
def test_bag_of_words_forgets_the_order(words, seed):
    shuffled = list(np.random.default_rng(seed).permutation(words)) if words else []
    counts = bag_of_words([" ".join(words), " ".join(shuffled)], ["the", "cat", "sat"])
    np.testing.assert_array_equal(counts[0], counts[1])


def test_bag_of_words_has_a_row_per_document_and_a_column_per_word():
    np.testing.assert_array_equal(bag_of_words(["b a b", "a", "c"], ["b", "a"]), [[2, 1], [0, 1], [0, 0]])


# encode_table


def test_encode_table_puts_the_one_hot_category_after_the_numbers():
    np.testing.assert_array_equal(
        encode_table([[0.5, 10], [1.5, 20], [2.5, 30]], [2, 0, 1], 3),
        [[0.5, 10, 0, 0, 1], [1.5, 20, 1, 0, 0], [2.5, 30, 0, 1, 0]],
    )


@given(seed=seeds)
def test_encode_table_places_two_different_categories_at_the_same_distance(seed):
    rng = np.random.default_rng(seed)
    rows = encode_table(np.zeros((5, 2)), rng.permutation(5), 5)
    distances = pairwise_squared_distances(rows, rows)
    np.testing.assert_array_equal(distances, 2 * (1 - np.eye(5)))


# sliding_windows


def test_sliding_windows_start_one_step_apart():
    np.testing.assert_array_equal(sliding_windows([1, 2, 3, 4, 5], 3), [[1, 2, 3], [2, 3, 4], [3, 4, 5]])


@given(series=arrays(np.float64, st.integers(1, 12), elements=st.floats(-9, 9)), data=st.data())
def test_sliding_windows_agree_with_the_view_of_numpy(series, data):
    width = data.draw(st.integers(1, len(series)))
    np.testing.assert_array_equal(
        sliding_windows(series, width), np.lib.stride_tricks.sliding_window_view(series, width)
    )


@pytest.mark.parametrize("width, shape", [(1, (4, 1)), (4, (1, 4))], ids=["single-values", "whole-series"])
def test_sliding_windows_may_be_as_short_as_one_and_as_long_as_the_series(width, shape):
    assert sliding_windows(np.arange(4), width).shape == shape


def test_writing_into_a_window_leaves_the_series_and_the_other_windows_alone():
    series = np.arange(4.0)
    windows = sliding_windows(series, 2)
    windows[1, 0] = 99
    np.testing.assert_array_equal(series, [0, 1, 2, 3])
    np.testing.assert_array_equal(windows, [[0, 1], [99, 2], [2, 3]])


# project


def test_project_lifts_the_point_of_the_lecture_to_three_dimensions():
    P = [[0.5, 0.6, -0.8], [0.6, -1.2, 0.2]]
    np.testing.assert_allclose(project([[1.5, 2.5]], P), [[2.25, -2.1, -0.7]], rtol=1e-12)


def test_project_by_the_identity_changes_nothing():
    X = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(project(X, np.eye(3)), X)


@given(seed=seeds)
def test_projecting_up_and_down_again_is_one_projection(seed):
    rng = np.random.default_rng(seed)
    X, up, down = rng.normal(size=(4, 2)), rng.normal(size=(2, 5)), rng.normal(size=(5, 3))
    np.testing.assert_allclose(project(project(X, up), down), project(X, up @ down), rtol=1e-9, atol=1e-9)


# pairwise_squared_distances


def test_pairwise_squared_distances_of_the_three_four_five_triangle():
    np.testing.assert_array_equal(
        pairwise_squared_distances([[0, 0], [3, 0]], [[0, 0], [3, 4], [0, 4]]), [[0, 25, 16], [9, 16, 25]]
    )


@given(seed=seeds, offset=st.sampled_from([0.0, 1.0, 1e3, -1e8]), scale=st.sampled_from([1e-3, 1.0, 1e5]))
def test_pairwise_squared_distances_err_by_less_than_a_billionth_of_the_squared_lengths(seed, offset, scale):
    rng = np.random.default_rng(seed)
    A, B = offset + scale * rng.normal(size=(4, 7)), offset + scale * rng.normal(size=(3, 7))
    B[0] = A[0]
    distances = pairwise_squared_distances(A, B)
    exact = ((A[:, np.newaxis] - B) ** 2).sum(axis=2)
    bound = 1e-9 * ((A**2).sum(axis=1)[:, np.newaxis] + (B**2).sum(axis=1))
    assert np.all(distances >= 0)
    assert np.all(np.abs(distances - exact) <= bound)


def test_pairwise_squared_distances_turn_over_when_the_arguments_change_places():
    A, B = np.arange(6.0).reshape(3, 2), np.array([[1.0, -1.0]])
    np.testing.assert_array_equal(pairwise_squared_distances(A, B), pairwise_squared_distances(B, A).T)


@pytest.mark.parametrize("n, m", [(200, 300), (800, 5), (5, 800)], ids=["square", "few-in-B", "few-in-A"])
def test_pairwise_squared_distances_need_less_than_a_quarter_of_all_the_differences(n, m):
    rng = np.random.default_rng(0)
    A, B = rng.normal(size=(n, 64)), rng.normal(size=(m, 64))
    tracemalloc.start()
    pairwise_squared_distances(A, B)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < n * m * 64 * A.itemsize / 4


# nearest_centroid


def test_nearest_centroid_compares_with_the_means_not_with_the_examples():
    X, labels = [[0, 0], [4, 0], [10, 0]], [1, 1, 0]  # the means are (2, 0) and (10, 0)
    np.testing.assert_array_equal(nearest_centroid(X, labels, 2, [[5.5, 0], [6.5, 0]]), [1, 0])


def test_nearest_centroid_never_predicts_a_class_without_examples():
    X, labels = [[5.0, 5.0], [7.0, 7.0]], [1, 3]
    np.testing.assert_array_equal(nearest_centroid(X, labels, 5, [[0.0, 0.0], [9.0, 9.0]]), [1, 3])


@given(seed=seeds)
def test_nearest_centroid_knows_the_centroids_themselves(seed):
    rng = np.random.default_rng(seed)
    labels = rng.permutation([0, 0, 1, 1, 2, 2, 4])
    X = rng.normal(size=(7, 6))
    centroids = np.array([X[labels == k].mean(axis=0) for k in (0, 1, 2, 4)])
    np.testing.assert_array_equal(nearest_centroid(X, labels, 5, centroids), [0, 1, 2, 4])


def test_nearest_centroid_recognises_nine_digits_in_ten():
    images, labels = load_digits()
    X = flatten_images(images, 16)
    order = np.random.default_rng(0).permutation(len(X))
    train, test = order[:1000], order[1000:]
    predicted = nearest_centroid(X[train], labels[train], 10, X[test])
    assert 0.85 < np.mean(predicted == labels[test]) < 0.95


def test_nearest_centroid_keeps_the_fractions_of_means_of_whole_numbers():
    X, labels = np.array([[0], [1], [2]]), np.array([0, 0, 1])  # the means are 0.5 and 2
    np.testing.assert_array_equal(nearest_centroid(X, labels, 2, np.array([[1.2], [1.3]])), [0, 1])


# nearest_neighbour


def test_nearest_neighbour_gives_the_label_not_the_row():
    np.testing.assert_array_equal(nearest_neighbour([[0, 0], [3, 0], [9, 9]], [5, 7, 5], [[2, 0], [8, 7]]), [7, 5])


@given(seed=seeds)
def test_every_example_is_its_own_nearest_neighbour(seed):
    rng = np.random.default_rng(seed)
    X, labels = rng.normal(size=(8, 3)), rng.integers(9, size=8)
    np.testing.assert_array_equal(nearest_neighbour(X, labels, X), labels)


@given(seed=seeds)
def test_nearest_neighbour_follows_when_the_examples_change_places(seed):
    rng = np.random.default_rng(seed)
    X, labels, queries = rng.normal(size=(8, 3)), rng.integers(9, size=8), rng.normal(size=(5, 3))
    order = rng.permutation(8)
    np.testing.assert_array_equal(
        nearest_neighbour(X[order], labels[order], queries), nearest_neighbour(X, labels, queries)
    )


# split_by_group


def test_split_by_group_gives_ascending_positions_of_both_sides():
    train, test = split_by_group(np.array([5, 3, 5, 8, 3]), [8, 5])
    np.testing.assert_array_equal(train, [1, 4])
    np.testing.assert_array_equal(test, [0, 2, 3])


def test_split_by_group_takes_names_and_groups_without_an_example():
    train, test = split_by_group(np.array(["ada", "bo", "ada"]), ["bo", "cleo"])
    np.testing.assert_array_equal(train, [0, 2])
    np.testing.assert_array_equal(test, [1])


@given(groups=st.lists(st.integers(0, 5), min_size=1), tested=st.lists(st.integers(0, 5), unique=True))
def test_split_by_group_leaves_no_group_on_both_sides_and_no_example_out(groups, tested):
    groups = np.array(groups)
    train, test = split_by_group(groups, tested)
    assert not set(groups[train]) & set(groups[test])
    assert sorted([*train, *test]) == list(range(len(groups)))


# all of them

ROWS = np.array([[0.3, 200.0], [17.7, 3.1], [90.2, 45.0]])
CALLS = {
    "one_hot": (one_hot, np.array([2.0, 0.0, 1.0]), 3),
    "flatten_images": (flatten_images, np.arange(24.0).reshape(2, 3, 4) * 10.3, 255),
    "encode_table": (encode_table, ROWS, np.array([1.0, 0.0, 1.0]), 2),
    "sliding_windows": (sliding_windows, np.arange(6.0) * 40.7, 3),
    "project": (project, ROWS, np.array([[100.0, 1.1, 5.0], [3.3, 250.0, 0.0]])),
    "pairwise_squared_distances": (pairwise_squared_distances, ROWS, ROWS[::-1] * 0.7),
    "nearest_centroid": (nearest_centroid, ROWS, [2, 0, 2], 3, ROWS * 1.1),
    "nearest_neighbour": (nearest_neighbour, ROWS, [2, 0, 7], ROWS * 1.1),
    "split_by_group": (split_by_group, np.array([5.0, 3.0, 5.0, 8.0]), [5, 8]),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_arrays_of_any_form_give_the_same_rows_and_stay_as_they_were(call, assert_form_is_accepted):
    assert_form_is_accepted(*call)


@pytest.mark.parametrize("label", [3, -1], ids=["too-large", "negative"])
def test_a_label_out_of_range_is_a_value_error(label):
    with pytest.raises(ValueError, match=r"labels must lie in 0\.\.2"):
        one_hot([0, label], 3)
