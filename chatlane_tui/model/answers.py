"""Whole answers of API v1: a page or one resource, in every shape a server may wrap them in (P4).

An item that cannot be read is skipped and counted. Only a body that is not this API's JSON raises: `Unparsable`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from chatlane_tui.model import readers
from chatlane_tui.model.wire import Wire, build, listed, read

T = TypeVar("T", bound=Wire)
V = TypeVar("V")


class Unparsable(ValueError):
    """A body that is not this API's JSON. Its text names the shape that was found, never what stood in it."""


@dataclass(frozen=True, slots=True)
class RawPage(Generic[T]):
    """One answered page. `skipped` counts unreadable items; `links` and `meta` hold plain values only (P4)."""

    items: tuple[T, ...]
    skipped: int = 0
    links: Mapping[str, str | None] = field(default_factory=dict)
    meta: Mapping[str, str | int | None] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many items the server sent, readable or not."""
        return len(self.items) + self.skipped


def parse_page(content: bytes, model: type[T]) -> RawPage[T]:
    """A list's answer: `{data, links, meta}`, a bare array (P4), or Laravel's flat pagination."""
    body = _decoded(content)
    if isinstance(body, list):
        body = {"data": body}
    if not isinstance(body, dict) or "data" not in body:
        raise Unparsable(f"a list was expected, {_shape(body)} came")
    data = body["data"]
    if data is not None and not isinstance(data, list | dict):
        raise Unparsable(f"a list was expected, {_shape(data)} came")
    build()
    rows = [data] if isinstance(data, dict) and "id" in data else listed(data)
    items = tuple(item for item in (read(model, row) for row in rows if isinstance(row, dict)) if item is not None)
    links = body.get("links")
    meta = body.get("meta")
    if "links" not in body and "next_page_url" in body:
        links, meta = {"next": body["next_page_url"]}, body
    return RawPage(items, len(rows) - len(items), _plain(links, _link), _plain(meta, _count_or_word))


def parse_one(content: bytes, model: type[T]) -> T:
    """A single resource: `{data: {…}}` or the bare object."""
    body = _decoded(content)
    inner = body["data"] if isinstance(body, dict) and "data" in body and "id" not in body else body
    if isinstance(inner, list) and len(inner) == 1:
        inner = inner[0]
    build()
    found = read(model, inner) if isinstance(inner, dict) else None
    if found is None:
        raise Unparsable(f"one {model.__name__.lower()} was expected, {_shape(inner)} came")
    return found


def _decoded(content: bytes) -> object:
    try:
        return cast("object", json.loads(content.decode("utf-8-sig", errors="replace"), parse_constant=lambda _: None))
    except (ValueError, RecursionError) as error:
        raise Unparsable("JSON was expected, something else came") from error


def _shape(body: object) -> str:
    match body:
        case dict():
            return "an object without a usable id" if "id" in body else "an object of another kind"
        case list():
            return f"a list of {len(body)}"
        case None:
            return "nothing"
        case _:
            return "a single value"


def _plain(value: object, reader: Callable[[object], V]) -> dict[str, V]:
    return {str(key): reader(item) for key, item in value.items()} if isinstance(value, dict) else {}


def _link(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= 8_000 else None


def _count_or_word(value: object) -> str | int | None:
    number = readers.whole(value)
    return readers.line(value) if number is None else number
