"""Chapter 0: warm-ups, which carry no points. One module per exercise."""
