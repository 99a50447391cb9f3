"""Delivers the outbox: one row at a time, the read guard before each POST, and no POST ever repeated (W1)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from chatlane_tui.api.client import Client
from chatlane_tui.errors import ApiError, Denied, Limited, MaybeSent, Missing, NotSent, Refused, Unreadable
from chatlane_tui.model import wire
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.feed import Feed, Said
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store import interruptions, messages, outbox
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.rows import OutboxRow
from chatlane_tui.sync.creating import Creating
from chatlane_tui.sync.guard import Seen, news
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.pull import Pull

MAYBE = "It may have been sent: the answer was lost on the way. Look before you send it again."


class Push:
    """Takes what is due and carries it to the server, as the table of *Send* in the architecture says."""

    def __init__(
        self,
        database: Database,
        client: Client,
        pull: Pull,
        *,
        feed: Feed,
        clock: Clock,
        pace: Pace,
        jitter: float,
        moment: Callable[[], Awaitable[int]],
    ) -> None:
        """`moment` says which time it is for those who hold something (`sync.holds`)."""
        self._database = database
        self._client = client
        self._pull = pull
        self._feed = feed
        self._creating = Creating(database, client, clock=clock)
        self._clock = clock
        self._pace = pace
        self._jitter = jitter
        self._moment = moment

    async def send_due(self) -> int | None:
        """Send everything that is due; returns when something is due next (ms; None: nothing waits).

        Raises `NotSent` and `Denied` after the row they struck is safely back in the queue: the queue waits.
        """
        while True:
            now = await self._moment()
            await self._database.write(lambda tx: self._release(tx, now))  # noqa: B023 - it is awaited here
            row = await self._database.read(lambda c: outbox.next_ready(c, now=self._clock()))
            if row is None:
                return await self._database.read(outbox.next_due)
            await self._send(row)

    def _release(self, tx: Transaction, now: int) -> None:
        """Nobody is sending here now: a row that says so was left behind by a disk that could not note the outcome."""
        interruptions.left_behind(tx)
        outbox.release_due(tx, now=now)

    async def _send(self, row: OutboxRow) -> None:
        if not await self._move(row, OutboxState.QUEUED, OutboxState.SENDING, attempts=row.attempts + 1):
            return  # somebody else has it, or it was recalled
        try:
            there = await self._creating.made(row)
            if there is None or await self._is_blocked(there):
                return
        except (NotSent, Unreadable, Denied) as error:
            await self._back_to_queue(row, error)
            raise
        except Refused as error:
            await self._refuse(row, error)
            return
        await self._post(there)

    async def _is_blocked(self, row: OutboxRow) -> bool:
        """The read guard: whether the thread changed since its author saw it. Notes harm nobody: they pass."""
        if row.type == "note":
            return False
        seen, own = await self._database.read(lambda c: (messages.said_at(c, row.seen), outbox.own_ids(c)))
        found = await self._pull.since(row.conversation_id, seen)
        late = news(found, Seen(row.seen, seen), own=own)
        if not late:
            return False
        problem = f"{_who(late)} wrote since you read this thread. Not sent: read the news, then send again."
        await self._move(row, OutboxState.SENDING, OutboxState.BLOCKED, problem=problem)
        return True

    async def _post(self, row: OutboxRow) -> None:
        await self._database.write(lambda tx: outbox.posting(tx, row.id, now=self._clock()))
        try:
            message = await self._client.create_message(
                row.conversation_id,
                body=row.body,
                type=row.type,
                is_draft=row.is_draft,
                inbox_channel_id=row.inbox_channel_id,
                contact_id=row.contact_id,
                cc=row.cc,
                bcc=row.bcc,
                file_urls=row.file_urls,
                sender_type=row.sender_type or None,
                sender_id=row.sender_id,
            )
        except (NotSent, Denied) as error:
            await self._back_to_queue(row, error)
            raise
        except MaybeSent as error:
            await self._move(row, OutboxState.SENDING, OutboxState.UNCERTAIN, problem=MAYBE, code=error.code)
        except Refused as error:
            await self._refuse(row, error)
        except ApiError as error:
            # A class that no table names must never look like "not sent".
            await self._move(row, OutboxState.SENDING, OutboxState.UNCERTAIN, problem=MAYBE, code=error.code)
        else:
            await self._delivered(row, message)

    async def _delivered(self, row: OutboxRow, message: wire.Message) -> None:
        await self._database.write(lambda tx: outbox.delivered(tx, row.id, message, now=self._clock()))
        channel = message.channel
        if channel is not None and row.inbox_channel_id is not None and channel.id != row.inbox_channel_id:
            name = channel.name or f"channel {channel.id}"
            said = f"Sent, but through {name} and not the channel you chose: the server decided so."
            self._feed.publish(frozenset({Said(said, loud=True)}))  # C3

    async def _back_to_queue(self, row: OutboxRow, error: ApiError) -> None:
        wait = self._pace.backoff(row.attempts + 1, self._jitter)
        if isinstance(error, Limited) and error.retry_after is not None:
            wait = int(error.retry_after * 1000)
        await self._move(row, OutboxState.SENDING, OutboxState.QUEUED, due=self._clock() + wait, problem=str(error))

    async def _refuse(self, row: OutboxRow, error: Refused) -> None:
        problem = " ".join([error.sentence, *(f"{field}: {'; '.join(why)}." for field, why in error.fields.items())])
        if isinstance(error, Missing):
            problem = "This conversation is no longer on the server. Your text is kept here."
        await self._move(row, OutboxState.SENDING, OutboxState.REFUSED, problem=problem, code=error.code)

    async def _move(
        self,
        row: OutboxRow,
        old: OutboxState,
        new: OutboxState,
        *,
        due: int | None = None,
        problem: str = "",
        code: str = "",
        attempts: int | None = None,
    ) -> bool:
        """Compare-and-set; whether the row was still where it was thought to be."""

        def move(tx: Transaction) -> bool:
            return outbox.move(tx, row.id, old, new, due=due, problem=problem, code=code, attempts=attempts)

        return await self._database.write(move)


def _who(late: tuple[wire.Message, ...]) -> str:
    sender = late[-1].sender
    return (sender.name or sender.email or "Somebody") if sender is not None else "Somebody"
