"""The first run: takes a token, has it checked and kept, says where it is kept; or starts the demo.

How a token is checked and kept is handed in, so this screen knows no server, no keyring and no file.
"""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable
from typing import ClassVar

import rich.repr
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.getters import query_one
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Input, Static
from textual.worker import Worker, WorkerState

from chatlane_tui.errors import ChatlaneTuiError
from chatlane_tui.ui.widgets.typed import TypedLine

Check = Callable[[str], Awaitable[str]]
"""Checks a token and keeps it; returns the sentence that says where, raises `ChatlaneTuiError` if it is not taken."""

_HOW = "Paste an API token. Chatlane makes one for a team under Settings → API Tokens and shows it once."
_HINTS = {
    "asking": "Enter signs in · Esc then d: demo · Ctrl+Q quits",
    "checking": "Esc stops checking · Ctrl+Q quits",
    "done": "Enter opens the inbox",
}


class Step(enum.Enum):
    """Where the screen is: it waits for a token, for the server, or for a person who reads where the token is kept."""

    ASKING = "asking"
    CHECKING = "checking"
    DONE = "done"


class SignIn(Screen[None]):
    """Posts `SignedIn` once a token is checked, kept and the person has read where; `DemoWanted` for the demo."""

    CSS_PATH = "../styles/sign_in.tcss"
    AUTO_FOCUS = "#token"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the field sees it, for a d that follows at once is no letter of a token.
        Binding("escape", "leave", "Leave the field", id="sign_in.leave", show=False, priority=True),
        Binding("d", "demo", "Start the demo", id="sign_in.demo", show=False),
        # Esc and d in quick succession are Alt+D to a terminal, which the field would take for a letter.
        Binding("alt+d", "demo", "Start the demo", id="sign_in.demo_at_once", show=False, priority=True),
    ]

    field = query_one("#token", Input)
    said = query_one("#said", Static)
    submit = query_one("#submit", Button)
    demo = query_one("#demo", Button)
    hint = query_one("#hint", Static)

    class SignedIn(Message):
        """A token is checked and kept; `stored` is the sentence that said where."""

        def __init__(self, token: str, stored: str) -> None:
            super().__init__()
            self.token = token
            self.stored = stored

        def __rich_repr__(self) -> rich.repr.Result:
            """Without the token: messages are logged."""
            yield "stored", self.stored

    class DemoWanted(Message):
        """The demo is to be started instead."""

    def __init__(self, check: Check, *, base_url: str, base_url_from: str, note: str = "") -> None:
        """`base_url_from` says who named the server ("the default", a file, a variable); `note` is said at first."""
        super().__init__()
        self._check = check
        self._base_url = base_url
        self._base_url_from = base_url_from
        self._note = note
        self._step = Step.ASKING
        self._checking: Worker[None] | None = None
        self._kept = ("", "")

    @property
    def step(self) -> Step:
        """Where the screen is now."""
        return self._step

    def compose(self) -> ComposeResult:
        """One column, which scrolls where the terminal is too small for it."""
        with VerticalScroll(can_focus=False):
            yield Static("Sign in to Chatlane", id="title")
            yield Static(_HOW, id="how", markup=False)
            yield Static(f"Server  {self._base_url}  ({self._base_url_from})", id="server", markup=False)
            yield TypedLine(password=True, placeholder="API token", id="token", compact=True)
            yield Static(self._note, id="said", markup=False)
            with Horizontal(id="choices"):
                yield Button("Sign in", id="submit", compact=True)
                yield Button("Demo, without a token", id="demo", compact=True)
            yield Static(_HINTS["asking"], id="hint", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The demo cannot be started while a token is being checked, or after."""
        return self._step is Step.ASKING if action == "demo" else True

    def action_leave(self) -> None:
        """Out of the field, so that `d` is a key again; or stop checking."""
        if self._step is Step.CHECKING and self._checking is not None:
            self._checking.cancel()
        elif self._step is Step.ASKING:
            self.set_focus(self.demo)

    @on(Button.Pressed, "#demo")
    def action_demo(self) -> None:
        """Start the demo."""
        self.post_message(self.DemoWanted())

    @on(Input.Submitted, "#token")
    @on(Button.Pressed, "#submit")
    def proceed(self) -> None:
        """Check what is in the field; or, once that is done, go on."""
        match self._step:
            case Step.ASKING if self.field.value.strip():
                self._enter(Step.CHECKING, f"Asking {self._base_url} …")
                self._checking = self.run_worker(self._ask(self.field.value), exit_on_error=False, exclusive=True)
            case Step.ASKING:
                self._enter(Step.ASKING, "The field is empty: paste a token first.", problem=True)
            case Step.CHECKING:
                return
            case Step.DONE:
                self.post_message(self.SignedIn(*self._kept))

    async def _ask(self, token: str) -> None:
        try:
            stored = await self._check(token)
        except ChatlaneTuiError as error:
            self._enter(Step.ASKING, error.sentence, problem=True)
        else:
            self._kept = (token, stored)
            self._enter(Step.DONE, stored)

    @on(Worker.StateChanged)
    def ended_otherwise(self, event: Worker.StateChanged) -> None:
        """A check that was stopped, or that failed in a way nobody foresaw, leaves the token in the field."""
        if event.worker is not self._checking:
            return
        if event.state is WorkerState.CANCELLED:
            self._enter(Step.ASKING, "Stopped. The token is still in the field.")
        elif event.state is WorkerState.ERROR:
            kind = type(event.worker.error).__name__
            self._enter(Step.ASKING, f"The check broke off ({kind}); that is a fault of this program.", problem=True)

    def _enter(self, step: Step, words: str, *, problem: bool = False) -> None:
        """Show the step: what is said, what may be pressed, where the focus is. What was typed stays."""
        self._step = step
        asking, done = step is Step.ASKING, step is Step.DONE
        self.said.update(words)
        self.said.set_class(problem, "-problem")
        self.said.set_class(done, "-done")
        self.hint.update(_HINTS[step.value])
        self.field.disabled = not asking
        self.field.display = self.demo.display = not done
        self.demo.disabled = not asking
        self.submit.disabled = step is Step.CHECKING
        self.submit.label = "Open the inbox" if done else "Sign in"
        if asking:
            self.field.focus()
        elif done:
            self.field.clear()
            self.submit.focus()
