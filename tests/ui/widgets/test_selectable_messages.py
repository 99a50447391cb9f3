"""Selecting words of the thread with the mouse."""

from __future__ import annotations

from textual import events
from textual.pilot import Pilot

from chatlane_tui.render.document import Document
from chatlane_tui.ui.widgets.thread import ThreadView
from tests.ui.widgets.made_rows import body, message, thread
from tests.ui.widgets.panes import ONE, TWO, lines
from tests.ui.widgets.test_thread import shown, stage


def place_of(view: ThreadView, words: str) -> tuple[int, int]:
    """The cell where these words begin."""
    for y, line in enumerate(lines(view)):
        if (x := line.find(words)) >= 0:
            return x, y
    raise AssertionError(f"{words!r} is not in sight")


async def drag(pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> None:
    await pilot.mouse_down(offset=start)
    await pilot.hover(offset=end)
    await pilot.mouse_up(offset=end)
    await pilot.pause()


def turned(view: ThreadView) -> str:
    """What is painted as selected."""
    found = []
    for strip in view._picture:
        text = "".join(segment.text for segment in strip if segment.style is not None and segment.style.reverse)
        if text:
            found.append(text)
    return "\n".join(found)


async def test_dragging_selects_words_and_neither_bars_nor_days() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(2))
        x, y = place_of(view, "of m0")
        await drag(pilot, (x, y), (place_of(view, "line")[0] + 2, y + 1))
        assert view.selected_text == "of m0\nsecond lin"
        assert turned(view) == view.selected_text


async def test_it_may_be_dragged_upwards_and_over_several_messages() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(2))
        await drag(pilot, (place_of(view, "of m1")[0] + 1, place_of(view, "of m1")[1]), place_of(view, "second"))
        said = view.selected_text.split("\n")
        assert (said[0], said[-1]) == ("second line", "body of")
        assert any(line.startswith("Ada Lovelace") for line in said)
        assert "▌" not in view.selected_text


async def test_a_selection_stays_on_its_words_when_messages_come() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(3, first=10))
        x, y = place_of(view, "of m11")
        await drag(pilot, (x, y), (x + 5, y))
        view.show(thread(13), conversation=ONE)
        await pilot.pause()
        assert view.selected_text == "of m11"
        assert turned(view) in ("", "of m11")


async def test_a_click_takes_it_back_and_only_a_click_that_drags_nothing_means_something() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, (message(1), message(2)))
        _, fold = place_of(view, "quoted lines")
        await drag(pilot, (4, fold), (9, fold))
        assert view.selected_text
        assert "quoted 0" not in "\n".join(lines(view))
        await pilot.click(offset=(4, fold))
        await pilot.pause()
        assert view.selected_text == ""
        assert "quoted 0" in "\n".join(lines(view))


async def test_a_second_click_selects_the_word_and_a_third_the_line() -> None:
    def wide(_: str) -> Document:
        return body("日本語 text here, and more")

    app, view = stage()
    app.documents = wide
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, (message(1),))
        _, y = place_of(view, "text here")
        await pilot.click(offset=(10, y), times=2)
        assert view.selected_text == "text"
        await pilot.click(offset=(3, y), times=2)
        assert view.selected_text == "日本語"
        await pilot.click(offset=(3, y), times=3)
        assert view.selected_text == "日本語 text here, and more"
        await pilot.click(offset=(50, y), times=2)
        assert view.selected_text == ""


async def test_beyond_the_edge_the_thread_moves_along() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(30))
        top = view.top
        await pilot.mouse_down(offset=(5, 3))
        view.post_message(_move(view, 5, -1))
        await pilot.pause()
        await pilot.mouse_up(offset=(5, 0))
        assert view.top < top
        assert view.selected_text.count("\n") >= 3
        await pilot.mouse_down(offset=(5, 3))
        view.post_message(_move(view, 5, 20))
        await pilot.pause()
        await pilot.mouse_up(offset=(5, 19))
        assert view.top == top


async def test_another_conversation_has_nothing_selected() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(2))
        x, y = place_of(view, "of m0")
        await drag(pilot, (x, y), (x + 3, y))
        view.show(thread(2), conversation=TWO)
        assert view.selected_text == ""


async def test_a_message_that_is_gone_takes_the_selection_along() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(2))
        x, y = place_of(view, "of m0")
        await drag(pilot, (x, y), (x + 3, y))
        view.show((message(1),), conversation=ONE)
        await pilot.pause()
        assert (view.selected_text, turned(view)) == ("", "")


def _move(view: ThreadView, x: int, y: int) -> events.MouseMove:
    return events.MouseMove(view, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
