"""The terminal as something to write to, also when it is gone."""

from __future__ import annotations

from typing import TextIO


class Outlet:
    """Takes what is written wherever it goes.

    Textual 8.2.8 writes in a thread of its own, which ends with the first error, and the loop waits for it as soon as
    30 pieces wait to be written. A window that was closed while its line stood still never heard that it was to end: it
    stayed for good, and what reads its keys took all of a core.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._is_gone = False

    def write(self, text: str) -> None:
        """Write it; nothing, once that failed."""
        if not self._is_gone:
            try:
                self._file.write(text)
            except OSError:
                self._is_gone = True

    def flush(self) -> None:
        """Have everything written on its way."""
        if not self._is_gone:
            try:
                self._file.flush()
            except OSError:
                self._is_gone = True

    def fileno(self) -> int:
        """The descriptor of the terminal."""
        return self._file.fileno()
