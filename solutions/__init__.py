"""The reference implementations of the course, one module per chapter, in NumPy only."""
