"""Values that keep their kinds through a form, and definitions in whatever shape they come (E2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.fields import (
    Attribute,
    Kind,
    Unfit,
    definition,
    guessed,
    kind_of,
    observed,
    parsed,
    same,
    typed,
)
from chatlane_tui.model.readers import Json

FLAT = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES: st.SearchStrategy[Json] = st.recursive(
    FLAT | st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@given(VALUES)
def test_a_value_that_nobody_touched_comes_out_of_the_field_as_it_went_in(value: Json) -> None:
    assert same(parsed(typed(value), kind_of(value)), value)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("42", Kind.NUMBER, 42),
        (" -99.5 ", Kind.NUMBER, -99.5),
        ("1e3", Kind.NUMBER, 1000.0),
        ("Yes", Kind.FLAG, True),
        ("0", Kind.FLAG, False),
        ("42", Kind.TEXT, "42"),
        ("whatever", Kind.NOTHING, None),
        ('["a", 1]', Kind.STRUCTURE, ["a", 1]),
    ],
)
def test_what_is_typed_becomes_a_value_of_its_kind(text: str, kind: Kind, value: Json) -> None:
    found = parsed(text, kind)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("many", Kind.NUMBER, "no number"),
        ("1_000", Kind.NUMBER, "no number"),
        ("nan", Kind.NUMBER, "no number"),
        ("inf", Kind.NUMBER, "no number"),
        ("٣.٥", Kind.NUMBER, "no number"),
        ("", Kind.NUMBER, "no number"),
        ("maybe", Kind.FLAG, "yes or no"),
        ("{", Kind.STRUCTURE, "no JSON"),
        ("NaN", Kind.STRUCTURE, "no JSON"),
        ("[" * 100_000, Kind.STRUCTURE, "no JSON"),
    ],
)
def test_what_is_no_such_value_is_said_in_words(text: str, kind: Kind, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        parsed(text, kind)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (42, 42.0, True),
        (42, "42", False),
        (1, True, False),
        (0, False, False),
        (None, "", False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ([1, 2], [2, 1], False),
    ],
)
def test_values_are_compared_as_a_person_would(one: Json, other: Json, equal: bool) -> None:
    assert same(one, other) is equal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("42", Kind.NUMBER),
        ("99.5", Kind.NUMBER),
        ("0", Kind.NUMBER),
        ("0.5", Kind.NUMBER),
        ("007", Kind.TEXT),
        ("+447700900128", Kind.TEXT),
        ("12345678901234567890", Kind.TEXT),
        ("yes", Kind.FLAG),
        ("Acme", Kind.TEXT),
        ("", Kind.TEXT),
    ],
)
def test_a_new_value_is_taken_for_what_it_looks_like(text: str, kind: Kind) -> None:
    assert guessed(text) is kind


STATUS = Attribute("status", "Status", Kind.TEXT, True, ("pending", "paid"))
AMOUNT = Attribute("amount", "Amount", Kind.NUMBER)


@pytest.mark.parametrize(
    "raw",
    [
        [
            {"slug": "status", "name": "Status", "type": "select", "required": True, "options": ["pending", "paid"]},
            {"slug": "amount", "name": "Amount", "type": "number"},
        ],
        {
            "status": {"label": "Status", "is_required": True, "choices": [{"value": "pending"}, {"value": "paid"}]},
            "amount": {"label": "Amount", "data_type": "Decimal"},
        },
        [
            {"key": "status", "label": "Status", "required": True, "values": {"pending": 1, "paid": 2}},
            {"key": "amount", "title": "Amount", "kind": "float"},
            {"key": "amount", "title": "twice"},
            {"type": "nameless"},
            7,
        ],
    ],
)
def test_a_definition_is_read_in_whatever_shape_it_comes(raw: Json) -> None:
    assert definition(raw) == (STATUS, AMOUNT)


def test_a_definition_of_names_alone_is_one_of_texts() -> None:
    assert definition(["status", ""]) == (Attribute("status", "status"),)
    assert definition({"gift": "boolean"}) == (Attribute("gift", "gift", Kind.FLAG),)
    assert definition("nonsense") == definition(None) == ()


def test_without_a_definition_other_records_tell_the_keys_and_the_kinds() -> None:
    found = observed([{"status": None, "amount": 5}, {"status": "paid", "gift": True, "amount": "six"}, {"why": None}])
    assert found == (
        Attribute("status", "status", Kind.TEXT),
        Attribute("amount", "amount", Kind.NUMBER),
        Attribute("gift", "gift", Kind.FLAG),
        Attribute("why", "why", Kind.TEXT),
    )
