"""What the command line says and how it ends: data on stdout, talk on stderr, one exit code a kind of end."""

from __future__ import annotations

import enum
import sys
from collections.abc import Sequence

from chatlane_tui.errors import ApiError, ChatlaneTuiError, ConfigurationError, Denied, MaybeSent, NotSent, Unreadable


class Exit(enum.IntEnum):
    """Exit codes. NETWORK means: the same command may work later."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NETWORK = 3
    AUTH = 4
    UNCERTAIN = 5
    INTERRUPTED = 130


def exit_of(error: ChatlaneTuiError) -> Exit:
    """The exit code of an error that ends a command."""
    match error:
        case ConfigurationError():
            return Exit.USAGE
        case Denied():
            return Exit.AUTH
        case MaybeSent():
            return Exit.UNCERTAIN
        case NotSent() | Unreadable():
            return Exit.NETWORK
        case ApiError(status=int() as status) if status >= 500:
            return Exit.NETWORK
        case _:
            return Exit.FAILED


def put(text: str) -> None:
    """A line of data, on stdout."""
    print(_harmless(text), flush=True)


def put_json(value: object) -> None:
    """Data for a machine, on stdout. Control characters leave as escapes, as JSON has them."""
    import json  # what only opens the inbox can do without

    print(json.dumps(value, indent=2, ensure_ascii=not _speaks_unicode()), flush=True)


def put_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """Names and values in two columns, on stdout."""
    width = max((len(name) for name, _ in pairs), default=0)
    for name, value in pairs:
        put(f"{name:<{width}}  {value}".rstrip())


def say(text: str) -> None:
    """A line of talk, on stderr."""
    print(_harmless(text), file=sys.stderr, flush=True)


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def _harmless(text: str) -> str:
    """Without what a terminal would obey or a reader would not see, whoever wrote the text."""
    from chatlane_tui.model.clean import clean

    return clean(text)
