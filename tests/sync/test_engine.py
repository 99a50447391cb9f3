"""The engine: first sync, polling, offline and back, against a real server."""

import asyncio
from dataclasses import replace
from pathlib import Path

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.model.status import Link
from chatlane_tui.sandbox.server import Sandbox
from tests.sync.desk import PACE, Desk


async def test_the_first_sync_brings_every_conversation_and_message(desk: Desk) -> None:
    for conversation in desk.sandbox.world.conversations():
        conversation_id = ConversationId(conversation["id"])
        cached = {row.id for row in await desk.session.read.thread(conversation_id)}
        assert cached == {message["id"] for message in desk.sandbox.world.messages(conversation_id)}


async def test_a_first_sync_that_was_cut_goes_on_where_it_was(tmp_path: Path) -> None:
    with Sandbox(conversations=600) as sandbox:
        first = Desk.open(sandbox, tmp_path / "desk.db", pace=replace(PACE, pages=1, ahead=1))
        await first.connect()

        async def some_messages() -> bool:
            return any(request.query.get("page") == "3" for request in list(sandbox.requests))

        await first.until(some_messages)
        await first.close()
        before = len(list(sandbox.requests))
        second = Desk.open(sandbox, tmp_path / "desk.db")
        await second.connect()
        await second.until_complete()
        await second.close()
        again = [
            r for r in list(sandbox.requests)[before:] if r.query.get("status") == "active" and "page" not in r.query
        ]
        assert not again


async def test_what_a_customer_writes_appears_by_itself(desk: Desk) -> None:
    conversation_id = await desk.newest()
    written = desk.sandbox.world.customer_writes(conversation_id, "Are you there?")

    async def cached() -> bool:
        return await desk.row_of(conversation_id, written["id"]) is not None

    await desk.until(cached)


async def test_a_message_in_an_old_conversation_brings_its_new_status(desk: Desk) -> None:
    closed = next(c for c in desk.sandbox.world.conversations() if c["status"] == "closed")
    conversation_id = ConversationId(closed["id"])
    desk.sandbox.world.edit_conversation(conversation_id, status="active")
    desk.sandbox.world.customer_writes(conversation_id, "It happened again.")

    async def active() -> bool:
        head = await desk.session.read.head(conversation_id)
        return head is not None and head.status == "active"

    await desk.until(active)


async def test_a_new_conversation_appears_by_itself(desk: Desk) -> None:
    created = desk.sandbox.world.new_conversation(subject="Brand new", body="First words")

    async def cached() -> bool:
        head = await desk.session.read.head(ConversationId(created["id"]))
        return head is not None and head.subject == "Brand new"

    await desk.until(cached)


async def test_the_open_conversation_is_read_again_by_itself(desk: Desk) -> None:
    conversation_id = await desk.newest()
    desk.session.look_at(conversation_id)
    desk.sandbox.world.edit_conversation(conversation_id, subject="Renamed silently")

    async def renamed() -> bool:
        head = await desk.session.read.head(conversation_id)
        return head is not None and head.subject == "Renamed silently"

    await desk.until(renamed)


async def test_a_silent_change_is_found_and_stands_in_the_thread(sandbox: Sandbox, tmp_path: Path) -> None:
    desk = Desk.open(sandbox, tmp_path / "desk.db", pace=replace(PACE, unhurried=20, visible=50, open=50, closed=50))
    await desk.connect()
    await desk.until_complete()
    conversation_id = await desk.newest()
    desk.session.show((conversation_id,))
    sandbox.world.edit_conversation(conversation_id, status="pending")

    async def told() -> bool:
        rows = await desk.session.read.thread(conversation_id)
        return [(change.kind, change.now) for row in rows for change in row.changes] == [("status", "pending")]

    await desk.until(told)
    await desk.close()


async def test_a_glance_asks_for_messages_and_not_for_the_conversation(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.faults.add("status", method="GET", path=r"/messages$", times=None, status=503)
    desk = Desk.open(sandbox, tmp_path / "desk.db")
    await desk.connect()

    async def listed() -> bool:
        return (await desk.session.read.window(size=1, offset=0)).total > 0

    await desk.until(listed)
    sandbox.faults.clear()
    conversation_id = await desk.newest()
    before = len(list(sandbox.requests))
    desk.session.glance(conversation_id)

    async def read() -> bool:
        return bool(await desk.session.read.thread(conversation_id))

    await desk.until(read)
    await desk.close()
    paths = [request.path for request in list(sandbox.requests)[before:]]
    assert not [path for path in paths if path.endswith(f"/conversations/{conversation_id}")]


async def test_a_conversation_that_is_gone_leaves_the_list(desk: Desk) -> None:
    conversation_id = await desk.newest()
    desk.sandbox.world.delete_conversation(conversation_id)
    desk.session.look_at(conversation_id)

    async def gone() -> bool:
        window = await desk.session.read.window(size=5, offset=0)
        return conversation_id not in {row.id for row in window.rows}

    await desk.until(gone)


async def test_offline_is_said_and_ends_by_itself(desk: Desk) -> None:
    desk.sandbox.set_online(False)

    async def offline() -> bool:
        return desk.session.status.link is Link.OFFLINE and bool(desk.session.status.problem)

    await desk.until(offline)
    conversation_id = await desk.newest()
    written = desk.sandbox.world.customer_writes(conversation_id, "While you were away")
    desk.sandbox.set_online(True)

    async def back() -> bool:
        row = await desk.row_of(conversation_id, written["id"])
        return row is not None and desk.session.status.link is Link.ONLINE

    await desk.until(back)
    assert desk.session.status.problem == ""


async def test_a_start_without_a_server_shows_the_cache_and_waits(desk: Desk) -> None:
    path = desk.session.path
    await desk.session.close()
    desk.sandbox.set_online(False)
    offline = Desk.open(desk.sandbox, path)
    await offline.connect()

    async def said() -> bool:
        return offline.session.status.link is Link.OFFLINE

    await offline.until(said)
    assert (await offline.session.read.window(size=1, offset=0)).total > 0
    assert offline.session.status.data_at is not None
    await offline.close()


async def test_a_dead_token_is_said_and_the_cache_stays(desk: Desk) -> None:
    desk.sandbox.faults.add(
        "status", times=None, status=401, body='{"error": "Unauthenticated.", "code": "UNAUTHENTICATED", "details": {}}'
    )

    async def signed_out() -> bool:
        return desk.session.status.link is Link.SIGNED_OUT

    await desk.until(signed_out)
    assert (await desk.session.read.window(size=1, offset=0)).total > 0
    desk.sandbox.faults.clear()

    async def back() -> bool:
        return desk.session.status.link is Link.ONLINE

    await desk.until(back)


async def test_a_rate_limit_is_waited_for_and_said(desk: Desk) -> None:
    desk.sandbox.faults.add("status", times=1, status=429, headers={"Retry-After": "1"})
    seen: set[Link] = set()

    async def limited_and_back() -> bool:
        seen.add(desk.session.status.link)
        return Link.LIMITED in seen and desk.session.status.link is Link.ONLINE

    await desk.until(limited_and_back)


async def test_html_instead_of_the_api_is_said_in_words(desk: Desk) -> None:
    desk.sandbox.faults.add("garbage", times=None, body="<html><body>Welcome to Wi-Fi</body></html>")

    async def said() -> bool:
        return bool(desk.session.status.problem)

    await desk.until(said)
    assert "<" not in desk.session.status.problem


async def test_a_second_process_follows_and_takes_over(desk: Desk) -> None:
    follower = Desk.open(desk.sandbox, desk.session.path)
    await follower.connect()

    async def following() -> bool:
        return follower.session.status.link is Link.FOLLOWING

    await follower.until(following)
    await desk.session.disconnect()

    async def owns() -> bool:
        return follower.session.status.link is Link.ONLINE

    await follower.until(owns)
    await follower.close()


async def test_a_follower_hears_of_what_the_owner_stores(desk: Desk) -> None:
    follower = Desk.open(desk.sandbox, desk.session.path)
    await follower.connect()
    conversation_id = await desk.newest()
    written = desk.sandbox.world.customer_writes(conversation_id, "To both of you")
    heard = asyncio.Event()
    follower.session.feed.subscribe(lambda _: heard.set())

    async def cached() -> bool:
        return heard.is_set() and await follower.row_of(conversation_id, written["id"]) is not None

    await follower.until(cached)
    await follower.close()


async def test_a_follower_sends_through_the_owner(desk: Desk) -> None:
    follower = Desk.open(desk.sandbox, desk.session.path)
    await follower.connect()
    await follower.session.send.submit(await follower.outgoing("From the other window"))
    await desk.until_sent()
    await follower.close()
    assert desk.posted("From the other window") == 1


async def test_a_process_that_comes_second_leaves_what_the_first_is_sending_alone(desk: Desk) -> None:
    desk.sandbox.faults.add("delay", method="POST", times=None, seconds=600)
    await desk.session.send.submit(await desk.outgoing("Not to be touched"))
    await desk.until_state(OutboxState.SENDING)
    follower = Desk.open(desk.sandbox, desk.session.path)
    await follower.connect()
    desk.sandbox.faults.clear()
    await desk.until_sent()
    await follower.close()
    assert desk.posted("Not to be touched") == 1
    assert not follower.said
