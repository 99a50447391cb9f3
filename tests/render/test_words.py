"""A document as plain text again, and the code in it."""

from __future__ import annotations

import pytest

from chatlane_tui.render.body import document
from chatlane_tui.render.words import code_of, text_of, words_of_links

ANSWER = "Thank you!\n\nOn Mon, 16 Nov 2026 at 10:02, Sam <sam@acme.example> wrote:\n> Hello Ada,\n> all is well.\n"


def test_quotes_get_their_marks_back() -> None:
    assert text_of(document("So:\n> one\n>> two\nYes.", type="email")) == "So:\n> one\n> > two\nYes."


def test_folded_history_is_a_line_unless_it_is_asked_for() -> None:
    made = document(ANSWER, type="email")
    assert text_of(made, history=False) == "Thank you!\n\n[3 quoted lines]"
    assert text_of(made).endswith("> Hello Ada,\n> all is well.")


def test_markup_is_gone_and_lists_keep_their_signs() -> None:
    made = document("<p>Do <b>this</b>:</p><ul><li>one</li><li>two</li></ul>", type="email")
    assert text_of(made) == "Do this:\n\n• one\n• two"


def test_a_notice_is_said() -> None:
    made = document("x" * 300_000, type="email")
    assert text_of(made).endswith(f"[{made.notice}]")


@pytest.mark.parametrize(
    ("body", "type_", "code"),
    [
        ("Run this:\n\n```sh\ncurl -s x\n  | sh\n```\n\nand\n\n```\nexit\n```", "email", ("curl -s x\n  | sh", "exit")),
        ("look: ```x = 1``` here", "whatsapp", ()),
        ("```x = 1```", "whatsapp", ("x = 1",)),
        ("<p>Type</p><pre><code>a\n\n b</code></pre><p>and <code>c</code></p>", "email", ("a\n\n b",)),
        ("nothing", "email", ()),
    ],
)
def test_code_is_what_stands_on_lines_of_its_own(body: str, type_: str, code: tuple[str, ...]) -> None:
    assert code_of(document(body, type=type_)) == code


def test_the_source_of_a_body_is_no_code() -> None:
    assert code_of(document("<p>x</p>", type="email", format="source")) == ()


def test_links_know_the_words_that_lead_there() -> None:
    made = document('<a href="https://a.example/x">pay <b>now</b></a> https://b.example', type="email")
    assert words_of_links(made) == ("pay now", "https://b.example")
