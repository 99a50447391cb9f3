"""What a hostile server says, in every string of every endpoint, and what of it reaches the terminal: its words alone."""
