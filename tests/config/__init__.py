"""Settings, places and tokens, on real files and real keyrings."""
