"""Choosing one of many texts: what is typed narrows the list, and the text that would be inserted is seen whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.fuzzy import FuzzySearch
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from chatlane_tui.ui.ranking import findable, ranked
from chatlane_tui.ui.screens.closing import Asking
from chatlane_tui.ui.text import assembled, plain
from chatlane_tui.ui.widgets.typed import TypedLine

SHOWN: Final = 100
"""Lines of the list: who wants another text goes on typing."""


class Entry(NamedTuple):
    """A text to choose: `aside` stands dimmed behind its title, `shortcut` finds it at once."""

    title: str
    aside: str
    text: str
    shortcut: str = ""


class TextPicker(Asking[int | None]):
    """Dismisses with the index of the chosen entry, or with None on Esc.

    `empty` says why there is nothing and what to do; `remarks` are what is wrong with some of it.
    """

    DEFAULT_CSS = """
    TextPicker {
        align: center middle;

        & > Vertical {
            width: 94%;
            max-width: 110;
            height: 90%;
            max-height: 36;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        Input { height: 1; border: none; padding: 0; background: $boost; }
        OptionList {
            height: 2fr;
            border: none;
            padding: 0;
            background: transparent;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        VerticalScroll { height: 3fr; border-top: solid $primary 50%; }
        VerticalScroll Static { width: 100%; height: auto; }
        .picker--remarks { width: 100%; height: auto; max-height: 3; color: $text-warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Next", show=False, priority=True),
        Binding("up", "step(-1)", "Previous", show=False, priority=True),
        Binding("pagedown", "scroll_text(1)", "Further down in the text", show=False, priority=True),
        Binding("pageup", "scroll_text(-1)", "Further up in the text", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        entries: Sequence[Entry],
        *,
        empty: str,
        remarks: Sequence[str] = (),
        placeholder: str = "a name, a shortcut or words of the text",
    ) -> None:
        super().__init__()
        self._title = title
        self._entries = tuple(entries)
        self._found = [findable(entry.title, entry.text, entry.shortcut) for entry in self._entries]
        self._search = FuzzySearch()
        self._empty = empty
        self._remarks = tuple(remarks)
        self._listed: list[int] = []
        self._query = ""
        self._field = TypedLine(placeholder=placeholder, compact=True)
        self._options = OptionList(markup=False, compact=True)
        self._options.can_focus = False
        self._text = Static(markup=False)

    def compose(self) -> ComposeResult:
        """The field, the list, the text, and what is wrong."""
        with Vertical() as box:
            box.border_title = plain(self._title)
            box.border_subtitle = Content("Enter inserts · ↑↓ choose · PgDn PgUp · Esc back")
            yield self._field
            yield self._options
            with VerticalScroll(can_focus=False):
                yield self._text
            if self._remarks:
                yield Static(plain("\n".join(self._remarks)), classes="picker--remarks", markup=False)

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self._list("")
        self.set_focus(self._field)
        self.begin_taking()

    def press(self, event: events.Key) -> bool:
        """Enter takes the text, Esc none; letters are text. What follows is for whoever gets it."""
        if event.key == "enter":
            if self._field.value != self._query:
                self._list(self._field.value)
            self._choose(self._options.highlighted)
        elif event.key == "escape":
            self.dismiss(None)
        else:
            return self._field.put(event)
        return True

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._query:
            self._list(event.value)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    @on(OptionList.OptionHighlighted)
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_text(event.option_index)

    def action_step(self, step: int) -> None:
        """Highlight the next or previous text."""
        self._options.action_cursor_down() if step > 0 else self._options.action_cursor_up()

    def action_scroll_text(self, step: int) -> None:
        """Page the text that would be inserted."""
        pane = self.query_one(VerticalScroll)
        pane.scroll_relative(y=step * max(1, pane.size.height - 1), animate=False)

    def _list(self, query: str) -> None:
        self._query = query
        self._listed = ranked(query, self._found, search=self._search)[:SHOWN]
        self._options.set_options(_option(self._entries[place]) for place in self._listed)
        self._options.highlighted = 0 if self._listed else None
        self._show_text(0)

    def _show_text(self, line: int) -> None:
        if line < len(self._listed):
            said = self._entries[self._listed[line]].text
        else:
            said = self._empty if not self._entries else "No text has these words."
        self._text.update(plain(said))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _choose(self, line: int | None) -> None:
        if line is not None and line < len(self._listed):
            self.dismiss(self._listed[line])


def _option(entry: Entry) -> Option:
    aside = f"  {entry.aside}" if entry.aside else ""
    return Option(assembled((plain(entry.title).plain, "bold"), (plain(aside).plain, "$text-muted")))
