"""Names of files that strangers chose: one plain name each, whatever they tried."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.clean import clean_line
from chatlane_tui.model.file_names import LONGEST, is_risky, numbered, safe_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/cron.d/job", "job"),
        ("C:\\Windows\\system32\\drivers.sys", "drivers.sys"),
        ("..\\..\\x.txt", "x.txt"),
        ("..", "file"),
        ("", "file"),
        ("   ", "file"),
        ("/", "file"),
        (".bashrc", "bashrc"),
        ("...hidden...", "hidden"),
        ("-rf", "rf"),
        ("~root", "root"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("console.log", "console.log"),
        ("a:b*c?.txt", "a_b_c_.txt"),
        ("invoice.pdf          .exe", "invoice.pdf .exe"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\x1b]52;c;aGk=\x07b.txt", "ab.txt"),
        ("line\nbreak\t.txt", "line break .txt"),
        ("name. ", "name"),
        ("日本語の請求書.pdf", "日本語の請求書.pdf"),
    ],
)
def test_a_name_is_one_plain_name(said: str, name: str) -> None:
    assert safe_name(said) == name


def test_a_name_without_an_ending_gets_the_one_of_its_type() -> None:
    assert (safe_name("invoice", ending=".pdf"), safe_name("a.txt", ending=".pdf")) == ("invoice.pdf", "a.txt")


def test_a_long_name_is_cut_before_its_ending_and_never_inside_a_letter() -> None:
    cut = safe_name("é" * 400 + ".tar.gz")
    assert cut.endswith("é.tar.gz")
    assert len(cut.encode()) in (LONGEST, LONGEST - 1)


@given(st.text(max_size=300))
def test_whatever_is_said_the_name_stays_in_its_folder(said: str) -> None:
    name = safe_name(said)
    assert name
    assert name == clean_line(name)
    assert not set(name) & set('/\\<>:"|?*\0')
    assert not name.startswith((".", "-", "~", " "))
    assert not name.endswith((" ", "."))
    assert len(name.encode()) <= LONGEST
    assert safe_name(name) == name


def test_a_taken_name_is_numbered_before_its_ending() -> None:
    assert [numbered("a.pdf", 1), numbered("a.pdf", 2), numbered("a.tar.gz", 3), numbered("a", 2)] == [
        "a.pdf",
        "a (2).pdf",
        "a (3).tar.gz",
        "a (2)",
    ]


def test_programs_are_known_by_their_endings() -> None:
    names = ("setup.EXE", "run.sh", "x.desktop", "invoice.pdf .exe", "page.html", "note.txt", "exe")
    assert [is_risky(name) for name in names] == [True, True, True, True, False, False, False]
