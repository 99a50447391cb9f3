"""The composer's care before words leave: what goes along is named, what is odd is said once, and the text stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatlane_tui.config.writing import CheckSettings
from chatlane_tui.model.ids import ChannelId, ConversationId
from chatlane_tui.ui.widgets.composer import Composer
from chatlane_tui.ui.widgets.pauses import Pauses
from chatlane_tui.ui.widgets.target import Target
from tests.ui.widgets.stage import painted
from tests.ui.widgets.test_composer import MAIL, NEVER, NOTE, NOW, staged, typed

FULL = replace(
    MAIL,
    channel_id=ChannelId(3),
    channel="Support mail",
    cc='"Lovelace, A." <a@example.com>',
    bcc="boss@example.com",
    file_urls=("https://example.com/invoice.pdf", "https://example.com/photo.jpg"),
)


async def test_copies_and_files_are_named_before_it_is_sent() -> None:
    async with staged(target=FULL, text="hi", size=(120, 24)) as (app, _, _):
        screen = painted(app)
        assert 'Cc "Lovelace, A." <a@example.com> · Bcc boss@example.com' in screen
        assert "2 files by public link: invoice.pdf, photo.jpg" in screen
        assert "SEND EMAIL to ada@example.com via Support mail (#3) + cc 1, bcc 1, 2 files" in screen


async def test_a_type_without_copies_sends_none_and_says_none() -> None:
    async with staged(target=replace(FULL, type="sms"), text="hi", size=(120, 24)) as (app, _, _):
        screen = painted(app)
        assert "Cc" not in screen
        assert "+ 2 files" in screen


async def test_another_sender_is_said_in_red_above_the_text_and_where_it_sends() -> None:
    async with staged(target=replace(MAIL, sender_type="contact", sender_id=456), text="hi", size=(120, 24)) as (
        app,
        pilot,
        field,
    ):
        assert "In the name of CONTACT #456: it will look as if the customer had written it (M9)." in painted(app)
        assert "SEND EMAIL AS CONTACT #456 to ada@example.com" in painted(app)
        assert field._sender.styles.color == field._sender.styles.color.parse(app.get_css_variables()["text-error"])
        await pilot.press("escape")
        await pilot.pause()
        assert "s SEND EMAIL AS CONTACT #456" in painted(app)


async def test_a_finding_stops_it_once_and_sending_again_sends_it() -> None:
    async with staged(text="Dear Ada, see attached.", size=(120, 24)) as (app, pilot, field):
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert app.heard(Composer.Submitted) == []
        assert "“attached” is said, and nothing is attached. Not sent yet: sending again sends it." in painted(app)
        assert field.text == "Dear Ada, see attached."
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Submitted)] == ["Dear Ada, see attached."]


async def test_a_finding_of_another_kind_is_still_said_after_the_first() -> None:
    async with staged(text="see attached ") as (app, pilot, field):
        await pilot.press("ctrl+enter")
        await pilot.pause()
        field.area.add("4111 1111 1111 1111")
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert "…1111 looks like the number" in painted(app)
        assert app.heard(Composer.Submitted) == []


async def test_what_blocks_is_said_every_time() -> None:
    async with staged(text="Hi {{contact.first_name}}") as (app, pilot, _):
        for _ in range(2):
            await pilot.press("ctrl+enter")
            await pilot.pause()
        assert app.heard(Composer.Submitted) == []
        assert "{{contact.first_name}} is still to be filled in" in painted(app)


async def test_another_text_is_looked_at_anew() -> None:
    async with staged(text="see attached") as (app, pilot, field):
        await pilot.press("ctrl+enter")
        await pilot.pause()
        field.open(replace(MAIL, conversation_id=ConversationId(8)), "see attached")
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert app.heard(Composer.Submitted) == []


async def test_words_of_an_answer_to_somebody_else_are_watched_for_their_name() -> None:
    async with staged(target=replace(MAIL, name="Ada Okonkwo"), size=(120, 24)) as (app, pilot, field):
        field.insert_text("Hello Ben, it is on its way.", from_others="Ben Whitaker")
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert "“Ben” is the name of another customer" in painted(app)


async def test_what_is_internal_is_a_teams_own_matter() -> None:
    field = Composer(
        clock=lambda: NOW,
        checks=CheckSettings(internal_words=("churn risk",)),
        pauses=Pauses(pause_ms=NEVER, longest_ms=NEVER),
    )
    async with staged(field, text="You are a churn risk", size=(120, 24)) as (app, pilot, _):
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert "“churn risk” is an internal word" in painted(app)


# signatures


async def test_an_empty_answer_begins_above_its_signature_and_is_nobodys_words_yet() -> None:
    async with staged() as (app, pilot, field):
        field.open(MAIL, "", signature="Best wishes\nSam")
        await pilot.pause()
        assert field.text == "\n\nBest wishes\nSam"
        assert field.area.cursor_location == (0, 0)
        assert field.is_blank
        field.flush()
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert app.heard(Composer.Changed) == []
        assert "There is nothing to send yet." in painted(app)


async def test_what_is_written_above_a_signature_is_sent_with_it() -> None:
    async with staged() as (app, pilot, field):
        field.open(MAIL, "", signature="Sam")
        await typed(pilot, "Hi")
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert [m.text for m in app.heard(Composer.Submitted)] == ["Hi\n\nSam"]


async def test_a_text_that_was_kept_gets_no_second_signature() -> None:
    async with staged() as (_, _, field):
        field.open(MAIL, "Hi\n\nSam", signature="Sam")
        assert field.text == "Hi\n\nSam"


async def test_another_type_brings_its_signature_if_the_first_still_stands() -> None:
    async with staged() as (_, pilot, field):
        field.open(MAIL, "", signature="Best wishes\nSam")
        await typed(pilot, "Hi")
        field.retarget(replace(MAIL, type="sms"), signature="Sam, Acme")
        assert field.text == "Hi\n\nSam, Acme"
        assert field.area.cursor_location == (0, 2)
        field.area.replace_all("Hi, all mine")
        field.retarget(MAIL, signature="Best wishes\nSam")
        assert field.text == "Hi, all mine"


# helping with the text


@pytest.mark.parametrize(
    ("keys", "aid"),
    [
        (("ctrl+o",), "canned"), (("ctrl+r",), "memory"), (("f2",), "envelope"), (("f3",), "preview"),
        (("f4",), "spelling"), (("escape", "o"), "canned"), (("escape", "m"), "memory"), (("escape", "a"), "envelope"),
        (("escape", "v"), "preview"), (("escape", "w"), "spelling"),
    ],
)  # fmt: skip
async def test_help_is_a_key_away_and_what_is_typed_is_saved_before(keys: tuple[str, ...], aid: str) -> None:
    async with staged() as (app, pilot, _):
        await typed(pilot, "ab")
        await pilot.press(*keys)
        await pilot.pause()
        assert [m.aid for m in app.heard(Composer.AidWanted)] == [aid]
        assert [m.text for m in app.heard(Composer.Changed)] == ["ab"]


async def test_an_inserted_text_says_where_to_go_on() -> None:
    async with staged(text="a\n//") as (_, _, field):
        field.insert_text("one\ntwo three", cursor=7)
        assert field.text == "a\none\ntwo three"
        assert field.area.cursor_location == (2, 3)


async def test_unknown_words_are_pointed_at_one_after_the_other_and_around_the_end() -> None:
    async with staged(text="teh cat recieves\nteh hat") as (_, _, field):
        field.area.move_cursor((0, 4))
        words = ("teh", "recieves")
        assert [field.point_at(words) for _ in range(4)] == ["recieves", "teh", "teh", "recieves"]
        assert field.area.selected_text == "recieves"
        assert field.point_at(()) == ""
        assert field.point_at(("absent",)) == ""


async def test_undo_and_redo_are_actions_too_and_touch_nothing_that_is_on_its_way() -> None:
    async with staged() as (_, pilot, field):
        field.insert_text("inserted")
        field.action_undo()
        assert field.text == ""
        field.action_redo()
        assert field.text == "inserted"
        await pilot.press("ctrl+enter")
        await pilot.pause()
        field.action_undo()
        assert field.text == "inserted"


async def test_copies_and_files_are_kept_before_a_word_is_written() -> None:
    async with staged() as (app, pilot, field):
        field.retarget(FULL)
        field.retarget(MAIL)
        await pilot.pause()
        assert [m.target for m in app.heard(Composer.Changed)] == [FULL, MAIL]


async def test_a_note_has_no_copies() -> None:
    note = Target(conversation_id=ConversationId(7), kind="note", cc="a@example.com", bcc="b@example.com")
    assert (note.cc, note.bcc, NOTE.has_copies) == ("", "", False)


async def test_everything_said_at_once_leaves_room_for_the_text_on_a_small_screen() -> None:
    odd = replace(FULL, sender_type="contact", sender_id=4)
    async with staged(target=odd, text="see {{x}}\n" * 8, size=(60, 20)) as (app, pilot, field):
        await pilot.press("ctrl+enter")
        await pilot.pause()
        assert field.area.size.height >= 2
        assert "SEND EMAIL AS CONTACT #4" in painted(app)
