"""`export`: data on stdout, talk on stderr, and an exit code for each way it may end."""

from __future__ import annotations

import json

from chatlane_tui.sandbox.server import Sandbox
from tests.cli.conftest import Shell


def test_a_conversation_that_was_never_read_is_asked_for_and_the_next_time_comes_from_the_cache(
    shell: Shell, sandbox: Sandbox
) -> None:
    token = {"CHATLANE_API_TOKEN": sandbox.token}
    first = shell.run("export", "1", **token)
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith(
        "# Re: Call about the group booking in June\n\n- Conversation: 1\n- Customer: Lars Ødegård"
    )
    assert "- Attachment: participants.xlsx · application/octet-stream" in first.out
    sandbox.requests.clear()
    again = shell.run("export", "1", "--json", "--redact", **token)
    assert len(sandbox.requests) == 0
    assert "From the cache" in again.err
    told = json.loads(again.out)
    assert (told["version"], told["redacted"], told["conversation"]["customer"]["name"]) == (1, True, "[name 1]")
    assert "Ødegård" not in again.out


def test_what_the_server_does_not_have_is_a_failure(shell: Shell, sandbox: Sandbox) -> None:
    done = shell.run("export", "999999", CHATLANE_API_TOKEN=sandbox.token)
    assert (done.code, done.out) == (1, "")
    assert "The server has no conversation 999999." in done.err


def test_without_a_token_nothing_is_asked(shell: Shell) -> None:
    done = shell.run("export", "1", "--text")
    assert (done.code, done.out) == (4, "")
    assert "auth login" in done.err


def test_a_number_is_needed_and_one_form(shell: Shell) -> None:
    assert shell.run("export", "Ada").code == 2
    huge = shell.run("export", str(2**63))
    assert (huge.code, "no conversation has so large a number" in huge.err) == (2, True)
    assert shell.run("export", "1", "--md", "--json").code == 2
