"""An e-mail with everything it may have, in a real terminal: a canned text, copies, files, a second look."""

from __future__ import annotations

import pytest

from chatlane_tui.cli import demo_texts
from tests.journeys.person import Person

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""


def test_an_email_takes_a_canned_text_copies_and_files_to_the_server(person: Person) -> None:
    demo_texts.write(person.home / "config" / "chatlane-tui" / "canned")
    with person.start() as terminal:
        terminal.wait_for("any news? Rent is due on Thursday")
        terminal.press("enter", "r").wait_for("Reply · EMAIL to ada.okonkwo@example.com via Support mail")
        terminal.type("//")
        terminal.wait_for("Canned replies for EMAIL in Support")
        terminal.type("rf")
        terminal.wait_for("you are right, and we are sorry")
        terminal.press("enter").wait_for("SEND EMAIL to ada.okonkwo@example.com")
        terminal.wait_for(lambda text: "Canned replies" not in text and "you are right, and we are sorry" in text)
        terminal.type("Both invoices are attached.")
        terminal.wait_for("Both invoices are attached.")
        terminal.press("esc").wait_for("discard")
        terminal.press("s").wait_for("“attached” is said, and nothing is attached.")
        assert person.posted() == []

        terminal.press("esc").wait_for("cc, bcc, files")
        terminal.press("a").wait_for("Files by their public link")
        terminal.type('"Okonkwo, B." <b@example.com>')
        terminal.press("enter")
        terminal.type("boss@acme.example.com")
        terminal.press("enter")
        terminal.type("https://example.com/a.pdf https://example.com/b.pdf")
        terminal.wait_for("a.pdf, b.pdf.")
        terminal.press("esc").wait_for("+ cc 1, bcc 1, 2 files")
        terminal.press("esc").wait_for("discard")
        terminal.press("s")
        terminal.wait_for(lambda _: len(person.posted()) == 1)
    [post] = person.sandbox.world.posted()
    assert post["body"].splitlines()[:5:2] == [
        "Hello Ada,",
        "you are right, and we are sorry: the money left us today and is on your card in three to five days.",
        "",
    ]
    assert "Both invoices are attached." in post["body"]
    assert (post["cc"], post["bcc"]) == ("b@example.com", "boss@acme.example.com")
    assert post["file_urls"] == ["https://example.com/a.pdf", "https://example.com/b.pdf"]
