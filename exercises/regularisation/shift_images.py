"""shift_images: slide the picture over the paper."""

import numpy as np

from exercises.forms import calls, every_form
from grader import Case, Exercise
from solutions import regularisation


def shifted(*shape, by):
    """Make images without a single 0 and a shift."""
    return lambda rng: (rng.choice([-1, 1], size=shape) * rng.uniform(0.5, 2, size=shape), *by)


def whole(*shape, by, kind=int):
    """Make the same from whole numbers, as images have them."""
    return lambda rng: (rng.integers(1, 17, size=shape).astype(kind), *by)


def in_every_form(make):
    """Make one call for each form of the images."""
    return lambda rng: every_form(*make(rng))


shift_images = Exercise(
    regularisation.shift_images,
    points=3,
    hints=(
        "Begin with empty images of the same shape. Which rectangle of the old image survives, and where does it land?",
        "For a shift down by 2 the old rows 0 to H - 3 land on the new rows 2 to H - 1. For a shift up it is the other "
        "way round; rows and columns do not depend on each other. A row that would land outside is lost.",
        "With loops: run over all y and x, and copy the pixel column of all images to (y + dy, x + dx) if that place "
        "lies inside 0..H-1 and 0..W-1. That is right for any shift, however large.",
    ),
    cases=(
        Case("down and to the right", shifted(3, 5, 6, by=(2, 1)), share=2),
        Case("up and to the left", shifted(4, 6, 5, by=(-1, -2))),
        Case("one direction, square images", calls(shifted(2, 4, 4, by=(1, 0)), shifted(3, 4, 4, by=(0, -1)))),
        Case("crosswise, one image", calls(shifted(1, 7, 3, by=(-3, 1)), shifted(1, 3, 7, by=(1, -4)))),
        Case("no shift at all", shifted(5, 3, 4, by=(0, 0)), share=0.5),
        Case(
            "further than the image is large",
            calls(*[shifted(2, 3, 5, by=by) for by in ((3, 0), (0, -5), (-7, 1), (2, 11), (4, 6), (-4, -6))]),
        ),
        Case(
            "other number types and memory layouts",
            calls(
                whole(3, 4, 5, by=(1, 1)),
                whole(2, 5, 4, by=(-1, 2), kind=np.uint8),
                in_every_form(shifted(3, 5, 4, by=(1, -1))),
            ),
            share=0.5,
        ),
    ),
)


@shift_images.wrong("What leaves is lost: `np.roll` brings it back in on the other side.")
def shift_images_rolls(images, dy, dx):
    return np.roll(images, (dy, dx), axis=(1, 2))


@shift_images.wrong("Positive is down and to the right: this moves the other way.")
def shift_images_the_other_way(images, dy, dx):
    _, height, width = images.shape
    shifted = np.zeros(images.shape)
    for y in range(max(0, dy), min(height, height + dy)):
        for x in range(max(0, dx), min(width, width + dx)):
            shifted[:, y - dy, x - dx] = images[:, y, x]
    return shifted


@shift_images.wrong("dy counts rows and dx columns: here they are exchanged.")
def shift_images_with_the_axes_exchanged(images, dy, dx):
    _, height, width = images.shape
    shifted = np.zeros(images.shape)
    for y in range(height):
        for x in range(width):
            if 0 <= y + dx < height and 0 <= x + dy < width:
                shifted[:, y + dx, x + dy] = images[:, y, x]
    return shifted


@shift_images.wrong("Fill up with 0, the empty paper, and not with the pixels of the edge.")
def shift_images_repeats_the_edge(images, dy, dx):
    _, height, width = images.shape
    rows = np.clip(np.arange(height) - dy, 0, height - 1)
    columns = np.clip(np.arange(width) - dx, 0, width - 1)
    return images[:, rows[:, None], columns]


@shift_images.wrong("What enters is empty: here the old pixels stay where nothing new lands.")
def shift_images_leaves_the_old_pixels(images, dy, dx):
    _, height, width = images.shape
    shifted = images.astype(float)
    for y in range(height):
        for x in range(width):
            if 0 <= y + dy < height and 0 <= x + dx < width:
                shifted[:, y + dy, x + dx] = images[:, y, x]
    return shifted


@shift_images.wrong("Negative shifts move too, up and to the left: this one only goes down and to the right.")
def shift_images_never_up_or_left(images, dy, dx):
    _, height, width = images.shape
    dy, dx = min(max(dy, 0), height), min(max(dx, 0), width)
    shifted = np.zeros(images.shape)
    shifted[:, dy:, dx:] = images[:, : height - dy, : width - dx]
    return shifted


@shift_images.wrong("The sign of the shift counts: up by one is not down by one.")
def shift_images_without_the_sign(images, dy, dx):
    _, height, width = images.shape
    dy, dx = min(abs(dy), height), min(abs(dx), width)
    shifted = np.zeros(images.shape)
    shifted[:, dy:, dx:] = images[:, : height - dy, : width - dx]
    return shifted


@shift_images.wrong("A shift by the whole height or more leaves nothing: do not take the remainder.")
def shift_images_by_the_remainder(images, dy, dx):
    _, height, width = images.shape
    dy, dx = int(np.fmod(dy, height)), int(np.fmod(dx, width))
    shifted = np.zeros(images.shape)
    for y in range(max(0, -dy), min(height, height - dy)):
        for x in range(max(0, -dx), min(width, width - dx)):
            shifted[:, y + dy, x + dx] = images[:, y, x]
    return shifted


@shift_images.wrong("Axis 0 counts the images: the rows of an image are axis 1, its columns axis 2.")
def shift_images_along_the_batch(images, dy, dx):
    shifted = np.zeros(images.shape)
    for n in range(images.shape[0]):
        for y in range(images.shape[1]):
            if 0 <= n + dy < images.shape[0] and 0 <= y + dx < images.shape[1]:
                shifted[n + dy, y + dx] = images[n, y]
    return shifted


@shift_images.wrong("A negative index counts from the other end: copy only to places from 0 on.")
def shift_images_wraps_at_negative_places(images, dy, dx):
    _, height, width = images.shape
    shifted = np.zeros(images.shape)
    for y in range(height):
        for x in range(width):
            if -height <= y + dy < height and -width <= x + dx < width:
                shifted[:, y + dy, x + dx] = images[:, y, x]
    return shifted


@shift_images.wrong("After a roll up or to the left, the last rows or columns have to be emptied.")
def shift_images_cleans_one_side(images, dy, dx):
    shifted = np.roll(images, (dy, dx), axis=(1, 2))
    shifted[:, : max(dy, 0)] = 0
    shifted[:, :, : max(dx, 0)] = 0
    return shifted


@shift_images.wrong("Move in both directions: here dx is forgotten.")
def shift_images_down_only(images, dy, dx):
    _, height, _ = images.shape
    shifted = np.zeros(images.shape)
    for y in range(max(0, -dy), min(height, height - dy)):
        shifted[:, y + dy] = images[:, y]
    return shifted


@shift_images.wrong("What enters is 0: here it is 1.")
def shift_images_fills_with_one(images, dy, dx):
    _, height, width = images.shape
    shifted = np.ones(images.shape)
    for y in range(max(0, -dy), min(height, height - dy)):
        for x in range(max(0, -dx), min(width, width - dx)):
            shifted[:, y + dy, x + dx] = images[:, y, x]
    return shifted


@shift_images.wrong("What leaves is lost, and positive numbers move down and to the right.")
def shift_images_round_the_wrong_way(images, dy, dx):
    return np.roll(images, (-dy, -dx), axis=(1, 2))


@shift_images.wrong("`dy` moves down and `dx` to the right; and what leaves does not come in again.")
def shift_images_round_and_exchanged(images, dy, dx):
    return np.roll(images, (dx, dy), axis=(1, 2))


@shift_images.wrong("With a shift in both directions, what enters has to be cleared on both sides.")
def shift_images_clears_one_side(images, dy, dx):
    out = np.roll(images, (dy, dx), axis=(1, 2)).astype(float)
    if dy > 0:
        out[:, :dy] = 0
    elif dy < 0:
        out[:, dy:] = 0
    elif dx > 0:
        out[:, :, :dx] = 0
    elif dx < 0:
        out[:, :, dx:] = 0
    return out


@shift_images.wrong("Columns run to W, rows to H: they need not be the same.")
def shift_images_of_squares(images, dy, dx):
    out = np.zeros(images.shape)
    _, H, W = images.shape
    for y in range(H):
        for x in range(W):
            if 0 <= y + dy < H and 0 <= x + dx < H:
                out[:, y + dy, x + dx] = images[:, y, x]
    return out


@shift_images.wrong("What enters is 0, whatever the image holds.")
def shift_images_fills_with_the_darkest(images, dy, dx):
    out = np.full(images.shape, images.min())
    _, H, W = images.shape
    for y in range(H):
        for x in range(W):
            if 0 <= y + dy < H and 0 <= x + dx < W:
                out[:, y + dy, x + dx] = images[:, y, x]
    return out


@shift_images.wrong("Any shift is allowed: a margin of one pixel is enough for a shift by one.")
def shift_images_by_one_pixel(images, dy, dx):
    _, H, W = images.shape
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    return padded[:, 1 - dy : 1 - dy + H, 1 - dx : 1 - dx + W]


@shift_images.wrong("`range(n)` stops before n by itself: with n - 1 the last row and column are left out.")
def shift_images_loses_the_border(images, dy, dx):
    out = np.zeros(images.shape)
    _, H, W = images.shape
    for y in range(H - 1):
        for x in range(W - 1):
            if 0 <= y + dy < H and 0 <= x + dx < W:
                out[:, y + dy, x + dx] = images[:, y, x]
    return out


@shift_images.variant
def shift_images_pixel_by_pixel(images, dy, dx):
    _, height, width = np.shape(images)
    shifted = np.zeros(np.shape(images))
    for y in range(height):
        for x in range(width):
            if 0 <= y + dy < height and 0 <= x + dx < width:
                shifted[:, y + dy, x + dx] = images[:, y, x]
    return shifted


@shift_images.variant
def shift_images_rolled_and_cleaned(images, dy, dx):
    shifted = np.roll(images, (dy, dx), axis=(1, 2))
    shifted[:, slice(0, dy) if dy >= 0 else slice(dy, None)] = 0
    shifted[:, :, slice(0, dx) if dx >= 0 else slice(dx, None)] = 0
    return shifted


@shift_images.variant
def shift_images_by_two_projections(images, dy, dx):
    down = np.eye(images.shape[1], k=-dy)  # (new row, old row)
    right = np.eye(images.shape[2], k=dx)  # (old column, new column)
    return down @ images @ right


@shift_images.variant
def shift_images_in_a_wide_frame(images, dy, dx):
    num_images, height, width = images.shape
    up, left = abs(dy), abs(dx)
    frame = np.zeros((num_images, height + 2 * up, width + 2 * left))
    frame[:, up + dy : up + dy + height, left + dx : left + dx + width] = images
    return frame[:, up : up + height, left : left + width]
