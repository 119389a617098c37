"""Chapter 2: the threshold rule, learning from mistakes, activation functions. One module per exercise."""
