"""Contacts in a real terminal: one that is made and written to, and one that a colleague changes meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import Person, at_work, is_empty


def test_a_contact_is_made_and_written_to(person: Person) -> None:
    with person.start() as terminal:
        terminal.wait_for("Ada Okonkwo")
        terminal.press("g", "c").wait_for("40 cached")
        terminal.type("/nobody named so").wait_for("Nobody cached matches")
        terminal.escape().wait_for("40 cached")
        terminal.press("n").wait_for("New contact")
        terminal.type("Nadia New").press("enter").type("nadia@example.com").press("ctrl+s")
        terminal.wait_for("Saved.")
        terminal.wait_gone("New contact")
        [made] = [row for row in person.sandbox.world.contacts() if row["email"] == "nadia@example.com"]
        assert made["name"] == "Nadia New"
        terminal.press("c").wait_for("With Nadia New.")
        terminal.type("support").press("enter").wait_for("goes on to the message")
        terminal.type("Welcome").press("ctrl+s").wait_for("Reply · EMAIL to nadia@example.com")
        terminal.type("Hello Nadia!").escape().wait_for("discard")
        terminal.press("s").wait_for(lambda _: bool(person.posted()))
        assert person.posted()[0][:2] == ("email", "Hello Nadia!")
        assert [row["contact_id"] for row in person.sandbox.world.conversations()][-1] == made["id"]


def test_what_a_colleague_changed_meanwhile_is_shown_beside_ones_own_and_never_written_over_unseen(
    tmp_path: Path,
) -> None:
    with at_work(tmp_path) as (person, terminal):
        terminal.press("g", "c").wait_for("40 cached")
        terminal.type("/okonkwo").wait_for("1 found")
        terminal.press("enter").wait_for("e edit")
        terminal.press("e").wait_for("Edit contact 1")
        _colleague_writes(person.sandbox, name="Ada O.", email="ada@work.example")
        terminal.press("ctrl+u").wait_for(is_empty("Name"))
        terminal.type("Ada King").press("ctrl+s").wait_for("A colleague changed this while you were editing.")
        terminal.wait_for("Name: was Ada Okonkwo, theirs Ada O.; yours Ada King")
        terminal.wait_for("E-mail: was ada.okonkwo@example.com, theirs ada@work.example")
        assert _ada(person.sandbox)["name"] == "Ada O."
        terminal.press("t").wait_for("Theirs is in the form now")
        terminal.press("ctrl+u").wait_for(is_empty("Name"))
        terminal.type("Ada King").press("ctrl+s").wait_for("Saved.")
        assert _ada(person.sandbox) == {"name": "Ada King", "email": "ada@work.example"}

        terminal.wait_gone("Edit contact 1")
        terminal.press("e").wait_for("Edit contact 1")
        _colleague_writes(person.sandbox, name="Ada King", email="ada@home.example")
        terminal.press("ctrl+u").wait_for(is_empty("Name"))
        terminal.type("Ada Lovelace").press("ctrl+s").wait_for("save what I typed; theirs stays")
        theirs_too = {"name": "Ada Lovelace", "email": "ada@home.example"}
        terminal.press("s").wait_for(lambda _: _ada(person.sandbox) == theirs_too)
        written = [entry.body for entry in person.sandbox.requests if entry.method == "PATCH"]
        assert written == [{"name": "Ada King"}, {"name": "Ada Lovelace"}]


def _colleague_writes(sandbox: Sandbox, *, name: str, email: str) -> None:
    sandbox.world.write("UPDATE contacts SET name = ?, email = ? WHERE id = 1", (name, email))


def _ada(sandbox: Sandbox) -> dict[str, Any]:
    [held] = [row for row in sandbox.world.contacts() if row["id"] == 1]
    return {"name": held["name"], "email": held["email"]}
