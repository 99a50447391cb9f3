"""What `config.toml` may hold: every table, every key, what its value must be. Finds all mistakes at once."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from chatlane_tui.config import view_shape
from chatlane_tui.config.base_url import normalised
from chatlane_tui.config.mistake import Mistake, nearest, spelled
from chatlane_tui.errors import ConfigurationError

_HOURS = re.compile(r"([01]?\d|2[0-3]):[0-5]\d\s*-\s*([01]?\d|2[0-3]):[0-5]\d")
MESSAGE_TYPES = ("email", "sms", "whatsapp", "note", "phone_call", "facebook", "instagram")
"""The types the API's document names; a limit for a type of the future is allowed (A8)."""


class Whole(NamedTuple):
    """A whole number between two bounds, both allowed."""

    low: int
    high: int
    unit: str

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high:
            return ""
        return f"must be a whole number from {self.low:,} to {self.high:,} ({self.unit}), not {spelled(value)}"


class Line(NamedTuple):
    """One line of text, not empty."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, str) and value.strip() and value.isprintable():
            return ""
        return f"must be a line of text in quotes, not {spelled(value)}"


class Flag(NamedTuple):
    """true or false."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        return "" if isinstance(value, bool) else f"must be true or false, not {spelled(value)}"


class OneOf(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if value in self.words:
            return ""
        said = " or ".join(f'"{word}"' for word in self.words)
        return f"must be {said}, not {spelled(value)}{nearest(value, self.words)}"


class Hours(NamedTuple):
    """A stretch of the day, "22:00-07:00"."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, str) and _HOURS.fullmatch(value):
            return ""
        return f'must be a stretch of the day such as "22:00-07:00", not {spelled(value)}'


class Words(NamedTuple):
    """A list of texts, each one line and not empty."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, list) and not any(Line().problem(one) for one in value):
            return ""
        return f'must be a list of texts, such as ["one", "two"], not {spelled(value)}'


class Text(NamedTuple):
    """A text of one line or several."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, str) and all(line.isprintable() for line in value.split("\n")) and len(value) <= 4_000:
            return ""
        return f"must be a text in quotes of at most 4,000 characters, not {spelled(value)}"


class BaseUrl(NamedTuple):
    """An address that a token may be sent to."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if not isinstance(value, str):
            return f"must be a URL in quotes, not {spelled(value)}"
        try:
            normalised(value)
        except ConfigurationError as error:
            return f"is not usable: {error}"
        return ""


class Keys(NamedTuple):
    """A key or several with commas between them, as Textual spells them; an empty text takes the key away."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, str) and value.isprintable():
            return ""
        return f'must be keys in quotes, such as "ctrl+s,f2", not {spelled(value)}'


class WebAddress(NamedTuple):
    """An address for a browser, with `{id}` where the number of a conversation goes."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        usable = isinstance(value, str) and value.isascii() and value.isprintable() and " " not in value
        if usable and str(value).startswith(("https://", "http://")) and "{id}" in str(value):
            return ""
        return f'must be a web address such as "https://chatlane.io/inbox/{{id}}", not {spelled(value)}'


class Folder(NamedTuple):
    """A directory, from the root or from the home directory."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, str) and value.isprintable() and (value[:2] in ("~", "~/") or Path(value).is_absolute()):
            return ""
        return f'must be a whole path such as "~/Downloads", not {spelled(value)}'


class Command(NamedTuple):
    """A command line as a shell reads it; it is run without one."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        import shlex

        try:
            if isinstance(value, str) and value.isprintable() and shlex.split(value):
                return ""
        except ValueError:
            pass
        return f"must be a command in quotes, not {spelled(value)}"


Kind = (
    view_shape.Span
    | view_shape.Opening
    | Hours
    | Whole
    | Line
    | Flag
    | OneOf
    | Words
    | Text
    | BaseUrl
    | Keys
    | WebAddress
    | Folder
    | Command
)

ME: Mapping[str, Kind] = {"name": Line(), "email": Line()}
PROFILE: Mapping[str, Kind] = {
    "name": Line(),
    "base_url": BaseUrl(),
    "token_command": Line(),
    "conversation_url": WebAddress(),
}
TOP: Mapping[str, Kind] = {"base_url": BaseUrl(), "default_profile": Line()}
TABLES: Mapping[str, Mapping[str, Kind]] = {
    "me": ME,
    "sync": {"poll_interval": Whole(2, 3600, "seconds")},
    "send": {
        "undo_email": Whole(0, 600, "seconds"),
        "undo_chat": Whole(0, 600, "seconds"),
        "undo_note": Whole(0, 600, "seconds"),
    },
    "checks": {"internal_words": Words(), "most_recipients": Whole(1, 1_000, "people")},
    "spelling": {"command": Words()},
    "expert": {"custom_sender": Flag()},
    "notify": {
        "bell": Flag(),
        "terminal": OneOf(("osc9", "osc777")),
        "command": Words(),
        "preview": OneOf(("full", "sender", "none")),
        "quiet": Hours(),
        "title": Flag(),
    },
    "reading": {"mark_read": OneOf(("open", "after", "leave", "manual")), "after": Whole(1, 600, "seconds")},
    "ui": {
        "theme": Line(),
        "glyphs": OneOf(("unicode", "ascii")),
        "emoji": OneOf(("pictures", "words")),
        "reduced_motion": Flag(),
        "density": OneOf(("comfortable", "compact")),
        "times": OneOf(("relative", "absolute")),
        "conversation_url": WebAddress(),
    },
    "files": {"folder": Folder(), "size_limit": Whole(1, 10_000, "MB")},
    "commands": {
        "open": Command(),
        "pager": Command(),
        "shell": Flag(),
        "patience": Whole(1, 600, "seconds"),
    },
}
MAPS: Mapping[str, Kind] = {
    "limits": Whole(1, 1_000_000, "characters"),
    "signatures": Text(),
    "targets": view_shape.Span(),
    "hours": view_shape.Opening(),
    "keys": Keys(),
}
"""Tables whose keys are not fixed: message types, inboxes and types, names of inboxes, ids of actions."""
PRESET = OneOf(("mail", "vim", "plain"))
"""The one key of [keys] that is no action."""


def mistakes(data: Mapping[str, object]) -> list[Mistake]:
    """Everything that is wrong with a parsed `config.toml`."""
    return [*_top(data), *_tables(data), *_maps(data), *view_shape.views(data), *_profiles(data)]


def _top(data: Mapping[str, object]) -> Iterator[Mistake]:
    tables = (*TABLES, *MAPS, "views", "profiles")
    for key, value in data.items():
        if key in TOP:
            if problem := TOP[key].problem(value):
                yield Mistake((key,), f"`{key}` {problem}")
        elif key in tables:
            if not isinstance(value, dict) and key != "views":
                yield Mistake((key,), f"`{key}` is a table: write [{key}] on a line of its own")
        elif isinstance(value, dict):
            yield Mistake((key,), f"unknown table [{key}]{nearest(key, tables, quote='[')}")
        else:
            yield Mistake((key,), f"unknown key `{key}` above the first table{_home(key) or nearest(key, tuple(TOP))}")


def _tables(data: Mapping[str, object]) -> Iterator[Mistake]:
    for table, kinds in TABLES.items():
        yield from _table((table,), data.get(table), kinds)


def _table(path: tuple[str, ...], values: object, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    if not isinstance(values, dict):
        return
    where = f"[{'.'.join(path)}]"
    for key, value in values.items():
        kind = kinds.get(key)
        if kind is None:
            said = nearest(key, tuple(kinds)) or _home(key)
            yield Mistake((*path, key), f"unknown key `{key}` in {where}{said}")
        elif problem := kind.problem(value):
            yield Mistake((*path, key), f"`{key}` in {where} {problem}")


def _maps(data: Mapping[str, object]) -> Iterator[Mistake]:
    for table, kind in MAPS.items():
        values = data.get(table)
        if not isinstance(values, dict):
            continue
        for key, value in values.items():
            if problem := (PRESET if (table, key) == ("keys", "preset") else kind).problem(value):
                yield Mistake((table, key), f"`{key}` in [{table}] {problem}")
            elif table == "limits" and key not in MESSAGE_TYPES and (near := nearest(key, MESSAGE_TYPES)):
                yield Mistake((table, key), f"unknown message type `{key}` in [limits]{near}")


def _profiles(data: Mapping[str, object]) -> Iterator[Mistake]:
    profiles = data.get("profiles")
    if not isinstance(profiles, dict):
        profiles = {}
    for name, values in profiles.items():
        if problem := profile_problem(name):
            yield Mistake(("profiles", name), problem)
        elif not isinstance(values, dict):
            yield Mistake(("profiles", name), f"`{name}` in [profiles] is a table: write [profiles.{name}]")
        else:
            yield from _table(("profiles", name), {key: value for key, value in values.items() if key != "me"}, PROFILE)
            if "me" in values and not isinstance(values["me"], dict):
                yield Mistake(("profiles", name, "me"), f"`me` is a table: write [profiles.{name}.me]")
            yield from _table(("profiles", name, "me"), values.get("me"), ME)
    default = data.get("default_profile")
    if isinstance(default, str) and profiles and default not in profiles:
        said = nearest(default, tuple(profiles)) or f"; there are {', '.join(f'`{name}`' for name in profiles)}"
        yield Mistake(("default_profile",), f"`default_profile` names `{default}`, which is no profile{said}")


def profile_problem(name: str) -> str:
    """Why a profile cannot have this name (it names a directory), or empty."""
    plain = name.isascii() and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    if plain and name[0] not in ".-" and len(name) <= 64:
        return ""
    return f"a profile cannot be named {spelled(name)}: letters, digits, `-`, `_` and `.`, at most 64"


def _home(key: str) -> str:
    """Where a key belongs that stands in the wrong table."""
    if key in TOP:
        return "; it belongs above the first table"
    homes = [f"[{table}]" for table, kinds in TABLES.items() if key in kinds]
    if key in PROFILE:
        homes.append("[profiles.NAME]")
    return f"; it belongs in {' or '.join(homes)}" if homes else ""
