"""Runs a shell command in a pty, in a folder, until the inbox is shown and quits it: `smoke.py FOLDER COMMAND_FILE`.

Uses nothing but the standard library, so that it can run where nothing is installed yet.
"""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

SHOWN = re.compile(rb"online")
PATIENCE = 300.0


def main(folder: str, command_file: str) -> int:
    """0 if the inbox came up online and the program ended well when asked to quit."""
    outer, inner = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        ["bash", "-euc", Path(command_file).read_text(encoding="utf-8")],  # noqa: S607
        stdin=inner,
        stdout=inner,
        stderr=inner,
        cwd=folder,
        env=environ,
        start_new_session=True,
    )
    os.close(inner)
    shown, quitting = bytearray(), False
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if select.select([outer], [], [], 0.2)[0]:
            try:
                shown += os.read(outer, 1 << 16)
            except OSError:
                break
        if not quitting and SHOWN.search(shown):
            quitting = True
            os.write(outer, b"\x11")
    try:
        code = process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        code = -1
    if not quitting or code != 0:
        sys.stderr.write(f"The demo did not come up and quit (exit code {code}). It printed:\n")
        sys.stderr.write(shown[-4000:].decode(errors="replace"))
        return 1
    sys.stdout.write("The README's demo command came up online and quit well.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
