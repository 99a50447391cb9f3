"""What of a text is shown as a hit: the one thing that painted rows need to know of a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol


class Marks(Protocol):
    """Says where hits stand (`model.highlight.Marker`)."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Start and end of each hit, in order, none within another."""

    def __bool__(self) -> bool:
        """Whether anything is looked for."""


class _NoHits:
    """Nothing is looked for."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]:  # noqa: ARG002
        """None."""
        return ()

    def __bool__(self) -> bool:
        return False


NO_HITS: Final = _NoHits()
