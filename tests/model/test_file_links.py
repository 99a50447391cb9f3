"""Links of files: what can be fetched, what it is called, and what should make one think again."""

from __future__ import annotations

import pytest

from chatlane_tui.model import file_links


def test_addresses_stand_one_a_line_or_with_spaces_between() -> None:
    assert file_links.links(" https://e.org/a\nhttps://e.org/b https://e.org/a ") == (
        "https://e.org/a",
        "https://e.org/b",
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.com/files/invoice.pdf", "invoice.pdf"),
        ("http://example.com/a%20b.pdf?x=1#y", "a b.pdf"),
        ("https://example.com/", "example.com"),
        ("https://example.com/%1b%5b31mred", "red"),
    ],
)
def test_a_file_is_called_what_its_address_says(url: str, name: str) -> None:
    [link] = file_links.looked_at([url])
    assert (link.name, link.problem, link.remark) == (name, "", "")


@pytest.mark.parametrize(
    "url",
    ["invoice.pdf", "ftp://example.com/a", "file:///etc/passwd", "https://", "javascript:alert(1)", "https://[::1", "http://e.org:99999/"],
)  # fmt: skip
def test_what_is_no_web_address_cannot_be_attached(url: str) -> None:
    assert "no web address" in file_links.problem([url])


def test_a_link_that_is_too_long_cannot_be_fetched() -> None:
    assert "too long" in file_links.problem(["https://example.com/" + "a" * 2_000])


def test_more_files_than_a_message_takes_are_said() -> None:
    assert file_links.problem([f"https://example.com/{n}" for n in range(21)]).startswith("21 files are too many")


@pytest.mark.parametrize(
    ("url", "remark"),
    [
        ("https://sam:secret@example.com/a.pdf", "holds a user name or password"),
        ("http://localhost/a.pdf", "private address"),
        ("http://192.168.0.4/a.pdf", "private address"),
        ("http://nas.local/a.pdf", "private address"),
    ],
)
def test_a_link_that_gives_something_away_or_leads_nowhere_is_remarked_on(url: str, remark: str) -> None:
    [link] = file_links.looked_at([url])
    assert remark in link.remark
    assert link.problem == ""
