"""Runs sync beside the screen: pulls by the plan, reads what somebody looks at first, delivers the outbox, says how
the way to the server stands. One task each, one owner a profile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from random import Random
from typing import TypeVar

from chatlane_tui.api.client import Client
from chatlane_tui.errors import ApiError, Denied, Limited, NotSent, StoreError
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.feed import Fact, Feed, OtherProcessWrote, OutboxChanged, Said, StatusChanged
from chatlane_tui.model.ids import ContactId, ConversationId
from chatlane_tui.model.status import Link, Progress, Status
from chatlane_tui.model.writes import Writes
from chatlane_tui.store import interruptions, reindex
from chatlane_tui.store.database import Database
from chatlane_tui.sync.asking import Asking
from chatlane_tui.sync.freshness import Freshness
from chatlane_tui.sync.holds import Holds
from chatlane_tui.sync.lock import SyncLock
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.presence import Presence
from chatlane_tui.sync.pull import Pull
from chatlane_tui.sync.push import Push
from chatlane_tui.sync.resolve import Resolver
from chatlane_tui.sync.upkeep import Upkeep
from chatlane_tui.sync.wanted import Wanted

T = TypeVar("T")
Work = Callable[[], Awaitable[int | None]]
"""One round of a task: returns when it is due again (ms since 1970), None: when it is woken."""

QUIET = 250
"""Milliseconds between two sayings of how far the first sync is: a screen need not know more often."""


class Engine:
    """`start()` and `stop()` frame its life on the running loop; `want`, `look_at` and `nudge` never block."""

    def __init__(
        self,
        database: Database,
        client: Client,
        *,
        feed: Feed,
        clock: Clock,
        presence: Presence,
        pace: Pace | None = None,
        random: Random | None = None,
        writes: Writes | None = None,
        prepare: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`prepare` writes what the store has to know before anything is read; it is tried until the disk takes it."""
        self._prepare = prepare
        self._writes = writes or Writes()
        self._database = database
        self._client = client
        self._feed = feed
        self._clock = clock
        self._pace = pace or Pace()
        self._random = random or Random()  # noqa: S311
        self._lock = SyncLock(database.path)
        self._pull = Pull(database, client, clock=clock, pace=self._pace)
        self._holds = Holds(database, feed=feed, clock=clock, presence=presence)
        self._push = Push(
            database,
            client,
            self._pull,
            feed=feed,
            clock=clock,
            pace=self._pace,
            jitter=self._random.random(),
            moment=self._holds.moment,
        )
        self._resolver = Resolver(database, client, self._pull, feed=feed, clock=clock, pace=self._pace)
        self._freshness = Freshness(database, client)
        self._upkeep = Upkeep(database, client, self._pull, clock=clock, pace=self._pace)
        self._problems: dict[str, str] = {}
        self._wake = {name: asyncio.Event() for name in ("pull", "push", "resolve", "wants")}
        self._wanted = Wanted(self._pull, clock=clock, pace=self._pace, wake=self._wake["wants"].set)
        self._asking = Asking((self._upkeep.poll_soon, self._wanted.again, self._wake_all), least=self._pace.asked)
        self._status = Status()
        self._said_at = 0
        self._task: asyncio.Task[None] | None = None
        self._reading: dict[str, asyncio.Task[None]] = {}
        self._owns = False
        self._fault: BaseException | None = None
        self._deaf: Callable[[], None] = lambda: None

    @property
    def status(self) -> Status:
        """How things stand; a new value is announced by `StatusChanged`."""
        return self._status

    def start(self) -> None:
        """Begin on the running loop. Raises nothing: what goes wrong is said by `status`."""
        self._deaf = self._feed.subscribe(self._heard)
        self._task = asyncio.create_task(self._run(), name="sync")
        self._task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """End every task, close the connections, let another process take over. A POST under way becomes uncertain."""
        self._deaf()
        self._asking.stop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._upkeep.aclose()
        await self._client.aclose()
        self._lock.free()

    @property
    def fault(self) -> BaseException | None:
        """The defect that ended sync, if one did."""
        return self._fault

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._fault = fault
            self._problems["defect"] = "Sync has stopped: a fault of this program. What you type is kept; start again."
            self._say(link=Link.OFFLINE)
            self._tell(self._problems["defect"], loud=True)

    def want(self, conversation_id: ConversationId) -> None:
        """Read this conversation's thread before anything else."""
        self._wanted.want(conversation_id)

    async def read_whole(self, conversation_id: ConversationId, *, newest: int) -> None:
        """Read the `newest` messages of it one by one, those that never were: files are told of only there (M5)."""
        await self._pull.whole(conversation_id, newest=newest, most=newest)

    def glance(self, conversation_id: ConversationId) -> None:
        """Read its messages and nothing else: a GET of the conversation may mark it as read (S4)."""
        self._wanted.glance(conversation_id)

    def look_at(self, conversation_id: ConversationId | None) -> None:
        """This conversation is open now: keep it fresh."""
        self._wanted.look_at(conversation_id)

    def show(self, ids: Sequence[ConversationId]) -> None:
        """These conversations are in sight of the list now: what changes of them silently is found first (S1)."""
        self._upkeep.show(ids)

    async def freshen(self, contact_id: ContactId | None, record_ids: Sequence[int]) -> bool:
        """Read them now, for a text that names them; whether that was done before a person would wait for it."""
        return await self._freshness.freshen(contact_id, record_ids)

    def nudge(self) -> None:
        """A person asks: poll at once, read the open conversation, try what waits; with a key held down, at times."""
        self._asking.ask()

    def _heard(self, facts: frozenset[Fact]) -> None:
        if any(isinstance(fact, OutboxChanged | OtherProcessWrote) for fact in facts):
            self._wake["push"].set()
            self._wake["resolve"].set()
            self._wake["pull"].set()

    def limited(self, until: int | None) -> None:
        """The server asks for a pause until then (ms; None: it is over), while requests wait for it (A1)."""
        if until is not None:
            self._say(link=Link.LIMITED, until=until)
        elif self._status.link is Link.LIMITED:
            self._say(link=self._well_link, until=None)

    @property
    def _well_link(self) -> Link:
        return Link.ONLINE if self._owns else Link.FOLLOWING

    # tasks

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            self._begin(tasks, "wants")
            tasks.create_task(self._notice(tasks))
            if self._prepare is not None:
                await self._surely("prepare", self._prepare)
            await self._own()
            await self._surely("recover", self._recover)
            self._begin(tasks, "pull", "resolve")
            tasks.create_task(self._steadily("push", self._deliver))
            while await self._surely("index", lambda: self._database.write(reindex.step, bulk=True)):
                continue

    def _begin(self, tasks: asyncio.TaskGroup, *names: str) -> None:
        """(Again) those tasks that only read: what was under way in them is cut, and can be."""
        works: dict[str, Work] = {
            "wants": lambda: self._wanted.read(well=self._online),
            "pull": self._step,
            "resolve": self._resolver.look,
        }
        for name in names:
            if name in self._reading:
                self._reading[name].cancel()
            self._reading[name] = tasks.create_task(self._steadily(name, works[name]))

    async def _own(self) -> None:
        """Wait until this process owns the sync of the profile."""
        while not self._lock.take():
            if self._status.link in (Link.STARTING, Link.OFFLINE):
                self._say(link=Link.FOLLOWING, data_at=await self._surely("recover", self._pull.polled_at))
            await asyncio.sleep(self._pace.takeover / 1000)
        self._owns = True
        await self._surely("recover", self._upkeep.restore)
        self._say(link=Link.STARTING, data_at=await self._surely("recover", self._pull.polled_at))

    async def _recover(self) -> None:
        """What a crash or a quit left in the outbox (*Start*): nothing fires late, nothing is sent twice (W2)."""
        dead = await self._holds.dead()
        found = await self._database.write(lambda tx: interruptions.recover(tx, now=self._clock(), dead=dead))
        if found.returned:
            self._tell(f"{_count(found.returned, 'message was', 'messages were')} not sent: back among the drafts.")
        if found.uncertain:
            said = f"{_count(found.uncertain, 'message', 'messages')} may or may not have been sent: looking."
            self._tell(said, loud=True)

    async def _surely(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        """Its outcome, however often the database fails before: a full disk or a lock ends, and sync goes on."""
        failures = 0
        while True:
            try:
                outcome = await work()
            except StoreError as error:
                failures += 1
                wait = self._pace.backoff(failures, self._random.random())
                self._trouble(name, error, self._clock() + wait)
                await asyncio.sleep(wait / 1000)
            else:
                self._well(name)
                return outcome

    async def _notice(self, tasks: asyncio.TaskGroup) -> None:
        """What other processes committed, and that the clock was set or the machine slept: looked for for ever."""
        while True:
            await asyncio.sleep(self._pace.elsewhere / 1000)
            if self._holds.jumped():
                self._woke_up(tasks)
            if await self._surely("notice", self._database.elsewhere):
                self._feed.publish(frozenset({OtherProcessWrote()}))
                await self._client.share_budget()
                if not self._owns:
                    self._say(data_at=await self._surely("notice", self._pull.polled_at))
            if not self._owns and self._status.link is Link.LIMITED and self._client.limited_until is None:
                self._say(link=Link.FOLLOWING, until=None)

    def _woke_up(self, tasks: asyncio.TaskGroup) -> None:
        """Times noted before mean nothing now, and requests under way may wait for a dead connection: ask anew."""
        self._upkeep.forget_times()
        self._resolver.forget_times()
        self._client.hang_up()
        self._begin(tasks, *self._reading)
        self._wanted.again()
        self._wake_all()

    async def _steadily(self, name: str, work: Work) -> None:
        """Do rounds of `work` for ever: at the time it asks for, when woken, and after a failure with backoff."""
        failures = 0
        wake = self._wake[name]
        while True:
            wake.clear()
            try:
                due = await work()
            except (ApiError, StoreError) as error:
                failures += 1
                wait = self._pace.backoff(failures, self._random.random())
                if isinstance(error, Limited) and error.retry_after is not None:
                    wait = int(error.retry_after * 1000)
                due = self._clock() + wait
                self._trouble(name, error, due)
            else:
                failures = 0
                self._well(name)
            await self._until(due, wake)

    async def _until(self, due: int | None, wake: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(None if due is None else max(0, due - self._clock()) / 1000):
                await wake.wait()
        except TimeoutError:
            return

    async def _deliver(self) -> int | None:
        """What is due goes out; where nothing may be written, all of it waits until that is allowed."""
        return await self._push.send_due() if self._writes.allowed else None

    # pulling

    async def _step(self) -> int | None:
        wake = self._wake["pull"]
        due = await self._upkeep.step(heard=self._progress, urgent=wake.is_set)
        said = self._status
        self._say(
            data_at=self._upkeep.polled_at or said.data_at,
            progress=None if self._upkeep.is_complete else said.progress,
        )
        self._online()
        return due

    # what is said

    def _progress(self, name: str, done: int, total: int | None) -> None:
        what = name.partition(":")[0]
        now = self._clock()
        if now - self._said_at >= QUIET or now < self._said_at:
            self._said_at = now
            self._say(progress=Progress(done, total, what), link=self._well_link)

    def _online(self) -> None:
        if self._status.link not in (Link.ONLINE, Link.FOLLOWING) and self._client.limited_until is None:
            was_away = self._status.link in (Link.OFFLINE, Link.LIMITED, Link.SIGNED_OUT)
            self._say(link=self._well_link, until=None)
            if was_away:
                self._wake_all()

    def _well(self, name: str) -> None:
        if self._problems.pop(name, ""):
            self._say()

    def _trouble(self, name: str, error: ApiError | StoreError, due: int) -> None:
        self._problems[name] = error.sentence
        match error:
            case Denied() if name != "push":
                self._say(link=Link.SIGNED_OUT)
            case Limited():
                self._say(link=Link.LIMITED, until=due)
            case NotSent():
                self._say(link=Link.OFFLINE, until=None)
            case _:
                self._say()

    def _say(self, **changes: object) -> None:
        problem = next(iter(self._problems.values()), "")
        status = self._status._replace(problem=problem, **changes)  # type: ignore[arg-type]
        if status != self._status:
            self._status = status
            self._feed.publish(frozenset({StatusChanged()}))

    def _tell(self, sentence: str, *, loud: bool = False) -> None:
        self._feed.publish(frozenset({Said(sentence, loud=loud)}))

    def _wake_all(self) -> None:
        for event in self._wake.values():
            event.set()


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
