"""One spelling of a base URL, and which are refused (A8, P3)."""

from __future__ import annotations

import pytest

from chatlane_tui.config.base_url import DEFAULT_BASE_URL, normalised
from chatlane_tui.errors import ConfigurationError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (DEFAULT_BASE_URL, DEFAULT_BASE_URL),
        ("https://chatlane.io/api/v1/", "https://chatlane.io/api/v1"),
        ("  https://chatlane.io/api/v1\n", "https://chatlane.io/api/v1"),
        ("HTTPS://ChatLane.IO:443/api/v1//", "https://chatlane.io/api/v1"),
        ("https://chatlane.io:8443/Api", "https://chatlane.io:8443/Api"),
        ("https://chatlane.io", "https://chatlane.io"),
        ("http://127.0.0.1:80/api", "http://127.0.0.1/api"),
        ("http://127.0.0.1:8000/api", "http://127.0.0.1:8000/api"),
        ("http://127.8.8.8/api", "http://127.8.8.8/api"),
        ("http://localhost:9/api", "http://localhost:9/api"),
        ("http://[::1]:9/api", "http://[::1]:9/api"),
    ],
)
def test_a_base_url_has_one_spelling(written: str, meant: str) -> None:
    assert normalised(written) == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "empty"),
        ("https://chat lane.io", "characters"),
        ("https://chatlane.io/\x1b[2J", "characters"),
        ("https://chatläne.io", "characters"),
        ("chatlane.io/api/v1", "not a URL like"),
        ("ftp://chatlane.io", "not a URL like"),
        ("https:///api", "not a URL like"),
        ("https://evil\\.example/api", "not a URL like"),
        ("https://chatlane.io:port/", "not a URL"),
        ("https://[::1/", "not a URL"),
        ("https://me:secret@chatlane.io/api", "name or a password"),
        ("https://chatlane.io/api?x=1", "without `?`"),
        ("https://chatlane.io/api#x", "without `?`"),
        ("http://chatlane.io/api/v1", "https://"),
        ("http://localhost.evil.example/api", "https://"),
        ("http://10.0.0.1/api", "https://"),
    ],
)
def test_a_base_url_that_a_token_may_not_be_sent_to_is_refused(written: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said.replace("?", r"\?")):
        normalised(written)


def test_a_password_in_a_base_url_is_not_repeated() -> None:
    with pytest.raises(ConfigurationError) as caught:
        normalised("https://me:secret@chatlane.io/api")
    assert "secret" not in caught.value.sentence
