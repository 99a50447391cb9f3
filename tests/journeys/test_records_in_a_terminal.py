"""Records in a real terminal: conversations about one, and one that is made and edited with a value of every type."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import AT_ONCE, Person, at_work, is_empty

PALLET = 9
SUBJECT = "Pallet TRK-88231 held at customs"
TO_KOFI = "Reply · EMAIL to kofi.mensah@example.org via Dispatch mail"


def test_whom_a_record_is_answered_to_is_chosen_of_its_contacts_and_remembered(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        sandbox.world.write("UPDATE conversations SET contact_id = NULL WHERE record_id = ?", (PALLET,))
        person = Person(sandbox, tmp_path)
        with person.start(settings=AT_ONCE) as terminal:
            person.settle(terminal)
            person.jump(terminal, "pallet", SUBJECT)
            terminal.press("r").wait_for("These belong to the record.")
            terminal.wait_for(lambda text: "Amara Nwosu" in text and "Kofi Mensah" in text)
            terminal.type("kofi").press("enter").wait_for(TO_KOFI)
            terminal.type("It is on its way.").wait_for("It is on its way.")
            assert person.send(terminal) == ("email", "It is on its way.", 16)
            terminal.wait_for("Sam Porter  now")  # the answer to it is known here, too
            terminal.kill()
            terminal.wait_exit()
        with person.start(settings=AT_ONCE) as terminal:
            person.settle(terminal)
            person.jump(terminal, "pallet", SUBJECT)
            terminal.press("r").wait_for(TO_KOFI)
            terminal.type("It has arrived.").wait_for("It has arrived.")
            assert person.send(terminal) == ("email", "It has arrived.", 16)
        assert [post["contact_id"] for post in sandbox.world.posted()] == [_kofi(sandbox)] * 2
        assert _kofi(sandbox) in sandbox.world.record_contacts(PALLET)


def test_a_conversation_about_a_record_is_begun_with_one_of_its_contacts(tmp_path: Path) -> None:
    with at_work(tmp_path) as (person, terminal):
        terminal.press("c").wait_for("in which inbox?")
        terminal.type("shipments").press("enter").wait_for("about which record?")
        terminal.type("anchor pallet").press("enter").wait_for("These belong to the record.")
        terminal.type("kofi").press("enter").wait_for("There is an open conversation with Kofi Mensah.")
        terminal.press("n").wait_for("goes on to the message")
        terminal.type("Papers for the pallet").press("ctrl+s").wait_for("Reply · EMAIL to kofi.mensah@example.org")
        terminal.type("Please sign them.").wait_for("Please sign them.")
        person.send(terminal)
        made = person.sandbox.world.conversations()[-1]
        [posted] = person.sandbox.world.posted()
        assert (made["subject"], made["record_id"]) == ("Papers for the pallet", PALLET)
        assert (posted["conversation_id"], posted["contact_id"]) == (made["id"], _kofi(person.sandbox))


def test_a_record_of_every_type_of_value_is_made_and_edited(tmp_path: Path) -> None:
    with at_work(tmp_path) as (person, terminal):
        world = person.sandbox.world
        terminal.press("g", "r").wait_for("13 cached")
        terminal.press("f").wait_for("Orders · 8 cached")
        terminal.press("enter").wait_for("Vera Lindqvist")  # read whole: with the definition of its values
        terminal.escape().wait_for("n new")
        terminal.press("n").wait_for("Placed on")
        terminal.type("ORD-3000").press("enter").type("sold").press("enter").type("much").press("enter").type("yes")
        terminal.press("ctrl+s").wait_for("That is no number: write it like 42 or 99.5.")
        terminal.wait_for("It has to be one of the words below.")
        terminal.press("ctrl+u").wait_for(is_empty("Status"))
        terminal.type("paid").press("enter", "ctrl+u").wait_for(is_empty("Amount"))
        terminal.type("99.5").press("enter", "enter").type("2026-03-01").wait_for("2026-03-01")
        terminal.press("ctrl+n").wait_for("What is the new field called?")
        terminal.type("colour").press("enter").type("7").press("ctrl+s").wait_for(
            "The attribute colour is not defined for this custom entity."
        )
        _define(person.sandbox, {"slug": "colour", "type": "text"})
        terminal.press("ctrl+s").wait_for("The attribute colour must be a valid text.")
        assert len(world.records()) == 13
        for kind in ("yes/no", "nothing", "JSON", "text"):
            terminal.press("ctrl+t").wait_for(_colour_is(kind))
        terminal.press("ctrl+s").wait_for("Saved.")
        made = {"name": "ORD-3000", "status": "paid", "amount": 99.5, "gift": True, "placed_on": "2026-03-01"}
        assert world.records()[-1]["values"] == {**made, "colour": "7"}
        assert type(world.records()[-1]["values"]["gift"]) is bool

        terminal.wait_gone("New record")
        terminal.press("e").wait_for("Edit record 14")
        terminal.press("enter", "enter", "ctrl+u").wait_for(is_empty("Amount"))
        terminal.type("12").press("enter", "ctrl+u").wait_for(is_empty("Gift"))
        terminal.type("no").press("ctrl+s").wait_gone("Edit record 14")
        assert world.records()[-1]["values"] == {**made, "colour": "7", "amount": 12, "gift": False}
        [changed] = [entry.body for entry in person.sandbox.requests if entry.method == "PATCH"]
        assert changed == {"values": {"amount": 12, "gift": False}}


def _kofi(sandbox: Sandbox) -> int:
    [found] = [row["id"] for row in sandbox.world.contacts() if row["name"] == "Kofi Mensah"]
    return int(found)


def _define(sandbox: Sandbox, attribute: dict[str, str]) -> None:
    """Somebody adds an attribute to the orders."""
    row = sandbox.world.row("SELECT attributes FROM entities WHERE id = 1")
    assert row is not None
    more = json.dumps([*json.loads(row["attributes"]), attribute])
    sandbox.world.write("UPDATE entities SET attributes = ? WHERE id = 1", (more,))


def _colour_is(kind: str) -> Callable[[str], bool]:
    """Whether the field says that this kind of value stands in it."""
    return lambda text: any("colour" in line and line.rstrip("│ ").endswith(kind) for line in text.splitlines())
