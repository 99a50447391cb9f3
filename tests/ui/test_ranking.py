"""Finding a text by what is typed."""

from __future__ import annotations

import pytest
from textual.fuzzy import FuzzySearch

from chatlane_tui.ui.ranking import findable, ranked

TEXTS = [
    findable("Refund on its way", "Your money is back in five days.", "rf"),
    findable("Größe tauschen", "Schicken Sie die Jacke zurück."),
    findable("Delivery late", "We are sorry: the refund took longer.", "late"),
    findable("rf", "no shortcut"),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [0, 1, 2, 3]),
        ("refund", [0, 2]),
        ("rfw", [0]),
        ("rf", [0, 3]),
        ("grosse", [1]),
        ("GROSSE taus", [1]),
        ("jacke", [1]),
        ("five back", [0]),
        ("lat", [2]),
        ("ive", [2]),
        ("zzz", []),
    ],
)
def test_the_best_text_comes_first(query: str, found: list[int]) -> None:
    assert ranked(query, TEXTS, search=FuzzySearch())[: len(found) or None] == found
