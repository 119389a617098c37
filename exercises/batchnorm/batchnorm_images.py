"""batchnorm_images: one mean and one variance for each channel, over all examples and all pixels."""

import numpy as np

from exercises.batchnorm.columns import with_epsilon
from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise
from solutions import batchnorm
from solutions.batchnorm import batchnorm_forward


def images(*shape, make=normal, **options):
    """Make images `(N, H, W, C)`, gamma and beta `(C,)`."""
    return make(shape, shape[-1], shape[-1], **options)


batchnorm_images = Exercise(
    batchnorm.batchnorm_images,
    points=3,
    hints=(
        "A channel is one feature, looked for at every place of every image. All its N·H·W values share one mean.",
        "Mean and variance have the shape (C,). Which three axes does that leave to average over?",
        "Reshape the images to (N·H·W, C), so that every pixel is a row; use your `batchnorm_forward`, and reshape its "
        "first result back.",
    ),
    cases=(
        Case("images of 2 by 4 pixels, three channels", images(5, 2, 4, 3), share=2),
        Case("as many images as rows, columns and channels", images(2, 2, 2, 2)),
        Case("one image", images(1, 3, 2, 4)),
        Case("one channel, then images of one pixel", calls(images(3, 5, 2, 1), images(6, 1, 1, 4)), share=0.5),
        Case("channels that hardly vary", images(4, 1, 2, 3, scale=0.003), share=0.5),
        Case("another epsilon", with_epsilon(images(2, 1, 4, 3), 0.1, 1e-3), share=0.5),
        Case("whole numbers, then another shape", calls(images(2, 1, 3, 4, make=whole), images(4, 2, 3, 1))),
        Case(
            "other number types and memory layouts",
            calls(forms(images(2, 3, 1, 4)), images(3, 4, 2, 2, make=tiny)),
            share=0.5,
        ),
    ),
)


@batchnorm_images.wrong("All pixels of a channel share their statistics: average over the rows and columns too.")
def batchnorm_images_for_each_pixel(x, gamma, beta, epsilon=1e-5):
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon) + beta


@batchnorm_images.wrong("Average over the images too: with statistics of each image it is instance normalisation.")
def batchnorm_images_for_each_image(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=(1, 2), keepdims=True), x.var(axis=(1, 2), keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta


@batchnorm_images.wrong("Each channel has its own statistics, over all images: this is layer normalisation.")
def batchnorm_images_over_the_channels(x, gamma, beta, epsilon=1e-5):
    axes = tuple(range(1, x.ndim))
    mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta


@batchnorm_images.wrong("Each channel has its own mean and variance: one for everything mixes the features.")
def batchnorm_images_of_everything(x, gamma, beta, epsilon=1e-5):
    return gamma * (x - x.mean()) / np.sqrt(x.var() + epsilon) + beta


@batchnorm_images.wrong("The channels are last here, (N, H, W, C): average over the axes 0, 1 and 2.")
def batchnorm_images_with_channels_first(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=(0, 2, 3), keepdims=True), x.var(axis=(0, 2, 3), keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta


@batchnorm_images.wrong("Keep the channel as the last axis: a reshape to (C, -1) cuts the memory at other places.")
def batchnorm_images_cut_elsewhere(x, gamma, beta, epsilon=1e-5):
    rows = x.reshape(x.shape[-1], -1)
    mean, var = rows.mean(axis=1), rows.var(axis=1)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta


@batchnorm_images.wrong("Flattened images give H·W·C columns; a row here is a pixel: reshape to (-1, C).")
def batchnorm_images_flattened(x, gamma, beta, epsilon=1e-5):
    flat = x.reshape(len(x), -1)
    pixels = flat.shape[1] // len(gamma)
    out, _, _ = batchnorm_forward(flat, np.repeat(gamma, pixels), np.repeat(beta, pixels), epsilon)
    return out.reshape(x.shape)


@batchnorm_images.wrong("The result has the shape of the images: reshape it back.")
def batchnorm_images_left_flat(x, gamma, beta, epsilon=1e-5):
    return batchnorm_forward(x.reshape(-1, x.shape[-1]), gamma, beta, epsilon)[0]


@batchnorm_images.wrong("Only the normalised images are asked here, not the statistics.")
def batchnorm_images_with_statistics(x, gamma, beta, epsilon=1e-5):
    out, mean, var = batchnorm_forward(x.reshape(-1, x.shape[-1]), gamma, beta, epsilon)
    return out.reshape(x.shape), mean, var


@batchnorm_images.wrong("Divide by N·H·W, not by one less: the variance is the biased one.")
def batchnorm_images_unbiased(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2), ddof=1)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta


@batchnorm_images.wrong("Pass epsilon on to `batchnorm_forward`: it is not always 1e-5.")
def batchnorm_images_with_a_fixed_epsilon(x, gamma, beta, epsilon=1e-5):
    return batchnorm_forward(x.reshape(-1, x.shape[3]), gamma, beta)[0].reshape(x.shape)


@batchnorm_images.wrong("Scale by gamma and shift by beta at the end.")
def batchnorm_images_without_gamma_and_beta(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
    return (x - m) / np.sqrt(v + epsilon)


@batchnorm_images.wrong("`reshape` alone keeps the channels last: do not move the axes before it.")
def batchnorm_images_turned_before_flattening(x, gamma, beta, epsilon=1e-05):
    flat = x.transpose(3, 0, 1, 2).reshape(-1, x.shape[3])
    out = batchnorm_forward(flat, gamma, beta, epsilon)[0]
    return out.reshape(x.shape)


@batchnorm_images.wrong("Beta is added after gamma has multiplied.")
def batchnorm_images_scales_beta(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
    return gamma * ((x - m) / np.sqrt(v + epsilon) + beta)


@batchnorm_images.wrong("`range(n)` stops before n by itself: with n - 1 the last channel is left out.")
def batchnorm_images_without_the_last_channel(x, gamma, beta, epsilon=1e-05):
    out = np.zeros(x.shape)
    for c in range(x.shape[3] - 1):
        m, v = x[..., c].mean(), x[..., c].var()
        out[..., c] = gamma[c] * (x[..., c] - m) / np.sqrt(v + epsilon) + beta[c]
    return out


@batchnorm_images.wrong("Add epsilon to the variance: an empty channel has none.")
def batchnorm_images_without_epsilon(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
    return gamma * (x - m) / np.sqrt(v) + beta


@batchnorm_images.wrong("All rows of the images share the statistics of their channel.")
def batchnorm_images_of_each_row(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=(0, 2)), x.var(axis=(0, 2))
    return gamma * (x - m[None, :, None]) / np.sqrt(v[None, :, None] + epsilon) + beta


@batchnorm_images.wrong("Mean and variance are taken over examples, rows and columns: a channel has its own.")
def batchnorm_images_at_each_pixel(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gamma * (x - m) / np.sqrt(v + epsilon) + beta


@batchnorm_images.variant
def batchnorm_images_over_three_axes(x, gamma, beta, epsilon=1e-5):
    x, gamma, beta = (np.asarray(array, dtype=np.float64) for array in (x, gamma, beta))
    centred = x - x.mean(axis=(0, 1, 2))
    return gamma * centred / np.sqrt(np.mean(centred**2, axis=(0, 1, 2)) + epsilon) + beta


@batchnorm_images.variant
def batchnorm_images_channel_by_channel(x, gamma, beta, epsilon=1e-5):
    _, _, _, C = np.shape(x)
    out = np.array(x, dtype=float)
    for c in range(C):
        channel = out[..., c].copy()
        normalised = (channel - np.mean(channel)) / (np.var(channel) + epsilon) ** 0.5
        out[..., c] = normalised * float(gamma[c]) + float(beta[c])
    return out


@batchnorm_images.variant
def batchnorm_images_with_channels_moved(x, gamma, beta, epsilon=1e-5):
    channels_first = np.moveaxis(x, -1, 0)
    rows = channels_first.reshape(len(channels_first), -1)
    out = batchnorm_forward(rows.T, gamma, beta, epsilon)[0].T
    return np.moveaxis(out.reshape(channels_first.shape), 0, -1).tolist()
