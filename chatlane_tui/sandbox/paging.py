"""One page of a list: which ids it has, and the `links` and `meta` around it in every way P1 to P4 allow."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from chatlane_tui.sandbox.refusals import invalid
from chatlane_tui.sandbox.switches import Flipped

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
_OVERLAP = 3


@dataclass(frozen=True, slots=True)
class Page:
    """The ids of a page, and what goes beside `data`."""

    ids: Sequence[int]
    around: dict[str, Any]


def page_of(ids: Sequence[int], query: Mapping[str, str], *, url: str, flipped: Flipped, offset_known: bool) -> Page:
    """Cut the page the query asks for; `offset_known` says whether this list has the `offset` parameter."""
    limit = _limit(query, flipped)
    step = max(1, limit - _OVERLAP) if "P4-ids-repeat" in flipped else limit
    number = 1
    start = 0
    if "P1-cursor-next" in flipped:
        start = _cursor_start(query)
    elif "P1-offset-next" in flipped:
        start = whole(query, "offset", default=0, least=0)
    else:
        number = whole(query, "page", default=1, least=1)
        start = (number - 1) * step
        if offset_known and "page" not in query:
            start = whole(query, "offset", default=0, least=0)
            number = start // limit + 1
    found = ids[start : start + limit]
    frame = _Frame(query=query, url=url, flipped=flipped, limit=limit, step=step, start=start, number=number)
    return Page(found, _around(frame, total=len(ids), count=len(found)))


def whole(query: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    """A whole number of the query, refused with 422 when it is none."""
    text = query.get(name)
    if text is None or text == "":
        return default
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise invalid(**{name: f"The {name} field must be an integer of at least {least}."})
    return int(text)


def _limit(query: Mapping[str, str], flipped: Flipped) -> int:
    limit = whole(query, "limit", default=DEFAULT_LIMIT, least=1)
    if limit > MAX_LIMIT and "P4-limit-refused" in flipped:
        raise invalid(limit=f"The limit field must not be greater than {MAX_LIMIT}.")
    return min(limit, MAX_LIMIT)


def _cursor_start(query: Mapping[str, str]) -> int:
    text = query.get("cursor")
    if not text:
        return 0
    try:
        return max(0, int(base64.urlsafe_b64decode(text.encode()).decode().removeprefix("after:")))
    except ValueError as error:
        raise invalid(cursor="The cursor is not valid.") from error


def _cursor(start: int) -> str:
    return base64.urlsafe_b64encode(f"after:{start}".encode()).decode()


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a page stands in its list."""

    query: Mapping[str, str]
    url: str
    flipped: Flipped
    limit: int
    step: int
    start: int
    number: int

    def link(self, number: int, start: int) -> str:
        """The URL of another page, which forgets filters and limit unless P2's switch keeps them."""
        flipped = self.flipped
        key = {"page": str(number)}
        if "P1-offset-next" in flipped:
            key = {"offset": str(start)}
        if "P1-cursor-next" in flipped:
            key = {"cursor": _cursor(start)}
        kept: dict[str, str] = {}
        if "P2-next-keeps-filters" in flipped:
            kept = {name: value for name, value in self.query.items() if name not in ("page", "offset", "cursor")}
        return f"{self._base()}?{urlencode({**kept, **key})}"

    def _base(self) -> str:
        parts = urlsplit(self.url)
        if "P3-next-other-host" in self.flipped:
            return f"https://backend-3.chatlane.example{parts.path}"
        if "P3-next-http" in self.flipped:
            return f"http://{parts.hostname}{parts.path}"
        if "P3-next-relative" in self.flipped:
            return parts.path
        return self.url


def _around(frame: _Frame, *, total: int, count: int) -> dict[str, Any]:
    flipped = frame.flipped
    if "P4-no-links-meta" in flipped:
        return {}
    for name, empty in (("null", None), ("empty", {}), ("list", [])):
        if f"P4-links-{name}" in flipped:
            return {"links": empty, "meta": empty}
    last = max(1, -(-(total - (frame.limit - frame.step)) // frame.step))
    following = None
    if frame.start + frame.limit < total or "P1-next-never-null" in flipped:
        following = frame.link(frame.number + 1, frame.start + frame.step)
    elif "P4-next-is-current" in flipped:
        following = frame.link(frame.number, frame.start)
    before = max(0, frame.start - frame.step)
    previous = frame.link(frame.number - 1, before) if frame.start > 0 else None
    if "P1-cursor-next" in flipped:
        links = {"first": None, "last": None, "prev": previous, "next": following}
        cursors = {
            "next_cursor": _cursor(frame.start + frame.step) if following else None,
            "prev_cursor": _cursor(before) if previous else None,
        }
        return {"links": links, "meta": {"path": frame.url, "per_page": frame.limit, **cursors}}
    return {
        "links": {
            "first": frame.link(1, 0),
            "last": frame.link(last, (last - 1) * frame.step),
            "prev": previous,
            "next": following,
        },
        "meta": {
            "current_page": frame.number,
            "from": frame.start + 1 if count else None,
            "last_page": max(last, frame.number + 1) if "P1-next-never-null" in flipped else last,
            "path": frame.url,
            "per_page": frame.limit,
            "to": frame.start + count if count else None,
            "total": total,
        },
    }
