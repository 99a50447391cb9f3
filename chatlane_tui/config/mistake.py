"""A mistake in `config.toml`, and the words in which it is said."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """What is wrong at `path`, as a sentence without a capital and a full stop."""

    path: tuple[str, ...]
    sentence: str


def nearest(word: object, known: tuple[str, ...], *, quote: str = "`") -> str:
    from difflib import get_close_matches

    near = get_close_matches(str(word), known, n=1, cutoff=0.6)
    return f"; did you mean {quote}{near[0]}{']' if quote == '[' else quote}?" if near else ""


def spelled(value: object) -> str:
    """A value as it stands in a TOML file, short."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            text = value if value.isprintable() else ascii(value)[1:-1]
            return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
        case int() | float():
            return str(value)[:40]
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return "a date or a time"
