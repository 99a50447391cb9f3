"""Each screen by itself."""
