"""Links: which are kept, where they lead, where they hide in text."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatlane_tui.model.clean import FORBIDDEN
from chatlane_tui.render.links import MOST_LINKS, Links, found_links, link_to


@pytest.mark.parametrize(
    ("url", "kept", "host", "suspicious"),
    [
        ("https://Example.com/A", "https://example.com/A", "example.com", False),
        ("HTTP:example.com", "http://example.com", "example.com", False),
        ("https:\\\\example.com\\a", "https://example.com/a", "example.com", False),
        (" https://exa\nmple.com ", "https://example.com", "example.com", False),
        ("www.example.com/x", "http://www.example.com/x", "www.example.com", False),
        ("https://example.com:8080/x", "https://example.com:8080/x", "example.com", False),
        ("https://[::1]:80/", "https://[::1]:80/", "[::1]", False),
        ("https://[::1]/", "https://[::1]/", "[::1]", False),
        ("https://bank.com@evil.example/", "https://bank.com@evil.example/", "evil.example", True),
        ("https://bücher.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example", True),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example", True),
        ("https://ex%61mple.com/", "https://example.com/", "example.com", False),
        ("https://аррӏе.com", "https://xn--80ak6aa92e.com", "xn--80ak6aa92e.com", True),
        ("https://☃.ü-\u0300x.example", None, None, True),
        ("mailto:a@b.example?subject=x", "mailto:a@b.example?subject=x", "", False),
        ("tel:+44123", "tel:+44123", "", False),
    ],
)
def test_a_link_is_read_as_a_browser_reads_it(url: str, kept: str | None, host: str | None, suspicious: bool) -> None:
    link = link_to(url)
    assert link is not None
    assert kept is None or (link.url, link.host) == (kept, host)
    assert link.host.isascii()
    assert link.suspicious is suspicious


@pytest.mark.parametrize(
    "url",
    [
        "", "#x", "/x", "x", "javascript:alert(1)", "JaVa\nScript:x", "data:text/html,x", "file:///etc/passwd",
    "ftp://x.y", "https://",
        "https:///", "http://%2f/", "https://[", "https://a]b/", "https://[zz]/", "https://a|b/",
        "https://a%00^b/", "mailto:", "tel:", "vbscript:x", "https://" + "a" * 9_000, "https://a b@ c/d e",
    ],
)  # fmt: skip
def test_anything_else_is_not_a_link(url: str) -> None:
    link = link_to(url)
    assert link is None or " " not in link.url


@given(st.text(max_size=80).map("https://".__add__))
def test_no_url_is_too_strange(url: str) -> None:
    link = link_to(url)
    assert link is None or link.host.isascii()


PARTS = [
    "http", "https", "HTTPS", "mailto", "tel", "://", ":", "//", "/", "\\", "@", "?", "#", "%", "%40", "%2f", "%5c",
    "%00", "%e2%80%ae", "[", "]", "::1", ":80", ":x", ".", "..", "www.", "a", "bank.com", "evil.example", "bücher.de",
    "аррӏе.com", "．", "。", "／", "＠", "ⓐ", "ß", "xn--", "xn--80ak6aa92e", "127.1", "0x7f.1", " ", "\t", "\n",
    "\u202e", "\u200b", "\x00", "\ud800", "é", "e\u0301", "user:pw",
]  # fmt: skip
URLS = st.one_of(
    st.text(max_size=60).map("https://".__add__), st.lists(st.sampled_from(PARTS), max_size=12).map("".join)
)


@given(URLS)
@settings(max_examples=400)
def test_the_host_that_is_shown_is_the_one_that_is_followed(url: str) -> None:
    link = link_to(url)
    if link is None:
        return
    again = link_to(link.url)
    assert again is not None
    assert (again.url, again.host) == (link.url, link.host)
    assert link.url.split(":")[0] in ("http", "https", "mailto", "tel")
    assert not FORBIDDEN.search(link.url)
    assert not any(letter.isspace() for letter in link.url)
    if link.host:
        followed = urlsplit(link.url)
        assert followed.hostname == link.host.strip("[]")


def test_each_url_is_listed_once() -> None:
    links = Links()
    assert [links.index(url) for url in ("https://a.b", "https://A.b", "x:y", "https://c.d", "https://a.b")] == [
        0,
        0,
        None,
        1,
        0,
    ]
    assert [link.host for link in links.all()] == ["a.b", "c.d"]


def test_there_is_an_end_to_links() -> None:
    links = Links()
    places = [links.index(f"https://a.b/{number}") for number in range(MOST_LINKS + 5)]
    assert places[-6:] == [MOST_LINKS - 1, None, None, None, None, None]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("no address here", []),
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x_(y)), and", ["https://a.example/x_(y)"]),
        ("[https://a.example]!", ["https://a.example"]),
        ("www.a.example, or http://b.example?", ["www.a.example", "http://b.example"]),
        ("bob@a.example and mailto:eve@b.example.", ["mailto:bob@a.example", "mailto:eve@b.example"]),
        ("<https://a.example>", ["https://a.example"]),
        ("https://user@a.example/x", ["https://user@a.example/x"]),
    ],
)
def test_addresses_are_found_without_the_punctuation_around_them(text: str, urls: list[str]) -> None:
    assert [url for _, _, url in found_links(text)] == urls


@given(st.text(alphabet="ab:/.@w()<> ", max_size=80))
def test_what_is_found_stands_in_the_text_in_order(text: str) -> None:
    done = 0
    for start, end, url in found_links(text):
        assert done <= start <= end
        assert url.endswith(text[start:end])
        done = end
