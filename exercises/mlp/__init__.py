"""Chapter 3: layers, the forward pass, XOR, two linear layers, a curve of hinges. One module per exercise."""
