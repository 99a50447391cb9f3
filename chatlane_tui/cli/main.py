"""The command `chatlane-tui`: parse, hand over to a verb, turn whatever ends it into an exit code and a sentence.

The bare command takes the shortest way to the screen: no argument parser, no HTTP, no keyring before the first paint.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatlane_tui.cli.output import Exit, exit_of, say
from chatlane_tui.errors import ChatlaneTuiError

if TYPE_CHECKING:
    import argparse


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a mistake in the grammar leaves by argparse's `SystemExit(2)`."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words, dict(os.environ))
    except ChatlaneTuiError as error:
        say(error.sentence)
        return exit_of(error)
    except KeyboardInterrupt:
        say("Interrupted.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; nothing may be written to it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FAILED


def _run(words: list[str], environ: dict[str, str]) -> int:
    if not words:
        from chatlane_tui.cli import inbox

        return inbox.open_inbox(environ, profile=None)
    from chatlane_tui.cli.arguments import parsed

    options = parsed(words)
    if options.config is not None:
        environ["CHATLANE_CONFIG"] = options.config
    if options.read_only:
        environ["CHATLANE_READ_ONLY"] = "1"
    return _verb(options, environ)


def _verb(options: argparse.Namespace, environ: dict[str, str]) -> int:
    match options.verb:
        case "auth login" | "auth logout" | "auth status":
            from chatlane_tui.cli import auth

            return auth.run(options, environ)
        case "config path" | "config show" | "config validate":
            from chatlane_tui.cli import configuration

            return configuration.run(options, environ)
        case "demo":
            from chatlane_tui.cli import demo

            return demo.run(options, environ)
        case "export":
            from chatlane_tui.cli import export

            return export.run(options, environ)
        case "sandbox serve":
            from chatlane_tui.cli import sandbox

            return sandbox.run(options)
        case _:
            from chatlane_tui.cli import inbox

            return inbox.open_inbox(environ, profile=options.profile)
