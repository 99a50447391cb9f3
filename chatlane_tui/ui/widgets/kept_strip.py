"""Strips that are kept for as long as they may be seen again, by the thousand, and weigh little."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip


class _KeepsNothing(FIFOCache[Any, Any]):
    """What every one of them has for a cache."""

    def __setitem__(self, key: object, value: object) -> None:
        """Forget it."""


_NOTHING = _KeepsNothing(0)


class KeptStrip(Strip):
    """Textual's makes seven caches of its own, a kilobyte and fifteen objects a line, before anybody cut or styled it;
    in them it holds whatever was. These are painted as they are: the caches of what is kept would be the most of it.
    """

    __slots__ = ()

    def __init__(self, segments: Iterable[Segment], cell_length: int | None = None) -> None:
        self._segments = list(segments)
        self._cell_length = cell_length
        self._divide_cache = _NOTHING
        self._crop_cache = _NOTHING
        self._style_cache = _NOTHING
        self._filter_cache = _NOTHING
        self._line_length_cache = _NOTHING
        self._crop_extend_cache = _NOTHING
        self._offsets_cache = _NOTHING
        self._render_cache = None
        self._link_ids = None
        self._cell_count = None
