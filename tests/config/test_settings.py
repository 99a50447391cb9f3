"""Settings from a real file and an environment, and who goes before whom."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chatlane_tui.config.settings import Me, Settings, config_file, load, unknown_keys
from chatlane_tui.errors import ConfigurationError

Configured = Callable[..., Settings]

PROFILES = """\
default_profile = "acme"
base_url = "https://all.example/api"

[me]
name = "Sam"
email = "sam@example.com"

[profiles.acme]
name = "Acme Support"
token_command = "pass show acme"

[profiles.beta]
base_url = "https://beta.example/api/"
[profiles.beta.me]
email = "sam@beta.example"
"""


def test_who_has_set_nothing_gets_what_the_product_promises(settings: Settings) -> None:
    assert (settings.profile, settings.base_url, settings.base_url_from) == (
        "default",
        "https://chatlane.io/api/v1",
        "the default",
    )
    assert (settings.sync.poll_interval, settings.limits["whatsapp"], settings.ui.glyphs) == (15, 1600, "unicode")


def test_an_empty_file_is_as_good_as_none(configured: Configured, settings: Settings) -> None:
    assert configured("") == settings


def test_a_file_may_begin_with_a_byte_order_mark(configured: Configured) -> None:
    assert configured("\ufeff[sync]\npoll_interval = 20").sync.poll_interval == 20


@pytest.mark.parametrize(
    ("kind", "held"), [("email", 10_000), ("sms", 3_000), ("whatsapp", 3_000), ("new_type", 3_000), ("note", 0)]
)
def test_a_message_is_held_as_long_as_its_type_says(settings: Settings, kind: str, held: int) -> None:
    assert settings.send.hold(kind) == held


def test_everything_that_can_be_set_is_set(configured: Configured) -> None:
    settings = configured(
        """
        [sync]
        poll_interval = 60
        [send]
        undo_email = 30
        undo_chat = 5
        undo_note = 2
        [limits]
        sms = 459
        carrier_pigeon = 12
        [ui]
        theme = "nord"
        glyphs = "ascii"
        reduced_motion = true
        emoji = "words"
        [keys]
        "list.open" = "enter,o"
        "list.done" = ""
        """
    )
    assert (settings.sync.poll_interval, settings.send.hold("note")) == (60, 2_000)
    assert settings.limits == {"whatsapp": 1600, "sms": 459, "carrier_pigeon": 12}
    assert (settings.ui.theme, settings.ui.glyphs, settings.ui.reduced_motion) == ("nord", "ascii", True)
    assert settings.ui.emoji == "words"
    assert settings.keys == {"list.open": "enter,o", "list.done": ""}


def test_what_is_set_about_writing_is_frozen(configured: Configured) -> None:
    settings = configured(
        """
        [checks]
        internal_words = ["margin"]
        most_recipients = 3
        [spelling]
        command = ["hunspell", "-l"]
        [expert]
        custom_sender = true
        [signatures]
        "Support/sms" = "Sam"
        """
    )
    assert settings.checks == (("margin",), 3)
    assert settings.spelling.command == ("hunspell", "-l")
    assert (settings.expert.custom_sender, settings.signatures) == (True, {"Support/sms": "Sam"})


def test_the_default_profile_of_the_file_is_taken(configured: Configured) -> None:
    settings = configured(PROFILES)
    assert (settings.profile, settings.title, settings.token_command) == ("acme", "Acme Support", "pass show acme")


def test_the_variable_goes_before_the_default_profile(configured: Configured) -> None:
    assert configured(PROFILES, CHATLANE_PROFILE="beta").profile == "beta"


def test_the_argument_goes_before_the_variable(
    configured: Configured, config_file: Path, environ: dict[str, str]
) -> None:
    config_file.write_text(PROFILES)
    assert load({**environ, "CHATLANE_PROFILE": "acme"}, profile="beta").profile == "beta"


def test_a_profile_has_its_own_server(configured: Configured) -> None:
    assert configured(PROFILES, CHATLANE_PROFILE="beta").base_url == "https://beta.example/api"


def test_a_profile_without_a_server_has_that_of_all(configured: Configured, config_file: Path) -> None:
    settings = configured(PROFILES)
    assert (settings.base_url, settings.base_url_from) == ("https://all.example/api", str(config_file))


def test_the_variable_names_the_server_before_any_file(configured: Configured) -> None:
    settings = configured(PROFILES, CHATLANE_BASE_URL="http://localhost:8000/api/v1/")
    assert (settings.base_url, settings.base_url_from) == ("http://localhost:8000/api/v1", "CHATLANE_BASE_URL")


def test_an_empty_variable_says_nothing(configured: Configured) -> None:
    settings = configured(PROFILES, CHATLANE_BASE_URL=" ", CHATLANE_PROFILE="", CHATLANE_CONFIG="")
    assert (settings.profile, settings.base_url) == ("acme", "https://all.example/api")


def test_a_profile_may_know_somebody_by_another_address(configured: Configured) -> None:
    assert configured(PROFILES, CHATLANE_PROFILE="beta").me == Me("Sam", "sam@beta.example")


def test_a_token_command_is_of_one_profile_alone(configured: Configured) -> None:
    assert configured(PROFILES, CHATLANE_PROFILE="beta").token_command == ""


def test_a_profile_that_is_not_there_names_the_nearest(configured: Configured) -> None:
    with pytest.raises(ConfigurationError) as caught:
        configured(PROFILES, CHATLANE_PROFILE="acne")
    assert caught.value.sentence.endswith("config.toml has no profile `acne`. Did you mean `acme`?")


def test_a_profile_like_no_other_names_them_all(configured: Configured) -> None:
    with pytest.raises(ConfigurationError, match="no profile `xyz`") as caught:
        configured(PROFILES, CHATLANE_PROFILE="xyz")
    assert caught.value.hint == "There are `acme`, `beta`."


def test_without_profiles_in_the_file_any_name_is_a_profile(configured: Configured) -> None:
    assert configured("", CHATLANE_PROFILE="acme").profile == "acme"


def test_the_profile_named_default_is_always_there(configured: Configured) -> None:
    assert configured(PROFILES, CHATLANE_PROFILE="default").base_url == "https://all.example/api"


@pytest.mark.parametrize("name", ["../up", ".hidden", "-x", "a/b", "a b", "ä", "x" * 65, "a\x1b[2J"])
def test_a_profile_whose_name_is_no_directory_is_refused(environ: dict[str, str], name: str) -> None:
    with pytest.raises(ConfigurationError, match="A profile cannot be named") as caught:
        load(environ, profile=name)
    assert "\x1b" not in caught.value.sentence


def test_another_file_can_be_named(environ: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[sync]\npoll_interval = 30")
    settings = load({**environ, "CHATLANE_CONFIG": str(file)})
    assert (settings.file, settings.sync.poll_interval) == (file, 30)


def test_a_file_below_the_home_directory_is_found_by_its_tilde(environ: dict[str, str]) -> None:
    assert config_file({**environ, "CHATLANE_CONFIG": "~/x.toml"}) == Path.home() / "x.toml"


def test_a_file_that_was_named_and_is_missing_is_a_mistake(environ: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"There is no file .*gone\.toml"):
        load({**environ, "CHATLANE_CONFIG": str(tmp_path / "gone.toml")})


def test_a_file_that_cannot_be_read_is_a_mistake(environ: dict[str, str], config_file: Path) -> None:
    config_file.mkdir()
    with pytest.raises(ConfigurationError, match=r"config\.toml cannot be read: Is a directory"):
        load(environ)


def test_a_file_that_is_not_utf8_names_the_line(environ: dict[str, str], config_file: Path) -> None:
    config_file.write_bytes(b"# one\n# two\n# \xe4\n")
    with pytest.raises(ConfigurationError, match=r"config.toml:3: not UTF-8"):
        load(environ)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[sync]\npoll_interval 5\n", "config.toml:2: this is not TOML: "),
        ('[sync]\nx = "never closed', "config.toml:2: this is not TOML: "),
        ("[sync]\n[sync]\n", "config.toml:2: this is not TOML: "),
    ],
)
def test_a_file_that_is_not_toml_names_the_line(configured: Configured, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        configured(text)
    assert said in caught.value.sentence


def test_a_server_named_by_the_variable_is_checked_like_any_other(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=r"CHATLANE_BASE_URL is not usable: .*https://"):
        load({**environ, "CHATLANE_BASE_URL": "http://chatlane.io"})


def test_ids_of_actions_are_checked_by_whoever_knows_them(configured: Configured, config_file: Path) -> None:
    settings = configured('[keys]\n"list.open" = "o"\n\n"list.opne" = "p"\n"?" = "x"\n')
    assert unknown_keys(settings, ["list.open", "list.done"]) == (
        f"{config_file}:4: unknown action `list.opne` in [keys]; did you mean `list.open`?",
        f"{config_file}:5: unknown action `?` in [keys]",
    )


def test_nothing_heavy_is_imported_to_read_settings(configured: Configured, config_file: Path) -> None:
    code = (
        "import sys; from chatlane_tui.config.settings import load; load({});"
        "from chatlane_tui.config import token; "
        "print([name for name in ('pydantic', 'httpx', 'keyring', 'asyncio', 'tomllib') if name in sys.modules])"
    )
    environ = {"XDG_CONFIG_HOME": str(config_file.parent / "none"), "HOME": str(config_file.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.strip() == "[]"


def test_a_profile_has_web_addresses_of_its_own(configured: Configured) -> None:
    text = (
        '[ui]\nconversation_url = "https://all.example/{id}"\n[profiles.a]\n'
        '[profiles.b]\nconversation_url = "https://b.example/{id}"\n'
    )
    assert [configured(text, CHATLANE_PROFILE=name).ui.conversation_url for name in ("a", "b")] == [
        "https://all.example/{id}",
        "https://b.example/{id}",
    ]
