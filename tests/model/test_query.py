"""The query language: what is typed, what it means, and what is said where it means nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatlane_tui.errors import QueryError
from chatlane_tui.model.query import (
    EVERYTHING,
    All,
    Bound,
    Either,
    Field,
    Flag,
    Has,
    Is,
    Named,
    Not,
    Query,
    Thing,
    When,
    Word,
    positive_words,
    to_text,
)
from chatlane_tui.model.query_text import LONGEST, parsed
from tests.model.queries import queries


@given(queries())
def test_what_is_written_down_is_read_as_the_same_query(query: Query) -> None:
    assert parsed(to_text(query)) == query


@given(st.text(max_size=60) | st.text(alphabet='ab1 -()":+OR', max_size=40))
@example("((a")
@example("a OR OR b")
@example("-" * 400 + "a")
@example("(0)20 (7946) x)")
@example("-)")
@example("(-) a")
def test_whatever_is_typed_is_a_query_or_an_error_that_points_into_it(text: str) -> None:
    try:
        query = parsed(text)
    except QueryError as raised:
        error = raised
    else:
        assert parsed(to_text(query)) == query
        return
    assert 0 <= error.at <= len(text)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", EVERYTHING),
        ("  - !? ", EVERYTHING),
        ("refund", Word("refund")),
        ("#1042, please!", All((Word("1042"), Word("please")))),
        ('"paid  twice"', Word("paid twice", whole=True)),
        ('"not closed yet', Word("not closed yet", whole=True)),
        ("is:unread", Is(Flag.UNREAD)),
        ("IS:Unread", Is(Flag.UNREAD)),
        ("has:file", Has(Thing.ATTACHMENT)),
        ("type:WA", Named(Field.TYPE, "whatsapp")),
        ("assignee:me", Is(Flag.MINE)),
        ("assignee:none", Is(Flag.UNASSIGNED)),
        ('inbox:"Acme  Support"', Named(Field.INBOX, "Acme Support", whole=True)),
        ("older:7D", When(Bound.OLDER, "7d")),
        ("-refund", Not(Word("refund"))),
        ("a b OR c d", All((Word("a"), Either((Word("b"), Word("c"))), Word("d")))),
        ("a AND b", All((Word("a"), Word("b")))),
        ("a OR (b c)", Either((Word("a"), All((Word("b"), Word("c")))))),
        ("-(a OR b)", Not(Either((Word("a"), Word("b"))))),
        ("(a b) c", All((Word("a"), Word("b"), Word("c")))),
        ("well-known", Word("well-known")),
        ("10:30", Word("10:30")),
        ("re: parcel", All((Word("re"), Word("parcel")))),
        ("https://acme.example/x", Word("https://acme.example/x", whole=True)),
    ],
)
def test_what_is_typed(text: str, query: Query) -> None:
    assert parsed(text) == query


@pytest.mark.parametrize(
    "text", ["+44 20 7946 0958", "+44 (0)20 7946 0958", "(020) 7946-0958", "020 7946 0958 is:unread"]
)
def test_a_phone_number_typed_in_parts_is_one_thing(text: str) -> None:
    query = parsed(text)
    first = query.of[0] if isinstance(query, All) else query

    assert isinstance(first, Word)
    assert first.whole
    assert first.text.endswith("0958")


def test_two_short_numbers_are_two_words() -> None:
    assert parsed("1042 77") == All((Word("1042"), Word("77")))


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        (
            "a stauts:open",
            2,
            'There is no stauts: to search by. Did you mean status:? For the words themselves: "stauts:open".',
        ),
        ("is:unred", 0, "There is no is:unred. Did you mean is:unread?"),
        ("a has:", 2, "has: what? One of attachment, note, draft."),
        ("older:soon", 0, "older: takes an age, not 'soon'. An age, such as 3h, 7d, 2w or 6m."),
        (
            "after:2026-02-31",
            0,
            "after: takes a day, not '2026-02-31'. A day, such as 2026-03-01, 2026-03, today or yesterday.",
        ),
        ("a OR", 4, 'OR needs something after it. For the word itself: "or".'),
        ("OR a", 0, 'OR needs something before it. For the word itself: "or".'),
        ("a (b", 2, "This bracket is not closed."),
        ("a)b )", 4, "This bracket closes nothing. Take it away, or open one before it."),
        ("()", 0, "There is nothing between these brackets."),
        ("x" * (LONGEST + 1), LONGEST, "A query has at most 1,000 characters."),
    ],
)
def test_what_means_nothing_is_said_with_its_place_and_what_was_meant(text: str, at: int, sentence: str) -> None:
    with pytest.raises(QueryError) as raised:
        parsed(text)
    assert (raised.value.at, raised.value.sentence) == (at, sentence)


def test_the_nearest_operator_is_told_by_itself() -> None:
    with pytest.raises(QueryError) as raised:
        parsed("assigne:sam")
    assert raised.value.nearest == "assignee"


def test_only_what_is_contained_can_be_a_hit() -> None:
    assert positive_words(parsed("a -b (c OR a) is:unread -(d OR e)")) == (Word("a"), Word("c"))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("status:", "The server's word, such as active, pending or closed."),
        ("type:", "A channel, such as email, sms or whatsapp."),
        ("inbox:", 'A name, or the beginning of one; in quotes exactly that: "Acme Support".'),
        ("tag:!!", 'A name, or the beginning of one; in quotes exactly that: "Acme Support".'),
        ("before:", "A day, such as 2026-03-01, 2026-03, today or yesterday."),
        ("xyzzy:a", "There are is:, has:, status:, inbox:"),
        ("-" * 40 + "a", ""),
        ("(" * 40, ""),
    ],
)
def test_what_may_stand_there_is_said(text: str, hint: str) -> None:
    with pytest.raises(QueryError) as raised:
        parsed(text)
    assert raised.value.hint.startswith(hint)
