"""`python -m tests.bench.search`: make a mailbox, then measure what looking for something in it takes, as it is typed.

Each figure is from asking the desk on the event loop to having the rows that are painted; p50 / p99 in milliseconds.
Beside it, in the same run, notmuch on the same texts, where it is installed.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

from chatlane_tui.config.settings import load
from chatlane_tui.desk.listing import FoundList, Listing
from chatlane_tui.desk.session import Session
from chatlane_tui.model import wire
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.query_text import parsed
from chatlane_tui.model.views import BEST, BUILT_IN
from chatlane_tui.store import conversations, messages
from chatlane_tui.store.database import Database
from tests.bench.table import Figure, Row, figure, machine, table

WINDOW = 240
A_THREAD = 10
"""Messages of a conversation."""
NOW = 1_790_000_000_000
SPAN = 600 * 86_400_000
"""Milliseconds over which the messages are spread."""
BATCH = 1_000
_SYLLABLES = ("ba", "co", "di", "fer", "gan", "ho", "in", "ka", "lo", "mer", "nu", "or", "pa", "re", "sta", "tu", "vi")
_FIRST = ("Ada", "Grace", "Linus", "Mei", "Sofía", "José", "Kofi", "Ruth", "Noor", "裕子", "Łukasz", "Chloé")
_COMMON = ("please", "refund", "order", "the", "payment", "thanks", "delivery", "account", "twice", "parcel")


class Texts:
    """Made of a vocabulary in which few words are frequent and many are rare, the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        rare = {"".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4))) for _ in range(40_000)}
        ordered = sorted(rare)
        self._random.shuffle(ordered)
        self.words = (*_COMMON, *ordered)
        self._weights = [1 / (rank + 3) for rank in range(len(self.words))]
        self._drawn: list[str] = []

    def body(self) -> str:
        """About 40 words; one in twenty is in a script without spaces."""
        if len(self._drawn) < 100:
            self._drawn = self._random.choices(self.words, self._weights, k=400_000)
        size = self._random.randint(20, 60)
        words, self._drawn = self._drawn[:size], self._drawn[size:]
        tail = "。返金をお願いします" if self._random.random() < 0.05 else "."
        return " ".join(words).capitalize() + tail

    def name(self, number: int) -> str:
        """A customer's."""
        return f"{_FIRST[number % len(_FIRST)]} {self.words[number % 9_000].capitalize()}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the data there, and use what is there already")
    options = parser.parse_args(arguments)
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="chatlane-search-") as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"search-{options.messages}.db"
        rows = []
        if not path.exists():
            rows.append(Row("stored and indexed", "messages/s", figure(fill(path, options.messages)), None, "≥ 5,000"))
        rows += asyncio.run(_measured(path, folder))
        if shutil.which("notmuch"):
            rows.append(_notmuch(options.messages, folder))
    print(table({options.messages // A_THREAD: rows}))
    print("Sizes are conversations, ten messages each. Times are p50 / p99.")


def fill(path: Path, count: int) -> float:
    """A mailbox of that many messages; returns messages stored and indexed a second, parsing left out."""
    texts, database = Texts(), Database.open(path, feed=Feed())
    spent = 0.0
    chance = random.Random(11)
    step = SPAN // max(1, count)
    threads = count // A_THREAD
    for start in range(0, threads, BATCH):
        heads = [_head(number, texts, threads, chance) for number in range(start, min(start + BATCH, threads))]
        database.write_soon(lambda tx, heads=heads: conversations.upsert(tx, heads, now=NOW)).result()  # type: ignore[misc]
    for start in range(0, count, BATCH):
        batch = [_message(n, texts, count, step) for n in range(start, min(start + BATCH, count))]
        began = time.perf_counter()
        database.write_soon(lambda tx, batch=batch: messages.upsert(tx, batch, now=NOW)).result()  # type: ignore[misc]
        spent += time.perf_counter() - began
        if start and start % 100_000 == 0:
            print(f"{start:,} messages, {start / spent:,.0f} a second", file=sys.stderr, flush=True)
    database.close()
    return count / spent


def _head(number: int, texts: Texts, threads: int, chance: random.Random) -> wire.Conversation:
    stamp = _stamp(NOW - SPAN + SPAN * number // max(1, threads))
    return wire.Conversation.model_validate(
        {
            "id": number + 1,
            "subject": f"{texts.words[number * 31 % len(texts.words)]} #{number}",
            "status": chance.choice(("active", "active", "active", "pending", "closed")),
            "is_read": chance.random() < 0.7,
            "is_archived": chance.random() < 0.3,
            "is_starred": False,
            "last_message_at": stamp,
            "created_at": stamp,
            "updated_at": stamp,
            "inbox": {"id": 1 + number % 5, "name": ("Support", "Sales", "Billing", "VIP", "Café")[number % 5]},
            "participant": _person(number, texts),
            "assignee": {"id": 1, "name": "Sam", "email": "sam@acme.example"} if number % 9 == 0 else None,
        }
    )


def _person(number: int, texts: Texts) -> dict[str, object]:
    email = f"customer{number}@example.com"
    return {"id": number + 1, "name": texts.name(number), "email": email, "phone_number": f"+44 20 {number:08}"}


def _message(number: int, texts: Texts, count: int, step: int) -> wire.Message:
    """The threads are mixed in time: each goes on while others do."""
    threads = max(1, count // A_THREAD)
    thread = (number * 7_919) % threads
    is_ours = number % 3 == 0
    sender = {"id": 1, "name": "Sam", "email": "sam@acme.example"} if is_ours else _person(thread, texts)
    return wire.Message.model_validate(
        {
            "id": number + 1,
            "body": texts.body(),
            "type": "note" if number % 17 == 0 else ("email", "sms", "whatsapp")[number % 3],
            "created_at": _stamp(NOW - SPAN + number * step),
            "conversation": {"id": thread + 1},
            "sender": sender,
            "is_read": True,
        }
    )


def _stamp(at: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at / 1_000, UTC).isoformat()


async def _measured(path: Path, folder: Path) -> list[Row]:
    settings = load({"XDG_CONFIG_HOME": str(folder / "none"), "HOME": str(folder)})
    session = Session.open(settings, path, clock=lambda: NOW)
    try:
        await session.find.know_me()
        return [row async for row in _rows(session)]
    finally:
        await session.close()


async def _rows(session: Session):  # type: ignore[no-untyped-def]
    """One row a measure."""
    words = [*_COMMON, *Texts().words[len(_COMMON) : 2_000 : 97]]
    budget = "p50 ≤ 50, p99 ≤ 150"
    yield Row("search, each letter of a word as it is typed", "ms", await _typed(session, words), None, budget)
    pairs = [f"{one} {other}" for one, other in zip(words, words[3:], strict=False)][:20]
    yield Row("search, two words", "ms", await _each(session, pairs), None, budget)
    yield Row("search, a name and a word", "ms", await _each(session, [f"ada {w}" for w in words[:20]]), None, budget)
    yield Row("search, a phrase", "ms", await _each(session, [f'"{p}"' for p in pairs]), None, budget)
    yield Row(
        "search, a phone number", "ms", await _each(session, [f"020 {n:08}" for n in range(1, 200, 10)]), None, budget
    )
    yield Row(
        "search, a script without spaces", "ms", await _each(session, ["返金", "お願い", "願いします"]), None, budget
    )
    yield Row("search, all of a common word", "ms", await _whole(session, words[:5]), None, "")
    yield Row("search, the best matches first", "ms", await _each(session, words[:10], order=BEST), None, "")
    filters = [
        "inbox:billing",
        "is:unread -is:mine",
        "status:pending older:30d",
        "from:ada",
        "has:note refund",
        "-refund",
    ]
    base = [f"is:inbox {text}" for text in filters]
    yield Row("filter of the inbox, the first rows", "ms", await _each(session, base), None, budget)
    yield Row("filter of the inbox, all of it", "ms", await _whole(session, base), None, "")
    counted = [parsed(text) for text in base[:4]]
    yield Row("count of a view of one's own", "ms", await _times(lambda q: session.find.counts([q]), counted), None, "")
    yield Row("counts of the nine views", "ms", await _times(lambda _: session.read.counts(), range(20)), None, "≤ 40")
    views = [session.find.view(view) for view in BUILT_IN]
    yield Row("another view, its first rows", "ms", await _times(_window, views * 5), None, "≤ 40")


async def _typed(session: Session, words: Sequence[str]) -> Figure:
    return await _each(session, [word[:end] for word in words for end in range(1, len(word) + 1)])


async def _each(session: Session, queries: Sequence[str], *, order: str = "newest") -> Figure:
    async def look(query: str) -> None:
        listing = session.find.search(parsed(query), order)
        await listing.begin()
        await _window(listing)

    return await _times(look, queries)


async def _whole(session: Session, queries: Sequence[str]) -> Figure:
    async def look(query: str) -> None:
        listing = session.find.search(parsed(query), "newest")
        assert isinstance(listing, FoundList)
        await listing.complete()

    return await _times(look, queries)


async def _window(listing: Listing) -> object:
    return await listing.window(size=WINDOW, offset=0)


async def _times(work: Callable[..., Awaitable[object]], things: Sequence[object] | range) -> Figure:
    taken = []
    for thing in things:
        began = time.perf_counter()
        await work(thing)
        taken.append((time.perf_counter() - began) * 1_000)
    return Figure(tuple(taken))


def _notmuch(count: int, folder: Path) -> Row:
    """The same texts as mails, indexed by notmuch; each query is a process, as its users have it."""
    mails, texts = folder / "mails", Texts()
    (mails / "cur").mkdir(parents=True, exist_ok=True)
    (mails / "new").mkdir(exist_ok=True)
    (mails / "tmp").mkdir(exist_ok=True)
    for number in range(count):
        head = f"From: c{number}@example.com\nMessage-ID: <{number}@bench>\nSubject: {number}\n"
        head += "Date: Thu, 1 Jan 2026 00:00:00 +0000\n"
        (mails / "cur" / f"{number}:2,S").write_text(
            f"{head}Content-Type: text/plain; charset=utf-8\n\n{texts.body()}\n"
        )
    config = folder / "notmuch-config"
    config.write_text(f"[database]\npath={mails}\n[user]\nname=bench\nprimary_email=bench@example.com\n[new]\ntags=\n")
    command = ["notmuch", f"--config={config}"]
    subprocess.run([*command, "new", "--quiet"], check=True)
    taken = []
    for word in _prefixes(_COMMON):
        began = time.perf_counter()
        subprocess.run([*command, "search", "--limit=50", f"{word}*"], check=True, capture_output=True)
        taken.append((time.perf_counter() - began) * 1_000)
    return Row("notmuch, each letter of a word", "ms", Figure(tuple(taken)), None, "")


def _prefixes(words: Sequence[str]) -> Iterator[str]:
    """What notmuch takes for a beginning: "or" is an operator to it."""
    yield from (word[:end] for word in words for end in range(2, len(word) + 1) if word[:end] != "or")


if __name__ == "__main__":
    main()
