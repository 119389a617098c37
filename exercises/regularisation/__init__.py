"""Chapter 7: penalties, dropout, augmentation, early stopping and averages of networks. One module per exercise."""
