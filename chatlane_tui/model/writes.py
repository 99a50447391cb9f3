"""Whether anything may be written to the server: one switch, asked before every write, by all who could make one."""

from __future__ import annotations

from chatlane_tui.errors import Refused


class Writes:
    """Allowed unless told otherwise. What is done here alone (drafts, triage) is no write."""

    def __init__(self, *, allowed: bool = True) -> None:
        self.allowed = allowed

    def require(self) -> None:
        """Raise `Refused` where nothing may be written; nothing was."""
        if not self.allowed:
            raise Refused(
                "Read-only: nothing is written to the server.",
                hint="What you type is kept as a draft. The palette allows writing again.",
                code="READ_ONLY",
            )
