"""The first run: a token is taken, checked and kept, and a person is told where; or the demo starts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual import events
from textual.app import App
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from chatlane_tui.errors import Denied
from chatlane_tui.ui.screens.sign_in import SignIn, Step

KEPT = "The token is kept in the keyring (memory)."


class Server:
    """Takes one token; can be made to wait, and to break in ways nobody foresaw."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers = asyncio.Event()
        self.answers.set()
        self.broken = False

    async def check(self, token: str) -> str:
        """As the desk does it."""
        self.asked.append(token)
        await self.answers.wait()
        if self.broken:
            raise RuntimeError("unforeseen")
        if token != "1|good":
            raise Denied("The server does not take it [/x] [@click=app.quit]no[/].", hint="Make a new one.", status=401)
        return KEPT


class FirstRun(App[None]):
    """Shows the screen and keeps what it posts."""

    def __init__(self, check: Callable[[str], Awaitable[str]], note: str = "") -> None:
        super().__init__()
        self.posted: list[Message] = []
        self.sign_in = SignIn(check, base_url="https://x.example/api", base_url_from="CHATLANE_BASE_URL", note=note)

    def on_mount(self) -> None:
        self.push_screen(self.sign_in)

    def on_sign_in_signed_in(self, event: SignIn.SignedIn) -> None:
        self.posted.append(event)

    def on_sign_in_demo_wanted(self, event: SignIn.DemoWanted) -> None:
        self.posted.append(event)


def said(app: FirstRun) -> str:
    """The sentence under the field."""
    return str(app.sign_in.said.content)


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type it and press Enter."""
    await pilot.press(*("vertical_line" if key == "|" else key for key in text), "enter")
    await pilot.pause()


async def settled(app: FirstRun, pilot: Pilot[None]) -> None:
    """Until the check has ended, however it did."""
    await app.workers.wait_for_complete([worker for worker in app.workers if not worker.is_cancelled])
    await pilot.pause()


async def test_a_good_token_is_checked_and_where_it_is_kept_is_said() -> None:
    app = FirstRun((server := Server()).check)
    async with app.run_test() as pilot:
        await typed(pilot, "1|good")
        await settled(app, pilot)
        assert (server.asked, said(app), app.sign_in.step, app.posted) == (["1|good"], KEPT, Step.DONE, [])


async def test_one_more_key_opens_the_inbox() -> None:
    app = FirstRun(Server().check)
    async with app.run_test() as pilot:
        await typed(pilot, "1|good")
        await settled(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        (event,) = app.posted
        assert isinstance(event, SignIn.SignedIn)
        assert (event.token, event.stored) == ("1|good", KEPT)


async def test_the_token_is_never_on_the_screen() -> None:
    app = FirstRun(Server().check)
    async with app.run_test() as pilot:
        await pilot.press(*"secret")
        assert "secret" not in app.export_screenshot()


def test_the_token_is_not_in_what_is_logged() -> None:
    assert "1|good" not in repr(SignIn.SignedIn("1|good", KEPT))


async def test_a_refusal_is_a_sentence_and_what_was_typed_stays() -> None:
    app = FirstRun(Server().check)
    async with app.run_test() as pilot:
        await typed(pilot, "1|bad")
        await settled(app, pilot)
        assert said(app) == "The server does not take it [/x] [@click=app.quit]no[/]. Make a new one."
        assert (app.sign_in.field.value, app.focused) == ("1|bad", app.sign_in.field)


async def test_after_a_refusal_another_token_can_be_typed() -> None:
    app = FirstRun((server := Server()).check)
    async with app.run_test() as pilot:
        await typed(pilot, "1|bad")
        await settled(app, pilot)
        app.sign_in.field.clear()
        await typed(pilot, "1|good")
        await settled(app, pilot)
        assert (server.asked, app.sign_in.step) == (["1|bad", "1|good"], Step.DONE)


async def test_an_empty_field_asks_nobody() -> None:
    app = FirstRun((server := Server()).check)
    async with app.run_test() as pilot:
        await pilot.press("space", "enter")
        await pilot.pause()
        assert (server.asked, said(app)) == ([], "The field is empty: paste a token first.")


async def test_the_server_is_named_with_who_named_it() -> None:
    app = FirstRun(Server().check)
    async with app.run_test():
        shown = str(app.sign_in.query_one("#server").render())
        assert "https://x.example/api  (CHATLANE_BASE_URL)" in shown


async def test_a_note_is_said_at_first() -> None:
    app = FirstRun(Server().check, note="The keyring is locked.")
    async with app.run_test():
        assert said(app) == "The keyring is locked."


async def test_d_in_the_field_is_a_letter() -> None:
    app = FirstRun(Server().check)
    async with app.run_test() as pilot:
        await pilot.press("d")
        assert (app.sign_in.field.value, app.posted) == ("d", [])


async def test_escape_leaves_the_field_and_then_d_starts_the_demo() -> None:
    app = FirstRun(Server().check)
    async with app.run_test() as pilot:
        await pilot.press("escape", "d")
        await pilot.pause()
        assert [type(event) for event in app.posted] == [SignIn.DemoWanted]


async def test_escape_and_d_in_quick_succession_do_too() -> None:
    app = FirstRun(Server().check)
    async with app.run_test() as pilot:
        await pilot.press("alt+d")
        await pilot.pause()
        assert [type(event) for event in app.posted] == [SignIn.DemoWanted]


async def test_esc_and_d_that_arrive_together_leave_no_letter_in_the_field() -> None:
    app = FirstRun(Server().check)
    async with app.run_test() as pilot:
        for key in ("x", "escape", "d"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.sign_in.field.value == "x"
        assert [type(event) for event in app.posted] == [SignIn.DemoWanted]


@pytest.mark.parametrize(("button", "posted"), [("#demo", [SignIn.DemoWanted]), ("#submit", [])])
async def test_the_buttons_work_with_the_mouse(button: str, posted: list[type[Message]]) -> None:
    app = FirstRun((server := Server()).check)
    async with app.run_test() as pilot:
        await pilot.press("x")
        await pilot.click(button)
        await settled(app, pilot)
        assert ([type(event) for event in app.posted], server.asked) == (posted, [] if posted else ["x"])


async def test_while_it_is_checked_nothing_else_can_be_started() -> None:
    app = FirstRun((server := Server()).check)
    server.answers.clear()
    async with app.run_test() as pilot:
        await typed(pilot, "1|good")
        assert (app.sign_in.step, said(app)) == (Step.CHECKING, "Asking https://x.example/api …")
        app.sign_in.proceed()
        await pilot.press("d", "enter")
        await pilot.click("#demo")
        assert (server.asked, app.posted) == (["1|good"], [])
        server.answers.set()
        await settled(app, pilot)
        assert app.sign_in.step is Step.DONE


async def test_escape_stops_checking_and_the_token_stays() -> None:
    app = FirstRun((server := Server()).check)
    server.answers.clear()
    async with app.run_test() as pilot:
        await typed(pilot, "1|good")
        await pilot.press("escape")
        await pilot.pause()
        await pilot.pause()
        assert (app.sign_in.step, app.sign_in.field.value) == (Step.ASKING, "1|good")
        assert said(app) == "Stopped. The token is still in the field."


async def test_a_fault_of_the_program_does_not_lose_the_token() -> None:
    app = FirstRun((server := Server()).check)
    server.broken = True
    async with app.run_test() as pilot:
        await typed(pilot, "1|good")
        while app.sign_in.step is Step.CHECKING:
            await pilot.pause()
        assert said(app) == "The check broke off (RuntimeError); that is a fault of this program."
        assert app.sign_in.field.value == "1|good"


async def test_once_it_is_kept_the_token_leaves_the_field_and_the_demo_is_gone() -> None:
    app = FirstRun(Server().check)
    async with app.run_test() as pilot:
        await typed(pilot, "1|good")
        await settled(app, pilot)
        await pilot.press("escape", "d")
        await pilot.pause()
        assert (app.sign_in.field.value, app.sign_in.demo.display, app.posted) == ("", False, [])


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 60)])
async def test_everything_has_its_place_in_a_small_terminal(size: tuple[int, int]) -> None:
    app = FirstRun(
        Server().check, note="The keyring did not answer within 3 s, and this sentence is as long as two lines."
    )
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shown = [
            app.sign_in.query_one(name).region for name in ("#title", "#server", "#token", "#said", "#submit", "#hint")
        ]
        assert all(region.bottom <= size[1] and region.right <= size[0] and region.height for region in shown)
        assert isinstance(app.focused, Input)
