"""Customers who write back, and who sometimes write by themselves."""

from __future__ import annotations

import threading

import pytest

from chatlane_tui.sandbox.customers import Customers
from tests.sandbox.conftest import Api, OpenApi


@pytest.fixture
def customers(api: Api) -> Customers:
    """Customers whose time passes only when a test says so."""
    return Customers(api.sandbox.world, reply_after=4, seed=1)


def _inbound_after(api: Api, conversation_id: int, count: int) -> list[str]:
    return [m["type"] for m in api.sandbox.world.messages(conversation_id)[count:] if m["direction"] == "in"]


@pytest.mark.parametrize("kind", ["email", "sms", "whatsapp"])
def test_an_answer_comes_on_the_same_channel_after_a_while(api: Api, customers: Customers, kind: str) -> None:
    conversation_id = api.conversation(inbox_id=1)
    before = len(api.sandbox.world.messages(conversation_id))
    api.message(conversation_id, type=kind)
    api.clock.advance(3.9)
    customers.tick()
    too_early = _inbound_after(api, conversation_id, before)
    api.clock.advance(0.2)
    customers.tick()
    assert (too_early, _inbound_after(api, conversation_id, before)) == ([], [kind])


@pytest.mark.parametrize("fields", [{"type": "note"}, {"is_draft": True}, {"type": "phone_call"}])
def test_nobody_answers_what_was_not_sent(api: Api, customers: Customers, fields: dict[str, object]) -> None:
    conversation_id = api.conversation(inbox_id=1)
    before = len(api.sandbox.world.messages(conversation_id))
    api.message(conversation_id, **fields)
    api.clock.advance(10)
    customers.tick()
    assert _inbound_after(api, conversation_id, before) == []


def test_somebody_speaks_up_every_half_minute(api: Api, customers: Customers) -> None:
    before = len(api.sandbox.world.messages())
    for _ in range(120):
        api.clock.advance(1)
        customers.tick()
    assert 3 <= len(api.sandbox.world.messages()) - before <= 6


def test_an_answer_to_a_deleted_conversation_never_comes(api: Api, customers: Customers) -> None:
    conversation_id = api.conversation(inbox_id=1)
    api.message(conversation_id)
    customers.tick()
    api.sandbox.world.delete_conversation(conversation_id)
    before = len(api.sandbox.world.messages())
    api.clock.advance(10)
    customers.tick()
    assert len(api.sandbox.world.messages()) == before


def test_an_empty_world_stays_silent(open_api: OpenApi) -> None:
    api = open_api(conversations=0)
    silent = Customers(api.sandbox.world, reply_after=1, seed=1)
    api.clock.advance(100)
    silent.tick()
    assert api.sandbox.world.messages() == []


def test_a_lively_sandbox_answers_by_itself(open_api: OpenApi) -> None:
    api = open_api(lively=True, reply_after=0.0)
    conversation_id = api.conversation(inbox_id=1)
    api.message(conversation_id)
    arrived = threading.Event()
    for _ in range(6_000):
        if api.data("/messages", conversation_id=conversation_id)[0]["body"] != "Hello":
            arrived.set()
            break
        arrived.wait(0.02)
    assert arrived.is_set()


def test_where_they_are_to_answer_alone_nobody_speaks_up(api: Api) -> None:
    before = len(api.sandbox.world.messages())
    quiet = Customers(api.sandbox.world, reply_after=4, seed=1, by_themselves=False)
    api.clock.advance(100_000)
    quiet.tick()
    assert len(api.sandbox.world.messages()) == before
