"""What holds for the whole suite: how long Hypothesis looks, and that no line is traced twice."""

from __future__ import annotations

import os

from coverage import Coverage
from hypothesis import HealthCheck, settings

settings.register_profile(
    "brief", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
"""Unless another is asked for. It decides what lands: the same examples each time, and none of it asks how busy the
machine is. (What an example costs is the doubling tests' affair; `long` looks for new ones.)"""
settings.load_profile("brief")

settings.register_profile(
    "long", max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
"""For hours, with `--hypothesis-profile=long`."""


def pytest_configure() -> None:
    """End in a worker what measures there too early, before its session begins and measures what counts.

    pytest-cov takes the worker's options for those of a whole run and begins once for them, and
    `patch = ["subprocess"]` once more: every line was traced by three, and `no_cover` paused one of them. A journey
    took 4.6 s of CPU, not 2.1.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        while (early := Coverage.current()) is not None:
            early.stop()
