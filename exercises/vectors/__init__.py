"""Chapter 1: labels, images, texts, tables and series as rows; projections and distances. One module per exercise."""
