"""Themes, signs, and the styles made from a theme's variables."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from chatlane_tui.ui.theme import ALIASES, ASCII, THEMES, UNICODE, Glyphs, looks, unknown_theme


def variables(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def contrast(one: Color, other: Color) -> float:
    """As the accessibility guidelines count it: 21 for black on white, 4.5 at least for text."""

    def luminance(colour: Color) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [*THEMES, *BUILTIN_THEMES.values()], ids=lambda theme: theme.name)
def test_every_theme_gives_styles(theme: Theme) -> None:
    made = looks(variables(theme), Color.parse(variables(theme)["background"]))
    assert made.base.bgcolor is not None
    assert made.selected != made.selected_blurred


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_in_our_themes_can_be_read(theme: Theme) -> None:
    background = Color.parse(theme.background or "")
    inks = [theme.foreground, theme.error, *(value for name, value in theme.variables.items() if "chat-" in name)]
    assert min(contrast(background, Color.parse(ink or "")) for ink in inks) >= 4.5


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_each_kind_of_message_has_a_bar_of_its_own_one_cell_wide(glyphs: Glyphs) -> None:
    bars = [glyphs.theirs, glyphs.ours, glyphs.note, glyphs.unknown, glyphs.server_draft, glyphs.on_its_way]
    bars.append(glyphs.trouble_bar)
    assert len(set(bars)) == len(bars)
    assert {cell_len(bar) for bar in bars} == {1}


def test_the_ascii_signs_are_ascii() -> None:
    assert all(str(glyph).isascii() for glyph in ASCII)


def test_a_theme_that_does_not_exist_is_named_with_the_nearest_that_does() -> None:
    known = [theme.name for theme in THEMES]
    assert unknown_theme("contrasst", known) == (
        "There is no theme `contrasst` ([ui] in config.toml); did you mean `contrast`?",
    )
    assert "the palette lists them" in unknown_theme("zzz", known)[0]
    assert [unknown_theme(name, known) for name in ("", "ansi", "light", known[0])] == [()] * 4


def test_every_short_name_is_of_a_theme_that_exists() -> None:
    assert set(ALIASES.values()) <= {*BUILTIN_THEMES, *(theme.name for theme in THEMES)}
