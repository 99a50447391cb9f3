"""What a person has set: `config.toml`, overridden by the environment, as frozen values with their defaults.

Plain dataclasses on purpose: this is read before the first paint. Nothing here is secret; tokens are `config.token`'s.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from chatlane_tui.config.base_url import DEFAULT_BASE_URL, normalised
from chatlane_tui.config.mistake import Mistake
from chatlane_tui.config.paths import Places
from chatlane_tui.config.private import spoken
from chatlane_tui.config.shape import mistakes, profile_problem
from chatlane_tui.config.writing import CheckSettings, ExpertSettings, SpellingSettings
from chatlane_tui.errors import ConfigurationError

DEFAULT_PROFILE = "default"


class Me(NamedTuple):
    """Who is typing, as the API cannot say it (A6). Empty: learnt from the sender of our own first message."""

    name: str = ""
    email: str = ""


class SyncSettings(NamedTuple):
    """How often the server is asked."""

    poll_interval: float = 15
    """Seconds between two polls while online."""


class SendSettings(NamedTuple):
    """How long what was sent can be taken back, in seconds (W2)."""

    undo_email: int = 10
    undo_chat: int = 3
    undo_note: int = 0

    def hold(self, message_type: str) -> int:
        """How long a message of this type is held before it goes out, in milliseconds."""
        match message_type:
            case "email":
                return self.undo_email * 1000
            case "note":
                return self.undo_note * 1000
            case _:
                return self.undo_chat * 1000


class ReadingSettings(NamedTuple):
    """When a conversation counts as read here. Moving the cursor over it never does that."""

    mark_read: str = "open"
    """"open": when it is opened; "after": when it has been open for `after` seconds; "leave"; "manual": by key only."""
    after: int = 3


class NotifySettings(NamedTuple):
    """Who is told, and how, that a customer wrote."""

    bell: bool = False
    terminal: str = ""
    """"osc9" or "osc777": the sequence that the terminal shows as a notification; empty: none."""
    command: tuple[str, ...] = ()
    """A program and its first words; title and text follow. Never a shell."""
    preview: str = "sender"
    """"full": name and first words; "sender": names; "none": that something came."""
    quiet: str = ""
    """"22:00-07:00": when nothing rings."""
    title: bool = True
    """Whether the window's title counts what is unread."""


class UiSettings(NamedTuple):
    """How the screen looks. `theme` is a theme's name, empty for the default."""

    theme: str = ""
    glyphs: str = "unicode"
    """"unicode" or "ascii"."""
    emoji: str = "pictures"
    """"pictures", or "words" for a terminal that has none."""
    reduced_motion: bool = False
    density: str = "comfortable"
    """"comfortable": two lines a conversation; "compact": one."""
    times: str = "relative"
    """How the list tells time and the heads of messages begin to: "relative" ("2m") or "absolute" ("10:02")."""
    conversation_url: str = ""
    """Where a browser shows a conversation: `{id}` stands for its number; empty: nobody said."""


class FileSettings(NamedTuple):
    """Where files of customers go, and how large they may be."""

    folder: str = ""
    """Empty: the platform's folder for downloads."""
    size_limit: int = 100
    """MB, of a million bytes."""


class CommandSettings(NamedTuple):
    """Programs of the person's own. Empty: what the platform has."""

    open: str = ""
    """Is given a file or a URL as its last word."""
    pager: str = ""
    """Goes before `$PAGER`."""
    shell: bool = False
    """Whether `|` hands what is typed to the person's shell; otherwise its words are run as they are."""
    patience: int = 30
    """Seconds until a command that `|` started is ended."""


DEFAULT_LIMITS: Mapping[str, int] = MappingProxyType({"whatsapp": 1600})
"""Characters a message may have, by type: the one the document names (M8)."""


class ViewSettings(NamedTuple):
    """What a person wants behind a digit. Empty `query` and `sort`: those of the program's view of that name."""

    name: str
    query: str | None = None
    sort: str = ""


_NO_KEYS: Mapping[str, str] = MappingProxyType({})


class Settings(NamedTuple):
    """Everything set, for one profile. `file` may not exist; then all is default and environment."""

    profile: str
    base_url: str
    """Normalised: no slash at the end."""
    base_url_from: str
    """Who said so: "the default", a file's path, or `CHATLANE_BASE_URL`."""
    file: Path
    places: Places
    title: str = ""
    """What a person calls the team of this profile; empty: nothing was said."""
    token_command: str = ""
    profiles: tuple[str, ...] = ()
    """The profiles that the file defines, in its order."""
    me: Me = Me()
    sync: SyncSettings = SyncSettings()
    send: SendSettings = SendSettings()
    ui: UiSettings = UiSettings()
    files: FileSettings = FileSettings()
    commands: CommandSettings = CommandSettings()
    checks: CheckSettings = CheckSettings()
    spelling: SpellingSettings = SpellingSettings()
    expert: ExpertSettings = ExpertSettings()
    reading: ReadingSettings = ReadingSettings()
    notify: NotifySettings = NotifySettings()
    views: tuple[ViewSettings, ...] = ()
    """In place of the program's own, if there are any."""
    targets: Mapping[str, str] = _NO_KEYS
    """Inbox, or "*" for the others → how soon a customer is to be answered: "4h"."""
    hours: Mapping[str, str] = _NO_KEYS
    """Inbox, or "*" → when it is answered: "mon-fri 09:00-17:00"; none: always."""
    limits: Mapping[str, int] = DEFAULT_LIMITS
    signatures: Mapping[str, str] = _NO_KEYS
    """Inbox, type, `inbox/type` or `default` → the text a reply begins with."""
    keys: Mapping[str, str] = _NO_KEYS
    """Id of an action → its keys, comma-separated. Ids are the key table's: see `unknown_keys`."""
    read_only: bool = False
    """Nothing is written to the server, whatever waits."""
    key_preset: str = ""
    """The set of keys under a person's own: "mail", "vim", "plain"; empty: as they come."""


def load(environ: Mapping[str, str], *, profile: str | None = None) -> Settings:
    """The settings of `profile`, else of `CHATLANE_PROFILE`, else of the file's `default_profile`, else of "default".

    `ConfigurationError` carries every mistake, each with file and line where it has one.
    """
    places = Places.of(environ)
    file = config_file(environ)
    text = _text(file, needed=bool(environ.get("CHATLANE_CONFIG", "").strip()))
    data = _parsed(file, text) if text else {}
    said = [*_located(file, text, mistakes(data)), *_environment_mistakes(environ)]
    if said:
        raise ConfigurationError("\n".join(said))
    chosen = _chosen(environ, data, file, profile)
    own = _table(_table(data, "profiles"), chosen)
    base_url, base_url_from = _base_url(environ, data, own, file)
    return Settings(
        profile=chosen,
        base_url=base_url,
        base_url_from=base_url_from,
        file=file,
        places=places,
        title=str(own.get("name", "")),
        token_command=str(own.get("token_command", "")),
        profiles=tuple(_table(data, "profiles")),
        me=Me(**{**_table(data, "me"), **_table(own, "me")}),
        sync=SyncSettings(**_table(data, "sync")),
        send=SendSettings(**_table(data, "send")),
        ui=UiSettings(**{**_table(data, "ui"), **_only(own, "conversation_url")}),
        files=FileSettings(**_table(data, "files")),
        commands=CommandSettings(**_table(data, "commands")),
        checks=CheckSettings(**_lists(_table(data, "checks"))),
        spelling=SpellingSettings(**_lists(_table(data, "spelling"))),
        expert=ExpertSettings(**_table(data, "expert")),
        reading=ReadingSettings(**_table(data, "reading")),
        notify=NotifySettings(**_lists(_table(data, "notify"))),
        views=tuple(ViewSettings(**view) for view in _list(data, "views")),
        targets=MappingProxyType(_table(data, "targets")),
        hours=MappingProxyType(_table(data, "hours")),
        limits=MappingProxyType({**DEFAULT_LIMITS, **_table(data, "limits")}),
        signatures=MappingProxyType({**_table(data, "signatures")}),
        keys=MappingProxyType({action: keys for action, keys in _table(data, "keys").items() if action != "preset"}),
        read_only=bool(environ.get("CHATLANE_READ_ONLY", "").strip()),
        key_preset=str(_table(data, "keys").get("preset", "")),
    )


def config_file(environ: Mapping[str, str]) -> Path:
    """The file that is read: `CHATLANE_CONFIG`, else `config.toml` in the configuration directory. It may not exist."""
    named = environ.get("CHATLANE_CONFIG", "").strip()
    return Path(named).expanduser() if named else Places.of(environ).config / "config.toml"


def unknown_keys(settings: Settings, actions: Iterable[str]) -> tuple[str, ...]:
    """What is wrong with the ids in [keys], each a sentence with file, line and the nearest id that exists."""
    from difflib import get_close_matches

    known = tuple(actions)
    found = []
    for action in settings.keys:
        if action not in known:
            near = get_close_matches(action, known, n=1, cutoff=0.5)
            meant = f"; did you mean `{near[0]}`?" if near else ""
            found.append(Mistake(("keys", action), f"unknown action `{action}` in [keys]{meant}"))
    return located(settings, found)


def located(settings: Settings, found: Iterable[Mistake]) -> tuple[str, ...]:
    """Mistakes as sentences with file and line."""
    return tuple(_located(settings.file, _text(settings.file, needed=False), list(found)))


def _text(file: Path, *, needed: bool) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        if needed:
            raise ConfigurationError(f"There is no file {spoken(file)}.") from error
        return ""
    except OSError as error:
        raise ConfigurationError(f"{spoken(file)} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigurationError(f"{spoken(file)}:{line}: not UTF-8") from error


def _parsed(file: Path, text: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem, _, place = str(error).partition(" (at ")
        found = "".join(digit if digit.isdigit() else " " for digit in place).split()
        line = int(found[0]) if found else text.count("\n") + 1
        raise ConfigurationError(f"{spoken(file)}:{line}: this is not TOML: {problem}") from error


def _located(file: Path, text: str, found: list[Mistake]) -> list[str]:
    if not found:
        return []
    from chatlane_tui.config.lines import lines_of

    lines = lines_of(text)
    placed = sorted((lines.get(mistake.path, 0), mistake.sentence) for mistake in found)
    return [f"{spoken(file)}:{line}: {sentence}" for line, sentence in placed]


def _environment_mistakes(environ: Mapping[str, str]) -> list[str]:
    found = []
    if url := environ.get("CHATLANE_BASE_URL", "").strip():
        try:
            normalised(url)
        except ConfigurationError as error:
            found.append(f"CHATLANE_BASE_URL is not usable: {error}")
    return found


def _chosen(environ: Mapping[str, str], data: Mapping[str, object], file: Path, asked: str | None) -> str:
    named = asked or environ.get("CHATLANE_PROFILE", "").strip()
    profile = named or str(data.get("default_profile", DEFAULT_PROFILE))
    if problem := profile_problem(profile):
        raise ConfigurationError(f"{problem[0].upper()}{problem[1:]}.")
    known = tuple(_table(data, "profiles"))
    if named and known and named not in (*known, DEFAULT_PROFILE):
        from difflib import get_close_matches

        near = get_close_matches(named, known, n=1)
        meant = f"Did you mean `{near[0]}`?" if near else f"There are {', '.join(f'`{name}`' for name in known)}."
        raise ConfigurationError(f"{spoken(file)} has no profile `{named}`.", hint=meant)
    return profile


def _base_url(
    environ: Mapping[str, str], data: Mapping[str, object], own: Mapping[str, object], file: Path
) -> tuple[str, str]:
    if url := environ.get("CHATLANE_BASE_URL", "").strip():
        return normalised(url), "CHATLANE_BASE_URL"
    for table in (own, data):
        if "base_url" in table:
            return normalised(str(table["base_url"])), spoken(file)
    return DEFAULT_BASE_URL, "the default"


def _only(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {key: table[key]} if key in table else {}


def _list(data: Mapping[str, object], name: str) -> list[dict[str, Any]]:
    """A list of tables that `mistakes` has checked, or an empty one."""
    found = data.get(name)
    return found if isinstance(found, list) else []


def _table(data: Mapping[str, object], name: str) -> dict[str, Any]:
    """A table that `mistakes` has checked, or an empty one."""
    found = data.get(name)
    return dict(found) if isinstance(found, dict) else {}


def _lists(table: dict[str, Any]) -> dict[str, Any]:
    """Frozen: a list of the file as a tuple."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
