"""random_crops: a window into every image. Judged by where the windows lie, never by one stream."""

import numpy as np

from exercises.forms import calls, every_form
from exercises.regularisation import laws as laws
from exercises.regularisation.masked import repeated, same_and_other
from grader import Case, Exercise, Seeded
from solutions import regularisation


def images(*shape, size, kind=None):
    """Make images no two pixels of which are alike, or of whole numbers of that type; a size, and a generator."""

    def make(rng):
        drawn = rng.normal(size=shape) if kind is None else rng.integers(0, 256, size=shape).astype(kind)
        return drawn, size, Seeded(int(rng.integers(2**32)))

    return make


def in_every_form(make):
    """Make one call for each form of the images."""
    return lambda rng: every_form(*make(rng))


random_crops = Exercise(
    regularisation.random_crops,
    points=3,
    hints=(
        "A crop is a slice. What chance decides is where it begins, once for every image.",
        "The upper edge can be at any of 0, 1, ..., H - size: that is H - size + 1 places. `rng.integers(0, k, N)` "
        "draws N numbers from 0 to k - 1. The left edge is another draw.",
        "Draw N tops and N lefts. For each image take `size` rows from its top on and `size` columns from its left on, "
        "and put the pieces together with `np.stack`.",
    ),
    cases=(
        Case("pieces of their own images", images(8, 6, 6, size=4), share=2, law=laws.crops),
        Case(
            "images that are higher or wider",
            calls(images(7, 9, 5, size=3), images(5, 4, 8, size=4), images(1, 5, 6, size=2)),
            law=laws.crops,
        ),
        Case(
            "the whole image, and single pixels",
            calls(images(4, 5, 5, size=5), images(9, 3, 4, size=1)),
            0.5,
            laws.crops,
        ),
        Case(
            "other number types and memory layouts",
            calls(in_every_form(images(4, 7, 6, size=3)), images(6, 5, 5, size=3, kind=np.uint8)),
            share=0.5,
            law=laws.crops,
        ),
        Case(
            "every place of high images, for each anew", repeated(images(400, 4, 3, size=2), 2), law=laws.crops_anywhere
        ),
        Case(
            "every place of wide images, for each anew", repeated(images(400, 1, 6, size=1), 2), law=laws.crops_anywhere
        ),
        Case("every place of square images", repeated(images(400, 3, 3, size=1), 2), law=laws.crops_anywhere),
        Case("the generator decides", same_and_other(images(60, 6, 5, size=3)), law=laws.crops_follow_the_generator),
    ),
)


@random_crops.wrong("Draw a position for each image: here all the crops are at the same place.")
def random_crops_at_one_place(images, size, rng):
    y = rng.integers(0, images.shape[1] - size + 1)
    x = rng.integers(0, images.shape[2] - size + 1)
    return images[:, y : y + size, x : x + size]


@random_crops.wrong("Draw the position: a crop from the middle is always the same.")
def random_crops_from_the_middle(images, size, rng):
    y, x = (images.shape[1] - size) // 2, (images.shape[2] - size) // 2
    return images[:, y : y + size, x : x + size]


@random_crops.wrong("There are H - size + 1 positions: `rng.integers` never draws its end, so this misses the last.")
def random_crops_without_the_last_position(images, size, rng):
    tops = rng.integers(0, max(1, images.shape[1] - size), len(images))
    lefts = rng.integers(0, max(1, images.shape[2] - size), len(images))
    return np.stack([image[y : y + size, x : x + size] for image, y, x in zip(images, tops, lefts)])


@random_crops.wrong("Draw the row and the column independently: one number for both only reaches the diagonal.")
def random_crops_on_the_diagonal(images, size, rng):
    places = rng.integers(0, min(images.shape[1:]) - size + 1, len(images))
    return np.stack([image[at : at + size, at : at + size] for image, at in zip(images, places)])


@random_crops.wrong("Move in both directions: here only the column of the corner is drawn.")
def random_crops_along_the_top(images, size, rng):
    lefts = rng.integers(0, images.shape[2] - size + 1, len(images))
    return np.stack([image[:size, x : x + size] for image, x in zip(images, lefts)])


@random_crops.wrong("One crop per image, in the order of the images: do not draw the images too.")
def random_crops_of_random_images(images, size, rng):
    chosen = rng.permutation(len(images))[::-1]
    tops = rng.integers(0, images.shape[1] - size + 1, len(images))
    lefts = rng.integers(0, images.shape[2] - size + 1, len(images))
    return np.stack([images[n, y : y + size, x : x + size] for n, y, x in zip(chosen, tops, lefts)])


@random_crops.wrong("The crop is a connected square: draw its corner, not its rows and columns one by one.")
def random_crops_of_scattered_pixels(images, size, rng):
    crops = []
    for image in images:
        rows = rng.permutation(images.shape[1])[:size]
        columns = rng.permutation(images.shape[2])[:size]
        crops.append(image[np.ix_(rows, columns)])
    return np.stack(crops)


@random_crops.wrong("The square must lie inside the image: near the edge this one is filled up with zeros.")
def random_crops_over_the_edge(images, size, rng):
    padded = np.pad(images, ((0, 0), (size // 2, size), (size // 2, size)))
    tops = rng.integers(0, images.shape[1], len(images))
    lefts = rng.integers(0, images.shape[2], len(images))
    return np.stack([image[y : y + size, x : x + size] for image, y, x in zip(padded, tops, lefts)])


@random_crops.wrong("Leave what is in the square as it is: augmentation moves the window and nothing else.")
def random_crops_turned_over(images, size, rng):
    tops = rng.integers(0, images.shape[1] - size + 1, len(images))
    lefts = rng.integers(0, images.shape[2] - size + 1, len(images))
    return np.stack([image[y : y + size, x : x + size].T for image, y, x in zip(images, tops, lefts)])


@random_crops.wrong("Use the generator you are given: one with a seed of your own cuts every epoch alike.")
def random_crops_with_a_seed_of_its_own(images, size, rng):
    rng = np.random.default_rng(0)
    tops = rng.integers(0, images.shape[1] - size + 1, len(images))
    lefts = rng.integers(0, images.shape[2] - size + 1, len(images))
    return np.stack([image[y : y + size, x : x + size] for image, y, x in zip(images, tops, lefts)])


@random_crops.wrong("The left edge has W - size + 1 places: this counts them by the height, as only squares allow.")
def random_crops_for_squares_only(images, size, rng):
    places = images.shape[1] - size + 1
    tops, lefts = rng.integers(0, places, len(images)), rng.integers(0, places, len(images))
    lefts = np.minimum(lefts, images.shape[2] - size)
    return np.stack([image[y : y + size, x : x + size] for image, y, x in zip(images, tops, lefts)])


@random_crops.wrong("Use `rng.integers`: rounding makes the first and the last place half as likely as the others.")
def random_crops_rounded(images, size, rng):
    tops = np.round(rng.random(len(images)) * (images.shape[1] - size)).astype(int)
    lefts = np.round(rng.random(len(images)) * (images.shape[2] - size)).astype(int)
    return np.stack([image[y : y + size, x : x + size] for image, y, x in zip(images, tops, lefts)])


@random_crops.wrong("Draw each place: this takes one after the other in turn.")
def random_crops_in_turn(images, size, rng):
    columns = images.shape[2] - size + 1
    places = (images.shape[1] - size + 1) * columns
    tops, lefts = np.divmod((rng.integers(places) + np.arange(len(images))) % places, columns)
    return np.stack([image[y : y + size, x : x + size] for image, y, x in zip(images, tops, lefts)])


@random_crops.wrong("Any place will do: these lie on a grid of whole crops.")
def random_crops_on_a_grid(images, size, rng):
    tops = size * rng.integers(0, images.shape[1] // size, len(images))
    lefts = size * rng.integers(0, images.shape[2] // size, len(images))
    return np.stack([image[y : y + size, x : x + size] for image, y, x in zip(images, tops, lefts)])


@random_crops.wrong("Draw the place: the upper left corner is one of many.")
def random_crops_of_the_corner(images, size, rng):
    return images[:, :size, :size]


@random_crops.wrong("The square must lie inside the image: the last place is H - size, not H - 1.")
def random_crops_filled_up(images, size, rng):
    N, H, W = images.shape
    ys = rng.integers(0, H, N)
    xs = rng.integers(0, W, N)
    out = np.zeros((N, size, size))
    for n in range(N):
        piece = images[n, ys[n] : ys[n] + size, xs[n] : xs[n] + size]
        out[n, : piece.shape[0], : piece.shape[1]] = piece
    return out


@random_crops.wrong("One crop of each image, in their order: do not draw the images too.")
def random_crops_of_images_drawn_again(images, size, rng):
    N, H, W = images.shape
    which = rng.integers(0, N, N)
    ys = rng.integers(0, H - size + 1, N)
    xs = rng.integers(0, W - size + 1, N)
    return np.stack([images[i][y : y + size, x : x + size] for i, y, x in zip(which, ys, xs)])


@random_crops.wrong("The first place is 0: begin to draw there, not at 1.")
def random_crops_without_the_first_position(images, size, rng):
    num_images, height, width = images.shape
    ys = rng.integers(min(1, height - size), height - size + 1, num_images)
    xs = rng.integers(min(1, width - size), width - size + 1, num_images)
    return np.stack([im[y : y + size, x : x + size] for im, y, x in zip(images, ys, xs)])


@random_crops.wrong("Return a crop of every image, in one array.")
def random_crops_of_the_first_image(images, size, rng):
    _, H, W = images.shape
    out = []
    for im in images:
        y = rng.integers(0, H - size + 1)
        x = rng.integers(0, W - size + 1)
        out.append(im[y : y + size, x : x + size])
    return out[0]


@random_crops.wrong("`range(n)` stops before n by itself: with n - 1 the last image is left out.")
def random_crops_without_the_last_image(images, size, rng):
    N, H, W = images.shape
    out = np.zeros((N, size, size))
    for n in range(N - 1):
        y = rng.integers(0, H - size + 1)
        x = rng.integers(0, W - size + 1)
        out[n] = images[n, y : y + size, x : x + size]
    return out


@random_crops.wrong("Rows and columns of a piece are neighbours: draw where they begin.")
def random_crops_of_scattered_rows(images, size, rng):
    N, H, W = images.shape
    out = np.zeros((N, size, size))
    for n in range(N):
        ys = rng.choice(H, size, replace=False)
        xs = rng.choice(W, size, replace=False)
        out[n] = images[n][np.ix_(ys, xs)]
    return out


@random_crops.wrong("All places are equally likely: a normal number prefers the middle.")
def random_crops_around_the_middle(images, size, rng):
    num_images, height, width = images.shape
    tops, lefts = (rng.normal((n - size) / 2, 1, num_images).round().astype(int) for n in (height, width))
    corners = zip(tops.clip(0, height - size), lefts.clip(0, width - size))
    return np.stack([image[y : y + size, x : x + size] for image, (y, x) in zip(images, corners)])


@random_crops.variant
def random_crops_image_by_image(images, size, rng):
    num_images, height, width = images.shape
    crops = np.zeros((num_images, size, size))
    for n in range(num_images):
        y, x = rng.integers(height - size + 1), rng.integers(width - size + 1)
        crops[n] = images[n, y : y + size, x : x + size]
    return crops


@random_crops.variant
def random_crops_by_numbered_places(images, size, rng):
    columns = images.shape[2] - size + 1
    number = rng.choice((images.shape[1] - size + 1) * columns, len(images))
    y, x = np.divmod(number, columns)
    window = np.arange(size)
    n = np.arange(len(images))[:, None, None]
    return images[n, (y[:, None] + window)[:, :, None], (x[:, None] + window)[:, None, :]]


@random_crops.variant
def random_crops_from_all_windows(images, size, rng):
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    y = np.floor(rng.random(len(images)) * windows.shape[1]).astype(int)
    x = np.floor(rng.random(len(images)) * windows.shape[2]).astype(int)
    return windows[np.arange(len(images)), y, x].tolist()
