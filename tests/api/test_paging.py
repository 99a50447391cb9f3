"""Every id once, whatever way of paging the server chose, and always an end (P1 to P5)."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui import errors
from chatlane_tui.api import paging
from chatlane_tui.api.client import Client, Page
from chatlane_tui.api.paging import Habits, walk
from chatlane_tui.model.answers import RawPage, parse_page
from chatlane_tui.model.ids import InboxId
from chatlane_tui.model.wire import Contact
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.sandbox.switches import SWITCHES

SIZE = 230
SHAPING = [name for name in SWITCHES if name[0] == "P" or name[:2] in ("A5", "A8") or name == "S3-null-created-at"]
TOGETHER = [
    (),
    ("P1-offset-next", "P4-ids-repeat"),
    ("P1-cursor-next", "P4-ids-repeat", "P5-shuffled"),
    ("P1-offset-next", "P1-next-never-null"),
    ("P1-cursor-next", "P1-next-never-null"),
    ("P1-offset-next", "P4-next-is-current"),
    ("P2-next-keeps-filters", "P3-next-http", "A8-ids-as-strings"),
    ("P4-no-links-meta", "P4-ids-repeat", "P4-inboxes-bare"),
]


@contextlib.asynccontextmanager
async def running(*switches: str) -> AsyncIterator[tuple[Sandbox, Client]]:
    with Sandbox(conversations=SIZE, switches=switches) as sandbox:
        async with contextlib.aclosing(Client(sandbox.base_url, sandbox.token)) as client:
            yield sandbox, client


async def ids(pages: AsyncIterator[Page[Any]]) -> list[int]:
    return [item.id async for page in pages for item in page.items]


def known(rows: list[dict[str, Any]]) -> list[int]:
    return sorted(row["id"] for row in rows)


@pytest.mark.parametrize("switches", [*TOGETHER, *((name,) for name in SHAPING)], ids="+".join)
async def test_every_list_gives_every_id_once_whatever_the_server_chose(switches: tuple[str, ...]) -> None:
    async with running(*switches) as (sandbox, client):
        world = sandbox.world
        in_support = [row for row in world.conversations() if row["inbox_id"] == 1]
        assert sorted(await ids(client.conversations())) == known(world.conversations())
        assert sorted(await ids(client.conversations(ahead=3))) == known(world.conversations())
        assert sorted(await ids(client.conversations(inbox_id=InboxId(1)))) == known(in_support)
        assert sorted(await ids(client.messages(ahead=4))) == known(world.messages())
        assert sorted(await ids(client.contacts())) == known(world.contacts())
        assert sorted(await ids(client.records())) == known(world.records())
        assert sorted(await ids(client.inboxes())) == known(world.inboxes())
        assert {seen.query.get("limit") for seen in sandbox.requests if "inboxes" not in seen.path} == {"100"}
        assert {seen.query.get("limit") for seen in sandbox.requests if "inboxes" in seen.path} == {None}


@pytest.mark.parametrize("switch", ["P1-offset-next", "P1-cursor-next", "P4-links-null", "P2-next-keeps-filters"])
async def test_a_walk_resumes_where_it_was_cut(switch: str) -> None:
    async with running(switch) as (sandbox, client):
        first = await anext(client.messages())
        assert first.next is not None
        rest = await ids(client.messages(start=first.next, ahead=2))
        assert sorted(rest) == known(
            [row for row in sandbox.world.messages() if row["id"] not in {item.id for item in first.items}]
        )


async def test_a_filter_is_kept_on_every_page() -> None:
    async with running() as (sandbox, client):
        await ids(client.messages(type="email", ahead=3))
        assert len(sandbox.requests) > 2
        assert {seen.query["type"] for seen in sandbox.requests} == {"email"}


async def test_pages_say_where_they_stand() -> None:
    async with running() as (_, client):
        pages = [page async for page in client.conversations()]
        assert [(page.number, page.last, page.total) for page in pages] == [(1, 3, SIZE), (2, 3, SIZE), (3, 3, SIZE)]
        assert [page.next for page in pages] == ["page=2", "page=3", None]


async def test_one_request_is_made_for_one_page_unless_more_were_asked_ahead() -> None:
    async with running() as (sandbox, client):
        async with contextlib.aclosing(client.messages()) as pages:
            await anext(pages)
        assert len(sandbox.requests) == 1


async def test_a_failure_among_the_pages_ahead_ends_the_walk_in_its_turn() -> None:
    async with running() as (sandbox, client):
        pages = client.messages(ahead=4)
        assert [(await anext(pages)).number, (await anext(pages)).number] == [1, 2]
        sandbox.faults.add("status", status=404, times=None)
        with pytest.raises(errors.Missing):
            await ids(pages)
        assert not [task for task in asyncio.all_tasks() if task.get_name() == "page"]


class Shelf:
    """A list of ids served by hand: what a page answers is decided by a function of its parameters."""

    def __init__(self, total: int) -> None:
        self.ids = list(range(1, total + 1))
        self.asked: list[dict[str, str]] = []
        self.refuse_limit: errors.Refused | None = None

    def cut(self, start: int, count: int) -> list[dict[str, int]]:
        return [{"id": item} for item in self.ids[start : start + count]]

    def answer(self, asked: Mapping[str, str]) -> object:
        """Page by number, without a word about it."""
        size = int(asked.get("limit", "50"))
        return self.cut((int(asked.get("page", "1")) - 1) * size, size)

    async def __call__(self, asked: Mapping[str, str]) -> RawPage[Contact]:
        self.asked.append(dict(asked))
        if self.refuse_limit is not None and asked.get("limit") == "100":
            raise self.refuse_limit
        return parse_page(json.dumps(self.answer(asked)).encode(), Contact)


async def test_a_refused_limit_is_asked_again_smaller_and_stays_so() -> None:
    shelf = Shelf(120)
    shelf.refuse_limit = errors.Refused("no", status=422, fields={"limit": ("too much",)})
    assert await ids(walk(shelf, habits=Habits())) == shelf.ids
    assert [asked["limit"] for asked in shelf.asked] == ["100", "50", "50", "50"]


async def test_a_small_limit_is_part_of_where_to_go_on() -> None:
    shelf = Shelf(120)
    shelf.refuse_limit = errors.Refused("no", status=400)
    first = await anext(walk(shelf, habits=Habits()))
    assert first.next == "page=2&limit=50"
    assert await ids(walk(shelf, habits=Habits(), start=first.next)) == shelf.ids[50:]


@pytest.mark.parametrize(
    "refusal",
    [
        errors.Refused("no", status=422, fields={"created_after": ("odd",)}),
        errors.Missing("no", status=404),
        errors.Refused("no", status=409),
    ],
)
async def test_a_refusal_for_another_reason_is_one(refusal: errors.Refused) -> None:
    shelf = Shelf(5)
    shelf.refuse_limit = refusal
    with pytest.raises(errors.Refused) as caught:
        await ids(walk(shelf, habits=Habits()))
    assert caught.value is refusal


async def test_without_links_and_meta_full_pages_are_followed_by_offset_where_that_is_documented() -> None:
    class ByOffset(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            return {"data": self.cut(int(asked.get("offset", "0")), 100)}

    shelf = ByOffset(240)
    assert await ids(walk(shelf, habits=Habits(offset=True))) == shelf.ids
    assert [asked.get("offset") for asked in shelf.asked] == [None, "100", "200"]


async def test_without_links_and_meta_a_page_of_fifty_counts_as_full() -> None:
    class Clamped(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            return self.cut((int(asked.get("page", "1")) - 1) * 50, 50)

    shelf = Clamped(120)
    assert await ids(walk(shelf, habits=Habits())) == shelf.ids


async def test_a_server_that_gives_the_same_page_for_ever_is_asked_twice() -> None:
    class Stuck(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            return self.cut(0, 100)

    shelf = Stuck(300)
    assert await ids(walk(shelf, habits=Habits())) == shelf.ids[:100]
    assert len(shelf.asked) == 2


async def test_a_guessed_page_that_is_refused_was_the_end() -> None:
    class Strict(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            if "page" in asked:
                raise errors.Missing("no", status=404)
            return self.cut(0, 100)

    shelf = Strict(100)
    assert await ids(walk(shelf, habits=Habits())) == shelf.ids


def around(shelf: Shelf, asked: Mapping[str, str], link: str | None, **meta: object) -> object:
    start = int(asked.get("page", "1")) - 1
    return {"data": shelf.cut(start * 100, 100), "links": {"next": link}, "meta": meta}


@pytest.mark.parametrize("link", ["https://x/contacts?foo=1", "", "::::", "?page=two", "http://[broken?page=2"])
async def test_a_link_without_a_page_falls_back_to_the_count_of_pages(link: str) -> None:
    class Odd(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            return around(self, asked, link, current_page=int(asked.get("page", "1")), last_page=3)

    shelf = Odd(250)
    assert await ids(walk(shelf, habits=Habits())) == shelf.ids


async def test_a_cursor_in_meta_is_followed() -> None:
    class Cursors(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            start = int(asked.get("cursor", "a&=0")[3:])
            following = f"a&={start + 100}" if start < 200 else None
            return {"data": self.cut(start, 100), "meta": {"next_cursor": following}}

    shelf = Cursors(250)
    assert await ids(walk(shelf, habits=Habits())) == shelf.ids
    first = await anext(walk(shelf, habits=Habits()))
    assert await ids(walk(shelf, habits=Habits(), start=first.next)) == shelf.ids[100:]


async def test_links_that_lead_in_a_circle_come_to_an_end() -> None:
    class Circle(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            here = int(asked.get("page", "1"))
            return around(self, asked, f"?page={here % 3 + 1}")

    shelf = Circle(300)
    assert await ids(walk(shelf, habits=Habits())) == shelf.ids


async def test_pages_without_end_end_at_the_cap() -> None:
    class Endless(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            here = int(asked.get("page", "1"))
            return {"data": [{"id": here}], "links": {"next": f"?page={here + 1}"}}

    assert await ids(walk(Endless(0), habits=Habits(), max_pages=7)) == [1, 2, 3, 4, 5, 6, 7]


async def test_only_so_many_ids_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "REMEMBERED", 200)

    class Overlapping(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            here = int(asked.get("page", "1"))
            return {"data": self.cut((here - 1) * 90, 100), "links": {"next": f"?page={here + 1}"}}

    shelf = Overlapping(1_000)
    assert await ids(walk(shelf, habits=Habits())) == shelf.ids


async def test_a_page_of_which_nothing_can_be_read_does_not_end_the_walk() -> None:
    class Holed(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            if asked.get("page") == "2":
                return {"data": [{"name": "no id"}], "links": {"next": "?page=3"}}
            return around(self, asked, None if asked.get("page") == "3" else "?page=2")

    shelf = Holed(250)
    pages = [page async for page in walk(shelf, habits=Habits())]
    assert [(len(page.items), page.skipped) for page in pages] == [(100, 0), (0, 1), (50, 0)]


async def test_a_list_that_shrinks_or_grows_under_way_still_ends() -> None:
    class Moving(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            here = int(asked.get("page", "1"))
            last = {1: 6, 2: 3, 3: 4}.get(here, 4)
            return around(self, asked, f"?page={here + 1}", current_page=here, last_page=last, total=400)

    shelf = Moving(400)
    assert await ids(walk(shelf, habits=Habits(), ahead=4)) == shelf.ids


async def test_predictions_that_the_next_link_belies_are_dropped() -> None:
    class Jumping(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            here = int(asked.get("page", "1"))
            step = 2 if here == 3 else 1
            return around(self, asked, f"?page={here + step}", current_page=here, last_page=6)

    shelf = Jumping(600)
    assert await ids(walk(shelf, habits=Habits(), ahead=3)) == shelf.ids[:300] + shelf.ids[400:]


async def test_offsets_that_go_nowhere_are_not_predicted() -> None:
    class Backwards(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            here = int(asked.get("offset", "200"))
            return {"data": self.cut(here, 100), "links": {"next": f"?offset={here - 100}"}, "meta": {"total": 300}}

    shelf = Backwards(300)
    found = await ids(walk(shelf, habits=Habits(offset=True), start="offset=200", ahead=3))
    assert sorted(found) == shelf.ids


async def test_as_many_as_asked_are_in_flight_and_no_more() -> None:
    class Counting(Shelf):
        now = most = 0

        def answer(self, asked: Mapping[str, str]) -> object:
            here = int(asked.get("page", "1"))
            return around(self, asked, f"?page={here + 1}", current_page=here, last_page=9)

        async def __call__(self, asked: Mapping[str, str]) -> RawPage[Contact]:
            self.now += 1
            self.most = max(self.most, self.now)
            for _ in range(20):
                await asyncio.sleep(0)
            self.now -= 1
            return await super().__call__(asked)

    shelf = Counting(900)
    assert await ids(walk(shelf, habits=Habits(), ahead=3)) == shelf.ids
    assert shelf.most == 3


async def test_a_walk_that_is_left_gives_up_what_is_under_way() -> None:
    class Slow(Shelf):
        def answer(self, asked: Mapping[str, str]) -> object:
            return around(self, asked, "?page=2", current_page=1, last_page=9)

        async def __call__(self, asked: Mapping[str, str]) -> RawPage[Contact]:
            if "page" in asked:
                await asyncio.Event().wait()
            return await super().__call__(asked)

    async with contextlib.aclosing(walk(Slow(900), habits=Habits(), ahead=3)) as pages:
        await anext(pages)
        coming = asyncio.ensure_future(anext(pages))
        await asyncio.sleep(0)
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "page"]


@given(st.text(max_size=30))
def test_any_text_is_taken_for_a_beginning_or_the_start(start: str) -> None:
    async def first() -> dict[str, str]:
        shelf = Shelf(1)
        await ids(walk(shelf, habits=Habits(), start=start))
        return shelf.asked[0]

    asked = asyncio.run(first())
    assert asked.keys() <= {"limit", "page", "offset", "cursor"}
    assert asked["limit"] in ("100", "50")


def test_every_paging_switch_of_the_sandbox_is_tried() -> None:
    assert {name for name in SWITCHES if name.startswith("P")} <= set(SHAPING)
