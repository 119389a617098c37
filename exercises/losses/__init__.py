"""Chapter 4: squared error, softmax, cross-entropy, and a test of softmax. One module per exercise."""
