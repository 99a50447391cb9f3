"""Tests of sync: the plan and the guard without I/O, the rest against the embedded server and a real database."""
