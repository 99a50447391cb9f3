"""Walking a list page by page, against every way a server may page (P1 to P5): each id once, and always an end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from chatlane_tui.errors import Refused
from chatlane_tui.model.answers import RawPage
from chatlane_tui.model.readers import whole
from chatlane_tui.model.wire import Identified

LIMIT = 100
"""Items asked for: the documented maximum (P1)."""

SMALL_LIMIT = 50
"""The documented default, asked for by a server that refuses `LIMIT` (P4)."""

MAX_PAGES = 100_000
REMEMBERED = 50_000
"""Ids of the latest pages remembered to tell repeats (P4): they come from neighbours, and a million ids weigh 60 MB."""

_KEYS = ("page", "offset", "cursor")

T = TypeVar("T", bound=Identified)
Position = Mapping[str, str]
"""Where a page stands: `page`, `offset`, `cursor`, whichever the server's own link carried. Empty: the first."""

Fetch = Callable[[Mapping[str, str]], Awaitable[RawPage[T]]]
"""Fetches the page that these paging parameters name, with the filters of the walk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page of a walk. `total`, `last` are None where the server does not say; `skipped` counts unreadable items."""

    items: tuple[T, ...]
    skipped: int
    total: int | None
    number: int
    last: int | None
    next: str | None
    """Where to go on after this page: an opaque `start` for a walk with the same filters. None: this was the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the document says of a list: whether it takes `limit` and `offset` (P1)."""

    limit: bool = True
    offset: bool = False


async def walk(
    fetch: Fetch[T], *, habits: Habits, start: str | None = None, ahead: int = 1, max_pages: int = MAX_PAGES
) -> AsyncGenerator[Page[T], None]:
    """Yield pages in order until an end that P1 or P4 names; a `start` that cannot be read begins at the beginning.

    Where pages can be counted, `ahead` requests (if more than one) are kept in flight; one that fails ends the others.
    Never stops because a row looks old (P5).
    """
    place, limit = _resumed(start, habits)
    recent = _Recent()
    flight = _Flight(fetch, ahead)
    try:
        for number in range(1, max_pages + 1):
            try:
                raw = await flight.land(place.position, limit)
            except Refused as refusal:
                if place.guessed:
                    return
                if number > 1 or limit != LIMIT or not _is_about_limit(refusal):
                    raise
                limit = SMALL_LIMIT
                raw = await flight.land(place.position, limit)
            fresh = recent.new_of(raw.items)
            if not raw.count or (raw.items and not fresh):
                return
            following = _following(raw, place.position, limit=limit, habits=habits)
            yield _page(raw, fresh, place.position, following, number=number, limit=limit)
            if following is None:
                return
            await flight.predict(raw, place.position, following.position, limit)
            place = following
    finally:
        await flight.cancel()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page stands; `guessed` where nothing the server said names it."""

    position: Position
    guessed: bool = False


def _page(
    raw: RawPage[T],
    fresh: tuple[T, ...],
    position: Position,
    following: _Place | None,
    *,
    number: int,
    limit: int | None,
) -> Page[T]:
    return Page(
        items=fresh,
        skipped=raw.skipped,
        total=whole(raw.meta.get("total")),
        number=whole(raw.meta.get("current_page")) or whole(position.get("page")) or number,
        last=whole(raw.meta.get("last_page")),
        next=None if following is None else _written(following.position, limit),
    )


def _following(raw: RawPage[T], position: Position, *, limit: int | None, habits: Habits) -> _Place | None:
    """Where the server says the next page stands, or where it may stand when it says nothing; None at the end."""
    current, last = whole(raw.meta.get("current_page")), whole(raw.meta.get("last_page"))
    if current is not None and last is not None and current >= last:
        return None
    if "next" in raw.links:
        link = raw.links["next"]
        if link is None:
            return None
        told = _paging_keys(link)
        if told:
            return None if _same(told, position, current) else _Place(told)
    if current is not None and last is not None:
        return _Place({"page": str(current + 1)})
    if "next_cursor" in raw.meta or "cursor" in position:
        cursor = raw.meta.get("next_cursor")
        return _Place({"cursor": str(cursor)}) if cursor else None
    if raw.count < min(limit or SMALL_LIMIT, SMALL_LIMIT):
        return None
    if habits.offset:
        return _Place({"offset": str((whole(position.get("offset")) or 0) + raw.count)}, guessed=True)
    return _Place({"page": str((whole(position.get("page")) or 1) + 1)}, guessed=True)


def _paging_keys(link: str) -> Position:
    """Only the paging keys of a link: it carries neither our filters (P2) nor a host to be trusted (P3)."""
    try:
        found = dict(parse_qsl(urlsplit(link).query, max_num_fields=100))
    except ValueError:
        return {}
    return {key: found[key] for key in _KEYS if key in found and _is_sound(key, found[key])}


def _is_sound(key: str, value: str) -> bool:
    return bool(value) if key == "cursor" else whole(value) is not None


def _same(told: Position, position: Position, current: int | None) -> bool:
    """Whether a link leads to the page it stands on (P4)."""
    return told == position or told == {"offset": position.get("offset", "0")} or told == {"page": str(current)}


def _is_about_limit(refusal: Refused) -> bool:
    return refusal.status in (400, 422) and (not refusal.fields or "limit" in refusal.fields)


def _resumed(start: str | None, habits: Habits) -> tuple[_Place, int | None]:
    position = _paging_keys(f"?{start or ''}")
    if not habits.limit:
        return _Place(position), None
    small = f"limit={SMALL_LIMIT}" in (start or "").split("&")
    return _Place(position), SMALL_LIMIT if small else LIMIT


def _written(position: Position, limit: int | None) -> str:
    """As `_resumed` reads it. A small limit is part of it: without it, the same page number would be another page."""
    return urlencode({**position, "limit": str(limit)} if limit == SMALL_LIMIT else position)


class _Recent:
    """Tells ids that were neither on the first page nor on the latest ones."""

    def __init__(self) -> None:
        self._first: frozenset[int] | None = None
        self._ids: set[int] = set()
        self._pages: deque[frozenset[int]] = deque()

    def new_of(self, items: tuple[T, ...]) -> tuple[T, ...]:
        """The items not seen lately, in their order, each once."""
        first = self._first or frozenset()
        fresh = {item.id: item for item in items if item.id not in self._ids and item.id not in first}
        if self._first is None:
            self._first = frozenset(fresh)
        self._pages.append(frozenset(fresh))
        self._ids.update(fresh)
        while len(self._ids) > REMEMBERED:
            self._ids -= self._pages.popleft()
        return tuple(fresh.values())


class _Flight(Generic[T]):
    """Requests under way, in the order of their pages."""

    def __init__(self, fetch: Fetch[T], ahead: int) -> None:
        self._fetch, self._ahead = fetch, ahead
        self._coming: deque[tuple[Position, asyncio.Task[RawPage[T]]]] = deque()

    async def land(self, position: Position, limit: int | None) -> RawPage[T]:
        """The page at `position`, whether under way or not."""
        if not self._coming:
            self._take_off(position, limit)
        return await self._coming.popleft()[1]

    async def predict(self, raw: RawPage[T], position: Position, following: Position, limit: int | None) -> None:
        """Let the pages that follow take off, where they can be counted."""
        if self._coming and self._coming[0][0] != following:
            await self.cancel()
        for place in _countable(raw, position, following, self._ahead)[len(self._coming) :]:
            self._take_off(place, limit)

    def _take_off(self, position: Position, limit: int | None) -> None:
        asked = dict(position) if limit is None else {**position, "limit": str(limit)}
        self._coming.append((position, asyncio.create_task(_fetched(self._fetch, asked), name="page")))

    async def cancel(self) -> None:
        """Give up what is under way, and see it end."""
        tasks = [task for _, task in self._coming]
        self._coming.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _fetched(fetch: Fetch[T], asked: Mapping[str, str]) -> RawPage[T]:
    """A task of this that is cancelled before it began has made no request."""
    return await fetch(asked)


def _countable(raw: RawPage[T], position: Position, following: Position, ahead: int) -> list[Position]:
    """The next `ahead` places, by page number up to the known last page, or by offset up to the known total."""
    if ahead < 2:
        return []
    match following:
        case {"page": page, **rest} if not rest:
            last = whole(raw.meta.get("last_page")) or 0
            return [{"page": str(place)} for place in range(int(page), min(last, int(page) + ahead - 1) + 1)]
        case {"offset": offset, **rest} if not rest:
            step = int(offset) - int(position.get("offset", "0"))
            total = whole(raw.meta.get("total")) or 0
            if step > 0:
                return [{"offset": str(place)} for place in range(int(offset), total, step)[:ahead]]
    return []
