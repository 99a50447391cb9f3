"""The words that keep kinds apart, and what is said of a text before it goes."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId
from chatlane_tui.model.lengths import measure
from chatlane_tui.model.windows import WINDOW_MS, Window, WindowState
from chatlane_tui.ui.theme import ASCII
from chatlane_tui.ui.widgets.composer_heading import heading, send_words, type_words
from chatlane_tui.ui.widgets.length_words import character_words, count_words, plain_helps, refusal, remarks
from chatlane_tui.ui.widgets.target import Kind, Target

OPEN = Window(WindowState.OPEN, None)


def target(type_word: str = "email", kind: Kind = "reply", **fields: object) -> Target:
    known: dict[str, object] = {"recipient": "ada@example.com", "inbox": "Support", **fields}
    return Target(conversation_id=ConversationId(1), kind=kind, type=type_word, **known)  # type: ignore[arg-type]


def said(of: Target, text: str, window: Window = OPEN) -> str:
    return " ".join(remark.sentence for remark in remarks(of, text, measure(text, of.type), window))


def test_a_note_has_the_type_of_a_note_and_no_channel_whatever_it_was_given() -> None:
    note = target("email", "note", channel_id=ChannelId(3), channel="Support mail")
    assert (note.type, note.channel_id, note.channel) == ("note", None, "")


def test_a_reply_cannot_have_the_type_of_a_note() -> None:
    with pytest.raises(ValueError, match="reply"):
        target("note", "reply")


def test_a_reply_says_its_type_recipient_and_inbox() -> None:
    assert heading(target()).plain == "Reply · EMAIL to ada@example.com via Support"


def test_a_known_channel_is_named_instead_of_the_inbox() -> None:
    assert heading(target(channel="Support mail")).plain.endswith("via Support mail")


def test_a_reply_without_a_type_says_so() -> None:
    assert heading(target("", recipient="", inbox="")).plain == "Reply · no channel yet"


def test_a_note_says_that_the_customer_does_not_see_it() -> None:
    assert heading(target(kind="note")).plain == "NOTE · internal, the customer does not see this"


def test_without_unicode_the_note_is_set_apart_by_signs_too() -> None:
    plain = heading(target(kind="note"), ASCII).plain
    assert plain.startswith("## NOTE")
    assert plain.isascii()


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (target(), "SEND EMAIL to ada@example.com via the server's first email channel"),
        (
            target("sms", recipient="+44 20 7946 0958", channel_id=ChannelId(3), channel="SMS UK"),
            "SEND SMS to +44 20 7946 0958 via SMS UK (#3)",
        ),
        (target("phone_call", recipient="", channel_id=ChannelId(7)), "SEND PHONE CALL via channel #7"),
        (target("", recipient="Ada"), "SEND to Ada"),
        (
            target("carrier_pigeon", recipient="Ada", channel_id=ChannelId(9), channel="Loft"),
            "SEND CARRIER PIGEON to Ada via Loft (#9)",
        ),
        (target(kind="note"), "SEND NOTE (internal)"),
        (target(kind="note", file_urls=("https://example.com/a.pdf",)), "SEND NOTE (internal) + 1 file"),
        (
            target(
                cc='a@example.com, "B, C" <b@example.com>',
                bcc="d@example.com",
                file_urls=("https://e.org/a", "https://e.org/b"),
                channel_id=ChannelId(1),
            ),
            "SEND EMAIL to ada@example.com via channel #1 + cc 2, bcc 1, 2 files",
        ),
        (
            target("sms", cc="a@example.com", recipient="+44", channel_id=ChannelId(3)),
            "SEND SMS to +44 via channel #3",
        ),
        (
            target(sender_type="contact", sender_id=456, channel_id=ChannelId(1)),
            "SEND EMAIL AS CONTACT #456 to ada@example.com via channel #1",
        ),
    ],
)
def test_the_line_that_sends_says_what_and_to_whom(of: Target, words: str) -> None:
    assert send_words(of) == words


def test_an_unknown_type_is_shown_raw() -> None:
    assert type_words("telegram_x") == "TELEGRAM X"


@pytest.mark.parametrize(
    ("text", "type_word", "words"),
    [
        ("", "email", "0 characters"),
        ("a", "email", "1 character"),
        ("a" * 1450, "whatsapp", "1,450 of 1,600 characters"),
        ("a" * 162, "sms", "162 characters, 2 SMS (GSM-7)"),
        ("“" * 71, "sms", "71 characters, 2 SMS (UCS-2)"),
        ("é" * 10, "instagram", "10 characters, 20 bytes"),
        ("e" * 10, "instagram", "10 characters"),
    ],
)
def test_the_count_is_said_with_the_limit_or_the_segments(text: str, type_word: str, words: str) -> None:
    assert count_words(measure(text, type_word)) == words


@pytest.mark.parametrize(
    ("type_word", "text", "words"),
    [
        ("instagram", "é" * 449, ""),
        ("instagram", "é" * 451, "98 bytes left of the 1,000 that INSTAGRAM itself takes."),
        ("instagram", "é" * 501, "INSTAGRAM itself takes 1,000 bytes: 2 too many, it may refuse or split this."),
        ("facebook", "é" * 1_799, ""),
        ("facebook", "é" * 2_003, "FACEBOOK itself takes 2,000 characters: 3 too many, it may refuse or split this."),
        ("phone_call", "a", "Nothing here dials: the text goes to the server as a phone call."),
    ],
)
def test_what_a_network_itself_takes_is_said_and_stops_nothing(type_word: str, text: str, words: str) -> None:
    assert said(target(type_word), text) == words
    assert refusal(target(type_word), text, measure(text, type_word), is_draft=False) == ""


def test_below_ninety_per_cent_of_a_limit_nothing_is_said() -> None:
    assert said(target("whatsapp"), "a" * 1439) == ""


def test_from_ninety_per_cent_on_what_is_left_is_said() -> None:
    assert said(target("whatsapp"), "a" * 1500) == "100 characters left of 1,600 for WHATSAPP."


def test_over_the_limit_by_how_much_is_said() -> None:
    assert said(target("whatsapp"), "a" * 1612) == "Over by 12: WHATSAPP takes 1,600 characters."


def test_the_character_that_forced_ucs2_is_said_with_a_way_out() -> None:
    words = said(target("sms"), "“" + "a" * 80)
    assert words == "“ (U+201C) is not in the SMS alphabet: 2 SMS in UCS-2; 1 with plain punctuation (Esc p)."


def test_no_way_out_is_offered_where_plain_punctuation_does_not_help() -> None:
    assert said(target("sms"), "ą") == "ą (U+0105) is not in the SMS alphabet: 1 SMS in UCS-2."
    assert not plain_helps("ą", measure("ą", "sms"))
    assert not plain_helps("a", measure("a", "sms"))


@pytest.mark.parametrize(
    ("character", "words"), [("ą", "ą (U+0105)"), ("\u0301", "◌\u0301 (U+0301)"), ("\u200d", "U+200D")]
)
def test_a_character_is_named_so_that_it_can_be_found(character: str, words: str) -> None:
    assert character_words(character) == words


def test_a_closed_window_warns() -> None:
    closed = Window(WindowState.CLOSED, 0)
    assert said(target("whatsapp"), "a", closed) == "The 24-hour window is closed: WHATSAPP will probably refuse this."


def test_an_unknown_window_is_said_to_be_unknown() -> None:
    assert "unknown" in said(target("facebook"), "a", Window(WindowState.UNKNOWN, None))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (40 * 60_000, "The 24-hour window closes in 40 min."),
        (65 * 60_000, "The 24-hour window closes in 1 h 5 min."),
        (10, "The 24-hour window closes in 1 min."),
        (WINDOW_MS, ""),
    ],
)
def test_a_window_that_closes_soon_is_said(left: int, words: str) -> None:
    assert said(target("instagram"), "a", Window(WindowState.OPEN, left)) == words


@pytest.mark.parametrize(
    ("of", "text", "is_draft", "reason"),
    [
        (target(), " \n ", False, "nothing to send"),
        (target(kind="note"), "hello", True, "D3"),
        (target(""), "hello", False, "No channel"),
        (target(contact_needed=True), "hello", False, "needs a contact"),
        (target("whatsapp"), "a" * 1601, False, "over by 1;"),
        (target("whatsapp"), "a" * 1601, True, "The text is intact"),
    ],
)
def test_what_cannot_go_is_refused_with_a_sentence(of: Target, text: str, is_draft: bool, reason: str) -> None:
    assert reason in refusal(of, text, measure(text, of.type), is_draft=is_draft)


@pytest.mark.parametrize(
    ("of", "is_draft"),
    [
        (target(), False),
        (target(), True),
        (target(kind="note"), False),
        (target(contact_needed=True, contact_id=ContactId(7)), False),
    ],
)
def test_what_can_go_is_not_refused(of: Target, is_draft: bool) -> None:
    assert refusal(of, "hello", measure("hello", of.type), is_draft=is_draft) == ""


def test_names_of_any_length_leave_the_letters_of_the_review_in_sight() -> None:
    long = target("sms" * 300, recipient="漢" * 900, channel="x" * 900, channel_id=ChannelId(7))
    assert cell_len(send_words(long)) < 220
