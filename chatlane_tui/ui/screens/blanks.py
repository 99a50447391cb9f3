"""What a text still needs to be told: one field for each of its variables that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.text import plain
from chatlane_tui.ui.widgets.field import Field


class Blanks(Modal[dict[str, str] | None]):
    """Dismisses with what was typed by name (without those left empty), or with None on Esc: nothing is inserted."""

    DEFAULT_CSS = """
    Blanks {
        align: center middle;

        & > VerticalScroll {
            width: 90%;
            max-width: 72;
            height: auto;
            max-height: 90%;
            padding: 0 2;
            border: round $primary;
            background: $surface;
        }
        Static { width: 100%; height: auto; }
        Input { height: 1; border: none; padding: 0 1; margin-bottom: 1; background: $boost; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "Back", show=False, priority=True)]

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._fields = {name: Field(compact=True) for name in names}
        for field, after in pairwise(self._fields.values()):
            field.then = after

    def compose(self) -> ComposeResult:
        """A name and a field each."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = Content("Nobody knows this yet")
            box.border_subtitle = Content("Enter goes on · Esc inserts nothing")
            for name, field in self._fields.items():
                yield Static(plain(name), markup=False)
                yield field

    def on_mount(self) -> None:
        """The first field is typed into."""
        next(iter(self._fields.values())).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """The last field is done: back to the text."""
        event.stop()
        self.dismiss({name: field.value for name, field in self._fields.items() if field.value.strip()})

    def action_give_up(self) -> None:
        """Esc: nothing is inserted."""
        self.dismiss(None)
