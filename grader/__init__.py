"""Everything that turns answers into grades, in the order the data flows; see the architecture in CONTRIBUTING.md."""
