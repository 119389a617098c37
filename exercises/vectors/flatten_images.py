"""flatten_images: images as rows of pixels from 0 to 1."""

import numpy as np

from exercises.forms import calls, every_form
from grader import Case, Exercise
from solutions import vectors


def grey(num_images, height, width, max_value=255):
    """Make images of grey levels up to the largest and that level; it need not occur."""
    return lambda rng: (rng.uniform(0, 0.9 * max_value, size=(num_images, height, width)), max_value)


def pixels(num_images, height, width, max_value=16):
    """Make the same in the small unsigned integers of image files."""
    return lambda rng: (rng.integers(max_value, size=(num_images, height, width), dtype=np.uint8), max_value)


def formed(num_images, height, width, max_value=255):
    """Make one call per form of the images."""
    return lambda rng: every_form(*grey(num_images, height, width, max_value)(rng))


flatten_images = Exercise(
    vectors.flatten_images,
    points=2,
    hints=(
        "Two steps: lay the rows of pixels of each image one after the other, then scale the grey levels.",
        "`images.reshape(N, H * W)` reads each image in reading order, line after line. What do you divide by so that "
        "`max_value` becomes 1?",
        "Convert with `np.asarray(images, dtype=np.float64)`, take N, H, W from its shape, reshape to `(N, H * W)` and "
        "divide by `max_value`, not by the largest level that happens to occur.",
    ),
    cases=(
        Case("a few images", grey(5, 3, 4), share=2),
        Case("as many square images as pixels in a line", grey(4, 4, 4, max_value=10)),
        Case("one image, with levels up to a half", grey(1, 6, 5, max_value=0.5), share=0.5),
        Case("images of bytes, then of another size", calls(pixels(6, 2, 7), pixels(3, 5, 2, max_value=99))),
        Case("other number types and memory layouts", formed(3, 4, 2), share=0.5),
    ),
)


@flatten_images.wrong(
    "Divide by `max_value`, the largest level possible: the largest that occurs differs between sets."
)
def flatten_images_by_the_largest_that_occurs(images, max_value):
    return images.reshape(len(images), -1) / images.max()


@flatten_images.wrong("All images share one scale: divided by its own maximum, a faint image looks like a strong one.")
def flatten_images_each_by_its_own_maximum(images, max_value):
    rows = images.reshape(len(images), -1)
    return rows / rows.max(axis=1, keepdims=True)


@flatten_images.wrong("Only divide: stretching from the smallest level to the largest changes what 0 means.")
def flatten_images_stretched(images, max_value):
    rows = images.reshape(len(images), -1)
    return (rows - rows.min()) / (rows.max() - rows.min())


@flatten_images.wrong("The grey levels must end up between 0 and 1: divide by `max_value`.")
def flatten_images_without_scaling(images, max_value):
    return images.reshape(len(images), -1)


@flatten_images.wrong("`max_value` is an argument: 255 is right for bytes alone, the digits of the course end at 16.")
def flatten_images_always_of_bytes(images, max_value):
    return images.reshape(len(images), -1) / 255


@flatten_images.wrong("Read each image line after line: this goes down its columns.")
def flatten_images_down_the_columns(images, max_value):
    return images.transpose(0, 2, 1).reshape(len(images), -1) / max_value


@flatten_images.wrong("One row per image, shape (N, H * W): this is the transpose.")
def flatten_images_into_columns(images, max_value):
    return images.reshape(len(images), -1).T / max_value


@flatten_images.wrong(
    "`reshape` hands the numbers out in order, so N must come first: `reshape(H * W, N)` mixes the pixels of all "
    "images."
)
def flatten_images_mixes_the_images(images, max_value):
    return images.reshape(-1, len(images)).T / max_value


@flatten_images.wrong("Keep the examples apart: one row per image, not one vector for all of them.")
def flatten_images_into_one_vector(images, max_value):
    return images.ravel() / max_value


@flatten_images.wrong("Use `/`: the division `//` rounds every level down, to 0 nearly everywhere.")
def flatten_images_divides_whole_numbers(images, max_value):
    return images.reshape(len(images), -1) // max_value


@flatten_images.wrong("Work on a copy: `images /= max_value` writes into the caller's own array.")
def flatten_images_changes_its_input(images, max_value):
    if images.dtype == np.uint8:
        images = images.astype(float)
    images /= max_value
    return images.reshape(len(images), -1)


@flatten_images.wrong("A row holds a whole image, all its lines: here each line of pixels is a row of its own.")
def flatten_images_line_per_row(images, max_value):
    return images.reshape(-1, images.shape[2]) / max_value


@flatten_images.wrong("Divide by `max_value`, so that it becomes 1: a product makes the levels larger still.")
def flatten_images_multiplied(images, max_value):
    return images.reshape(len(images), -1).astype(float) * max_value


@flatten_images.wrong("Keep 0 at 0: one less the level turns the image into its negative.")
def flatten_images_as_negatives(images, max_value):
    return 1 - images.reshape(len(images), -1) / max_value


@flatten_images.wrong("`max_value` itself becomes 1: it is a level, not the number of levels, so no 1 is added to it.")
def flatten_images_by_the_number_of_levels(images, max_value):
    return images.reshape(len(images), -1) / (max_value + 1.0)


@flatten_images.wrong("Start from the top line of each image: here its lines come in reverse order.")
def flatten_images_from_the_bottom(images, max_value):
    return images[:, ::-1].reshape(len(images), -1) / max_value


@flatten_images.wrong("All pixels stay: the mean of each line makes H numbers of H * W.")
def flatten_images_averaged(images, max_value):
    return images.mean(axis=2) / max_value


@flatten_images.wrong("Standardising is a step of its own (chapter 8): here 0 must stay 0, so divide and nothing else.")
def flatten_images_standardised(images, max_value):
    rows = images.reshape(len(images), -1) / max_value
    return (rows - rows.mean()) / rows.std()


@flatten_images.wrong("Do not subtract the smallest level first: 0 stays 0, whether or not it occurs.")
def flatten_images_without_the_smallest(images, max_value):
    return (images.reshape(len(images), -1) - images.min()) / max_value


@flatten_images.variant
def flatten_images_with_loops(images, max_value):
    rows = []
    for image in images:
        row = []
        for line in image:
            for level in line:
                row.append(float(level) / max_value)
        rows.append(row)
    return np.array(rows)


@flatten_images.variant
def flatten_images_line_by_line(images, max_value):
    scaled = images.astype(float) / max_value
    return np.hstack([scaled[:, h, :] for h in range(images.shape[1])])


@flatten_images.variant
def flatten_images_as_a_list_of_rows(images, max_value):
    _, _, _ = images.shape  # another number of axes is a ValueError of Python's own
    return [np.divide(image, max_value, dtype=np.float64).flatten() for image in images]
