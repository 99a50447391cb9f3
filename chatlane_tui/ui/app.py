"""The Textual app: themes, screens, and the way from the first paint to the network.

What the first paint does not show is imported where it is used.
"""

from __future__ import annotations

import asyncio
import gc
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen
from textual.worker import Worker

from chatlane_tui.config.given_token import Token, given
from chatlane_tui.config.settings import Settings
from chatlane_tui.desk.session import Session
from chatlane_tui.errors import ChatlaneTuiError
from chatlane_tui.model.clean import clean
from chatlane_tui.store.rows import FirstSight
from chatlane_tui.ui import keymap, keys
from chatlane_tui.ui.ending import Ending
from chatlane_tui.ui.flows.listed import WINDOW
from chatlane_tui.ui.in_turn import Pressed
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.placed import Placed, Taking
from chatlane_tui.ui.screens.inbox import InboxScreen
from chatlane_tui.ui.theme import ALIASES, ASCII, THEMES, UNICODE, unknown_theme

if TYPE_CHECKING:
    from textual.command import Provider

    from chatlane_tui.ui.notices import Notice
    from chatlane_tui.ui.screens.sign_in import SignIn

_STYLES = Path(__file__).with_name("styles")
WANTS_DEMO = -1
"""What `run` returns when a person without a token chose the demo."""


def run(settings: Settings, *, environ: Mapping[str, str]) -> int:
    """Open the inbox of this profile; returns the exit code. Raises `StoreError` if the cache cannot be opened."""
    gc.disable()  # until the first paint: see `ChatlaneApp.painted`
    app = ChatlaneApp(settings, environ=environ, opened=open_known(settings, environ))
    try:
        app.run()
    finally:
        if app.has_title:
            from chatlane_tui.ui.signals import give_back_title

            give_back_title()
    if app.fault is not None:
        traceback.print_exception(app.fault)
    gc.freeze()  # all of it ends with the process: nobody looks for cycles first
    return app.return_code or 0


def open_known(settings: Settings, environ: Mapping[str, str]) -> tuple[Session, FirstSight] | None:
    """What can be shown before the token was looked for: the database of the environment's token, else of the last."""
    token = given(environ)
    places, profile, base_url = settings.places, settings.profile, settings.base_url
    fingerprint = token.fingerprint if token is not None else places.remembered(profile, base_url)
    if fingerprint is None:
        return None
    return Session.open_showing(settings, places.database_path(profile, base_url, fingerprint), size=WINDOW)


def _actions() -> type[Provider]:
    from chatlane_tui.ui.palette import Actions

    return Actions


class ChatlaneApp(Ending):
    """Shows what is cached, then looks for the token, then begins to sync; asks for a token if there is none."""

    TITLE = "Chatlane"
    CSS_PATH: ClassVar = [_STYLES / "app.tcss", _STYLES / "inbox.tcss"]
    COMMANDS: ClassVar = {_actions}
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.APP)]
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "f12"

    def __init__(
        self, settings: Settings, *, environ: Mapping[str, str], opened: tuple[Session, FirstSight] | None = None
    ) -> None:
        super().__init__()
        self._settings = settings
        self._environ = environ
        self._first = opened
        self.session = opened[0] if opened else None
        is_plain = settings.ui.glyphs == "ascii"
        self.begin_filtering(pictures=settings.ui.emoji == "pictures" and not is_plain, plain=is_plain)
        self._notice: Notice | None = None
        self._cancelled_at = float("-inf")
        for theme in THEMES:
            self.register_theme(theme)
        named = ALIASES.get(settings.ui.theme, settings.ui.theme)
        self._begin_with(named if named in self.available_themes else THEMES[0].name)
        if settings.ui.reduced_motion:
            self.animation_level = "none"
        self.chosen_keys = keymap.of(settings)
        self.recent: list[str] = []
        """Ids of what was chosen in the palette, the last first."""
        self.set_keymap(self.chosen_keys.for_textual())

    def _begin_with(self, theme: str) -> None:
        """Take a theme before anything is painted: assigned, it would have every style sheet parsed a second time."""
        self.set_reactive(ChatlaneApp.theme, theme)
        self.set_class(self.current_theme.dark, "-dark-mode")
        self.set_class(not self.current_theme.dark, "-light-mode")
        self.add_class(f"-theme-{theme}")
        self.stylesheet.set_variables(self.get_css_variables())

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A toast; no markup unless asked for. It takes the place of the one before it, unless that was a warning."""
        from chatlane_tui.ui.notices import Notice, sweep

        if self._notice is not None and self._notice.has_just_said(message, severity):
            return
        if self._screen_stack:
            sweep(self.screen)
            self.tidying.soon()
        notice = Notice(message, title, severity, self.NOTIFICATION_TIMEOUT if timeout is None else timeout, markup)
        if self._notice is not None and self._notice.severity == "information":
            self._notice.withdraw()
        self._notice = notice
        self.post_message(Notify(notice))

    async def take_turn(self, event: Pressed) -> None:
        """Keys that follow one which opens something, `r` or `n`, wait for that."""
        if not self.screen_stack:
            return  # it is ending
        if isinstance(self.screen, InboxScreen):
            await self.screen.furnish()
        await self.opening.stands()
        if isinstance(event, events.Key):
            self.tidying.pressed()
            inbox = self.screen if self.screen_stack else None
            if isinstance(inbox, InboxScreen):
                await inbox.listed.lands()
                await inbox.reading.arrives()
            screen = self.screen if self.screen_stack else None
            if isinstance(screen, Taking) and screen.takes(event):
                return
        await super().take_turn(event)

    def get_default_screen(self) -> Screen[Any]:
        """The inbox at once, where there is one: no other screen is made, laid out and painted before it."""
        return super().get_default_screen() if self._first is None else self._inbox(*self._first)

    def on_mount(self) -> None:
        self.call_after_refresh(self.painted)

    async def painted(self) -> None:
        """The first screen is there: furnish it, collect once, never look at what is loaded again; then the token."""
        if isinstance(self.screen, InboxScreen):
            await self.screen.furnish()
        themes = unknown_theme(self._settings.ui.theme, self.available_themes)
        for problem in (*keymap.problems(self._settings), *themes):
            self.notify(problem, severity="error", timeout=15, markup=False)
        self.tidying.begin()
        if not self.is_headless:
            from chatlane_tui.ui import hangup

            hangup.watch(self, self.end_by_signal)
        _: Worker[None] = self.run_worker(self._find_token, group="token")

    async def _show_inbox(self, session: Session, first: FirstSight) -> None:
        if self.session is not None:
            session.writes.allowed = self.session.writes.allowed
        self.session = session
        screen = self._inbox(session, first)
        if isinstance(self.screen, InboxScreen):
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)
        await screen.furnish()

    def _inbox(self, session: Session, first: FirstSight) -> InboxScreen:
        return InboxScreen(session, first, glyphs=ASCII if self._settings.ui.glyphs == "ascii" else UNICODE)

    def _fatal_error(self) -> None:
        """A defect ends the program; Textual's own report would show every local value, tokens and mails among them."""
        self.bell()
        self.panic(Text(clean("".join(traceback.format_exception(self._exception)))))

    # the token

    async def _find_token(self) -> None:
        from chatlane_tui.config.token import look

        try:
            found = await asyncio.to_thread(look, self._settings, self._environ)
        except ChatlaneTuiError as error:
            await self._ask_for_token(error.sentence)
            return
        if found.token is None:
            await self._ask_for_token(" ".join(found.notes))
        else:
            await self._connect(found.token)

    async def _ask_for_token(self, note: str) -> None:
        from chatlane_tui.ui.screens.sign_in import SignIn

        if self.session is not None:
            self.session.signed_out(note)
        settings = self._settings
        screen = SignIn(self._check, base_url=settings.base_url, base_url_from=settings.base_url_from, note=note)
        await self.push_screen(screen)

    async def _check(self, token: str) -> str:
        from chatlane_tui.desk.sign_in import sign_in

        signed_in = await sign_in(self._settings, token)
        stays = " Drafts, outbox and cache of the token before it stay." if signed_in.adopted else ""
        return f"{signed_in.stored.sentence}{stays}"

    async def on_sign_in_signed_in(self, event: SignIn.SignedIn) -> None:
        """The token was checked and kept: on to the inbox."""
        from chatlane_tui.config.token import typed

        self.pop_screen()
        await self._connect(typed(event.token))

    def on_sign_in_demo_wanted(self) -> None:
        """Whoever started the program starts the demo when this returns."""
        self.exit(return_code=WANTS_DEMO)

    async def _connect(self, token: Token) -> None:
        """Sync with this token, in the database of its team: another one than is shown if the token changed."""
        settings = self._settings
        path = await asyncio.to_thread(
            settings.places.database_path, settings.profile, settings.base_url, token.fingerprint
        )
        if self.session is None or self.session.path != path:
            before = self.session
            await self._show_inbox(*await asyncio.to_thread(Session.open_showing, settings, path, size=WINDOW))
            if before is not None:
                await before.close()
        await asyncio.to_thread(settings.places.remember, settings.profile, settings.base_url, token.fingerprint)
        assert self.session is not None  # noqa: S101
        await self.session.connect(token.value)

    # keys that work everywhere

    def action_help(self) -> None:
        """The keys of this place; one that is clicked is done."""
        from chatlane_tui.ui.screens.help import HelpScreen

        screen = self.screen
        places = screen.places() if isinstance(screen, Placed) else (Place.APP,)

        async def clicked(action: str | None) -> None:
            if action is not None:
                await self.perform(keys.BY_ID[action], screen)

        self.push_screen(HelpScreen(places, self.chosen_keys), clicked)

    async def perform(self, key: keys.Key, screen: Screen[Any]) -> None:
        """Do what a key of that screen does; in the palette it comes first from now on."""
        self.recent = [key.id, *(other for other in self.recent if other != key.id)][:20]
        node = screen.node_of(key.place) if isinstance(screen, Placed) and key.place is not Place.APP else self
        await self.run_action(key.action, node)

    def action_theme(self) -> None:
        """Choose a theme, one of ours or of Textual's; `theme` in [ui] keeps it."""
        self.search_themes()

    def action_redraw(self) -> None:
        """Paint everything anew, after something else wrote to the terminal."""
        self.refresh(repaint=True, layout=True)

    def action_cancel(self) -> None:
        """Copy what is selected; else say how to quit, and quit if that was said a moment ago."""
        screen = self.screen
        selected = screen.get_selected_text()
        if not selected and isinstance(screen, InboxScreen) and screen.is_reading:
            selected = screen.thread.selected_text
        if selected:
            self.run_worker(self._copy(selected), group="copying")
            return
        now = asyncio.get_running_loop().time()
        if now - self._cancelled_at < 2:
            self.quit()
            return
        self._cancelled_at = now
        self.notify("Once more quits. ^q quits too.", timeout=2)

    async def _copy(self, text: str) -> None:
        from chatlane_tui.ui.clipboard import copy

        await copy(self, text)
        self.notify("Copied.", timeout=2)
