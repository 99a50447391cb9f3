"""Bodies to documents: formats, folds, links, caps, and everything hostile."""
