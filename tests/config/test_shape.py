"""Every mistake in a configuration is named by file, line and nearest key, all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chatlane_tui.config.settings import Settings
from chatlane_tui.errors import ConfigurationError

Configured = Callable[..., Settings]
ADDRESS = '"https://chatlane.io/inbox/{id}"'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[sync]\npol_interval = 5", "2: unknown key `pol_interval` in [sync]; did you mean `poll_interval`?"),
        ("[sync]\nzzz = 5", "2: unknown key `zzz` in [sync]"),
        ("[sync]\nundo_email = 5", "2: unknown key `undo_email` in [sync]; it belongs in [send]"),
        ("poll_interval = 5", "1: unknown key `poll_interval` above the first table; it belongs in [sync]"),
        (
            'token_command = "x"',
            "1: unknown key `token_command` above the first table; it belongs in [profiles.NAME]",
        ),
        ('[me]\nbase_url = "x"', "2: unknown key `base_url` in [me]; it belongs above the first table"),
        ('bas_url = "x"', "1: unknown key `bas_url` above the first table; did you mean `base_url`?"),
        ("[snyc]\nx = 1", "1: unknown table [snyc]; did you mean [sync]?"),
        ("[zzz]", "1: unknown table [zzz]"),
        ("sync = 5", "1: `sync` is a table: write [sync] on a line of its own"),
        (
            '[sync]\npoll_interval = "fast"',
            '2: `poll_interval` in [sync] must be a whole number from 2 to 3,600 (seconds), not "fast"',
        ),
        (
            "[sync]\npoll_interval = 1",
            "2: `poll_interval` in [sync] must be a whole number from 2 to 3,600 (seconds), not 1",
        ),
        (
            "[sync]\npoll_interval = true",
            "2: `poll_interval` in [sync] must be a whole number from 2 to 3,600 (seconds), not true",
        ),
        (
            "[send]\nundo_chat = 2.5",
            "2: `undo_chat` in [send] must be a whole number from 0 to 600 (seconds), not 2.5",
        ),
        (
            '[ui]\nconversation_url = "https://chatlane.io/inbox"',
            f'2: `conversation_url` in [ui] must be a web address such as {ADDRESS}, not "https://chatlane.io/inbox"',
        ),
        (
            '[profiles.a]\nconversation_url = "javascript:{id}"',
            f'2: `conversation_url` in [profiles.a] must be a web address such as {ADDRESS}, not "javascript:{{id}}"',
        ),
        (
            '[checks]\ninternal_words = "margin"',
            '2: `internal_words` in [checks] must be a list of texts, such as ["one", "two"], not "margin"',
        ),
        (
            '[checks]\ninternal_words = ["margin", ""]',
            '2: `internal_words` in [checks] must be a list of texts, such as ["one", "two"], not a list',
        ),
        (
            '[spelling]\ncommand = ["hunspell", 1]',
            '2: `command` in [spelling] must be a list of texts, such as ["one", "two"], not a list',
        ),
        (
            "[signatures]\nSupport = 1",
            "2: `Support` in [signatures] must be a text in quotes of at most 4,000 characters, not 1",
        ),
        (
            '[signatures]\n"Support/sms" = "a\\u001bb"',
            '2: `Support/sms` in [signatures] must be a text in quotes of at most 4,000 characters, not "a\\x1bb"',
        ),
        ("[expert]\ncustom_sender = 1", "2: `custom_sender` in [expert] must be true or false, not 1"),
        (
            '[files]\nfolder = "Downloads"',
            '2: `folder` in [files] must be a whole path such as "~/Downloads", not "Downloads"',
        ),
        (
            "[files]\nsize_limit = 0",
            "2: `size_limit` in [files] must be a whole number from 1 to 10,000 (MB), not 0",
        ),
        ('[commands]\nopen = "vlc \'x"', '2: `open` in [commands] must be a command in quotes, not "vlc \'x"'),
        ('[commands]\npager = " "', '2: `pager` in [commands] must be a command in quotes, not " "'),
        ("[ui]\nreduced_motion = 1", "2: `reduced_motion` in [ui] must be true or false, not 1"),
        (
            '[ui]\nglyphs = "asci"',
            '2: `glyphs` in [ui] must be "unicode" or "ascii", not "asci"; did you mean `ascii`?',
        ),
        ('[ui]\nemoji = "none"', '2: `emoji` in [ui] must be "pictures" or "words", not "none"'),
        ("[ui]\nglyphs = []", '2: `glyphs` in [ui] must be "unicode" or "ascii", not a list'),
        ("[ui]\ntheme = 2026-01-01", "2: `theme` in [ui] must be a line of text in quotes, not a date or a time"),
        ('[me]\nname = "a\\u001b[2J"', '2: `name` in [me] must be a line of text in quotes, not "a\\x1b[2J"'),
        ("[limits]\nsms = 0", "2: `sms` in [limits] must be a whole number from 1 to 1,000,000 (characters), not 0"),
        ("[limits]\nwhatsap = 9", "2: unknown message type `whatsap` in [limits]; did you mean `whatsapp`?"),
        (
            "[keys]\nx = { a = 1 }",
            '2: `x` in [keys] must be keys in quotes, such as "ctrl+s,f2", not a table',
        ),
        ("base_url = 7", "1: `base_url` must be a URL in quotes, not 7"),
        (
            'base_url = "chatlane"',
            "1: `base_url` is not usable: `chatlane` is not a URL like https://chatlane.io/api/v1",
        ),
        (
            '[profiles.acme]\n\nbase_ulr = "x"',
            "3: unknown key `base_ulr` in [profiles.acme]; did you mean `base_url`?",
        ),
        (
            '[profiles.acme]\nme = { nam = "x" }',
            "2: unknown key `nam` in [profiles.acme.me]; did you mean `name`?",
        ),
        ("[profiles.acme]\nme = 1", "2: `me` is a table: write [profiles.acme.me]"),
        ("[profiles]\nacme = 1", "2: `acme` in [profiles] is a table: write [profiles.acme]"),
        (
            '[profiles."a/b"]',
            '1: a profile cannot be named "a/b": letters, digits, `-`, `_` and `.`, at most 64',
        ),
        (
            'default_profile = "acne"\n[profiles.acme]',
            "1: `default_profile` names `acne`, which is no profile; did you mean `acme`?",
        ),
        (
            'default_profile = "zzz"\n[profiles.acme]\n[profiles.beta]',
            "1: `default_profile` names `zzz`, which is no profile; there are `acme`, `beta`",
        ),
        ("[[sync]]\nx = 1", "1: `sync` is a table: write [sync] on a line of its own"),
    ],
)
def test_a_mistake_is_named_by_line_and_nearest_key(
    configured: Configured, config_file: Path, text: str, sentence: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        configured(text)
    assert str(caught.value) == f"{config_file}:{sentence}"


def test_all_mistakes_are_named_at_once_in_the_order_of_their_lines(configured: Configured, config_file: Path) -> None:
    text = '[ui]\nglyphs = "x"\n[sync]\npoll = 1\n[snd]\n'
    with pytest.raises(ConfigurationError) as caught:
        configured(text, CHATLANE_BASE_URL="x")
    places = [line.removeprefix(str(config_file)).partition(" ")[0] for line in str(caught.value).split("\n")]
    assert places == [":2:", ":4:", ":5:", "CHATLANE_BASE_URL"]


def test_a_long_value_is_not_repeated_whole(configured: Configured) -> None:
    with pytest.raises(ConfigurationError) as caught:
        configured(f'[ui]\nglyphs = "{"x" * 500}"')
    assert len(str(caught.value).rpartition("/")[2]) < 150


def test_a_limit_for_a_type_of_the_future_is_taken(configured: Configured) -> None:
    assert configured("[limits]\ntelegram = 4096").limits["telegram"] == 4096
