"""Whole screens, each with its own handlers."""
