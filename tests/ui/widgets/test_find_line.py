"""The line in which a person types what they look for."""

from __future__ import annotations

from textual.widgets import Input

from chatlane_tui.ui.widgets.find_line import FindLine
from tests.ui.widgets.stage import Stage, painted


async def test_each_change_is_said_at_once_and_what_is_found_stands_beside_it() -> None:
    line = FindLine()
    app = Stage(line)
    async with app.run_test(size=(60, 3), notifications=True, tooltips=True) as pilot:
        line.ask("Search", text="", selected=False, is_news=False)
        await pilot.press("a", "b", "space", "c")
        line.tell("3 found")
        await pilot.pause()
        assert [said.text for said in app.heard(FindLine.Typed)] == ["a", "ab", "ab ", "ab c"]
        assert painted(app).splitlines()[0].strip().startswith("Search ab c")
        assert painted(app).splitlines()[0].strip().endswith("3 found")


async def test_asked_again_the_text_is_selected_and_a_text_that_is_given_is_said() -> None:
    line = FindLine()
    app = Stage(line)
    async with app.run_test(size=(60, 3), notifications=True, tooltips=True) as pilot:
        line.ask("Search", text="", selected=False, is_news=False)
        await pilot.press("a", "b")
        line.ask("Search", text="ab", selected=True, is_news=False)
        await pilot.press("x")
        assert line.text == "x"
        line.ask("Filter Inbox", text="is:read", selected=False, is_news=True)
        await pilot.pause()
        assert (line.text, "Filter Inbox is:read" in painted(app)) == ("is:read", True)
        assert app.heard(FindLine.Typed)[-1].text == "is:read"


async def test_what_is_wrong_is_said_as_it_is() -> None:
    line = FindLine()
    app = Stage(line)
    async with app.run_test(size=(80, 3), notifications=True, tooltips=True) as pilot:
        line.ask("Search", text="", selected=False, is_news=False)
        line.tell("There is no [/x] [@click=app.quit]here[/]", wrong=True)
        await pilot.pause()
        assert "There is no [/x] [@click=app.quit]here[/]" in painted(app)
        assert line.query_one("#find-said").has_class("-wrong")


async def test_enter_in_the_line_is_the_screens_business() -> None:
    line = FindLine()
    app = Stage(line)
    async with app.run_test(size=(60, 3), notifications=True, tooltips=True) as pilot:
        line.ask("Search", text="", selected=False, is_news=False)
        await pilot.press("a", "enter")
        assert not app.heard(Input.Submitted)


async def test_what_is_wrong_is_said_whole_where_there_is_no_room_beside_the_text() -> None:
    line = FindLine()
    app = Stage(line)
    sentence = "There is no is:foo. One of inbox, unread, read, starred, done, snoozed, waiting, draft, failed, mine."
    async with app.run_test(size=(60, 6), notifications=True, tooltips=True) as pilot:
        line.ask("Filter Inbox", text="is:foo", selected=False, is_news=False)
        line.tell(sentence, wrong=True)
        await pilot.pause()
        first, *rest = painted(app).splitlines()
        assert first.strip() == "Filter Inbox is:foo"
        assert " ".join(" ".join(rest).split()) == sentence
        line.tell("3 found")
        await pilot.pause()
        assert painted(app).splitlines()[0].strip().endswith("3 found")
        assert line.region.height == 1
