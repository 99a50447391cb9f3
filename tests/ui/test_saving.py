"""What the outcome of a write asks of whoever filled in the form, and what their answer comes to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from chatlane_tui.desk.editing import Lost, Outcome, Overtaken, Saved, Twin
from chatlane_tui.model.edits import Flat, Meanwhile
from chatlane_tui.model.ids import ContactId
from chatlane_tui.store.people_rows import ContactLine
from chatlane_tui.ui.flows.saving import called, save
from chatlane_tui.ui.screens.form import FormScreen, Values
from chatlane_tui.ui.widgets.form_row import FormField
from tests.ui.widgets.stage import Stage, painted

BEFORE: Flat = {"name": "Ada", "email": "ada@example.com"}
NOW: Flat = {"name": "Ada O.", "email": "ada@work.example"}
FIELDS = (
    FormField("name", "Name", "Ada King", has_kind=False),
    FormField("email", "E-mail", "ada@example.com", has_kind=False),
)
BEN = ContactLine(ContactId(2), "Ben", "ben@example.com", "+44", 0)


class Server:
    """Answers with these outcomes, in order; what it was told before each."""

    def __init__(self, *outcomes: Outcome) -> None:
        self._outcomes = list(outcomes)
        self.told: list[tuple[Flat, bool]] = []
        self.learnt: list[Flat] = []
        self.closed: list[int | None] = []

    async def put(self, now: Flat, is_sure: bool) -> Outcome:
        self.told.append((now, is_sure))
        return self._outcomes.pop(0)


@asynccontextmanager
async def saving(*outcomes: Outcome) -> AsyncIterator[tuple[Stage, Pilot[None], Server]]:
    """A form whose ^s was pressed."""
    app, server = Stage(), Server(*outcomes)

    async def saved(form: FormScreen, _: Values) -> int | None:
        return await save(form, server.put, before=BEFORE, learn=server.learnt.append)

    async with app.run_test(size=(90, 24), notifications=True, tooltips=True) as pilot:
        app.push_screen(FormScreen("A form", FIELDS, saved), server.closed.append)
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        yield app, pilot, server


async def answer(app: Stage, pilot: Pilot[None], key: str) -> None:
    await pilot.press(key)
    assert app.is_running
    for _ in range(3):  # the worker goes on, the question goes, the form is told
        await pilot.pause()


async def test_what_is_saved_closes_the_form() -> None:
    async with saving(Saved(7, was_found=True)) as (app, pilot, server):
        await pilot.pause()
        assert (server.closed, server.told) == ([7], [(BEFORE, False)])
        assert "Saved; the answer was lost" in painted(app)


async def test_ones_own_goes_in_place_of_a_colleagues_when_a_person_says_so() -> None:
    contested = Meanwhile("name", "Ada", "Ada O.", "Ada King", is_contested=True)
    async with saving(Overtaken(NOW, (contested,)), Saved(1)) as (app, pilot, server):
        assert "save what I typed, in place of theirs" in painted(app)
        await answer(app, pilot, "s")
        assert (server.told, server.closed) == ([(BEFORE, False), (NOW, False)], [1])


async def test_what_a_colleague_changed_elsewhere_stays_beside_ones_own() -> None:
    beside = Meanwhile("email", "ada@example.com", "ada@work.example", "ada@example.com", is_contested=False)
    async with saving(Overtaken(NOW, (beside,))) as (app, pilot, server):
        assert "save what I typed; theirs stays" in painted(app)
        assert "yours" not in painted(app)
        await answer(app, pilot, "t")
        assert (server.learnt, server.closed) == ([NOW], [])
        assert "ada@work.example" in painted(app)


async def test_going_back_to_the_form_writes_and_learns_nothing() -> None:
    contested = Meanwhile("name", "Ada", "Ada O.", "Ada King", is_contested=True)
    async with saving(Overtaken(NOW, (contested,))) as (app, pilot, server):
        await answer(app, pilot, "e")
        assert (server.learnt, server.closed, len(server.told)) == ([], [], 1)


async def test_a_lost_write_is_sent_again_only_when_a_person_says_so() -> None:
    async with saving(Lost("Perhaps saved."), Lost("Perhaps saved."), Saved(3)) as (app, pilot, server):
        assert "may make it twice" in painted(app)
        await answer(app, pilot, "e")
        assert (len(server.told), server.closed) == (1, [])
        await answer(app, pilot, "ctrl+s")
        await answer(app, pilot, "s")
        assert (server.told[-1], server.closed) == ((BEFORE, True), [3])


async def test_who_has_the_address_is_opened_instead_or_named_at_the_field() -> None:
    async with saving(Twin("email", (BEN,)), Twin("email", (BEN,))) as (app, pilot, server):
        assert "Ben has this e-mail address. Nothing was written" in painted(app)
        await answer(app, pilot, "e")
        assert "Ben has this e-mail address." in painted(app)
        await answer(app, pilot, "ctrl+s")
        await answer(app, pilot, "o")
        assert server.closed == [2]


async def test_an_other_one_that_is_not_found_is_said_at_the_field_or_below() -> None:
    async with saving(Twin("email", ()), Twin("phone_number", ())) as (app, pilot, _):
        assert "Another contact has this e-mail address" in painted(app)
        await answer(app, pilot, "ctrl+s")
        assert "Not saved. What you typed is kept." in painted(app)


def test_fields_are_called_as_people_call_them() -> None:
    assert [called(key) for key in ("phone_number", "values.status", "odd")] == ["Phone", "status", "odd"]
