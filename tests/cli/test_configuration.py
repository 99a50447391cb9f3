"""`config path|show|validate`."""

from __future__ import annotations

import json

from chatlane_tui.config.shape import MAPS, TABLES
from tests.cli.conftest import Shell


def write(shell: Shell, text: str) -> None:
    file = shell.home / "config" / "chatlane-tui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)


def test_the_path_is_data_even_if_the_file_is_broken(shell: Shell) -> None:
    write(shell, "not toml")
    done = shell.run("config", "path")
    assert (done.code, done.out) == (0, f"{shell.home}/config/chatlane-tui/config.toml\n")


def test_all_places_can_be_asked_for(shell: Shell) -> None:
    done = shell.run("config", "path", "--all")
    assert [line.split() for line in done.out.splitlines()] == [
        ["config", f"{shell.home}/config/chatlane-tui/config.toml"],
        ["cache", f"{shell.home}/cache/chatlane-tui"],
        ["state", f"{shell.home}/state/chatlane-tui"],
    ]


def test_the_settings_are_shown_after_file_and_environment(shell: Shell) -> None:
    write(
        shell, '[sync]\npoll_interval = 30\n[ui]\nreduced_motion = true\n[profiles.a]\n[profiles.b]\n[keys]\nx = "q"\n'
    )
    shown = dict(line.split(maxsplit=1) for line in shell.run("config", "show").out.splitlines())
    assert (
        shown["sync.poll_interval"],
        shown["ui.reduced_motion"],
        shown["profiles"],
        shown["keys.x"],
        shown["title"],
    ) == (
        "30",
        "true",
        "a, b",
        "q",
        "–",
    )


def test_the_settings_are_shown_as_json(shell: Shell) -> None:
    shown = json.loads(shell.run("config", "show", "--json").out)
    assert (shown["base_url"], shown["base_url_from"]) == (shell.environ["CHATLANE_BASE_URL"], "CHATLANE_BASE_URL")


def test_whatever_can_be_set_is_shown(shell: Shell) -> None:
    shown = json.loads(shell.run("config", "show", "--json").out)
    assert {*TABLES, *MAPS, "views", "read_only"} <= shown.keys()
    for table, kinds in TABLES.items():
        assert kinds.keys() == shown[table].keys(), table
    write(shell, '[signatures]\ndefault = """\nAda\nAcme"""\n')
    shown = dict(line.split(maxsplit=1) for line in shell.run("config", "show").out.splitlines())
    assert shown["signatures.default"] == "Ada …"


def test_what_a_token_command_says_is_not_shown(shell: Shell) -> None:
    write(shell, '[profiles.default]\ntoken_command = "echo 1|secret"\n')
    done = shell.run("config", "show")
    assert "secret" not in done.out
    assert ["token_command", "set"] in [line.split() for line in done.out.splitlines()]


def test_a_file_without_mistakes_is_said_to_be_so(shell: Shell) -> None:
    write(shell, "[sync]\npoll_interval = 30\n")
    done = shell.run("config", "validate")
    assert (done.code, done.out, done.err) == (0, "", "~/config/chatlane-tui/config.toml has no mistakes.\n")


def test_no_file_is_no_mistake(shell: Shell) -> None:
    done = shell.run("config", "validate")
    assert done.err == "There is no ~/config/chatlane-tui/config.toml; everything is as it comes.\n"


def test_every_mistake_is_named_and_the_exit_code_says_so(shell: Shell) -> None:
    write(shell, "[sync]\npol_interval = 1\n[ui]\nglyphs = 1\n")
    done = shell.run("config", "validate")
    assert (done.code, [line.split(": ")[0] for line in done.err.splitlines()]) == (
        2,
        ["~/config/chatlane-tui/config.toml:2", "~/config/chatlane-tui/config.toml:4"],
    )


def test_keys_that_cannot_work_are_mistakes_too(shell: Shell) -> None:
    write(shell, '[keys]\n"inbox.star" = "e"\n')
    done = shell.run("config", "validate")
    assert (done.code, done.err) == (
        2,
        "~/config/chatlane-tui/config.toml:2: `e` for `inbox.star` also is the key of `inbox.done`\n",
    )
