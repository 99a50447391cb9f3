"""Tests mirror the package; journeys/ runs the whole client against the embedded server."""
