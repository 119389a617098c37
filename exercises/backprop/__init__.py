"""Chapter 5: gradient checks, the chain rule, backpropagation, a step of training. One module per exercise."""
