"""Widgets are told; they do not ask: each mounts alone in a test."""
