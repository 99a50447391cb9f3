"""Limits and SMS segments; the figures are those of GSM 03.38 and of published segment calculators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.lengths import (
    GSM,
    GSM_BASIC,
    GSM_EXTENSION,
    LIMITS,
    UCS2,
    measure,
    plain_punctuation,
)

EMOJI = "\U0001f600"


def test_the_basic_alphabet_has_the_127_characters_of_the_standard() -> None:
    assert len(set(GSM_BASIC)) == 127
    assert len(set(GSM_EXTENSION)) == 10


@pytest.mark.parametrize(
    ("code", "character"), [(0x00, "@"), (0x09, "Ç"), (0x10, "Δ"), (0x1A, "Ξ"), (0x24, "¤"), (0x40, "¡")]
)
def test_the_basic_alphabet_stands_in_code_order(code: int, character: str) -> None:
    place = code if code < 0x1B else code - 1
    assert GSM_BASIC[place] == character


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("", GSM, 0),
        ("a", GSM, 1),
        ("a" * 160, GSM, 1),
        ("a" * 161, GSM, 2),
        ("a" * 306, GSM, 2),
        ("a" * 307, GSM, 3),
        ("a" * 459, GSM, 3),
        ("a" * 460, GSM, 4),
        ("€" * 80, GSM, 1),
        ("€" * 81, GSM, 2),
        ("a" * 158 + "€", GSM, 1),
        ("a" * 159 + "€", GSM, 2),
        ("ą" * 70, UCS2, 1),
        ("ą" * 71, UCS2, 2),
        ("ą" * 134, UCS2, 2),
        ("ą" * 135, UCS2, 3),
        (EMOJI * 35, UCS2, 1),
        (EMOJI * 36, UCS2, 2),
        ("Grüße aus Ålesund, ñandù à 5 £", GSM, 1),
        ("{[~]} ^ | \\ €", GSM, 1),
    ],
)
def test_segments_follow_the_published_vectors(text: str, encoding: str, segments: int) -> None:
    length = measure(text, "sms")
    assert (length.encoding, length.segments) == (encoding, segments)


def test_an_extension_pair_is_never_split_between_segments() -> None:
    assert measure("a" * 305 + "€", "sms").segments == 3
    assert measure("a" * 152 + "€" + "a" * 151, "sms").segments == 2
    assert measure("a" * 152 + "€" + "a" * 152, "sms").segments == 3


def test_a_surrogate_pair_is_never_split_between_segments() -> None:
    assert measure("ą" * 132 + EMOJI, "sms").segments == 2
    assert measure("ą" * 66 + EMOJI + "ą" * 66, "sms").segments == 3


@pytest.mark.parametrize("culprit", ["ç", "`", "“", "’", "–", "…", "ą", EMOJI, "\u0301"])
def test_the_character_that_forces_ucs2_is_named(culprit: str) -> None:
    length = measure(f"Hello {culprit} and ą", "sms")
    assert (length.encoding, length.culprit) == (UCS2, culprit)


def test_a_gsm_text_has_no_culprit() -> None:
    assert measure("Hello", "sms").culprit == ""


@pytest.mark.parametrize(
    ("text", "left"), [("", 160), ("a" * 150, 10), ("a" * 160, 0), ("a" * 161, 145), ("ą", 69), ("ą" * 71, 63)]
)
def test_what_still_fits_into_the_last_segment_is_said(text: str, left: int) -> None:
    assert measure(text, "sms").left == left


@given(st.text(alphabet=st.sampled_from(GSM_BASIC + GSM_EXTENSION), max_size=700))
def test_gsm_segments_never_hold_more_than_they_can(text: str) -> None:
    septets = len(text) + sum(character in GSM_EXTENSION for character in text)
    segments = measure(text, "sms").segments
    assert segments == (1 if text else 0) if septets <= 160 else -(-septets // 153) <= segments <= -(-septets // 152)


@given(st.text(max_size=300).filter(lambda text: bool(text.strip(GSM_BASIC + GSM_EXTENSION))))
def test_ucs2_segments_never_hold_more_than_they_can(text: str) -> None:
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    segments = measure(text, "sms").segments
    assert segments == 1 if units <= 70 else -(-units // 67) <= segments <= -(-units // 66)


def test_a_lone_surrogate_does_not_raise() -> None:
    assert measure("\ud800", "sms").segments == 1


def test_whatsapp_is_limited_to_1600_code_points() -> None:
    fits, over = measure(EMOJI * 1600, "whatsapp"), measure(EMOJI * 1603, "whatsapp")
    assert (fits.limit, fits.over) == (1600, 0)
    assert (over.characters, over.over) == (1603, 3)


@pytest.mark.parametrize(("characters", "near"), [(1439, False), (1440, True), (1600, True), (1601, False)])
def test_nearness_begins_at_ninety_per_cent_and_ends_at_the_limit(characters: int, near: bool) -> None:
    assert measure("a" * characters, "whatsapp").near is near


@pytest.mark.parametrize("type_word", ["email", "note", "phone_call", "carrier_pigeon", ""])
def test_other_types_have_neither_limit_nor_segments(type_word: str) -> None:
    length = measure("“" * 5000, type_word)
    assert (length.limit, length.over, length.near, length.segments, length.encoding) == (None, 0, False, 0, "")


def test_limits_are_data_that_settings_replace() -> None:
    limits = {**LIMITS, "sms": 10, "whatsapp": None}
    assert measure("a" * 12, "sms", limits).over == 2
    assert measure("a" * 5000, "whatsapp", limits).over == 0


def test_an_empty_text_is_not_near_a_limit_of_nothing() -> None:
    assert measure("", "sms", {"sms": 0}).near is False


def test_the_type_is_read_in_any_case() -> None:
    assert measure("a", "SMS").segments == 1


def test_plain_punctuation_brings_a_text_back_into_the_alphabet() -> None:
    plain = plain_punctuation("“Don’t” – it’s ‘fine’…\u00a0`x`")
    assert plain == "\"Don't\" - it's 'fine'... 'x'"
    assert measure(plain, "sms").encoding == GSM


def test_plain_punctuation_leaves_letters_alone() -> None:
    assert plain_punctuation("Łódź ça") == "Łódź ça"
