"""The client, watched from inside: how long each callback of its event loop took, written to a file when it ends.

`python -m tests.bench.inside FILE` is the bare command; the file gets lines of "start duration", in seconds of
`time.perf_counter`, of callbacks of half a millisecond and more.
"""

from __future__ import annotations

import asyncio
import sys
import time
from array import array
from pathlib import Path

LEAST = 0.0005


def watch() -> array[float]:
    """Note callbacks from now on; start and duration in turn."""
    seen = array("d")
    run = asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        start = time.perf_counter()
        run(handle)
        took = time.perf_counter() - start
        if took >= LEAST:
            seen.extend((start, took))

    asyncio.Handle._run = timed  # type: ignore[assignment, method-assign]
    return seen


def main(file: Path) -> int:
    """Run the client, then write what was seen."""
    from chatlane_tui.cli.main import main as client

    seen = watch()
    try:
        return client([])
    finally:
        pairs = zip(seen[::2], seen[1::2], strict=True)
        file.write_text("".join(f"{start} {took}\n" for start, took in pairs))


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
