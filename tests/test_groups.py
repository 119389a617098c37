"""Tests that share what takes long to make are run by one process."""

import pytest


@pytest.mark.xdist_group("a group")
def test_a_group_is_known_to_whoever_hands_out_tests(request):
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("only where tests are handed out to processes by group")
    assert request.node.nodeid.endswith("@a group")
