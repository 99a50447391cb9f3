"""Where a token is found, kept and forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from keyring.backend import KeyringBackend

from chatlane_tui.config import token_file
from chatlane_tui.config.given_token import Token, checked
from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.config.settings import Settings, load
from chatlane_tui.config.token import as_given, find, forget, look, store
from chatlane_tui.errors import ConfigurationError
from tests.config.keyrings import LockedKeyring, MemoryKeyring, SilentKeyring, absent, pretending, using

Configured = Callable[..., Settings]
COMMAND = '[profiles.default]\ntoken_command = "echo 5|command"\n'


@pytest.mark.parametrize("written", ["1|abc", "  1|abc\n", "Bearer 1|abc", "bearer   1|abc"])
def test_what_copying_brings_along_is_dropped(written: str) -> None:
    assert checked(written) == "1|abc"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "no token"),
        (" \n", "no token"),
        ("1|ab\x1bc", "control characters"),
        ("1|ab\ncd", "control characters"),
        ("1|äb", "beyond ASCII"),
        ("1|ab cd", "blanks inside"),
        ("x" * 5000, "too long"),
    ],
)
def test_what_is_no_token_is_refused_without_repeating_it(written: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        checked(written)
    assert "1|" not in caught.value.sentence


def test_a_token_is_not_shown_when_it_is_printed() -> None:
    assert "secret" not in repr(Token("1|secret", "here", "abc"))


def test_a_typed_token_is_known_by_the_same_fingerprint() -> None:
    assert as_given(" 1|typed\n") == Token("1|typed", "as it was typed", fingerprint_of("1|typed"))


def test_the_environment_goes_first(configured: Configured, memory: MemoryKeyring) -> None:
    settings = configured(COMMAND)
    assert find(settings, {"CHATLANE_API_TOKEN": " 9|env\n"}) == Token(
        "9|env", "in the environment (CHATLANE_API_TOKEN)", fingerprint_of("9|env")
    )


def test_the_command_goes_before_what_is_kept(configured: Configured, memory: MemoryKeyring) -> None:
    settings = configured(COMMAND)
    store(settings, "1|kept")
    found = find(settings, {"PATH": "/usr/bin:/bin"})
    assert found is not None
    assert (found.value, found.source) == ("5|command", "from `token_command` of the profile `default`")


def test_a_token_is_kept_in_the_keyring_and_found_there(settings: Settings, memory: MemoryKeyring) -> None:
    assert store(settings, " 1|kept ").sentence == "The token is kept in the keyring (memory)."
    found = find(settings, {})
    assert found is not None
    assert (found.value, found.source) == ("1|kept", "in the keyring (memory)")


def test_there_is_no_token_before_signing_in(settings: Settings, memory: MemoryKeyring) -> None:
    assert look(settings, {}).token is None
    assert look(settings, {}).notes == ()


@pytest.mark.parametrize(
    ("variable", "value"), [("CHATLANE_BASE_URL", "https://elsewhere.example"), ("CHATLANE_PROFILE", "other")]
)
def test_a_kept_token_is_for_its_server_and_profile_alone(
    settings: Settings, environ: dict[str, str], memory: MemoryKeyring, variable: str, value: str
) -> None:
    store(settings, "1|kept")
    assert find(load({**environ, variable: value}), {}) is None


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        (absent(), "The keyring is not there, so"),
        (pretending(), "did not keep it, so"),
        (LockedKeyring(), "The keyring is locked, so"),
    ],
)
def test_without_a_keyring_the_token_is_kept_in_an_announced_file(
    settings: Settings, backend: KeyringBackend, reason: str
) -> None:
    with using(backend):
        stored = store(settings, "1|kept")
        assert reason in stored.sentence
        assert f"{token_file.token_file(settings)}, readable by you alone (0600)" in stored.sentence
        found = find(settings, {})
        assert found is not None
        assert found.value == "1|kept"


def test_the_file_of_a_later_sign_in_goes_before_what_a_locked_keyring_still_holds(
    settings: Settings, memory: MemoryKeyring
) -> None:
    store(settings, "1|old")
    with using(LockedKeyring()):
        store(settings, "2|new")
    with using(memory):
        found = find(settings, {})
        assert found is not None
        assert found.value == "2|new"


def test_the_file_goes_when_the_keyring_takes_a_token_again(settings: Settings, memory: MemoryKeyring) -> None:
    token_file.write(settings, "1|old")
    store(settings, "2|new")
    assert not token_file.token_file(settings).exists()


def test_a_keyring_that_could_not_be_asked_is_said(settings: Settings) -> None:
    with using(LockedKeyring()):
        assert look(settings, {}).notes == ("The keyring is locked.",)


@pytest.mark.parametrize("value", ["two words", "1|\x00"])
def test_what_is_found_and_is_no_token_names_the_place(settings: Settings, value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"in the environment \(CHATLANE_API_TOKEN\) is no token"):
        find(settings, {"CHATLANE_API_TOKEN": value})


def test_forgetting_says_what_was_done(settings: Settings, memory: MemoryKeyring) -> None:
    store(settings, "1|kept")
    assert forget(settings, {}) == ("The token is deleted from the keyring (memory).",)
    assert find(settings, {}) is None


def test_forgetting_nothing_says_nothing(settings: Settings, memory: MemoryKeyring) -> None:
    assert forget(settings, {}) == ()


def test_forgetting_deletes_the_file_where_there_is_no_keyring(settings: Settings) -> None:
    with using(absent()):
        store(settings, "1|kept")
        assert forget(settings, {}) == (f"The token file {token_file.token_file(settings)} is deleted.",)


def test_forgetting_says_what_only_a_person_can_delete(configured: Configured) -> None:
    settings = configured(COMMAND)
    with using(LockedKeyring()):
        assert forget(settings, {"CHATLANE_API_TOKEN": "9|env"}) == (
            "The keyring is locked; a token in it is still there.",
            "CHATLANE_API_TOKEN is still set in the environment.",
            f"`token_command` in {settings.file} still gives a token.",
        )


def test_a_keyring_that_never_answers_is_said(settings: Settings) -> None:
    with using(SilentKeyring()) as backend:
        try:
            assert look(settings, {}, patience=0.01).notes == ("The keyring did not answer within 0.01 s.",)
        finally:
            backend.released.set()
