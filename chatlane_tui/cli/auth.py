"""`auth login|logout|status`: the token from the command line. It is typed unseen or piped, and never an argument."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping

from chatlane_tui.cli.output import Exit, exit_of, put_json, put_pairs, say
from chatlane_tui.config.given_token import VARIABLE, Token
from chatlane_tui.config.settings import Settings, load
from chatlane_tui.config.token import forget, look
from chatlane_tui.errors import ApiError

_NO_TOKEN = "There is none; `chatlane-tui auth login` takes one."  # noqa: S105 a sentence


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """One of the three verbs."""
    settings = load(environ, profile=options.profile)
    match options.verb:
        case "auth login":
            return _login(settings, environ, from_stdin=options.with_token, as_json=options.json)
        case "auth logout":
            return _logout(settings, environ, purge=options.purge, yes=options.yes)
        case _:
            return _status(settings, environ, as_json=options.json)


def _login(settings: Settings, environ: Mapping[str, str], *, from_stdin: bool, as_json: bool) -> int:
    from chatlane_tui.desk.sign_in import sign_in

    value = _asked(settings, from_stdin=from_stdin)
    signed_in = asyncio.run(sign_in(settings, value))
    say(f"Signed in to {settings.base_url} (profile `{settings.profile}`, {_inboxes(signed_in.inboxes)}).")
    say(signed_in.stored.sentence)
    if signed_in.adopted:
        say("Drafts, outbox and cache of the token before it stay.")
    if environ.get(VARIABLE, "").strip():
        say(f"{VARIABLE} is set and goes before the token that was kept now.")
    if as_json:
        put_json(
            {
                "profile": settings.profile,
                "base_url": settings.base_url,
                "fingerprint": signed_in.fingerprint,
                "inboxes": list(signed_in.inboxes),
                "in_keyring": signed_in.stored.in_keyring,
                "adopted": signed_in.adopted,
            }
        )
    return Exit.DONE


def _asked(settings: Settings, *, from_stdin: bool) -> str:
    if sys.stdin.isatty() and not from_stdin:
        from getpass import getpass

        say(f"An API token for {settings.base_url}: made in Chatlane under Settings → API Tokens.")
        return getpass("Token (not shown): ", stream=sys.stderr)
    return sys.stdin.readline(10_000)


def _logout(settings: Settings, environ: Mapping[str, str], *, purge: bool, yes: bool) -> int:
    if not purge:
        _forget(settings, environ)
        say("Drafts, outbox and cache stay; `--purge` deletes them.")
        return Exit.DONE
    from chatlane_tui.cli.purge import purging

    with purging(settings, yes=yes):
        _forget(settings, environ)
    say(f"The cache and the database of the profile `{settings.profile}` are deleted.")
    return Exit.DONE


def _forget(settings: Settings, environ: Mapping[str, str]) -> None:
    for sentence in forget(settings, environ) or ("No token was kept here.",):
        say(sentence)


def _status(settings: Settings, environ: Mapping[str, str], *, as_json: bool) -> int:
    found = look(settings, environ)
    for note in found.notes:
        say(note)
    token = found.token
    code, problem, inboxes = _tried(settings, token) if token else (Exit.AUTH, _NO_TOKEN, ())
    if as_json:
        put_json(
            {
                "profile": settings.profile,
                "base_url": settings.base_url,
                "base_url_from": settings.base_url_from,
                "source": token.source if token else None,
                "fingerprint": token.fingerprint if token else None,
                "works": code is Exit.DONE,
                "problem": problem or None,
                "inboxes": list(inboxes),
            }
        )
        return code
    put_pairs(
        [
            ("profile", settings.profile),
            ("server", f"{settings.base_url} ({settings.base_url_from})"),
            ("token", token.source if token else "none"),
            ("fingerprint", token.fingerprint if token else "–"),
            ("works", f"no: {problem}" if problem else f"yes, {_inboxes(inboxes)}: {', '.join(inboxes)}"),
        ]
    )
    return code


def _tried(settings: Settings, token: Token) -> tuple[Exit, str, tuple[str, ...]]:
    """The exit code, the problem if there is one, and the inboxes."""
    from chatlane_tui.desk.sign_in import check

    try:
        inboxes = asyncio.run(check(settings, token.value))
    except ApiError as error:
        return exit_of(error), error.sentence, ()
    return Exit.DONE, "", inboxes


def _inboxes(names: tuple[str, ...]) -> str:
    return f"{len(names)} inbox" if len(names) == 1 else f"{len(names)} inboxes"
