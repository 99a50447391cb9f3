"""The links of messages, read from their bodies as they are seen, and the screen that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from chatlane_tui.render.links import as_read
from chatlane_tui.render.words import words_of_links
from chatlane_tui.ui.screens.links import LinksScreen
from chatlane_tui.ui.widgets.link_lines import LinkLine

if TYPE_CHECKING:
    from chatlane_tui.desk.read import Reading
    from chatlane_tui.model.ids import ConversationId
    from chatlane_tui.store.rows import MessageRow
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.theme import Glyphs

MOST_MESSAGES: Final = 200
"""The newest ones, when the links of a whole conversation are asked for."""
HERE: Final = "in this message"
EVERYWHERE: Final = "in this conversation, the newest first"


async def show_links(
    screen: InboxScreen, conversation_id: ConversationId, row: MessageRow, *, first: int = 0, glyphs: Glyphs
) -> None:
    """Those of the message; where it has none, those of the conversation. `first` is the one that is meant."""
    read = screen.session.read
    keys = [other.key for other in reversed(screen.reading.rows[-MOST_MESSAGES:])]
    everywhere = partial(links_of, read, conversation_id, keys)
    links, whose = await links_of(read, conversation_id, [row.key]), HERE
    if not links:
        links, whose = await everywhere(), EVERYWHERE
    if not links:
        screen.say("There are no links in this conversation.")
        return
    screen.app.push_screen(
        LinksScreen(screen.session, links, whose=whose, first=first, everywhere=everywhere, glyphs=glyphs)
    )


async def links_of(read: Reading, conversation_id: ConversationId, keys: Sequence[str]) -> list[LinkLine]:
    """The links of those messages in their order, each address once."""
    documents = await read.documents(conversation_id, keys)
    found: dict[str, LinkLine] = {}
    for key in keys:
        if (document := documents.get(key)) is None:
            continue
        for link, words in zip(document.links, words_of_links(document), strict=True):
            said = "" if _is_address(words, link.url) or words == link.host else words
            found.setdefault(link.url, LinkLine(len(found) + 1, link, said, as_read(link.host)))
    return list(found.values())


def _is_address(words: str, url: str) -> bool:
    return words.rstrip("/") in (url.rstrip("/"), url.partition("://")[2].rstrip("/"), url.partition(":")[2])
