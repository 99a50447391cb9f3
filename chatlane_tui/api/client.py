"""One method an endpoint of API v1. A failure is an `errors.ApiError`, whose class says what may be done next (W1)."""

from __future__ import annotations

import asyncio
import random as chance
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, TypeVar

from chatlane_tui.api.allowance import Ledger
from chatlane_tui.api.budget import Budget, Priority
from chatlane_tui.api.errors import from_exception
from chatlane_tui.api.paging import Habits, Page, walk
from chatlane_tui.api.transport import DEFAULT_TIMEOUTS, Params, Timeouts, Transport
from chatlane_tui.errors import ConfigurationError
from chatlane_tui.model import payloads, wire
from chatlane_tui.model.answers import RawPage, Unparsable, parse_one, parse_page
from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId, EntityId, InboxId, MessageId, RecordId
from chatlane_tui.model.payloads import given
from chatlane_tui.model.readers import Json, whole
from chatlane_tui.model.writes import Writes

__all__ = ["Client", "Offload", "Page", "Priority", "Timeouts"]

T = TypeVar("T")
W = TypeVar("W", bound=wire.Wire)
L = TypeVar("L", bound=wire.Identified)

CONTACT_FIELDS = frozenset({"name", "email", "phone_number", "custom_attributes"})
RECORD_FIELDS = frozenset({"external_id", "values"})


class Offload(Protocol):
    """Runs work off the event loop's thread."""

    def __call__(self, work: Callable[[], T], /, *, urgent: bool) -> Awaitable[T]:
        """Start it, ahead of what nobody waits for if it is `urgent`; the result is awaited."""


async def in_thread(work: Callable[[], T], *, urgent: bool) -> T:  # noqa: ARG001 - a pool has no order
    """The usual `Offload`: a thread of the loop's pool."""
    return await asyncio.to_thread(work)


class Client:
    """The API of one server with one token. Reads that failed quickly are repeated here; writes never are.

    Times are ms since 1970 UTC. Lists yield pages as `api.paging.walk` says, and take its `start` and `ahead`.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        offload: Offload = in_thread,
        clock: Clock = system_clock,
        random: Callable[[], float] = chance.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        retries: int = 2,
        on_limited: Callable[[int | None], None] | None = None,
        ledger: Ledger | None = None,
        writes: Writes | None = None,
    ) -> None:
        """ConfigurationError for an unusable base URL or token. `on_limited` hears until when the server pauses us.

        With a `ledger` the rate budget is one with that of every other process that has it. With `writes` closed every
        write is `Refused` before it leaves.
        """
        self._budget = Budget(clock=clock, random=random, sleep=sleep, on_limited=on_limited, ledger=ledger)
        self._transport = Transport(
            base_url,
            token,
            budget=self._budget,
            clock=clock,
            random=random,
            sleep=sleep,
            timeouts=timeouts,
            retries=retries,
        )
        self._offload = offload
        self._writes = writes or Writes()

    def __repr__(self) -> str:
        return f"Client({self._transport.base_url!r})"

    @property
    def limited_until(self) -> int | None:
        """When the pause the server asked for ends (A1); None when there is none."""
        return self._budget.limited_until

    @property
    def rate_limit(self) -> int | None:
        """Requests a minute that the server allows (A1), as far as it says so."""
        return self._budget.limit

    def hang_up(self) -> None:
        """Ask on new connections from now on: those that are open may be dead (the machine slept)."""
        self._transport.hang_up()

    async def share_budget(self) -> None:
        """Learn at once what the other processes of the ledger know of the server's limits (A1)."""
        await self._budget.share()

    async def aclose(self) -> None:
        """Close every connection; whoever waits for a turn is cancelled."""
        await self._budget.aclose()
        await self._transport.aclose()

    def conversations(
        self,
        *,
        created_after: int | None = None,
        inbox_id: InboxId | None = None,
        status: str | None = None,
        start: str | None = None,
        ahead: int = 1,
        priority: Priority = Priority.BACKGROUND,
    ) -> AsyncGenerator[Page[wire.Conversation], None]:
        """GET /conversations."""
        params = _params(created_after=_iso(created_after), inbox_id=inbox_id, status=status)
        habits = Habits(offset=True)
        return self._walk("conversations", wire.Conversation, params, habits, start, ahead, priority)

    async def count_conversations(
        self, *, inbox_id: InboxId, status: str | None = None, priority: Priority = Priority.BACKGROUND
    ) -> int | None:
        """GET /conversations with a limit of 1, for its `meta.total`; None where the server does not say it (P4)."""
        params = _params(inbox_id=inbox_id, status=status, limit=1)
        content = await self._transport.request("GET", "conversations", params=params, priority=priority)
        page = await self._parsed(partial(parse_page, content, wire.Conversation), priority, write=False)
        return whole(page.meta.get("total"))

    async def conversation(
        self, conversation_id: ConversationId, *, priority: Priority = Priority.INTERACTIVE
    ) -> wire.Conversation:
        """GET /conversations/{id}, with a first glance at its messages (M3)."""
        return await self._get(f"conversations/{conversation_id:d}", wire.Conversation, priority)

    async def create_conversation(
        self,
        *,
        inbox_id: InboxId,
        contact_id: ContactId | None = None,
        custom_entity_record_id: RecordId | None = None,
        subject: str | None = None,
        status: str | None = None,
        tags: Sequence[str] = (),
    ) -> wire.Conversation:
        """POST /conversations. Takes no body: with one, the server would send an e-mail at once (W4)."""
        body: dict[str, Json] = {"inbox_id": inbox_id}
        body |= given(
            contact_id=contact_id,
            custom_entity_record_id=custom_entity_record_id,
            subject=subject,
            status=status,
            tags=list(tags),
        )
        return await self._write("POST", "conversations", wire.Conversation, body)

    def messages(
        self,
        *,
        created_after: int | None = None,
        conversation_id: ConversationId | None = None,
        inbox_id: InboxId | None = None,
        type: str | None = None,  # noqa: A002 - the parameter's name in the API
        start: str | None = None,
        ahead: int = 1,
        priority: Priority = Priority.BACKGROUND,
    ) -> AsyncGenerator[Page[wire.Message], None]:
        """GET /messages."""
        params = _params(
            created_after=_iso(created_after), conversation_id=conversation_id, inbox_id=inbox_id, type=type
        )
        return self._walk("messages", wire.Message, params, Habits(), start, ahead, priority)

    async def message(self, message_id: MessageId, *, priority: Priority = Priority.INTERACTIVE) -> wire.Message:
        """GET /messages/{id}, with channel and attachments."""
        return await self._get(f"messages/{message_id:d}", wire.Message, priority)

    async def create_message(
        self,
        conversation_id: ConversationId,
        *,
        body: str,
        type: str,  # noqa: A002 - the parameter's name in the API
        is_draft: bool = False,
        inbox_channel_id: ChannelId | None = None,
        contact_id: ContactId | None = None,
        cc: str = "",
        bcc: str = "",
        file_urls: Sequence[str] = (),
        sender_type: str | None = None,
        sender_id: int | None = None,
    ) -> wire.Message:
        """POST /conversations/{id}/messages: sends at once unless `is_draft` (W2). A sender needs both fields (M9)."""
        if (sender_type is None) != (sender_id is None):
            raise ConfigurationError("A sender needs both a type and an id.", hint="Name both, or neither.")
        sent = payloads.message(
            body=body,
            type=type,
            is_draft=is_draft,
            inbox_channel_id=inbox_channel_id,
            contact_id=contact_id,
            cc=cc,
            bcc=bcc,
            file_urls=file_urls,
            sender_type=sender_type,
            sender_id=sender_id,
        )
        return await self._write("POST", f"conversations/{conversation_id:d}/messages", wire.Message, sent)

    def contacts(
        self,
        *,
        created_after: int | None = None,
        email: str | None = None,
        phone_number: str | None = None,
        start: str | None = None,
        ahead: int = 1,
        priority: Priority = Priority.BACKGROUND,
    ) -> AsyncGenerator[Page[wire.Contact], None]:
        """GET /contacts; `email` is matched exactly, `phone_number` in any format."""
        params = _params(created_after=_iso(created_after), email=email, phone_number=phone_number)
        return self._walk("contacts", wire.Contact, params, Habits(), start, ahead, priority)

    async def contact(self, contact_id: ContactId, *, priority: Priority = Priority.INTERACTIVE) -> wire.Contact:
        """GET /contacts/{id}."""
        return await self._get(f"contacts/{contact_id:d}", wire.Contact, priority)

    async def create_contact(
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        phone_number: str | None = None,
        custom_attributes: Mapping[str, Json] | None = None,
    ) -> wire.Contact:
        """POST /contacts. Look it up first: there is no key against doing it twice (W1)."""
        body = given(name=name, email=email, phone_number=phone_number, custom_attributes=dict(custom_attributes or {}))
        return await self._write("POST", "contacts", wire.Contact, body)

    async def update_contact(
        self, contact_id: ContactId, changes: Mapping[str, Json], *, replace: bool = False
    ) -> wire.Contact:
        """PATCH /contacts/{id}, or PUT to `replace`. Whether `custom_attributes` merge is not said: send all (E3)."""
        return await self._update(f"contacts/{contact_id:d}", wire.Contact, changes, CONTACT_FIELDS, replace=replace)

    def records(
        self,
        *,
        created_after: int | None = None,
        custom_entity_id: EntityId | None = None,
        start: str | None = None,
        ahead: int = 1,
        priority: Priority = Priority.BACKGROUND,
    ) -> AsyncGenerator[Page[wire.Record], None]:
        """GET /custom-entity-records."""
        params = _params(created_after=_iso(created_after), custom_entity_id=custom_entity_id)
        return self._walk("custom-entity-records", wire.Record, params, Habits(), start, ahead, priority)

    async def record(self, record_id: RecordId, *, priority: Priority = Priority.INTERACTIVE) -> wire.Record:
        """GET /custom-entity-records/{id}, with contacts, conversations and the entity's attributes (E2)."""
        return await self._get(f"custom-entity-records/{record_id:d}", wire.Record, priority)

    async def create_record(
        self, *, custom_entity_id: EntityId, values: Mapping[str, Json], external_id: str | None = None
    ) -> wire.Record:
        """POST /custom-entity-records."""
        body: dict[str, Json] = {"custom_entity_id": custom_entity_id, "values": dict(values)}
        return await self._write("POST", "custom-entity-records", wire.Record, body | given(external_id=external_id))

    async def update_record(
        self, record_id: RecordId, changes: Mapping[str, Json], *, replace: bool = False
    ) -> wire.Record:
        """PATCH /custom-entity-records/{id}, or PUT to `replace`; `values` merge (E3)."""
        path = f"custom-entity-records/{record_id:d}"
        return await self._update(path, wire.Record, changes, RECORD_FIELDS, replace=replace)

    def inboxes(self, *, priority: Priority = Priority.BACKGROUND) -> AsyncGenerator[Page[wire.Inbox], None]:
        """GET /inboxes: takes no documented parameter, and may page all the same (P4). Tries a token, too (A6)."""
        return self._walk("inboxes", wire.Inbox, {}, Habits(limit=False), None, 1, priority)

    async def inbox(self, inbox_id: InboxId, *, priority: Priority = Priority.INTERACTIVE) -> wire.Inbox:
        """GET /inboxes/{id}."""
        return await self._get(f"inboxes/{inbox_id:d}", wire.Inbox, priority)

    def _walk(
        self,
        path: str,
        model: type[L],
        params: Params,
        habits: Habits,
        start: str | None,
        ahead: int,
        priority: Priority,
    ) -> AsyncGenerator[Page[L], None]:
        async def fetch(paging: Mapping[str, str]) -> RawPage[L]:
            content = await self._transport.request("GET", path, params={**params, **paging}, priority=priority)
            return await self._parsed(partial(parse_page, content, model), priority, write=False)

        return walk(fetch, habits=habits, start=start, ahead=ahead)

    async def _get(self, path: str, model: type[W], priority: Priority) -> W:
        content = await self._transport.request("GET", path, priority=priority)
        return await self._parsed(partial(parse_one, content, model), priority, write=False)

    async def _write(self, method: str, path: str, model: type[W], body: Mapping[str, Json]) -> W:
        self._writes.require()
        content = await self._transport.request(method, path, body=body, priority=Priority.INTERACTIVE)
        return await self._parsed(partial(parse_one, content, model), Priority.INTERACTIVE, write=True)

    async def _update(
        self, path: str, model: type[W], changes: Mapping[str, Json], known: frozenset[str], *, replace: bool
    ) -> W:
        unknown = changes.keys() - known
        if unknown:
            raise ConfigurationError(
                f"There is no field {', '.join(sorted(unknown))}.", hint=f"There are {', '.join(sorted(known))}."
            )
        return await self._write("PUT" if replace else "PATCH", path, model, changes)

    async def _parsed(self, parse: Callable[[], T], priority: Priority, *, write: bool) -> T:
        try:
            return await self._offload(parse, urgent=priority is Priority.INTERACTIVE)
        except Unparsable as error:
            raise from_exception(error, write=write) from error


def _params(**given: str | int | None) -> dict[str, str | int]:
    return {name: value for name, value in given.items() if value is not None}


def _iso(at: int | None) -> str | None:
    """Whole seconds, rounded down, as the document writes them: no server has to understand decimals (S3)."""
    return None if at is None else datetime.fromtimestamp(at // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
