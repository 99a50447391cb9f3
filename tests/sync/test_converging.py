"""Whatever the team did meanwhile, whatever went wrong on the way: once it is quiet, the cache is the server.

Not among what happens: a single message that is deleted while its conversation stays. Nothing looks for that yet.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatlane_tui.errors import ApiError
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.sandbox.world import Json
from tests.sync.bench import Bench, Clocks

FAULTS = ("status", "drop_before", "process_then_drop", "truncate", "garbage", "redirect")
SERVERS = (
    *(None, "P1-offset-next", "P1-cursor-next", "P1-next-never-null", "P4-no-links-meta", "P4-next-is-current"),
    *("P4-ids-repeat", "P5-oldest-first", "P5-shuffled", "S3-inclusive", "S3-microseconds", "S3-other-zone"),
    *("S3-null-created-at", "S4-get-marks-read", "V1-single-complete", "M3-nested-absent", "M3-nested-capped"),
    *("M2-sender-null", "V4-no-assignee", "V4-no-subject", "A8-ids-as-strings", "D2-is-draft-shown"),
)


# what may happen meanwhile

Act = Callable[[Bench], Coroutine[Any, Any, None]]


def _pick(rows: list[Json], number: int) -> Json | None:
    return rows[number % len(rows)] if rows else None


def customer_writes(number: int, words: str) -> Act:
    async def act(bench: Bench) -> None:
        if (row := _pick(bench.sandbox.world.conversations(), number)) is not None:
            bench.sandbox.world.customer_writes(row["id"], words)

    return act


def colleague_writes(number: int, words: str, kind: str) -> Act:
    async def act(bench: Bench) -> None:
        if (row := _pick(bench.sandbox.world.conversations(), number)) is not None:
            bench.sandbox.world.colleague_writes(row["id"], words, type=kind)

    return act


def somebody_new_writes(words: str) -> Act:
    async def act(bench: Bench) -> None:
        bench.sandbox.world.new_conversation(subject=words or None, body=words)

    return act


def conversation_is_edited(number: int, change: tuple[str, object]) -> Act:
    async def act(bench: Bench) -> None:
        if (row := _pick(bench.sandbox.world.conversations(), number)) is not None:
            bench.sandbox.world.edit_conversation(row["id"], **{change[0]: change[1]})

    return act


def message_is_edited(number: int, change: tuple[str, object]) -> Act:
    async def act(bench: Bench) -> None:
        if (row := _pick(bench.sandbox.world.messages(), number)) is not None:
            bench.sandbox.world.edit_message(row["id"], **{change[0]: change[1]})

    return act


def conversation_is_deleted(number: int) -> Act:
    async def act(bench: Bench) -> None:
        if (row := _pick(bench.sandbox.world.conversations(), number)) is not None:
            bench.sandbox.world.delete_conversation(row["id"])

    return act


def time_passes(seconds: int) -> Act:
    async def act(bench: Bench) -> None:
        bench.clocks.now += seconds * 1000

    return act


def sync_goes_on(steps: int) -> Act:
    async def act(bench: Bench) -> None:
        for _ in range(steps):
            await bench.step()

    return act


def program_is_cut(patience: int) -> Act:
    async def act(bench: Bench) -> None:
        await bench.cut(patience)

    return act


def wire_breaks(times: int, kind: str) -> Act:
    async def act(bench: Bench) -> None:
        bench.sandbox.faults.add(kind, times=times, status=(500, 503, 404, 403)[times % 4])

    return act


def list_is_shown(first: int) -> Act:
    async def act(bench: Bench) -> None:
        bench.upkeep.show([ConversationId(id_) for id_ in range(first, first + 4)])

    return act


def thread_is_opened(number: int) -> Act:
    async def act(bench: Bench) -> None:
        if (row := _pick(bench.sandbox.world.conversations(), number)) is not None:
            try:
                await bench.pull.thread(ConversationId(row["id"]))
            except ApiError:
                return

    return act


_NUMBERS = st.integers(0, 40)
_WORDS = st.sampled_from(["Hello?", "<p>Where is <b>it</b></p>", "日本語", ""])
_EDITS = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(["active", "pending", "closed"])),
    st.tuples(st.just("assignee_id"), st.sampled_from([None, 1, 2])),
    st.tuples(st.just("subject"), st.sampled_from([None, "Renamed", "Again"])),
    st.tuples(st.sampled_from(["is_starred", "is_archived", "is_read"]), st.sampled_from([0, 1])),
)
_MESSAGE_EDITS = st.one_of(
    st.tuples(st.just("delivery_status"), st.sampled_from(["sending", "sent", "failed", "carrier", None])),
    st.tuples(st.just("body"), _WORDS),
    st.tuples(st.just("is_read"), st.sampled_from([0, 1])),
)
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(customer_writes, _NUMBERS, _WORDS),
    st.builds(colleague_writes, _NUMBERS, _WORDS, st.sampled_from(["email", "note"])),
    st.builds(somebody_new_writes, _WORDS),
    st.builds(conversation_is_edited, _NUMBERS, _EDITS),
    st.builds(message_is_edited, st.integers(0, 400), _MESSAGE_EDITS),
    st.builds(conversation_is_deleted, _NUMBERS),
    st.builds(time_passes, st.sampled_from([1, 60, 3_600, 90_000])),
    st.builds(sync_goes_on, st.integers(1, 25)),
    st.builds(program_is_cut, st.integers(0, 60)),
    st.builds(wire_breaks, st.integers(1, 6), st.sampled_from(FAULTS)),
    st.builds(list_is_shown, _NUMBERS),
    st.builds(thread_is_opened, _NUMBERS),
)


# what must be equal once it is quiet


def told_conversations(sandbox: Sandbox) -> dict[int, tuple[object, ...]]:
    """What the server's list shows of each, field by field."""
    users = {row["id"]: row["name"] for row in sandbox.world.rows("SELECT id, name FROM users")}
    no_subject, no_assignee = "V4-no-subject" in sandbox.flipped, "V4-no-assignee" in sandbox.flipped
    return {
        row["id"]: (
            None if no_subject else row["subject"],
            row["status"],
            row["is_read"],
            row["is_archived"],
            row["is_starred"],
            None if row["last_message_at"] is None else row["last_message_at"] // 1000,
            row["inbox_id"],
            row["contact_id"],
            None if no_assignee else users.get(row["assignee_id"]),
        )
        for row in sandbox.world.conversations()
    }


def cached_conversations(connection: sqlite3.Connection) -> dict[int, tuple[object, ...]]:
    found = connection.execute(
        "SELECT id, subject, status, is_read, is_archived, is_starred, last_message_at, inbox_id, participant_id, "
        "assignee_name FROM conversation WHERE gone_at IS NULL"
    )
    return {id_: tuple(values) for id_, *values in found}


def told_messages(sandbox: Sandbox) -> dict[int, tuple[object, ...]]:
    """What the server's list shows of each, field by field; attachments and channel show in no list (C1)."""
    untimed = "S3-null-created-at" in sandbox.flipped
    return {
        row["id"]: (
            row["conversation_id"],
            row["type"],
            row["body"],
            row["delivery_status"],
            row["is_read"],
            None if untimed and row["id"] % 7 == 0 else row["created_at"] // 1000,
        )
        for row in sandbox.world.messages()
    }


def cached_messages(connection: sqlite3.Connection) -> dict[int, tuple[object, ...]]:
    found = connection.execute(
        "SELECT m.id, m.conversation_id, m.type, b.body, m.delivery_status, m.is_read, m.created_at FROM message AS m "
        "JOIN message_body AS b USING (row) JOIN conversation AS c ON c.id = m.conversation_id WHERE c.gone_at IS NULL"
    )
    return {id_: tuple(values) for id_, *values in found}


def misplaced(connection: sqlite3.Connection) -> list[object]:
    """Messages whose row, place in the list or index is not what their own columns say."""
    connection.execute("SELECT count(*) FROM message_fts WHERE message_fts MATCH 'hello*'").fetchall()
    return connection.execute(
        "SELECT m.id FROM message AS m WHERE m.created_at IS NOT NULL AND m.at <> m.created_at "
        "UNION ALL SELECT c.id FROM conversation AS c WHERE c.gone_at IS NULL AND c.newest_at <> "
        "(SELECT max(at) FROM message WHERE conversation_id = c.id)"
    ).fetchall()


async def _history(server: str | None, ahead: float, acts: list[Act], folder: Path) -> None:
    clocks = Clocks(ahead=ahead)
    with Sandbox(conversations=9, switches=[server] if server else [], clock=clocks.theirs) as sandbox:
        bench = Bench(sandbox, clocks, folder / "desk.db")
        await bench.open()
        for act in acts:
            await act(bench)
        sandbox.faults.clear()
        clocks.now += 2_000  # what is still being delivered comes to rest
        await bench.settle()
        conversations = await bench.database.read(cached_conversations)
        messages = await bench.database.read(cached_messages)
        wrong = await bench.database.read(misplaced)
        told = told_conversations(sandbox), told_messages(sandbox)
        await bench.close()
    assert conversations == told[0]
    assert messages == told[1]
    assert wrong == []


LONG = settings.get_current_profile_name() == "long"


@settings(max_examples=settings().max_examples if LONG else 12)
@given(
    server=st.sampled_from(SERVERS),
    ahead=st.sampled_from([0.0, 0.4, 90.0, -90.0, 3_600.0]),
    acts=st.lists(ACTS, min_size=1, max_size=14),
)
def test_once_it_is_quiet_the_cache_is_the_server(server: str | None, ahead: float, acts: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_history(server, ahead, acts, Path(folder)))


@pytest.mark.parametrize(
    "server", ["P1-cursor-next", "P4-ids-repeat", "P5-shuffled", "S3-null-created-at", "S4-get-marks-read"]
)
async def test_a_server_that_pages_dates_or_marks_otherwise_is_followed(server: str | None, tmp_path: Path) -> None:
    acts = [
        sync_goes_on(30),
        conversation_is_edited(3, ("status", "closed")),
        conversation_is_edited(4, ("is_starred", 1)),
        message_is_edited(5, ("delivery_status", "failed")),
        conversation_is_deleted(1),
        customer_writes(2, "Hello?"),
    ]
    await _history(server, 0.0, acts, tmp_path)
