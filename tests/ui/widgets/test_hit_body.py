"""A message with hits is shown whole, unfolded where they are, and the thread goes to each of them."""

from __future__ import annotations

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.query_text import parsed
from chatlane_tui.ui.widgets.thread import ThreadView
from tests.ui.widgets.made_rows import body, thread
from tests.ui.widgets.stage import Stage, painted

ONE = ConversationId(1)
REFUND = Marker.of(parsed("refund"))


def view() -> tuple[ThreadView, Stage]:
    thread_view = ThreadView()
    return thread_view, Stage(thread_view)


async def test_the_view_goes_to_a_hit_deep_in_a_long_message() -> None:
    pane, app = view()
    long = body(*(f"line {n}" for n in range(400)), "the refund of June", *(f"line {n}" for n in range(400)))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        rows = thread(3)
        pane.show(rows, conversation=ONE, documents={rows[0].key: long, rows[1].key: body("a"), rows[2].key: body("b")})
        pane.mark(REFUND)
        pane.go_to_hit(rows[0].key, 0)
        await pilot.pause()
        assert "the refund of June" in painted(app)
        assert pane.current == rows[0]


async def test_a_hit_in_quoted_history_unfolds_it() -> None:
    pane, app = view()
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        rows = thread(1)
        pane.show(rows, conversation=ONE, documents={rows[0].key: body("Hello", quoted=3)})
        await pilot.pause()
        assert "quoted 1" not in painted(app)
        pane.mark(Marker.of(parsed('"quoted 1"')))
        await pilot.pause()
        assert "quoted 1" in painted(app)
        pane.mark(Marker())
        await pilot.pause()
        assert "quoted 1" not in painted(app)


async def test_a_hit_whose_body_comes_later_is_gone_to_when_it_is_here() -> None:
    pane, app = view()
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        rows = thread(40)
        documents = {row.key: body("nothing") for row in rows[1:]}
        pane.show(rows, conversation=ONE, documents=documents)
        pane.mark(REFUND)
        pane.go_to_hit(rows[0].key, 1)
        await pilot.pause()
        pane.supply(ONE, {rows[0].key: body("a refund", *["line"] * 60, "another refund")})
        await pilot.pause()
        assert "another refund" in painted(app)


async def test_a_hit_in_a_message_that_is_not_there_moves_nothing() -> None:
    pane, app = view()
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        rows = thread(2)
        pane.show(rows, conversation=ONE, documents={row.key: body("x") for row in rows})
        current = pane.current
        pane.go_to_hit("m99", 0)
        await pilot.pause()
        assert pane.current == current
