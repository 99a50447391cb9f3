"""Words of any script, and phone numbers in any format, as the index can find them."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.words import Sought, begins_with, extra, folded, sought, words


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("I paid twice for order 1042", ""),
        ("Zażółć gęślą jaźń", ""),
        ("返金を お願い", "返金 金を を お願 願い い"),
        ("iPhoneを返金", "iPhone を返 返金 金"),
        ("ＡＢＣ１２", "ABC12"),
        ("مَرْحَبًا", "مرحبا"),
        ("call +44 (0)20 7946-0958.", "4402079460958 r8590649702044"),
        ("on 12/3 at 10:30", ""),
        ("Άνοιξη του Μάη", "Ανοιξη Μαη"),
        ("ещё мой чай", "еще"),
    ],
)
def test_the_index_is_given_what_it_could_not_find_otherwise(text: str, more: str) -> None:
    assert extra(text) == more


@pytest.mark.parametrize(
    ("text", "whole", "asked"),
    [
        ("refund", False, Sought(("refund",), begins=True)),
        ("a", False, Sought(("a",), begins=False)),
        ("refund", True, Sought(("refund",), begins=False)),
        ("返金", False, Sought(("返金",), begins=False)),
        ("金", False, Sought(("金",), begins=True)),
        ("返金を依", True, Sought(("返金 金を を依",), begins=False)),
        ("please 返金", True, Sought(("please", "返金"), begins=False)),
        ("02079460958", False, Sought(("02079460958",), begins=True, number=("02079460958", "r85906497"))),
        ("!?", False, Sought((), begins=False)),
        ("Άνοιξη", False, Sought(("Ανοιξη",), begins=True)),
    ],
)
def test_a_word_is_looked_for_in_the_same_forms(text: str, whole: bool, asked: Sought) -> None:
    assert sought(text, whole=whole) == asked


@given(st.text(max_size=40))
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text) or any(len(letter.lower()) > 1 for letter in text if letter.isascii())


def test_syllables_of_korean_are_letters_of_their_own() -> None:
    assert words("김민지 강") == ("김민지", "강")


def test_letters_fold_as_the_index_folds_them() -> None:
    letters = "ÀÉÖŁŻąęłśźżçñãøœßţüýžḐếứ" + "ΣσςΩω" + "ЙйЇїЎўДд"
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE f USING fts5 (t, tokenize='unicode61 remove_diacritics 2')")
    index.execute("CREATE VIRTUAL TABLE v USING fts5vocab ('f', 'instance')")
    index.executemany("INSERT INTO f (rowid, t) VALUES (?, ?)", ((ord(one), f"x{one}x") for one in letters))
    terms = {chr(code): term for term, code in index.execute("SELECT term, doc FROM v")}
    index.close()

    assert terms == {one: folded(f"x{one}x") for one in letters}


def test_case_and_accents_fold() -> None:
    assert words("CAFÉ, Ärger e\u0301te\u0301") == ("cafe", "arger", "ete")


@pytest.mark.parametrize(
    ("text", "typed", "whole", "held"),
    [
        ("Acme Support", "sup", False, True),
        ("Acme Support", "sup", True, False),
        ("Acme Support", "acme sup", False, True),
        ("Acme Support", "", False, False),
    ],
)
def test_a_name_is_known_by_the_beginning_of_its_words(text: str, typed: str, whole: bool, held: bool) -> None:
    assert begins_with(text, words(typed), whole=whole) is held
