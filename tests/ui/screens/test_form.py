"""A form: what is typed keeps its kind, what is wrong is said at its field, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from textual.pilot import Pilot

from chatlane_tui.errors import NotSent, Refused
from chatlane_tui.model.fields import Kind
from chatlane_tui.store.forms import FormEntry
from chatlane_tui.ui.keymap import Keymap
from chatlane_tui.ui.screens.finder import Finder, whole
from chatlane_tui.ui.screens.form import FormScreen, Values
from chatlane_tui.ui.widgets.form_row import FormField, FormRow
from tests.ui.widgets.made_rows import HOSTILE
from tests.ui.widgets.stage import Stage, painted

NAME = FormField("name", "Name", "Ada", required=True, has_kind=False)
PHONE = FormField("phone_number", "Phone", has_kind=False, hint="with + and the country's code")
STATUS = FormField("values.status", "Status", "paid", options=("paid", "shipped"))
SEATS = FormField("values.seats", "seats", "3", Kind.NUMBER)


@dataclass
class Desk:
    """Who saves and keeps: what came, and what is to be answered."""

    answers: list[int | Exception | None] = field(default_factory=lambda: [7])
    saved: list[Values] = field(default_factory=list)
    kept: list[tuple[FormEntry, ...]] = field(default_factory=list)
    closed: list[int | None] = field(default_factory=list)

    async def save(self, _: FormScreen, values: Values) -> int | None:
        self.saved.append(values)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def keep(self, entries: Sequence[FormEntry]) -> None:
        self.kept.append(tuple(entries))

    async def remark(self, key: str, text: str) -> str:
        return f"sent as {text}" if key == "phone_number" and text else ""


@asynccontextmanager
async def filling(
    *fields: FormField,
    desk: Desk | None = None,
    kept: Sequence[FormEntry] = (),
    adds: str = "values",
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[tuple[Stage, Pilot[None], FormScreen, Desk]]:
    desk = desk or Desk()
    app = Stage()
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        form = FormScreen(
            "A form",
            fields or (NAME, PHONE, STATUS, SEATS),
            desk.save,
            keep=desk.keep,
            kept=kept,
            remark=desk.remark,
            adds=adds,
        )
        app.push_screen(form, desk.closed.append)
        await pilot.pause()
        yield app, pilot, form, desk


async def put(pilot: Pilot[None], form: FormScreen, key: str, text: str) -> FormRow:
    row = next(row for row in form.query(FormRow) if row.field.key == key)
    row.input.focus()
    row.input.value = text
    await pilot.pause()
    return row


def kind(row: FormRow) -> Kind:
    return row.kind


async def settled(pilot: Pilot[None], app: Stage) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_values_are_handed_over_with_their_kinds_and_the_form_closes() -> None:
    async with filling() as (app, pilot, form, desk):
        await put(pilot, form, "phone_number", " +44 7700 ")
        await pilot.press("ctrl+s")
        await settled(pilot, app)
        assert desk.saved == [{"name": "Ada", "phone_number": "+44 7700", "values.status": "paid", "values.seats": 3}]
        assert (desk.closed, desk.kept[-1]) == ([7], ())


async def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_saved() -> None:
    async with filling() as (app, pilot, form, desk):
        await put(pilot, form, "name", " ")
        await put(pilot, form, "values.status", "sold")
        await put(pilot, form, "values.seats", "many")
        await pilot.press("ctrl+s")
        await settled(pilot, app)
        text = painted(app)
        for words in ("This has to be filled in.", "one of the words below", "That is no number", "Not saved yet"):
            assert words in text
        assert desk.saved == []
        assert form.query_one(FormRow).input.has_focus


async def test_a_refusal_stands_at_its_field_and_the_rest_below() -> None:
    refusal = Refused("No.", fields={"status": ("Is not known.",), "values.other": ("Is missing.",)})
    async with filling(desk=Desk(answers=[refusal, NotSent("Gone away.")])) as (app, pilot, form, desk):
        await pilot.press("ctrl+s")
        await settled(pilot, app)
        text = painted(app)
        assert "Is not known." in text
        assert "Not saved. No. values.other: Is missing." in text
        await pilot.press("ctrl+s")
        await settled(pilot, app)
        assert "Not saved. Gone away." in painted(app)
        assert (form.is_current, desk.closed) == (True, [])


async def test_the_kind_of_a_value_is_chosen_and_that_of_a_name_is_not() -> None:
    async with filling() as (app, pilot, form, desk):
        row = await put(pilot, form, "values.seats", "yes")
        await pilot.press("ctrl+t")
        assert kind(row) is Kind.FLAG
        await put(pilot, form, "name", "Ada King")
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert "always text" in painted(app)
        await pilot.press("ctrl+s")
        await settled(pilot, app)
        assert desk.saved[0]["values.seats"] is True


async def test_nothing_is_a_kind_that_ends_when_something_is_typed() -> None:
    async with filling(FormField("values.x", "x", "", Kind.NOTHING)) as (app, pilot, form, desk):
        row = await put(pilot, form, "values.x", "word")
        assert kind(row) is Kind.TEXT
        await put(pilot, form, "values.x", "")
        for _ in range(3):
            await pilot.press("ctrl+t")
        assert kind(row) is Kind.NOTHING
        await pilot.press("ctrl+s")
        await settled(pilot, app)
        assert desk.saved == [{"values.x": None}]


async def test_a_new_field_follows_what_is_typed_until_its_kind_is_chosen() -> None:
    async with filling() as (app, pilot, form, desk):
        await pilot.press("ctrl+n")
        await pilot.pause()
        await pilot.press("c", "o", "l", "enter")
        await settled(pilot, app)
        row = await put(pilot, form, "values.col", "7")
        assert kind(row) is Kind.NUMBER
        await put(pilot, form, "values.col", "7a")
        assert kind(row) is Kind.TEXT
        await pilot.press("ctrl+n")
        await pilot.pause()
        await pilot.press("c", "o", "l", "enter")
        await settled(pilot, app)
        assert len([row for row in form.query(FormRow) if row.field.key == "values.col"]) == 1
        await pilot.press("ctrl+n")
        await pilot.pause()
        await pilot.press("escape")
        await settled(pilot, app)
        await pilot.press("ctrl+s")
        await settled(pilot, app)
        assert desk.saved[0]["values.col"] == "7a"


async def test_a_form_without_other_fields_says_so() -> None:
    async with filling(NAME, adds="") as (app, pilot, _, __):
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert "no other fields" in painted(app)


async def test_what_is_typed_is_kept_and_taken_up_again_beside_what_stands_there_now() -> None:
    async with filling() as (app, pilot, form, desk):
        await put(pilot, form, "name", "Ada K.")
        form._pause()
        await settled(pilot, app)
        assert desk.kept == [(FormEntry("name", "Name", "Ada K.", "text", "Ada"),)]
    changed = NAME._replace(text="Ada O.")
    added = FormEntry("values.colour", "colour", "7", "number", "")
    async with filling(changed, kept=(*desk.kept[-1], added)) as (app, pilot, form, again):
        text = painted(app)
        assert 'It was "Ada" when you changed it, and is "Ada O." now.' in text
        assert "colour" in text
        await pilot.press("ctrl+s")
        await settled(pilot, app)
        assert again.saved == [{"name": "Ada K.", "values.colour": 7}]


async def test_leaving_asks_when_something_was_typed() -> None:
    async with filling() as (app, pilot, form, desk):
        await put(pilot, form, "name", "Ada K.")
        for answer, closed in (("e", []), ("l", [None])):
            await pilot.press("escape")
            await pilot.pause()
            assert "not saved yet" in painted(app)
            await pilot.press(answer)
            await settled(pilot, app)
            assert desk.closed == closed
        assert desk.kept[-1][0].text == "Ada K."
    async with filling() as (app, pilot, form, desk):
        await put(pilot, form, "name", "Ada K.")
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("x")
        await settled(pilot, app)
        assert (desk.closed, desk.kept[-1]) == ([None], ())


async def test_leaving_an_untouched_form_asks_nothing() -> None:
    async with filling() as (app, pilot, _, desk):
        await pilot.press("escape")
        await settled(pilot, app)
        assert desk.closed == [None]


async def test_arrows_and_enter_go_from_field_to_field() -> None:
    async with filling() as (app, pilot, form, _):
        rows = list(form.query(FormRow))
        await pilot.press("enter", "down")
        assert rows[2].input.has_focus
        await pilot.press("up")
        assert rows[1].input.has_focus
        await put(pilot, form, "phone_number", "+44")
        await settled(pilot, app)
        assert "sent as +44" in painted(app)


async def test_a_hint_is_clicked_like_its_key_is_pressed() -> None:
    async with filling() as (app, pilot, form, desk):
        await put(pilot, form, "name", "Ada K.")
        bar = form._hints
        await pilot.click(bar, offset=(bar.region.width - len(" ^s save  ^t kind  ^n add field  Esc back"), 0))
        await settled(pilot, app)
        assert desk.closed == [7]


async def test_whatever_a_field_says_it_is_text() -> None:
    rows = [FormField(f"values.{n}", text, text.replace("\n", " ")) for n, text in enumerate(HOSTILE)]
    async with filling(*rows, size=(60, 15)) as (app, _, __, ___):
        assert len(painted(app).splitlines()) <= 15


async def test_only_keys_that_do_something_in_the_form_are_hinted_at() -> None:
    async with filling(NAME, PHONE, adds="") as (app, _, __, ___):
        line = next(line for line in painted(app).splitlines() if "^s save" in line)
        assert line.strip("│ ").split("  ") == ["^s save", "Esc back"]


class Rebound(Stage):
    """Somebody who has their own keys."""

    chosen_keys = Keymap({"form.save": "f9", "finder.choose": "ctrl+y"})


async def test_a_persons_own_keys_are_hinted_at() -> None:
    app = Rebound()
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.push_screen(FormScreen("A form", (NAME,), Desk().save))
        await pilot.pause()
        assert "f9 save" in painted(app).lower()
        finder = Finder[str]("Which?", lambda word: word, lambda *_: (), whole(["one"], str), empty=("None.", ""))
        await app.push_screen(finder)
        await pilot.pause()
        assert "^y take" in painted(app)
