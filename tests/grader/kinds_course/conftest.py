"""A course of one chapter with an exercise of each kind; its modules are no tests."""

collect_ignore_glob = ["*/*"]
