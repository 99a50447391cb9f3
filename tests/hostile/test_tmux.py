"""The same server, with the client in tmux: no title, no clipboard, nothing handed on, and no row out of line."""

from __future__ import annotations

import re
import sys

import pytest
from wcwidth import wcswidth

from chatlane_tui.model.clean import FORBIDDEN
from tests.hostile.corpus import ATTACKS, TITLE, words_in
from tests.hostile.multiplexer import COMMAND, Multiplexer
from tests.hostile.server import HostileServer
from tests.hostile.shapes import COUNT, Rotating
from tests.hostile.test_journey import LISTED, first_word, heading, start
from tests.hostile.victim import SETTINGS, Victim
from tests.journeys.person import Person, settle_in

pytestmark = pytest.mark.skipif(COMMAND is None, reason="tmux is not installed")

SIZE = (120, 40)
C1 = [bytes((0xC2, code)) for code in range(0x80, 0xA0)]
"""The eight-bit controls in UTF-8."""
ELSEWHERE = (
    ("L", "Links ·", "linked"),
    ("A", "Attachments ·", "file"),
    ("ctrl+k", "Jump to", "inbox"),
    ("g c", "Contacts ·", "contactmail"),
    ("g r", "Records ·", "recordkey"),
    ("g i", "Inboxes ·", "channeltype"),
)
"""Keys that lead from the thread to other screens, what those begin with, and a field that is shown there."""
_STRING = re.compile(rb"\x1b(?:\](\d*)|[P_^Xk])([^\x07\x1b]*)")
_OWN = {b"0", b"2", b"10", b"11", b"12", b"112"}
"""What tmux says to a terminal by itself: the title that it was set up to give, colours that it asks for."""


def test_tmux_hands_on_nothing_that_a_server_says(victim: Victim, server: HostileServer) -> None:
    settle_in(victim.home, SETTINGS + '\n[ui]\nemoji = "words"\n')
    seen: set[tuple[str, int]] = set()
    with Multiplexer(Person.command(), environ=victim.environ(), size=SIZE) as inside:
        terminal = inside.terminal
        start(terminal)
        terminal.press("enter").wait_for("Space page")
        for number in range(COUNT):
            if number:
                terminal.press("J").wait_for(lambda text, n=number: Rotating(n).word("subject") in heading(text))  # type: ignore[misc]
            terminal.press("home", "h", "h")
            seen |= words_in(terminal.wait_for(lambda text, n=number: first_word(n).lower() in text.lower()))  # type: ignore[misc]
            seen |= words_in("\n".join(rows := inside.lines()))
            assert [row for row in rows if FORBIDDEN.search(row)] == []
            assert len({wcswidth(row.partition("│")[0]) for row in rows if "│" in row[:90]}) == 1, "\n".join(rows)
        for keys, title, shown in ELSEWHERE:
            terminal.press(*keys.split(" ")).wait_for(
                lambda text, t=title, f=shown: t in text and any(field == f for field, _ in words_in(text))  # type: ignore[misc]
            )
            assert [row for row in inside.lines() if FORBIDDEN.search(row)] == []
            terminal.press("esc").wait_gone(title)
        server.refuses_reads = True
        before = len(server.asked)
        terminal.press("ctrl+r").wait_for(lambda _: len(server.asked) > before)
        clipboard, titles = inside.clipboard(), inside.titles()
        terminal.press("ctrl+q")
        terminal.wait_exit()
    raw = bytes(terminal.raw)
    assert clipboard == []
    assert [title for title in titles if TITLE in title] == []
    strings = [(found[1], found[2]) for found in _STRING.finditer(raw)]
    assert [said for said in strings if said[0] not in _OWN or TITLE.encode() in said[1] or b"#" in said[1]] == []
    assert [control for control in C1 if control in raw] == []
    assert {(field, attack) for field in LISTED for attack in range(len(ATTACKS))} - seen == set()


def test_tmux_would_have_handed_on_what_is_not_cleaned(victim: Victim) -> None:
    attacks = [attack.payload for attack in ATTACKS if attack.name in ("osc-2-title", "osc-52-clipboard")]
    program = f"print({''.join(attacks)!r}, 'written', flush=True); input()"
    with Multiplexer([sys.executable, "-c", program], environ=victim.environ(), size=SIZE) as inside:
        inside.terminal.wait_for("written")
        assert (inside.clipboard(), inside.titles()[0]) == (["pwned-clipboard"], TITLE)
