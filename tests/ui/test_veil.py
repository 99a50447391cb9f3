"""The privacy mask: what it hides in a line, and that nothing moves."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from chatlane_tui.ui.veil import Veil

BLACK = Color(0, 0, 0)
NAMES = ("Ada Lovelace", "José Ñáñez", "山田 裕子", "O'Neil-Kay", "Will Order")


def veiled(*texts: str, dot: str = "*") -> list[str]:
    segments = Veil(NAMES, dot=dot).apply([Segment(text, Style(bold=True)) for text in texts], BLACK)
    assert all(segment.style == Style(bold=True) for segment in segments)
    return [segment.text for segment in segments]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Lovelace  EMAIL  3m", "*** ********  EMAIL  3m"),
        ("Dear Ada, thank you", "Dear ***, thank you"),
        ("mail ada.l+x@mail.example.com.", "mail ************************."),
        ("call +44 20 7946 0958 today", "call *** ** **** **** today"),
        ("0048 123-456-789", "**** ***********"),
        ("José says O'Neil-Kay came", "**** says ********** came"),
        ("山田 裕子", "**** ****"),
        ("your order will come", "your order will come"),
        ("order #1042, 2m, 11:30", "order #1042, 2m, 11:30"),
        ("MENTION ADA", "MENTION ***"),
    ],
)
def test_names_addresses_and_numbers_are_hidden_and_all_else_is_shown(text: str, shown: str) -> None:
    (found,) = veiled(text)
    assert cell_len(found) == cell_len(text)
    assert found == shown


def test_what_is_split_into_pieces_is_hidden_as_a_whole() -> None:
    assert veiled("ada", "@exam", "ple.com ", "x") == ["***", "*****", "******* ", "x"]


def test_a_line_that_hides_nothing_is_the_same() -> None:
    line = [Segment("nothing here")]
    assert Veil(NAMES).apply(line, BLACK) is line


def test_a_name_that_is_learnt_is_hidden_from_then_on() -> None:
    veil = Veil()
    line = [Segment("Grace writes")]
    assert veil.apply(line, BLACK) is line
    veil.learn(["Grace Kim"])
    assert veil.apply(line, BLACK)[0].text == "••••• writes"


@pytest.mark.parametrize("seed", ["a", "1 ", "+1", "a@", "@", "a.", "A'"])
def test_a_long_line_is_read_in_time_that_grows_with_it(seed: str) -> None:
    veil = Veil(["A"])
    assert len(veil.apply([Segment(seed * 20_000)], BLACK)) == 1
