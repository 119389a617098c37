"""Chapter 8: first weights, standardised inputs, batch normalisation, and a network that reads digits."""
