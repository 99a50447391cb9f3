"""Files of messages in the person's folder: what comes, what does not, and what is left of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from chatlane_tui.config.settings import FileSettings, load
from chatlane_tui.desk.files import Files, Stage, name_of
from chatlane_tui.errors import ApiError, ConfigurationError, Refused, Unreadable
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.rows import AttachmentRow

TOKEN = "1|secret"


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    with Sandbox(conversations=4, token=TOKEN) as running:
        yield running


@asynccontextmanager
async def desk(server: Sandbox, folder: Path, **changes: Any) -> Any:
    settings = load({"CHATLANE_BASE_URL": server.base_url, "XDG_CONFIG_HOME": str(folder.parent / "config")})
    files = Files(settings._replace(files=FileSettings(folder=str(folder), **changes)), token=lambda: TOKEN)
    try:
        yield files
    finally:
        await files.aclose()
        server.faults.clear()


def file(name: str = "report.pdf", url: str = "/files/1/1/report.pdf", mime: str = "application/pdf") -> AttachmentRow:
    return AttachmentRow(name, url, 5_000, mime)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_file_is_fetched_once_and_again_when_it_is_gone(server: Sandbox, tmp_path: Path) -> None:
    async with desk(server, tmp_path) as files:
        first, again = await files.download(file()), await files.download(file())
        assert (first, again, names(tmp_path)) == (tmp_path / "report.pdf", first, ["report.pdf"])
        first.unlink()
        assert (await files.download(file())).exists()
        told = files.download_of(file())
        assert (told.stage, told.received, told.size, told.path) == (Stage.SAVED, told.size, told.size, first)


async def test_a_name_with_a_path_stays_in_the_folder(server: Sandbox, tmp_path: Path) -> None:
    async with desk(server, tmp_path / "in") as files:
        path = await files.download(file(name="../../.ssh/authorized_keys"))
    assert path == tmp_path / "in" / "authorized_keys.pdf"


async def test_a_page_instead_of_the_file_is_not_saved(server: Sandbox, tmp_path: Path) -> None:
    headers = {"content-type": "text/html; charset=utf-8"}
    async with desk(server, tmp_path) as files:
        server.faults.add("status", path="/files/", status=200, body="<h1>Log in</h1>", headers=headers)
        with pytest.raises(Unreadable, match="a web page instead of the file"):
            await files.download(file())
        assert (names(tmp_path), files.download_of(file()).stage) == ([], Stage.FAILED)
        server.faults.add("status", path="/files/", status=200, body="<h1>Hi</h1>", headers=headers)
        page = file(name="page.html", mime="text/html")
        assert (await files.download(page)).read_text() == "<h1>Hi</h1>"


@pytest.mark.parametrize("fault", ["truncate", "drop_before"])
async def test_what_breaks_off_leaves_nothing(server: Sandbox, tmp_path: Path, fault: str) -> None:
    async with desk(server, tmp_path) as files:
        server.faults.add(fault, path="/files/")
        with pytest.raises(ApiError):
            await files.download(file())
        assert names(tmp_path) == []
        assert "Nothing was saved." in files.download_of(file()).problem
        assert (await files.download(file())).exists()


async def test_what_is_too_large_is_not_taken(server: Sandbox, tmp_path: Path) -> None:
    async with desk(server, tmp_path, size_limit=1) as files:
        server.faults.add("status", path="/files/", status=200, body=b"x" * 1_000_001)
        with pytest.raises(Refused, match="larger than 1 MB"):
            await files.download(file())
    assert names(tmp_path) == []


async def test_a_folder_that_cannot_be_written_is_said(server: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    async with desk(server, tmp_path / "taken") as files:
        with pytest.raises(ConfigurationError, match="cannot be"):
            await files.download(file())
        assert files.download_of(file()).stage is Stage.FAILED


async def test_a_download_that_is_stopped_or_left_behind_leaves_nothing(server: Sandbox, tmp_path: Path) -> None:
    async with desk(server, tmp_path) as files:
        server.faults.add("slow_body", path="/files/", seconds=60, times=2)
        assert not files.cancel(file())
        first = asyncio.create_task(files.download(file()))
        second = asyncio.create_task(files.download(file(name="other.pdf")))
        await asyncio.to_thread(begun, files, file(), file(name="other.pdf"))
        assert files.cancel(file())
        with pytest.raises(asyncio.CancelledError):
            await first
        assert files.download_of(file()).stage is Stage.CANCELLED
        await files.aclose()
        assert second.cancelled()
    assert names(tmp_path) == []


def begun(files: Files, *wanted: AttachmentRow) -> None:
    """Wait until something of each has come."""
    while not all(told and told.received for told in map(files.download_of, wanted)):
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (AttachmentRow("", "https://x.example/a/b.png?sig=1", None, ""), "b.png"),
        (AttachmentRow("", "https://x.example/", None, "image/png"), "file.png"),
        (AttachmentRow("scan", "u", None, "application/pdf; charset=x"), "scan.pdf"),
        (AttachmentRow("scan", "u", None, "no type"), "scan"),
    ],
)
def test_a_file_without_a_name_is_named_after_its_address_and_its_type(said: AttachmentRow, name: str) -> None:
    assert name_of(said) == name
