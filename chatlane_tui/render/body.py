"""From a body's text to its document: decides the format, keeps the caps, folds, and never raises."""

from __future__ import annotations

import contextlib
import html as entities
import re
from dataclasses import dataclass

from chatlane_tui.model.clean import clean
from chatlane_tui.render.document import Block, Document, Link, Mark, Run
from chatlane_tui.render.flow import Flow, Room
from chatlane_tui.render.guess import NEVER_HTML, guessed_format
from chatlane_tui.render.links import Links
from chatlane_tui.render.plain import plain_blocks, source_blocks
from chatlane_tui.render.quotes import folded

LONGEST = 262_144
"""Characters of a body that are read."""

TRUNCATED = "Truncated: the message is longer than is shown here. Press v for the raw view."
UNREADABLE = "Its markup could not be read: shown without it. Press v for the raw view."
EMPTY = "Nothing to show as text. Press v for other views."

_TAG = re.compile(r"<[^<>]*>")


@dataclass(slots=True)
class _Draft:
    format: str
    blocks: list[Block]
    truncated: bool
    notice: str = ""


def document(body: str, *, type: str, format: str = "auto") -> Document:  # noqa: A002 - the API's own words
    """What a message of this type says, for any width. `format` is "auto", "html", "markdown", "plain" or "source".

    Pure, linear, never raises; a body that holds anything gives a document that shows something. Only "html" may take
    more than a few milliseconds: call it off the event loop.
    """
    cut = len(body) > LONGEST
    text = clean(body[:LONGEST], limit=LONGEST)
    if format == "auto":
        format = guessed_format(text, type=type)  # noqa: A001
    links = Links()
    try:
        draft = _drafted(text, type, format, links, cut=cut)
    except Exception:  # noqa: BLE001 - whatever a parser makes of hostile markup, the words are still shown
        links = Links()
        blocks, truncated = plain_blocks(stripped(text), links)
        draft = _Draft(format, blocks, truncated, UNREADABLE)
    blocks, folds = folded(draft.blocks) if draft.format != "source" else (draft.blocks, ())
    if not any(block.runs for block in blocks):
        blocks = [Block((Run(draft.notice or EMPTY, Mark.DIM),))] if body else []
        draft.notice = ""
    blocks, kept = _with_used_links(blocks, links)
    notices = [draft.notice, TRUNCATED if cut or draft.truncated else ""]
    return Document(
        blocks=tuple(blocks),
        links=kept,
        folds=folds,
        format=draft.format,
        notice=" ".join(filter(None, notices)),
    )


def _drafted(text: str, message_type: str, wanted: str, links: Links, *, cut: bool) -> _Draft:
    match wanted:
        case "html":
            return _html(text, links, cut=cut)
        case "markdown":
            return _markdown(text, links) or _plain(text, message_type, links)
        case "source":
            return _Draft("source", *source_blocks(text))
        case _:
            return _plain(text, message_type, links)


def _html(text: str, links: Links, *, cut: bool) -> _Draft:
    from chatlane_tui.render.html import walk_html, without_echoes

    if cut and text.rfind("<") > text.rfind(">"):
        text = text[: text.rfind("<")]
    flow = Flow(links, Room())
    seen = walk_html(text, flow)
    blocks = without_echoes(flow.finish())
    notice = ""
    if not blocks:
        parts = [_counted(seen.hidden_words, "hidden word"), _counted(seen.images, "image")]
        notice = (
            f"Nothing to show as text: {' and '.join(filter(None, parts)) or 'only markup'}. Press v for other views."
        )
    return _Draft("html", blocks, seen.truncated, notice)


def _markdown(text: str, links: Links) -> _Draft | None:
    from chatlane_tui.render.markdown import is_modest, walk_markdown

    if not is_modest(text):
        return None
    flow = Flow(links, Room())
    truncated = walk_markdown(text, flow)
    blocks = flow.finish()
    return _Draft("markdown", blocks, truncated) if blocks else None


def _plain(text: str, message_type: str, links: Links) -> _Draft:
    chat = message_type in NEVER_HTML
    return _Draft("plain", *plain_blocks(text, links, quotes=not chat, emphasis=message_type == "whatsapp"))


def _with_used_links(blocks: list[Block], links: Links) -> tuple[list[Block], tuple[Link, ...]]:
    """The blocks, and the links that lead somewhere from them, in the order of the text."""
    order: dict[int, int] = {}
    for block in blocks:
        for run in block.runs:
            if run.link is not None:
                order.setdefault(run.link, len(order))
    known = links.all()
    if all(old == new for old, new in order.items()):
        return blocks, known[: len(order)]
    renumbered = [block._replace(runs=tuple(_renumbered(run, order) for run in block.runs)) for block in blocks]
    return renumbered, tuple(known[old] for old in order)


def _renumbered(run: Run, order: dict[int, int]) -> Run:
    return run if run.link is None else run._replace(link=order[run.link])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def stripped(markup: str) -> str:
    """The text between the tags, entities decoded and cleaned again: the way out when a parser gives up. Linear."""
    text = _TAG.sub(" ", markup)
    with contextlib.suppress(ValueError):  # a number of thousands of digits
        text = entities.unescape(text)
    return clean(text)
