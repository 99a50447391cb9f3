"""Choosing how a reply goes out: every type, over each channel of it that is known, or as the server likes (C1–C3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatlane_tui.model.ids import ChannelId
from chatlane_tui.store.rows import ChannelRow
from chatlane_tui.ui import ages
from chatlane_tui.ui.screens.closing import Asking
from chatlane_tui.ui.text import assembled, plain
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.composer_heading import type_words
from chatlane_tui.ui.widgets.target import NOTE_TYPE

TYPES: Final = ("email", "sms", "whatsapp", "facebook", "instagram", "phone_call")
"""The types of the vendor's document, without the note, which has no channel."""


class Choice(NamedTuple):
    """A type and one channel of it; `channel_id` None: the server takes its first active one (C3)."""

    type: str
    channel_id: ChannelId | None = None
    channel: str = ""


class Offer(NamedTuple):
    """One line of the picker: a choice, and the channel behind it as far as it is known."""

    choice: Choice
    channel: ChannelRow | None


def offers(channels: Iterable[ChannelRow], types: Sequence[str] = TYPES, *, current: Choice) -> list[Offer]:
    """What can be chosen: types with known channels first, and in each type the server's own choice last.

    A channel of a type nobody has heard of is offered all the same (A8); so is the current choice.
    """
    known = sorted(channels, key=lambda row: (row.is_active is False, row.name.casefold(), row.id))
    words = [word for word in dict.fromkeys((*types, *(row.type for row in known), current.type)) if word]
    words = sorted((word for word in words if word != NOTE_TYPE), key=lambda w: all(row.type != w for row in known))
    found: list[Offer] = []
    for word in words:
        rows = [row for row in known if row.type == word]
        found += [Offer(Choice(type=word, channel_id=row.id, channel=row.name), row) for row in rows]
        if current.type == word and current.channel_id is not None and all(r.id != current.channel_id for r in rows):
            found.append(Offer(current, None))
        found.append(Offer(Choice(type=word), None))
    return found


class ChannelPicker(Asking[Choice | None]):
    """Dismisses with the choice, or with None on Esc. Letters go to the types that begin with them.

    `channels` are those learnt for this inbox (C1); `now` is milliseconds since 1970 UTC, to say how old that is.
    """

    DEFAULT_CSS = """
    ChannelPicker {
        align: center middle;

        & > Vertical {
            width: 90%;
            max-width: 76;
            height: auto;
            max-height: 90%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        OptionList { height: auto; max-height: 45vh; border: none; padding: 0; background: transparent; }
        Static { width: 100%; height: auto; color: $text-muted; }
        .picker--warning { color: $text-warning; min-height: 2; }
    }
    """

    def __init__(
        self,
        current: Choice,
        channels: Iterable[ChannelRow],
        types: Sequence[str] = TYPES,
        *,
        now: int,
        avoid: str = "",
        glyphs: Glyphs = UNICODE,
    ) -> None:
        """`avoid` is a type that did not work: another one is highlighted."""
        super().__init__()
        self._avoid = avoid
        self._current = current
        self._now = now
        self._glyphs = glyphs
        self.offers = tuple(offers(channels, types, current=current))
        """What is listed, in this order."""
        self._options = OptionList(*(Option(self._prompt(offer)) for offer in self.offers), markup=False, compact=True)
        self._explained = Static(classes="picker--warning", markup=False)

    def compose(self) -> ComposeResult:
        """The list, what the highlighted one means, and how fresh the knowledge is."""
        with Vertical() as box:
            box.border_title = Content("How should it go out?")
            box.border_subtitle = Content("Enter takes it · Esc goes back")
            yield self._options
            yield self._explained
            yield Static(plain(self._freshness()), markup=False)

    def on_mount(self) -> None:
        """The current choice is highlighted, or the first of another type than one to avoid."""
        places = [n for n, offer in enumerate(self.offers) if self._is_current(offer)]
        if self._avoid:
            places = [n for n, offer in enumerate(self.offers) if offer.choice.type != self._avoid]
        self._options.highlighted = places[0] if places else 0
        self._options.focus()
        self.begin_taking()

    def press(self, event: events.Key) -> bool:
        """A letter goes to the next type that begins with it; j and k move, as everywhere."""
        here = self._options.highlighted
        if here is None:
            return False
        if event.key == "enter":
            self.dismiss(self.offers[here].choice)
        elif event.key == "escape":
            self.dismiss(None)
        elif event.key in ("j", "down"):
            self._options.action_cursor_down()
        elif event.key in ("k", "up"):
            self._options.action_cursor_up()
        elif event.character is not None and event.character.isalpha():
            self._go_to(event.character.lower(), here)
        else:
            return False
        return True

    def _go_to(self, letter: str, here: int) -> None:
        for place in (*range(here + 1, len(self.offers)), *range(here + 1)):
            if self.offers[place].choice.type.lower().startswith(letter):
                self._options.highlighted = place
                break

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._explained.update(plain(explanation(self.offers[event.option_index])))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.offers[event.option_index].choice)

    def _is_current(self, offer: Offer) -> bool:
        return (offer.choice.type, offer.choice.channel_id) == (self._current.type, self._current.channel_id)

    def _prompt(self, offer: Offer) -> Content:
        dot = f" {self._glyphs.dot} "
        parts: list[str | tuple[str, str]] = [
            "> " if self._is_current(offer) else "  ",
            (type_words(offer.choice.type), "bold"),
            dot,
            offer_words(offer),
        ]
        if offer.channel is not None:
            if offer.channel.is_active is False:
                parts.append((" inactive", "bold $text-error"))
            parts.append((f"{dot}seen {ages.age(offer.channel.seen_at, now=self._now)}", "$text-muted"))
        return assembled(*parts)

    def _freshness(self) -> str:
        seen = [offer.channel.seen_at for offer in self.offers if offer.channel is not None]
        if not seen:
            return "No channel of this inbox is known yet: they are learnt from its messages."
        newest = ages.age(max(seen), now=self._now)
        return f"Channels are learnt from messages, the newest of these: {newest}. There may be more."


def offer_words(offer: Offer) -> str:
    """The channel in words: "Support mail (#3)", or that the server chooses."""
    if offer.choice.channel_id is None:
        return "let the server choose"
    number = f"#{offer.choice.channel_id}"
    return f"{offer.choice.channel} ({number})" if offer.choice.channel else number


def explanation(offer: Offer) -> str:
    """What choosing it means, as a sentence."""
    if offer.choice.channel_id is None:
        return "The server takes its first active channel of this type: perhaps another number or brand."
    if offer.channel is None:
        return "Nothing is known of this channel except its number."
    match offer.channel.is_active:
        case False:
            return "It was inactive when it was last seen: the server will probably refuse it."
        case None:
            return "Nobody said whether it is active."
        case True:
            return "It was active when it was last seen."
