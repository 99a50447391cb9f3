"""Foreign errors become ours here and nowhere else: `from_exception` if it broke, `from_response` if it was answered.

The question is always whether the server may have acted (W1). A read is without effect however it fails. A write
that failed before its body left is `NotSent`, one that was refused is `Refused` or `Denied`, all else `MaybeSent`.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import httpx

from chatlane_tui.errors import ApiError, Denied, Limited, MaybeSent, Missing, NotSent, Refused, Unreadable
from chatlane_tui.model.answers import Unparsable
from chatlane_tui.model.clean import clean_line

MAX_PAUSE = 86_400.0
"""Seconds: no server is obeyed for longer than a day."""

MAX_WORDS = 300
"""Characters of the server's own words that are shown."""

LOOK_FIRST = "It may have gone through: look before you send it again."
_UNCERTAIN = "The server may have carried it out"


class TooLarge(Exception):
    """An answer longer than any answer of this API; reading it was given up."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a documented error code means to a person, and what to do."""

    kind: type[Refused | Denied]
    sentence: str
    hint: str = ""
    quote: bool = False
    """The server's own words add something."""


_TOKEN_HINT = "Create a token in Chatlane under Settings → API Tokens, then sign in again."  # noqa: S105 - a sentence

CODES: Mapping[str, _Known] = {
    "UNAUTHENTICATED": _Known(Denied, "The server does not accept the API token.", _TOKEN_HINT),
    "UNAUTHORIZED": _Known(Denied, "The API token may not do this.", "Ask who made the token for more rights."),
    "TEAM_ACCESS_DENIED": _Known(Denied, "The API token belongs to another team.", "Use a token of this team."),
    "NOT_FOUND": _Known(Missing, "It is not on the server, or no longer."),
    "VALIDATION_ERROR": _Known(Refused, "The server did not accept the data.", "Correct it and try again.", quote=True),
    "INVALID_CHANNEL": _Known(
        Refused, "The channel is not active or does not fit the type of message.", "Choose another channel."
    ),
    "NO_CHANNEL_FOUND": _Known(
        Refused, "This inbox has no active channel of that type.", "Choose another type of message."
    ),
    "CONTACT_REQUIRED": _Known(
        Refused, "A conversation about a record needs a contact to write to.", "Choose one of the record's contacts."
    ),
    "CONTACT_NOT_ASSOCIATED": _Known(
        Refused, "The contact does not belong to this record.", "Choose one of the record's contacts."
    ),
    "NO_EMAIL_ADDRESS": _Known(
        Refused, "The contact has no e-mail address.", "Add one to the contact, or choose another type of message."
    ),
    "NOTE_CANNOT_BE_DRAFT": _Known(
        Refused, "The server keeps no drafts of notes.", "Keep the draft here, or send the note."
    ),
    "MESSAGE_TOO_LONG": _Known(Refused, "The message is too long for its channel.", "Shorten it.", quote=True),
    "DUPLICATE_EMAIL": _Known(Refused, "Another contact has this e-mail address.", "Open that contact instead."),
    "DUPLICATE_PHONE": _Known(Refused, "Another contact has this phone number.", "Open that contact instead."),
}
"""The error codes of the document. Which status carries which is not said, so the code decides first (A4)."""


def from_exception(error: Exception, *, write: bool) -> ApiError:
    """Our name for an exception on the way to, at, or from the server; one of ours is returned as it is."""
    match error:
        case ApiError():
            return error
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout() | httpx.ProxyError():
            return NotSent(_unreached(error), hint="Nothing was sent.")
        case httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return NotSent("The address is not one that can be asked.", hint="Check the base URL.")
    said = _broken(error)
    if write:
        return MaybeSent(f"{said} {_UNCERTAIN}.", hint=LOOK_FIRST)
    if isinstance(error, Unparsable | TooLarge | httpx.DecodingError):
        return Unreadable(said, hint="Check the base URL; if it is right, try again later.")
    return NotSent(said)


def _broken(error: Exception) -> str:
    match error:
        case httpx.ReadTimeout() | TimeoutError():
            return "The server took too long to answer."
        case httpx.WriteTimeout():
            return "Sending took too long."
        case TooLarge():
            return "The server's answer was far too long."
        case Unparsable():
            return f"The server's answer is not what this API answers: {error}."
        case httpx.DecodingError():
            return "The server's answer could not be decoded."
        case _:
            return "The connection broke off."


def _unreached(error: Exception) -> str:
    causes = tuple(_chain(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "The server's certificate is not to be trusted."
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "No secure connection could be made."
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "The server's name could not be found."
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "The server refuses connections."
    if isinstance(error, httpx.ProxyError):
        return "The proxy did not let the connection through."
    return "The server could not be reached."


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    pending, seen = [error], set[int]()
    while pending:
        one = pending.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        pending += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            pending += one.exceptions


def from_response(status: int, headers: Mapping[str, str], content: bytes, *, write: bool, now: int) -> ApiError:
    """Our name for an answer that is no success: by its code first, then by its status (A4). `now` is in ms UTC."""
    said = _Said.read(content)
    if status == 429 or (status == 503 and not write):
        return Limited(
            "The server asks for a pause.",
            retry_after=retry_after(headers, now=now),
            hint="What waits goes on by itself.",
            status=status,
            code=said.code,
        )
    if status >= 500 or status == 408:
        if write:
            problem = f"The server failed ({status}). {_UNCERTAIN}."
            return MaybeSent(problem, hint=LOOK_FIRST, status=status, code=said.code)
        return NotSent(f"The server failed ({status}).", hint="Try again later.", status=status, code=said.code)
    if status < 400:
        return _redirected(status, write=write)
    known = CODES.get(said.code) or _BY_STATUS.get(status)
    return _refused(known, said, status)


def _redirected(status: int, *, write: bool) -> ApiError:
    problem = f"The server answered with a redirect ({status}), which is never followed."
    if write:
        return MaybeSent(f"{problem} {_UNCERTAIN}.", hint=LOOK_FIRST, status=status)
    return Unreadable(problem, hint="Check the base URL, and that the API token is still valid.", status=status)


_BY_STATUS = {
    401: CODES["UNAUTHENTICATED"],
    403: CODES["UNAUTHORIZED"],
    404: CODES["NOT_FOUND"],
    413: CODES["MESSAGE_TOO_LONG"],
    422: CODES["VALIDATION_ERROR"],
}


def _refused(known: _Known | None, said: _Said, status: int) -> ApiError:
    if known is None:
        words = said.words or said.code
        known = _Known(
            Refused, f"The server refused this: {words}" if words else f"The server refused this ({status})."
        )
    sentence = known.sentence
    if known.quote and (more := said.in_fields() or said.words):
        sentence = f"{sentence} The server said: {more}"
    if issubclass(known.kind, Denied):
        return Denied(sentence, hint=known.hint, status=status, code=said.code)
    return known.kind(sentence, hint=known.hint, status=status, code=said.code, fields=said.fields)


@dataclass(frozen=True, slots=True)
class _Said:
    """What an error body says, in any of the shapes of A3; HTML and an empty body say nothing."""

    code: str = ""
    words: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes) -> _Said:
        try:
            body = json.loads(content.decode("utf-8-sig", errors="replace"))
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(body, dict):
            return cls()
        inner = body.get("error")
        if isinstance(inner, dict):
            body = {**body, **inner, "error": None}
        words = next((body[key] for key in ("error", "message") if isinstance(body.get(key), str)), "")
        code = body.get("code")
        fields = _fields(body.get("errors")) or _fields(body.get("details"))
        return cls(clean_line(code, limit=64) if isinstance(code, str) else "", _shown(words), fields)

    def in_fields(self) -> str:
        """The complaints about fields, as one bounded line."""
        complaints = (f"{name}: {' '.join(texts)}" for name, texts in self.fields.items())
        return _shown("; ".join(complaints))


def _fields(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        return {}
    found = {}
    for name, texts in list(value.items())[:50]:
        lines = texts if isinstance(texts, list) else [texts]
        told = tuple(_shown(line) for line in lines[:10] if isinstance(line, str))
        if told:
            found[clean_line(name, limit=100)] = told
    return found


_TAG = re.compile(r"<[A-Za-z/!][^<>]*>?")


def _shown(words: str) -> str:
    """Clean, bounded, and without tags: raw HTML is never shown (A3)."""
    return clean_line(_TAG.sub(" ", clean_line(words, limit=4_000)), limit=MAX_WORDS).strip()


def retry_after(headers: Mapping[str, str], *, now: int) -> float | None:
    """Seconds to wait by `Retry-After`, given in seconds or as a date (A1); None where it says nothing readable.

    A date counts from the answer's own `Date` where there is one: the local clock may be wrong.
    """
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value):
        return min(float(value), MAX_PAUSE)
    until = _http_date(value)
    if until is None:
        return None
    since = _http_date(headers.get("date", ""))
    return min(max(0.0, until - (now / 1000 if since is None else since)), MAX_PAUSE)


def _http_date(value: str) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp() if value else None
    except (ValueError, OverflowError, TypeError):
        return None
