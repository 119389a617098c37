import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.notebook import MAX_BYTES, MAX_FILE, Unreadable, lighten, read
from grader.intake.outputs import without_outputs

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)
OUTPUTS = st.lists(st.dictionaries(st.sampled_from(["text", "outputs", 'a"b', "data"]), ANYTHING), max_size=3)


def _notebook(outputs, source="x = 1"):
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": outputs, "id": "a"}
    return json.dumps({"nbformat": 4, "cells": [cell, {**cell, "id": "b"}]}, ensure_ascii=False).encode()


@given(outputs=OUTPUTS, source=st.text())
def test_whatever_the_outputs_are_the_rest_is_as_it_was(outputs, source):
    assert json.loads(without_outputs(_notebook(outputs, source))) == json.loads(_notebook([], source))


@given(data=st.binary() | st.text(alphabet='{}[]",\\: outputs').map(str.encode))
def test_any_bytes_are_scanned_to_their_end_and_nothing_is_added(data):
    assert len(without_outputs(data)) <= len(data)


@pytest.mark.parametrize(
    "source",
    ['{"outputs": [1, 2]}', '"outputs": [', "\\", '\\"outputs": [', "outputs"],
)
def test_what_reads_like_outputs_in_a_text_stays(source):
    assert json.loads(without_outputs(_notebook([1], source)))["cells"][0]["source"] == source


@pytest.mark.parametrize(
    "outputs",
    [
        [{"data": {"text/html": "A" * 25_000_000}}],
        [[1] * 4_000_000],
        [[[]] * 2_500_000],
        [{"a": "b"}] * 800_000,
    ],
    ids=["an animation of 25 MB", "four million commas", "empty lists", "many texts"],
)
def test_outputs_of_any_size_are_no_hindrance(outputs):
    data = _notebook(outputs)
    assert len(lighten(data)) < 1000
    [cell, _], repairs = read(data)
    assert (cell.source, repairs) == ("x = 1", [])


def test_attached_pictures_and_the_state_of_widgets_are_not_looked_at():
    cell = {"cell_type": "markdown", "source": "![](a)", "attachments": {"a": {"image/png": "A" * 10**6}}}
    document = {
        "cells": [cell],
        "metadata": {"widgets": {"state": ["A" * 10**6]}, "language_info": {"version": "3.13"}},
    }
    data = lighten(json.dumps(document).encode())
    assert len(data) < 1000 and b'"3.13"' in data


@pytest.mark.parametrize(
    "data", [_notebook([], "x" * (MAX_BYTES + 1)), b" " * (MAX_FILE + 1)], ids=["a text", "a file"]
)
def test_what_is_too_large_without_outputs_is_refused_with_what_to_do(data):
    with pytest.raises(Unreadable, match="clear its outputs"):
        lighten(data)
