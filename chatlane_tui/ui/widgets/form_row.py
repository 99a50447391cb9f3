"""One field of a form: what it is called, what stands in it, of which kind that is, and what is wrong with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from chatlane_tui.model.fields import Kind, Unfit, guessed, parsed
from chatlane_tui.model.readers import Json
from chatlane_tui.ui.widgets.typed import TypedLine


class FormField(NamedTuple):
    """What a form is told of a field. `is_free`: its kind is not known, so it follows what is typed until chosen."""

    key: str
    label: str
    text: str = ""
    kind: Kind = Kind.TEXT
    required: bool = False
    options: tuple[str, ...] = ()
    is_free: bool = False
    has_kind: bool = True
    """A person may choose another kind; of what the API itself names, they may not."""
    hint: str = ""


class FormRow(Vertical):
    """Posts `Changed` whenever another text or kind stands in it."""

    DEFAULT_CSS = """
    FormRow {
        height: auto;

        & > Horizontal { height: 1; }
        .form--label { width: 20; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        .form--kind { width: 8; padding-left: 1; color: $text-muted; }
        Input { width: 1fr; background: $panel; }
        Input:focus { background: $primary 25%; }
        .form--said {
            height: auto;
            margin-left: 20;
            color: $text-muted;
            &.-problem { color: $text-error; }
        }
    }
    """

    @dataclass
    class Changed(Message):
        """Something else stands in it."""

        row: FormRow

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.field = field
        self._kind = field.kind
        self._is_guessed = field.is_free
        self._before = field.text
        suggester = SuggestFromList(field.options, case_sensitive=False) if field.options else None
        self.input = TypedLine(field.text, suggester=suggester, compact=True, select_on_focus=False)
        self._kind_shown = Static(classes="form--kind", markup=False)
        self._said = Static(classes="form--said", markup=False)

    def compose(self) -> ComposeResult:
        """Name, field and kind in a line; below, what is said of it."""
        mark = " *" if self.field.required else ""
        with Horizontal():
            yield Static(f"{self.field.label}{mark}", classes="form--label", markup=False)
            yield self.input
            yield self._kind_shown
        yield self._said

    def on_mount(self) -> None:
        """Say its kind and its choices."""
        self._show_kind()
        self.hint("")

    async def settle(self) -> None:
        """Return when every key that was pressed in it until now stands in it."""
        done = asyncio.Event()
        self.input.call_later(done.set)
        await done.wait()

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.input.value

    @property
    def kind(self) -> Kind:
        """What it is meant as."""
        return self._kind

    def value(self) -> Json:
        """What stands in it, as a value. Raises `Unfit`."""
        text = self.text
        if not text.strip() and (not self.field.has_kind or self._kind is not Kind.TEXT):
            text, kind = "", Kind.NOTHING
        else:
            kind = self._kind
        if self.field.required and not text.strip():
            raise Unfit("This has to be filled in.")
        if self.field.options and kind is Kind.TEXT and text and text not in self.field.options:
            raise Unfit("It has to be one of the words below.")
        return parsed(text if self.field.has_kind else text.strip(), kind)

    def take(self, text: str, kind: Kind) -> None:
        """Put another text there, meant as another kind."""
        self._kind, self._is_guessed, self._before = kind, False, text
        self.input.value = text
        self._show_kind()

    def next_kind(self) -> None:
        """Mean the same text as the next kind."""
        if not self.field.has_kind:
            return
        kinds = list(Kind)
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self._is_guessed = False
        self._show_kind()
        self.post_message(self.Changed(self))

    def complain(self, sentence: str) -> None:
        """Say what is wrong with it."""
        self._said.set_class(True, "-problem")
        self._said.update(sentence)
        self._said.display = True

    def hint(self, sentence: str) -> None:
        """Say what may be put there, and something else of it; what was wrong is said no more."""
        options = f"one of: {', '.join(self.field.options)}" if self.field.options else ""
        words = " · ".join(word for word in (self.field.hint, options, sentence) if word)
        self._said.set_class(False, "-problem")
        self._said.update(words)
        self._said.display = bool(words)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self._before:
            return
        self._before = event.value
        if self._is_guessed:
            self._kind = guessed(event.value)
        elif self._kind is Kind.NOTHING and event.value:
            self._kind = Kind.TEXT
        self._show_kind()
        self.hint("")
        self.post_message(self.Changed(self))

    def _show_kind(self) -> None:
        self._kind_shown.update(str(self._kind.value) if self.field.has_kind else "")
