"""Lists of e-mail addresses as people write them: commas between them, a name that holds a comma in quotes (M7)."""

from __future__ import annotations

from typing import NamedTuple

from chatlane_tui.model.clean import clean_line

_LONGEST = 20_000


class Address(NamedTuple):
    """One entry of a list. `problem` says why it is no e-mail address; empty: it looks like one."""

    name: str
    address: str
    problem: str


def split(text: str) -> tuple[str, ...]:
    """The entries between commas and semicolons outside quotes and angle brackets; the end of a line ends all."""
    entries, start, quoted, bracketed, escaped = [], 0, False, False, False
    text = text[:_LONGEST]
    for place, letter in enumerate(text):
        if letter == "\n":
            entries.append(text[start:place])
            start, quoted, bracketed, escaped = place + 1, False, False, False
        elif escaped:
            escaped = False
        elif letter == "\\" and quoted:
            escaped = True
        elif letter == '"':
            quoted = not quoted
        elif letter in "<>" and not quoted:
            bracketed = letter == "<"
        elif letter in ",;" and not quoted and not bracketed:
            entries.append(text[start:place])
            start = place + 1
    entries.append(text[start:])
    return tuple(entry for entry in map(str.strip, entries) if entry)


def bare(entry: str) -> str:
    """The address alone: what stands in the angle brackets of `"Lovelace, Ada" <ada@example.com>`, else all of it."""
    before, bracket, inside = entry.rpartition("<")
    if bracket and inside.endswith(">") and not inside[:-1].count('"') % 2:
        return inside[:-1].strip()
    return (before + bracket + inside).strip()


def wire(text: str) -> str:
    """The list as the API takes it: bare addresses with commas between them, each once (M7)."""
    return ", ".join(dict.fromkeys(map(bare, split(text))))


def joined(*lists: str) -> str:
    """Several lists as one, as they were written, each address once."""
    found: dict[str, str] = {}
    for text in lists:
        for entry in split(text):
            found.setdefault(bare(entry).casefold(), entry)
    return ", ".join(found.values())


def parsed(text: str) -> tuple[Address, ...]:
    """Every entry with what is wrong with it. The checker is imported at the first call: see `warm`."""
    return tuple(_checked(entry) for entry in split(text))


def problems(text: str) -> tuple[str, ...]:
    """What is wrong with a list, a sentence for each entry that is no address."""
    return tuple(_sentence(found) for found in parsed(text) if found.problem)


def warm() -> None:
    """Import the checker: in a thread, before a screen needs it."""
    import email_validator  # noqa: F401


def _checked(entry: str) -> Address:
    from email_validator import EmailNotValidError, validate_email

    address = bare(entry)
    name = entry[: -len(address) - 2].strip().strip('"').replace('\\"', '"') if entry.endswith(">") else ""
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        return Address(name, address, clean_line(str(error), limit=160))
    return Address(name, address, "")


def _sentence(found: Address) -> str:
    shown = found.address if len(found.address) <= 60 else f"{found.address[:59]}…"
    if "@" not in found.address:
        return f"“{shown}” is no e-mail address: a name with a comma in it goes in quotes."
    return f"“{shown}” is no e-mail address. {found.problem}"
