"""The 24-hour window of the chat channels."""

from __future__ import annotations

import pytest

from chatlane_tui.model.windows import WINDOW_MS, Window, WindowState, window

NOW = 1_800_000_000_000


@pytest.mark.parametrize("type_word", ["whatsapp", "instagram", "facebook", "WhatsApp"])
def test_the_window_is_open_for_24_hours_after_the_last_inbound(type_word: str) -> None:
    assert window(type_word, NOW - 3_600_000, NOW) == Window(WindowState.OPEN, WINDOW_MS - 3_600_000)


def test_it_closes_at_the_very_millisecond() -> None:
    assert window("whatsapp", NOW - WINDOW_MS + 1, NOW) == Window(WindowState.OPEN, 1)
    assert window("whatsapp", NOW - WINDOW_MS, NOW) == Window(WindowState.CLOSED, 0)


def test_it_is_unknown_while_no_inbound_message_is() -> None:
    assert window("facebook", None, NOW) == Window(WindowState.UNKNOWN, None)


@pytest.mark.parametrize("type_word", ["email", "sms", "note", "", "carrier_pigeon"])
def test_other_types_have_no_window(type_word: str) -> None:
    assert window(type_word, None, NOW) == Window(WindowState.OPEN, None)


def test_an_inbound_from_the_future_leaves_no_more_than_24_hours() -> None:
    assert window("instagram", NOW + 60_000, NOW) == Window(WindowState.OPEN, WINDOW_MS)
