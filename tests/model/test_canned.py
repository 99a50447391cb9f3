"""Files of canned replies: their head, their text, and what is wrong with them by line."""

from __future__ import annotations

import pytest

from chatlane_tui.model.canned import CannedReply, doubled, read
from chatlane_tui.model.signatures import signature

FILE = """---
name: Refund on its way
# for the two busy ones
types: email, note
inboxes: [Support, "Billing"]
shortcut: rf
---

Hello {{contact.first_name|there}},
it is on its way.
"""


def reply(text: str, file: str = "refund.md") -> CannedReply:
    found = read(file, text)
    assert found.mistakes == ()
    assert found.reply is not None
    return found.reply


def test_a_head_says_what_a_reply_is_called_and_where_it_belongs() -> None:
    found = reply(FILE)
    assert (found.name, found.types, found.inboxes, found.shortcut) == (
        "Refund on its way", ("email", "note"), ("Support", "Billing"), "rf",
    )  # fmt: skip
    assert found.body == "Hello {{contact.first_name|there}},\nit is on its way."


def test_without_a_head_the_files_name_is_the_name() -> None:
    found = reply("Thanks!\n", "thank-you_all.md")
    assert (found.name, found.body, found.types) == ("thank you all", "Thanks!", ())


@pytest.mark.parametrize(
    ("type_word", "inbox", "fits"),
    [("email", "support", True), ("note", "Billing", True), ("sms", "Support", False), ("email", "Social", False)],
)
def test_a_reply_is_offered_where_it_fits(type_word: str, inbox: str, fits: bool) -> None:
    assert reply(FILE).fits(type_word, inbox) is fits


def test_a_reply_for_everything_fits_everywhere() -> None:
    assert reply("Thanks!").fits("sms", "")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("---\nname: a\n", 1, "no closing"),
        ("---\nnaem: a\n---\nx", 2, "did you mean `name`?"),
        ("---\nname a\n---\nx", 2, "no `key: value`"),
        ("---\nname:\n---\nx", 2, "has no value"),
        ("---\nname: a\ntypes: emial\n---\nx", 3, "did you mean `email`?"),
        ("---\nshortcut: two words\n---\nx", 2, "one word"),
        ("---\nname: a\n---\n\n", 5, "there is no text"),
        ("---\nname: a\n---\n\nHi\n{{contact.naem}}", 6, "did you mean `contact.name`?"),
        ("Hi\n{{oops", 2, "do not match"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(text: str, line: int, said: str) -> None:
    found = read("a.md", text)
    assert found.reply is None
    assert (found.mistakes[0].line, found.mistakes[0].words.partition(" ")[0]) == (line, f"a.md:{line}:")
    assert said in found.mistakes[0].sentence


def test_what_a_file_holds_cannot_command_the_terminal() -> None:
    assert reply("a\x1b]0;owned\x07b").body == "ab"


def test_a_shortcut_belongs_to_the_first_that_claims_it() -> None:
    first, second = reply("---\nshortcut: rf\n---\nx", "a.md"), reply("---\nshortcut: RF\n---\ny", "b.md")
    assert [mistake.words for mistake in doubled((first, second))] == [
        "b.md: the shortcut `RF` is that of a.md already"
    ]


SIGNATURES = {"default": "D", "sms": "S", "Support": "U", "support/whatsapp": "W", "note": "N"}


@pytest.mark.parametrize(
    ("inbox", "type_word", "text"),
    [
        ("Support", "whatsapp", "W"), ("Support", "email", "U"), ("Social", "sms", "S"), ("Social", "email", "D"),
        ("Support", "note", "N"), ("", "email", "D"),
    ],
)  # fmt: skip
def test_the_narrowest_signature_is_meant(inbox: str, type_word: str, text: str) -> None:
    assert signature(SIGNATURES, inbox=inbox, type=type_word) == text


def test_a_note_never_gets_the_customers_signature() -> None:
    assert signature({"default": "D", "Support": "U"}, inbox="Support", type="note") == ""
