from math import comb, lgamma
from pathlib import Path

import numpy as np
import pytest

from exercises.regularisation import laws
from exercises.regularisation.random_crops import images as made_images
from grader.course import Course
from grader.selfcheck.calling import Answer, Call
from solutions.regularisation import dropout_mask, random_crops

EXERCISES = Course.find(Path(__file__)).chapter("regularisation").definitions()
SHAPE, P = (40, 30), 0.3


def draws(draw, times=4, seed=0):
    rng = np.random.default_rng(seed)
    return [draw(rng) for _ in range(times)]


def judge(law, *values, shape=SHAPE, p=P):
    return law([Call((shape, p, None))] * len(values), [Answer(value) for value in values], [Answer()] * len(values))


def test_masks_pass_in_any_form():
    (mask,) = draws(lambda rng: dropout_mask(SHAPE, P, rng), 1)
    for form in (mask, mask.tolist(), mask.astype(np.float32).astype(float) * 0 + mask, np.asfortranarray(mask)):
        assert judge(laws.is_a_mask, form).passed


@pytest.mark.parametrize(
    "mask, words",
    [
        (None, "None"),
        (np.zeros((30, 40)), "the shape"),
        (np.ones(SHAPE), "neither 0 nor"),
        (np.full(SHAPE, np.nan), "neither 0 nor"),
        (np.zeros(SHAPE), "all entries are dropped"),
        (np.full(SHAPE, 1 / 0.7), "all entries are dropped, or none"),
    ],
    ids=["none", "shape", "unscaled", "nan", "all-dropped", "none-dropped"],
)
def test_what_is_no_mask_is_refused_in_words(mask, words):
    assert words in judge(laws.is_a_mask, mask).words


def test_an_exception_is_named_and_not_looked_into():
    call = Call((SHAPE, P, None))
    assert "ZeroDivisionError" in laws.is_a_mask([call], [Answer(error=("ZeroDivisionError",))], [Answer()]).words


def test_small_masks_may_drop_all_or_nothing():
    assert judge(laws.is_a_mask, np.zeros(3), np.full(3, 2.0), shape=3, p=0.5).passed


def test_masks_drawn_entry_by_entry_pass():
    for seed in range(100):
        assert judge(laws.drops_by_chance, *draws(lambda rng: dropout_mask(SHAPE, P, rng), 4, seed)).passed


def test_masks_in_single_precision_pass():
    assert judge(laws.is_a_mask, *draws(lambda rng: dropout_mask(SHAPE, P, rng).astype(np.float32))).passed


@pytest.mark.parametrize(
    "dropped, words",
    [
        (lambda rng: rng.random(SHAPE) < 0.4, "is not p"),
        (lambda rng: np.tile(rng.random(SHAPE[1]) < P, (SHAPE[0], 1)), "whole columns"),
        (lambda rng: np.tile(rng.random((SHAPE[0], 1)) < P, (1, SHAPE[1])), "whole rows"),
        (lambda rng: (rng.random(SHAPE) < 1.5 * P) & (np.arange(SHAPE[1]) % 3 > 0), "some columns"),
        (lambda rng: np.repeat(rng.random((40, 15)) < P, 2, axis=1), "neighbours in a row"),
        (lambda rng: np.repeat(rng.random((20, 30)) < P, 2, axis=0), "neighbours in a column"),
        (lambda rng: folded(rng.random((40, 15)) < P), "its own mirror image"),
        (lambda rng: mirrored(rng.random(600) < P), "sorted, mirrored or repeats itself"),
        (lambda rng: np.tile(rng.random((20, 30)) < P, (2, 1)), "sorted, mirrored or repeats itself"),
        (lambda rng: np.resize(rng.random(101) < P, SHAPE), "sorted, mirrored or repeats itself"),
        (lambda rng: turned(rng.random(SHAPE), P), "sorted, mirrored or repeats itself"),
    ],
    ids=[
        *("share", "columns", "rows", "spared-columns", "pairs-across", "pairs-down"),
        *("mirrored", "mirrored-at-both-ends", "the-same-twice", "periodic", "turned-over"),
    ],
)
def test_masks_that_follow_another_law_are_told_apart(dropped, words):
    assert words in judge(laws.drops_by_chance, *draws(lambda rng: ~dropped(rng) / (1 - P))).words


def folded(half):
    return np.concatenate([half, half[:, ::-1]], axis=1)


def mirrored(half):
    return np.concatenate([half, half[::-1]]).reshape(SHAPE)


def turned(numbers, p):
    flat = numbers.ravel()
    flat[flat.size // 2 :] = 1 - flat[: flat.size // 2]  # where one is small, its partner is large
    return flat.reshape(numbers.shape) < p


def test_the_same_mask_in_every_call_is_noticed():
    (mask,) = draws(lambda rng: dropout_mask(SHAPE, P, rng), 1)
    assert "one call after the other" in judge(laws.drops_by_chance, mask, mask).words
    assert "one call after the other" in judge(laws.drops_by_chance, mask, mask[::-1, ::-1]).words


def test_a_fixed_number_is_noticed():
    def fixed(rng):
        return rng.permutation(np.repeat([0, 2.0], 60)).reshape(10, 12)

    assert "the same number" in judge(laws.number_varies, *draws(fixed, 20), shape=(10, 12), p=0.5).words
    free = draws(lambda rng: dropout_mask((10, 12), 0.5, rng), 20)
    assert judge(laws.number_varies, *free, shape=(10, 12), p=0.5).passed


@pytest.mark.parametrize("shape, times", [((1,), 20), ((2, 1), 3), ((10, 12), 2)], ids=["one", "two", "few-calls"])
def test_equal_numbers_tell_nothing_where_chance_may_have_made_them(shape, times):
    masks = [np.full(shape, 2.0)] * times
    assert judge(laws.number_varies, *masks, shape=shape, p=0.5).passed


def judge_crops(law, *crops, images, size):
    return law([Call((images, size, None))] * len(crops), [Answer(crop) for crop in crops], [Answer()] * len(crops))


IMAGES = np.random.default_rng(3).normal(size=(500, 5, 4))


def test_crops_of_the_reference_pass():
    for seed in range(100):
        crops, others = (random_crops(IMAGES, 2, rng) for rng in np.random.default_rng(seed).spawn(2))
        assert judge_crops(laws.crops_anywhere, crops, others, images=IMAGES, size=2).passed
        assert judge_crops(laws.crops, crops.astype(np.float32).astype(float) * 0 + crops, images=IMAGES, size=2).passed


@pytest.mark.parametrize(
    "crops, words",
    [
        (IMAGES[:, :2], "the shape"),
        (IMAGES[::-1, :2, :2], "not a piece of its own image"),
        (IMAGES[:, :2, :2].swapaxes(1, 2), "not a piece of its own image"),
        (np.zeros((500, 2, 2)), "not a piece of its own image"),
        (np.full((500, 2, 2), np.nan), "not a piece of its own image"),
    ],
    ids=["shape", "order", "turned", "zeros", "nan"],
)
def test_what_is_no_crop_is_refused_in_words(crops, words):
    assert words in judge_crops(laws.crops, crops, images=IMAGES, size=2).words


ORDER = "follow an order or repeat themselves"


def cut(tops, lefts):
    return np.stack([image[y : y + 2, x : x + 2] for image, y, x in zip(IMAGES, tops, lefts, strict=True)])


@pytest.mark.parametrize(
    "place, words",
    [
        (lambda rng: (rng.integers(0, 3, 500), rng.integers(0, 3, 500)), "or never"),
        (lambda rng: (np.full(500, 1), rng.integers(0, 3, 500)), "or never"),
        (lambda rng: np.divmod(np.repeat(rng.integers(0, 12, 250), 2), 3), ORDER),
        (lambda rng: np.divmod(np.sort(rng.integers(0, 12, 500)), 3), ORDER),
        (lambda rng: np.divmod(folded(rng.integers(0, 12, (1, 250)))[0], 3), ORDER),
        (lambda rng: np.divmod(np.resize(rng.integers(0, 12, 70), 500), 3), ORDER),
        (lambda rng: np.divmod((np.arange(504) % 12 + rng.integers(12))[:500] % 12, 3), "equally often"),
        (lambda rng: np.divmod(rng.permutation(np.arange(500) % 12), 3), "equally often"),
        (lambda rng: (np.arange(500) % 4, rng.integers(0, 3, 500)), ORDER),
        (lambda rng: np.round(rng.random((2, 500)) * [[3], [2]]).astype(int), "too often"),
    ],
    ids=[
        *("one-row-missing", "one-direction", "in-pairs", "sorted", "mirrored", "periodic"),
        *("in-turn", "dealt-out", "rows-in-turn", "rounded"),
    ],
)
def test_crops_at_other_places_are_told_apart(place, words):
    crops = [cut(*place(np.random.default_rng(seed))) for seed in (1, 2)]
    assert words in judge_crops(laws.crops_anywhere, *crops, images=IMAGES, size=2).words


def test_places_of_few_images_may_come_equally_often():
    two = np.array([[[1.0, 2.0]]] * 2)
    assert judge_crops(laws.crops_anywhere, two[..., :1], two[..., 1:], images=two, size=1).passed
    one_of_each = np.stack([two[0, :, :1], two[1, :, 1:]])
    assert judge_crops(laws.crops_anywhere, one_of_each, one_of_each, images=two, size=1).passed


LINE = np.array([[[1.0, 2.0, 3.0]]] * 400)


def one_pixel_each(lefts):
    return LINE[np.arange(400), :, lefts][..., np.newaxis]


@pytest.mark.parametrize(
    "lefts, is_right",
    [
        (lambda rng: rng.integers(0, 3, 400), True),
        (lambda rng: np.floor(3 * rng.random(400)).astype(int), True),
        (lambda rng: rng.integers(0, 2, 400), False),
        (lambda rng: np.round(2 * rng.random(400)).astype(int), False),
        (lambda rng: np.sort(rng.integers(0, 3, 400)), False),
        (lambda rng: np.full(400, rng.integers(0, 3)), False),
    ],
    ids=["any", "any-by-rounding-down", "never-the-last", "rarely-at-the-edges", "sorted", "one-for-all"],
)
def test_many_copies_of_three_pixels_tell_where_crops_may_lie(lefts, is_right):
    for seed in range(20):
        crops = [one_pixel_each(lefts(rng)) for rng in np.random.default_rng(seed).spawn(4)]
        assert judge_crops(laws.crops_anywhere, *crops, images=LINE, size=1).passed is is_right


def test_nothing_is_said_of_places_that_look_alike():
    plain = np.ones((400, 1, 2))
    assert judge_crops(laws.crops_anywhere, plain[..., :1], plain[..., :1], images=plain, size=1).passed


@pytest.mark.parametrize("law", [laws.mask_follows_the_generator, laws.crops_follow_the_generator])
def test_the_generator_is_followed(law):
    draw = dropout_mask if law is laws.mask_follows_the_generator else random_crops
    arguments = (SHAPE, P) if draw is dropout_mask else (IMAGES, 2)
    one, other = (draw(*arguments, np.random.default_rng(seed)) for seed in (0, 1))
    for answers, words in [((one, one, other), ""), ((one, other, one), "another source"), ((one,) * 3, "is used")]:
        verdict = law([Call((*arguments, None))] * 3, [Answer(a) for a in answers], [Answer()] * 3)
        assert verdict.words == "" if words == "" else words.split()[-1] in verdict.words
        assert verdict.passed == (words == "")


def test_the_same_places_in_every_call_are_noticed():
    crops = random_crops(IMAGES, 2, np.random.default_rng(0))
    assert "one call after the other" in judge_crops(laws.crops_anywhere, crops, crops, images=IMAGES, size=2).words


def test_small_draws_of_different_generators_may_be_equal():
    mask = np.array([2.0, 0.0])
    assert judge(laws.mask_follows_the_generator, mask, mask, mask, shape=(2,), p=0.5).passed
    two = np.array([[[1.0, 2.0]]] * 2)
    crops = [two[..., :1]] * 3
    assert judge_crops(laws.crops_follow_the_generator, *crops, images=two, size=1).passed


# False alarms that `grader.selfcheck.chance` knows nothing of


def cases_judged_by(law):
    made = [case for exercise in EXERCISES.values() for case in exercise.cases if case.law is law]
    assert made
    return [case.calls(np.random.default_rng(0)) for case in made]


def test_all_places_come_equally_often_less_than_once_in_a_billion():
    for calls in cases_judged_by(laws.crops_anywhere):
        images, size = calls[0].arguments[:2]
        places = (images.shape[1] - size + 1) * (images.shape[2] - size + 1)
        rest = len(images) % places
        each = lgamma(len(images) + 1) - (places - rest) * lgamma(len(images) // places + 1)
        each -= rest * lgamma(len(images) // places + 2)
        chance = comb(places, rest) * np.exp(each - len(images) * np.log(places))
        assert chance ** len(calls) < 1e-9


def test_right_masks_have_equal_counts_less_often_than_once_in_a_billion():
    for calls in cases_judged_by(laws.number_varies):
        shape, p = calls[0].arguments[:2]
        size = int(np.prod(shape))
        likeliest = max(comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size + 1))
        assert likeliest ** (len(calls) - 1) < 1e-9


def test_different_generators_give_the_same_less_often_than_once_in_a_billion():
    for calls in cases_judged_by(laws.mask_follows_the_generator):
        shape, p = calls[0].arguments[:2]
        assert (p**2 + (1 - p) ** 2) ** np.prod(shape) < 1e-9
    for calls in cases_judged_by(laws.crops_follow_the_generator):
        images, size = calls[0].arguments[:2]
        places = (images.shape[1] - size + 1) * (images.shape[2] - size + 1)
        assert (1 / places) ** len(images) < 1e-9


def test_windows_that_are_judged_can_be_told_apart():
    images, size, _ = made_images(500, 5, 4, size=2)(np.random.default_rng(0))
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2)).reshape(500, -1, 4)
    assert all(len(np.unique(image, axis=0)) == 12 for image in windows)
