"""The screens that help with a text: a picker, blanks, copies and files, a look at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from chatlane_tui.render.body import document
from chatlane_tui.ui.screens.blanks import Blanks
from chatlane_tui.ui.screens.envelope import Enclosed, Envelope, sender_problem
from chatlane_tui.ui.screens.preview import Preview
from chatlane_tui.ui.screens.text_picker import Entry, TextPicker
from chatlane_tui.ui.widgets.field import Field
from tests.ui.widgets.stage import Stage, painted

ENTRIES = (
    Entry("Refund on its way", "rf", "Hello Ada,\nthe money is back in five days.", "rf"),
    Entry("Delivery [/late]", "", "We are sorry.\x1b[31m"),
)
NOTHING = Enclosed("", "", (), "", None)


@asynccontextmanager
async def asked(
    make: Callable[[], Screen[Any]], *, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[Stage, Pilot[None], list[Any]]]:
    app = Stage()
    answers: list[Any] = []
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        app.push_screen(make(), answers.append)
        await pilot.pause()
        await pilot.pause()
        yield app, pilot, answers


def picker() -> TextPicker:
    return TextPicker("Canned replies", ENTRIES, empty="none", remarks=("a.md:2: unknown key `x`",))


# the picker


async def test_every_text_is_listed_and_the_first_is_shown_whole() -> None:
    async with asked(picker) as (app, _, _):
        screen = painted(app)
        assert "Refund on its way  rf" in screen
        assert "Delivery [/late]" in screen
        assert "the money is back in five days." in screen
        assert "a.md:2: unknown key `x`" in screen


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("enter",), 0),
        (("down", "enter"), 1),
        (("down", "up", "enter"), 0),
        (("s", "o", "r", "r", "y", "enter"), 1),
        (("r", "f", "enter"), 0),
        (("escape",), None),
    ],
)
async def test_what_is_chosen_comes_back(keys: tuple[str, ...], answer: int | None) -> None:
    async with asked(picker) as (_, pilot, answers):
        await pilot.press(*keys)
        await pilot.pause()
        assert answers == [answer]


async def test_words_that_no_text_has_choose_nothing_and_say_so() -> None:
    async with asked(picker) as (app, pilot, answers):
        await pilot.press("z", "z", "z", "enter")
        await pilot.pause()
        assert "No text has these words." in painted(app)
        assert answers == []


async def test_without_texts_it_says_what_to_do() -> None:
    async with asked(lambda: TextPicker("Canned replies", (), empty="Put Markdown files there.")) as (app, _, _):
        assert "Put Markdown files there." in painted(app)


async def test_a_long_text_is_paged_without_leaving_the_field() -> None:
    long = Entry("long", "", "\n".join(f"line {n}" for n in range(80)))
    async with asked(lambda: TextPicker("Canned replies", (long,), empty="")) as (app, pilot, _):
        await pilot.press("pagedown", "pagedown", "pageup")
        await pilot.pause()
        assert "line 0\n" not in painted(app)


async def test_the_picker_stands_on_a_small_screen() -> None:
    async with asked(picker, size=(60, 15)) as (app, _, _):
        assert "the money is back" in painted(app)


# blanks


async def test_each_blank_is_asked_for_and_an_empty_one_stays_unknown() -> None:
    async with asked(lambda: Blanks(("agent.name", "contact.custom.plan"))) as (app, pilot, answers):
        assert "contact.custom.plan" in painted(app)
        await pilot.press("S", "a", "m", "enter", "enter")
        await pilot.pause()
        assert answers == [{"agent.name": "Sam"}]


async def test_whoever_types_ahead_types_into_the_next_field() -> None:
    async with asked(lambda: Blanks(("agent.name", "contact.custom.plan"))) as (app, pilot, answers):
        for key in ("S", "tab", "B", "shift+tab", "a", "enter", "i", "g"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        while [field.value for field in app.screen.query(Field)] != ["Sa", "Big"]:
            await pilot.pause()
        await pilot.press("enter")
        while not answers:
            await pilot.pause()
        assert answers == [{"agent.name": "Sa", "contact.custom.plan": "Big"}]


async def test_blanks_that_are_left_insert_nothing() -> None:
    async with asked(lambda: Blanks(("agent.name",))) as (_, pilot, answers):
        await pilot.press("S", "escape")
        await pilot.pause()
        assert answers == [None]


# copies and files


async def test_everything_typed_comes_back_on_esc() -> None:
    async with asked(lambda: Envelope(NOTHING, copies=True, senders=True)) as (app, pilot, answers):
        for words in ('"L, A." <a@example.com>', "b@example.com"):
            app.post_message(events.Paste(words))
            await pilot.pause()
            await pilot.press("enter")
        app.post_message(events.Paste("https://example.com/a.pdf\nhttps://example.com/b.pdf"))
        await pilot.pause()
        await pilot.press("tab", *"Contact", "tab", *"45x6", "escape")
        await pilot.pause()
        files = ("https://example.com/a.pdf", "https://example.com/b.pdf")
        assert answers == [Enclosed('"L, A." <a@example.com>', "b@example.com", files, "contact", 456)]


async def test_what_is_wrong_is_said_below_its_field_while_it_is_typed() -> None:
    wrong = Enclosed("nobody", "", ("invoice.pdf",), "robot", 4)
    async with asked(lambda: Envelope(wrong, copies=True, senders=True), size=(100, 40)) as (app, pilot, _):
        screen = painted(app)
        assert "“nobody” is no e-mail address" in screen
        assert "“invoice.pdf” is no web address" in screen
        assert "“robot” is no sender" in screen
        await pilot.press("ctrl+u", *"a@example.com")
        await pilot.pause()
        assert "no e-mail address" not in painted(app)


async def test_a_link_is_said_to_be_public() -> None:
    now = NOTHING._replace(file_urls=("https://example.com/a.pdf",))
    async with asked(lambda: Envelope(now, copies=False, senders=False)) as (app, _, _):
        screen = painted(app)
        assert "a.pdf. The server fetches each link without signing in: whoever has the link" in screen
        assert "Cc" not in screen


async def test_a_sender_is_a_field_only_where_it_is_allowed_or_there() -> None:
    async with asked(lambda: Envelope(NOTHING, copies=True, senders=False), size=(100, 40)) as (app, _, _):
        assert "In another name" not in painted(app)
    there = NOTHING._replace(sender_type="contact", sender_id=4)
    async with asked(lambda: Envelope(there, copies=True, senders=False), size=(100, 40)) as (app, _, _):
        assert "In another name" in painted(app)


async def test_a_type_without_copies_keeps_those_it_had() -> None:
    before = Enclosed("a@example.com", "b@example.com", (), "", None)
    async with asked(lambda: Envelope(before, copies=False, senders=False)) as (_, pilot, answers):
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert answers == [before]


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [("", None, ""), ("agent", 1, ""), ("agent", None, "Both"), ("", 1, "Both"), ("robot", 1, "no sender")],
)
def test_a_sender_is_both_or_neither(kind: str, number: int | None, said: str) -> None:
    assert said in sender_problem(kind, number)
    assert bool(said) == bool(sender_problem(kind, number))


# a look at it


async def test_a_message_is_shown_as_it_reads_and_then_as_it_is_asked() -> None:
    body = document("Dear *Ada*,\n\n[/x] see **here**", type="email", format="markdown")
    lines = [("To", "ada@example.com"), ("Cc", "[b]")]
    async with asked(lambda: Preview(lines, body, "curl -X POST …", danger=True)) as (app, pilot, answers):
        shown = painted(app)
        assert "To  ada@example.com" in shown
        assert "Dear Ada," in shown
        assert "[/x] see here" in shown
        await pilot.press("v")
        await pilot.pause()
        assert "curl -X POST …" in painted(app)
        assert "Dear Ada" not in painted(app)
        await pilot.press("v", "j", "k", "escape")
        await pilot.pause()
        assert answers == [None]


async def test_the_request_is_copied() -> None:
    async with asked(lambda: Preview([], document("x", type="email"), "curl here")) as (app, pilot, _):
        await pilot.press("y")
        await pilot.pause()
        assert app.clipboard == "curl here"
        assert "$CHATLANE_API_TOKEN" in painted(app)
