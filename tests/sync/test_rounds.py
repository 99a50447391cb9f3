"""What the rolling reconcile looks at next, without I/O."""

from collections import Counter
from dataclasses import replace

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.rounds import CLOSED, OPEN, Look, Recheck, Rounds, Sweep, next_due, next_look

PACE = Pace()
NOW = 1_800_000_000_000
ALL = frozenset((*OPEN, *CLOSED))
FRESH = dict.fromkeys(ALL, NOW)
ONE, TWO = ConversationId(1), ConversationId(2)


def looks(rounds: Rounds, count: int) -> list[Look | None]:
    """The next looks, none of which finishes anything."""
    return [next_look(replace(rounds, looks=rounds.looks + n), NOW, PACE) for n in range(count)]


def test_with_everything_told_lately_there_is_nothing_to_look_at() -> None:
    rounds = Rounds(ready=ALL, swept_at=FRESH, visible={ONE: NOW})
    assert next_look(rounds, NOW, PACE) is None


def test_what_is_on_the_screen_comes_first_from_the_top() -> None:
    rounds = Rounds(ready=ALL, visible={TWO: 0, ONE: 0})
    assert next_look(rounds, NOW, PACE) == Recheck(TWO)


def test_what_a_list_told_of_lately_is_not_looked_at_by_itself() -> None:
    rounds = Rounds(ready=ALL, swept_at=FRESH, visible={TWO: NOW - PACE.visible + 1, ONE: NOW - PACE.visible})
    assert next_look(rounds, NOW, PACE) == Recheck(ONE)


def test_open_conversations_are_swept_before_the_rest() -> None:
    assert next_look(Rounds(ready=ALL), NOW, PACE) == Sweep("conversations:active")


def test_the_screen_has_half_of_the_looks_and_nobody_starves() -> None:
    taken = Counter(
        "screen" if isinstance(look, Recheck) else "open" if isinstance(look, Sweep) and look.name in OPEN else "closed"
        for look in looks(Rounds(ready=ALL, visible={ONE: 0}), 40)
    )
    assert taken == {"screen": 20, "open": 10, "closed": 10}


def test_a_long_sweep_keeps_no_other_waiting() -> None:
    rounds = Rounds(ready=ALL, under_way=frozenset({"messages"}), swept_at={**FRESH, "conversations": 0})
    assert set(looks(rounds, 8)) == {Sweep("messages"), Sweep("conversations")}


def test_a_sweep_that_was_cut_goes_on_though_it_is_not_due() -> None:
    rounds = Rounds(ready=ALL, under_way=frozenset({"records"}), swept_at=FRESH)
    assert next_look(rounds, NOW, PACE) == Sweep("records")


def test_a_list_that_the_first_sync_has_not_read_is_left_to_it() -> None:
    assert next_look(Rounds(ready=frozenset({"conversations"})), NOW, PACE) == Sweep("conversations")
    assert next_look(Rounds(), NOW, PACE) is None


def test_a_sweep_is_due_again_after_its_interval() -> None:
    swept = {**FRESH, "conversations:active": NOW - PACE.open}
    assert next_look(Rounds(ready=ALL, swept_at=swept), NOW, PACE) == Sweep("conversations:active")
    almost = {**FRESH, "conversations:active": NOW - PACE.open + 1}
    assert next_look(Rounds(ready=ALL, swept_at=almost), NOW, PACE) is None


def test_a_clock_that_was_set_back_stops_no_sweep() -> None:
    assert next_look(Rounds(ready=ALL, swept_at=FRESH, looked_at=NOW), NOW - 3_600_000, PACE) is not None


def test_two_looks_keep_their_distance() -> None:
    rounds = Rounds(ready=ALL, looked_at=NOW - PACE.unhurried + 1)
    assert next_look(rounds, NOW, PACE) is None
    assert next_look(rounds, NOW + 1, PACE) == Sweep("conversations:active")


def test_looks_use_no_more_than_their_share_of_a_known_limit() -> None:
    assert PACE.look_every(None) == PACE.unhurried
    assert PACE.look_every(60) == 5_000  # 12 of 60 requests a minute
    assert PACE.look_every(10) == 30_000
    assert PACE.look_every(6_000) == PACE.soonest
    assert PACE.look_every(0) == 300_000
    assert next_look(Rounds(ready=ALL, limit=10, looked_at=NOW - 29_999), NOW, PACE) is None


def test_it_is_due_when_the_first_need_arises_and_never_before_its_turn() -> None:
    rounds = Rounds(ready=ALL, swept_at=FRESH, visible={ONE: NOW - 10_000})
    assert next_due(rounds, NOW, PACE) == NOW - 10_000 + PACE.visible
    assert next_due(replace(rounds, visible={}), NOW, PACE) == NOW + PACE.open
    waiting = replace(rounds, under_way=frozenset({"messages"}), looked_at=NOW - 1_000)
    assert next_due(waiting, NOW, PACE) == NOW - 1_000 + PACE.unhurried
    assert next_due(Rounds(), NOW, PACE) > NOW
