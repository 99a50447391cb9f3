"""Every fault on the wire, what it does to the request, and what the server remembers of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from chatlane_tui.sandbox.faults import KINDS, FaultPlan
from tests.sandbox.conftest import Api


def _note(api: Api) -> httpx.Response:
    return api.message(64, type="note")


def test_dropped_before_means_nothing_happened(api: Api) -> None:
    api.sandbox.faults.add("drop_before")
    with pytest.raises(httpx.RemoteProtocolError):
        _note(api)
    assert (api.sandbox.world.posted(), api.sandbox.requests[-1].status) == ([], None)


def test_processed_then_dropped_means_it_happened(api: Api) -> None:
    api.sandbox.faults.add("process_then_drop", method="POST")
    with pytest.raises(httpx.RemoteProtocolError):
        _note(api)
    assert len(api.sandbox.world.posted()) == 1


def test_a_truncated_answer_was_processed(api: Api) -> None:
    api.sandbox.faults.add("truncate")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        _note(api)
    assert len(api.sandbox.world.posted()) == 1


def test_garbage_is_processed_and_cannot_be_read(api: Api) -> None:
    api.sandbox.faults.add("garbage")
    answer = _note(api)
    assert (answer.status_code, len(api.sandbox.world.posted())) == (201, 1)
    with pytest.raises(UnicodeDecodeError):
        answer.json()


def test_a_status_is_answered_with_body_and_headers_and_nothing_happens(api: Api) -> None:
    api.sandbox.faults.add("status", status=502, body="<html>Bad Gateway</html>", headers={"Retry-After": "7"})
    answer = _note(api)
    assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (502, "<html>Bad Gateway</html>", "7")
    assert api.sandbox.world.posted() == []


def test_a_redirect_says_where(api: Api) -> None:
    api.sandbox.faults.add("redirect", location="https://thief.example/api")
    answer = _note(api)
    assert (answer.status_code, answer.headers["location"]) == (302, "https://thief.example/api")
    assert api.sandbox.world.posted() == []


def test_a_delay_outlasts_an_impatient_client_and_is_processed_after_all(api: Api) -> None:
    api.sandbox.faults.add("delay", seconds=600)
    hasty = httpx.Timeout(60, read=0.05)
    with pytest.raises(httpx.ReadTimeout):
        api.http.post("/conversations/64/messages", json={"body": "x", "type": "note"}, timeout=hasty)
    api.sandbox.faults.clear()
    assert api.sandbox.requests.wait_for(1, timeout=60)
    assert len(api.sandbox.world.posted()) == 1


def test_a_slow_body_arrives_whole_for_the_patient(api: Api) -> None:
    api.sandbox.faults.add("slow_body", seconds=0.1)
    assert api.get("/inboxes").json() == api.get("/inboxes").json()


def test_a_slow_body_is_too_slow_for_the_impatient(api: Api) -> None:
    api.sandbox.faults.add("slow_body", seconds=20)
    with pytest.raises(httpx.ReadTimeout):
        api.http.get("/inboxes", timeout=httpx.Timeout(60, read=0.1))


def test_delays_come_before_another_fault(api: Api) -> None:
    api.sandbox.faults.add("delay", seconds=0.01)
    api.sandbox.faults.add("status", status=500)
    assert [api.get("/inboxes").status_code, api.get("/inboxes").status_code] == [500, 200]


def test_a_fault_strikes_only_where_it_was_told(api: Api) -> None:
    api.sandbox.faults.add("status", method="get", path=r"/messages/\d+$", times=2)
    codes = [api.get(path).status_code for path in ("/messages", "/messages/1", "/messages/2", "/messages/3")]
    assert codes == [200, 503, 503, 200]


def test_a_fault_without_end_is_ended_by_clear(api: Api) -> None:
    api.sandbox.faults.add("status", times=None)
    during = {api.get("/inboxes").status_code for _ in range(5)}
    api.sandbox.faults.clear()
    assert (during, api.get("/inboxes").status_code) == ({503}, 200)


def test_what_is_being_delayed_goes_on_when_the_faults_are_cleared(api: Api) -> None:
    api.sandbox.faults.add("delay", seconds=600)
    with ThreadPoolExecutor(1) as elsewhere:
        asked = elsewhere.submit(_note, api)
        while api.sandbox.faults.waiting():
            assert not asked.done()
        api.sandbox.faults.clear()
        assert asked.result().status_code == 201
    assert len(api.sandbox.world.posted()) == 1


def test_an_unknown_fault_is_named() -> None:
    with pytest.raises(ValueError, match="There is no fault 'melt'; there are delay, status"):
        FaultPlan().add("melt")


def test_random_faults_are_the_same_for_the_same_seed() -> None:
    def taken(seed: int) -> list[str]:
        plan = FaultPlan()
        plan.random(0.5, KINDS, seed)
        return [fault.kind for _ in range(200) for fault in plan.take("GET", "/")]

    assert taken(1) == taken(1) != taken(2)
    assert set(taken(1)) == set(KINDS)
    assert 70 < len(taken(1)) < 130


def test_random_faults_can_be_switched_off() -> None:
    plan = FaultPlan()
    plan.random(1.0, ["truncate"], 1)
    plan.random(0, [], 1)
    assert plan.take("GET", "/") == []
