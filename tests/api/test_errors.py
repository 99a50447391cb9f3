"""The one table from foreign errors to ours: whether the server may have acted decides (W1)."""

from __future__ import annotations

import json
import socket
import ssl

import httpx
import pytest

from chatlane_tui import errors
from chatlane_tui.api.errors import CODES, MAX_PAUSE, TooLarge, from_exception, from_response, retry_after
from chatlane_tui.model.answers import Unparsable
from chatlane_tui.sandbox.refusals import STATUS

NOW = 1_770_000_000_000
HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>Bad</h1></body></html>"


def answered(status: int, body: object = b"", *, write: bool = True, **headers: str) -> errors.ApiError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return from_response(status, httpx.Headers(named), content, write=write, now=NOW)


@pytest.mark.parametrize(
    ("error", "read", "write"),
    [
        (httpx.ConnectError("x"), errors.NotSent, errors.NotSent),
        (httpx.ConnectTimeout("x"), errors.NotSent, errors.NotSent),
        (httpx.PoolTimeout("x"), errors.NotSent, errors.NotSent),
        (httpx.ProxyError("x"), errors.NotSent, errors.NotSent),
        (httpx.UnsupportedProtocol("x"), errors.NotSent, errors.NotSent),
        (httpx.InvalidURL("x"), errors.NotSent, errors.NotSent),
        (httpx.ReadTimeout("x"), errors.NotSent, errors.MaybeSent),
        (httpx.WriteTimeout("x"), errors.NotSent, errors.MaybeSent),
        (httpx.ReadError("x"), errors.NotSent, errors.MaybeSent),
        (httpx.WriteError("x"), errors.NotSent, errors.MaybeSent),
        (httpx.CloseError("x"), errors.NotSent, errors.MaybeSent),
        (httpx.RemoteProtocolError("x"), errors.NotSent, errors.MaybeSent),
        (httpx.LocalProtocolError("x"), errors.NotSent, errors.MaybeSent),
        (TimeoutError(), errors.NotSent, errors.MaybeSent),
        (OSError("x"), errors.NotSent, errors.MaybeSent),
        (httpx.DecodingError("x"), errors.Unreadable, errors.MaybeSent),
        (TooLarge(), errors.Unreadable, errors.MaybeSent),
        (Unparsable("x"), errors.Unreadable, errors.MaybeSent),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.__name__,
)
def test_an_exception_is_classed_by_whether_the_server_may_have_acted(
    error: Exception, read: type[errors.ApiError], write: type[errors.ApiError]
) -> None:
    assert type(from_exception(error, write=False)) is read
    assert type(from_exception(error, write=True)) is write


def test_an_error_of_ours_stays_what_it_is() -> None:
    ours = errors.Denied("no")
    assert from_exception(ours, write=True) is ours


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "name could not be found"),
        (ConnectionRefusedError(), "refuses connections"),
        (ssl.SSLCertVerificationError("x"), "certificate is not to be trusted"),
        (ssl.SSLError("x"), "No secure connection"),
        (OSError("x"), "could not be reached"),
        (ExceptionGroup("all", [OSError("v6"), ConnectionRefusedError()]), "refuses connections"),
    ],
)
def test_why_a_server_was_not_reached_is_said(cause: Exception, words: str) -> None:
    error = httpx.ConnectError("All connection attempts failed")
    error.__cause__ = cause
    error.__context__ = cause
    assert words in str(from_exception(error, write=True))


def test_a_proxy_that_refuses_is_named() -> None:
    assert "proxy" in str(from_exception(httpx.ProxyError("403 Forbidden"), write=True))


@pytest.mark.parametrize(
    ("status", "read", "write"),
    [
        (301, errors.Unreadable, errors.MaybeSent),
        (302, errors.Unreadable, errors.MaybeSent),
        (400, errors.Refused, errors.Refused),
        (401, errors.Denied, errors.Denied),
        (403, errors.Denied, errors.Denied),
        (404, errors.Missing, errors.Missing),
        (405, errors.Refused, errors.Refused),
        (408, errors.NotSent, errors.MaybeSent),
        (409, errors.Refused, errors.Refused),
        (413, errors.Refused, errors.Refused),
        (422, errors.Refused, errors.Refused),
        (429, errors.Limited, errors.Limited),
        (500, errors.NotSent, errors.MaybeSent),
        (502, errors.NotSent, errors.MaybeSent),
        (503, errors.Limited, errors.MaybeSent),
        (504, errors.NotSent, errors.MaybeSent),
    ],
)
@pytest.mark.parametrize("body", [b"", HTML, {"message": "no"}, [], "no", b"\xff"])
def test_a_status_without_a_known_code_decides(
    status: int, read: type[errors.ApiError], write: type[errors.ApiError], body: object
) -> None:
    for is_write, expected in ((False, read), (True, write)):
        error = answered(status, body, write=is_write)
        assert type(error) is expected
        assert error.status == status
        assert "<" not in error.sentence


def test_every_documented_code_has_its_sentence() -> None:
    assert CODES.keys() == STATUS.keys()


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_the_code_decides_before_the_status(code: str, status: int) -> None:
    error = answered(status, {"error": "Whatever.", "code": code, "details": []})
    assert type(error) is CODES[code].kind
    assert error.code == code
    assert str(error).startswith(CODES[code].sentence)


def test_a_code_does_not_make_a_failed_write_certain() -> None:
    assert type(answered(500, {"error": "x", "code": "VALIDATION_ERROR"})) is errors.MaybeSent


@pytest.mark.parametrize(
    "body",
    [
        {"error": "No.", "code": "VALIDATION_ERROR", "details": {"email": ["is odd", "is long"], "n": 5}},
        {"message": "No.", "errors": {"email": ["is odd", "is long"]}},
        {"error": {"message": "No.", "code": "VALIDATION_ERROR", "details": {"email": ["is odd", "is long"]}}},
    ],
)
def test_complaints_about_fields_are_kept_and_shown(body: object) -> None:
    error = answered(422, body)
    assert isinstance(error, errors.Refused)
    assert error.fields == {"email": ("is odd", "is long")}
    assert "email: is odd is long" in str(error)


def test_a_field_may_have_a_single_complaint() -> None:
    error = answered(422, {"errors": {"email": "is odd"}})
    assert isinstance(error, errors.Refused)
    assert error.fields == {"email": ("is odd",)}


def test_an_unknown_code_shows_the_servers_words() -> None:
    error = answered(400, {"error": "Moon phase.", "code": "WRONG_MOON"})
    assert (str(error), error.code) == ("The server refused this: Moon phase.", "WRONG_MOON")


def test_the_limit_of_a_long_message_is_passed_on() -> None:
    assert "1600" in str(answered(422, {"error": "At most 1600 characters.", "code": "MESSAGE_TOO_LONG"}))


def test_the_servers_words_are_clean_bounded_and_without_tags() -> None:
    error = answered(400, {"error": "\x1b[31m<b onclick='x'>no</b>\u202e " + "w" * 5_000})
    assert "no" in str(error)
    assert not set("\x1b\u202e<>") & set(str(error))
    assert len(str(error)) < 400


def test_many_tags_are_taken_out_in_linear_time() -> None:
    assert len(str(answered(400, {"error": "<" * 200_000}))) < 400


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("5", 5.0),
        (" 0.5 ", 0.5),
        ("0", 0.0),
        ("99999999", MAX_PAUSE),
        ("Mon, 02 Feb 2026 02:41:00 GMT", 60.0),
        ("Mon, 02 Feb 2026 02:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("", None),
        ("Mon, 99 Feb 2026 02:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(value: str, expected: float | None) -> None:
    assert retry_after({"retry-after": value}, now=NOW) == expected


def test_a_date_counts_from_the_servers_own_clock() -> None:
    headers = {"retry-after": "Mon, 02 Feb 2026 02:41:00 GMT", "date": "Mon, 02 Feb 2026 02:40:50 GMT"}
    assert retry_after(headers, now=0) == 10.0


def test_a_pause_carries_its_seconds() -> None:
    error = answered(429, {"message": "Too Many Attempts."}, retry_after="7")
    assert isinstance(error, errors.Limited)
    assert error.retry_after == 7.0
