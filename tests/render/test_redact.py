"""Who somebody is goes, what was said stays."""

from __future__ import annotations

import pytest

from chatlane_tui.render.redact import Redactor

NAMES = ("Ada Okonkwo", "Sam Porter", "山田 裕子", "O'Brien", "ada@example.com")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hello Ada, this is Sam.", "Hello [name 1], this is [name 2]."),
        ("ADA OKONKWO and okonkwo are one", "[name 1] and [name 1] are one"),
        ("the same adapter, Adam, Samsung", "the same adapter, Adam, Samsung"),
        ("山田さん、裕子です", "[name 1]さん、[name 1]です"),
        ("O'Brien's parcel", "[name 1]'s parcel"),
        ("write to ada.okonkwo+x@mail.example.co.uk!", "write to [e-mail 1]!"),
        ("A@B.example a@b.example c@b.example", "[e-mail 1] [e-mail 1] [e-mail 2]"),
        ("https://x.example/?email=ada%40example.com&x=1", "https://x.example/?email=[e-mail 1]&x=1"),
        (r"ada\_x@example.com", "[e-mail 1]"),
        ("+44 20 7946 0018 or (020) 7946-0018.", "[phone 1] or [phone 2]."),
        ("+44 20 7946 0018 = +442079460018", "[phone 1] = [phone 1]"),
        ("call 555.123.4567", "call [phone 1]"),
        ("on 2026-11-16 10:02, on 16.11.2026, at 10:02:05", "on 2026-11-16 10:02, on 16.11.2026, at 10:02:05"),
        ("order #1042, £189.50, ORD-1057", "order #1042, £189.50, ORD-1057"),
        ("", ""),
    ],
)
def test_people_are_words_with_a_number(text: str, left: str) -> None:
    assert Redactor(NAMES).text(text) == left


def test_one_person_is_one_word_in_all_that_is_handed_to_it() -> None:
    redactor = Redactor(NAMES)
    assert [redactor.text(text) for text in ("Sam", "Ada", "Sam Porter")] == ["[name 1]", "[name 2]", "[name 1]"]


def test_without_names_it_takes_out_the_rest() -> None:
    assert Redactor().text("Ada: ada@example.com") == "Ada: [e-mail 1]"
