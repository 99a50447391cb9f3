"""Asking the server who has exactly this e-mail address, or this phone number: what the cache does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.model.phones import digits

if TYPE_CHECKING:
    from chatlane_tui.desk.session import Session
    from chatlane_tui.store.people_rows import ContactLine


async def ask(session: Session, words: str) -> tuple[tuple[ContactLine, ...], str]:
    """Those that the server has, and a sentence about it. Nothing is asked for words that are neither."""
    if "@" in words:
        found = await session.directory.find(email=words.strip())
    elif len(digits(words)) >= 5:
        sent, _ = await session.people.written(words)
        found = await session.directory.find(phone=sent)
    else:
        return (), "The server finds a contact by its whole e-mail address or phone number: type one of them."
    if not found:
        return (), f"The server has nobody with {words} either."
    return found, f"The server has {found[0].label}." if len(found) == 1 else f"{len(found)} contacts have it."
