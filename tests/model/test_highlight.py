"""Hits are shown where the index found them, letter by letter."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.query_text import parsed


def hits(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Marker.of(parsed(query)).spans(text)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("refund", "Refunds, and a REFUND", ["Refund", "REFUND"]),
        ("refund", "prerefund", []),
        ('"refund"', "refunds refund", ["refund"]),
        ("cafe", "Café cafe\u0301s", ["Café", "cafe\u0301"]),
        ('"paid twice"', "paid\n twice; paidtwice", ["paid\n twice"]),
        ("a", "a and a", ["a", "a"]),
        ("返金", "ご返金を返金", ["返金", "返金"]),
        ("020 7946 0958", "+44 (0)20 7946-0958!", ["7946-0958"]),
        ("parcel -refund", "refund parcel", ["parcel"]),
        ("is:unread", "is unread", []),
        ("a.b*(c", "a.b*(c", ["a.b*(c"]),
    ],
)
def test_what_is_shown_as_a_hit(query: str, text: str, found: list[str]) -> None:
    assert hits(query, text) == found


@given(st.text(max_size=80))
def test_hits_lie_within_the_text_and_beside_each_other(text: str) -> None:
    spans = Marker.of(parsed('a OR "b" OR 金 OR e')).spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_without_words_there_is_nothing_to_show() -> None:
    nothing = Marker.of(parsed("is:unread"))
    assert (bool(nothing), nothing.first("is unread"), nothing.spans("is")) == (False, None, [])


def test_markers_of_the_same_words_are_the_same() -> None:
    assert Marker.of(parsed("a b")) == Marker.of(parsed("a b is:unread"))
    assert len({Marker.of(parsed("a")), Marker.of(parsed("a")), Marker.of(parsed("b"))}) == 2
