"""Every error this program raises on purpose, named by what may be done next.

ChatlaneTuiError          `str(error)` is a sentence for a person; `hint` says what to do next
├── ConfigurationError    a setting, an argument or a token is wrong: a person mends it (exit code 2)
│   └── QueryError        a search or a view means nothing; `at` says where, `nearest` what was probably meant
├── ApiError              the server, or the way to it; `status` and `code` as far as they are known
│   ├── NotSent           provably without effect on the server: the program may repeat it (W1)
│   │   └── Limited       429 or 503: repeat it after `retry_after` seconds (A1)
│   ├── MaybeSent         a write whose outcome is unknown: never repeated by the program (W1)
│   ├── Refused           the server said no and why: a person edits, or gives up
│   │   └── Missing       404: it is not there, or no longer
│   ├── Denied            401 or 403: the token is wrong, dead, or may not do this (A7)
│   └── Unreadable        an answer to a read that is not this API's (A2, A3): repeat later
└── StoreError            the local database
    ├── StoreNewer        it was written by a newer version of this program: refuse, touch nothing
    └── StoreUnusable     it cannot be opened, read or written now (disk full, read-only, locked, corrupt)
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class ChatlaneTuiError(Exception):
    """An error whose text is for people: what happened, and in `hint` what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def sentence(self) -> str:
        """The message and the hint, as one line for a status bar or stderr."""
        return f"{self} {self.hint}".strip()


class ConfigurationError(ChatlaneTuiError):
    """A setting, an argument or a token that a person has to mend; names the file and line where there is one."""


class QueryError(ConfigurationError):
    """A query that means nothing: `at` counts its characters from 0; `nearest` is what was probably meant, or empty."""

    def __init__(self, message: str, *, at: int, hint: str = "", nearest: str = "") -> None:
        super().__init__(message, hint=hint)
        self.at = at
        self.nearest = nearest


class ApiError(ChatlaneTuiError):
    """A request that did not end in a readable success. `status` is the HTTP status (None: there was no answer)."""

    def __init__(self, message: str, *, hint: str = "", status: int | None = None, code: str = "") -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.code = code


class NotSent(ApiError):
    """Provably without effect on the server (DNS, connect, TLS, any failure of a read): may be repeated (W1)."""


class Limited(NotSent):
    """The server asked for a pause (429, 503). `retry_after` is seconds from now, None where it did not say (A1)."""

    def __init__(
        self, message: str, *, retry_after: float | None, hint: str = "", status: int | None = None, code: str = ""
    ) -> None:
        super().__init__(message, hint=hint, status=status, code=code)
        self.retry_after = retry_after


class MaybeSent(ApiError):
    """A write that the server may have carried out (read timeout, reset, 5xx, unreadable 2xx): look, never repeat."""


class Refused(ApiError):
    """The server refused, and said why. `fields` maps a field's name to what is wrong with it (A3)."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int | None = None,
        code: str = "",
        fields: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        super().__init__(message, hint=hint, status=status, code=code)
        self.fields = dict(fields)


class Missing(Refused):
    """404: the thing is not there, or no longer (S1)."""


class Denied(ApiError):
    """401 or 403: the token is wrong, has died, or may not do this (A7)."""


class Unreadable(ApiError):
    """An answer to a read that is not this API's: HTML, a redirect to a login page, broken JSON (A2, A3)."""


class StoreError(ChatlaneTuiError):
    """The local database could not do what was asked; what was typed is still where it was."""


class StoreNewer(StoreError):
    """The database was written by a newer version of this program; it is left untouched."""


class StoreUnusable(StoreError):
    """The database cannot be opened, read or written now (disk full, read-only, locked, corrupt)."""
