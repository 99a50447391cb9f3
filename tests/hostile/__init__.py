"""A hostile server attacks with every string of every endpoint; the terminal must get its words alone."""
