"""Chapter 3: layers, the forward pass, parity, two layers in one, curves of hinges. One module per exercise."""
