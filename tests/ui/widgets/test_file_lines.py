"""What is said of a file."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from chatlane_tui.store.rows import AttachmentRow
from chatlane_tui.ui.theme import ASCII, UNICODE, Glyphs
from chatlane_tui.ui.widgets.entry_list import EntryLook
from chatlane_tui.ui.widgets.file_lines import FileLine, file_lines
from tests.ui.widgets.made_rows import MINUTE, NOW
from tests.ui.widgets.test_voices import LOOKS

FILE = AttachmentRow("a.pdf", "https://files.example/a.pdf", 1_400_000, "application/pdf")


def said(*, glyphs: Glyphs = UNICODE, **changes: Any) -> list[str]:
    line = FileLine("m1.0", FILE, "a.pdf", "Ada", NOW - 5 * MINUTE, is_current=False)._replace(**changes)
    look = EntryLook(60, NOW, UTC, LOOKS, glyphs)
    return ["".join(text for text, _ in (*part.left, *part.right)) for part in file_lines(line, look)]


def test_a_file_is_its_name_size_type_sender_and_place() -> None:
    assert said() == ["  a.pdf1.4 MB", "  application/pdf · from Ada · at files.example5m"]


def test_what_was_named_otherwise_says_so() -> None:
    assert said(file=FILE._replace(name="../a.pdf"))[0] == "  a.pdf  (named ../a.pdf)1.4 MB"
    assert said(file=FILE._replace(name=""), name="file.pdf")[0].startswith("  file.pdf  (named nothing)")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://files.example/a", "at files.example (not encrypted)"),
        ("https://fil\u0435s.example/a", "at xn--fils-x4d.example"),
        ("/files/1", "from Ada"),
        ("javascript:x", "no address"),
        ("", "no address"),
    ],
)
def test_where_it_is_is_the_real_host(url: str, place: str) -> None:
    assert said(file=FILE._replace(url=url))[1].removesuffix("5m").endswith(place)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"stage": "running", "received": 700_000, "size": 1_400_000},
            f"  {'█' * 10}{'░' * 10} 50 %  700 KB of 1.4 MB",
        ),
        ({"stage": "running", "received": 700_000}, "  downloading… 700 KB"),
        ({"stage": "running", "received": 9, "size": 3}, f"  {'█' * 20} 100 %  9 B of 3 B"),
        ({"stage": "saved", "place": "~/Downloads/a.pdf"}, "  saved as ~/Downloads/a.pdf"),
        ({"stage": "failed", "problem": "It is gone."}, "  It is gone."),
        ({"stage": "cancelled"}, "  stopped; nothing was saved"),
    ],
)
def test_how_its_download_stands(changes: dict[str, Any], line: str) -> None:
    assert said(**changes)[2:] == [line]


def test_without_unicode_it_is_ascii() -> None:
    lines = said(glyphs=ASCII, is_current=True, stage="running", received=1, size=2)
    assert all(line.isascii() for line in lines)
    assert f"{'#' * 10}{'-' * 10}" in lines[2]
