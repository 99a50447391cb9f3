"""The way to the server, over a real socket with real faults: what an error is called, and where the token goes."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import logging
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chatlane_tui import errors
from chatlane_tui.api.budget import Budget, Priority
from chatlane_tui.api.client import Client
from chatlane_tui.api.transport import DEFAULT_CAPS, Caps, Timeouts, Transport, checked_base_url, checked_token
from chatlane_tui.model.ids import ConversationId, InboxId
from chatlane_tui.sandbox.server import Sandbox
from tests.api.conftest import MakeClient, Stranger, Time, listening

HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"
PATIENT, QUICK = Timeouts(), Timeouts(read=0.3)
"""For answers that do not come; what comes may take its time."""

CLASSES: list[tuple[str, dict[str, Any], type[errors.ApiError], type[errors.ApiError]]] = [
    ("drop_before", {}, errors.NotSent, errors.MaybeSent),
    ("process_then_drop", {}, errors.NotSent, errors.MaybeSent),
    ("truncate", {}, errors.NotSent, errors.MaybeSent),
    ("garbage", {}, errors.Unreadable, errors.MaybeSent),
    ("garbage", {"body": HTML}, errors.Unreadable, errors.MaybeSent),
    ("garbage", {"body": ""}, errors.Unreadable, errors.MaybeSent),
    ("garbage", {"body": '{"data": {}}'}, errors.Unreadable, errors.MaybeSent),
    ("delay", {"seconds": 2.0}, errors.NotSent, errors.MaybeSent),
    ("redirect", {}, errors.Unreadable, errors.MaybeSent),
    ("status", {"status": 400}, errors.Refused, errors.Refused),
    ("status", {"status": 401}, errors.Denied, errors.Denied),
    ("status", {"status": 403, "body": HTML}, errors.Denied, errors.Denied),
    ("status", {"status": 404}, errors.Missing, errors.Missing),
    ("status", {"status": 408}, errors.NotSent, errors.MaybeSent),
    ("status", {"status": 409}, errors.Refused, errors.Refused),
    ("status", {"status": 422, "body": '{"errors": {"x": ["odd"]}}'}, errors.Refused, errors.Refused),
    ("status", {"status": 429}, errors.Limited, errors.Limited),
    ("status", {"status": 429, "headers": {"Retry-After": "9"}}, errors.Limited, errors.Limited),
    ("status", {"status": 500}, errors.NotSent, errors.MaybeSent),
    ("status", {"status": 502, "body": HTML}, errors.NotSent, errors.MaybeSent),
    ("status", {"status": 503, "headers": {"Retry-After": "9"}}, errors.Limited, errors.MaybeSent),
]


def names(row: object) -> str:
    match row:
        case dict():
            return ",".join(f"{value}"[:12] for value in row.values())
        case type():
            return row.__name__
        case _:
            return str(row)


def patience(fault: str) -> Timeouts:
    """Little where there is nothing to wait for."""
    return QUICK if fault == "delay" else PATIENT


def writable(sandbox: Sandbox) -> ConversationId:
    """A conversation whose inbox can send e-mail."""
    return next(ConversationId(row["id"]) for row in sandbox.world.conversations() if row["inbox_id"] == 1)


@pytest.fixture(scope="module")
def shared() -> Any:
    with Sandbox(conversations=24) as running:
        yield running


@pytest.mark.parametrize(("kind", "how", "read", "write"), CLASSES, ids=names)
async def test_each_fault_has_its_class_for_reads_and_for_writes(
    shared: Sandbox,
    passing: Time,
    kind: str,
    how: dict[str, Any],
    read: type[errors.ApiError],
    write: type[errors.ApiError],
) -> None:
    conversation_id = writable(shared)
    for is_write, expected in ((False, read), (True, write)):
        client = Client(
            shared.base_url, shared.token, clock=passing, sleep=passing.sleep, timeouts=patience(kind), retries=0
        )
        shared.faults.clear()
        shared.faults.add(kind, **how)
        async with contextlib.aclosing(client):
            asked = (
                client.create_message(conversation_id, body="Hello", type="email")
                if is_write
                else client.conversation(conversation_id)
            )
            with pytest.raises(errors.ApiError) as caught:
                await asked
        assert type(caught.value) is expected
        assert "<" not in caught.value.sentence


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in CLASSES}))
async def test_a_write_is_never_repeated(sandbox: Sandbox, make_client: MakeClient, kind: str) -> None:
    sandbox.faults.add(kind, method="POST", times=None, seconds=2.0, status=500)
    with pytest.raises(errors.MaybeSent):
        await make_client(timeouts=patience(kind)).create_message(writable(sandbox), body="Hello", type="email")
    assert len(sandbox.requests.of("POST")) <= 1


async def test_a_write_on_a_dripping_answer_is_uncertain_within_the_total(
    sandbox: Sandbox, make_client: MakeClient
) -> None:
    sandbox.faults.add("slow_body", method="POST", seconds=600.0)
    client = make_client(timeouts=Timeouts(total=2.0))
    with pytest.raises(errors.MaybeSent, match="too long"):
        await client.create_message(writable(sandbox), body="Hello", type="email")


async def test_a_read_of_a_dripping_answer_ends_within_the_total(sandbox: Sandbox, make_client: MakeClient) -> None:
    sandbox.faults.add("slow_body", seconds=20.0)
    with pytest.raises(errors.NotSent, match="too long"):
        await make_client(timeouts=Timeouts(total=0.5)).inbox(InboxId(1))


async def test_without_a_server_neither_reads_nor_writes_were_sent(sandbox: Sandbox, client: Client) -> None:
    sandbox.set_online(False)
    with pytest.raises(errors.NotSent, match="refuses connections"):
        await client.inbox(InboxId(1))
    with pytest.raises(errors.NotSent, match="refuses connections"):
        await client.create_message(ConversationId(1), body="Hello", type="email")
    sandbox.set_online(True)
    assert (await client.inbox(InboxId(1))).id == 1


async def test_a_failed_handshake_is_not_sent(sandbox: Sandbox, make_client: MakeClient) -> None:
    client = make_client(sandbox.base_url.replace("http://", "https://"))
    with pytest.raises(errors.NotSent, match="secure"):
        await client.create_message(ConversationId(1), body="Hello", type="email")
    assert len(sandbox.requests) == 0


async def test_a_write_goes_out_on_a_connection_of_its_own_after_the_server_closed_the_kept_ones(
    sandbox: Sandbox, client: Client
) -> None:
    await client.inbox(InboxId(1))
    sandbox.set_online(False)
    sandbox.set_online(True)
    sent = await client.create_message(writable(sandbox), body="Hello", type="email")
    assert sent.body == "Hello"


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("drop_before", {}),
        ("truncate", {}),
        ("status", {"status": 500}),
        ("status", {"status": 503}),
        ("status", {"status": 429, "headers": {"Retry-After": "2"}}),
    ],
    ids=names,
)
async def test_a_read_that_failed_quickly_is_tried_again(
    sandbox: Sandbox, client: Client, kind: str, how: dict[str, Any]
) -> None:
    sandbox.faults.add(kind, times=2, **how)
    assert (await client.inbox(InboxId(1))).id == 1
    assert len(sandbox.requests) == 3


async def test_a_read_is_given_up_after_its_retries(sandbox: Sandbox, client: Client, passing: Time) -> None:
    sandbox.faults.add("status", status=500, times=None)
    with pytest.raises(errors.NotSent):
        await client.inbox(InboxId(1))
    assert len(sandbox.requests) == 3
    assert passing.slept == [0.75, 1.5]


async def test_a_long_pause_is_handed_up_and_later_requests_do_not_reach_the_server(
    sandbox: Sandbox, make_client: MakeClient, passing: Time
) -> None:
    told: list[int | None] = []
    client = make_client(on_limited=told.append)
    sandbox.faults.add("status", status=429, headers={"Retry-After": "600"})
    for _ in range(2):
        with pytest.raises(errors.Limited) as caught:
            await client.inbox(InboxId(1))
        assert caught.value.retry_after == 600.0
    with pytest.raises(errors.Limited):
        await client.create_message(ConversationId(1), body="Hello", type="email")
    assert len(sandbox.requests) == 1
    assert client.limited_until == passing() + 600_000
    passing.now += 600_000
    await client.inbox(InboxId(1))
    assert told == [passing(), None]


async def test_a_write_does_not_wait_out_even_a_short_pause(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("status", status=429, headers={"Retry-After": "1"})
    with pytest.raises(errors.Limited):
        await client.create_message(ConversationId(1), body="Hello", type="email")
    with pytest.raises(errors.Limited):
        await client.create_message(ConversationId(1), body="Hello", type="email")
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize("switches", [(), ("A1-retry-after-date",), ("A1-no-retry-after",), ("A1-no-limit-headers",)])
async def test_a_rate_limit_of_the_server_is_waited_out(switches: tuple[str, ...], passing: Time) -> None:
    def seconds() -> float:
        return passing() / 1000

    with Sandbox(conversations=24, rate_limit=12, clock=seconds, switches=switches) as sandbox:
        client = Client(
            sandbox.base_url, sandbox.token, clock=passing, sleep=passing.sleep, random=lambda: 0.5, retries=12
        )
        async with contextlib.aclosing(client):
            for _ in range(30):
                async for page in client.inboxes():
                    assert page.items
        assert passing.slept
        if not switches:
            assert {seen.status for seen in sandbox.requests} == {200}


async def test_the_token_is_in_the_header_and_nowhere_else(
    sandbox: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await client.inbox(InboxId(1))
    with pytest.raises(errors.ApiError) as caught:
        await client.inbox(InboxId(999))
    for seen in sandbox.requests:
        assert seen.headers["authorization"] == f"Bearer {sandbox.token}"
        assert sandbox.token not in f"{seen.path}{seen.query}{seen.body}"
    assert sandbox.token not in caplog.text
    assert sandbox.token not in f"{client!r}{client._transport!r}{caught.value.sentence}"


async def test_every_request_says_what_it_wants_and_who_asks(sandbox: Sandbox, client: Client) -> None:
    await client.inbox(InboxId(1))
    headers = sandbox.requests[0].headers
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].startswith("chatlane-tui/")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_redirect_takes_the_token_nowhere(
    sandbox: Sandbox, client: Client, stranger: Stranger, method: str
) -> None:
    sandbox.faults.add("redirect", location=f"{stranger.origin}/login", times=None)
    asked = (
        client.inbox(InboxId(1))
        if method == "GET"
        else client.create_message(writable(sandbox), body="Hello", type="email")
    )
    with pytest.raises(errors.ApiError):
        await asked
    assert (stranger.calls, stranger.heard) == (0, b"")


async def test_a_next_link_to_another_origin_is_asked_of_ours(
    sandbox: Sandbox, client: Client, stranger: Stranger
) -> None:
    first = {"data": [{"id": 1}], "links": {"next": f"{stranger.origin}/api/v1/messages?page=2&token=x"}}
    sandbox.faults.add("garbage", body=json.dumps(first))
    numbers = [page.number async for page in client.messages()]
    assert len(numbers) > 1
    assert stranger.calls == 0
    assert sandbox.requests[1].query == {"limit": "100", "page": "2"}


async def test_no_cookie_is_kept(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("status", status=404, headers={"Set-Cookie": "session=x; Path=/"})
    with pytest.raises(errors.Missing):
        await client.inbox(InboxId(1))
    await client.inbox(InboxId(1))
    assert "cookie" not in sandbox.requests[1].headers


async def test_a_proxy_of_the_environment_never_sees_what_goes_to_this_machine(
    sandbox: Sandbox, make_client: MakeClient, stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, stranger.origin)
    assert (await make_client().inbox(InboxId(1))).id == 1
    assert stranger.calls == 0


async def test_a_proxy_is_used_for_others_and_its_refusal_is_not_sent(
    make_client: MakeClient, stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, stranger.origin)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    client = make_client("https://chatlane.invalid/api/v1", token="7|very-secret")
    with pytest.raises(errors.NotSent):
        await client.create_message(ConversationId(1), body="Hello", type="email")
    assert stranger.heard.startswith(b"CONNECT chatlane.invalid:443")
    assert b"very-secret" not in stranger.heard


async def test_certificates_that_cannot_be_read_are_a_matter_of_configuration(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    (tmp_path / "none.pem").write_text("not a certificate")
    with pytest.raises(errors.ConfigurationError, match="certificates"):
        await make_client("https://chatlane.invalid/api/v1").inbox(InboxId(1))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://chatlane.io/api/v1/", "https://chatlane.io/api/v1"),
        ("https://chatlane.io/api/v1", "https://chatlane.io/api/v1"),
        (" https://chatlane.io:8443 ", "https://chatlane.io:8443"),
        ("http://localhost:8000/api/v1", "http://localhost:8000/api/v1"),
        ("http://127.0.0.9/api", "http://127.0.0.9/api"),
        ("http://[::1]:80/", "http://[::1]:80"),
    ],
)
def test_a_base_url_may_end_in_a_slash(given: str, expected: str) -> None:
    assert checked_base_url(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        "http://chatlane.io/api/v1",
        "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example/",
        "http://10.0.0.1/",
        "ftp://chatlane.io",
        "chatlane.io/api/v1",
        "https://",
        "https://user:secret@chatlane.io/",
        "https://chatlane.io/?x=1",
        "https://chatlane.io/#x",
        "https://chatlane.io:0/",
        "https://chatlane.io:99999/",
        "https://[::1",
        "",
    ],
)
def test_a_base_url_that_would_expose_the_token_or_is_none_is_refused(given: str) -> None:
    with pytest.raises(errors.ConfigurationError) as caught:
        checked_base_url(given)
    assert "secret" not in caught.value.sentence


@pytest.mark.parametrize("given", ["", "  ", "1|a b", "1|a\r\nX-Other: 1", "1|ü", "1|\x7f"])
def test_a_token_that_no_header_holds_is_refused_without_being_said(given: str) -> None:
    with pytest.raises(errors.ConfigurationError) as caught:
        checked_token(given)
    assert "|" not in caught.value.sentence


def test_blanks_around_a_token_do_not_count() -> None:
    assert checked_token(" 1|abc\n") == "1|abc"


@contextlib.asynccontextmanager
async def plain_transport(
    base_url: str, passing: Time, *, caps: Caps = DEFAULT_CAPS, timeouts: Timeouts = PATIENT
) -> AsyncIterator[Transport]:
    budget = Budget(clock=passing, random=lambda: 0.5, sleep=passing.sleep)
    transport = Transport(
        base_url, "1|x", budget=budget, clock=passing, random=lambda: 0.5, caps=caps, timeouts=timeouts, retries=0
    )
    yield transport
    await transport.aclose()


@contextlib.asynccontextmanager
async def raw_server(answer: bytes) -> AsyncIterator[str]:
    """A server that sends these bytes after any request's head, then closes; yields its base URL."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    async with listening(serve) as port:
        yield f"http://127.0.0.1:{port}"


def http(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


async def test_an_answer_beyond_the_cap_is_not_read_to_its_end(passing: Time) -> None:
    bomb = gzip.compress(b" " * 1_000_000)
    async with (
        raw_server(http("200 OK", bomb, "Content-Encoding: gzip")) as url,
        plain_transport(url, passing, caps=Caps(success=10_000)) as transport,
    ):
        with pytest.raises(errors.Unreadable, match="far too long"):
            await transport.request("GET", "x", priority=Priority.INTERACTIVE)


async def test_of_an_errors_body_only_the_start_is_read(passing: Time) -> None:
    async with (
        raw_server(http("422 No", b"x" * 1_000_000)) as url,
        plain_transport(url, passing, caps=Caps(error=10)) as transport,
    ):
        with pytest.raises(errors.Refused):
            await transport.request("POST", "x", body={}, priority=Priority.INTERACTIVE)


async def test_an_error_whose_body_breaks_off_is_still_that_error(passing: Time) -> None:
    cut = http("422 No", b'{"code": "MESSAGE_TOO_LONG"}')[:-5]
    async with raw_server(cut) as url, plain_transport(url, passing) as transport:
        with pytest.raises(errors.Refused):
            await transport.request("POST", "x", body={}, priority=Priority.INTERACTIVE)


async def test_a_body_that_does_not_decompress_is_unreadable(passing: Time) -> None:
    async with (
        raw_server(http("200 OK", b"no gzip", "Content-Encoding: gzip")) as url,
        plain_transport(url, passing) as transport,
    ):
        with pytest.raises(errors.Unreadable, match="decoded"):
            await transport.request("GET", "x", priority=Priority.INTERACTIVE)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 200"])
async def test_what_is_no_http_leaves_a_write_uncertain(passing: Time, answer: bytes) -> None:
    async with raw_server(answer) as url, plain_transport(url, passing) as transport:
        with pytest.raises(errors.MaybeSent):
            await transport.request("POST", "x", body={}, priority=Priority.INTERACTIVE)


async def test_values_that_no_json_holds_never_leave(passing: Time, sandbox: Sandbox) -> None:
    async with plain_transport(sandbox.base_url, passing) as transport:
        with pytest.raises(ValueError, match="JSON"):
            await transport.request("POST", "contacts", body={"x": float("nan")}, priority=Priority.INTERACTIVE)
    assert len(sandbox.requests) == 0


async def test_a_cancelled_read_frees_its_place(passing: Time) -> None:
    asked = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if asked.is_set():
            writer.write(http("200 OK", b"{}"))
        asked.set()
        await reader.read(-1)

    async with listening(serve) as port:
        budget = Budget(clock=passing, random=lambda: 0.5, in_flight=1, reserved=0)
        url = f"http://127.0.0.1:{port}"
        transport = Transport(url, "1|x", budget=budget, clock=passing, random=lambda: 0.5)
        waiting = asyncio.create_task(transport.request("GET", "x", priority=Priority.BACKGROUND))
        await asked.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await transport.request("GET", "x", priority=Priority.BACKGROUND) == b"{}"
        await transport.aclose()


async def test_after_it_was_closed_nothing_is_asked_and_no_connection_is_left_open(sandbox: Sandbox) -> None:
    client = Client(sandbox.base_url, sandbox.token)
    assert [page async for page in client.inboxes()]
    await client.aclose()
    asked = len(sandbox.requests)
    with pytest.raises(errors.NotSent, match="closed"):
        await client.inbox(InboxId(1))
    assert len(sandbox.requests) == asked


async def test_whoever_waits_for_a_turn_while_it_is_closed_asks_nothing(passing: Time) -> None:
    asked = 0
    begun = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        begun.set()
        await reader.read(-1)

    async with listening(serve) as port:
        budget = Budget(clock=passing, random=lambda: 0.5, in_flight=1, reserved=0)
        transport = Transport(
            f"http://127.0.0.1:{port}", "1|x", budget=budget, clock=passing, random=lambda: 0.5, retries=0
        )
        first, second = (
            asyncio.create_task(transport.request("GET", "x", priority=Priority.BACKGROUND)) for _ in range(2)
        )
        await begun.wait()
        await transport.aclose()
        outcomes = await asyncio.gather(first, second, return_exceptions=True)
    assert isinstance(outcomes[0], asyncio.CancelledError)
    assert isinstance(outcomes[1], errors.NotSent)
    assert "closed" in str(outcomes[1])
    assert asked == 1
    assert "chatlane-http" not in {thread.name for thread in threading.enumerate()}
