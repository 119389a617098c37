"""Chapter 4: squared error, softmax, cross-entropy."""
