"""Programs of the person's own: real ones, bounded, and never through a shell unless that was said."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from chatlane_tui.config.settings import CommandSettings
from chatlane_tui.desk import commands
from chatlane_tui.desk.clipboard import copy_natively, native_command
from chatlane_tui.desk.commands import Ran, argv_of, open_outside, opener, run, words_of
from chatlane_tui.errors import ConfigurationError

SHELL = CommandSettings(shell=True)  # noqa: S604 a setting


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)
    return path


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends by itself may take its time on a machine that has much to do."""
    monkeypatch.setattr(commands, "SETTLED", 120.0)
    monkeypatch.setattr("chatlane_tui.desk.clipboard.PATIENCE", 120.0)


async def test_it_gets_the_text_and_its_answer_comes_back() -> None:
    assert await run(["tr", "a-z", "A-Z"], "hello", patience=20) == Ran(0, "HELLO", "")


async def test_its_failure_and_its_errors_are_told(tmp_path: Path) -> None:
    ran = await run([str(script(tmp_path / "f", "echo no >&2; exit 3"))], "", patience=20)
    assert (ran, ran.is_well) == (Ran(3, "", "no\n"), False)


async def test_what_it_prints_steers_nothing(tmp_path: Path) -> None:
    ran = await run([str(script(tmp_path / "f", r"printf '\033]52;c;aGk=\007ok\033[2J\n'"))], "", patience=20)
    assert ran.output == "ok\n"


async def test_one_that_reads_nothing_is_no_failure() -> None:
    assert (await run(["true"], "x" * 2_000_000, patience=20)).is_well


async def test_one_that_does_not_end_is_ended_with_what_it_started(tmp_path: Path) -> None:
    child = script(tmp_path / "f", f"sleep 300 & echo $! > {tmp_path}/pid; echo begun; wait")
    ran = await run([str(child)], "", patience=3.0)
    assert (ran.code, ran.output) == (None, "begun\n")
    assert ran.reason == "It did not end within 3 s and was ended."
    assert await asyncio.to_thread(ended, written(tmp_path / "pid"))


async def test_one_that_prints_without_end_is_ended() -> None:
    ran = await run(["yes"], "", patience=20)
    assert (len(ran.output), ran.reason) == (commands.MOST_OUTPUT, "It printed more than is shown and was ended.")


async def test_cancelled_it_is_ended(tmp_path: Path) -> None:
    child = script(tmp_path / "f", f"echo $$ > {tmp_path}/pid; exec sleep 300")
    task = asyncio.create_task(run([str(child)], "", patience=60))
    pid = await asyncio.to_thread(written, tmp_path / "pid")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended, pid)


def written(file: Path) -> int:
    """The number in a file, once it is there."""
    while not (file.exists() and file.read_text().strip()):
        time.sleep(0.01)
    return int(file.read_text())


def ended(pid: int) -> bool:
    """Whether it ends, or is dead and waits for its parent to notice."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("argv", [["no-such-program"], ["/"], ["a\0b"]])
async def test_one_that_cannot_be_run_is_said(argv: list[str]) -> None:
    with pytest.raises(ConfigurationError, match="cannot be run"):
        await run(argv, "", patience=5)
    with pytest.raises(ConfigurationError, match="cannot be run"):
        await asyncio.to_thread(commands._open, argv)


def test_words_are_run_as_they_are_and_a_shell_only_where_it_is_configured() -> None:
    assert argv_of("wc -w '$(id)'", CommandSettings(), {}) == ["wc", "-w", "$(id)"]
    assert argv_of("a | b", SHELL, {"SHELL": "/bin/zsh"}) == ["/bin/zsh", "-c", "a | b"]
    assert argv_of("a", SHELL, {})[0] == "/bin/sh"


@pytest.mark.parametrize("settings", [SHELL, CommandSettings()])
@pytest.mark.parametrize("command", ["", "  "])
def test_no_command_is_said(command: str, settings: CommandSettings) -> None:
    with pytest.raises(ConfigurationError, match="There is no command"):
        argv_of(command, settings, {})


def test_a_quotation_mark_too_many_is_said() -> None:
    with pytest.raises(ConfigurationError, match="quotation"):
        words_of("a 'b")


async def test_a_file_is_opened_by_a_program_that_gets_its_name_as_one_word(tmp_path: Path) -> None:
    program = script(tmp_path / "opener", f'printf "%s|" "$@" > {tmp_path}/said')
    await open_outside("/a b/$(id).pdf", CommandSettings(open=f"{program} --new"))
    assert (tmp_path / "said").read_text() == "--new|/a b/$(id).pdf|"


async def test_a_program_that_fails_at_once_is_said() -> None:
    with pytest.raises(ConfigurationError, match=r"false could not open it \(exit code 1\)"):
        await open_outside("x", CommandSettings(open="false"))


async def test_a_program_that_stays_counts_as_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "SETTLED", 0.1)
    program = script(tmp_path / "opener", f"echo $$ > {tmp_path}/pid; exec sleep 300")
    await open_outside("x", CommandSettings(open=str(program)))
    pid = await asyncio.to_thread(written, tmp_path / "pid")
    os.kill(pid, 9)
    assert await asyncio.to_thread(ended, pid)


def test_each_platform_has_its_opener() -> None:
    assert [opener("", platform=name) for name in ("linux", "darwin", "win32")] == [
        ["xdg-open"],
        ["open"],
        ["explorer"],
    ]


def test_the_clipboard_of_the_machine_is_used_where_there_is_one(tmp_path: Path) -> None:
    script(tmp_path / "wl-copy", f"cat > {tmp_path}/board")
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "WAYLAND_DISPLAY": "wayland-0"}
    assert copy_natively("Grüße", environ)
    assert (tmp_path / "board").read_text(encoding="utf-8") == "Grüße"


def test_over_ssh_there_is_none(tmp_path: Path) -> None:
    script(tmp_path / "xclip", "exit 0")
    assert not copy_natively("x", {"PATH": str(tmp_path)})


def test_a_clipboard_that_fails_or_hangs_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatlane_tui.desk.clipboard.PATIENCE", 0.2)
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "DISPLAY": ":0"}
    script(tmp_path / "xclip", "exit 1")
    assert not copy_natively("x", environ)
    script(tmp_path / "xclip", "exec sleep 300")
    assert not copy_natively("x", environ)


def test_each_desktop_has_its_command(tmp_path: Path) -> None:
    for name in ("pbcopy", "wl-copy", "xsel"):
        script(tmp_path / name, "")
    path = {"PATH": str(tmp_path)}

    def name_of(environ: dict[str, str], platform: str = "linux") -> str:
        return Path((native_command({**path, **environ}, platform=platform) or ["none"])[0]).name

    found = [
        name_of({}, "darwin"),
        name_of({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}),
        name_of({"DISPLAY": ":0"}),
        name_of({}),
    ]
    assert found == ["pbcopy", "wl-copy", "xsel", "none"]
