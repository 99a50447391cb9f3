"""How long one body takes: ordinary ones of a thousand characters and a hundred thousand, hostile ones of a million."""

from __future__ import annotations

import time
from collections.abc import Iterator

from chatlane_tui.render.body import document
from tests.render.corpus import FLOODS, GMAIL_REPLY, MARKDOWN, NEWSLETTER, PLAIN_REPLY, attributes, flood
from tests.render.corpus import distinct_formatting as bomb

KB = 1_000
LETTER = """Hello Ada,

thank you for writing. **Order 1042** left our depot on Monday; the carrier says it is *out for delivery*. If it is not
with you by Thursday, please:

- ask your neighbours
- look at [the tracking page](https://track.example/1042)
- answer this mail

Best regards, Grace

> Where is my parcel? It was meant to come on Thursday, and nobody could tell me anything.

"""
ORDINARY = {
    "HTML reply": GMAIL_REPLY,
    "newsletter": NEWSLETTER,
    "plain reply": PLAIN_REPLY,
    "Markdown letter": LETTER,
    "Markdown of nothing but marks": MARKDOWN,
}
TRIES = 5


def sizes() -> Iterator[str]:
    """A line for each size: milliseconds of CPU, the least of some tries, and what is promised."""
    for size, promised in ((KB, "≤ 1"), (100 * KB, "≤ 60")):
        found = ", ".join(f"{name} {_took(flood(body, size)[:size]):.2f}" for name, body in ORDINARY.items())
        yield f"{size // KB} KB, ms ({promised}): {found}"
    hostile = {repr(seed): flood(seed, 1_000 * KB) for seed in FLOODS}
    hostile |= {"formatting": bomb(60_000), "attributes": attributes(100_000), "nested": "<div>" * 10_000}
    worst, name = max((_took(body, tries=2), name) for name, body in hostile.items())
    yield f"1 MB, hostile, ms (≤ 250): {worst:.0f}, the worst of {len(hostile)}: {name}"


def _took(body: str, *, tries: int = TRIES) -> float:
    least = float("inf")
    for _ in range(tries):
        began = time.thread_time()
        document(body, type="email")
        least = min(least, time.thread_time() - began)
    return least * 1_000
