"""tmux, which obeys more than a terminal does, and hands on what it was told to the one around it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.journeys.terminal import Terminal

COMMAND: Final = shutil.which("tmux")
_OBEDIENT: Final = """\
set -g default-terminal screen-256color
set -g status off
set -s escape-time 0
set -s set-clipboard on
set -g set-titles on
set -g set-titles-string "#{pane_title} #{window_name}"
set -gq allow-rename on
set -gq allow-passthrough on
set -g automatic-rename off
"""
"""Everything that a program may ask of tmux is granted."""


class Multiplexer:
    """One program in tmux, in a terminal of its own. Used as a context."""

    def __init__(self, command: Sequence[str], *, environ: Mapping[str, str], size: tuple[int, int]) -> None:
        assert COMMAND is not None
        self._folder = tempfile.TemporaryDirectory(prefix="mux-")  # a socket's path has to be short
        folder = Path(self._folder.name)
        (folder / "conf").write_text(_OBEDIENT)
        self._tmux = [COMMAND, "-u", "-S", str(folder / "socket"), "-f", str(folder / "conf")]
        self.terminal = Terminal([*self._tmux, "new-session", *command], environ=environ, size=size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False, timeout=120)
        self.terminal.__exit__(kind, error, trace)
        self._folder.cleanup()

    def clipboard(self) -> list[str]:
        """What programs put there."""
        return self._ask("list-buffers", "-F", "#{buffer_sample}").splitlines()

    def titles(self) -> list[str]:
        """What pane, window and session are called now, and what runs in the pane."""
        said = "#{pane_title}\n#{window_name}\n#{session_name}\n#{pane_current_command}"
        return self._ask("display-message", "-p", said).splitlines()

    def lines(self) -> list[str]:
        """The cells of the pane, as tmux counts them."""
        return self._ask("capture-pane", "-p").splitlines()

    def _ask(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], capture_output=True, check=True, timeout=120).stdout.decode()
