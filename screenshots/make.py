"""Draws the pictures of this folder: the client on a fresh embedded server, as a person would see it.

    python screenshots/make.py

Run it again when the screen changes. The font is left to whoever shows the picture.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from chatlane_tui.cli import demo_texts  # noqa: E402
from chatlane_tui.model.ids import RecordId  # noqa: E402
from chatlane_tui.model.status import Link  # noqa: E402
from chatlane_tui.sandbox.server import Sandbox  # noqa: E402
from screenshots import triage  # noqa: E402
from tests.journeys.inside import Seat, seat  # noqa: E402

Scene = Callable[[Seat, Sandbox], Awaitable[None]]


async def inbox(person: Seat, _: Sandbox) -> None:
    """The list, the newest conversation beside it."""
    await person.until("any news? Rent is due")


async def thread(person: Seat, sandbox: Sandbox) -> None:
    """A thread with notes between the replies, and an answer on its way."""
    await inbox(person, sandbox)
    await person.press("enter", "n")
    await person.until("NOTE · internal, the customer")
    await person.paste("Told her it goes back to the card today.")
    await _send(person)
    await person.until("Told her it goes back")
    await person.press("g", "g")
    await person.press("j", "j")


async def composer(person: Seat, sandbox: Sandbox) -> None:
    """An answer being written, the line that sends it open."""
    await inbox(person, sandbox)
    await person.press("enter")
    await person.until("Support mail")
    await person.press("r")
    await person.until("Reply · EMAIL")
    await person.paste("Dear Ada,\n\nthe £189.50 is on its way back to your card.\n\nBest,\nSam")
    await person.press("escape")
    await person.until("discard")


async def email(person: Seat, sandbox: Sandbox) -> None:
    """An e-mail with copies and files, and what was noticed before it went."""
    await inbox(person, sandbox)
    await person.press("enter")
    await person.until("Support mail")
    await person.press("r")
    await person.until("Reply · EMAIL")
    await person.paste("Dear Ada,\n\nboth invoices are attached; 4111 1111 1111 1111 was charged once.\n\nSam")
    await person.press("f2")
    await person.until("Copies and files")
    await person.paste('"Okonkwo, B." <b.okonkwo@example.com>')
    await person.press("tab", "tab")
    await person.paste("https://files.example.com/1042.pdf\nhttps://files.example.com/1042-refund.pdf")
    await person.press("escape")
    await person.until("1042-refund.pdf")
    await person.press("escape")
    await person.until("discard")
    await person.press("s")
    await person.until("looks like the number of a payment card")


async def note(person: Seat, sandbox: Sandbox) -> None:
    """A note being written."""
    await inbox(person, sandbox)
    await person.press("enter", "n")
    await person.until("NOTE · internal, the customer")
    await person.paste("She wants it on the card, not on the balance. @Mei, please release pay_7f32.")


async def sms(person: Seat, _: Sandbox) -> None:
    """A short message that one sign made two."""
    await person.choose("Sofía Castellanos")
    await person.press("r")
    await person.until("Reply · SMS")
    await person.paste("Hi Sofia, Friday at 14:00 is yours now. Please bring the receipt – the number is enough, too.")
    await person.press("escape")
    await person.until("1 with plain")


async def whatsapp(person: Seat, _: Sandbox) -> None:
    """A long message, near the limit."""
    await person.choose("Ben Whitaker")
    await person.press("r")
    await person.until("Reply · WHATSAPP")
    await person.paste("We have asked the driver, the depot and the neighbour at number 12. " * 22)
    await person.until("characters left of 1,600")


async def canned(person: Seat, sandbox: Sandbox) -> None:
    """A canned reply, found and seen before it is inserted."""
    demo_texts.write(person.session.canned.folder)
    await inbox(person, sandbox)
    await person.press("enter")
    await person.until("Support mail")
    await person.press("r")
    await person.until("Reply · EMAIL")
    await person.press("ctrl+o")
    await person.until("Canned replies for EMAIL")
    await person.press("m", "o", "n", "e", "y")
    await person.until("you are right, and we are sorry")


async def offline(person: Seat, sandbox: Sandbox) -> None:
    """The server is gone; the inbox is not."""
    await inbox(person, sandbox)
    sandbox.set_online(False)
    await person.until(lambda: person.session.status.link is Link.OFFLINE)
    await person.press("enter", "r")
    await person.until("Reply · EMAIL")
    await person.paste("Written on a train.")
    await _send(person)
    await person.until("waiting to send")


async def narrow(person: Seat, _: Sandbox) -> None:
    """One pane at a time."""
    await person.until("Ada Okonkwo")
    await person.press("enter")
    await person.until("any news? Rent is due")


async def search(person: Seat, _: Sandbox) -> None:
    """What was found, with the hits marked in the list and in the thread."""
    await person.until("9 All 64")
    await person.press("slash", *"refund OR rembours", "enter")
    await person.until("64 conversations, back to")
    await person.press("enter")
    await person.until("hit")
    await person.press("right_square_bracket")
    await person.until("hit 1 of")


async def waiting(person: Seat, _: Sandbox) -> None:
    """Who has waited longest stands at the top."""
    await person.until("9 All 64")
    await person.press("3")
    await person.until("3 [Waiting]")
    await person.press("j", "j")
    await person.until(lambda: person.screen.reading.shown == person.screen.inbox.cursor)


NEWSLETTER = """<!DOCTYPE html><html><head><style>.pre{display:none}</style></head><body style="background:#eee">
<div class="pre">You will not believe these prices! &zwnj;&nbsp;&zwnj;&nbsp;</div>
<table width="600" align="center"><tr><td><img src="https://img.shop.example/logo.png" alt="North Coast Outfitters">
</td></tr><tr><td><h1>Spring is on its way</h1><p>Dear Kofi,<br>the first <b>paddles</b> of the season have arrived.
Until Sunday they come with a <i>free dry bag</i>.</p></td></tr>
<tr><td><table border="0"><tr><th>Paddle</th><th>Length</th><th>Price</th></tr><tr><td>Touring</td><td>220 cm</td>
<td>£89</td></tr><tr><td>Surf</td><td>194 cm</td><td>£129</td></tr></table></td></tr>
<tr><td><a href="https://shop.example/paddles?utm_source=mail">See all paddles</a> ·
<a href="https://sh\u043ep.example/login">Your account</a> · <a href="mailto:hello@shop.example">Write to us</a></td>
</tr><tr><td><img src="https://track.shop.example/o.gif" width="1" height="1"><small>You get this because you bought a
kayak. <a href="https://shop.example/off?u=1042">Unsubscribe</a></small></td></tr></table></body></html>"""


async def html(person: Seat, _: Sandbox) -> None:
    """A mail in HTML, its history folded."""
    await person.choose("Leo Fitzgerald-Montgomery")
    await person.until("quoted lines")


async def newsletter(person: Seat, sandbox: Sandbox) -> None:
    """What is left of a newsletter when nobody has to load its pictures."""
    await inbox(person, sandbox)
    conversation = next(row.id for row in person.screen.inbox.window.rows if row.name == "Kofi Mensah")
    sandbox.world.customer_writes(conversation, NEWSLETTER, type="email")
    await person.until(lambda: person.screen.inbox.window.rows[0].name == "Kofi Mensah")
    await person.choose("Kofi Mensah")
    await person.until("See all paddles")


async def links(person: Seat, sandbox: Sandbox) -> None:
    """Where its links lead, one of them not to where it seems."""
    await newsletter(person, sandbox)
    await person.press("L")
    await person.until("Look twice")
    await person.press("j")


async def attachments(person: Seat, _: Sandbox) -> None:
    """The files of a conversation, one of them saved."""
    await person.choose("Amara Nwosu")
    await person.until("commercial-invoice.pdf")
    settings = person.session.settings
    person.session.settings = settings._replace(files=settings.files._replace(folder="~/Downloads"))
    await person.press("A")
    await person.until("packing-list.pdf")
    await person.press("s")
    await person.until("saved as ~/Downloads/commercial-invoice.pdf")


async def chat(person: Seat, _: Sandbox) -> None:
    """A chat with its own emphasis."""
    await person.choose("Ben Whitaker")
    await person.until("Here is my door")


async def arabic(person: Seat, _: Sandbox) -> None:
    """A script that runs from right to left."""
    await person.choose("ليلى الحداد")


async def japanese(person: Seat, _: Sandbox) -> None:
    """A script of wide letters."""
    await person.choose("山田 裕子")


async def _synced(person: Seat) -> None:
    await person.until(lambda: person.session.status.progress is None and person.session.status.data_at)
    await person.until("any news? Rent is due")


async def details(person: Seat, _: Sandbox) -> None:
    """The customer beside the thread."""
    await _synced(person)
    await person.press("enter", "i")
    await person.until("Okonkwo & Daughters")


async def contact(person: Seat, _: Sandbox) -> None:
    """A contact that was found, whole beside the list."""
    await _synced(person)
    await person.session.directory.record(RecordId(9))
    await person.press("g", "c")
    await person.until("40 cached")
    await person.press("slash")
    await person.paste("example.org")
    await person.until("found")
    await person.press("enter")
    while "Kofi" not in (person.app.screen.list.current or ("", ""))[1]:
        await person.press("j")
    await person.press("enter")
    await person.until("Blue Anchor")


async def record(person: Seat, _: Sandbox) -> None:
    """A record being edited, over its list."""
    await _synced(person)
    await person.press("g", "r")
    await person.until("13 cached")
    await person.press("f", "j", "enter")
    await person.until("external id")
    await person.press("escape", "e")
    await person.until("Edit record")


async def new_conversation(person: Seat, _: Sandbox) -> None:
    """A conversation being begun: with whom?"""
    await _synced(person)
    await person.press("c")
    await person.until("in which inbox?")
    await person.paste("support")
    await person.until(lambda: person.app.screen.list.stretch.total == 1)
    await person.press("enter")
    await person.until("with whom?")
    await person.paste("k")
    await person.until(lambda: 1 < person.app.screen.list.stretch.total < 40)


async def inboxes(person: Seat, _: Sandbox) -> None:
    """The inboxes, counted, the channels of one of them learnt."""
    await _synced(person)
    await person.press("g", "i")
    await person.until("24 active")
    await person.press("G", "ctrl+r")
    await person.until("SMS ")


SCENES: dict[str, tuple[Scene, tuple[int, int]]] = {
    "inbox": (inbox, (120, 36)),
    "thread": (thread, (120, 36)),
    "composer": (composer, (120, 36)),
    "email": (email, (120, 36)),
    "note": (note, (120, 36)),
    "sms": (sms, (80, 24)),
    "whatsapp": (whatsapp, (120, 36)),
    "canned": (canned, (120, 36)),
    "offline": (offline, (120, 36)),
    "narrow": (narrow, (60, 20)),
    "search": (search, (140, 36)),
    "waiting": (waiting, (140, 36)),
    "html": (html, (120, 36)),
    "newsletter": (newsletter, (120, 36)),
    "links": (links, (120, 36)),
    "attachments": (attachments, (120, 24)),
    "chat": (chat, (120, 36)),
    "arabic": (arabic, (120, 36)),
    "japanese": (japanese, (120, 36)),
    "details": (details, (150, 36)),
    "contact": (contact, (120, 36)),
    "record": (record, (120, 36)),
    "new-conversation": (new_conversation, (120, 36)),
    "inboxes": (inboxes, (120, 36)),
    **triage.SCENES,
}


async def _send(person: Seat) -> None:
    await person.press("escape")
    await person.until("discard")
    await person.press("s")
    await person.until(lambda: person.screen.composer.target is None)


async def draw(name: str, scene: Scene, size: tuple[int, int]) -> None:
    """One picture, as `name.svg`, of somebody whose home holds nothing yet."""
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        async with seat(sandbox, Path(home), size=size) as person:
            await scene(person, sandbox)
            person.app.clear_notifications()
            await person.pilot.pause(0.3)
            picture = person.app.export_screenshot(title="chatlane-tui")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (HERE / f"{name}.svg").write_text(picture, encoding="utf-8")
    print(f"{name}.svg")


async def main() -> None:
    """Every picture, or those named on the command line."""
    for name in sys.argv[1:] or SCENES:
        await draw(name, *SCENES[name])


if __name__ == "__main__":
    asyncio.run(main())
