"""What a token must look like, and the token of the environment: that one is looked for before the first paint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.errors import ConfigurationError

VARIABLE = "CHATLANE_API_TOKEN"


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was found. Only `fingerprint` may be written anywhere."""

    value: str = field(repr=False)
    source: str
    """Where it was, to complete "the token is …"."""
    fingerprint: str


def checked(value: str) -> str:
    """The token without the blanks and the `Bearer` that copying brings along; `ConfigurationError` if it is none."""
    token = value.strip()
    scheme, _, rest = token.partition(" ")
    if scheme.lower() == "bearer" and rest:
        token = rest.strip()
    if not token:
        raise ConfigurationError("There is no token in that.")
    if len(token) > 4096:
        raise ConfigurationError("That is too long for a token.")
    if not token.isascii() or not token.isprintable():
        raise ConfigurationError("A token has no control characters and no letters beyond ASCII; copy it again.")
    if " " in token:
        raise ConfigurationError("A token has no blanks inside; copy the token alone.")
    return token


def given(environ: Mapping[str, str]) -> Token | None:
    """The token of the environment, which costs nothing to look for. Raises `ConfigurationError` if it is none."""
    value = environ.get(VARIABLE, "").strip()
    return found(value, f"in the environment ({VARIABLE})") if value else None


def found(value: str, source: str) -> Token:
    """What was found as a token at `source`; raises `ConfigurationError`, which names the place, if it is none."""
    try:
        token = checked(value)
    except ConfigurationError as error:
        raise ConfigurationError(f"What was found {source} is no token.", hint=str(error)) from error
    return Token(token, source, fingerprint_of(token))
