"""The API token: where it is looked for, and where it is kept.

Looked for in this order: `CHATLANE_API_TOKEN`, the profile's `token_command`, the token file, the keyring. The file
comes before the keyring because signing in writes one only when the keyring would not take the token: of the two it is
the newer. What is kept is kept for one base URL: a token is never offered to another server (P3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chatlane_tui.config import keychain, token_command, token_file
from chatlane_tui.config.given_token import VARIABLE, Token, checked, found, given
from chatlane_tui.config.keychain import Kept, NoKeyring
from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.config.private import spoken
from chatlane_tui.config.settings import Settings


class Found(NamedTuple):
    """What looking for a token gave. `notes` are sentences about places that could not be asked."""

    token: Token | None
    notes: tuple[str, ...] = ()


class StoredAt(NamedTuple):
    """Where a token is kept now; `sentence` says it to a person."""

    sentence: str
    in_keyring: bool


def as_given(value: str) -> Token:
    """A token that a person has typed; raises `ConfigurationError` if it is none."""
    token = checked(value)
    return Token(token, "as it was typed", fingerprint_of(token))


def typed(value: str) -> Token:
    """A token that a person has just signed in with."""
    return found(value, "what was typed")


def look(settings: Settings, environ: Mapping[str, str], *, patience: float = keychain.PATIENCE) -> Found:
    """Find the token; asks the keyring last, for `patience` seconds: call it in a thread."""
    if token := given(environ):
        return Found(token)
    if settings.token_command:
        value = token_command.run(settings.token_command, environ)
        return Found(found(value, f"from `token_command` of the profile `{settings.profile}`"))
    if value := token_file.read(settings) or "":
        return Found(found(value, f"in the file {spoken(token_file.token_file(settings))}"))
    match keychain.read(_account(settings), patience=patience):
        case Kept(kept, name):
            return Found(found(kept, f"in the keyring ({name})") if kept else None)
        case NoKeyring(reason):
            return Found(None, (f"The keyring {reason}.",))


def find(settings: Settings, environ: Mapping[str, str]) -> Token | None:
    """The token of this profile for its base URL, or None; see `look`."""
    return look(settings, environ).token


def store(settings: Settings, value: str) -> StoredAt:
    """Keep a token that has been checked: in the keyring, else in a file for its owner alone, and say which."""
    token = checked(value)
    match keychain.write(_account(settings), token):
        case Kept(_, name):
            token_file.delete(settings)
            return StoredAt(f"The token is kept in the keyring ({name}).", in_keyring=True)
        case NoKeyring(reason):
            path = token_file.write(settings, token)
            sentence = f"The keyring {reason}, so the token is kept in {spoken(path)}, readable by you alone (0600)."
            return StoredAt(sentence, in_keyring=False)


def forget(settings: Settings, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Delete the token wherever this program keeps it; sentences say what was done, and what only a person can do."""
    said = []
    match keychain.delete(_account(settings)):
        case Kept(value, name):
            if value:
                said.append(f"The token is deleted from the keyring ({name}).")
        case NoKeyring(reason, absent):
            if not absent:
                said.append(f"The keyring {reason}; a token in it is still there.")
    if token_file.delete(settings):
        said.append(f"The token file {spoken(token_file.token_file(settings))} is deleted.")
    if environ.get(VARIABLE, "").strip():
        said.append(f"{VARIABLE} is still set in the environment.")
    if settings.token_command:
        said.append(f"`token_command` in {spoken(settings.file)} still gives a token.")
    return tuple(said)


def _account(settings: Settings) -> str:
    return f"{settings.profile} {settings.base_url}"
