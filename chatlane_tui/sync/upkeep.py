"""Keeps the cache true: asks the plan what to read next, has it read, and remembers what the plan depends on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from chatlane_tui.api.client import Client
from chatlane_tui.errors import ApiError, Refused
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import messages, sweeps
from chatlane_tui.store.database import Database
from chatlane_tui.sync import plan
from chatlane_tui.sync.deliveries import Deliveries
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.plan import Known, Step
from chatlane_tui.sync.pull import Heard, Pull
from chatlane_tui.sync.reconcile import SWEEPS, Reconcile
from chatlane_tui.sync.rounds import Recheck, Sweep

GIVE_UP = 3
"""Answers that tell nothing, after which one touched conversation no longer stands in the way of the others."""


class Upkeep:
    """One step a call, each as short as a request or some pages. `restore` comes first."""

    def __init__(self, database: Database, client: Client, pull: Pull, *, clock: Clock, pace: Pace) -> None:
        self._database = database
        self._client = client
        self._pull = pull
        self._reconcile = Reconcile(database, pull, clock=clock, pace=pace)
        self._clock = clock
        self._pace = pace
        self._deliveries = Deliveries(pace)
        self._known = Known()
        self._failures: dict[ConversationId, int] = {}
        self._begun_anew: set[str] = set()
        self._shown: dict[ConversationId, int] = {}

    @property
    def polled_at(self) -> int | None:
        """When the last poll of this run came to its end (ms)."""
        return self._known.polled_at

    @property
    def is_complete(self) -> bool:
        """Whether the first sync has come to its end."""
        return self._known.complete

    async def restore(self) -> None:
        """Take up what an earlier run, or another process, left: cursors, watermarks, sweeps."""
        await self._take_up_marks()
        self._known = replace(self._known, cursors=await self._pull.cursors())

    def show(self, ids: Sequence[ConversationId]) -> None:
        """These conversations are on the screen now, from the top: what changes of them silently is found first."""
        self._shown = {id_: self._shown.get(id_, 0) for id_ in ids}

    def poll_soon(self) -> None:
        """A person asked: prove the token and poll, whatever was done lately."""
        self._known = replace(self._known, inboxes_at=None, polled_at=None)

    def forget_times(self) -> None:
        """The clock was set or the machine slept: when something was done last means nothing now."""
        rounds = replace(self._known.rounds, looked_at=None)
        self._known = replace(self._known, inboxes_at=None, polled_at=None, watched_at=None, rounds=rounds)

    async def step(self, *, heard: Heard, urgent: Callable[[], bool]) -> int | None:
        """Do what the plan says; returns when the next step is due (ms). Raises `ApiError` and `StoreError`.

        `heard` is told how far a long walk is; it makes room when `urgent()`, or when a poll or a watch is due.
        """
        known = await self._present()
        step = plan.next_step(known, self._clock(), self._pace)
        if isinstance(step, plan.Rest):
            return min(step.until, self._deliveries.next_due or step.until)
        await self._do(step, heard=heard, urgent=lambda: urgent() or self._is_due(known))
        return self._clock()

    async def aclose(self) -> None:
        """Give up what is open; what was read stays stored."""
        await self._reconcile.aclose()

    async def _present(self) -> Known:
        """What is known, with what the store says now."""
        now = self._clock()
        touched = sorted(await self._pull.touched(), key=lambda id_: self._failures.get(id_, 0))
        limit = self._client.rate_limit
        sent = await self._database.read(lambda c: messages.watch_list(c, now=now))
        watched = self._deliveries.due(sent, now, most=self._pace.watched_at_once(limit))
        shown = tuple(self._shown)
        visible = await self._database.read(lambda c: sweeps.here(c, shown)) if shown else ()
        under_way, swept_at = await self._reconcile.standing()
        return replace(
            self._known,
            stale=tuple(touched),
            watched=watched,
            rounds=replace(
                self._known.rounds,
                visible={id_: self._shown.get(id_, 0) for id_ in visible},
                under_way=under_way,
                swept_at=swept_at,
                ready=frozenset(name for name in SWEEPS if self._is_walked(name)),
                limit=limit,
            ),
        )

    async def _do(self, step: Step, *, heard: Heard, urgent: Callable[[], bool]) -> None:
        match step:
            case plan.ReadInboxes():
                await self._pull.inboxes()
                self._known = replace(self._known, inboxes_at=self._clock())
            case plan.Poll():
                await self._pull.poll(step)
                await self._take_up_marks()
                self._known = replace(self._known, polled_at=self._clock())
            case plan.ReadConversation():
                await self._read_touched(step.id)
            case plan.Watch():
                await self._pull.watch(step.ids)
                self._deliveries.looked(step.ids, self._clock())
                self._known = replace(self._known, watched_at=self._clock())
            case Recheck() | Sweep():
                await self._look(step)
            case plan.Walk():
                await self._walk(step, heard=heard, urgent=urgent)
            case plan.Rest():
                return
            case _:
                assert_never(step)

    async def _read_touched(self, conversation_id: ConversationId) -> None:
        try:
            await self._pull.again(conversation_id, is_fresh=True)
        except ApiError as error:
            failures = self._failures[conversation_id] = self._failures.get(conversation_id, 0) + 1
            if error.status is not None and failures >= GIVE_UP:
                del self._failures[conversation_id]
                await self._database.write(lambda tx: sweeps.put_off(tx, conversation_id), bulk=True)
            raise
        self._failures.pop(conversation_id, None)

    async def _look(self, look: Recheck | Sweep) -> None:
        """Whatever comes of it, the next look waits for its turn: this one may fail again and again."""
        try:
            if isinstance(look, Sweep):
                told = await self._reconcile.sweep(look)
                self._shown.update({id_: self._clock() for id_ in self._shown if id_ in told})
            else:
                self._shown[look.id] = self._clock()
                await self._pull.again(look.id)
        finally:
            rounds = self._known.rounds
            self._known = replace(self._known, rounds=replace(rounds, looked_at=self._clock(), looks=rounds.looks + 1))

    async def _walk(self, step: plan.Walk, *, heard: Heard, urgent: Callable[[], bool]) -> None:
        try:
            cursor = await self._pull.walk(step, heard=heard, urgent=urgent)
        except Refused:
            if step.start is None or step.name in self._begun_anew:
                raise
            self._begun_anew.add(step.name)  # the server forgot where we were: once, from the beginning
            self._known = replace(self._known, cursors={**self._known.cursors, step.name: ""})
            return
        self._known = replace(self._known, cursors={**self._known.cursors, step.name: cursor})
        if step.name == plan.WALKS[0]:
            await self._take_up_marks()
        if cursor == plan.DONE:
            await self._reconcile.finish(step.name)

    async def _take_up_marks(self) -> None:
        messages_mark, conversations_mark = await self._pull.marks()
        self._known = replace(self._known, messages_mark=messages_mark, conversations_mark=conversations_mark)

    def _is_walked(self, sweep: str) -> bool:
        walk = "messages" if sweep == "messages:recent" else sweep
        return self._known.cursors.get(walk) == plan.DONE

    def _is_due(self, known: Known) -> bool:
        polled, looked, now = self._known.polled_at, self._known.watched_at, self._clock()
        poll = self._known.listed and (polled is None or now - polled >= self._pace.poll)
        every = self._pace.watch_every(known.rounds.limit)
        watch = bool(known.watched) and (looked is None or now - looked >= every)
        return poll or watch
