"""Who is typing: set, or learnt from our own first message (A6); what is assigned to them is theirs."""

from __future__ import annotations

import pytest

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.store import conversations, identity, lists
from chatlane_tui.store.identity import Identity
from tests.store.conftest import Store
from tests.store.told import NOON, SAM, conversation, message

EVE = {"id": 8, "name": "Eve", "email": "eve@acme.example"}


async def mine(store: Store) -> list[int]:
    window = await store.database.read(lambda c: lists.inbox_window(c, size=10, view="mine"))
    return [row.id for row in window.rows]


async def assigned(store: Store) -> None:
    told = [conversation(1, assignee=SAM), conversation(2, assignee=EVE), conversation(3)]
    await store.write(conversations.upsert, told, now=NOON)


async def test_nothing_is_mine_before_anybody_says_who_i_am(store: Store) -> None:
    await assigned(store)
    assert await mine(store) == []


async def test_what_is_set_counts_at_once_and_until_it_is_taken_back(store: Store) -> None:
    await assigned(store)
    await store.write(identity.set_to, name="", email="SAM@acme.example")
    assert store.facts == {InboxChanged()}
    assert await mine(store) == [1]
    await store.write(identity.set_to, name="", email="")
    assert await mine(store) == []


async def test_the_sender_of_what_we_posted_is_who_we_are(store: Store) -> None:
    await assigned(store)
    await store.write(identity.learn, message(9, sender=EVE).sender)
    assert await mine(store) == [2]
    await store.write(identity.learn, None)
    assert await mine(store) == [2]


async def test_what_is_assigned_later_is_mine_as_well(store: Store) -> None:
    await store.write(identity.set_to, name="Eve", email="")
    await assigned(store)
    assert await mine(store) == [2]


@pytest.mark.parametrize(
    ("me", "assignee", "meant"),
    [
        (Identity(), (None, None, None), False),
        (Identity("Sam"), (5, "sam ", None), True),
        (Identity("Sam", "sam@acme.example"), (5, "Sam", "other@acme.example"), False),
        (Identity("Sam", "sam@acme.example", 5), (6, "Sam", "sam@acme.example"), False),
        (Identity("Sam", "", 5), (5, "Samuel", None), True),
    ],
)
def test_the_id_says_most_then_the_email_then_the_name(
    me: Identity,
    assignee: tuple[int | None, str | None, str | None],
    meant: bool,
) -> None:
    assert me.is_meant(*assignee) is meant
