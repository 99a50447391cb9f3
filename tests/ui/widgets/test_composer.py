"""The composer, alone in an app: what is typed, kept, sent and refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual import events
from textual.message import Message
from textual.pilot import Pilot

from chatlane_tui.model.ids import ChannelId, ConversationId
from chatlane_tui.ui.theme import ASCII
from chatlane_tui.ui.widgets.composer import Composer
from chatlane_tui.ui.widgets.pauses import Pauses
from chatlane_tui.ui.widgets.review import ReviewLine
from chatlane_tui.ui.widgets.target import Target
from tests.ui.widgets.stage import Stage, painted

NOW = 1_800_000_000_000
MAIL = Target(
    conversation_id=ConversationId(7), kind="reply", type="email", recipient="ada@example.com", inbox="Support"
)
NOTE = Target(conversation_id=ConversationId(7), kind="note")
NEVER = 10_000_000
"""A pause so long that nothing is saved by the clock."""


def composer(pause_ms: int = NEVER) -> Composer:
    return Composer(clock=lambda: NOW, pauses=Pauses(pause_ms=pause_ms, longest_ms=pause_ms))


@asynccontextmanager
async def staged(
    field: Composer | None = None, *, target: Target = MAIL, text: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Stage, Pilot[None], Composer]]:
    field = field or composer()
    app = Stage(field)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        field.open(target, text)
        field.focus()
        await pilot.pause()
        yield app, pilot, field


async def typed(pilot: Pilot[None], words: str) -> None:
    await pilot.press(*(("space" if letter == " " else letter) for letter in words))
    await pilot.pause()


def own_messages(app: Stage) -> list[Message]:
    """What the composer itself said."""
    return [message for message in app.said if type(message).__qualname__.startswith("Composer")]


# typing


async def test_enter_is_always_a_newline() -> None:
    async with staged() as (app, pilot, field):
        await pilot.press("a", "enter", "b", "shift+enter", "c", "ctrl+j", "d")
        await pilot.pause()
        assert field.text == "a\nb\nc\nd"
        assert app.heard(Composer.Submitted) == []


async def test_letters_of_the_key_table_are_letters_while_typing() -> None:
    async with staged() as (_, pilot, field):
        await typed(pilot, "res dcx qjk")
        assert field.text == "res dcx qjk"


async def test_undo_and_redo_work() -> None:
    async with staged(text="kept") as (_, pilot, field):
        await pilot.press("x")
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert field.text == "kept"
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert field.text == "keptx"


async def test_what_is_pasted_is_cleaned_and_never_cut() -> None:
    async with staged() as (app, pilot, field):
        lines = ("\t" * 200 + "\n") * 1_300  # more than a million characters, once tabs are blanks
        app.post_message(events.Paste("a\x1b[31mb\u202ec\r\nd\x07" + lines + "end"))
        await pilot.pause()
        assert field.text.startswith("abc\nd ")
        assert field.text.endswith(" \nend")
        assert len(field.text) == len("abc\nd") + 1_300 * (4 * 200 + 1) + len("end")


async def test_the_programs_own_clipboard_is_cleaned_as_well() -> None:
    async with staged() as (app, pilot, field):
        app.copy_to_clipboard("x\u202ey")
        await pilot.press("ctrl+v")
        await pilot.pause()
        assert field.text == "xy"


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("śćż", "śćż"),
        ("a\u00a0b", "a b"),
        ("e\u0301", "e\u0301"),
        ("a\u202eb", "ab"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("\u2764\ufe0f", "\u2764\ufe0f"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("a\u200d", "a"),
    ],
    ids=ascii,
)
async def test_letters_beyond_ascii_are_kept_and_instructions_are_not(letters: str, text: str) -> None:
    async with staged() as (app, pilot, field):
        for letter in letters:
            app.post_message(events.Key("any", letter))
        await pilot.pause()
        assert field.text == text


async def test_the_text_field_has_no_line_numbers_and_wraps() -> None:
    async with staged() as (_, _, field):
        assert field.area.soft_wrap
        assert not field.area.show_line_numbers


@pytest.mark.parametrize(
    ("size", "lines", "rows"),
    [((120, 40), 1, 3), ((120, 40), 7, 7), ((120, 40), 30, 12), ((80, 24), 30, 6), ((60, 15), 30, 3), ((60, 15), 1, 3)],
)
async def test_it_grows_with_the_text_within_two_fifths_of_the_screen(
    size: tuple[int, int], lines: int, rows: int
) -> None:
    async with staged(text="\n".join("line" for _ in range(lines)), size=size) as (_, _, field):
        assert field.area.size.height == rows


async def test_it_grows_while_lines_are_typed() -> None:
    async with staged(size=(120, 40)) as (_, pilot, field):
        await pilot.press(*["enter"] * 5)
        await pilot.pause()
        assert field.area.size.height == 6


async def test_it_shrinks_when_the_terminal_does() -> None:
    async with staged(text="\n" * 30, size=(120, 40)) as (_, pilot, field):
        await pilot.resize_terminal(60, 15)
        await pilot.pause()
        assert field.area.size.height == 3
        assert field.text == "\n" * 30


# which kind it is


async def test_a_reply_is_said_in_border_and_send_line() -> None:
    async with staged(text="hello") as (app, _, _):
        screen = painted(app)
        assert "Reply · EMAIL to ada@example.com via Support" in screen
        assert "^Enter or Esc s: SEND EMAIL to ada@example.com" in screen
        assert "5 characters" in screen


async def test_a_note_differs_in_words_border_and_colour() -> None:
    async with staged() as (app, pilot, field):
        reply = field.styles.border_top
        field.open(NOTE, "hello")
        await pilot.pause()
        screen = painted(app)
        assert "NOTE · internal, the customer does not see this" in screen
        assert "SEND NOTE (internal)" in screen
        assert "EMAIL" not in screen
        note = field.styles.border_top
        assert note[0] != reply[0]
        assert note[1] != reply[1]


async def test_going_back_to_a_reply_takes_every_sign_of_the_note_away() -> None:
    async with staged(target=NOTE) as (app, pilot, field):
        field.open(MAIL)
        await pilot.pause()
        assert not field.has_class("-note")
        assert "NOTE" not in painted(app)


async def test_without_unicode_nothing_but_ascii_is_drawn() -> None:
    async with staged(Composer(glyphs=ASCII, clock=lambda: NOW), text="hello") as (app, pilot, field):
        assert painted(app).isascii()
        await pilot.press("escape")
        await pilot.pause()
        assert painted(app).isascii()
        field.open(NOTE, "hello")
        await pilot.pause()
        assert painted(app).isascii()


async def test_names_are_never_read_as_markup() -> None:
    hostile = replace(MAIL, recipient="[/x][@click=app.quit]a", inbox="[/nope]", channel="[b]")
    async with staged(target=hostile, size=(120, 24)) as (app, pilot, field):
        field.show_notice("was not sent: [/y]")
        await pilot.press("escape")
        await pilot.pause()
        screen = painted(app)
        assert "Reply · EMAIL to [/x][@click=app.quit]a via [b]" in screen
        assert "was not sent: [/y]" in screen
        assert "SEND EMAIL to [/x][@click=app.quit]a" in screen


async def test_everything_stands_on_a_screen_of_60_by_15() -> None:
    async with staged(text="hello", size=(60, 15)) as (app, _, field):
        assert field.size.height <= 6
        assert "SEND EMAIL to ada@example.com" in painted(app)


# keeping what is typed


async def test_a_pause_in_the_typing_saves() -> None:
    async with staged(composer(pause_ms=1)) as (app, pilot, _):
        await pilot.press("a")
        while not app.heard(Composer.Changed):
            await pilot.pause()
        assert [(m.target, m.text) for m in app.heard(Composer.Changed)] == [(MAIL, "a")]


async def test_opening_saves_nothing() -> None:
    async with staged(composer(pause_ms=1), text="kept") as (app, pilot, field):
        field.area.blur()
        await pilot.pause()
        field.close()
        await pilot.pause()
        assert app.heard(Composer.Changed) == []


async def test_leaving_the_field_saves_at_once() -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "ab")
        field.area.blur()
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Changed)] == ["ab"]


async def test_opening_another_conversation_saves_under_the_old_one() -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "ab")
        field.open(replace(MAIL, conversation_id=ConversationId(8)), "other")
        await pilot.pause()
        assert [(m.target, m.text) for m in app.heard(Composer.Changed)] == [(MAIL, "ab")]
        assert field.text == "other"


async def test_closing_saves_and_hides() -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "ab")
        field.close()
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Changed)] == ["ab"]
        assert field.target is None
        assert not field.display


async def test_what_was_emptied_is_saved_as_empty() -> None:
    async with staged(text="a") as (app, pilot, field):
        await pilot.press("backspace")
        field.flush()
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Changed)] == [""]


async def test_removing_the_widget_saves() -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "ab")
        await field.remove()
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Changed)] == ["ab"]


async def test_what_no_message_can_carry_any_more_is_still_there_after_the_end() -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "ab")
        assert app.heard(Composer.Changed) == []
    assert field.unsaved == (MAIL, "ab", "")


async def test_settling_waits_for_keys_that_were_already_pressed() -> None:
    async with staged() as (_, _, field):
        for letter in "quick":
            field.area.post_message(events.Key(letter, letter))
        await field.settle()
        assert field.unsaved == (MAIL, "quick", "")


async def test_saving_by_hand_says_that_nothing_was_sent() -> None:
    async with staged() as (app, pilot, _):
        await typed(pilot, "ab")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Changed)] == ["ab"]
        assert "nothing was sent" in painted(app)


async def test_a_new_target_keeps_the_text_and_is_saved_with_it() -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "ab")
        sms = replace(MAIL, type="sms", recipient="+44 20 7946 0958")
        field.retarget(sms)
        await pilot.pause()
        assert field.text == "ab"
        assert [(m.target, m.text) for m in app.heard(Composer.Changed)] == [(sms, "ab")]
        assert "SEND SMS to +44 20 7946 0958" in painted(app)


async def test_a_new_target_without_text_saves_nothing() -> None:
    async with staged() as (app, pilot, field):
        field.retarget(replace(MAIL, type="sms"))
        await pilot.pause()
        assert app.heard(Composer.Changed) == []


# sending


async def test_ctrl_enter_submits_what_was_typed() -> None:
    async with staged() as (app, pilot, _):
        await typed(pilot, "hi")
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert [(m.target, m.text, m.is_draft) for m in app.heard(Composer.Submitted)] == [(MAIL, "hi", False)]


async def test_the_send_key_never_overtakes_letters_typed_before_it() -> None:
    async with staged() as (app, pilot, field):
        for letter in "whole":
            field.area.post_message(events.Key(letter, letter))
        field.action_send()
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Submitted)] == ["whole"]


async def test_the_composer_does_not_clear_itself() -> None:
    async with staged(text="hi") as (_, pilot, field):
        field.action_send()
        await pilot.pause()
        assert field.text == "hi"
        assert field.pending


async def test_sending_twice_submits_once() -> None:
    async with staged(text="hi") as (app, pilot, _):
        await pilot.press("ctrl+enter", "ctrl+enter", "alt+enter")
        await pilot.pause()
        assert len(app.heard(Composer.Submitted)) == 1


async def test_esc_s_twice_submits_once() -> None:
    async with staged(text="hi") as (app, pilot, field):
        await pilot.press("escape", "s", "s", "escape", "s")
        await pilot.pause()
        assert len(app.heard(Composer.Submitted)) == 1
        assert field.text == "hi"


async def test_a_letter_after_the_sending_one_does_nothing() -> None:
    async with staged(text="hi") as (app, pilot, _):
        await pilot.press("escape", "s", "x", "d", "c", "e")
        await pilot.pause()
        assert len(app.heard(Composer.Submitted)) == 1
        assert app.heard(Composer.Discarded) == []
        assert app.heard(Composer.ChannelWanted) == []
        assert app.heard(Composer.EditorWanted) == []


async def test_keys_while_pending_change_nothing_and_reach_nobody() -> None:
    async with staged(text="hi") as (app, pilot, field):
        field.action_send()
        await pilot.pause()
        heard = len(app.heard(events.Key))
        await pilot.press("e", "backspace", "enter", "ctrl+u", "ctrl+v")
        app.post_message(events.Paste("more"))
        await pilot.pause()
        assert field.text == "hi"
        assert len(app.heard(events.Key)) - heard <= 2


async def test_nothing_is_saved_as_a_draft_again_once_it_was_submitted() -> None:
    async with staged(composer(pause_ms=1)) as (app, pilot, field):
        field.area.add("hi")
        field.action_send()
        await pilot.pause()
        app.said.clear()
        field.flush()
        field.area.blur()
        await pilot.pause()
        field.close()
        await pilot.pause()
        assert app.heard(Composer.Changed) == []


async def test_a_text_that_was_not_taken_is_kept_saved_and_can_be_sent_again() -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "hi")
        field.action_send()
        await pilot.pause()
        field.release("was not sent: the disk is full")
        await pilot.pause()
        assert field.text == "hi"
        assert "was not sent: the disk is full" in painted(app)
        assert [m.text for m in app.heard(Composer.Changed)] == ["hi"]
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert len(app.heard(Composer.Submitted)) == 2


async def test_releasing_what_is_not_pending_does_nothing() -> None:
    async with staged(text="hi") as (app, pilot, field):
        field.release("never mind")
        await pilot.pause()
        assert "never mind" not in painted(app)


async def test_opening_the_next_one_ends_the_pending_one() -> None:
    async with staged(text="hi") as (app, pilot, field):
        field.action_send()
        await pilot.pause()
        field.open(NOTE, "next")
        await pilot.press("!", "ctrl+enter")
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Submitted)] == ["hi", "next!"]


@pytest.mark.parametrize(
    ("target", "text", "sentence"),
    [
        (MAIL, "  \n", "There is nothing to send yet."),
        (replace(MAIL, type=""), "hi", "No channel is chosen yet"),
        (replace(MAIL, contact_needed=True), "hi", "needs a contact"),
        (replace(MAIL, type="whatsapp"), "a" * 1601, "Not sent: over by 1;"),
    ],
)
async def test_what_cannot_go_is_refused_and_stays(target: Target, text: str, sentence: str) -> None:
    async with staged(target=target, text=text) as (app, pilot, field):
        await pilot.press("escape", "s")
        await pilot.pause()
        assert app.heard(Composer.Submitted) == []
        assert sentence in painted(app)
        assert field.text == text
        assert not field.pending


async def test_a_refusal_goes_when_the_text_changes() -> None:
    async with staged() as (app, pilot, _):
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert "nothing to send" in painted(app)
        await pilot.press("a")
        await pilot.pause()
        assert "nothing to send" not in painted(app)


async def test_a_server_draft_is_an_act_of_its_own() -> None:
    async with staged(text="hi") as (app, pilot, _):
        await pilot.press("escape", "d")
        await pilot.pause()
        assert [m.is_draft for m in app.heard(Composer.Submitted)] == [True]


async def test_a_note_is_never_a_server_draft() -> None:
    async with staged(target=NOTE, text="hi") as (app, pilot, field):
        await pilot.press("escape")
        await pilot.pause()
        assert "draft to server" not in painted(app)
        await pilot.press("d")
        await pilot.pause()
        assert app.heard(Composer.Submitted) == []
        assert "A note cannot be a draft on the server" in painted(app)
        assert field.text == "hi"


# the review line


async def test_esc_shows_what_each_letter_does() -> None:
    async with staged(text="hi", size=(240, 24)) as (app, pilot, _):
        await pilot.press("escape")
        await pilot.pause()
        words = (
            "s SEND EMAIL to ada@example.com via",
            "d draft to server",
            "c channel",
            "a cc, bcc, files",
            "v preview",
            "o canned",
            "m past answers",
            "w spelling",
            "e editor",
            "q to the thread, kept",
            "x discard",
            "Esc back to typing",
        )
        screen = painted(app)
        assert [word for word in words if word not in screen] == []


@pytest.mark.parametrize("width", [40, 60, 80, 100])
async def test_no_letter_of_the_review_line_stands_apart_from_its_words(width: int) -> None:
    async with staged(text="hi", size=(width, 30)) as (app, pilot, _):
        await pilot.press("escape")
        await pilot.pause()
        for words in ("c channel", "a cc, bcc, files", "m past answers", "e editor", "Esc back to typing"):
            assert any(words in line for line in painted(app).splitlines()), words


async def test_the_review_line_leads_to_the_thread_with_the_text_kept() -> None:
    async with staged(text="hi") as (app, pilot, field):
        await pilot.press("escape", "q")
        await pilot.pause()
        assert (len(app.heard(Composer.Left)), field.text) == (1, "hi")


async def test_esc_again_goes_back_to_typing() -> None:
    async with staged() as (_, pilot, field):
        await pilot.press("escape", "escape", "s")
        await pilot.pause()
        assert field.text == "s"


async def test_esc_saves() -> None:
    async with staged() as (app, pilot, _):
        await pilot.press("a", "escape")
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Changed)] == ["a"]


async def test_other_letters_do_nothing_while_the_line_is_open() -> None:
    async with staged(text="hi") as (app, pilot, field):
        await pilot.press("escape")
        await pilot.pause()
        keys = len(app.heard(events.Key))
        await pilot.press("b", "j", "enter", "backspace", "1")
        await pilot.pause()
        assert len(app.heard(events.Key)) == keys
        assert field.text == "hi"
        assert app.focused is field.query_one(ReviewLine)


async def test_the_programs_own_chords_pass_the_open_line() -> None:
    async with staged(text="hi") as (app, pilot, _):
        await pilot.press("escape", "ctrl+s")
        await pilot.pause()
        assert "nothing was sent" in painted(app)


async def test_esc_and_a_letter_that_arrive_as_one_key_only_open_the_line() -> None:
    async with staged(text="hi") as (app, pilot, field):
        app.post_message(events.Key("alt+s", "s"))
        await pilot.pause()
        assert field.query_one(ReviewLine).is_open
        assert app.heard(Composer.Submitted) == []
        assert field.text == "hi"


async def test_in_the_open_line_such_a_key_goes_back_and_sends_nothing() -> None:
    async with staged(text="hi") as (app, pilot, field):
        await pilot.press("escape")
        app.post_message(events.Key("alt+s", "s"))
        await pilot.pause()
        assert not field.query_one(ReviewLine).is_open
        assert app.heard(Composer.Submitted) == []


async def test_what_is_pasted_into_the_open_line_lands_in_the_text() -> None:
    async with staged(text="hi") as (app, pilot, field):
        await pilot.press("escape")
        app.post_message(events.Paste(" there\x1b[1m"))
        await pilot.pause()
        assert field.text == "hi there"


async def test_leaving_the_open_line_closes_it() -> None:
    async with staged(text="hi") as (app, pilot, field):
        await pilot.press("escape")
        app.set_focus(None)
        await pilot.pause()
        assert not field.query_one(ReviewLine).is_open


async def test_the_line_can_be_clicked() -> None:
    async with staged(text="hi", size=(120, 24)) as (app, pilot, field):
        await pilot.click(ReviewLine, offset=(2, 0))
        await pilot.pause()
        assert field.query_one(ReviewLine).is_open
        await pilot.click(ReviewLine, offset=(2, 0))
        await pilot.pause()
        assert len(app.heard(Composer.Submitted)) == 1


async def test_x_saves_and_says_what_is_thrown_away() -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "oops")
        await pilot.press("escape", "x")
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Changed)] == ["oops"]
        assert [(m.target, m.text) for m in app.heard(Composer.Discarded)] == [(MAIL, "oops")]
        app.said.clear()
        field.close()
        await pilot.pause()
        assert app.heard(Composer.Changed) == []


# the other things to ask for


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("action_choose_channel", Composer.ChannelWanted),
        ("action_editor", Composer.EditorWanted),
        ("action_leave", Composer.Left),
        ("action_canned", Composer.AidWanted),
        ("action_switch_kind", Composer.KindSwitched),
    ],
)
async def test_each_wish_is_a_message(action: str, message: type[Composer.Left]) -> None:
    async with staged(text="hi") as (app, pilot, field):
        getattr(field, action)()
        await pilot.pause()
        assert len(app.heard(message)) == 1


@pytest.mark.parametrize("action", ["choose_channel", "editor", "leave", "switch_kind"])
async def test_whoever_leaves_the_field_saves_first(action: str) -> None:
    async with staged() as (app, pilot, field):
        await typed(pilot, "ab")
        getattr(field, f"action_{action}")()
        await pilot.pause()
        assert [isinstance(message, Composer.Changed) for message in own_messages(app)] == [True, False]


async def test_switching_names_the_other_kind() -> None:
    async with staged() as (app, pilot, field):
        field.action_switch_kind()
        field.open(NOTE)
        field.action_switch_kind()
        await pilot.pause()
        assert [m.kind for m in app.heard(Composer.KindSwitched)] == ["note", "reply"]


async def test_a_note_has_no_channel_to_choose() -> None:
    async with staged(target=NOTE, text="hi") as (app, pilot, field):
        field.action_choose_channel()
        await pilot.pause()
        assert app.heard(Composer.ChannelWanted) == []
        assert "it has no channel" in painted(app)


async def test_a_closed_composer_asks_for_nothing() -> None:
    async with staged() as (app, pilot, field):
        field.close()
        for action in ("send", "server_draft", "review", "save", "switch_kind", "choose_channel", "editor", "discard"):
            getattr(field, f"action_{action}")()
        field.action_canned()
        field.action_plain_punctuation()
        field.retarget(MAIL)
        field.replace_text("x")
        await pilot.pause()
        assert own_messages(app) == []


async def test_two_slashes_at_the_start_of_a_line_ask_for_a_canned_reply_that_replaces_them() -> None:
    async with staged(text="Hello\n") as (app, pilot, field):
        await pilot.press("slash", "slash")
        await pilot.pause()
        assert len(app.heard(Composer.AidWanted)) == 1
        field.insert_text("Thank you!")
        await pilot.pause()
        assert field.text == "Hello\nThank you!"


async def test_a_canned_reply_goes_to_the_cursor() -> None:
    async with staged(text="Hello ") as (_, _, field):
        field.insert_text("Ada\x1b[1m")
        assert field.text == "Hello Ada"


async def test_an_editors_text_replaces_the_old_one_is_saved_and_can_be_undone() -> None:
    async with staged(text="old") as (app, pilot, field):
        field.replace_text("new\r\nlines")
        await pilot.pause()
        assert field.text == "new\nlines"
        assert [m.text for m in app.heard(Composer.Changed)] == ["new\nlines"]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert field.text == "old"


# what is said while typing


async def test_the_count_follows_the_typing() -> None:
    async with staged() as (app, pilot, _):
        await typed(pilot, "hello")
        assert "5 characters" in painted(app)


async def test_plain_punctuation_is_offered_where_it_helps_and_undone_at_once() -> None:
    sms = replace(MAIL, type="sms")
    async with staged(target=sms, text="“hi”", size=(120, 24)) as (app, pilot, field):
        assert "“ (U+201C) is not in the SMS alphabet" in painted(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "p plain punctuation" in painted(app)
        await pilot.press("p")
        await pilot.pause()
        assert field.text == '"hi"'
        assert "alphabet" not in painted(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert field.text == "“hi”"


async def test_plain_punctuation_leaves_a_plain_text_alone() -> None:
    async with staged(text="hi") as (app, pilot, field):
        field.action_plain_punctuation()
        await pilot.pause()
        assert app.heard(Composer.Changed) == []


async def test_a_closed_window_warns_but_does_not_refuse() -> None:
    late = replace(MAIL, type="whatsapp", last_inbound_at=NOW - 25 * 3_600_000)
    async with staged(target=late, text="hi") as (app, pilot, _):
        assert "24-hour window is closed" in painted(app)
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert len(app.heard(Composer.Submitted)) == 1


async def test_why_a_text_came_back_stands_above_it_and_goes_with_the_next() -> None:
    async with staged() as (app, pilot, field):
        field.open(MAIL, "again", notice="was not sent: the address is unknown")
        await pilot.pause()
        lines = painted(app).splitlines()
        notice = next(n for n, line in enumerate(lines) if "was not sent" in line)
        assert "again" in lines[notice + 1]
        field.open(MAIL, "next")
        await pilot.pause()
        assert "was not sent" not in painted(app)


async def test_the_kind_can_be_told_apart_from_the_target() -> None:
    async with staged() as (app, pilot, field):
        field.open(MAIL, "hi", kind="note")
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert [(m.target.kind, m.target.type) for m in app.heard(Composer.Submitted)] == [("note", "note")]


async def test_a_channel_that_is_learnt_while_the_review_line_is_open_leaves_it_open() -> None:
    """Closed under the focus, its letters would be keys of the screen behind it."""
    async with staged(text="Hello") as (app, pilot, field):
        await pilot.press("escape")
        field.retarget(replace(MAIL, channel="Dispatch mail", channel_id=ChannelId(16)))
        await pilot.pause()
        assert app.query_one(ReviewLine).is_open
        assert "SEND EMAIL to ada@example.com via Dispatch mail" in " ".join(painted(app).split())
        await pilot.press("s")
        await pilot.pause()
        assert [said.target.channel_id for said in app.heard(Composer.Submitted)] == [16]
