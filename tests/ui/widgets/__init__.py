"""Tests of single widgets, each mounted alone."""
