"""The app as a whole: where defects end, and what quitting and cancelling do."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.app import ChatlaneApp
from tests.journeys.inside import Seat, client, seat


class Painting(ChatlaneApp):
    """Never done with its first paint."""

    async def painted(self) -> None:
        """Not yet."""


async def test_the_report_of_a_defect_shows_no_local_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        secret = "the token of somebody"
        raise RuntimeError(len(secret))

    with Sandbox() as sandbox, pytest.raises(RuntimeError):  # noqa: PT012 - raised when the app ends
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            person.app.call_later(fail)
            await person.until(lambda: not person.app.is_running)
    printed = "".join(capsys.readouterr())
    assert "the token of somebody" not in printed


async def test_keys_that_come_with_the_first_paint_are_not_lost(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
        app = client(sandbox, tmp_path, kind=Painting)
        assert app.session is not None
        async with app.run_test(size=(120, 40)) as pilot:
            early = Seat(app, pilot, app.session)
            await early.press("enter", "r", "D", "e", "a", "r")
            await early.until(lambda: early.screen.target is not None and early.screen.composer.text == "Dear")
            await app.let_go()


async def test_cancelling_twice_quits(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            await person.press("ctrl+c")
            await person.until("Once more quits")
            await person.press("ctrl+c", "ctrl+c")  # the first may come more than two seconds after the one above
            await person.until(lambda: not person.app.is_running)
            assert person.app.return_code == 0


async def test_help_names_the_keys_of_the_place_first(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.press("enter", "question_mark")
            await person.until("In the thread")
            text = person.text()
            assert text.index("In the thread") < text.index("In list and thread")
            await person.press("down", "j", "space", "pageup", "escape")
            await person.until("Support mail")


async def test_the_palette_does_what_a_key_does(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.press("ctrl+p")
            await person.until("Internal note")
            await person.paste("internal")
            await person.until(lambda: "Ask the server" not in person.text() and "Internal note" in person.text())
            await person.press("enter")
            await person.until(lambda: person.screen.target is not None)
            assert person.screen.target is not None
            assert person.screen.target.kind == "note"


async def test_a_person_without_a_token_keeps_reading_what_is_cached(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until(lambda: person.session.status.data_at is not None)
        async with seat(sandbox, tmp_path, token="unknown|token") as stranger:
            await stranger.until(lambda: "The inbox" in stranger.text() or "Signed out" in stranger.text())


async def test_emoji_become_words_and_pictures_again(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        sandbox.world.new_conversation(subject="Thank you 🎉", body="Great 👍🏽", contact_id=1)
        async with seat(sandbox, tmp_path) as person:
            await person.until("Thank you 🎉")
            await person.press("f6")
            await person.until("Great :thumbs_up_sign:")
            assert "Thank you :party_popper:" in person.text()
            assert "🎉" not in person.text()
            assert "Thank you :party_popper:" in person.text().splitlines()[1]
            await person.press("f6")
            await person.until("Great 👍🏽")
            assert ":party_popper:" not in person.text()
