"""Benchmarks, run by hand (`python -m tests.bench`), and the gates among them that count instead of timing."""
