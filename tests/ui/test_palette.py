"""The palette offers what works here and now, what was done last first; and no field loses a letter to a key."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.style import Style
from textual.widgets import Input

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.keymap import Keymap
from chatlane_tui.ui.keys import TABLE, Place
from chatlane_tui.ui.screens.help import keys_of
from chatlane_tui.ui.screens.picker import Line, Offers, Picker
from chatlane_tui.ui.screens.sign_in import SignIn
from tests.journeys.inside import Seat, seat
from tests.ui.widgets.stage import Stage

LETTERS = string.ascii_letters + string.digits + "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ" + "!\"$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


async def offered(person: Seat, words: str = "") -> list[str]:
    """The lines of the palette."""
    from chatlane_tui.ui.palette import Actions

    provider = Actions(person.screen)
    hits = provider.search(words) if words else provider.discover()
    found = [(hit.score if words else 0, str(hit.text)) async for hit in hits]
    return [text for _, text in sorted(found, key=lambda hit: -hit[0])]


async def test_the_palette_offers_every_action_of_its_place_and_the_last_one_first(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            places = (Place.LIST, Place.INBOX, Place.APP)
            every = [key.words for key in TABLE if key.palette and key.place in places]
            beside = [key.words for key in TABLE if key.id.endswith("_conversation")]  # there is none open
            assert sorted(await offered(person)) == sorted(set(every) - set(beside))
            await person.press("colon")
            await person.until("Internal note")
            await person.paste("star here")
            await person.until(lambda: "Internal note" not in person.text() and "Star here" in person.text())
            await person.press("enter")
            await person.until("Starred here")
            assert (await offered(person))[0] == "Star here, or not"
            assert "Star here, or not" in (await offered(person, "inbox.star"))


async def test_an_empty_list_offers_nothing_that_needs_a_conversation(tmp_path: Path) -> None:
    with Sandbox(conversations=1) as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until(lambda: person.screen.inbox.window.total == 1)
            await person.press("e")
            await person.until(lambda: person.screen.inbox.window.total == 0)
            found = await offered(person)
            assert "Done here, and on to the next one" not in found
            assert "Undo the last act here, or recall the message that is held" in found


async def test_the_composer_takes_every_letter(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.press("enter", "n")
            await person.until(lambda: person.screen.is_writing)
            await type_letters(person.app, person.pilot)
            await person.until(lambda: person.screen.composer.text.replace("\n", "") == LETTERS)


@pytest.mark.parametrize("key", ["slash", "f"])
async def test_the_line_that_searches_and_filters_takes_every_letter(tmp_path: Path, key: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            await person.press(key)
            await person.until(lambda: person.screen.finding.is_typing)
            await type_letters(person.app, person.pilot)
            await person.until(lambda: LETTERS in [field.value for field in person.app.screen.query(Input)])


async def test_the_palette_takes_every_letter(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            await person.press("ctrl+p")
            await person.until("Internal note")
            await type_letters(person.app, person.pilot)
            await person.until(lambda: person.app.screen.query_one(Input).value == LETTERS)
            await person.press("escape")  # it looks for commands until it is closed
            await person.until(lambda: person.app.screen is person.screen)


async def test_a_question_answered_by_typing_takes_every_letter() -> None:
    app = Stage()
    async with app.run_test(size=(120, 30)) as pilot:
        await app.push_screen(Picker("Which?", lambda text: Offers([Line(text, text)]), limit=200))
        await type_letters(app, pilot)
        assert app.screen.query_one(Input).value == LETTERS


async def test_the_field_for_a_token_takes_every_letter() -> None:
    async def check(token: str) -> str:
        return token

    app = Stage()
    async with app.run_test(size=(120, 30)) as pilot:
        await app.push_screen(SignIn(check, base_url="https://x.example", base_url_from="the default"))
        await pilot.pause()
        await type_letters(app, pilot)
        assert app.screen.query_one(Input).value == LETTERS


async def test_help_does_what_is_clicked_where_it_works(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.press("question_mark")
            await person.until("Star here, or not")
            lines = person.text().splitlines()
            y = next(y for y, line in enumerate(lines) if "Star here, or not" in line)
            await person.pilot.click(offset=(lines[y].index("Star here"), y))
            await person.until("Starred here")
            assert "Esc closes" not in person.text()


@pytest.mark.parametrize("place", Place)
def test_every_action_can_be_clicked_in_the_help_of_its_place(place: Place) -> None:
    shown = keys_of(place, Keymap(), works=True)
    clicked = {span.style.meta["@click"] for span in shown.spans if isinstance(span.style, Style)}
    assert clicked == {f"screen.perform({key.id!r})" for key in TABLE if key.place is place}
    assert not any(isinstance(span.style, Style) for span in keys_of(place, Keymap(), works=False).spans)


@pytest.mark.parametrize("key", ["ctrl+k", "g c", "c"])
async def test_the_other_fields_take_every_letter(tmp_path: Path, key: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            await person.press(*key.split())
            if key == "g c":
                await person.until("cached")
                await person.press("n")
            await person.until(lambda: isinstance(person.app.screen.focused, Input))
            field = person.app.screen.focused
            assert isinstance(field, Input)
            await type_letters(person.app, person.pilot)
            await person.until(lambda: field.value == LETTERS[: field.max_length or None])


def test_no_key_of_a_field_is_a_letter_and_no_key_at_all_is_an_alt_letter() -> None:
    fields = (Place.COMPOSER, Place.FIND, Place.FORM, Place.FINDER)
    assert not [name for key in TABLE if key.place in fields for name in key.keys if len(name) == 1]
    assert not [name for key in TABLE for name in key.keys if name.startswith("alt+") and len(name) == len("alt+x")]


async def type_letters(app: App[Any], pilot: Pilot[Any]) -> None:
    """All of them in one burst, faster than anything is painted."""
    from textual.keys import _character_to_key

    for letter in LETTERS:
        app.post_message(events.Key(_character_to_key(letter), letter))
    await pilot.pause()
    await pilot.pause()
