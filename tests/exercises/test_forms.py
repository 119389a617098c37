import numpy as np
import pytest

from exercises import forms


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_one_array_is_made_for_each_shape(rng):
    assert [a.shape for a in forms.normal((2, 3), 4)(rng)] == [(2, 3), (4,)]
    assert [(a.shape, a.dtype.kind) for a in forms.whole((2, 3), 4)(rng)] == [((2, 3), "i"), ((4,), "i")]
    assert [(a.shape, a.dtype) for a in forms.tiny(5)(rng)] == [((5,), np.uint8)]


def test_products_of_bytes_do_not_fit_into_bytes(rng):
    first, second = forms.in_bytes((3, 2), (3, 2))(rng)
    assert first.dtype == second.dtype == np.uint8
    assert np.any(first * second != first.astype(int) * second)


def test_whole_numbers_lie_in_their_range(rng):
    (drawn,) = forms.whole(1000, low=-2, high=3)(rng)
    assert set(drawn.tolist()) == {-2, -1, 0, 1, 2}


def test_calls_of_several_makers_come_in_order(rng):
    made = forms.calls(forms.normal(2), forms.forms(forms.normal(3)), forms.normal(4))(rng)
    assert [arguments[0].shape for arguments in made] == [(2,), (3,), (3,), (3,), (4,)]


def test_every_form_holds_the_same_values():
    array, labels, weights = np.arange(6.0).reshape(2, 3), np.array([1, 2]), [np.ones(2), np.zeros((2, 2))]
    made = forms.every_form(array, labels, weights, "kind", 3)
    assert len(made) == 3
    for formed, same_labels, same_weights, *rest in made:
        assert np.array_equal(formed, array)
        assert np.array_equal(same_labels, labels)
        assert same_labels.dtype == labels.dtype
        assert all(map(np.array_equal, same_weights, weights))
        assert rest == ["kind", 3]


def test_the_forms_are_single_precision_strided_and_read_only():
    (single, [part]), (strided, _), (readonly, _) = forms.every_form(np.ones((2, 3)), [np.ones(2)])
    assert single.dtype == part.dtype == np.float32
    assert not strided.flags.c_contiguous
    assert not readonly.flags.writeable
