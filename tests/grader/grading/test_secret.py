import stat

import pytest

from grader.course import UnusableInput
from grader.grading import secret


def test_a_new_secret_is_read_back_and_its_owners_only(tmp_path):
    made = secret.create(tmp_path / "secret")
    assert secret.read(tmp_path / "secret") == made
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_two_secrets_differ(tmp_path):
    assert secret.create(tmp_path / "one") != secret.create(tmp_path / "other")


def test_a_secret_is_never_put_in_the_place_of_another(tmp_path):
    made = secret.create(tmp_path / "secret")
    with pytest.raises(UnusableInput, match="File exists"):
        secret.create(tmp_path / "secret")
    assert secret.read(tmp_path / "secret") == made


@pytest.mark.parametrize("content", [b"", b" \n", b"fifteen letters"], ids=["empty", "blank", "short"])
def test_what_is_too_short_is_no_secret(tmp_path, content):
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(UnusableInput, match="must have 16"):
        secret.read(tmp_path / "secret")


def test_a_secret_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnusableInput, match="nowhere cannot be read: No such file"):
        secret.read(tmp_path / "nowhere")


def test_seeds_depend_on_the_secret_and_on_the_assignment():
    seeds = {secret.seed(key, name) for key in (b"one", b"other") for name in ("04-losses", "05-backprop")}
    assert len(seeds) == 4
    assert secret.seed(b"one", "04-losses") in seeds
