"""Edits of what others edit too: only changes are sent, and what changed meanwhile is seen (W5)."""

from __future__ import annotations

from chatlane_tui.model.edits import Meanwhile, body, changes, flat, meanwhile, stands
from chatlane_tui.model.readers import Json

BEFORE: dict[str, Json] = {
    "name": "Ada",
    "email": None,
    "custom_attributes.seats": 3,
    "custom_attributes.company": "Acme",
}


def test_a_contact_is_one_mapping() -> None:
    whole: dict[str, Json] = {
        "name": "Ada",
        "email": None,
        "custom_attributes": {"seats": 3, "company": "Acme"},
    }
    assert flat(whole, "custom_attributes") == BEFORE
    assert flat({"name": "Ada", "custom_attributes": None}, "custom_attributes") == {"name": "Ada"}


def test_only_what_is_not_as_it_was_is_a_change() -> None:
    after = {**BEFORE, "name": "Ada King", "custom_attributes.seats": 3.0, "custom_attributes.role": None}
    assert changes(BEFORE, after) == {"name": "Ada King"}
    assert changes(BEFORE, {**BEFORE, "custom_attributes.seats": "3"}) == {"custom_attributes.seats": "3"}


def test_what_a_colleague_changed_is_told_and_whether_it_is_contested() -> None:
    now = {**BEFORE, "name": "Ada L.", "custom_attributes.company": "Beta", "custom_attributes.role": "CEO"}
    ours: dict[str, Json] = {"name": "Ada King", "custom_attributes.role": "CEO"}
    assert meanwhile(BEFORE, now, ours) == (
        Meanwhile("name", "Ada", "Ada L.", "Ada King", is_contested=True),
        Meanwhile("custom_attributes.company", "Acme", "Beta", "Acme", is_contested=False),
        Meanwhile("custom_attributes.role", None, "CEO", "CEO", is_contested=False),
    )
    assert meanwhile(BEFORE, dict(BEFORE), ours) == ()


def test_of_the_map_within_all_is_sent_or_the_changed_keys() -> None:
    now = {**BEFORE, "custom_attributes.company": "Beta"}
    ours: dict[str, Json] = {"email": "a@b.example", "custom_attributes.seats": 4}
    assert body(ours, now, "custom_attributes", whole_map=True) == {
        "email": "a@b.example",
        "custom_attributes": {"seats": 4, "company": "Beta"},
    }
    assert body(ours, now, "custom_attributes", whole_map=False) == {
        "email": "a@b.example",
        "custom_attributes": {"seats": 4},
    }
    assert body({"name": "B"}, now, "custom_attributes", whole_map=True) == {"name": "B"}


def test_a_write_whose_answer_was_lost_stands_if_all_of_it_is_there() -> None:
    assert stands({"name": "Ada", "custom_attributes.seats": 3.0}, BEFORE)
    assert not stands({"name": "Ada", "custom_attributes.seats": 4}, BEFORE)
    assert stands({"custom_attributes.role": None}, BEFORE)
