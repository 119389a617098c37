import json
import zipfile
from pathlib import Path

import pytest

from grader.classroom.choice import decide
from grader.classroom.submissions import find
from grader.collect.recognise import Recogniser
from grader.intake.notebook import read

RIGHT_NAME = "04-losses/04-losses.ipynb"


@pytest.fixture(scope="module")
def blank(small):
    return (small.released / "04-losses.ipynb").read_bytes()


@pytest.fixture
def hand_in(tmp_path):
    def put(place, data):
        path = tmp_path / "class" / "ada" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".zip":
            with zipfile.ZipFile(path, "w") as pack:
                pack.writestr("04-losses/04-losses.ipynb", data)
        else:
            path.write_bytes(data)
        return path

    return put


@pytest.fixture
def decided(small, tmp_path):
    """Return a function that finds what Ada handed in: the chosen submission, and what is told."""

    def decide_all():
        found = find(tmp_path / "class", ["04-losses"], Recogniser.of_course(small.course))
        [submission] = found.submissions
        cells, _ = read((small.released / "04-losses.ipynb").read_bytes())
        chosen, told = decide(submission, cells, list(small.right))
        return chosen, [*found.left_out, *told]

    return decide_all


PLACES = {
    "in its place": RIGHT_NAME,
    "nested": "04-losses/04-losses/04-losses.ipynb",
    "zipped": "04-losses/04-losses.zip",
    "without a suffix": "04-losses/04-losses",
    "as JSON": "04-losses/04-losses.json",
    "as text": "04-losses/04-losses.ipynb.txt",
    "flat": "04-losses.ipynb",
    "flat under another name": "my answers.ipynb",
    "in an attempt's folder": "04-losses/attempt 1/04-losses.ipynb",
    "in a folder of another spelling": "04 Losses/04_losses.ipynb",
    "zipped in the student's folder": "04-losses.zip",
    "zipped on Windows": "04-losses\\04-losses.ipynb",
    "in a folder of no meaning": "uni/week 4/a.ipynb",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_notebook_is_found_where_it_is(hand_in, decided, small, place):
    hand_in(place, small.notebook())
    chosen, told = decided()
    assert json.loads(chosen.read()) == small.document() and told == []
    assert chosen.assignment == "04-losses"
    assert bool(chosen.repairs) == (place not in (RIGHT_NAME, PLACES["flat"], PLACES["in an attempt's folder"]))


@pytest.mark.parametrize("place", [place for place in PLACES.values() if place != RIGHT_NAME])
def test_an_untouched_release_in_its_place_does_not_beat_answers_elsewhere(hand_in, decided, small, blank, place):
    if "attempt" in place:
        pytest.skip("an attempt of its own")
    hand_in(RIGHT_NAME, blank)
    hand_in(place, small.notebook())
    chosen, told = decided()
    assert json.loads(chosen.read()) == small.document() and told == []
    assert "the only one with answers" in " ".join(chosen.repairs)


def test_a_release_of_another_time_is_untouched_too(hand_in, decided, small):
    old = (
        "def mse(predictions, targets):\n    '''Other words.'''\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    )
    hand_in(RIGHT_NAME, small.notebook(mse=old.replace("'''", '"""')))
    hand_in("04-losses/04-losses (1).ipynb", small.notebook())
    chosen, told = decided()
    assert chosen.path.name == "04-losses (1).ipynb" and told == []


def test_two_notebooks_with_different_answers_are_both_named(hand_in, decided, small):
    hand_in(RIGHT_NAME, small.notebook())
    hand_in("04-losses/04-losses-Copy1.ipynb", small.notebook(softmax=small.wrong_softmax))
    chosen, [words] = decided()
    assert chosen.path.name == "04-losses.ipynb"
    assert "'04-losses-Copy1.ipynb' was not graded: '04-losses.ipynb' was, and its answers are others" in words


def test_two_notebooks_with_the_same_answers_are_no_matter(hand_in, decided, small):
    hand_in(RIGHT_NAME, small.notebook())
    hand_in("copy.ipynb", json.dumps(small.document(), indent=4).encode())
    chosen, told = decided()
    assert told == [] and "of those with the same answers" in chosen.repairs[-1]


def test_a_notebook_of_another_course_is_named(hand_in, decided, small):
    hand_in(RIGHT_NAME, small.notebook())
    hand_in("other/thesis.ipynb", b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}')
    _, [words] = decided()
    assert "'ada/other/thesis.ipynb' is left out: of which assignment it is cannot be told" in words


def test_a_zip_file_that_cannot_be_looked_into_is_named(hand_in, decided, small):
    hand_in(RIGHT_NAME, small.notebook())
    path = hand_in("04-losses/more.zip", small.notebook())
    path.write_bytes(path.read_bytes()[:-30])
    _, [words] = decided()
    assert "'more.zip' was not graded" in words and "no whole zip file" in words


def test_what_lies_in_no_students_folder_is_named(hand_in, decided, small, tmp_path):
    hand_in(RIGHT_NAME, small.notebook())
    Path(tmp_path / "class" / "bo_12345_987654_04-losses.ipynb").write_bytes(small.notebook())
    Path(tmp_path / "class" / "list.csv").write_text("a")
    _, [words] = decided()
    assert "'bo_12345_987654_04-losses.ipynb' is left out" in words and "course collect" in words


def test_many_notebooks_are_not_all_read_and_those_that_are_not_are_named(hand_in, decided, small):
    hand_in(RIGHT_NAME, small.notebook())
    for number in range(60):
        hand_in(f"04-losses/copy {number}.ipynb", small.notebook())
    _, told = decided()
    assert len(told) == 11 and all("there are too many" in words for words in told)
