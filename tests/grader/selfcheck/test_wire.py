import json
from collections import Counter, OrderedDict, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.selfcheck import wire

ARRAYS = hnp.arrays(
    st.sampled_from(sorted(wire.DTYPES)), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
KEYS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)
TEXT_ARRAYS = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3).flatmap(
    lambda shape: hnp.arrays(object, shape, elements=TEXTS.map(lambda text: text.rstrip("\0"))).map(
        lambda array: np.array(array.tolist(), dtype=str).reshape(shape)
    )
)
VALUES = st.recursive(
    SCALARS | st.complex_numbers() | ARRAYS | TEXT_ARRAYS | hnp.arrays("float64", ()).map(lambda array: array[()]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=3)
        | st.dictionaries(KEYS, inner, max_size=3)
        | st.sets(KEYS, max_size=3)
        | st.frozensets(KEYS, max_size=3)
    ),
    max_leaves=12,
)
JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["tuple", "dict", "float", "integer", "array", "other", "rng", "function", "name", "x"])
            | st.sampled_from(["dtype", "shape", "data", "scalar", "strided", "readonly"])
            | st.sampled_from(["pairs", "set", "frozenset", "complex", "texts", "items"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


def same(one, other):
    """Whether two values are of the same types and equal, NaN included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (np.ndarray, np.generic)):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return one == other or (one != one and other != other)


@given(VALUES)
def test_a_value_survives_the_way_there(value):
    assert same(wire.decode(wire.loads(wire.dumps(wire.encode(value)))), value)


@given(VALUES)
def test_encoding_again_gives_the_same_bytes(value):
    data = wire.dumps(wire.encode(value))
    assert wire.dumps(wire.encode(wire.decode(wire.loads(data)))) == data


@given(JSON_LIKE)
@settings(max_examples=300)
def test_any_document_decodes_or_is_refused(document):
    try:
        value = wire.decode(document)
    except wire.WireError:
        return
    wire.dumps(wire.encode(value))


@given(st.binary(max_size=60) | JSON_LIKE.map(lambda document: json.dumps(document).encode()))
def test_any_bytes_load_or_are_refused(data):
    try:
        document = wire.loads(data)
    except wire.WireError:
        return
    json.dumps(document, ensure_ascii=False).encode("utf-8")


def array_document(**changes):
    document = {"dtype": "<f8", "shape": [1], "data": "AAAAAAAA8D8="}
    return {"array": document | changes}


def test_the_array_document_of_these_tests_is_a_one():
    assert wire.decode(array_document()).tolist() == [1.0]


HOSTILE = {
    "unknown kind": {"evil": 1},
    "two kinds at once": {"tuple": [], "dict": {}},
    "no kind": {},
    "array that is none": {"array": 3},
    "object array": array_document(dtype="|O"),
    "structured array": array_document(dtype="<f4,<f4"),
    "subarray type": array_document(dtype="(2,)<f4"),
    "long type string": array_document(dtype="f8," * 10_000),
    "type that is no string": array_document(dtype=["<f8"]),
    "big-endian": array_document(dtype=">f8"),
    "billions of elements": array_document(shape=[2**31, 2**31]),
    "negative axis": array_document(shape=[-1]),
    "true for an axis": array_document(shape=[True]),
    "fraction for an axis": array_document(shape=[1.0]),
    "too many axes": array_document(shape=[1] * 9),
    "shape as text": array_document(shape="1"),
    "empty with an endless axis": array_document(shape=[0, 10**30], data=""),
    "empty with impossible axes": array_document(shape=[0, 2**39, 2**39], data=""),
    "not base64": array_document(data="AAAA*AAA8D8="),
    "not ascii": array_document(data="é"),
    "data that is no text": array_document(data=[0]),
    "neither true nor false": array_document(dtype="|b1", data="Ag=="),
    "no data": {"array": {"dtype": "<f8", "shape": [1]}},
    "no such float": {"float": "1.5"},
    "not hexadecimal": {"integer": "0x1g"},
    "endless integer": {"integer": "f" * 5000},
    "too many items": [0] * (wire.MAX_ITEMS + 1),
    "a generator": {"rng": 7},
    "a function": {"function": "def f(): return 1", "name": "f"},
    "a Python set": {1, 2},
    "a set of lists": {"set": [[1]]},
    "a frozen set of dicts": {"frozenset": [{"dict": {}}]},
    "a set that is no list": {"set": {"dict": {}}},
    "a key that can be none": {"pairs": [[[1], 2]]},
    "a key without a value": {"pairs": [[1]]},
    "pairs that are none": {"pairs": [1]},
    "keys made to collide": {"pairs": [[{"integer": hex(n * (2**61 - 1))}, 0] for n in range(2 * wire.MAX_ALIKE)]},
    "items made to collide": {"set": [{"integer": hex(n * (2**61 - 1))} for n in range(2 * wire.MAX_ALIKE)]},
    "half a complex number": {"complex": [1.0]},
    "a complex number of text": {"complex": ["1", 0.0]},
    "texts that are none": {"texts": {"shape": [1], "items": [1]}},
    "fewer texts than the shape says": {"texts": {"shape": [2], "items": ["a"]}},
    "texts with an endless axis": {"texts": {"shape": [0, 10**30], "items": []}},
    "texts that take more memory than they have letters": {
        "texts": {"shape": [10**5], "items": ["x" * 10**4, *[""] * (10**5 - 1)]}
    },
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
def test_a_forged_document_is_refused(document):
    with pytest.raises(wire.WireError):
        wire.decode(document)


def test_a_deep_document_is_refused():
    document = []
    for _ in range(50):
        document = [document]
    with pytest.raises(wire.WireError, match="deeper"):
        wire.decode(document)


def test_a_refusal_quotes_nothing_of_the_document():
    with pytest.raises(wire.WireError) as caught:
        wire.decode({"<script>": 1})
    assert "script" not in str(caught.value)


BAD_BYTES = {
    "not JSON": b"{",
    "NaN": b"NaN",
    "infinity": b"[-Infinity]",
    "not UTF-8": b'"\xff"',
    "UTF-16": '"x"'.encode("utf-16"),
    "half a surrogate pair": rb'"\ud800"',
    "deeper than the interpreter can go": b"[" * 100_000 + b"]" * 100_000,
    "more values than memory": b"[" + b"[]," * wire.MAX_VALUES + b"0]",
    "an endless number": b"1" * 10_000,
}


@pytest.mark.parametrize("data", BAD_BYTES.values(), ids=BAD_BYTES)
def test_bytes_that_no_one_asked_for_are_refused(data):
    with pytest.raises(wire.WireError):
        wire.loads(data)


def test_too_many_bytes_are_refused_unread(monkeypatch):
    monkeypatch.setattr(wire, "MAX_BYTES", 10)
    with pytest.raises(wire.WireError, match="11 bytes are more than the 10"):
        wire.loads(b"[0,0,0,0,0]")


def test_a_whole_pair_of_surrogates_is_a_character():
    assert wire.loads(rb'"\ud83d\ude00"') == "\N{GRINNING FACE}"


def test_half_a_surrogate_pair_is_sent_as_a_question_mark():
    assert wire.encode(["a\ud800b"]) == ["a?b"]


ARRAY_FORMS = {
    "every second column": np.arange(12.0).reshape(2, 6)[:, ::2],
    "a single strided column": np.arange(10.0).reshape(5, 2)[:, :1],
    "transposed": np.arange(6.0).reshape(2, 3).T,
    "reversed": np.arange(4)[::-1],
}


@pytest.mark.parametrize("array", ARRAY_FORMS.values(), ids=ARRAY_FORMS)
def test_memory_that_is_not_contiguous_arrives_so(array):
    received = wire.decode(wire.encode(array))
    assert np.array_equal(received, array)
    assert not received.flags.c_contiguous


@pytest.mark.parametrize("array", ARRAY_FORMS.values(), ids=ARRAY_FORMS)
@pytest.mark.parametrize("writeable", [True, False])
def test_read_only_memory_arrives_so(array, writeable):
    sent = array.copy()
    sent.flags.writeable = writeable
    assert wire.decode(wire.encode(sent)).flags.writeable is writeable


def test_big_endian_arrays_are_sent_by_value():
    assert wire.decode(wire.encode(np.array([1.0, 2.0], dtype=">f8"))).tolist() == [1.0, 2.0]


def test_long_doubles_are_sent_by_value():
    assert wire.decode(wire.encode(np.array([0.5, 2.0], dtype=np.longdouble))).tolist() == [0.5, 2.0]


def test_arrays_of_objects_are_sent_as_what_is_in_them():
    assert wire.decode(wire.encode(np.array([1, 2.5], dtype=object))) == [1, 2.5]


UNSENDABLE = {
    "a class": (int, "type"),
    "small complex array": (np.zeros(2, dtype="complex64"), "array of complex64"),
    "bytes": (b"1", "bytes"),
    "an iterator": (iter([]), "list_iterator"),
}


@pytest.mark.parametrize(("value", "name"), UNSENDABLE.values(), ids=UNSENDABLE)
def test_what_cannot_be_sent_is_named(value, name):
    assert wire.decode(wire.encode(value)) == wire.Other(name)


KINDS_OF_DICT = {
    "a Counter": Counter("abba"),
    "a defaultdict": defaultdict(list, {1: [2]}),
    "an OrderedDict": OrderedDict([("b", 1), ("a", 2)]),
}


@pytest.mark.parametrize("value", KINDS_OF_DICT.values(), ids=KINDS_OF_DICT)
def test_every_kind_of_dict_arrives_as_a_dict_of_the_same_items(value):
    received = wire.decode(wire.loads(wire.dumps(wire.encode(value))))
    assert type(received) is dict
    assert received == value


def test_a_set_is_the_same_bytes_in_whatever_order_it_was_made():
    words, backwards = [f"word {n}" for n in range(50)], [f"word {n}" for n in reversed(range(50))]
    assert wire.dumps(wire.encode(set(words))) == wire.dumps(wire.encode(set(backwards)))


def test_keys_that_numpy_counted_arrive():
    counted = Counter(np.array([3, 1, 3]))
    assert wire.decode(wire.loads(wire.dumps(wire.encode(counted)))) == {3: 2, 1: 1}


def test_many_keys_of_one_hash_are_refused_before_they_take_for_ever():
    document = {"set": [{"integer": hex(n * (2**61 - 1))} for n in range(wire.MAX_ITEMS)]}
    with pytest.raises(wire.WireError, match="one hash"):
        wire.decode(document)


def test_a_list_that_holds_itself_comes_to_an_end():
    endless = []
    endless.append(endless)
    assert b"deeply nested" in wire.dumps(wire.encode(endless))


def test_a_generator_is_made_afresh_from_its_seed():
    document = wire.encode(wire.Seeded(7))
    drawn = [wire.decode(document, trusted=True).normal() for _ in range(2)]
    assert drawn == [np.random.default_rng(7).normal()] * 2


def test_a_function_is_made_from_its_text():
    document = wire.encode(wire.Function("f", "def f(x):\n    return np.sum(x) + 1"))
    assert wire.decode(document, trusted=True)([1, 2]) == 4


@pytest.mark.parametrize("keys", [("a", "b"), ("b", "a"), ("b", 1, "a")], ids=str)
def test_a_dict_arrives_in_its_order(keys):
    value = {key: position for position, key in enumerate(keys)}
    assert list(wire.decode(wire.loads(wire.dumps(wire.encode(value))))) == list(keys)
