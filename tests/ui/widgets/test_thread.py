"""The thread: what it shows, asks for, counts and says."""

from __future__ import annotations

from datetime import UTC

import pytest
from textual.pilot import Pilot

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.render.document import Block, Document, Link, Run
from chatlane_tui.store.rows import Direction, MessageRow
from chatlane_tui.ui.theme import ASCII
from chatlane_tui.ui.widgets.thread import ThreadView
from chatlane_tui.ui.widgets.thread_wishes import Wish
from tests.ui.widgets.made_rows import HOSTILE, MINUTE, NOW, body, message, outgoing, thread
from tests.ui.widgets.panes import ONE, TWO, Hands, Pane, dirty_lines, lines, screen


def said_by(key: str) -> Document:
    return body(f"body of {key}", "second line", quoted=3)


def stage(documents: bool = True, **changes: object) -> tuple[Pane, ThreadView]:
    view = ThreadView(clock=Hands(), zone=UTC, **changes)  # type: ignore[arg-type]
    return Pane(view, said_by if documents else None), view


async def shown(pilot: Pilot[None], view: ThreadView, rows: tuple[MessageRow, ...], unread: str | None = None) -> None:
    view.focus()
    view.show(rows, conversation=ONE, unread_from=unread)
    await pilot.pause()
    await pilot.pause()


async def test_a_thread_opens_at_its_end_with_the_last_message_under_the_cursor() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await shown(pilot, view, thread(50))
        assert view.current is not None
        assert view.current.key == "m49"
        assert "body of m49" in screen(view)
        assert view.is_at_end


async def test_a_thread_with_news_opens_at_the_unread_line() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(50), unread="m20")
        assert lines(view)[0].startswith("── 30 unread ──")
        assert lines(view)[1].startswith("▌▸Ada Lovelace")
        assert "body of m20" in screen(view)


async def test_what_is_unread_further_down_was_not_seen_and_our_own_answer_is_no_news() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(50), unread="m20")
        shown_now = [line for line in lines(view) if "Ada Lovelace" in line]
        assert len(view.unseen) + len(shown_now) == 30
        assert "new message" not in screen(view)
        view.show((*thread(50), message(50, direction=Direction.OURS)), conversation=ONE)
        await pilot.pause()
        assert lines(view)[0].startswith("── 30 unread ──")


async def test_the_cursor_goes_to_the_message_that_is_meant() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(50))
        view.point_at("m7")
        view.point_at("m99")
        await pilot.pause()
        assert view.current is not None
        assert view.current.key == "m7"
        assert "▌▸Ada Lovelace" in screen(view)


async def test_a_new_day_has_a_line_of_its_own() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 30)) as pilot:
        rows = (message(1, at=NOW - 24 * 60 * MINUTE), message(2), message(3))
        await shown(pilot, view, rows)
        days = [line for line in lines(view) if line.startswith("──")]
        assert [day.split()[1] for day in days] == ["Yesterday", "Today"]


async def test_only_what_is_in_view_and_two_screens_around_is_asked_for_and_once() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(500))
        asked = [key for event in app.of(ThreadView.DocumentsWanted) for key in event.keys]
        assert len(asked) == len(set(asked))
        assert "m499" in asked
        assert len(asked) < 40
        view.action_line_up()
        view.action_line_down()
        await pilot.pause()
        again = [key for event in app.of(ThreadView.DocumentsWanted) for key in event.keys]
        assert len(again) == len(set(again))


async def test_until_a_body_is_there_the_head_and_a_sign_are() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, (message(1),))
        shown_now = [line.strip() for line in lines(view)[1:3]]
        assert shown_now == ["▌▸Ada Lovelace  59 min ago · EMAIL · Support mail", "▌ …"]
        view.supply(ONE, {"m1": body("Here I am")})
        assert "Here I am" in screen(view)


async def test_bodies_told_with_the_rows_are_not_asked_for() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        view.show((message(1),), conversation=ONE, documents={"m1": body("Here I am")})
        await pilot.pause()
        assert "Here I am" in screen(view)
        assert not app.of(ThreadView.DocumentsWanted)


async def test_bodies_of_another_conversation_come_too_late() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, (message(1),))
        view.supply(TWO, {"m1": body("Not mine")})
        assert "Not mine" not in screen(view)


async def test_a_new_version_of_a_body_is_asked_for() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        view.show((message(1),), conversation=ONE, documents={"m1": body("old")})
        view.show((message(1, version=2),), conversation=ONE)
        await pilot.pause()
        assert app.of(ThreadView.DocumentsWanted)[-1].keys == ("m1",)
        assert "old" not in screen(view)


async def test_equal_rows_repaint_nothing_and_a_changed_one_its_head_alone() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        rows = thread(3)
        await shown(pilot, view, rows)
        dirty_lines(view)
        view.show(thread(3), conversation=ONE)
        assert dirty_lines(view) == []
        view.show((*rows[:2], message(2, delivery="x", sender="Grace Hopper")), conversation=ONE)
        head = next(y for y, line in enumerate(lines(view)) if "Grace Hopper" in line)
        assert head in dirty_lines(view)


async def test_what_is_held_counts_down_and_repaints_one_line() -> None:
    app, view = stage()
    async with app.run_test(size=(80, 20)) as pilot:
        await shown(pilot, view, (message(1, at=NOW), outgoing(2, OutboxState.HELD, due=NOW + 8_000)))
        assert "sending in 8 s · u recalls" in screen(view)
        dirty_lines(view)
        assert isinstance(view.clock, Hands)
        view.clock.now += 1_000
        view.count_down()
        assert "sending in 7 s" in screen(view)
        assert len(dirty_lines(view)) == 1
        view.clock.now += 7_000
        view.count_down()
        assert "sending…" in screen(view)


async def test_nothing_ticks_while_nothing_is_held() -> None:
    app, view = stage()
    async with app.run_test(size=(80, 20)) as pilot:
        await shown(pilot, view, (message(1), outgoing(2, OutboxState.HELD, due=NOW + 8_000)))
        ticking = len(view._timers)
        view.show((message(1), message(2)), conversation=ONE)
        await pilot.pause()
        await pilot.pause()
        assert len(view._timers) == ticking - 1


async def test_what_went_wrong_stands_under_the_text() -> None:
    app, view = stage()
    async with app.run_test(size=(80, 20)) as pilot:
        await shown(pilot, view, (outgoing(1, OutboxState.REFUSED, problem="Too long for WhatsApp."),))
        assert "! REFUSED: Too long for WhatsApp. · Enter: edit, another channel or discard" in screen(view)


async def test_enter_on_what_is_not_sent_asks_for_a_decision() -> None:
    app, view = stage()
    async with app.run_test(size=(80, 20)) as pilot:
        row = outgoing(1, OutboxState.BLOCKED)
        await shown(pilot, view, (row,))
        view.action_decide()
        await pilot.pause()
        assert [event.row for event in app.of(ThreadView.DecisionWanted)] == [row]


async def test_enter_on_a_long_message_shows_the_rest_of_it() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        long = body(*(f"line {number}" for number in range(300)))
        view.show((message(1),), conversation=ONE, documents={"m1": long})
        await pilot.pause()
        assert "about 100 more lines" in screen(view)
        view.action_decide()
        view.action_last()
        await pilot.pause()
        assert "line 299" in screen(view)


async def test_unfolding_goes_from_one_message_to_all_and_back() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 40)) as pilot:
        await shown(pilot, view, thread(3))
        counts = []
        for _ in range(4):
            counts.append(screen(view).count("quoted 2"))
            view.action_unfold()
        assert counts == [0, 1, 3, 0]


async def test_unfolding_where_nothing_is_folded_unfolds_all() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 40)) as pilot:
        documents = {"m0": said_by("m0"), "m1": body("nothing quoted")}
        view.show(thread(2), conversation=ONE, documents=documents)
        await pilot.pause()
        view.action_unfold()
        assert "quoted 2" in screen(view)


async def test_space_pages_and_says_when_the_end_is_reached() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(8))
        view.action_first()
        pages = 0
        while not view.is_at_end:
            view.action_page_or_next()
            pages += 1
        await pilot.pause()
        assert pages >= 2
        assert not app.of(ThreadView.EndReached)
        view.action_page_or_next()
        await pilot.pause()
        assert app.of(ThreadView.EndReached) == [ThreadView.EndReached(ONE)]


async def test_a_click_takes_the_cursor_along_and_unfolds_what_it_hits() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 40)) as pilot:
        await shown(pilot, view, thread(3))
        fold = next(y for y, line in enumerate(lines(view)) if "quoted lines" in line)
        await pilot.click(ThreadView, offset=(6, fold))
        assert view.current is not None
        assert view.current.key == "m0"
        assert screen(view).count("quoted 2") == 1


async def test_a_clicked_link_is_named_by_message_and_index() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        links = (Link("https://a.example/", "a.example"), Link("https://b.example/", "b.example"))
        linked = Document((Block((Run("see "), Run("here", link=1))),), links=links)
        view.show((message(1),), conversation=ONE, documents={"m1": linked})
        await pilot.pause()
        await pilot.click(ThreadView, offset=(7, 2))
        assert app.of(ThreadView.LinkClicked) == [ThreadView.LinkClicked("m1", 1)]


async def test_a_click_on_the_line_of_the_rest_shows_it() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        long = body(*(f"line {number}" for number in range(300)))
        view.show((message(1),), conversation=ONE, documents={"m1": long})
        await pilot.pause()
        rest = next(y for y, line in enumerate(lines(view)) if "more lines" in line)
        await pilot.click(ThreadView, offset=(8, rest))
        view.action_last()
        assert "line 299" in screen(view)


async def test_no_conversation_and_no_messages_say_why() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        view.explain("Choose a conversation.", "j and k move.")
        for move in ("next_message", "page_down", "first", "last", "page_or_next", "decide", "unfold", "show_rest"):
            getattr(view, f"action_{move}")()
        await pilot.pause()
        assert "Choose a conversation." in screen(view)
        await pilot.click(ThreadView, offset=(5, 5))
        await shown(pilot, view, thread(2))
        assert "body of m1" in screen(view)
        view.show((), conversation=ONE)
        assert view.current is None
        view.clear()
        await pilot.pause()
        assert "Choose a conversation." in screen(view)
        assert view.conversation is None


async def test_hostile_texts_stay_texts_and_shear_nothing() -> None:
    app, view = stage(documents=False, glyphs=ASCII)
    async with app.run_test(size=(50, 60), notifications=True, tooltips=True) as pilot:
        rows = tuple(message(n, sender=text, channel=text, type=text) for n, text in enumerate(HOSTILE))
        documents = {f"m{n}": body(text, text * 20) for n, text in enumerate(HOSTILE)}
        view.show(rows, conversation=ONE, documents=documents)
        view.action_first()
        await pilot.pause()
        assert "[@click=app.quit]x[/]" in screen(view)
        assert "\x1b" not in screen(view)


async def test_an_empty_body_says_so_unless_a_file_came_with_it() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        view.show((message(1),), conversation=ONE, documents={"m1": Document(())})
        await pilot.pause()
        assert "(no text)" in screen(view)


async def test_a_note_can_be_told_from_a_reply_by_words_and_bar() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        note = message(2, type="note", direction=Direction.NOTE, sender="Sam")
        await shown(pilot, view, (message(1, direction=Direction.OURS), note))
        shape = [line for line in lines(view) if "body of" in line]
        assert shape == ["  ▎ body of m1", " ▐ body of m2"]
        assert "NOTE · internal" in screen(view)


async def test_a_key_changes_how_long_ago_to_the_moment_and_back() -> None:
    app, view = stage()
    async with app.run_test(size=(90, 20)) as pilot:
        await shown(pilot, view, (message(1),))
        view.action_times()
        assert "Ada Lovelace  18 Nov 2026 14:00:01 · EMAIL" in screen(view)
        view.action_times()
        assert "59 min ago" in screen(view)


async def test_moments_can_be_what_it_begins_with() -> None:
    app, view = stage(absolute_times=True)
    async with app.run_test(size=(90, 20)) as pilot:
        await shown(pilot, view, (message(1),))
        assert "18 Nov 2026 14:00:01" in screen(view)


async def test_another_view_of_a_body_says_so_and_leaves_its_head_where_it_is() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(50))
        view.point_at("m47")
        await pilot.pause()
        place = next(number for number, line in enumerate(lines(view)) if "▸" in line)
        rows = list(thread(50))
        rows[47] = message(47, view="source", version=9)
        source = body(*(f"line {number}" for number in range(15)))
        view.show(rows, conversation=ONE, documents={"m47": source}, holds_cursor=True)
        await pilot.pause()
        assert "seen as source" in lines(view)[place]
        assert "line 0" in lines(view)[place + 1]


@pytest.mark.parametrize(("action", "wish"), [(wish.name.lower(), wish) for wish in Wish])
async def test_what_a_thread_cannot_do_itself_it_says(action: str, wish: Wish) -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(2))
        getattr(view, f"action_{action}")()
        await pilot.pause()
        assert [event.wish for event in app.of(ThreadView.Wished)] == [wish]
