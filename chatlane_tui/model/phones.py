"""Phone numbers as they are sent (E.164) and as they are read. Nothing here ever stands in the way of a write: what
cannot be read goes to the server as it was typed, and the server normalises it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_SEPARATORS: Final = re.compile(r"[\s().\-/\u2010-\u2015\u00a0]+")
MOST: Final = 40
"""Characters of what may be a phone number."""


def digits(text: str) -> str:
    """The digits that tell a number, for searching: without `+`, `00` or the leading zero; empty if it is none."""
    plain = _SEPARATORS.sub("", text)
    bare = plain.removeprefix("+")
    if not (bare.isascii() and bare.isdigit()):
        return ""
    return bare if plain.startswith("+") else bare.removeprefix("00").removeprefix("0") or bare


def e164(text: str) -> str:
    """The number as `+` and digits where it names its country, else the text as it was typed, trimmed.

    Loads the tables of the world's numbers, which takes a moment: not on the event loop.
    """
    found = _read(text)
    if found is None:
        return text.strip()
    from phonenumbers import PhoneNumberFormat, format_number

    return format_number(found, PhoneNumberFormat.E164)


def national(text: str) -> str:
    """The number as people of its country write it, with the country's code in front; empty where it is not known."""
    found = _read(text)
    if found is None:
        return ""
    from phonenumbers import PhoneNumberFormat, format_number, region_code_for_number

    region = region_code_for_number(found)
    written = format_number(found, PhoneNumberFormat.NATIONAL)
    return f"{written} ({region})" if region else written


def doubt(text: str) -> str:
    """What is odd about a number, as a sentence; empty for one that can exist, or that only the server can read."""
    plain = text.strip()
    if not plain:
        return ""
    if not any(character.isdigit() for character in plain):
        return "That has no digits: it is no phone number."
    if not plain.startswith(("+", "00")):
        return "Without + and the country's code, the server decides which country it is of."
    found = _read(plain)
    from phonenumbers import is_possible_number

    if found is None or not is_possible_number(found):
        return "No such number can exist; it is sent as it is."
    return ""


def _read(text: str) -> PhoneNumber | None:
    plain = text.strip()
    if not plain.startswith(("+", "00")) or len(plain) > MOST:
        return None
    import phonenumbers

    try:
        return phonenumbers.parse(f"+{plain[2:]}" if plain.startswith("00") else plain)
    except phonenumbers.NumberParseException:
        return None
