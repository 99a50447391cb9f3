"""Nothing missed, nothing lost, nothing twice: whatever people, servers, wires and power do, in any order.

A machine of rules over the real client, the real server and an injected clock. Every text that is typed carries a word
of its own. After each rule: each word is somewhere (on the server, in the outbox, in a draft, or given up by a person),
and no word was posted, no conversation or contact made twice unless a person asked for it. At the end, once it is
quiet: the cache is the server, and each thread shows what the server has and what is on its way.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chatlane_tui.config.settings import SendSettings, load
from chatlane_tui.model.beginning import NewContact, NewConversation
from chatlane_tui.model.ids import ContactId, InboxId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.sync.resolve import NOT_FOUND, NOT_MADE
from tests.sync import test_converging as converging
from tests.sync.bench import Clocks, is_swept
from tests.sync.window import Window

T = TypeVar("T")
WORD = re.compile(r"\bword\d+\b")
RETRIED = frozenset({401, 403, 429})
"""Answers after which the program may send again by itself: the server said that it did not act (W1)."""
SERVERS = (None, "S3-inclusive", "M2-sender-null", "M3-nested-absent", "S4-get-marks-read", "W3-stays-sending")
NUMBERS = st.integers(0, 40)
KINDS = st.sampled_from(["reply", "note"])
FAULTS = st.sampled_from(["status", "drop_before", "process_then_drop", "truncate", "garbage", "redirect"])
STATUSES = st.sampled_from([401, 403, 404, 422, 429, 500, 502, 503])


class Trust(RuleBasedStateMachine):
    """One or two windows on one profile, and a team that goes on working."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "trust.db"
        self.clocks = Clocks()
        self.typed = 0
        self.begun = 0
        self.given_up: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.windows: list[Window] = []

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it, and wait for it."""
        return self.loop.run_until_complete(work)

    @initialize(server=st.sampled_from(SERVERS), hold=st.sampled_from([0, 3, 600]))
    def begin(self, server: str | None, hold: int) -> None:
        self.sandbox = Sandbox(conversations=6, switches=[server] if server else [], clock=self.clocks.theirs)
        self.sandbox.start()
        self.settings = load({"HOME": self.folder.name})._replace(
            send=SendSettings(undo_email=hold, undo_chat=hold, undo_note=0)
        )
        self.open_window()

    def open_window(self) -> None:
        """Another one; the first of them owns the sync."""
        window = Window(self.sandbox, self.clocks, self.path, self.settings)
        self.windows.append(window)
        if len(self.windows) == 1:
            self.run(window.own())

    def next_owner(self) -> None:
        """The owner is gone: another window takes over, else the program is started again."""
        if self.windows:
            self.run(self.windows[0].own())
        else:
            self.open_window()

    def at(self, number: int) -> Window:
        """Some window."""
        return self.windows[number % len(self.windows)]

    # the team

    @rule(number=NUMBERS)
    def customer_writes(self, number: int) -> None:
        self.run(converging.customer_writes(number, "Hello?")(self.windows[0]))  # type: ignore[arg-type]

    @rule(number=NUMBERS, kind=st.sampled_from(["email", "note"]))
    def colleague_writes(self, number: int, kind: str) -> None:
        self.run(converging.colleague_writes(number, "I look after it.", kind)(self.windows[0]))  # type: ignore[arg-type]

    @rule(number=NUMBERS, change=st.sampled_from([("status", "closed"), ("assignee_id", 2), ("subject", "Renamed")]))
    def server_edits(self, number: int, change: tuple[str, object]) -> None:
        self.run(converging.conversation_is_edited(number, change)(self.windows[0]))  # type: ignore[arg-type]

    # the person

    @rule(number=NUMBERS, which=NUMBERS, kind=KINDS)
    def types(self, number: int, which: int, kind: str) -> None:
        self.run(self._type(self.at(which), number, kind))

    @rule(number=NUMBERS, which=NUMBERS, kind=KINDS, as_draft=st.booleans())
    def sends(self, number: int, which: int, kind: str, as_draft: bool) -> None:
        self.run(self._send(self.at(which), number, kind, as_draft=as_draft and kind == "reply"))

    @rule(number=NUMBERS, which=NUMBERS, is_new=st.booleans())
    def begins(self, number: int, which: int, is_new: bool) -> None:
        self.run(self._begin(self.at(which), number, is_new=is_new))

    @rule(which=NUMBERS)
    def recalls(self, which: int) -> None:
        self.run(self.at(which).send.recall(None))

    @rule(number=NUMBERS, which=NUMBERS, choice=st.sampled_from(["again", "again", "edit", "discard", "now", "sent"]))
    def decides(self, number: int, which: int, choice: str) -> None:
        self.run(self._decide(self.at(which), number, choice))

    # the machine and the wire

    @rule(rounds=st.integers(1, 12))
    def works(self, rounds: int) -> None:
        for _ in range(rounds):
            self.run(self.windows[0].round())

    @rule(seconds=st.sampled_from([1, 5, 30, 200, 4_000]))
    def time_passes(self, seconds: int) -> None:
        self.clocks.now += seconds * 1000

    @rule(kind=FAULTS, status=STATUSES, times=st.integers(1, 3), method=st.sampled_from(["POST", "POST", None]))
    def wire_breaks(self, kind: str, status: int, times: int, method: str | None) -> None:
        self.sandbox.faults.add(kind, times=times, status=status, method=method)

    @rule(online=st.booleans())
    def network_comes_and_goes(self, online: bool) -> None:
        self.sandbox.set_online(online)

    @rule(patience=st.integers(0, 120))
    def is_killed(self, patience: int) -> None:
        self.run(self.windows.pop(0).cut(patience))
        self.next_owner()

    @rule(which=NUMBERS)
    def is_closed(self, which: int) -> None:
        owned = which % len(self.windows) == 0
        self.run(self.windows.pop(which % len(self.windows)).end())
        if owned:
            self.next_owner()

    @precondition(lambda self: len(self.windows) == 1)
    @rule()
    def second_window_opens(self) -> None:
        self.open_window()

    # what must be true, always

    @invariant()
    def nothing_typed_is_lost(self) -> None:
        if self.windows:
            missing = (
                {f"word{n}" for n in range(self.typed)} - self.here() - self.on_the_server().keys() - self.given_up
            )
            assert not missing

    @invariant()
    def nothing_is_posted_twice_unless_asked(self) -> None:
        if self.windows:
            posts = Counter[str]()
            for seen in self.sandbox.requests.of("POST", "/messages"):
                if seen.status not in RETRIED and isinstance(seen.body, dict):
                    posts.update(WORD.findall(str(seen.body.get("body"))))
            assert {word: times for word, times in posts.items() if times > 1 + self.asked[word]} == {}
            twice = {word: times for word, times in self.on_the_server().items() if times > 1 + self.asked[word]}
            assert twice == {}

    @invariant()
    def nothing_is_begun_twice_unless_asked(self) -> None:
        if self.windows:
            made = Counter(str(row["subject"]) for row in self.sandbox.world.conversations())
            met = Counter(str(row["name"]) for row in self.sandbox.world.contacts())
            begun = [f"begun{n}" for n in range(self.begun)]
            assert [name for name in begun if made[name] > 1 + self.asked[name]] == []
            assert [name for name in begun if met[f"new {name}"] > 1 + self.asked[name]] == []

    def teardown(self) -> None:
        try:
            if self.windows:
                self.sandbox.set_online(True)
                self.sandbox.faults.clear()
                self.clocks.now += 5_000
                self.run(self._settle())
                self.run(self._compare())
        finally:
            for window in self.windows:
                self.run(window.end())
            if hasattr(self, "sandbox"):
                self.sandbox.stop()
            self.loop.close()
            self.folder.cleanup()

    # how

    def here(self) -> set[str]:
        """Words in the outbox and in drafts, by another connection than the program's."""
        with closing(sqlite3.connect(self.path)) as look:
            bodies = look.execute("SELECT body FROM outbox UNION ALL SELECT body FROM draft").fetchall()
        return {word for (body,) in bodies for word in WORD.findall(body)}

    def on_the_server(self) -> Counter[str]:
        """Words there, and how often."""
        return Counter(word for row in self.sandbox.world.messages() for word in WORD.findall(row["body"] or ""))

    async def _type(self, window: Window, number: int, kind: str) -> None:
        ids = await window.conversations()
        if ids:
            draft = await window.draft(ids[number % len(ids)], kind)
            body = f"{draft.body} word{self.typed}".strip()
            await window.drafts.save(draft._replace(body=body, updated_at=self.clocks.now))
            self.typed += 1

    async def _send(self, window: Window, number: int, kind: str, *, as_draft: bool) -> None:
        ids = await window.conversations()
        if not ids:
            return
        conversation_id = ids[number % len(ids)]
        draft = await window.draft(conversation_id, kind)
        outgoing = Outgoing(
            conversation_id=conversation_id,
            body=f"{draft.body} word{self.typed}".strip(),
            type="note" if kind == "note" else "email",
            is_draft=as_draft,
            seen=max((row.id for row in await window.thread(conversation_id) if row.id is not None), default=None),
        )
        await window.send.submit(outgoing)
        self.typed += 1

    async def _begin(self, window: Window, number: int, *, is_new: bool) -> None:
        name = f"begun{self.begun}"
        contacts = self.sandbox.world.contacts()
        who = ContactId(contacts[number % len(contacts)]["id"])
        contact = NewContact(f"new {name}", f"{name}@example.com") if is_new else None
        wanted = NewConversation(InboxId(1), None if is_new else who, contact, subject=name)
        local = await window.begin.begin(wanted)
        await window.send.submit(Outgoing(local, f"word{self.typed}", "email"))
        self.begun += 1
        self.typed += 1

    async def _decide(self, window: Window, number: int, choice: str) -> None:
        rows = await window.outbox()
        if not rows:
            return
        row = rows[number % len(rows)]
        words = WORD.findall(row.body)
        begun = await window.begin.find(row.conversation_id)
        match choice:
            case "again":
                thread = await window.thread(row.conversation_id)
                seen = max((message.id for message in thread if message.id is not None), default=None)
                sent = await window.send.send_again(row.id, seen=seen, asked=row.standing)
                if sent and row.state is OutboxState.UNCERTAIN:
                    self.asked.update(words if begun is None else [begun.wanted.subject])
            case "edit":
                await window.send.edit(row.id)
            case "discard":
                if await window.send.discard(row.id) is not None:
                    self.given_up.update(words)
            case "now":
                await window.send.send_now(row.id)
            case "sent":
                if await window.send.was_sent(row.id):
                    self.given_up.update(words)

    async def _settle(self) -> None:
        owner = self.windows[0]
        for _ in range(2):  # what the first sweep finds late, the second sees
            since = self.clocks.now
            for _ in range(3_000):
                await owner.round()
                moving = [row for row in await owner.outbox() if row.state in (OutboxState.HELD, OutboxState.SENDING)]
                asking = [row for row in await owner.outbox() if _is_open(row.state, row.problem)]
                swept = await owner.database.read(lambda c, since=since: is_swept(c, since=since))  # type: ignore[misc]
                if swept and not moving and not asking:
                    break
            else:
                kept = [
                    (row.id, row.conversation_id, row.state, row.attempts, row.problem) for row in await owner.outbox()
                ]
                raise AssertionError(f"it never came to rest: {kept}")

    async def _compare(self) -> None:
        owner = self.windows[0]
        assert await owner.database.read(converging.cached_conversations) == converging.told_conversations(self.sandbox)
        assert await owner.database.read(converging.cached_messages) == converging.told_messages(self.sandbox)
        waiting = await owner.outbox()
        first: dict[tuple[int, bool], OutboxState] = {}
        for row in waiting:
            first.setdefault((row.conversation_id, row.type == "note"), row.state)
        assert OutboxState.QUEUED not in first.values()  # what is queued waits for a person's word on the one before it
        there_once = self.on_the_server().keys() - self.asked.keys()
        uncertain = [row.body for row in waiting if row.state is OutboxState.UNCERTAIN]
        assert [body for body in uncertain if there_once & set(WORD.findall(body))] == []  # the resolver found them
        for conversation_id in await owner.conversations():
            shown = [row.key for row in await owner.thread(conversation_id)]
            there = {f"m{row['id']}" for row in self.sandbox.world.messages(conversation_id)}
            assert set(shown) == there | {f"o{row.id}" for row in waiting if row.conversation_id == conversation_id}
            assert len(shown) == len(set(shown))


def _is_open(state: OutboxState, problem: str) -> bool:
    """Whether the program still has something to find out about it."""
    return state is OutboxState.UNCERTAIN and problem not in (NOT_FOUND, NOT_MADE)


LONG = settings.get_current_profile_name() == "long"
TestTrust = Trust.TestCase
TestTrust.settings = settings(
    max_examples=settings().max_examples if LONG else 12, stateful_step_count=60 if LONG else 25
)
