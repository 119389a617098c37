import shutil
import subprocess
import sys

import numpy as np
import pytest

from digits import DATA, load_digits


@pytest.mark.parametrize("part, count", [("released", 1347), ("held-out", 450), ("all", 1797)])
def test_every_part_has_its_number_of_images_and_labels(part, count):
    images, labels = load_digits(part)
    assert images.shape == (count, 8, 8) and labels.shape == (count,)
    assert images.dtype == np.float64 and labels.dtype == np.int64


def test_the_released_digits_come_unasked():
    np.testing.assert_array_equal(load_digits()[0], load_digits("released")[0])


def test_pixels_are_whole_numbers_from_zero_to_sixteen():
    images, _ = load_digits("all")
    np.testing.assert_array_equal(np.unique(images), np.arange(17))


def test_the_digits_are_those_of_scikit_learn():
    # Recorded from sklearn.datasets.load_digits: the sum of all pixels, the images of each class, the first rows.
    images, labels = load_digits("all")
    assert images.sum() == 561718
    np.testing.assert_array_equal(np.bincount(labels), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    np.testing.assert_array_equal(labels[:12], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    np.testing.assert_array_equal(images[0, :2], [[0, 0, 5, 13, 9, 1, 0, 0], [0, 0, 13, 15, 10, 15, 5, 0]])


def test_three_pixels_are_the_same_in_every_image():
    images, _ = load_digits("all")
    assert np.sum(np.ptp(images, axis=0) == 0) == 3


def test_released_and_held_out_digits_together_are_all_of_them_in_the_order_of_the_original():
    everything, labels = load_digits("all")
    held_out = np.sort(np.random.default_rng(450).permutation(1797)[:450])  # the split that data/README.md states
    released = np.setdiff1d(np.arange(1797), held_out)
    for part, rows in [("released", released), ("held-out", held_out)]:
        np.testing.assert_array_equal(load_digits(part)[0], everything[rows])
        np.testing.assert_array_equal(load_digits(part)[1], labels[rows])


def test_no_held_out_image_is_among_the_released():
    released, held_out = ({image.tobytes() for image in load_digits(part)[0]} for part in ("released", "held-out"))
    assert not released & held_out


def test_changing_the_loaded_images_does_not_change_the_next_load():
    load_digits()[0][:] = -1
    assert load_digits()[0].min() == 0


@pytest.mark.parametrize("part", ["train", "Released", None])
def test_an_unknown_part_is_a_value_error_that_lists_the_parts(part):
    with pytest.raises(ValueError, match="released, held-out, all"):
        load_digits(part)


COPY = """
from digits import load_digits

print(len(load_digits()[0]))
for part in ("held-out", "all"):
    try:
        load_digits(part)
    except FileNotFoundError as error:
        print(error)
"""


def test_a_copy_with_the_released_digits_only_says_so(tmp_path):
    (tmp_path / "digits").mkdir()
    for name in ("__init__.py", "digits.npz"):
        shutil.copy(DATA / name, tmp_path / "digits")
    command = [sys.executable, "-c", COPY]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()
    assert shown[0] == "1347"
    assert len(shown) == 3
    assert all("digits-held-out.npz" in line for line in shown[1:])
