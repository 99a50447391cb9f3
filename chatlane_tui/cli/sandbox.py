"""`sandbox serve`: the embedded server in the foreground, for scripts, integrators and tests."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatlane_tui.cli.output import Exit, put_json, put_pairs, say
from chatlane_tui.errors import ConfigurationError

if TYPE_CHECKING:
    from chatlane_tui.sandbox.server import Sandbox

DEFAULT_CONVERSATIONS = 64


def run(options: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM. Base URL and token go to stdout once requests are answered."""
    from chatlane_tui.config.given_token import checked

    check_switches(options.switch)
    token = checked(options.token) if options.token is not None else _new_token()
    from chatlane_tui.sandbox.serve import run as serve

    def ready(sandbox: Sandbox) -> None:
        if options.json:
            put_json({"base_url": sandbox.base_url, "token": sandbox.token})
        else:
            put_pairs([("base URL", sandbox.base_url), ("token", sandbox.token)])
        say("Serving; Ctrl+C ends it.")

    try:
        serve(
            options.port,
            token,
            options.conversations or DEFAULT_CONVERSATIONS,
            switches=options.switch,
            rate_limit=options.rate_limit,
            lively=options.lively,
            ready=ready,
        )
    except OSError as error:
        raise ConfigurationError(f"The port {options.port} cannot be used: {error.strerror}.") from error
    return Exit.DONE


def check_switches(names: Sequence[str]) -> None:
    """A switch that does not exist is a mistake of whoever typed it; the nearest one is named."""
    from chatlane_tui.sandbox.switches import Flipped

    try:
        Flipped(names)
    except ValueError as error:
        raise ConfigurationError(str(error)) from error


def _new_token() -> str:
    """A token in the shape that Sanctum gives them (A7)."""
    import secrets

    return f"1|{secrets.token_hex(20)}"
