"""The hint bar, the top line, and how pieces are fitted into a line."""

from __future__ import annotations

import pytest
from textual.content import Content

from chatlane_tui.ui.theme import ASCII
from chatlane_tui.ui.widgets.header import Header, View
from chatlane_tui.ui.widgets.hint_bar import HintBar
from chatlane_tui.ui.widgets.one_line import cut, fitted
from tests.ui.widgets.stage import Stage, painted

VIEWS = [View("Inbox", 12), View("Unread", 4), View("Waiting", 5)]


def pieces(*words: str) -> list[Content]:
    return [Content(word) for word in words]


@pytest.mark.parametrize(
    ("width", "line"),
    [(20, "one · two · three"), (17, "one · two · three"), (16, "one · two"), (3, "one"), (2, "o…"), (1, "o"), (0, "")],
)
def test_pieces_are_dropped_whole_from_the_end(width: int, line: str) -> None:
    assert fitted(pieces("one", "two", "three"), width, between=" · ", more="…").plain == line


def test_nothing_fits_into_no_pieces() -> None:
    assert fitted([], 10, between=" ", more="…").plain == ""


def test_wide_characters_are_counted_as_cells() -> None:
    assert cut(Content("日本語"), 5, more="…").plain == "日本…"
    assert cut(Content("日本語"), 6, more="…").plain == "日本語"


# hints


async def test_at_most_eight_hints_are_shown_and_help_is_one_of_them() -> None:
    bar = HintBar()
    app = Stage(bar)
    async with app.run_test(size=(120, 3), notifications=True, tooltips=True) as pilot:
        bar.show([*((str(n), "words", "") for n in range(12)), ("?", "help", "app.help")])
        await pilot.pause()
        assert len(bar.hints) == 8
        assert painted(app).splitlines()[0].endswith("6 words  ? help")


async def test_hints_give_way_from_the_right_when_narrow_but_never_help() -> None:
    bar = HintBar()
    app = Stage(bar)
    async with app.run_test(size=(30, 3), notifications=True, tooltips=True) as pilot:
        bar.show([("r", "reply", ""), ("n", "note", ""), ("e", "done", ""), ("?", "help", "")])
        await pilot.pause()
        assert painted(app).splitlines()[0].strip() == "r reply  n note  ? help"


async def test_keys_that_look_like_markup_are_shown_as_they_are() -> None:
    bar = HintBar()
    app = Stage(bar)
    async with app.run_test(size=(40, 3), notifications=True, tooltips=True) as pilot:
        bar.show([("[/x]", "[@click=app.quit]go", "")])
        await pilot.pause()
        assert "[/x] [@click=app.quit]go" in painted(app)


# the top line


async def test_the_counts_and_the_title_stand_at_the_two_ends() -> None:
    header = Header(title="Acme Support")
    app = Stage(header)
    async with app.run_test(size=(60, 3), notifications=True, tooltips=True) as pilot:
        header.show_views(VIEWS)
        await pilot.pause()
        line = painted(app).splitlines()[0]
        assert line.startswith(" Inbox 12 · Unread 4 · Waiting 5  ")
        assert line.endswith(" Acme Support ▾")


async def test_hostile_names_are_shown_as_they_are() -> None:
    header = Header()
    app = Stage(header)
    async with app.run_test(size=(80, 3), notifications=True, tooltips=True) as pilot:
        header.title = "[/x]"
        header.show_views([View("[/y]", 1), View("[@click=app.quit]z")])
        await pilot.pause()
        assert painted(app).splitlines()[0].split() == ["[/y]", "1", "·", "[@click=app.quit]z", "[/x]", "▾"]


async def test_the_current_view_is_marked_without_colour_and_never_dropped() -> None:
    header = Header(title="Acme")
    app = Stage(header)
    views = [View("Inbox", 12_345, "1"), View("Unread", 4, "2"), View("Waiting", 5, "3"), View("Mine", 3, "4", True)]
    async with app.run_test(size=(80, 3), notifications=True, tooltips=True) as pilot:
        header.show_views(views)
        await pilot.pause()
        assert "1 Inbox 12,345 · 2 Unread 4 · 3 Waiting 5 · 4 [Mine] 3" in painted(app)
        await pilot.resize_terminal(40, 3)
        await pilot.pause()
        line = painted(app).splitlines()[0]
        assert "[Mine] 3 …" in line
        assert "Waiting" not in line
        assert line.endswith("Acme ▾")
        await pilot.resize_terminal(12, 3)
        await pilot.pause()
        assert "4 [" in painted(app)


async def test_without_unicode_it_is_ascii() -> None:
    header = Header(title="Acme Support and a very long name of a team", glyphs=ASCII)
    app = Stage(header)
    async with app.run_test(size=(30, 3), notifications=True, tooltips=True) as pilot:
        header.show_views(VIEWS)
        await pilot.pause()
        assert painted(app).isascii()
        assert header.views[0] == View("Inbox", 12)


async def test_a_click_on_a_view_chooses_it() -> None:
    header = Header(title="Acme")
    app = Stage(header)
    async with app.run_test(size=(80, 3), notifications=True, tooltips=True) as pilot:
        header.show_views(VIEWS)
        await pilot.pause()
        await pilot.click(Header, offset=(14, 0))
        await pilot.click(Header, offset=(70, 0))
        await pilot.pause()
        assert [chosen.index for chosen in app.heard(Header.Chosen)] == [1]
        await pilot.click(Header, offset=(76, 0))
        await pilot.pause()
        assert len(app.heard(Header.TitleClicked)) == 1


async def test_a_click_on_a_hint_says_which_action() -> None:
    bar = HintBar()
    app = Stage(bar)
    async with app.run_test(size=(60, 3), notifications=True, tooltips=True) as pilot:
        bar.show([("r", "reply", "inbox.reply"), ("e", "done", "inbox.done"), ("?", "help", "app.help")])
        await pilot.pause()
        line = painted(app).splitlines()[0]
        await pilot.click(HintBar, offset=(line.index("done"), 0))
        await pilot.click(HintBar, offset=(0, 0))
        assert [event.action for event in app.heard(HintBar.Chosen)] == ["inbox.done"]
