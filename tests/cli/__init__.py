"""The command line, as real processes where it matters."""
