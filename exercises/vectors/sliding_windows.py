"""sliding_windows: a series as overlapping rows."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise
from solutions import vectors


def series(length, width):
    """Make a series and the width of a window."""
    return lambda rng: (rng.normal(size=length), width)


def whole_series(length, width):
    """Make a series of whole numbers and the width of a window."""
    return lambda rng: (rng.integers(-20, 21, size=length), width)


sliding_windows = Exercise(
    vectors.sliding_windows,
    points=2,
    hints=(
        "Write the windows of (3, 1, 4, 1, 5) of width 3 below each other. Where does row t start? How many are there?",
        "Row t is `series[t : t + width]`, and the last row starts at `T - width`: T - width + 1 rows.",
        "Collect `series[t : t + width]` for every t in `range(T - width + 1)` in a list and make one array of it with "
        "`np.array`.",
    ),
    cases=(
        Case("windows of a short series", series(9, 3), share=2),
        Case("as many windows as values in each", series(7, 4)),
        Case("windows of a single value", series(5, 1), share=0.5),
        Case("one window, the whole series", series(6, 6), share=0.5),
        Case("whole numbers, then another width", calls(whole_series(11, 2), series(10, 8))),
        Case("other number types and memory layouts", forms(series(8, 3)), share=0.5),
    ),
)


@sliding_windows.wrong("The last window is missing: there are T - width + 1 of them, it starts at T - width.")
def sliding_windows_without_the_last(series, width):
    return np.array([series[t : t + width] for t in range(len(series) - width)]).reshape(-1, width)


@sliding_windows.wrong("Each window starts one step after the one before: these stand side by side and do not overlap.")
def sliding_windows_side_by_side(series, width):
    return np.array([series[t : t + width] for t in range(0, len(series) - width + 1, width)])


@sliding_windows.wrong("One window per row, shape (T - width + 1, width): this is the transpose.")
def sliding_windows_in_columns(series, width):
    return np.array([series[i : len(series) - width + 1 + i] for i in range(width)])


@sliding_windows.wrong("Time does not run in a circle: only windows that fit are asked for, none goes on at the start.")
def sliding_windows_in_a_circle(series, width):
    return np.array([np.roll(series, -t)[:width] for t in range(len(series))])


@sliding_windows.wrong("Only windows that lie inside the series are asked for: do not pad it with zeros.")
def sliding_windows_padded(series, width):
    padded = np.concatenate([series, np.zeros(max(width - 1, 0))])
    return np.array([padded[t : t + width] for t in range(len(series))])


@sliding_windows.wrong("Time runs from left to right in a window too: `windows[t, i]` is `series[t + i]`.")
def sliding_windows_backwards(series, width):
    return np.array([series[t : t + width][::-1] for t in range(len(series) - width + 1)])


@sliding_windows.wrong("Return the windows themselves: this is the mean of each, a moving average.")
def sliding_windows_averaged(series, width):
    return np.convolve(series, np.ones(width) / width, mode="valid")


@sliding_windows.wrong(
    "A window has exactly `width` values: a slice ends before its second number, so no 1 is subtracted."
)
def sliding_windows_one_value_short(series, width):
    return np.array([series[t : t + width - 1] for t in range(len(series) - width + 1)])


@sliding_windows.wrong("A window has exactly `width` values, from t to t + width - 1: a slice leaves out its end.")
def sliding_windows_one_value_long(series, width):
    return np.array([series[t : t + width + 1] for t in range(len(series) - width)])


@sliding_windows.wrong("The first window starts at position 0, the first value of all.")
def sliding_windows_without_the_first(series, width):
    return np.array([series[t : t + width] for t in range(1, len(series) - width + 1)]).reshape(-1, width)


@sliding_windows.wrong("The first window comes first: here the rows go back in time.")
def sliding_windows_last_first(series, width):
    return np.array([series[t : t + width] for t in reversed(range(len(series) - width + 1))])


@sliding_windows.wrong("Return the windows themselves, not their sums.")
def sliding_windows_added_up(series, width):
    return np.convolve(series, np.ones(width), mode="valid")


@sliding_windows.wrong("Every window is different: here the first one is repeated.")
def sliding_windows_of_the_first_alone(series, width):
    return np.tile(series[:width], (len(series) - width + 1, 1))


@sliding_windows.wrong(
    "All values of a window are filled in, the last one too: `range(width)` already stops before it."
)
def sliding_windows_with_an_empty_last_value(series, width):
    windows = np.array([series[t : t + width] for t in range(len(series) - width + 1)], dtype=float)
    windows[:, -1] = 0
    return windows


@sliding_windows.wrong("The last row is filled in too: the loop over the windows takes T - width + 1 steps.")
def sliding_windows_with_an_empty_last_row(series, width):
    windows = np.array([series[t : t + width] for t in range(len(series) - width + 1)], dtype=float)
    windows[-1] = 0
    return windows


@sliding_windows.wrong("Keep the fractions of the values: an array of integers cuts them off.")
def sliding_windows_of_whole_numbers(series, width):
    return np.array([series[t : t + width] for t in range(len(series) - width + 1)]).astype(int)


@sliding_windows.variant
def sliding_windows_with_a_loop(series, width):
    windows = np.empty((series.size - width + 1, width))
    for t in range(len(windows)):
        windows[t] = series[t : t + width]
    return windows


@sliding_windows.variant
def sliding_windows_as_a_view(series, width):
    return np.lib.stride_tricks.sliding_window_view(series, width)


@sliding_windows.variant
def sliding_windows_column_by_column(series, width):
    num_windows = len(series) - width + 1
    return np.stack([series[i : i + num_windows] for i in range(width)], axis=1)


@sliding_windows.variant
def sliding_windows_in_plain_python(series, width):
    values = series.tolist()
    return [[values[t + i] for i in range(width)] for t in range(len(values) - width + 1)]
