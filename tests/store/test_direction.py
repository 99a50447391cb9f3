"""Whose words they are (M2): the rules, and honesty where they do not reach."""

from __future__ import annotations

import pytest

from chatlane_tui.store.direction import CODES, inferred
from chatlane_tui.store.rows import Direction

THEIRS, OURS, NOTE, UNKNOWN = Direction.THEIRS, Direction.OURS, Direction.NOTE, Direction.UNKNOWN
ADA = ("Ada Lovelace", "ada@example.com")
NOBODY = (None, None)


@pytest.mark.parametrize(
    ("sender", "participant", "expected"),
    [
        (ADA, ADA, THEIRS),
        (("", " ADA@Example.com "), ADA, THEIRS),
        (("ada LOVELACE ", None), ADA, THEIRS),
        (("Ada Lovelace", "ada@work.example"), ADA, THEIRS),
        (("Sam", "sam@acme.example"), ADA, OURS),
        (("Sam", "sam@acme.example"), ("Ada", None), OURS),
        (("Sam", "sam@acme.example"), (None, "ada@example.com"), OURS),
        (("Sam", "sam@acme.example"), NOBODY, UNKNOWN),
        (("Sam", None), ADA, UNKNOWN),
        ((None, "sam@acme.example"), ADA, UNKNOWN),
        (NOBODY, ADA, UNKNOWN),
        (NOBODY, NOBODY, UNKNOWN),
        (("", ""), ("", ""), UNKNOWN),
    ],
)
def test_names_and_addresses_decide_or_nothing_does(
    sender: tuple[str | None, str | None], participant: tuple[str | None, str | None], expected: Direction
) -> None:
    found = inferred("email", is_own=False, is_server_draft=False, sender=sender, participant=participant)
    assert CODES[found] is expected


@pytest.mark.parametrize(
    ("kind", "is_own", "is_server_draft", "expected"),
    [
        ("note", False, False, NOTE),
        ("note", True, False, NOTE),
        ("email", True, False, OURS),
        ("email", False, True, OURS),
        ("email", False, False, THEIRS),
    ],
)
def test_what_we_posted_is_ours_whoever_it_names(
    kind: str, is_own: bool, is_server_draft: bool, expected: Direction
) -> None:
    found = inferred(kind, is_own=is_own, is_server_draft=is_server_draft, sender=ADA, participant=ADA)
    assert CODES[found] is expected
