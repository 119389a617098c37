"""What the tests of all chapters share: forms an array may come in, and derivatives by finite differences."""

import numpy as np
import pytest
from hypothesis import settings

# A busy machine is no fault of the code: no test fails for being slow.
settings.register_profile("solutions", deadline=None, max_examples=50)
settings.load_profile("solutions")


def _read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


FORMS = {
    "bytes": lambda array: array.astype(np.int64).astype(np.uint8),  # squares and differences overflow in this type
    "float32": lambda array: array.astype(np.float32),
    "read-only": _read_only,
    "every-other-value": lambda array: np.repeat(array, 2, axis=-1)[..., ::2],
    "column-major": lambda array: np.asfortranarray(array),
}


def _map_arrays(function, value):
    if isinstance(value, list):
        return [_map_arrays(function, item) for item in value]
    return function(value) if isinstance(value, np.ndarray) else value


def _leaves(value):
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _leaves(item)]
    return [np.asarray(value)]


@pytest.fixture(params=FORMS)
def assert_form_is_accepted(request):
    """Call a function with every array in one unusual form: the result must be that of plain float64 arrays."""

    def check(function, *arguments):
        unusual = [_map_arrays(FORMS[request.param], argument) for argument in arguments]
        plain = [
            _map_arrays(lambda array: np.array(array, dtype=np.float64, order="C"), argument) for argument in unusual
        ]
        results, expected = _leaves(function(*unusual)), _leaves(function(*plain))
        for got, want in zip(results, expected, strict=True):
            assert got.dtype != np.float32
            np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-12)
        for argument, before in zip(_leaves(unusual), _leaves(plain), strict=True):
            np.testing.assert_array_equal(argument, before, err_msg="an input was changed")

    return check


@pytest.fixture
def central_differences():
    """Gradient of a scalar function at an array, one entry at a time; the error is of order step squared."""

    def gradient(function, x, step=1e-5):
        grad = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            shift = np.zeros(x.shape)
            shift[index] = step
            grad[index] = (function(x + shift) - function(x - shift)) / (2 * step)
        return grad

    return gradient
