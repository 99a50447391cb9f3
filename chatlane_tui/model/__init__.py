"""Plain values without I/O: what the field's words mean here."""
