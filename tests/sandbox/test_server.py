"""The server as a thing: starting, stopping, going offline, remembering requests, serving in the foreground."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from chatlane_tui.sandbox import serve
from chatlane_tui.sandbox.application import Application
from chatlane_tui.sandbox.server import Sandbox
from tests.sandbox.conftest import Api, headers


def test_stopping_ends_the_thread_with_connections_open(api: Api) -> None:
    api.get("/inboxes")
    running = _servers()
    api.sandbox.stop()
    assert _servers() == running - 1  # others of this process may serve other tests


def _servers() -> int:
    return sum(thread.name == "chatlane-sandbox" for thread in threading.enumerate())


def test_stopping_does_not_wait_for_slow_answers(api: Api) -> None:
    api.sandbox.faults.add("delay", seconds=60)
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            api.get("/inboxes")
        except httpx.HTTPError as error:
            failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    taken = threading.Event()
    while api.sandbox.faults.waiting():
        taken.wait(0.01)
    api.sandbox.stop()
    asking.join(5)
    assert len(failed) == 1


def test_a_stopped_sandbox_can_start_again() -> None:
    sandbox = Sandbox(conversations=2)
    for _ in range(2):
        sandbox.start()
        answer = httpx.get(f"{sandbox.base_url}/conversations", headers=headers(sandbox.token))
        sandbox.stop()
        assert len(answer.json()["data"]) == 2


def test_starting_twice_is_a_mistake(api: Api) -> None:
    with pytest.raises(RuntimeError, match="already started"):
        api.sandbox.start()


def test_before_the_start_there_is_no_world() -> None:
    sandbox = Sandbox()
    with pytest.raises(RuntimeError, match="has not started"):
        _ = sandbox.world
    with pytest.raises(RuntimeError, match="has not started"):
        sandbox.set_online(False)


def test_a_taken_port_leaves_nothing_running(api: Api) -> None:
    port = int(api.sandbox.origin.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        Sandbox(port=port).start()


def test_a_start_that_fails_gives_the_port_back(tmp_path: Path) -> None:
    sandbox = Sandbox(path=tmp_path / "missing" / "x.sqlite3")
    with pytest.raises(Exception, match="unable to open"):
        sandbox.start()
    port = int(sandbox.origin.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_offline_refuses_and_online_is_the_same_place(api: Api) -> None:
    before = api.get("/inboxes").json()
    api.sandbox.set_online(False)
    with pytest.raises(httpx.ConnectError):
        api.get("/inboxes")
    api.sandbox.set_online(False)
    api.sandbox.set_online(True)
    api.sandbox.set_online(True)
    assert api.get("/inboxes").json() == before


def test_every_request_is_remembered(api: Api) -> None:
    api.get("/conversations", created_after="2026-01-01T00:00:00+00:00", limit=1)
    api.message(64, type="note", body="Hm")
    asked, posted = api.sandbox.requests
    assert asked.query == {"created_after": "2026-01-01T00:00:00+00:00", "limit": "1"}
    assert asked.headers["authorization"] == f"Bearer {api.sandbox.token}"
    assert asked.headers["accept"] == "application/json"
    assert (posted.method, posted.path, posted.status) == ("POST", "/api/v1/conversations/64/messages", 201)
    assert posted.body == {"type": "note", "body": "Hm"}
    assert posted.at == api.clock.now


def test_the_journal_can_be_asked_and_cleared(api: Api) -> None:
    api.http.post("/contacts", content=b"{nonsense")
    api.get("/inboxes")
    requests = api.sandbox.requests
    assert [seen.body for seen in requests.of("POST", "/contacts")] == [b"{nonsense"]
    assert [seen.status for seen in requests[:]] == [400, 200]
    requests.clear()
    assert len(requests) == 0


def test_a_failure_inside_is_a_500(api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Application, "_reply", fail)
    assert api.get("/inboxes").status_code == 500
    assert "failed on GET /api/v1/inboxes" in caplog.text


def test_a_client_that_leaves_while_sending_does_no_harm(api: Api) -> None:
    port = int(api.sandbox.origin.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"POST /api/v1/contacts HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    assert api.get("/inboxes").status_code == 200


def test_importing_the_package_loads_no_http_stack() -> None:
    code = "import sys, chatlane_tui.sandbox.server; print(sorted({'starlette', 'uvicorn', 'h11'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_with_a_signal(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    seen: list[int] = []

    def ready(sandbox: Sandbox) -> None:
        seen.append(httpx.get(f"{sandbox.base_url}/inboxes", headers=headers("t")).status_code)
        os.kill(os.getpid(), number)

    serve.run(0, "t", 2, ready=ready)
    assert (seen, signal.getsignal(number)) == ([200], before)


def test_who_is_just_connecting_when_it_hangs_up_is_hung_up_on() -> None:
    with Sandbox(conversations=1) as sandbox:
        host, _, port = sandbox.origin.removeprefix("http://").partition(":")
        for _ in range(100):
            people = [socket.create_connection((host, int(port))) for _ in range(4)]
            sandbox.set_online(False)
            for person in people:
                person.close()
            sandbox.set_online(True)
    gc.collect()  # a socket that was left open fails the test
