import matplotlib.pyplot as plt
import numpy as np
import pytest

from grader.selfcheck.compare import difference
from grader.selfcheck.probes import drawn, printed, value


@pytest.fixture(autouse=True)
def no_figures_before():
    plt.close("all")
    yield
    plt.close("all")


def test_the_value_of_a_variable_is_itself():
    table = {"a": [1]}
    assert value(table) is table


def test_what_a_function_prints_is_its_text(capsys):
    assert printed(lambda *words, end: print(*words, end=end), "a", 1, end="!\n") == "a 1!\n"
    assert capsys.readouterr().out == ""


def test_a_function_that_prints_nothing_prints_no_text():
    assert printed(lambda: "returned") == ""


def plot(show):
    figure, axes = plt.subplots()
    axes.plot([0, 1], [2, 3], label="a line")
    axes.scatter([4, 5], [6, 7], label="points")
    axes.bar([8], [9])
    axes.set(title="a title", xlabel="x", ylabel="y")
    axes.legend()
    figure.suptitle("over all")
    if show:
        plt.show()
    return figure


EXPECTED = {
    "title": "over all",
    "axes": [
        {
            "title": "a title",
            "x label": "x",
            "y label": "y",
            "legend": ["a line", "points"],
            "lines": [np.array([[0, 2], [1, 3]])],
            "bars": np.array([[7.6, 0, 0.8, 9]]),
            "points": [np.array([[4, 6], [5, 7]])],
        }
    ],
}
THINGS = {
    "a function": lambda: drawn(plot, False),
    "a function that shows what it drew": lambda: drawn(plot, True),
    "a figure": lambda: drawn(plot(False)),
    "axes": lambda: drawn(plot(False).axes[0]),
}


@pytest.mark.parametrize("read", THINGS.values(), ids=THINGS)
def test_labels_and_data_are_read_off_a_plot(read):
    assert difference(read(), EXPECTED) is None


@pytest.mark.parametrize("read", THINGS.values(), ids=THINGS)
def test_no_figure_is_left_open_and_showing_works_as_before(read):
    show = plt.show
    read()
    assert plt.get_fignums() == []
    assert plt.show is show


def test_what_was_drawn_before_the_call_is_not_read():
    plot(False)
    assert drawn(lambda: plt.plot([1, 2]))["axes"][0]["title"] == ""


def test_nothing_drawn_has_no_axes():
    assert drawn(lambda: None) == {"title": "", "axes": []}


def test_a_function_that_stops_leaves_no_figure_open():
    def stops():
        plt.plot([1])
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        drawn(stops)
    assert plt.get_fignums() == []
