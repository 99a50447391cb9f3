"""An answer of every type from a real terminal, each on a channel that the line that sends has named."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.person import at_work

ADA, BEN, SOFIA, KAI = "Ada Okonkwo", "Ben Whitaker", "Sofía Castellanos", "Kai Nakamura 🌊"
TYPES = {
    "email": (ADA, "", "SEND EMAIL to ada.okonkwo@example.com via Support mail (#1)", 1),
    "phone_call": (ADA, "p", "SEND PHONE CALL to +447700900101 via Help line (#7)", 7),
    "whatsapp": (BEN, "k", "SEND WHATSAPP to +447700900102 via WhatsApp Europe (#6)", 6),
    "sms": (SOFIA, "", "SEND SMS to +12025550103 via SMS UK (#3)", 3),
    "instagram": (KAI, "", f"SEND INSTAGRAM to {KAI} via Instagram @acme (#8)", 8),
    "facebook": (KAI, "f", f"SEND FACEBOOK to {KAI} via Facebook Acme (#9)", 9),
}
"""To whom, the key in the list of channels if it is not the customer's last one, the line that sends, the channel."""


def test_each_type_goes_out_as_it_was_written_on_the_channel_that_was_named(tmp_path: Path) -> None:
    with at_work(tmp_path, "C1-inbox-has-channels") as (person, terminal):
        for type_word, (name, key, sends, channel) in TYPES.items():
            words = f"Hello {name}: this is the {type_word} that you asked for."
            person.jump(terminal, name.split()[0].lower(), name)
            terminal.press("r").wait_for("Reply · ")
            terminal.type(words).wait_for(words)
            terminal.wait_for(" (#")  # the customer's own channel is known
            if key:
                terminal.press("ctrl+t").wait_for("How should it go out?")
                terminal.press(key, "enter").wait_gone("How should it go out?")
            terminal.wait_for(sends)
            assert person.send(terminal) == (type_word, words, channel)


def test_a_note_goes_to_nobody_but_the_team(tmp_path: Path) -> None:
    with at_work(tmp_path) as (person, terminal):
        terminal.press("n").wait_for("SEND NOTE (internal)")
        terminal.type("She is right.").wait_for("She is right.")
        assert person.send(terminal) == ("note", "She is right.", None)
        [note] = person.sandbox.world.posted()
        assert (note["direction"], note["channel_id"]) == ("note", None)
