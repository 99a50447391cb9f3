"""`python -m tests.bench`: make the data, measure the client beside the floor, print one table."""

from __future__ import annotations

import argparse
import hashlib
import json
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from chatlane_tui.store.schema import MIGRATIONS
from tests.bench.mailbox import Home, Synced, prepare
from tests.bench.measures import GROUPS, Size, measured
from tests.bench.server import serving
from tests.bench.table import Row, machine, table


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size in turn."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--conversations", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="N")
    parser.add_argument("--quick", action="store_true", help="a fifth of the samples")
    parser.add_argument("--only", nargs="+", default=[], choices=GROUPS, metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the data there, and use what is there already")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(machine(), flush=True)
    found: dict[int, list[Row]] = {}
    with tempfile.TemporaryDirectory(prefix="chatlane-bench-") as scratch:
        for conversations in options.conversations:
            kept = options.keep or Path(scratch)
            found[conversations] = _measure(conversations, Path(scratch), kept, quick=options.quick, only=options.only)
    print(table(found))


def _measure(conversations: int, scratch: Path, kept: Path, *, quick: bool, only: Sequence[str]) -> list[Row]:
    folder = scratch / str(conversations)
    folder.mkdir()
    kept.mkdir(parents=True, exist_ok=True)
    prepared, notes = kept / f"{conversations}.db", kept / f"{conversations}.json"
    made_by = hashlib.sha256("".join(MIGRATIONS).encode()).hexdigest()
    known = json.loads(notes.read_text()) if notes.exists() and prepared.exists() else None
    if known and known["made_by"] != made_by:
        known = None
    now = known["now"] if known else time.time()
    with serving(conversations, now=now) as server:
        if known:
            synced = Synced(**known["synced"])
        else:
            synced = prepare(Home(folder / "first", server), prepared)
            notes.write_text(json.dumps({"made_by": made_by, "now": now, "synced": asdict(synced)}))
        size = Size(conversations, server, prepared, folder, synced, quick)
        rows = []
        for row in measured(size, only=only):
            print(f"{conversations:,}: {row.what}: {row.client} {row.unit}", file=sys.stderr, flush=True)
            rows.append(row)
        return rows


if __name__ == "__main__":
    main()
