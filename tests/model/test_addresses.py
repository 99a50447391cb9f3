"""Lists of addresses: where one ends, what is bare, and what is no address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model import addresses


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("", ()),
        (" , ;\n", ()),
        ("a@example.com", ("a@example.com",)),
        ("a@e.org,b@e.org; c@e.org\nd@e.org", ("a@e.org", "b@e.org", "c@e.org", "d@e.org")),
        ('"Lovelace, Ada" <ada@example.com>, b@example.com', ('"Lovelace, Ada" <ada@example.com>', "b@example.com")),
        ('"a \\" , b" <a@example.com>', ('"a \\" , b" <a@example.com>',)),
        ('"never closed, a@example.com', ('"never closed, a@example.com',)),
        ("<a,b@example.com", ("<a,b@example.com",)),
    ],
)  # fmt: skip
def test_a_comma_parts_entries_unless_it_stands_in_quotes(text: str, entries: tuple[str, ...]) -> None:
    assert addresses.split(text) == entries


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("ada@example.com", "ada@example.com"),
        ("Ada <ada@example.com>", "ada@example.com"),
        ('"Lovelace, Ada" < ada@example.com >', "ada@example.com"),
        ('"<odd>" <ada@example.com>', "ada@example.com"),
        ("ada@example.com>", "ada@example.com>"),
    ],
)
def test_the_bare_address_stands_in_the_angle_brackets(entry: str, address: str) -> None:
    assert addresses.bare(entry) == address


def test_on_the_wire_addresses_are_bare_parted_by_commas_and_each_there_once() -> None:
    text = '"Lovelace, Ada" <ada@example.com>; ben@example.org\nada@example.com'
    assert addresses.wire(text) == "ada@example.com, ben@example.org"


def test_lists_are_joined_as_they_were_written_and_name_nobody_twice() -> None:
    there, taken = '"L, Ada" <ada@example.com>', "ADA@example.com, ben@example.org"
    assert addresses.joined(there, taken) == '"L, Ada" <ada@example.com>, ben@example.org'


def test_a_name_is_read_beside_its_address() -> None:
    assert addresses.parsed('"Lovelace, Ada" <ada@example.com>') == (("Lovelace, Ada", "ada@example.com", ""),)


@pytest.mark.parametrize(
    "text", ["ada@example.com", "Ada <ada@example.com>", "żółw@example.org", "a+b@sub.example.net", ""]
)
def test_an_address_that_looks_like_one_is_no_problem(text: str) -> None:
    assert addresses.problems(text) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ada@", "“ada@” is no e-mail address."),
        (
            "Lovelace, Ada <ada@example.com>",
            "“Lovelace” is no e-mail address: a name with a comma in it goes in quotes.",
        ),
        ("ada@exa mple.com", "“ada@exa mple.com” is no e-mail address."),
        ("x" * 90 + "@", "…” is no e-mail address"),
    ],
)
def test_what_is_no_address_is_said_in_a_sentence(text: str, said: str) -> None:
    assert said in " ".join(addresses.problems(text))


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_a_list(text: str) -> None:
    assert "\n" not in addresses.wire(text)
