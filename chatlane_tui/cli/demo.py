"""`demo`: the inbox on an embedded server, with a profile of its own that is gone afterwards. Nothing else differs."""

from __future__ import annotations

import argparse
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from chatlane_tui.cli import demo_texts
from chatlane_tui.cli.inbox import prepare
from chatlane_tui.cli.sandbox import DEFAULT_CONVERSATIONS, check_switches
from chatlane_tui.config.given_token import VARIABLE
from chatlane_tui.config.paths import Places
from chatlane_tui.config.settings import load

if TYPE_CHECKING:
    from chatlane_tui.sandbox.server import Sandbox


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Open the demo. A configuration file counts only if `--config` names it."""
    check_switches(options.switch)
    return open_demo(
        environ,
        conversations=options.conversations or DEFAULT_CONVERSATIONS,
        switches=tuple(options.switch),
        config=options.config,
    )


def open_demo(
    environ: Mapping[str, str],
    *,
    conversations: int = DEFAULT_CONVERSATIONS,
    switches: tuple[str, ...] = (),
    config: str | None = None,
) -> int:
    """The screen on a fresh sandbox; returns its exit code when a person quits. `config` is a file to obey."""
    prepare()
    own = {name: value for name, value in environ.items() if not name.startswith("CHATLANE_") or name == READ_ONLY}
    named = {"CHATLANE_CONFIG": config} if config is not None else {}
    with (
        _ending_in_order(),
        demo_environment(
            {**own, **named}, conversations=conversations, switches=switches, meanwhile=_load_screen
        ) as demo,
    ):
        from chatlane_tui.ui.app import run as run_app

        return run_app(load(demo, profile=None if named else "demo"), environ=demo)


READ_ONLY = "CHATLANE_READ_ONLY"
"""The one variable of a person's own inbox that holds for the demo too."""


@contextmanager
def demo_environment(
    environ: Mapping[str, str], *, conversations: int, switches: tuple[str, ...], meanwhile: Callable[[], object]
) -> Iterator[dict[str, str]]:
    """An environment that leads to a fresh sandbox and to directories that nobody else can read; both end with it.

    The server starts in a thread of its own; `meanwhile` is done in this one, as importing Textual takes as long.
    """
    with tempfile.TemporaryDirectory(prefix="chatlane-tui-demo-", ignore_cleanup_errors=True) as private:
        starting = _Starting(conversations, switches)
        try:
            meanwhile()
            sandbox = starting.sandbox()
            places = {f"XDG_{kind}_HOME": str(Path(private, kind.lower())) for kind in ("CONFIG", "CACHE", "STATE")}
            demo_texts.write(Places.of(places).config / "canned")
            yield {**environ, **places, "CHATLANE_BASE_URL": sandbox.base_url, VARIABLE: sandbox.token}
        finally:
            starting.stop()


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """A closed terminal or a `kill` unwinds the program, so that what is temporary goes."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(signal.Signals[name], end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(signal.Signals[name], handler)


def _load_screen() -> None:
    import chatlane_tui.ui.app  # noqa: F401


class _Starting:
    """A sandbox that is being started in its own thread."""

    def __init__(self, conversations: int, switches: tuple[str, ...]) -> None:
        self._conversations = conversations
        self._switches = switches
        self._sandbox: Sandbox | None = None
        self._failed: Exception | None = None
        self._thread = threading.Thread(target=self._start, name="demo-start")
        self._thread.start()

    def sandbox(self) -> Sandbox:
        """The sandbox, once it answers requests; whatever kept it from starting is raised here."""
        self._thread.join()
        if self._sandbox is None:
            raise self._failed or RuntimeError("The embedded server did not start.")
        return self._sandbox

    def stop(self) -> None:
        """Stop it, if it has started."""
        self._thread.join()
        if self._sandbox is not None:
            self._sandbox.stop()

    def _start(self) -> None:
        from chatlane_tui.sandbox.server import Sandbox

        try:
            sandbox = Sandbox(conversations=self._conversations, lively=True, switches=self._switches)
            sandbox.start()
        except Exception as error:  # noqa: BLE001 carried to the thread that waits, and raised there
            self._failed = error
        else:
            self._sandbox = sandbox
