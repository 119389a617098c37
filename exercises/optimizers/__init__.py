"""Chapter 6: moving averages, four optimizers, mini-batches and the largest learning rate. One module per exercise."""
