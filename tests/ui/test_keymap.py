"""The keys of one person: presets, their own, what is wrong with them; and that every action can be reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chatlane_tui.config.settings import load
from chatlane_tui.ui.keymap import TOGETHER, UNBOUND, Keymap, of, problems
from chatlane_tui.ui.keys import TABLE, Place
from chatlane_tui.ui.presets import PRESETS
from chatlane_tui.ui.screens.help import HelpScreen
from chatlane_tui.ui.widgets.hint_bar import MOST
from tests.ui.widgets.stage import Stage

MOVES = (
    *("cursor_down", "cursor_up", "half_down", "half_up", "page_down", "page_up", "first", "last", "line_down"),
    *("line_up", "next_message", "previous_message", "page_or_next", "next_pane", "previous_pane"),
)
"""What moves a cursor or a focus: the wheel and a click do the same, and in a palette it would be noise."""
KEPT_FREE = {"d", "D", "#", "delete"}


def whole(changes: dict[str, str]) -> Keymap:
    """A keymap in which every key counts as a person's own, so that all faults are found."""
    return Keymap({**{key.id: ",".join(key.keys) for key in TABLE}, **changes})


@pytest.mark.parametrize("preset", ["", *PRESETS])
def test_no_preset_gives_one_key_two_meanings(preset: str) -> None:
    assert whole(dict(PRESETS.get(preset, {}))).faults() == []


@pytest.mark.parametrize("preset", ["", *PRESETS])
def test_keys_that_are_kept_free_do_nothing(preset: str) -> None:
    keymap = Keymap(preset=preset)
    bound = {name for key in TABLE for name in keymap.keys(key.id) if key.place is not Place.COMPOSER}
    assert not bound & (KEPT_FREE | UNBOUND)


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_name_actions_that_exist(preset: str) -> None:
    assert PRESETS[preset].keys() <= {key.id for key in TABLE}


def test_every_place_works_together_with_some_other() -> None:
    assert {place for places in TOGETHER for place in places} == set(Place)


@pytest.mark.parametrize("places", TOGETHER, ids=lambda places: places[0])
def test_the_hint_bar_has_room_for_all_that_a_place_hints_at(places: tuple[Place, ...]) -> None:
    hints = [key for key in TABLE if key.hint and key.place in places]
    assert len(hints) <= MOST
    assert hints[-1].id == "app.help"


def test_every_action_has_a_key_or_is_in_the_palette_and_only_moves_are_not_there() -> None:
    unreachable = [key.id for key in TABLE if not key.keys and not key.palette]
    hidden = {key.id.partition(".")[2] for key in TABLE if not key.palette}
    assert (unreachable, hidden - {*MOVES, "command_palette", "cancel"}) == ([], set())


async def test_help_shows_every_action_with_the_keys_that_a_person_gave_it() -> None:
    keymap = Keymap({"inbox.reply": "f2,R", "inbox.note": "", "inbox.outbox": "g w"})
    app = Stage()
    async with app.run_test(size=(100, 30)) as pilot:
        await app.push_screen(HelpScreen((Place.LIST,), keymap))
        await pilot.pause()
        shown = "\n".join(str(widget.render()) for widget in app.screen.query(".keys"))
    lines = [line.strip() for line in re.sub(r"\n {18}(?=\S)", " ", shown).splitlines()]  # long words are wrapped
    assert len(lines) == len(TABLE)
    for key in TABLE:
        assert f"{keymap.label(key.id, most=3) or 'palette'}  {key.words}" in lines
    assert "F2 R  Reply on the customer's last channel" in lines


def test_a_persons_own_keys_stand_above_a_preset() -> None:
    keymap = Keymap({"inbox.snooze": "f9"}, preset="mail")
    assert (keymap.keys("inbox.snooze"), keymap.keys("inbox.label")) == (("f9",), ("l",))


def test_a_key_that_is_taken_away_is_no_hint() -> None:
    assert "done" in [words for _, words, _ in Keymap().hints((Place.INBOX,))]
    assert "done" not in [words for _, words, _ in Keymap({"inbox.done": ""}).hints((Place.INBOX,))]


def test_while_hits_are_marked_they_are_hinted_at_first_and_help_last() -> None:
    hints = Keymap().hints((Place.HITS, Place.THREAD, Place.INBOX, Place.APP))
    assert (hints[0][2], hints[-1][2]) == ("hits.next_hit", "app.help")


def test_a_chord_can_be_given_and_does_not_reach_textual() -> None:
    keymap = Keymap({"inbox.reply": "g R,f2"})
    assert keymap.chords((Place.INBOX,))["g", "R"].id == "inbox.reply"
    assert keymap.for_textual() == {"inbox.reply": "f2"}


@pytest.mark.parametrize(
    ("action", "keys", "said"),
    [
        ("inbox.star", "e", "`e` for `inbox.star` also is the key of `inbox.done`"),
        ("inbox.star", "g", "`g` for `inbox.star` also begins the keys of"),
        ("inbox.star", "ctrl+m", "`ctrl+m` for `inbox.star` is what terminals send for another key"),
        ("composer.save", "s", "`s` for `composer.save` would be typed into your text"),
        ("app.quit", "q", "`q` for `app.quit` would be typed into your text"),
    ],
)
def test_what_cannot_work_is_named_with_both_actions(action: str, keys: str, said: str) -> None:
    assert any(fault.action == action and said in fault.sentence for fault in Keymap({action: keys}).faults())


def test_the_same_key_in_two_places_that_never_meet_is_no_fault() -> None:
    assert Keymap({"outbox.edit": "z", "list.select": "a"}).faults() == []


def test_problems_are_said_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\npreset = "mail"\n"inbox.star" = "e"\n"inbox.strar" = "f9"\n')
    settings = load({"CHATLANE_CONFIG": str(file), "HOME": str(tmp_path)})
    assert of(settings).keys("inbox.snooze") == ("b",)
    assert problems(settings) == (
        f"{file}:4: unknown action `inbox.strar` in [keys]; did you mean `inbox.star`?",
        f"{file}:3: `e` for `inbox.star` also is the key of `inbox.done`",
    )


def test_without_changes_there_are_no_problems(tmp_path: Path) -> None:
    assert problems(load({"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)})) == ()
