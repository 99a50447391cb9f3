"""Choosing type and channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from chatlane_tui.model.ids import ChannelId, InboxId
from chatlane_tui.store.rows import ChannelRow
from chatlane_tui.ui.screens.channel_picker import ChannelPicker, Choice, offer_words, offers
from chatlane_tui.ui.theme import ASCII, UNICODE, Glyphs
from tests.ui.widgets.stage import Stage, painted

NOW = 1_800_000_000_000
HOUR = 3_600_000


def channel(number: int, name: str, type_word: str, *, active: bool | None = True, age: int = HOUR) -> ChannelRow:
    return ChannelRow(ChannelId(number), InboxId(1), name, type_word, active, NOW - age)


MAIL = channel(3, "Support mail", "email")
PHONE = channel(5, "+44 20 7946 0958", "sms", active=False, age=3 * 24 * HOUR)
EMAIL = Choice(type="email", channel_id=ChannelId(3), channel="Support mail")
TYPES = ("email", "sms", "whatsapp")


@asynccontextmanager
async def picking(
    channels: Sequence[ChannelRow] = (MAIL, PHONE),
    *,
    current: Choice = EMAIL,
    size: tuple[int, int] = (80, 24),
    glyphs: Glyphs = UNICODE,
) -> AsyncIterator[tuple[Stage, Pilot[None], list[Choice | None]]]:
    app = Stage()
    chosen: list[Choice | None] = []
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        app.push_screen(ChannelPicker(current, channels, TYPES, now=NOW, glyphs=glyphs), chosen.append)
        await pilot.pause()
        yield app, pilot, chosen


def listed(channels: Sequence[ChannelRow], current: Choice = EMAIL) -> list[str]:
    return [f"{offer.choice.type}: {offer_words(offer)}" for offer in offers(channels, TYPES, current=current)]


def test_each_type_offers_its_channels_and_then_the_servers_choice() -> None:
    assert listed([MAIL, PHONE]) == [
        "email: Support mail (#3)",
        "email: let the server choose",
        "sms: +44 20 7946 0958 (#5)",
        "sms: let the server choose",
        "whatsapp: let the server choose",
    ]


def test_types_with_known_channels_come_first() -> None:
    assert listed([channel(9, "WA", "whatsapp")], Choice(type="sms"))[0] == "whatsapp: WA (#9)"


def test_inactive_channels_come_after_the_others_of_their_type() -> None:
    rows = [channel(1, "a", "sms", active=False), channel(2, "b", "sms")]
    assert listed(rows)[:2] == ["sms: b (#2)", "sms: a (#1)"]


def test_a_type_nobody_has_heard_of_and_the_current_one_are_offered() -> None:
    words = listed([channel(9, "", "telegram")], Choice(type="fax", channel_id=ChannelId(4)))
    assert "telegram: #9" in words
    assert "fax: #4" in words


def test_a_note_is_never_offered() -> None:
    assert all(offer.choice.type != "note" for offer in offers([], ("note", "sms"), current=Choice(type="note")))


@pytest.mark.parametrize(
    ("keys", "choice"),
    [
        (["enter"], EMAIL),
        (["j", "enter"], Choice(type="email")),
        (["down", "down", "k", "enter"], Choice(type="email")),
        (["s", "enter"], Choice(type="sms", channel_id=ChannelId(5), channel="+44 20 7946 0958")),
        (["s", "s", "enter"], Choice(type="sms")),
        (["w", "enter"], Choice(type="whatsapp")),
        (["w", "e", "enter"], EMAIL),
        (["z", "enter"], EMAIL),
        (["escape"], None),
    ],
)
async def test_keys_choose(keys: list[str], choice: Choice | None) -> None:
    async with picking() as (_, pilot, chosen):
        await pilot.press(*keys)
        await pilot.pause()
        assert chosen == [choice]


async def test_an_unknown_current_choice_highlights_the_first() -> None:
    async with picking(current=Choice(type="")) as (_, pilot, chosen):
        await pilot.press("enter")
        await pilot.pause()
        assert chosen == [EMAIL]


async def test_the_mouse_chooses_too() -> None:
    async with picking() as (_, pilot, chosen):
        await pilot.click("OptionList", offset=(4, 4))
        await pilot.pause()
        assert chosen == [Choice(type="whatsapp")]


async def test_the_list_says_names_activity_and_age() -> None:
    async with picking() as (app, _, _):
        screen = painted(app)
        assert "> EMAIL · Support mail (#3) · seen 1h" in screen
        assert "  SMS · +44 20 7946 0958 (#5) inactive · seen 3d" in screen
        assert "the newest of these: 1h" in screen


@pytest.mark.parametrize(
    ("rows", "keys", "sentence"),
    [
        ([MAIL], [], "It was active when it was last seen."),
        ([PHONE], ["s"], "the server will probably refuse it"),
        ([channel(8, "x", "sms", active=None)], ["s"], "Nobody said whether it is active."),
        ([], ["w"], "perhaps another number or brand"),
        ([], [], "Nothing is known of this channel except its number."),
    ],
)
async def test_what_the_highlighted_one_means_is_said(rows: list[ChannelRow], keys: list[str], sentence: str) -> None:
    async with picking(rows) as (app, pilot, _):
        await pilot.press(*keys)
        await pilot.pause()
        assert sentence in " ".join(painted(app).replace("│", " ").split())


async def test_it_says_when_no_channel_is_known() -> None:
    async with picking([]) as (app, _, _):
        assert "No channel of this inbox is known yet" in painted(app)


async def test_hostile_names_are_shown_as_they_are_on_a_small_screen() -> None:
    rows = [channel(1, "[/x]", "[@click=app.quit]"), *(channel(n, f"mail {n}", "email") for n in range(2, 30))]
    async with picking(rows, size=(60, 15)) as (app, pilot, chosen):
        assert "There may be more." in painted(app)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert len(chosen) == 1


async def test_a_hostile_name_is_never_read_as_markup() -> None:
    async with picking([channel(1, "[/x]", "[@click=app.quit]")], current=Choice(type="sms")) as (app, _, _):
        assert "[@CLICK=APP.QUIT] · [/x] (#1)" in painted(app)


async def test_without_unicode_the_list_is_ascii() -> None:
    async with picking(glyphs=ASCII) as (app, _, _):
        assert "> EMAIL - Support mail (#3) - seen 1h" in painted(app)


async def test_the_way_out_is_in_sight() -> None:
    async with picking(size=(60, 15)) as (app, _, __):
        assert "Enter takes it · Esc goes back" in painted(app)
