"""Chapter 4: squared error, softmax, cross-entropy. One module per exercise."""
