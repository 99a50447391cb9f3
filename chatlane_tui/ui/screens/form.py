"""A form: fields with names and kinds, saved on the server by whoever opened it. What is typed is kept at every pause.

Nothing that was typed is lost: a refusal is said at its field, and leaving asks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from chatlane_tui.errors import ChatlaneTuiError, Refused
from chatlane_tui.model.fields import Kind, Unfit, kind_of, typed
from chatlane_tui.model.readers import Json
from chatlane_tui.store.forms import FormEntry
from chatlane_tui.ui import keymap, keys
from chatlane_tui.ui.flows.attempt import opens, start
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.ask_line import AskLine
from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.screens.question import Answer, Question
from chatlane_tui.ui.text import plain
from chatlane_tui.ui.widgets.form_row import FormField, FormRow
from chatlane_tui.ui.widgets.hint_bar import HintBar

PAUSE: Final = 0.4
"""Seconds without a key after which what stands in the form is kept."""
SAVING: Final = "Saving…"
STAY = Answer("stay", "e", "go on editing")
LATER = Answer("later", "l", "leave; what is typed stands here when it is opened again")
DISCARD = Answer("discard", "x", "discard what is typed")

Values = dict[str, Json]
Save = Callable[["FormScreen", Values], Awaitable[int | None]]
"""Given all the values; returns the id of what was saved, None to stay. Raises what is to be said."""
Keep = Callable[[Sequence[FormEntry]], Awaitable[None]]
"""Given what stands there, at each pause; nothing: it is not needed any more."""
Remark = Callable[[str, str], Awaitable[str]]
"""Given a key and the text in its field: what there is to say of it, and wrong or not it is saved."""


class FormScreen(Modal[int | None]):
    """Dismisses with the id of what was saved, or None. `adds` is the map that free keys go to; empty: none may be."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.FORM)]
    DEFAULT_CSS = """
    FormScreen {
        align: center middle;

        & > Vertical {
            width: 100%;
            max-width: 92;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        VerticalScroll { height: auto; max-height: 80vh; }
        #said { height: auto; max-height: 4; color: $text-muted; &.-problem { color: $text-error; } }
    }
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        save: Save,
        *,
        keep: Keep | None = None,
        kept: Sequence[FormEntry] = (),
        remark: Remark | None = None,
        adds: str = "",
        note: str = "",
        saves: str = "",
    ) -> None:
        """`kept` is what was typed here before and neither saved nor discarded: it is taken up again; `saves` is what
        the hint says of the key that saves, where that does something else at first."""
        super().__init__()
        self._title = title
        self._save, self._keep, self._remark, self._adds = save, keep, remark, adds
        self._note, self._saves = note, saves
        before = {entry.key: entry for entry in kept}
        known = {field.key for field in fields}
        added = [FormField(e.key, e.label, "", Kind(e.kind), is_free=True) for e in kept if e.key not in known]
        self._rows = [FormRow(field) for field in (*fields, *added)]
        self._before = before
        self._first = {field.key: (field.text, field.kind) for field in fields}
        self._said = Static(id="said", markup=False)
        self._hints = HintBar()
        self._timer: Timer | None = None
        self._is_saving = False
        self._told = ""

    def compose(self) -> ComposeResult:
        """The fields, what is said of all of them, the keys."""
        with Vertical() as box:
            box.border_title = plain(self._title)
            with VerticalScroll(can_focus=False):
                yield from self._rows
            yield self._said
            yield self._hints

    def on_mount(self) -> None:
        """Take up what was typed before; the first field has the focus."""
        for row in self._rows:
            if entry := self._before.get(row.field.key):
                row.take(entry.text, Kind(entry.kind))
                stands = self._first.get(row.field.key, ("", row.kind))[0]
                if stands != entry.was:
                    row.complain(f'It was "{entry.was}" when you changed it, and is "{stands}" now.')
        self.tell(self._note)
        self._show_hints()
        if self._rows:
            self.set_focus(self._rows[0].input)

    def _show_hints(self) -> None:
        """Only keys that do something in this form."""
        unused = {
            "form.kind" if not any(row.field.has_kind for row in self._rows) else "",
            "form.add" if not self._adds else "",
        }
        hints = keymap.of_app(self.app).hints(self.places())
        self._hints.show(
            (key, self._saves if self._saves and id_ == "form.save" else words, id_)
            for key, words, id_ in hints
            if id_ not in unused
        )

    def places(self) -> tuple[Place, ...]:
        """Where the keys that work now are bound."""
        return (Place.FORM,)

    def node_of(self, place: Place) -> Widget:  # noqa: ARG002 - `Placed`
        """The widget on which the actions of a place are."""
        return self

    # what whoever saves it may do

    def say(self, sentence: str, *, loud: bool = False) -> None:
        """A toast, never read as markup."""
        self.notify(sentence, severity="error" if loud else "information", timeout=8 if loud else 4, markup=False)

    def tell(self, sentence: str, *, is_problem: bool = False) -> None:
        """Say something below the fields."""
        self._told = sentence
        self._said.set_class(is_problem, "-problem")
        self._said.update(sentence)
        self._said.display = bool(sentence)

    def complain(self, key: str, sentence: str) -> None:
        """Say at a field what is wrong with it; below, if there is no such field."""
        row = next((row for row in self._rows if row.field.key == key), None)
        if row is None:
            self.tell(sentence, is_problem=True)
        else:
            row.complain(sentence)

    async def leave_for(self, other: int) -> None:
        """Go to that one instead; what is typed stands here when the form is opened again."""
        await self.put_away()
        self._stop()
        self.dismiss(other)

    def take(self, key: str, value: Json, *, remark: str) -> None:
        """Put a value into a field, and say why; a field that is not there yet is added."""
        row = next((row for row in self._rows if row.field.key == key), None)
        if row is None:
            row = FormRow(FormField(key, key.partition(".")[2] or key))
            self._rows.append(row)
            self.query_one(VerticalScroll).mount(row)
        row.take(typed(value), kind_of(value) if row.field.has_kind else Kind.TEXT)
        row.complain(remark)
        self._pause()

    # what is typed

    @property
    def entries(self) -> tuple[FormEntry, ...]:
        """What stands in the fields that are not as they were when the form was opened."""
        return tuple(
            FormEntry(row.field.key, row.field.label, row.text, row.kind.value, self._was(row))
            for row in self._rows
            if self._first.get(row.field.key) != (row.text, row.kind)
        )

    def _was(self, row: FormRow) -> str:
        before = self._before.get(row.field.key)
        return self._first.get(row.field.key, ("", row.kind))[0] if before is None else before.was

    @on(FormRow.Changed)
    def _changed(self, event: FormRow.Changed) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._pause)
        if self._remark is not None:
            start(self, partial(self._speak, event.row), group=f"remark {event.row.field.key}", exclusive=True)

    def _pause(self) -> None:
        start(self, self.put_away, group="keep")

    async def put_away(self) -> None:
        """Keep what stands in it now, rather than at the next pause."""
        if self._keep is not None:
            await self._keep(self.entries)

    async def _speak(self, row: FormRow) -> None:
        assert self._remark is not None  # noqa: S101
        text = row.text
        sentence = await self._remark(row.field.key, text)
        if sentence and row.text == text:
            row.hint(sentence)

    # keys

    @on(HintBar.Chosen)
    def _click_hint(self, event: HintBar.Chosen) -> None:
        key = keys.BY_ID[event.action]
        self.call_later(self.run_action, key.action)

    def action_cursor_down(self) -> None:
        """To the next field."""
        self.focus_next(Input)

    def action_cursor_up(self) -> None:
        """To the previous field."""
        self.focus_previous(Input)

    def action_kind(self) -> None:
        """Mean what stands in this field as another kind."""
        row = next((row for row in self._rows if row.input.has_focus), None)
        if row is not None and row.field.has_kind:
            row.next_kind()
        else:
            self.tell("What stands here is always text.")

    def action_add(self) -> None:
        """Add a field of a name that nobody told."""
        if self._adds:
            opens(self, self._add, group="add")
        else:
            self.tell("This form has no other fields.")

    async def _add(self) -> None:
        name = await self.app.push_screen_wait(AskLine("What is the new field called?"))
        if name is not None:
            await self._add_row(name)

    async def _add_row(self, name: str) -> None:
        key = f"{self._adds}.{name}"
        row = next((row for row in self._rows if row.field.key == key), None)
        if row is None:
            row = FormRow(FormField(key, name, is_free=True))
            self._rows.append(row)
            await self.query_one(VerticalScroll).mount(row)
            self._show_hints()
        self.set_focus(row.input)

    def action_save(self) -> None:
        """Save it, if every field holds what it may."""
        if not self._is_saving:
            opens(self, self._try, group="save")

    async def _try(self) -> None:
        values: Values = {}
        wrong: list[FormRow] = []
        for row in self._rows:
            await row.settle()
            try:
                values[row.field.key] = row.value()
            except Unfit as problem:
                row.complain(str(problem))
                wrong.append(row)
        if wrong:
            wrong[0].input.focus()
            self.tell("Not saved yet: see above.", is_problem=True)
            return
        await self.put_away()
        self._is_saving = True
        self.tell(SAVING)
        try:
            saved = await self._save(self, values)
        except ChatlaneTuiError as error:
            self._refused(error)
        else:
            if saved is not None:
                await self._close(saved)
            elif self._told == SAVING:
                self.tell("")
        finally:
            self._is_saving = False

    def _refused(self, error: ChatlaneTuiError) -> None:
        """Each complaint at its field; what has none, below."""
        rest = []
        for key, complaints in error.fields.items() if isinstance(error, Refused) else ():
            row = next((row for row in self._rows if row.field.key == key or row.field.key.endswith(f".{key}")), None)
            if row is None:
                rest.append(f"{key}: {' '.join(complaints)}")
            else:
                row.complain(" ".join(complaints))
        self.tell(" ".join((f"Not saved. {error.sentence}", *rest)), is_problem=True)

    def action_leave(self) -> None:
        """Back; what was typed is asked about."""
        opens(self, self._leave, group="leave", exclusive=True)

    async def _leave(self) -> None:
        if not self.entries:
            await self._close(None)
            return
        answers = (STAY, LATER, DISCARD) if self._keep is not None else (STAY, DISCARD)
        match await self.app.push_screen_wait(Question("What you typed is not saved yet.", answers)):
            case "later":
                await self.put_away()
                self._stop()
                self.dismiss(None)
            case "discard":
                await self._close(None)
            case _:
                return

    async def _close(self, saved: int | None) -> None:
        self._stop()
        if self._keep is not None:
            await self._keep(())
        self.dismiss(saved)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
