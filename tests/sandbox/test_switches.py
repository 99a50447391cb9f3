"""Every switch in both positions, and what the registry says about them."""

from __future__ import annotations

import pytest

from chatlane_tui.sandbox.switches import SWITCHES, Flipped
from tests.sandbox import probes_paging, probes_shapes
from tests.sandbox.conftest import OpenApi

PROBES = {**probes_paging.PROBES, **probes_shapes.PROBES}


def test_every_switch_has_a_probe() -> None:
    assert set(PROBES) == set(SWITCHES)


@pytest.mark.parametrize("name", PROBES)
def test_a_switch_changes_what_it_says(open_api: OpenApi, name: str) -> None:
    probe, base, flipped = PROBES[name]
    limit = 1 if name in probes_paging.LIMITED else None
    assert probe(open_api(rate_limit=limit)) == base
    assert probe(open_api(rate_limit=limit, switches=[name])) == flipped


def test_a_switch_says_its_trap_and_what_it_does() -> None:
    switch = SWITCHES["P2-next-keeps-filters"]
    assert (switch.trap, switch.does) == ("P2", "`next` repeats the filters and the limit of the request.")


def test_an_unknown_switch_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="There is no switch 'P5-shufled'; the nearest is 'P5-shuffled'"):
        Flipped(["P5-shufled"])


def test_a_name_like_no_other_has_no_nearest() -> None:
    with pytest.raises(ValueError, match=r"There is no switch '\?\?\?'\.$"):
        Flipped(["???"])


def test_a_false_value_leaves_a_switch_alone() -> None:
    assert Flipped({"P5-shuffled": False, "S3-inclusive": True}).names() == ("S3-inclusive",)


def test_a_switch_can_carry_a_number(open_api: OpenApi) -> None:
    api = open_api(switches={"M3-nested-capped": 3})
    conversation_id = api.conversation(subject="Migration of our 40 seats, day by day")
    assert len(api.data(f"/conversations/{conversation_id}")["messages"]) == 3


def test_a_walk_over_repeating_ids_still_sees_every_row(open_api: OpenApi) -> None:
    api = open_api(switches=["P4-ids-repeat"])
    seen: set[int] = set()
    for page in range(1, api.get("/messages", limit=20).json()["meta"]["last_page"] + 1):
        seen |= {row["id"] for row in api.data("/messages", limit=20, page=page)}
    assert seen == {message["id"] for message in api.sandbox.world.messages()}


def test_a_walk_by_cursor_ends(open_api: OpenApi) -> None:
    api = open_api(switches=["P1-cursor-next"])
    cursor, seen = "", 0
    while cursor is not None:
        answer = api.get("/messages", limit=100, cursor=cursor).json()
        seen += len(answer["data"])
        cursor = answer["meta"]["next_cursor"]
    assert seen == len(api.sandbox.world.messages())


def test_a_forged_cursor_is_refused(open_api: OpenApi) -> None:
    assert open_api(switches=["P1-cursor-next"]).get("/messages", cursor="!!!").status_code == 422


def test_laravel_errors_name_their_fields(open_api: OpenApi) -> None:
    answer = open_api(switches=["A3-message-errors"]).post("/contacts", {})
    assert answer.json()["errors"] == {"name": ["The name field is required."]}
