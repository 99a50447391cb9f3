"""The embedded server in a process of its own, with threads of known lengths; customers write when they are told to."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

TOKEN = "1|bench-token"
LENGTHS = (10, 200, 2_000) * 4
"""Messages of the threads that are opened, from the second row of the list down."""
HUGE = 50_000
"""Characters of every hundredth message of those."""
BEFORE = 600.0
"""Seconds before `now` at which all of that was written: what a poll reads again is the newest conversation alone."""
_PARAGRAPH = (
    "Thank you for looking into this. The parcel was meant for Thursday, and the tracking page has said the same since "
    "Monday: received at the depot, nothing since. Could you ask them once more, please, and tell me what they say?"
)


def tag(number: int) -> str:
    """What stands in every message of thread `number`, and in no other."""
    return f"[{LENGTHS[number]}-{number}"


def body(number: int, position: int) -> str:
    """A mail of about 800 characters, or of 50,000; its tag stands at both ends."""
    mark = f"{tag(number)} #{position}]"
    paragraphs = HUGE // len(_PARAGRAPH) if position % 100 == 50 else 4
    middle = "".join(f"<p>{_PARAGRAPH}</p>" for _ in range(paragraphs))
    return f"<p>{mark}</p>{middle}<p>{mark}</p>"


@dataclass
class Server:
    """The way to that process."""

    base_url: str
    ids: tuple[int, ...]
    """The conversations of `LENGTHS`, then the one at the top of the list."""
    _said: IO[str]
    _heard: IO[str]

    def write(self, conversation_id: int, words: str) -> float:
        """A customer writes; when the server has it (seconds of `time.perf_counter`)."""
        self._said.write(f"{conversation_id} {words}\n")
        self._said.flush()
        self._heard.readline()
        return time.perf_counter()


@contextmanager
def serving(conversations: int, *, now: float) -> Iterator[Server]:
    """Serve that many conversations on a free port of the loopback, as seen at `now` (seconds since 1970)."""
    command = [sys.executable, "-m", "tests.bench.server", str(conversations), str(now)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            yield Server(told["base_url"], tuple(told["ids"]), process.stdin, process.stdout)
        finally:
            process.stdin.close()  # it ends when nobody can tell it anything any more
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def main() -> None:
    """Serve until the standard input ends; its lines are "conversation words"."""
    from chatlane_tui.sandbox.server import Sandbox

    parser = argparse.ArgumentParser()
    parser.add_argument("conversations", type=int)
    parser.add_argument("now", type=float)
    options = parser.parse_args()
    began = time.monotonic()
    shift = -BEFORE

    def clock() -> float:
        return float(options.now) + shift + time.monotonic() - began

    with Sandbox(conversations=options.conversations, token=TOKEN, clock=clock) as sandbox:
        world = sandbox.world
        ids = []
        for number in reversed(range(len(LENGTHS))):
            new = world.new_conversation(subject=f"Thread {tag(number)}", body=body(number, 0), contact_id=number + 1)
            for position in range(1, LENGTHS[number]):
                world.customer_writes(new["id"], body(number, position), type="email")
            ids.append(new["id"])
        shift = 0.0
        top = world.new_conversation(subject="The newest of all", body="Hello!", contact_id=len(LENGTHS) + 1)
        print(json.dumps({"base_url": sandbox.base_url, "ids": [*reversed(ids), top["id"]]}), flush=True)
        for line in sys.stdin:
            conversation, _, words = line.strip().partition(" ")
            world.customer_writes(int(conversation), words)
            print("written", flush=True)


if __name__ == "__main__":
    main()
