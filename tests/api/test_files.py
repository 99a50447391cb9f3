"""Fetching files from addresses that anybody may have made up: what is asked, what is refused, who sees the token."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from chatlane_tui.api.files import MOST_HOPS, Files, Head, Timing
from chatlane_tui.errors import ApiError, Missing, NotSent, Refused, Unreadable
from chatlane_tui.sandbox.server import Sandbox
from tests.api.conftest import Stranger, listening

TOKEN = "1|secret"
LIMIT = 1_000_000


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    """The API on one origin, files on another."""
    with Sandbox(conversations=4, switches=["M5-foreign-url"], token=TOKEN) as running:
        yield running


@pytest.fixture(autouse=True)
def quiet(server: Sandbox) -> None:
    """Nobody has asked anything."""
    server.faults.clear()
    server.requests.clear()
    if server.file_host is not None:
        server.file_host.requests.clear()


@pytest.fixture
async def files(server: Sandbox) -> AsyncIterator[Files]:
    fetching = Files(server.base_url)
    yield fetching
    await fetching.aclose()


class Taken:
    """What came."""

    def __init__(self) -> None:
        self.head: Head | None = None
        self.content = b""

    def heard(self, head: Head) -> None:
        self.head = head

    def write(self, part: bytes) -> None:
        self.content += part


async def fetched(files: Files, url: str, *, token: str = TOKEN, limit: int = LIMIT) -> Taken:
    taken = Taken()
    await files.fetch(url, token, limit=limit, heard=taken.heard, write=taken.write)
    return taken


def foreign(server: Sandbox, path: str = "/files/1/1/a.txt") -> str:
    assert server.file_host is not None
    return server.file_host.origin + path


async def test_a_path_is_of_the_apis_own_origin_and_goes_with_the_token(files: Files, server: Sandbox) -> None:
    taken = await fetched(files, "/files/1/1/a.txt")
    assert taken.content.startswith(b"The content of a.txt.")
    assert taken.head == Head(len(taken.content), "text/plain; charset=utf-8")
    assert [seen.headers["authorization"] for seen in server.requests] == [f"Bearer {TOKEN}"]


async def test_another_origin_never_sees_the_token(files: Files, server: Sandbox) -> None:
    await fetched(files, foreign(server))
    assert server.file_host is not None
    assert [("authorization" in seen.headers, "cookie" in seen.headers) for seen in server.file_host.requests] == [
        (False, False)
    ]


async def test_a_redirect_to_another_origin_leaves_the_token_behind(files: Files, server: Sandbox) -> None:
    server.faults.add("redirect", path="/files/9", location=foreign(server))
    assert (await fetched(files, "/files/9/1/b.txt")).content.startswith(b"The content of a.txt.")
    assert server.file_host is not None
    assert [seen.headers.get("authorization") for seen in server.requests] == [f"Bearer {TOKEN}"]
    assert [seen.headers.get("authorization") for seen in server.file_host.requests] == [None]


async def test_a_redirect_back_home_brings_the_token_along_again(files: Files, server: Sandbox) -> None:
    server.faults.add("redirect", path="/files/9", location=f"{server.origin}/files/1/1/home.txt")
    assert (await fetched(files, foreign(server, "/files/9/1/b.txt"))).content.startswith(b"The content of home")
    assert [seen.headers.get("authorization") for seen in server.requests] == [f"Bearer {TOKEN}"]


async def test_redirects_without_end_are_given_up(files: Files, server: Sandbox) -> None:
    server.faults.add("redirect", path="/files/9", location="/files/9/1/b.txt", times=None)
    with pytest.raises(Unreadable, match="without end"):
        await fetched(files, "/files/9/1/b.txt")
    assert len(server.requests) == MOST_HOPS + 1


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://x.example/a", "javascript:alert(1)", "//u:p@x/"])
async def test_a_redirect_leads_nowhere_but_to_the_web(files: Files, server: Sandbox, location: str) -> None:
    server.faults.add("redirect", path="/files/9", location=location)
    with pytest.raises(ApiError):
        await fetched(files, "/files/9/1/b.txt")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "no address on the web"),
        ("data:text/plain,x", "no address on the web"),
        ("https://", "no address on the web"),
        ("https://x.example:99999/", "no address."),
        ("https://me:secret@x.example/a", "a name or a password"),
        ("https://x.example/" + "a" * 9_000, "no address on the web"),
    ],
)
def test_what_is_no_address_is_refused(files: Files, url: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        files.address(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "localhost",
        "a.localhost",
        "10.0.0.7",
        "192.168.1.1:8080",
        "169.254.169.254",
        "[::1]",
        "[fe80::1%25eth0]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_no_address_leads_into_the_persons_own_network(host: str) -> None:
    with pytest.raises(Refused, match="your own network"):
        Files("https://chatlane.io/api/v1").address(f"http://{host}/admin")


def test_an_encrypted_address_never_leads_on_to_one_that_is_not() -> None:
    with pytest.raises(Refused, match="not encrypted"):
        Files("https://chatlane.io/api/v1")._next("https://files.example/a", "http://files.example/a")


async def test_what_is_said_to_be_too_large_is_not_taken(files: Files, server: Sandbox) -> None:
    taken = Taken()
    with pytest.raises(Refused, match="larger than 0 MB") as raised:
        await files.fetch("/files/1/1/a.txt", TOKEN, limit=1_000, heard=taken.heard, write=taken.write)
    assert (taken.content, "size_limit" in raised.value.hint) == (b"", True)


async def test_what_turns_out_too_large_is_cut_off(files: Files) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(64):
            writer.write(b"x" * 65_536)
            await writer.drain()

    taken = Taken()
    async with listening(endless) as port:
        url = f"http://127.0.0.1:{port}/x"
        with pytest.raises(Refused, match="larger"):
            await files.fetch(url, TOKEN, limit=100_000, heard=taken.heard, write=taken.write)
    assert len(taken.content) <= 100_000


@pytest.mark.parametrize(
    ("status", "kind"), [(404, Missing), (410, Missing), (401, Refused), (403, Refused), (500, NotSent), (418, NotSent)]
)
async def test_each_failure_says_that_nothing_was_saved(
    files: Files, server: Sandbox, status: int, kind: type[ApiError]
) -> None:
    server.faults.add("status", path="/files/", status=status)
    with pytest.raises(kind) as raised:
        await fetched(files, "/files/1/1/a.txt")
    assert raised.value.status == status


@pytest.mark.parametrize("fault", ["drop_before", "truncate"])
async def test_a_connection_that_breaks_off_is_said(files: Files, server: Sandbox, fault: str) -> None:
    server.faults.add(fault, path="/files/")
    with pytest.raises(NotSent) as raised:
        await fetched(files, "/files/1/1/a.txt")
    assert raised.value.hint == "Nothing was saved."


async def test_a_server_that_drips_is_given_up_in_time(server: Sandbox) -> None:
    server.faults.add("slow_body", path="/files/", seconds=60)
    hasty = Files(server.base_url, timing=Timing(total=0.3))
    try:
        with pytest.raises(NotSent, match="took too long"):
            await fetched(hasty, "/files/1/1/a.txt")
    finally:
        await hasty.aclose()


async def test_cancelled_it_ends_at_once(files: Files, server: Sandbox) -> None:
    server.faults.add("slow_body", path="/files/", seconds=60)
    came = asyncio.Event()
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(
        files.fetch(
            "/files/1/1/a.txt",
            TOKEN,
            limit=LIMIT,
            heard=lambda _: loop.call_soon_threadsafe(came.set),
            write=lambda _: None,
        )
    )
    await came.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_origin_that_only_looks_like_the_apis_gets_no_token(server: Sandbox, stranger: Stranger) -> None:
    files = Files(server.base_url)
    try:
        with pytest.raises(NotSent):
            await fetched(files, f"{stranger.origin}/api/v1/files")
    finally:
        await files.aclose()
    assert b"GET /api/v1/files" in stranger.heard
    assert TOKEN.encode() not in stranger.heard
