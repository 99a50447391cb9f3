"""The list: the cursor is a conversation, windows come when they are needed, and equal rows repaint nothing."""

from __future__ import annotations

from textual.pilot import Pilot

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.rows import InboxWindow
from chatlane_tui.ui.theme import ASCII, UNICODE
from chatlane_tui.ui.widgets.inbox_list import InboxList
from chatlane_tui.ui.widgets.known_rows import PATIENCE
from tests.ui.widgets.made_rows import HOSTILE, NOW, row, window
from tests.ui.widgets.panes import Hands, Pane, dirty_lines, lines, screen


def stage(**changes: object) -> tuple[Pane, InboxList]:
    pane = InboxList(clock=Hands(), **changes)  # type: ignore[arg-type]
    return Pane(pane), pane


async def shown(pilot: Pilot[None], inbox: InboxList, told: InboxWindow) -> None:
    inbox.focus()
    inbox.show(told)
    await pilot.pause()


async def test_the_first_row_is_under_the_cursor_and_that_is_said() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        assert (inbox.cursor, inbox.position) == (0, 0)
        assert app.of(InboxList.Highlighted) == [InboxList.Highlighted(ConversationId(0), 0)]
        assert lines(inbox)[0].split()[-2:] == ["EMAIL", "now"]


async def test_rows_told_before_the_list_is_mounted_are_shown_and_said_too() -> None:
    app, inbox = stage()
    inbox.show(window(total=300))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert "Customer 9" in screen(inbox)
        assert app.of(InboxList.Highlighted)[0].id == 0


async def test_the_cursor_stays_on_its_conversation_when_rows_come_above_it() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await shown(pilot, inbox, window())
        inbox.action_cursor_down()
        inbox.show(window(first=-3, total=1_003))
        await pilot.pause()
        assert (inbox.cursor, inbox.position) == (1, 4)


async def test_at_the_very_top_what_is_new_is_seen() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.show(window(first=-1, total=1_001))
        await pilot.pause()
        assert "Customer -1" in lines(inbox)[0]


async def test_further_down_the_cursors_row_stays_where_it_is_on_the_screen() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        for _ in range(30):
            inbox.action_cursor_down()
        await pilot.pause()
        before = lines(inbox)
        dirty_lines(inbox)
        inbox.show(window(first=-5, total=1_005))
        await pilot.pause()
        assert lines(inbox) == before
        assert inbox.position == 35


async def test_with_the_cursor_out_of_sight_the_top_row_stays() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.scroll_to(y=60, animate=False)
        await pilot.pause()
        before = lines(inbox)
        inbox.show(window(first=-2, total=1_002))
        await pilot.pause()
        assert lines(inbox) == before
        assert inbox.cursor == 0


async def test_news_below_the_view_moves_nothing() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(total=40))
        inbox.action_last()
        inbox.show(window(total=60))
        await pilot.pause()
        assert inbox.cursor == 39
        assert inbox.top == 60


async def test_where_a_conversation_is_gone_the_next_takes_its_place_and_that_is_said() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(total=10))
        inbox.action_cursor_down()
        rows = tuple(row(number) for number in range(10) if number != 1)
        inbox.show(InboxWindow(0, 9, rows))
        await pilot.pause()
        assert (inbox.cursor, inbox.position) == (2, 1)
        assert app.of(InboxList.Highlighted)[-1].id == 2


async def test_a_cursor_beyond_the_window_stands_at_its_rank() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(300, size=200))
        inbox.show(window(300, size=200), cursor=ConversationId(350))
        assert inbox.position == 350
        inbox.show(window(0, size=200, rank=352))
        await pilot.pause()
        assert (inbox.cursor, inbox.position) == (350, 352)


async def test_a_rank_of_another_conversation_moves_no_cursor() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.action_cursor_down()
        inbox.show(window(400, rank=420))
        assert (inbox.cursor, inbox.position) == (1, 1)


async def test_the_cursor_can_be_told() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.show(window(), cursor=ConversationId(50))
        await pilot.pause()
        assert inbox.cursor == 50
        assert "Customer 50" in screen(inbox)


async def test_equal_rows_repaint_nothing() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        dirty_lines(inbox)
        inbox.show(window())
        assert dirty_lines(inbox) == []


async def test_one_changed_row_repaints_its_lines_alone() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        dirty_lines(inbox)
        told = window()
        inbox.show(InboxWindow(0, told.total, (*told.rows[:3], row(3, unread=True), *told.rows[4:])))
        assert dirty_lines(inbox) == [6, 7]


async def test_a_step_repaints_two_rows() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        dirty_lines(inbox)
        inbox.action_cursor_down()
        assert dirty_lines(inbox) == [0, 1, 2, 3]


async def test_time_passing_repaints_only_ages_that_changed() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        told = (row(0), row(1, at=NOW - 3 * 3_600_000))
        await shown(pilot, inbox, InboxWindow(0, 2, told))
        dirty_lines(inbox)
        assert isinstance(inbox.clock, Hands)
        inbox.clock.now += 2 * 60_000
        inbox.pass_time()
        assert dirty_lines(inbox) == [0, 1]


async def test_near_the_edge_the_next_window_is_asked_for_once() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        for _ in range(22):
            inbox.action_page_down()
        await pilot.pause()
        wanted = app.of(InboxList.WindowWanted)
        assert len(wanted) == 1
        assert wanted[0].offset <= inbox.position <= wanted[0].offset + 200


async def test_a_jump_keeps_the_old_picture_until_the_rows_are_there() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        before = lines(inbox)
        inbox.action_last()
        await pilot.pause()
        assert lines(inbox) == before
        assert inbox.cursor is None
        inbox.action_open()
        inbox.show(window(app.of(InboxList.WindowWanted)[-1].offset))
        await pilot.pause()
        assert "Customer 999" in lines(inbox)[-2]
        assert app.of(InboxList.Highlighted)[-1] == InboxList.Highlighted(ConversationId(999), 999)
        assert app.of(InboxList.Opened) == [InboxList.Opened(ConversationId(999))]


async def test_a_refresh_that_does_not_bring_the_wanted_rows_leaves_the_wish_standing() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.action_last()
        inbox.show(window())
        await pilot.pause()
        assert len(app.of(InboxList.WindowWanted)) == 1
        assert isinstance(inbox.clock, Hands)
        inbox.clock.now += PATIENCE
        inbox.action_cursor_up()
        await pilot.pause()
        assert len(app.of(InboxList.WindowWanted)) == 2


async def test_an_answer_that_falls_short_is_not_asked_for_again() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.action_last()
        await pilot.pause()
        inbox.show(window(app.of(InboxList.WindowWanted)[-1].offset, size=3))
        await pilot.pause()
        assert len(app.of(InboxList.WindowWanted)) == 1


async def test_the_wheel_moves_the_view_and_not_the_cursor() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.scroll_to(y=40, animate=False)
        await pilot.pause()
        assert "Customer 20" in lines(inbox)[0]
        assert inbox.cursor == 0


async def test_pages_halves_and_ends() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(total=100))
        places = []
        for move in ("page_down", "half_down", "half_up", "page_up", "page_up", "last", "cursor_down", "first"):
            getattr(inbox, f"action_{move}")()
            places.append(inbox.position)
        assert places == [10, 15, 10, 0, 0, 99, 99, 0]


async def test_an_odd_height_still_begins_with_a_whole_row() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 21)) as pilot:
        await shown(pilot, inbox, window(total=100))
        for _ in range(30):
            inbox.action_cursor_down()
        assert inbox.top % 2 == 0
        inbox.action_last()
        await pilot.pause()
        assert "Customer 99" in lines(inbox)[-3]


async def test_a_click_selects_and_a_second_one_opens() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        await pilot.click(InboxList, offset=(5, 7))
        assert inbox.cursor == 3
        assert not app.of(InboxList.Opened)
        await pilot.click(InboxList, offset=(5, 6))
        assert app.of(InboxList.Opened) == [InboxList.Opened(ConversationId(3))]


async def test_a_click_below_the_last_row_is_nothing() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(total=3))
        await pilot.click(InboxList, offset=(5, 15))
        assert inbox.cursor == 0
        assert not app.of(InboxList.Opened)


async def test_an_empty_list_says_why_and_movement_is_harmless() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(total=0))
        inbox.explain("Nothing is cached yet. [/x]", "It is tried again.")
        for move in ("cursor_down", "page_up", "last", "open"):
            getattr(inbox, f"action_{move}")()
        await pilot.pause()
        assert "Nothing is cached yet. [/x]" in screen(inbox)
        assert "It is tried again." in screen(inbox)
        assert inbox.cursor is None
        inbox.show(window(total=5))
        await pilot.pause()
        assert "Nothing is cached" not in screen(inbox)
        assert not app.of(InboxList.Opened)


async def test_resizing_keeps_the_cursor_in_view() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 40)) as pilot:
        await shown(pilot, inbox, window())
        for _ in range(18):
            inbox.action_cursor_down()
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "Customer 18" in screen(inbox)
        assert inbox.shape.width == 39


async def test_no_text_shears_a_row_or_becomes_markup() -> None:
    app, inbox = stage(glyphs=ASCII)
    async with app.run_test(size=(50, 20), notifications=True, tooltips=True) as pilot:
        rows = tuple(row(n, name=text, subject=text, snippet=text * 9, status=text) for n, text in enumerate(HOSTILE))
        await shown(pilot, inbox, InboxWindow(0, len(rows), rows))
        assert "[@click=app.quit]x[/]" in screen(inbox)


async def test_a_hundred_thousand_rows_are_no_widgets() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(total=100_000))
        assert inbox.virtual_size.height == 200_000
        assert len(inbox.children) == 0


async def test_a_pane_without_focus_shows_its_cursor_differently() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        focused = lines(inbox)[0]
        app.set_focus(None)
        await pilot.pause()
        assert lines(inbox)[0] != focused


async def test_what_is_in_sight_is_named_from_the_top() -> None:
    app, inbox = stage()
    assert not list(inbox.in_sight)
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        assert inbox.in_sight[:3] == (0, 1, 2)
        assert 10 <= len(inbox.in_sight) <= 11
        inbox.action_last()
        inbox.show(window(offset=760))
        await pilot.pause()
        assert inbox.in_sight[-1] == 999


async def test_a_jump_to_an_end_that_is_kept_is_painted_before_its_rows_are_told() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(300, size=200))
        inbox.keep_ends(window(0, size=60), window(940, size=60))
        inbox.action_last()
        await pilot.pause()
        assert (inbox.cursor, "Customer 999" in screen(inbox)) == (999, True)
        inbox.action_first()
        await pilot.pause()
        assert (inbox.cursor, "Customer 0 " in screen(inbox)) == (0, True)


async def test_rows_are_asked_for_though_an_end_is_kept() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.keep_ends(window(0, size=60), window(940, size=60))
        inbox.action_last()
        await pilot.pause()
        assert [wanted.offset for wanted in app.of(InboxList.WindowWanted)] == [800]


async def test_an_end_that_is_kept_gives_way_to_what_is_told() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.keep_ends(window(940, size=60))
        inbox.action_last()
        inbox.show(window(760, size=240, first=-1))
        await pilot.pause()
        assert "Customer 998" in lines(inbox)[-2]


async def test_ends_that_are_forgotten_are_waited_for() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.keep_ends(window(940, size=60))
        inbox.keep_ends()
        inbox.action_last()
        await pilot.pause()
        assert (inbox.cursor, "Customer 0 " in screen(inbox)) == (None, True)


async def test_ends_of_a_list_of_another_length_mean_nothing() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.keep_ends(window(940, size=60))
        inbox.show(window(total=1_001))
        inbox.action_last()
        await pilot.pause()
        assert inbox.cursor is None


async def test_emoji_of_a_row_are_words_where_the_terminal_has_none() -> None:
    app, inbox = stage(glyphs=UNICODE._replace(pictures=False))
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, InboxWindow(0, 1, (row(0, name="Ada 🎉", snippet="👍🏽"),)))
        assert "Ada :party_popper:" in lines(inbox)[0]
        assert ":thumbs_up_sign:" in lines(inbox)[1]


async def test_another_list_begins_at_its_top_with_its_first_conversation() -> None:
    app, inbox = stage()
    async with app.run_test(size=(40, 20), notifications=True, tooltips=True) as pilot:
        inbox.show(window())
        inbox.focus()
        await pilot.press("G")
        inbox.begin(window(first=5_000, total=30))
        await pilot.pause()
        assert (inbox.position, inbox.cursor, inbox.top) == (0, 5_000, 0)
