"""Spelling by a program of the person's own: real programs, good and bad."""

from __future__ import annotations

import sys

import pytest

from chatlane_tui.desk.spelling import unknown_words
from chatlane_tui.errors import ConfigurationError


def program(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def test_the_text_goes_in_and_each_unknown_word_comes_out_once() -> None:
    known = program("import sys; [print(w) for w in sys.stdin.read().split() if w != 'cat']")
    assert await unknown_words(known, "teh cat teh żółw") == ("teh", "żółw")


async def test_what_it_prints_cannot_command_the_terminal() -> None:
    assert await unknown_words(program("print('te\\x1b[31mh')"), "teh") == ("teh",)


async def test_a_program_that_reads_nothing_is_none_the_worse() -> None:
    assert await unknown_words(program("pass"), "teh " * 100_000) == ()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((), "No spelling program is set."),
        (("/nowhere/hunspell",), "cannot be run"),
        (program("raise SystemExit(3)"), "failed with exit code 3"),
        (program("import time; time.sleep(60)"), "did not end within"),
        (program("while True: print('x' * 10_000)"), "prints no list of words"),
    ],
    ids=["unset", "absent", "fails", "never ends", "never stops talking"],
)
async def test_a_bad_program_is_named_and_ended(command: tuple[str, ...], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        await unknown_words(command, "teh", patience=60.0 if said != "did not end within" else 0.4)
