"""Files that came with messages: where each leads, and fetching it into the person's folder, in sight and stoppable."""

from __future__ import annotations

import asyncio
import enum
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chatlane_tui.config.private import spoken
from chatlane_tui.config.settings import Settings
from chatlane_tui.desk.saving import Saving, folder_of
from chatlane_tui.errors import ChatlaneTuiError, Unreadable
from chatlane_tui.model.file_names import safe_name
from chatlane_tui.store.rows import AttachmentRow

if TYPE_CHECKING:
    from chatlane_tui.api.files import Files as Fetching
    from chatlane_tui.api.files import Head

MEGABYTE = 1_000_000
_PAGES = (".html", ".htm", ".xhtml", ".mht", ".mhtml")


class Stage(enum.Enum):
    """How far a download has come."""

    RUNNING = enum.auto()
    SAVED = enum.auto()
    FAILED = enum.auto()
    CANCELLED = enum.auto()


@dataclass(frozen=True, slots=True)
class Download:
    """One download as it stands. `received` and `size` are bytes; `size` is None where nobody said."""

    stage: Stage
    received: int = 0
    size: int | None = None
    path: Path | None = None
    problem: str = ""

    @property
    def place(self) -> str:
        """Where it is, as people read it; empty until it is saved."""
        return "" if self.path is None else spoken(self.path)


class Files:
    """`token` says the token of the moment, empty where there is none; it goes to its own origin alone (M5)."""

    def __init__(self, settings: Settings, *, token: Callable[[], str]) -> None:
        self._settings = settings
        self._token = token
        self._fetching: Fetching | None = None
        self._downloads: dict[AttachmentRow, Download] = {}
        self._running: dict[AttachmentRow, asyncio.Task[object]] = {}

    @property
    def folder(self) -> Path:
        """Where files go."""
        return folder_of(self._settings.files)

    @property
    def place(self) -> str:
        """That folder as people read it."""
        return spoken(self.folder)

    def download_of(self, file: AttachmentRow) -> Download | None:
        """How its download stands, if one was begun."""
        return self._downloads.get(file)

    def address(self, file: AttachmentRow) -> str:
        """The whole URL of it. `Refused` says why nothing is fetched from there."""
        return self._fetch().address(file.url)

    async def download(self, file: AttachmentRow) -> Path:
        """Fetch it, unless that was done and it is still there; returns where it is.

        Raises `ApiError` and `ConfigurationError`: then nothing was saved. Cancelled, it leaves nothing behind.
        """
        known = self._downloads.get(file)
        if known is not None and known.path is not None and await asyncio.to_thread(known.path.exists):
            return known.path
        task = asyncio.current_task()
        if task is not None:
            self._running[file] = task
        self._downloads[file] = Download(Stage.RUNNING, size=file.size)
        try:
            path = await self._saved(file)
        except ChatlaneTuiError as error:
            self._downloads[file] = Download(Stage.FAILED, problem=error.sentence)
            raise
        except asyncio.CancelledError:
            self._downloads[file] = Download(Stage.CANCELLED)
            raise
        finally:
            self._running.pop(file, None)
        came = self._downloads[file].received
        self._downloads[file] = Download(Stage.SAVED, received=came, size=came, path=path)
        return path

    def cancel(self, file: AttachmentRow) -> bool:
        """Stop its download; whether one was running."""
        task = self._running.get(file)
        return task is not None and task.cancel()

    async def aclose(self) -> None:
        """End every download."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._fetching is not None:
            await self._fetching.aclose()

    async def _saved(self, file: AttachmentRow) -> Path:
        fetching = await asyncio.to_thread(self._fetch)
        saving = await asyncio.to_thread(Saving, self.folder)

        def heard(head: Head) -> None:
            if head.mime_type.lower().startswith("text/html") and not _is_page(file):
                raise Unreadable("The server answered with a web page instead of the file.", hint="Nothing was saved.")
            self._downloads[file] = replace(self._downloads[file], size=head.size or file.size)

        def write(part: bytes) -> None:
            saving.write(part)
            so_far = self._downloads[file]
            self._downloads[file] = replace(so_far, received=so_far.received + len(part))

        limit = self._settings.files.size_limit * MEGABYTE
        try:
            await fetching.fetch(file.url, self._token(), limit=limit, heard=heard, write=write)
            return await asyncio.to_thread(saving.publish, name_of(file))
        finally:
            saving.discard()

    def _fetch(self) -> Fetching:
        """Made when first needed, in whichever thread: the HTTP stack comes with it."""
        if self._fetching is None:
            from chatlane_tui.api.files import Files as Fetching

            self._fetching = Fetching(self._settings.base_url)
        return self._fetching


def name_of(file: AttachmentRow) -> str:
    """What it is called on this machine, whatever its sender called it."""
    ending = mimetypes.guess_extension(file.mime_type.partition(";")[0].strip().lower()) or ""
    return safe_name(file.name or file.url.partition("?")[0].rpartition("/")[2], ending=ending)


def _is_page(file: AttachmentRow) -> bool:
    return "html" in file.mime_type.lower() or name_of(file).lower().endswith(_PAGES)
