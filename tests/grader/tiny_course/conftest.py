"""A course of one chapter with two exercises, for the tests of the release; its modules are no tests."""

collect_ignore_glob = ["*/*"]
