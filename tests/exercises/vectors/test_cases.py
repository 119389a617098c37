from pathlib import Path

import numpy as np
import pytest

from exercises.vectors.bag_of_words import CUT_IN_TWO, INSIDE_ONE_ANOTHER, PUNCTUATION, texts
from exercises.vectors.clouds import as_bytes, as_whole, centroids_of, clear_ones, clouds, needing_fractions
from exercises.vectors.nearest_neighbour import among, examples_again
from exercises.vectors.pairwise_squared_distances import close_together, images
from exercises.vectors.split_by_group import by_name, scattered
from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from solutions import vectors

EXERCISES = Course.find(Path(__file__)).chapter("vectors").definitions()


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= (6 if exercise.points >= 3 else 4)


# what the cases hold


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "make",
    [clouds(20, 2, 3, 40), clouds(18, 3, 5, 40, present=[0, 2, 3], around=4.0), clouds(31, 2, 3, 30, store=as_whole),
     clouds(16, 6, 4, 30, store=as_bytes)],
    ids=["overlapping", "a-class-missing", "whole", "bytes"],
)  # fmt: skip
def test_no_query_lies_between_two_centroids(make, seed):
    X, labels, _, queries = make(np.random.default_rng(seed))
    assert len(queries) > 10
    assert len(clear_ones(queries, centroids_of(X, labels))) == len(queries)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "make", [among(15, 3, 6, 25, around=4.0), among(9, 4, 6, 12, store=as_whole), examples_again(among(8, 3, 6, 4))],
    ids=["far", "whole", "examples-again"],
)  # fmt: skip
def test_no_query_lies_between_two_examples(make, seed):
    X, _, queries = make(np.random.default_rng(seed))
    assert len(queries) > 10
    assert len(clear_ones(queries, X)) == len(queries)


def test_a_query_between_two_points_is_left_out():
    points = np.array([[0.0], [2.0]])
    np.testing.assert_array_equal(clear_ones(np.array([[0.5], [1.0], [1.0001], [1.5]]), points), [[0.5], [1.5]])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rounded", [np.trunc, np.floor, np.rint])
def test_centroids_without_their_fractions_mislead(rounded, seed):
    make = needing_fractions(clouds(31, 2, 3, 30, store=as_whole))
    X, labels, num_classes, queries = make(np.random.default_rng(seed))
    whole = rounded(centroids_of(X, labels))
    predicted = vectors.pairwise_squared_distances(queries, whole).argmin(axis=1)
    assert X.dtype.kind == "i"
    assert np.any(predicted != vectors.nearest_centroid(X, labels, num_classes, queries))


def test_labels_are_no_row_numbers():
    X, labels, _ = among(5, 5, 5, 5)(np.random.default_rng(0))
    assert len(set(labels.tolist())) == len(X)
    assert not np.array_equal(labels, np.arange(len(X)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("make", [scattered(11, 4, 2), by_name(11, 4, 2)], ids=["numbers", "names"])
def test_the_tested_groups_are_no_single_stretch(make, seed):
    groups, tested = make(np.random.default_rng(seed))
    test = np.flatnonzero(np.isin(groups, tested))
    assert len(set(tested)) == 2
    assert len(test) > 2 and np.any(np.diff(test) > 1)


def test_every_class_that_is_present_has_an_example():
    _, labels, num_classes, _ = clouds(18, 3, 5, 40, present=[0, 2, 3])(np.random.default_rng(0))
    assert set(labels) == {0, 2, 3} and num_classes == 5


@pytest.mark.parametrize("seed", range(5))
def test_rounding_makes_distances_negative_where_nobody_prevents_it(seed):
    A, B = close_together(np.random.default_rng(seed))
    distances = np.sum(A**2, axis=1)[:, None] + np.sum(B**2, axis=1) - 2 * A @ B.T
    assert np.sum(distances < 0) > 10


def test_all_the_differences_would_take_four_times_what_is_allowed():
    (call,) = images(64, 32)(np.random.default_rng(0))
    A, B = (np.asarray(rows, dtype=float) for rows in call.arguments)
    assert (A[:, None] - B).nbytes == 4 * call.memory


@pytest.mark.parametrize("seed", range(5))
def test_a_text_begins_and_ends_with_a_word_that_counts(seed):
    documents, vocabulary = texts(3, 5, between=PUNCTUATION)(np.random.default_rng(seed))
    words = "".join(c if c.isalpha() else " " for c in documents[0]).split()
    assert {words[0], words[-1]} <= set(vocabulary)
    assert documents[0].startswith(words[0]) and documents[0].endswith(words[-1])


def test_texts_hold_what_they_are_asked_to_hold():
    documents, vocabulary = texts(2, 9, INSIDE_ONE_ANOTHER, PUNCTUATION, also=CUT_IN_TWO)(np.random.default_rng(0))
    assert len(vocabulary) == len(set(vocabulary)) == 9
    assert all(expression in document for document in documents for expression in CUT_IN_TWO)


# natural first answers


def test_a_matrix_of_the_identity_earns_most_of_one_hot():
    def one_hot(labels, num_classes):
        return np.eye(num_classes)[labels]

    result = ask(one_hot, plan(EXERCISES["one_hot"]))
    assert 1.5 < result.points < 2
    assert result.misconception == "one_hot_wraps_negative_labels"


def test_words_cut_at_blanks_earn_the_plain_texts():
    def bag_of_words(documents, vocabulary):
        return [[document.lower().split().count(word) for word in vocabulary] for document in documents]

    result = ask(bag_of_words, plan(EXERCISES["bag_of_words"]))
    assert 1 < result.points < 2
    assert result.misconception == "bag_of_words_cut_at_blanks"


def test_all_the_differences_lose_the_memory_alone():
    def pairwise_squared_distances(A, B):
        A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
        return ((A[:, None] - B) ** 2).sum(axis=2)

    result = ask(pairwise_squared_distances, plan(EXERCISES["pairwise_squared_distances"]))
    (failed,) = [case for case in result.cases if case.fraction < 1]
    assert failed.words.endswith("MiB at its peak, 1 MiB are allowed")
    assert result.misconception == "pairwise_by_all_the_differences"


def test_a_centroid_of_nothing_costs_the_missing_class_alone():
    def nearest_centroid(X, labels, num_classes, queries):
        centroids = np.array([X[labels == k].mean(axis=0) for k in range(num_classes)])
        return vectors.pairwise_squared_distances(queries, centroids).argmin(axis=1)

    result = ask(nearest_centroid, plan(EXERCISES["nearest_centroid"]))
    assert [case.name for case in result.cases if case.fraction < 1] == ["a class without examples"]
    assert result.misconception == "nearest_centroid_of_nothing"
