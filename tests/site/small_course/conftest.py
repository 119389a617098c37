"""A course of one chapter, for the tests of what pages do; its modules are no tests."""

collect_ignore_glob = ["*/*"]
