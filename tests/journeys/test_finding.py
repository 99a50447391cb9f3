"""Views, search, filters and hits, on a person's screen."""

from __future__ import annotations

from pathlib import Path

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.inside import Seat, seat


def names(person: Seat) -> list[str]:
    return [row.name for row in person.screen.inbox.window.rows]


async def test_a_digit_shows_its_view_and_the_header_says_which(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            inbox = person.screen.inbox.window.total
            await person.press("2")
            await person.until("2 [Unread]")
            await person.until(lambda: 0 < person.screen.inbox.window.total < inbox)
            assert all(row.unread for row in person.screen.inbox.window.rows)

            await person.press("3")
            await person.until("3 [Waiting]")
            await person.until(lambda: person.screen.inbox.window.rows[0].waiting_since is not None)
            waits = [row.waiting_since or row.unsure_since or 0 for row in person.screen.inbox.window.rows]
            assert waits == sorted(waits)

            await person.press("S")
            await person.until("Order: newest first.")
            await person.until(lambda: _ages(person) == sorted(_ages(person), reverse=True))

            await person.press("7")
            await person.until("Nothing in Snoozed.")


def _ages(person: Seat) -> list[int]:
    return [row.at for row in person.screen.inbox.window.rows]


async def test_what_is_typed_is_found_marked_and_gone_through(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("slash", *"refund")
            await person.until("64 conversations, back to")
            await person.until(lambda: 0 < person.screen.inbox.window.total < 64)
            found = names(person)
            assert any("refund" in row.snippet.lower() for row in person.screen.inbox.window.rows)

            await person.press("enter")
            await person.until(lambda: person.screen.inbox.has_focus)
            await person.press("enter")
            await person.until("hit")
            await person.press("right_square_bracket")
            await person.until("hit 1 of")
            await person.press("left_square_bracket")
            await person.until("That was the first hit.")

            await person.press("escape")
            await person.until(lambda: person.screen.inbox.has_focus)
            assert names(person) == found  # the results stay until they are left
            await person.press("escape")
            await person.until("1 [Inbox]")
            await person.until(lambda: person.screen.inbox.window.total > 60)


async def test_what_means_nothing_says_so_and_leaves_the_list_alone(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            everything = person.screen.inbox.window.total
            await person.press("f", *"is:unred")
            await person.until("Did you mean is:unread?")
            await person.press("backspace", *"ad")
            await person.until(lambda: 0 < person.screen.inbox.window.total < everything)
            assert all(row.unread for row in person.screen.inbox.window.rows)
            await person.press("escape")
            await person.until(lambda: person.screen.inbox.window.total == everything)


async def test_words_are_found_in_the_open_conversation(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("enter")
            await person.until(lambda: person.screen.is_reading)
            await person.press("ctrl+f", *"billing", "enter")
            await person.until("hit 3 of 3")
            await person.press("left_square_bracket")
            await person.until("hit 2 of 3")
            await person.press("escape")
            await person.until(lambda: "of 3 " not in person.text())
            assert person.screen.is_reading


async def test_one_inbox_alone_and_back(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("I")
            await person.until("Show which inbox?")
            await person.press(*"support", "enter")
            await person.until("· Support ▾")
            await person.until(lambda: person.screen.inbox.window.total < 60)
            assert {row.inbox for row in person.screen.inbox.window.rows} == {"Support"}
            shown = person.screen.inbox.window.total
            await person.until(f"[Inbox] {shown}")
            await person.press("I", "enter")
            await person.until(lambda: person.screen.inbox.window.total > shown)


async def test_the_key_for_who_is_at_risk_opens_one_after_the_other(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("full_stop")
            await person.until(lambda: person.screen.reading.is_open)
            first = person.screen.reading.shown
            await person.press("full_stop")
            await person.until(lambda: person.screen.reading.shown != first)
            assert person.screen.reading.is_open


async def test_a_few_letters_jump_to_a_conversation(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("ctrl+k")
            await person.until("Jump to")
            await person.press(*"grcekim", "enter")
            await person.until(lambda: person.screen.reading.is_open)
            await person.until(lambda: person.screen.reading.head is not None)
            assert person.screen.reading.head is not None
            assert person.screen.reading.head.name == "Grace Kim"

            await person.press("escape", "ctrl+k")
            await person.until("Jump to")
            await person.press(*"grace kim everything", "enter")
            await person.until('from:"Grace Kim"')
            await person.until(lambda: set(names(person)) == {"Grace Kim"})


def configured(home: Path, text: str) -> None:
    """What a person has set."""
    folder = home / "config" / "chatlane-tui"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text)


async def test_a_persons_own_views_are_shown_counted_and_kept_true(tmp_path: Path) -> None:
    text = '[[views]]\nname = "Support alone"\nquery = "is:inbox inbox:support"\n[[views]]\nname = "Done"\n'
    configured(tmp_path, text)
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("1 [Support alone] ")
            await person.until(lambda: person.screen.header.views[0].holds == person.screen.inbox.window.total > 5)
            assert {row.inbox for row in person.screen.inbox.window.rows} == {"Support"}
            before = person.screen.inbox.window.total
            await person.press("e")
            await person.until("2 Done 1")
            await person.until(lambda: person.screen.inbox.window.total == before - 1)
            await person.until(f"[Support alone] {before - 1}")


async def test_results_follow_what_happens_while_they_stand(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("slash", *"is:done")
            await person.until("nothing found")
            await person.press("escape", "e")
            await person.until("8 Done 1")
            await person.press("slash", *"is:done", "enter")
            await person.until("1 found")
            await person.press("u")
            await person.until("nothing found")


async def test_leaving_a_search_goes_back_to_where_the_cursor_was(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("j", "j", "j", "j")
            stood = person.screen.inbox.cursor
            await person.press("slash", *"refund", "enter")
            await person.until("3 found")
            await person.press("S")
            await person.until("best match first")
            await person.press("escape")
            await person.until(lambda: person.screen.inbox.window.total > 60 and person.screen.inbox.cursor == stood)


async def test_the_name_that_we_post_under_is_learnt_and_what_is_ours_is_mine(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("enter")
            await person.until(lambda: person.screen.is_reading)
            await person.press("n")
            await person.until(lambda: person.screen.target is not None)
            await person.paste("Looked at it.")
            await person.press("escape", "s")
            await person.until(lambda: "4 Mine 0" not in person.text())
            await person.press("escape", "4")
            await person.until("4 [Mine]")
            await person.until(lambda: len({row.assignee for row in person.screen.inbox.window.rows}) == 1)


async def test_what_is_found_in_a_thread_leaves_the_search_around_it_standing(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(160, 40)) as person:
            await person.until("9 All 64")
            await person.synced()
            await person.press("slash", *"refund", "enter")
            await person.until("3 found")
            await person.press("enter")
            await person.until("1 hit ")
            await person.press("ctrl+f", *"captures", "enter")
            await person.until("Find here captures")
            await person.until("hit 1 of 1")
            await person.press("escape")
            await person.until("Search refund")
            await person.until("3 found")
            assert person.screen.is_reading
            await person.press("escape", "escape")
            await person.until(lambda: person.screen.inbox.window.total > 60)
