"""Where files live on this machine (XDG, else the platform's own places), and which database belongs to whom.

A database is a profile's, a base URL's and a token's (A6: ids of two teams may collide). Tokens are known by their
fingerprint alone. A new token of the same team may adopt the database of the old one, so that drafts stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from chatlane_tui.config.private import private_directory, write_private
from chatlane_tui.errors import ConfigurationError

_APP = "chatlane-tui"


class Places(NamedTuple):
    """The three directories of this program. Nothing is made before it is needed."""

    config: Path
    """`config.toml`, and `tokens/` where there is no keyring."""
    cache: Path
    """What may be deleted at any time."""
    state: Path
    """Databases: drafts and the outbox live in them, so they are not a cache."""

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Places:
        """As `XDG_CONFIG_HOME`, `XDG_CACHE_HOME`, `XDG_STATE_HOME` say, else as the platform does."""
        from platformdirs import PlatformDirs

        dirs = PlatformDirs(_APP, appauthor=False)

        def place(variable: str, default: Path) -> Path:
            given = Path(environ.get(variable, ""))
            return given / _APP if given.is_absolute() else default

        return cls(
            config=place("XDG_CONFIG_HOME", dirs.user_config_path),
            cache=place("XDG_CACHE_HOME", dirs.user_cache_path),
            state=place("XDG_STATE_HOME", dirs.user_state_path),
        )

    def cache_directory(self, profile: str) -> Path:
        """The profile's own cache directory, made (0700) if it is missing."""
        return private_directory(self.cache / profile, below=self.cache)

    def state_directory(self, profile: str) -> Path:
        """The profile's own state directory, made (0700) if it is missing."""
        return private_directory(self.state / profile, below=self.state)

    def databases(self, profile: str) -> tuple[Path, ...]:
        """Every database of the profile that exists, whichever token it belongs to."""
        return tuple(sorted((self.state / profile).glob("*.db")))

    def database_path(self, profile: str, base_url: str, fingerprint: str) -> Path:
        """The database of this token's team; its directory exists, the file perhaps not yet (A6)."""
        key = _key(base_url, fingerprint)
        return self.state_directory(profile) / f"{self._aliases(profile).get(key, key)}.db"

    def adopt(self, profile: str, base_url: str, old: str, new: str) -> bool:
        """Give the database of the fingerprint `old` to `new`, a new token of the same team; the caller has made sure.

        False, and nothing changes, if `old` has none or `new` already has its own.
        """
        theirs = self.database_path(profile, base_url, old)
        ours = self.database_path(profile, base_url, new)
        if theirs == ours or ours.exists() or not theirs.exists():
            return False
        aliases = {**self._aliases(profile), _key(base_url, new): theirs.stem}
        _write(self._alias_file(profile), aliases)
        return True

    def remembered(self, profile: str, base_url: str) -> str | None:
        """The fingerprint used last: its database opens before the keyring has answered. None: never signed in."""
        try:
            known = _read(self.state / profile / "remembered.json")
        except (OSError, ValueError):
            return None
        fingerprint = known.get(base_url) if isinstance(known, dict) else None
        return fingerprint if isinstance(fingerprint, str) and fingerprint.isalnum() else None

    def remember(self, profile: str, base_url: str, fingerprint: str) -> None:
        """Note the fingerprint used last at this base URL."""
        if self.remembered(profile, base_url) == fingerprint:
            return
        file = self.state_directory(profile) / "remembered.json"
        try:
            known = _read(file)
        except (OSError, ValueError):
            known = None
        kept = known if isinstance(known, dict) else {}
        _write(file, {**kept, base_url: fingerprint})

    def _alias_file(self, profile: str) -> Path:
        return self.state / profile / "aliases.json"

    def _aliases(self, profile: str) -> dict[str, str]:
        """A damaged file is an error: read as empty, it would hide the drafts of whoever signed in anew."""
        file = self._alias_file(profile)
        try:
            known = _read(file)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise _damaged(file) from error
        if not isinstance(known, dict) or not all(isinstance(key, str) and key.isalnum() for key in known.values()):
            raise _damaged(file)
        return known


def fingerprint_of(token: str) -> str:
    """What a token is known by wherever it must not be written: 16 hex digits of its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def _key(base_url: str, fingerprint: str) -> str:
    return hashlib.sha256(f"{base_url.rstrip('/')}\n{fingerprint}".encode()).hexdigest()[:16]


def _read(file: Path) -> Any:
    content = file.read_bytes()
    import json  # not before the first paint, where there is no such file

    return json.loads(content)


def _write(file: Path, known: Mapping[str, str]) -> None:
    import json

    write_private(file, json.dumps(known, indent=1, sort_keys=True))


def _damaged(file: Path) -> ConfigurationError:
    return ConfigurationError(
        f"{file} is damaged.", hint="It says which token uses which database; without it, sign in again."
    )
