"""Panes that paint their own lines: colours, frames, scrollbars, and what is repainted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.scrollbar import ScrollDown, ScrollTo, ScrollUp

from chatlane_tui.ui.theme import CONTRAST, LIGHT
from chatlane_tui.ui.widgets.inbox_list import InboxList
from tests.ui.widgets.made_rows import window
from tests.ui.widgets.panes import Hands, Pane, dirty_lines, lines, screen


class Shouting(LineFilter):
    """A filter that can be seen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text.upper(), style) for text, style, _ in segments]


class Filtered(Pane):
    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), Shouting()]


def stage() -> tuple[Pane, InboxList]:
    pane = InboxList(clock=Hands())
    return Pane(pane), pane


async def test_every_filter_of_the_app_is_applied_though_textual_is_gone_round() -> None:
    inbox = InboxList(clock=Hands())
    async with Filtered(inbox).run_test(size=(50, 20)) as pilot:
        inbox.show(window())
        await pilot.pause()
        assert "CUSTOMER 3" in screen(inbox)


async def test_without_colour_there_are_only_greys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app, inbox = stage()
    async with app.run_test(size=(50, 20)) as pilot:
        inbox.show(window())
        await pilot.pause()
        strips = inbox.render_lines(Region(0, 0, 50, 20))
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        colours = [colour for style in styles for colour in (style.color, style.bgcolor) if colour]
        assert colours
        assert all(colour.triplet and len(set(colour.triplet)) == 1 for colour in colours)


async def test_another_theme_repaints_all_in_its_colours() -> None:
    app, inbox = stage()
    async with app.run_test(size=(50, 20)) as pilot:
        inbox.show(window())
        await pilot.pause()
        for theme in (LIGHT, CONTRAST):
            app.theme = theme.name
            await pilot.pause()
            await pilot.pause()
            style = inbox.render_lines(Region(0, 0, 50, 20))[5]._segments[-1].style
            assert style is not None
            assert style.bgcolor is not None
            assert style.bgcolor.triplet == Color.parse(theme.background or "").rich_color.triplet


async def test_a_border_is_drawn_round_the_same_lines() -> None:
    app, inbox = stage()
    async with app.run_test(size=(50, 20)) as pilot:
        inbox.show(window())
        inbox.styles.border = ("round", "red")
        await pilot.pause()
        texts = [strip.text for strip in inbox.render_lines(Region(0, 0, 50, 20))]
        assert texts[0].startswith("╭")
        assert "Customer 0" in texts[1]
        inbox.action_cursor_down()
        await pilot.pause()
        texts = [strip.text for strip in inbox.render_lines(Region(0, 0, 50, 20))]
        assert texts[3].startswith("│▌") or texts[3].startswith("│▏")


async def test_part_of_a_pane_is_cropped_from_the_same_picture() -> None:
    app, inbox = stage()
    async with app.run_test(size=(50, 20)) as pilot:
        inbox.show(window())
        await pilot.pause()
        strips = inbox.render_lines(Region(3, 2, 10, 2))
        assert [strip.text for strip in strips] == ["Customer 1", "Order 1  I"]


async def test_the_scrollbar_moves_the_view_without_animation() -> None:
    app, inbox = stage()
    async with app.run_test(size=(50, 20)) as pilot:
        inbox.show(window(total=200))
        await pilot.pause()
        places = []
        for event in (ScrollDown(), ScrollDown(), ScrollUp(), ScrollTo(y=101.4), ScrollTo(x=3)):
            inbox.post_message(event)
            await pilot.pause()
            places.append(inbox.top)
        assert places == [20, 40, 20, 101, 101]


async def test_a_step_among_many_does_not_repaint_the_scrollbar_and_its_ends_are_exact() -> None:
    app, inbox = stage()
    async with app.run_test(size=(50, 20)) as pilot:
        inbox.show(window(total=100_000))
        inbox.scroll_to(y=200, animate=False)
        await pilot.pause()
        position = inbox.vertical_scrollbar.position
        inbox.scroll_to(y=202, animate=False)
        await pilot.pause()
        assert inbox.vertical_scrollbar.position == position
        inbox.scroll_to(y=10**6, animate=False)
        assert inbox.vertical_scrollbar.position == 2 * 100_000 - 20
        inbox.scroll_to(y=0, animate=False)
        assert inbox.vertical_scrollbar.position == 0


async def test_a_pane_that_was_hidden_shows_what_it_was_told_meanwhile() -> None:
    app, inbox = stage()
    async with app.run_test(size=(50, 20)) as pilot:
        inbox.display = False
        await pilot.pause()
        inbox.show(window())
        await pilot.pause()
        inbox.display = True
        await pilot.pause()
        assert "Customer 5" in screen(inbox)


async def test_more_rows_need_no_layout() -> None:
    app, inbox = stage()
    async with app.run_test(size=(50, 20)) as pilot:
        inbox.show(window(total=100))
        await pilot.pause()
        layouts = inbox._layout_updates
        inbox.show(window(total=5_000))
        await pilot.pause()
        assert inbox._layout_updates == layouts
        assert inbox.max_scroll_y == 2 * 5_000 - 20


async def test_the_same_explanation_twice_repaints_nothing() -> None:
    app, inbox = stage()
    async with app.run_test(size=(20, 10)) as pilot:
        inbox.explain("Nothing is cached yet, and the server cannot be reached.", "Try ^r.")
        await pilot.pause()
        assert "cannot be" in " ".join(lines(inbox))
        dirty_lines(inbox)
        inbox.explain("Nothing is cached yet, and the server cannot be reached.", "Try ^r.")
        assert dirty_lines(inbox) == []
